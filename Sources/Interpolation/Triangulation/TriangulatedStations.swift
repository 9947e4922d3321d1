import Geometry
import Grids

/// Stations as a Delaunay triangulation of their plane.
struct TriangulatedStations: Sendable {
    let plane: SurveyPlane
    let triangulation: Triangulation
    /// Less the smallest, by place.
    let values: [Double]
    let reference: Double
    /// As given, by place.
    let originals: [Double]

    /// - Throws: `InterpolationError.extentTooWide` for longitudes and latitudes that no plane fits.
    /// - Complexity: O(n log n).
    init(_ stations: PreparedStations) throws(InterpolationError) {
        let plane = try SurveyPlane(stations)
        var sorted: [(place: Coordinate, value: Double, index: Int)] = []
        for (index, station) in stations.stations.enumerated() {
            sorted.append((plane.place(of: station.coordinate), station.value, index))
        }
        sorted.sort { ($0.place.x, $0.place.y, $0.index) < ($1.place.x, $1.place.y, $1.index) }
        var places: [Coordinate] = []
        var originals: [Double] = []
        // Coordinates that differ in the last bits may have one place in the projection: the first
        // stands for them.
        for station in sorted where places.last != station.place {
            places.append(station.place)
            originals.append(station.value)
        }
        self.init(
            plane, places: places, originals: originals, reference: stations.columns.reference)
    }

    /// - Parameters:
    ///   - places: Distinct, sorted by x, then y.
    ///   - reference: No value is smaller.
    init(_ plane: SurveyPlane, places: [Coordinate], originals: [Double], reference: Double) {
        self.plane = plane
        triangulation = Triangulation(places)
        self.reference = reference
        self.originals = originals
        values = originals.map { $0 - reference }
    }

    /// The value on a side, which is that of both its triangles: linear between its ends.
    func value(onSide side: Int, at place: Coordinate) -> Double {
        let isOnLine = triangulation.triangleCount == 0
        let first = isOnLine ? side : Int(triangulation.corners[side])
        let second =
            isOnLine ? side + 1 : Int(triangulation.corners[Triangulation.next(side)])
        let (a, b) = (min(first, second), max(first, second))
        let (from, to) = (triangulation.places[a], triangulation.places[b])
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let along = ((place.x - from.x) * dx + (place.y - from.y) * dy) / (dx * dx + dy * dy)
        return reference + values[a] + (values[b] - values[a]) * min(max(along, 0), 1)
    }
}

/// Estimates at places of a plane; keeps scratch from place to place.
protocol PlaneEstimator: Sendable {
    /// The estimate; `nil` outside the hull of the stations.
    mutating func value(at place: Coordinate) -> Double?
}

/// What targets outside the convex hull of the stations get.
public enum OutsideHull: String, CaseIterable, Hashable, Sendable {
    /// No estimate.
    case nodata
    /// The value of the nearest station.
    case nearest
}

/// Surfaces and points of a method that works on a triangulation.
struct TriangulatedSurface: Sendable {
    let stations: PreparedStations
    let triangulated: TriangulatedStations
    let outside: OutsideHull

    init(_ stations: PreparedStations, _ outside: OutsideHull) throws(InterpolationError) {
        self.stations = stations
        triangulated = try TriangulatedStations(stations)
        self.outside = outside
    }

    func estimate<Estimator: PlaneEstimator>(
        on target: SurfaceTarget, threads: Int, into sink: (SurfaceBand) throws -> Void,
        _ makeEstimator: @Sendable (TriangulatedStations) -> Estimator
    ) throws {
        try target.check(against: stations)
        let cells = PlaneCells(triangulated.plane, target.geometry)
        let nearest = outside == .nearest ? NearestPlan(stations, target.geometry) : nil
        try target.streamBands(threads: threads, into: sink) {
            (makeEstimator(triangulated), nearest.map { NearestFiller($0) })
        } fill: { worker, rows, open, values in
            let window = GridWindow(rows: rows, columns: target.window.columns)
            var outside = worker.1 == nil ? [] : [Bool](repeating: false, count: values.count)
            for row in rows {
                for column in window.columns {
                    let index = window.index(row, column)
                    if let open, !open[index] { continue }
                    if let value = worker.0.value(at: cells.place(row: row, column: column)) {
                        values[index] = value
                    } else if worker.1 != nil {
                        outside[index] = true
                    }
                }
            }
            if outside.contains(true) { worker.1?.fill(&values, window, open: outside) }
        }
    }

    func estimate<Estimator: PlaneEstimator>(
        at points: [Coordinate], threads: Int,
        _ makeEstimator: @Sendable (TriangulatedStations) -> Estimator
    ) -> [Double] {
        let nearest = outside == .nearest ? NearestPlan(stations, nil) : nil
        return mapPoints(points, threads: threads) {
            makeEstimator(triangulated)
        } value: { (estimator: inout Estimator, point) in
            guard point.isFinite else { return .nan }
            return estimator.value(at: triangulated.plane.place(of: point))
                ?? nearest?.value(at: point) ?? .nan
        }
    }
}

/// The places of cell centres in a plane.
struct PlaneCells: Sendable {
    private let plane: SurveyPlane
    private let geometry: GridGeometry
    private let rows: [SIMD2<Double>]
    private let columns: [SIMD2<Double>]

    init(_ plane: SurveyPlane, _ geometry: GridGeometry) {
        self.plane = plane
        self.geometry = geometry
        let isRotated = geometry.geotransform.isRotated
        rows =
            isRotated
            ? [] : (0..<geometry.rows).map { plane.row(geometry.centre(row: $0, column: 0).y) }
        columns =
            isRotated
            ? []
            : (0..<geometry.columns).map { plane.column(geometry.centre(row: 0, column: $0).x) }
    }

    func place(row: Int, column: Int) -> Coordinate {
        guard !rows.isEmpty else {
            return plane.place(of: geometry.centre(row: row, column: column))
        }
        return plane.place(row: rows[row], column: columns[column])
    }
}
