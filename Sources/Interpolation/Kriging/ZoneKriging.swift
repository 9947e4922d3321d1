public import Geometry
import Parallel

/// Kriging of zone means for many hours: block kriging whose covariances are computed once.
///
/// With C the stations' covariances (nugget on the diagonal), c a zone's mean covariances with the
/// stations, c₀ the mean covariance within the zone and Q = C⁻¹, an hour at which the stations M
/// are silent needs only the inverse of what is left,
///
///     Q' = Q − Q·ₘ Qₘₘ⁻¹ Qₘ·,
///
/// so that every product with Q' is a product with Q, computed once, less one with as many rows
/// as stations are silent. The nugget is error of measurement: it stands on the diagonal of the
/// station system and nowhere else. Multiplying all sills by an hour's variance leaves the
/// estimates and multiplies their variances.
///
///     let zones = try ZoneKriging(model: model, stations: places, measure: measure, zones: cells)
///     let hour = zones.estimate([41, 38, .nan, 44], scale: 90)
///
/// Source: Cressie, Statistics for Spatial Data, 1993, section 3.2.
public struct ZoneKriging: Sendable {
    /// The model, whose sills an hour's scale multiplies.
    public let model: VariogramModel
    /// What is known of the mean.
    public let trend: Kriging.Trend
    /// How many stations there are.
    public let stationCount: Int
    /// How many zones there are.
    public let zoneCount: Int

    /// The stations that share each place, in the order of the first of them.
    let stationsOfPlaces: [[Int]]
    let tables: ZoneTables
    let geometry: ZoneGeometry

    /// Computes what all hours share.
    ///
    /// - Parameters:
    ///   - stations: In the order that values come in; stations on one place count as one, with
    ///     the mean of those that report.
    ///   - measure: How distances between `stations`, and the cells of `zones`, are measured.
    ///   - zones: The cells that stand for each zone, in the CRS of the stations.
    ///   - keepsCells: Whether the covariances of single cells are kept, as exceedance needs: a
    ///     number for each cell and station.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Throws: `InterpolationError` `.noStations`, `.kriging`.
    /// - Precondition: `threads` is positive.
    /// - Complexity: O(stations³ + stations² · zones + stations · cells), and the squared number of
    ///   cells of each zone; with `keepsCells` stations² · cells.
    public init(
        model: VariogramModel, trend: Kriging.Trend = .constant, stations: [Coordinate],
        measure: DistanceMeasure, zones: [ZoneCells], keepsCells: Bool = false, threads: Int = 1
    ) throws {
        _ = try Kriging(model: model, trend: trend)
        guard !stations.isEmpty else { throw InterpolationError.noStations(dropped: 0) }
        guard stations.count <= Kriging.largestSystem else {
            throw InterpolationError.kriging(
                .tooManyStations(count: stations.count, largest: Kriging.largestSystem))
        }
        for place in stations + zones.flatMap(\.centres) where !place.isFinite {
            throw InterpolationError.kriging(.placeNotFinite(place))
        }
        self.model = model
        self.trend = trend
        stationCount = stations.count
        zoneCount = zones.count
        var groups: [[Int]] = []
        var known: [Coordinate: Int] = [:]
        for (index, coordinate) in stations.enumerated() {
            let place = measure.canonical(coordinate)
            if let group = known[place] {
                groups[group].append(index)
            } else {
                known[place] = groups.count
                groups.append([index])
            }
        }
        stationsOfPlaces = groups
        geometry = try ZoneGeometry(
            model, trend, groups.map { stations[$0[0]] }, measure, zones, keepsCells: keepsCells,
            threads: threads)
        tables = ZoneTables(geometry, places: Array(groups.indices))
    }

    /// The zones' estimates for one hour.
    ///
    /// - Parameters:
    ///   - values: One value a station, in the order of the stations; NaN for a silent one.
    ///   - scale: What the model's sills are multiplied with, for example the hour's variance.
    ///   - limit: A limit whose probability of being exceeded is wanted; needs `keepsCells`.
    /// - Precondition: one value a station; `scale` is finite and not negative.
    public func estimate(
        _ values: [Double], scale: Double = 1, exceeding limit: Double? = nil
    ) -> ZoneEstimates {
        estimates([values], scales: [scale], exceeding: limit)[0]
    }

