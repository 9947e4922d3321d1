import Geometry
import Readings

/// One parameter on each day of a period, at the same stations.
struct DailyFields: Sendable {
    /// In the CRS of the grid; a station without a place is left out.
    var coordinates: [Coordinate]
    /// One list a day with a value; NaN where a station has none.
    var fields: [[Double]]

    init(of series: [(coordinate: Coordinate, values: DailySeries)], in period: Period) {
        let placed = series.filter { $0.coordinate.isFinite }
        coordinates = placed.map(\.coordinate)
        var byDay: [CivilDay: [Double]] = [:]
        for (index, station) in placed.enumerated() {
            for value in station.values.values where period.days.contains(value.day) {
                byDay[value.day, default: Array(repeating: .nan, count: placed.count)][index] =
                    value.value.double
            }
        }
        fields = byDay.sorted { $0.key < $1.key }.map(\.value)
    }
}
