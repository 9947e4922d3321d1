import Geometry
import Parallel

extension InverseDistance {
    /// Every station predicted from all others.
    ///
    /// - Parameter threads: How many threads work; the result is the same for any number.
    /// - Complexity: O(stations²).
    public func leaveOneOut(_ stations: PreparedStations, threads: Int = 1) -> CrossValidation {
        let plan = SearchPlan(self, stations)
        let values = mapChunks(chunks(of: plan.columns.count, size: 64), threads: threads) {
            var target = SingleTarget(plan)
            return $0.map { target.value(atStation: $0, stations.stations[$0].coordinate) }
        }.flatMap { $0 }
        return CrossValidation(stations, values)
    }
}

extension NearestStation {
    /// Every station predicted from all others: the value of its nearest.
    ///
    /// - Complexity: O(stations²).
    public func leaveOneOut(_ stations: PreparedStations, threads: Int = 1) -> CrossValidation {
        let plan = NearestPlan(stations, nil, radiusInMetres: radiusInMetres)
        let values = mapChunks(chunks(of: plan.columns.count, size: 64), threads: threads) {
            $0.map { plan.value(at: stations.stations[$0].coordinate, without: $0) }
        }.flatMap { $0 }
        return CrossValidation(stations, values)
    }
}

extension NaturalNeighbour {
    /// Every station predicted from all others; those on the hull have no prediction unless
    /// `outside` says so.
    ///
    /// A station's neighbours in the triangulation are all that count for it: without it the
    /// triangles around its place are triangles of theirs.
    ///
    /// - Throws: `InterpolationError.extentTooWide`.
    /// - Complexity: O(stations · log stations).
    public func leaveOneOut(
        _ stations: PreparedStations, threads: Int = 1
    ) throws -> CrossValidation {
        try TriangulatedSurface(stations, outside).leaveOneOut(threads: threads) {
            SibsonEstimator($0)
        }
    }
}

extension LinearTriangulation {
    /// Every station predicted from all others; those on the hull have no prediction unless
    /// `outside` says so.
    ///
    /// - Throws: `InterpolationError.extentTooWide`.
    /// - Complexity: O(stations · log stations).
    public func leaveOneOut(
        _ stations: PreparedStations, threads: Int = 1
    ) throws -> CrossValidation {
        try TriangulatedSurface(stations, outside).leaveOneOut(threads: threads) {
            LinearEstimator($0)
        }
    }
}

extension CrossValidation {
    /// Predictions without variances; `nil` where there is none.
    init(_ stations: PreparedStations, _ values: [Double?]) {
        self.init(
            rows: zip(stations.stations, values).map { station, value in
                Row(of: station, predicted: Prediction(value: value ?? .nan))
            })
    }
}

extension TriangulatedSurface {
    func leaveOneOut<Estimator: PlaneEstimator>(
        threads: Int, _ makeEstimator: @Sendable (TriangulatedStations) -> Estimator
    ) -> CrossValidation {
        let neighbours = triangulated.neighbours()
        let nearest = outside == .nearest ? NearestPlan(stations, nil) : nil
        let plan = chunks(of: stations.stations.count, size: 64)
        let values = mapChunks(plan, threads: threads) { range in
            range.map { index -> Double? in
                let station = stations.stations[index]
                let place = triangulated.plane.place(of: station.coordinate)
                if let corner = triangulated.corner(at: place), !neighbours[corner].isEmpty {
                    var estimator = makeEstimator(triangulated.subset(neighbours[corner]))
                    if let value = estimator.value(at: place) { return value }
                }
                return nearest?.value(at: station.coordinate, without: index)
            }
        }.flatMap { $0 }
        return CrossValidation(stations, values)
    }
}

extension TriangulatedStations {
    /// The places that share a side with each place, ascending; on a line those beside it.
    func neighbours() -> [[Int]] {
        let count = triangulation.places.count
        var result = [Set<Int>](repeating: [], count: count)
        func link(_ a: Int, _ b: Int) {
            result[a].insert(b)
            result[b].insert(a)
        }
        if triangulation.triangleCount == 0 {
            for place in 0..<max(count - 1, 0) { link(place, place + 1) }
        }
        for side in triangulation.corners.indices {
            link(
                Int(triangulation.corners[side]),
                Int(triangulation.corners[Triangulation.next(side)]))
        }
        return result.map { $0.sorted() }
    }

    /// The number of a place; `nil` when it is none.
    func corner(at place: Coordinate) -> Int? {
        let places = triangulation.places
        let low = triangulation.firstPlace(notBefore: place)
        return low < places.count && places[low] == place ? low : nil
    }

    /// Some of the places, in the same plane.
    func subset(_ indices: [Int]) -> TriangulatedStations {
        TriangulatedStations(
            plane, places: indices.map { triangulation.places[$0] },
            originals: indices.map { originals[$0] }, reference: reference)
    }
}