    /// The zones' estimates for many hours.
    ///
    /// - Parameters:
    ///   - fields: As `values` of `estimate(_:scale:exceeding:)`, one list an hour.
    ///   - scales: One scale an hour; 1 for all when `nil`.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Complexity: for each hour O(stations · (stations + zones)) in matrix products, and
    ///   O(s³ + s² · zones) for s silent stations, once for each set of them among 64 hours.
    public func estimates(
        _ fields: [[Double]], scales: [Double]? = nil, exceeding limit: Double? = nil,
        threads: Int = 1
    ) -> [ZoneEstimates] {
        precondition(scales.map { $0.count == fields.count } ?? true, "each hour has one scale")
        precondition(
            fields.allSatisfy { $0.count == stationCount }, "each station has one value or NaN")
        precondition(
            scales?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true, "a scale is not negative")
        precondition(limit == nil || geometry.cells != nil, "exceedance needs kept cells")
        return mapChunks(chunks(of: fields.count, size: 64), threads: threads) { range in
            var hours = ZoneHours(self, fields[range].map { placeValues($0) })
            return range.map { index in
                hours.estimate(
                    index - range.lowerBound, stationCount: fields[index].count { !$0.isNaN },
                    scale: scales?[index] ?? 1, exceeding: limit)
            }
        }.flatMap { (part: [ZoneEstimates]) in part }
    }

    /// What the other stations of the same hour say of each station: residual and variance, `nil`
    /// for silent stations and where there is no other.
    ///
    /// The variance is that of a reading: it includes the nugget. The mean square of residual /
    /// √variance over all hours is near 1 when the model and the scales are true.
    public func leaveOneOut(
        _ values: [Double], scale: Double = 1
    ) -> [CrossValidation.Prediction?] {
        leaveOneOut([values], scales: [scale])[0]
    }

    /// `leaveOneOut(_:scale:)` for many hours.
    ///
    /// - Returns: for each hour one prediction a station; stations on one place share that of the
    ///   place.
    public func leaveOneOut(
        _ fields: [[Double]], scales: [Double]? = nil, threads: Int = 1
    ) -> [[CrossValidation.Prediction?]] {
        precondition(
            fields.allSatisfy { $0.count == stationCount }, "each station has one value or NaN")
        return mapChunks(chunks(of: fields.count, size: 64), threads: threads) { range in
            var hours = ZoneHours(self, fields[range].map { placeValues($0) })
            return range.map { index in
                let places = hours.leaveOneOut(
                    index - range.lowerBound, scale: scales?[index] ?? 1)
                var result = [CrossValidation.Prediction?](repeating: nil, count: stationCount)
                for (place, prediction) in places.enumerated() {
                    for station in stationsOfPlaces[place] where !fields[index][station].isNaN {
                        result[station] = prediction
                    }
                }
                return result
            }
        }.flatMap { (part: [[CrossValidation.Prediction?]]) in part }
    }

    /// One value a place: the mean of its stations that report.
    private func placeValues(_ values: [Double]) -> [Double] {
        stationsOfPlaces.map { stations in
            if stations.count == 1 { return values[stations[0]] }
            let reported = stations.map { values[$0] }.filter { !$0.isNaN }
            return reported.isEmpty ? .nan : reported.reduce(0, +) / Double(reported.count)
        }
    }
}

/// The zones' estimates for one hour.
public struct ZoneEstimates: Hashable, Sendable {
    /// The mean of each zone in the unit of the stations; NaN when no station reported, or the zone
    /// has no cells.
    public internal(set) var means: [Double]
    /// The variance of the error of each mean, never negative; NaN without a mean.
    public internal(set) var variances: [Double]
    /// The mean over each zone's cells of the probability that a cell's value is above the limit;
    /// `nil` when none was asked for.
    public internal(set) var exceedance: [Double]?
    /// How many stations reported.
    public internal(set) var stationCount: Int
    /// Whether the stations could not tell a linear trend apart, so that a constant took its place.
    public internal(set) var isTrendConstant = false
    /// Whether the system was singular, or nearly, and was solved by the generalised inverse.
    public internal(set) var isGeneralised = false
}
