import HotSpots
import Interpolation
import Reports

extension CellKriging {
    /// The means of the cells hour by hour, in order, without their errors.
    ///
    /// One shape of the variogram serves all hours; it is fitted to hours standardised one by one.
    ///
    /// - Parameters:
    ///   - hours: A value a station; NaN for a silent one. An hour without any has none.
    ///   - body: Takes the means of the next hour; NaN where there is none.
    func forEachHour(
        of hours: [[Double]], _ notes: inout [LocalizedText], _ body: ([Double]) throws -> Void
    ) throws {
        var settings = SeriesSettings()
        settings.variogram = variogram
        let model = try SeriesModel(settings, hours, at: places, measure: measure)
        notes += model.notes
        let kriging = try ZoneKriging(
            model: model.model, stations: places, measure: measure,
            zones: cells.map(Self.places), threads: threads)
        // A few hundred hours of all cells would not fit into memory.
        for first in stride(from: 0, to: hours.count, by: 64) {
            let some = first..<min(first + 64, hours.count)
            for hour in kriging.estimates(
                Array(hours[some]), scales: Array(model.scales[some]), threads: threads)
            {
                try body(hour.means)
            }
        }
    }
}
