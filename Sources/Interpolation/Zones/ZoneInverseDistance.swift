public import Geometry
import Parallel

/// The means of zones under inverse distance surfaces, for many hours of readings at the same
/// stations, without any surface.
///
/// For each hour the mean of a zone is that of the surface that the stations which reported give,
/// over the zone's cells:
///
///     mean = Σ_c a_c z(c) / Σ_c a_c,   z(c) = Σ_s w_cs m_s v_s / Σ_s w_cs m_s
///
/// with a the weights of the cells, w those of the stations at a cell, v the readings and m 1 where
/// a station reported, else 0. From all stations these are two matrix products an hour; from the
/// nearest, each cell takes the first k of its stations that reported. Cells without an estimate do
/// not count.
///
///     let zones = try ZoneInverseDistance(
///         InverseDistance(), stations: coordinates, crs: crs, zones: cells)
///     let means = zones.means(of: readings, threads: 4)  // hours × zones
public struct ZoneInverseDistance: Sendable {
    /// The method.
    public let method: InverseDistance
    /// The zones, in the order of the means.
    public let zones: [ZoneCells]
    /// How many numbers an hour of readings has.
    public let stationCount: Int

    private let places: ReportingPlaces
    private let measure: DistanceMeasure
    private let weights: CellWeights

    /// Works out what each station counts in each cell.
    ///
    /// - Parameters:
    ///   - method: From the nearest or all stations.
    ///   - stations: Where the stations stand, in the order of the readings. Stations on one place
    ///     count as one with the mean of those that reported; one whose place is not finite never
    ///     counts.
    ///   - crs: The CRS of the stations and of the cells.
    ///   - assumesPlane: Whether coordinates without a CRS are metres in a plane.
    ///   - zones: The cells of each zone; a zone without cells has no mean.
    /// - Throws: `InterpolationError` `.unknownReferenceSystem`, `.latitudeOutOfRange` (with the
    ///   number of the station from 1), `.noStations` when no station has a place.
    /// - Complexity: O(cells · stations · log stations); memory O(cells · stations) from all
    ///   stations, O(cells · k) from the k nearest.
    public init(
        _ method: InverseDistance, stations: [Coordinate], crs: CoordinateReferenceSystem?,
        assumesPlane: Bool = false, zones: [ZoneCells]
    ) throws(InterpolationError) {
        let measure = try DistanceMeasure(for: crs, assumesPlane: assumesPlane)
        places = try ReportingPlaces(stations, measure: measure)
        self.method = method
        self.measure = measure
        self.zones = zones
        stationCount = stations.count
        weights = CellWeights(method, places, measure, zones)
    }

    /// The mean of every zone in every hour.
    ///
    /// - Parameters:
    ///   - readings: Hour after hour, one number a station in the order given at the start; NaN,
    ///     infinite or -9999 where it did not report.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: Hour after hour, one mean a zone in the unit of the readings; NaN where no cell of
    ///   the zone has an estimate. Equal to the surface's mean to a relative 1e-9.
    /// - Precondition: the number of readings is a multiple of the number of stations; `threads` is
    ///   positive.
    /// - Complexity: from all stations 4 · cells · stations operations an hour; from the k nearest
    ///   about 10 · cells · k, with sectors about 20 · cells · stations. Memory: a few hundred hours
    ///   of the zone with the most cells.
    public func means(of readings: [Double], threads: Int = 1) -> [Double] {
        precondition(
            readings.count.isMultiple(of: stationCount), "an hour has one reading a station")
        let hours = readings.count / stationCount
        return mapChunks(chunks(of: hours, size: Self.hoursInBlock), threads: threads) { range in
            let block = ReadingBlock(
                readings[range.lowerBound * stationCount..<range.upperBound * stationCount],
                hours: range.count, places: places)
            return means(of: block)
        }.flatMap { (part: [Double]) in part }
    }

    /// The number of hours is what fits a processor's second cache beside a zone's weights.
    private static let hoursInBlock = 256

    private func means(of block: ReadingBlock) -> [Double] {
        var result = [Double](repeating: .nan, count: block.hours * zones.count)
        // Hours whose stations were gathered for cells that need them one by one.
        var targets = [SingleTarget?](repeating: nil, count: block.hours)
        for zone in zones.indices {
            var sums = ZoneSums(hours: block.hours)
            switch weights {
            case .all(let matrices):
                matrices[zone].add(
                    zones[zone], block, minimum: method.minimumCount, to: &sums)
            case .ordered(let lists):
                lists[zone].add(zones[zone], block, method, to: &sums)
            case .none:
                sums.open = zones[zone].centres.indices.flatMap { cell in
                    (0..<block.hours).map { (cell, $0) }
                }
            }
            for (cell, hour) in sums.open {
                if targets[hour] == nil { targets[hour] = target(hour: hour, of: block) }
                let value = targets[hour]?.value(at: zones[zone].centres[cell])
                if let value { sums.add(value, weight: zones[zone].weights[cell], hour: hour) }
            }
            for hour in 0..<block.hours {
                result[hour * zones.count + zone] = sums.values[hour] / sums.weights[hour]
            }
        }
        return result
    }

    /// The stations that reported in an hour, for estimates from the definition; `nil` when they are
    /// too few.
    private func target(hour: Int, of block: ReadingBlock) -> SingleTarget? {
        let reported = places.coordinates.indices.compactMap { place -> StationValue? in
            guard block.mask(place: place, hour: hour) else { return nil }
            return StationValue(
                id: "", coordinate: places.coordinates[place],
                value: block.value(place: place, hour: hour))
        }
        guard !reported.isEmpty, reported.count >= method.minimumCount else { return nil }
        return SingleTarget(
            SearchPlan(
                method, columns: StationColumns(reported, measure: measure), reported, measure)
        )
    }
}

/// What the stations count in the cells of each zone.
private enum CellWeights: Sendable {
    case all([ZoneMatrix])
    case ordered([ZoneOrder])
    /// Sectors: each cell and hour on its own.
    case none

    init(
        _ method: InverseDistance, _ places: ReportingPlaces, _ measure: DistanceMeasure,
        _ zones: [ZoneCells]
    ) {
        guard method.sectors == .one || method.neighbours == .all else {
            self = .none
            return
        }
        let isPlain = method.neighbours == .all && method.radiusInMetres == nil
        let search = CellSearch(method, places, measure)
        self =
            isPlain
            ? .all(zones.map { ZoneMatrix($0, search) })
            : .ordered(zones.map { ZoneOrder($0, search) })
    }
}

/// Σ a z and Σ a of one zone, for each hour of a block.
struct ZoneSums {
    var values: [Double]
    var weights: [Double]
    /// Cells and hours that the fast way could not serve.
    var open: [(cell: Int, hour: Int)] = []

    init(hours: Int) {
        values = Array(repeating: 0, count: hours)
        weights = values
    }

    mutating func add(_ value: Double, weight: Double, hour: Int) {
        values[hour] += weight * value
        weights[hour] += weight
    }

    /// Adds the values of several hours from `first`.
    mutating func add(_ value: ZoneOrder.Lanes, weight: Double, from first: Int) {
        for lane in 0..<ZoneOrder.Lanes.scalarCount {
            values[first + lane] += weight * value[lane]
            weights[first + lane] += weight
        }
    }
}
