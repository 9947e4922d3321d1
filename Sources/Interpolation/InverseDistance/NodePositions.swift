import Geometry
import Grids

/// Where the nodes of a tile lie, in the space of positions.
struct NodePositions: Sendable {
    private let geometry: GridGeometry
    private let measure: DistanceMeasure
    private let nodes: [Double]

    init(_ geometry: GridGeometry, _ measure: DistanceMeasure, _ basis: ChebyshevBasis) {
        self.geometry = geometry
        self.measure = measure
        nodes = basis.nodes
    }

    func places(of tile: FarField.Tile) -> NodePlaces {
        let half = Double(tile.size) / 2
        let (row, column) = (Double(tile.row) + half, Double(tile.column) + half)
        let transform = geometry.geotransform
        let xs = nodes.map { transform.coordinate(row: row, column: column + half * $0).x }
        let ys = nodes.map { transform.coordinate(row: row + half * $0, column: column).y }
        let centre = transform.coordinate(row: row, column: column)
        let width = half * abs(transform.columnStepX)
        let height = half * abs(transform.rowStepY)
        return measure.isFlat
            ? NodePlaces(xs, ys, centre, halfSide: max(width, height))
            : NodePlaces(
                longitudes: xs, latitudes: ys, centre, measure, halfSide: max(width, height))
    }
}

/// The nodes of one tile, and which stations are far from it.
struct NodePlaces {
    /// As in `CellPositions`: one pair a row; the two numbers of the columns apart.
    let rows: [SIMD2<Double>]
    let firsts: [FarField.Lanes]
    let seconds: [FarField.Lanes]
    private let centre: Position
    private let isFlat: Bool
    /// Planar: the least difference of a far station in x or y. Chord: the square of the least
    /// distance.
    private let reach: Double

    init(_ xs: [Double], _ ys: [Double], _ centre: Coordinate, halfSide: Double) {
        rows = ys.map { SIMD2($0, 0) }
        firsts = Self.lanes(xs)
        seconds = Self.lanes(xs.map { _ in 0 })
        self.centre = Position(x: centre.x, y: centre.y, z: 0)
        isFlat = true
        reach = ChebyshevBasis.farness * halfSide
    }

    /// In space a station is far at the distance that makes it far in a plane in every direction.
    /// Tiles wider than a twentieth of a radian to a side, where a sphere is no plane, have no far
    /// stations; below that the squared distance along a parallel, (A − B cos λ), differs from a
    /// parabola's by less than a part in a thousand over the ellipses of the bound.
    init(
        longitudes: [Double], latitudes: [Double], _ centre: Coordinate,
        _ measure: DistanceMeasure, halfSide: Double
    ) {
        rows = latitudes.map {
            let parallel = Parallel(latitude: $0)
            return SIMD2(parallel.radius, parallel.height)
        }
        let meridians = longitudes.map { Meridian(longitude: $0) }
        firsts = Self.lanes(meridians.map(\.cosine))
        seconds = Self.lanes(meridians.map(\.sine))
        self.centre = measure.position(of: centre)
        isFlat = false
        let angle = halfSide * (Double.pi / 180)
        let ellipsoid = Ellipsoid.cgcs2000
        // The largest radius of curvature, at the poles.
        let radius =
            ellipsoid.semiMajorAxis / (1 - ellipsoid.eccentricitySquared).squareRoot()
        let least = ChebyshevBasis.farness * 2.0.squareRoot() * radius * angle
        reach = angle > 0.05 ? .infinity : least * least
    }

    /// Whether the weight of a station is smooth enough over the tile to be interpolated.
    func isFar(_ x: Double, _ y: Double, _ z: Double) -> Bool {
        let (dx, dy) = (abs(x - centre.x), abs(y - centre.y))
        if isFlat { return max(dx, dy) >= reach }
        let dz = z - centre.z
        return dx * dx + dy * dy + dz * dz >= reach
    }

    private static func lanes(_ values: [Double]) -> [FarField.Lanes] {
        stride(from: 0, to: values.count, by: 4).map { first in
            FarField.Lanes(values[first..<first + 4])
        }
    }
}
