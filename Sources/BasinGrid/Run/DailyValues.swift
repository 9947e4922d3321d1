import Readings

/// The daily values of the job's stations, each series worked out once for all periods, rasters and
/// hotspots. Not for use on several threads at once.
final class DailyValues {
    let readings: ReadingSet
    private var series: [Key: DailySeries] = [:]
    private var intervals: [ParameterCode: ReadingInterval?] = [:]

    private struct Key: Hashable {
        var site: String
        var parameter: ParameterCode
    }

    init(of readings: ReadingSet) { self.readings = readings }

    func values(site: String, parameter: ParameterCode) -> DailySeries {
        let key = Key(site: site, parameter: parameter)
        if let known = series[key] { return known }
        let made = readings.dailyValues(
            site: site, parameter: parameter, interval: interval(site: site, parameter: parameter))
        series[key] = made
        return made
    }

    /// What a single reading stands for says the spacing at the other sites; a series of more tells
    /// it by itself, as networks may report in different steps.
    private func interval(site: String, parameter: ParameterCode) -> ReadingInterval? {
        let own = readings.series(site: site, parameter: parameter)
        guard own.count == 1, !own[0].value.isMissing else { return nil }
        if let known = intervals[parameter] { return known }
        let found = readings.interval(of: parameter)
        intervals[parameter] = .some(found)
        return found
    }
}
