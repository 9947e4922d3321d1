import Geometry
import Parallel

/// Covariances between stations, zones and the zones' cells: all that hours share.
struct ZoneGeometry: Sendable {
    /// Targets of one kind: zones, or single cells.
    struct Targets: Sendable {
        let count: Int
        /// Covariances with the stations, without the nugget: all targets of a station side by
        /// side.
        let covariances: [Double]
        /// The variance of each target itself.
        let sills: [Double]
        /// The trend's functions: all targets of a function side by side.
        let functions: [[Double]]
    }

    let kernel: CovarianceKernel
    let basis: TrendBasis
    /// The known mean; `nil` when it is estimated.
    let mean: Double?
    /// The stations' covariances, nugget on the diagonal.
    let matrix: [Double]
    let placeCount: Int
    let zones: Targets
    /// The cells of all zones one behind the other; `nil` unless kept.
    let cells: Targets?
    /// The weights of the cells of each zone, which add up to 1.
    let weights: [[Double]]

    init(
        _ model: VariogramModel, _ trend: Kriging.Trend, _ places: [Coordinate],
        _ measure: DistanceMeasure, _ zones: [ZoneCells], keepsCells: Bool, threads: Int
    ) throws(InterpolationError) {
        let stations = StationPlaces(places, measure: measure)
        let kernel = try CovarianceKernel(model, places: stations)
        self.kernel = kernel
        placeCount = places.count
        switch trend {
        case .mean(let mean):
            self.mean = mean
            basis = TrendBasis(.none, at: places, measure: measure)
        case .constant:
            mean = nil
            basis = TrendBasis(.constant, at: places, measure: measure)
        case .linear:
            mean = nil
            basis = TrendBasis(.linear, at: places, measure: measure)
        }
        let projected = places.map { place in
            let position = measure.position(of: place)
            return kernel.terms.indices.map { kernel.project(position, $0) }
        }
        let flat = projected.flatMap { $0 }
        var matrix = [Double](repeating: 0, count: places.count * places.count)
        matrix.withUnsafeMutableBufferPointer { matrix in
            flat.withUnsafeBufferPointer { flat in
                if let start = matrix.baseAddress {
                    kernel.fill(
                        start, stations: flat.baseAddress, count: places.count,
                        isFlat: measure.isFlat)
                }
            }
        }
        self.matrix = matrix
        weights = zones.map { zone in
            let sum = zone.weights.reduce(0, +)
            return zone.weights.map { $0 / sum }
        }
        let (weights, basis) = (weights, basis)
        let parts = mapChunks(chunks(of: zones.count, size: 1), threads: threads) { range in
            let index = range.lowerBound
            return ZonePart(
                zones[index].centres, weights[index], projected, kernel, basis, measure,
                keepsCells: keepsCells)
        }
        self.zones = Self.join(parts.map(\.zone), placeCount: places.count, basis.count)
        cells =
            keepsCells
            ? Self.join(parts.compactMap(\.cells), placeCount: places.count, basis.count) : nil
    }

    /// Targets one behind the other.
    private static func join(_ parts: [Targets], placeCount: Int, _ trendCount: Int) -> Targets {
        let count = parts.reduce(0) { $0 + $1.count }
        var covariances: [Double] = []
        covariances.reserveCapacity(count * placeCount)
        for place in 0..<placeCount {
            for part in parts {
                covariances += part.covariances[place * part.count..<(place + 1) * part.count]
            }
        }
        return Targets(
            count: count, covariances: covariances, sills: parts.flatMap(\.sills),
            functions: (0..<trendCount).map { k in parts.flatMap { $0.functions[k] } })
    }
}

/// The covariances of one zone.
private struct ZonePart: Sendable {
    let zone: ZoneGeometry.Targets
    let cells: ZoneGeometry.Targets?

    init(
        _ centres: [Coordinate], _ weights: [Double], _ stations: [[SIMD3<Double>]],
        _ kernel: CovarianceKernel, _ basis: TrendBasis, _ measure: DistanceMeasure,
        keepsCells: Bool
    ) {
        let count = centres.count
        let positions = centres.map { measure.position(of: $0) }
        var lanes = TargetLanes(
            capacity: max(count, 1), terms: kernel.terms.count, isFlat: measure.isFlat)
        for (index, position) in positions.enumerated() { lanes.set(index, position, kernel) }
        var row = [Lanes](repeating: Lanes(), count: max(TargetLanes.lanes(count), 1))

        func covariances(with place: [SIMD3<Double>]) -> [Double] {
            guard count > 0, !place.isEmpty else { return Array(repeating: 0, count: count) }
            row.withUnsafeMutableBufferPointer { row in
                place.withUnsafeBufferPointer { place in
                    if let start = row.baseAddress, let place = place.baseAddress {
                        kernel.accumulate(
                            place, lanes, lanes: TargetLanes.lanes(count), factor: 1,
                            replaces: true, into: start)
                    }
                }
            }
            return (0..<count).map { row[$0 / Lanes.scalarCount][$0 % Lanes.scalarCount] }
        }
        func mean(_ values: [Double]) -> Double {
            zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        }

        var ofZone: [Double] = []
        var ofCells: [Double] = []
        for station in stations {
            let values = covariances(with: station)
            ofZone.append(mean(values))
            if keepsCells { ofCells += values }
        }
        var sill = 0.0
        for (index, position) in positions.enumerated() {
            let place = kernel.terms.indices.map { kernel.project(position, $0) }
            sill += weights[index] * mean(covariances(with: place))
        }
        var functions = [[Double]](repeating: [], count: basis.count)
        var ofPlace: [Double] = []
        for centre in centres {
            basis.write(at: centre, drift: { _ in 0 }, into: &ofPlace)
            for (k, value) in ofPlace.enumerated() { functions[k].append(value) }
        }
        zone = ZoneGeometry.Targets(
            count: 1, covariances: ofZone, sills: [count > 0 ? sill : .nan],
            functions: functions.map { [mean($0)] })
        cells =
            keepsCells
            ? ZoneGeometry.Targets(
                count: count, covariances: ofCells,
                sills: Array(repeating: kernel.smoothSill, count: count), functions: functions)
            : nil
    }
}
