public import Geometry

/// Stations ready to interpolate from: each with a finite value, no two on one place, and in the
/// order of their coordinates, so that the order of the input cannot change any result.
///
///     let stations = try PreparedStations(values, crs: grid.crs)
///     let surface = try InverseDistance().estimate(from: stations, on: grid)
public struct PreparedStations: Sendable {
    /// The stations by x, then y. A merged station has the ids of its parts joined by `+`
    /// (`DuplicatePolicy.mean`), or the id of the station it stands for. Longitudes are in
    /// -180 ..< 180.
    public let stations: [StationValue]
    /// How distances between these stations and any target are measured.
    public let measure: DistanceMeasure
    /// What was left out or merged; empty when the input was clean.
    public let notes: [StationNote]

    /// The same stations as columns for the kernels.
    let columns: StationColumns

    /// Stations in the coordinate reference system `crs`.
    ///
    /// Values that are not finite, or are the nodata mark -9999, are left out and noted before
    /// duplicates are looked for.
    ///
    /// - Parameters:
    ///   - stations: In any order; coordinates in `crs`.
    ///   - crs: The CRS of the coordinates, and of every target later.
    ///   - assumesPlane: Whether coordinates without a CRS are metres in a plane.
    ///   - duplicates: What happens to stations on exactly the same place.
    ///   - mergeDistanceInMetres: Stations no farther apart than this, directly or over others
    ///     between them, count as on one place: that of the first of them by x, then y. 0 for
    ///     exactly the same place only.
    /// - Throws: `InterpolationError` `.noStations` when none is left, `.coincidentStations` when
    ///   `duplicates` is `.error`, `.latitudeOutOfRange`, `.unknownReferenceSystem`.
    /// - Complexity: O(n log n), and the pairs nearer in x than `mergeDistanceInMetres`.
    public init(
        _ stations: [StationValue], crs: CoordinateReferenceSystem?, assumesPlane: Bool = false,
        duplicates: DuplicatePolicy = .mean, mergeDistanceInMetres: Double = 0
    ) throws(InterpolationError) {
        let measure = try DistanceMeasure(for: crs, assumesPlane: assumesPlane)
        var usable: [StationValue] = []
        var withoutValue: [String] = []
        var withoutPlace: [String] = []
        for var station in stations {
            if !station.coordinate.isFinite {
                withoutPlace.append(station.id)
            } else if !station.value.isFinite || station.value == InverseDistance.nodata {
                withoutValue.append(station.id)
            } else {
                if measure == .chord, abs(station.coordinate.y) > 90 {
                    throw .latitudeOutOfRange(id: station.id, latitude: station.coordinate.y)
                }
                station.coordinate = measure.canonical(station.coordinate)
                usable.append(station)
            }
        }
        guard !usable.isEmpty else { throw .noStations(dropped: stations.count) }

        var notes: [StationNote] = []
        if !withoutPlace.isEmpty { notes.append(.withoutPlace(ids: withoutPlace.sorted())) }
        if !withoutValue.isEmpty { notes.append(.withoutValue(ids: withoutValue.sorted())) }
        if mergeDistanceInMetres > 0 {
            notes += Self.moveTogether(
                &usable, measure: measure, withinMetres: mergeDistanceInMetres)
        }
        var distinct: [StationValue] = []
        for group in Self.groups(of: usable) {
            if group.count == 1 {
                distinct.append(group[0])
                continue
            }
            let merged = try Self.merge(group, by: duplicates)
            notes.append(
                .merged(
                    ids: group.map(\.id).sorted(), coordinate: merged.coordinate,
                    value: merged.value, policy: duplicates))
            distinct.append(merged)
        }
        self.stations = distinct
        self.measure = measure
        self.notes = notes
        columns = StationColumns(distinct, measure: measure)
    }

    /// Stations on distinct places, in the order of their coordinates.
    init(distinct stations: [StationValue], measure: DistanceMeasure) {
        self.stations = stations
        self.measure = measure
        notes = []
        columns = StationColumns(stations, measure: measure)
    }

    /// The stations by coordinates, those on one place together in the order of the input.
    private static func groups(of stations: [StationValue]) -> [ArraySlice<StationValue>] {
        let sorted = stations.enumerated().sorted { a, b in
            let (p, q) = (a.element.coordinate, b.element.coordinate)
            return (p.x, p.y, a.offset) < (q.x, q.y, b.offset)
        }.map(\.element)
        var groups: [ArraySlice<StationValue>] = []
        var start = 0
        for index in 1...sorted.count
        where index == sorted.count || sorted[index].coordinate != sorted[start].coordinate {
            // A slice of its own, indexed from 0.
            groups.append(Array(sorted[start..<index])[...])
            start = index
        }
        return groups
    }

    /// The one station that stands for `group`.
    private static func merge(
        _ group: ArraySlice<StationValue>, by policy: DuplicatePolicy
    ) throws(InterpolationError) -> StationValue {
        var result = group[0]
        switch policy {
        case .mean:
            // Summed in the order of the values, so that the order of the input leaves no trace.
            result.value = group.map(\.value).sorted().reduce(0, +) / Double(group.count)
            result.id = group.map(\.id).sorted().joined(separator: "+")
        case .first:
            break
        case .max:
            for station in group
            where station.value > result.value
                || station.value == result.value && station.id < result.id
            {
                result = station
            }
        case .error:
            throw .coincidentStations(
                ids: group.map(\.id).sorted(), coordinate: result.coordinate)
        }
        return result
    }
}

/// Stations as parallel arrays: positions, and values less the smallest of them.
///
/// Values are held relative to `reference`, so that equal values give exactly that value and an
/// estimate loses no digits to a large common part.
struct StationColumns: Sendable {
    let x: [Double]
    let y: [Double]
    let z: [Double]
    let values: [Double]
    let reference: Double

    var count: Int { x.count }

    init(_ stations: [StationValue], measure: DistanceMeasure) {
        let positions = stations.map { measure.position(of: $0.coordinate) }
        x = positions.map(\.x)
        y = positions.map(\.y)
        z = positions.map(\.z)
        let reference = stations.map(\.value).min() ?? 0
        values = stations.map { $0.value - reference }
        self.reference = reference
    }
}
