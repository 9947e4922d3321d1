import Geometry
import Grids

/// A method and its stations in the form the kernels work with.
struct SearchPlan: Sendable {
    let columns: StationColumns
    /// The values as given, for targets that lie on a station.
    let originals: [Double]
    let measure: DistanceMeasure
    let weighting: InverseDistanceWeighting
    /// How many nearest stations count at least; never more than there are.
    let count: Int
    /// The square of the search radius in the units of positions; infinite without a limit.
    let squaredRadius: Double

    init(_ method: InverseDistance, _ stations: PreparedStations) {
        self.init(
            method, columns: stations.columns, stations.stations, stations.measure)
    }

    /// - Parameter columns: Those of `stations`, which stand on distinct places.
    init(
        _ method: InverseDistance, columns: StationColumns, _ stations: [StationValue],
        _ measure: DistanceMeasure
    ) {
        self.columns = columns
        originals = stations.map(\.value)
        self.measure = measure
        weighting = InverseDistanceWeighting(power: method.power)
        switch method.neighbours {
        case .all: count = columns.count
        case .nearest(let wanted): count = min(wanted, columns.count)
        }
        let radius = method.radiusInMetres.map { measure.length(ofMetres: $0) }
        squaredRadius = radius.map { $0 * $0 } ?? .infinity
        minimum = method.minimumCount
        directions =
            method.sectors == .one || count == columns.count
            ? nil : StationDirections(method.sectors, stations, measure)
    }

    /// How many neighbours a target needs for an estimate.
    let minimum: Int
    /// Where the stations stand, when neighbours are taken sector by sector.
    let directions: StationDirections?

    /// Whether every station counts at every target.
    var usesAll: Bool { count == columns.count && squaredRadius == .infinity }

    /// Whether a target may have too few neighbours.
    var mayLackNeighbours: Bool { minimum > 1 || squaredRadius < .infinity }
}

extension GridWindow {
    /// The place of a cell among the window's cells, row by row.
    @inline(__always)
    func index(_ row: Int, _ column: Int) -> Int {
        (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    }
}

/// The positions of cell centres of a grid that is parallel to the axes, from one pair of numbers
/// a column and one a row.
///
/// Planar: x = column.0, y = row.0, z = 0. Chord: x = row.0 · column.0, y = row.0 · column.1,
/// z = row.1 (radius of the parallel times direction of the meridian).
struct CellPositions: Sendable {
    let isFlat: Bool
    let columns: [SIMD2<Double>]
    let rows: [SIMD2<Double>]

    /// `nil` for a rotated grid.
    init?(of geometry: GridGeometry, measure: DistanceMeasure) {
        guard !geometry.geotransform.isRotated else { return nil }
        isFlat = measure.isFlat
        columns = (0..<geometry.columns).map { column in
            let x = measure.canonical(geometry.centre(row: 0, column: column)).x
            guard measure == .chord else { return SIMD2(x, 0) }
            let meridian = Meridian(longitude: x)
            return SIMD2(meridian.cosine, meridian.sine)
        }
        rows = (0..<geometry.rows).map { row in
            let y = geometry.centre(row: row, column: 0).y
            guard measure == .chord else { return SIMD2(y, 0) }
            let parallel = Parallel(latitude: y)
            return SIMD2(parallel.radius, parallel.height)
        }
    }

    /// The position of a cell, to the last bit that of `DistanceMeasure.position(of:)`.
    @inline(__always)
    func position(row: Int, column: Int) -> Position {
        let (r, c) = (rows[row], columns[column])
        return isFlat
            ? Position(x: c.x, y: r.x, z: 0) : Position(x: r.x * c.x, y: r.x * c.y, z: r.y)
    }

    /// A box in space around all cells of a tile.
    func box(rows: Range<Int>, columns: Range<Int>) -> PositionBox {
        let (rowLow, rowHigh) = Self.bounds(self.rows, rows)
        let (columnLow, columnHigh) = Self.bounds(self.columns, columns)
        if isFlat {
            return PositionBox(
                low: SIMD3(columnLow.x, rowLow.x, 0), high: SIMD3(columnHigh.x, rowHigh.x, 0))
        }
        // The radius is not negative, so that the products' bounds lie at its ends; rounding is
        // monotonic, so that they also bound the rounded products.
        return PositionBox(
            low: SIMD3(
                min(rowLow.x * columnLow.x, rowHigh.x * columnLow.x),
                min(rowLow.x * columnLow.y, rowHigh.x * columnLow.y), rowLow.y),
            high: SIMD3(
                max(rowLow.x * columnHigh.x, rowHigh.x * columnHigh.x),
                max(rowLow.x * columnHigh.y, rowHigh.x * columnHigh.y), rowHigh.y))
    }

    private static func bounds(
        _ values: [SIMD2<Double>], _ range: Range<Int>
    ) -> (low: SIMD2<Double>, high: SIMD2<Double>) {
        var low = values[range.lowerBound]
        var high = low
        for index in range.dropFirst() {
            let value = values[index]
            low.replace(with: value, where: value .< low)
            high.replace(with: value, where: value .> high)
        }
        return (low, high)
    }
}

/// An axis-parallel box in the space of positions.
struct PositionBox {
    var low: SIMD3<Double>
    var high: SIMD3<Double>
}
