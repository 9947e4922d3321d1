import Readings
import Reports

/// One parameter at the stations at each time of a series.
struct SeriesFields: Sendable {
    /// The times in order, without gaps: as a table writes them, and as hours since 1970.
    var times: [(label: String, hour: Double)] = []
    /// Times × stations; NaN where a station has no value.
    var values: [Double] = []
    let stationCount: Int

    /// Without any reading of these stations in the period there are no times.
    ///
    /// - Parameters:
    ///   - sites: The stations' codes.
    ///   - period: The days to report; `nil` for all that have readings.
    init(
        of daily: DailyValues, _ parameter: ParameterCode, at sites: [String],
        step: SeriesSettings.Step, in period: Period?
    ) {
        stationCount = sites.count
        switch step {
        case .hour: readHours(daily.readings, parameter, sites, period)
        case .day, .month: readDays(daily, parameter, sites, period, step)
        }
        if !values.contains(where: { !$0.isNaN }) {
            times = []
            values = []
        }
    }

    /// How many of the stations reported at each time.
    var stationCounts: [Int] {
        times.indices.map { time in values(at: time).count { !$0.isNaN } }
    }

    func values(at time: Int) -> ArraySlice<Double> {
        values[time * stationCount..<(time + 1) * stationCount]
    }

    private mutating func readHours(
        _ set: ReadingSet, _ parameter: ParameterCode, _ sites: [String], _ period: Period?
    ) {
        var first = Int.max
        var last = Int.min
        if let period {
            // The hours of a day end at 01:00 to 24:00.
            first = period.firstDay.number * 24 + 1
            last = (period.lastDay.number + 1) * 24
        } else {
            for site in sites {
                let series = set.series(site: site, parameter: parameter)
                guard let low = series.first, let high = series.last else { continue }
                first = min(first, Int(low.time.minutes) / 60)
                last = max(last, Int(high.time.minutes) / 60)
            }
        }
        guard first <= last else { return }
        for hour in first...last {
            times.append((TimeStamp(minutes: Int32(hour * 60)).description, Double(hour)))
        }
        values = Array(repeating: .nan, count: times.count * sites.count)
        for (station, site) in sites.enumerated() {
            for reading in set.series(site: site, parameter: parameter) {
                let hour = Int(reading.time.minutes) / 60
                guard hour >= first, hour <= last, let value = reading.value.valueForMean else {
                    continue
                }
                values[(hour - first) * sites.count + station] = value.double
            }
        }
    }

    private mutating func readDays(
        _ daily: DailyValues, _ parameter: ParameterCode, _ sites: [String], _ period: Period?,
        _ step: SeriesSettings.Step
    ) {
        let series = sites.map { daily.values(site: $0, parameter: parameter) }
        let found = series.flatMap(\.values).map(\.day)
        guard let low = period?.firstDay ?? found.min(), let high = period?.lastDay ?? found.max()
        else { return }
        if step == .day {
            for day in low.number...high.number {
                let label = CivilDay(number: day).description
                times.append((label, Double(day * 24)))
            }
            values = Array(repeating: .nan, count: times.count * sites.count)
            for (station, series) in series.enumerated() {
                for value in series.values where value.day >= low && value.day <= high {
                    values[(value.day.number - low.number) * sites.count + station] =
                        value.value.double
                }
            }
            return
        }
        for number in (low.year * 12 + low.month - 1)...(high.year * 12 + high.month - 1) {
            let (year, month) = number.quotientAndRemainder(dividingBy: 12)
            guard let span = Period(year: year, month: month + 1) else { continue }
            times.append((span.label, Double(span.firstDay.number * 24)))
            for series in series {
                let value = PeriodStatistics().value(.mean, of: series, in: span)
                values.append(value.double ?? .nan)
            }
        }
    }
}
