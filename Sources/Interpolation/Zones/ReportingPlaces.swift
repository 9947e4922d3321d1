import Geometry

/// The distinct places of stations, in the order of their coordinates.
struct ReportingPlaces: Sendable {
    let coordinates: [Coordinate]
    /// The stations on each place, as numbers in the input.
    let members: [[Int]]
    let columns: StationColumns

    init(
        _ stations: [Coordinate], measure: DistanceMeasure
    ) throws(InterpolationError) {
        var usable: [(coordinate: Coordinate, index: Int)] = []
        for (index, station) in stations.enumerated() where station.isFinite {
            if measure == .chord, abs(station.y) > 90 {
                throw .latitudeOutOfRange(id: String(index + 1), latitude: station.y)
            }
            usable.append((measure.canonical(station), index))
        }
        guard !usable.isEmpty else { throw .noStations(dropped: stations.count) }
        usable.sort {
            ($0.coordinate.x, $0.coordinate.y, $0.index)
                < ($1.coordinate.x, $1.coordinate.y, $1.index)
        }
        var coordinates: [Coordinate] = []
        var members: [[Int]] = []
        for station in usable {
            if coordinates.last == station.coordinate {
                members[members.count - 1].append(station.index)
            } else {
                coordinates.append(station.coordinate)
                members.append([station.index])
            }
        }
        self.coordinates = coordinates
        self.members = members
        columns = StationColumns(
            coordinates.map { StationValue(id: "", coordinate: $0, value: 0) }, measure: measure)
    }
}

/// Some hours of readings by place: both ways round, missing ones 0 with a mask of 0.
struct ReadingBlock {
    let hours: Int
    /// How many numbers a place has in `valuesByPlace`: hours, in whole lanes.
    let stride: Int
    /// Hours × places.
    private(set) var values: [Double]
    private(set) var masks: [Double]
    /// Places × hours.
    private(set) var valuesByPlace: [Double]
    private(set) var masksByPlace: [Double]
    /// How many places reported in each hour.
    private(set) var counts: [Int]
    private let placeCount: Int

    init(_ readings: ArraySlice<Double>, hours: Int, places: ReportingPlaces) {
        let placeCount = places.coordinates.count
        let stations = readings.count / max(hours, 1)
        self.hours = hours
        self.placeCount = placeCount
        let lanes = ZoneOrder.Lanes.scalarCount
        stride = (hours + lanes - 1) / lanes * lanes
        values = Array(repeating: 0, count: hours * placeCount)
        masks = values
        valuesByPlace = Array(repeating: 0, count: placeCount * stride)
        masksByPlace = valuesByPlace
        counts = Array(repeating: 0, count: hours)
        for hour in 0..<hours {
            let first = readings.startIndex + hour * stations
            for (place, members) in places.members.enumerated() {
                guard let value = Self.mean(members, readings, from: first) else { continue }
                values[hour * placeCount + place] = value
                masks[hour * placeCount + place] = 1
                valuesByPlace[place * stride + hour] = value
                masksByPlace[place * stride + hour] = 1
                counts[hour] += 1
            }
        }
    }

    private static func mean(
        _ members: [Int], _ readings: ArraySlice<Double>, from first: Int
    ) -> Double? {
        func reading(_ member: Int) -> Double? {
            let value = readings[first + member]
            return value.isFinite && value != SurfaceBand.nodata ? value : nil
        }
        if members.count == 1 { return reading(members[0]) }
        let reported = members.compactMap(reading).sorted()
        return reported.isEmpty ? nil : reported.reduce(0, +) / Double(reported.count)
    }

    func mask(place: Int, hour: Int) -> Bool { masks[hour * placeCount + place] == 1 }

    func value(place: Int, hour: Int) -> Double { values[hour * placeCount + place] }
}
