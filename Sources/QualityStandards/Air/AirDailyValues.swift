public import Readings

/// The daily values of a station or a zone, from which everything else is made.
public struct AirDailyValues: Hashable, Sendable {
    /// The daily values by parameter: `O3_8h` the largest 8-hour mean of a day, `O3` its largest
    /// hourly mean. Parameters without any value may be absent.
    public let series: [ParameterCode: DailySeries]

    public init(_ series: [ParameterCode: DailySeries]) { self.series = series }

    /// The parameters of a day's index: six, and the largest hourly mean of ozone.
    public static let parameters: [ParameterCode] = [
        .so2, .no2, .co, .o3, .o3EightHours, .pm10, .pm25,
    ]

    /// The series of `parameter`; an empty one where there is none.
    public subscript(parameter: ParameterCode) -> DailySeries {
        series[parameter] ?? DailySeries(parameter: parameter, interval: nil, values: [])
    }

    /// The value of `parameter` on `day`; `nil` where there is no valid one.
    ///
    /// - Complexity: O(log n).
    public func value(_ parameter: ParameterCode, on day: CivilDay) -> ExactNumber? {
        guard let values = series[parameter]?.values else { return nil }
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle].day < day { low = middle + 1 } else { high = middle }
        }
        return low < values.count && values[low].day == day ? values[low].value : nil
    }

    /// What the index of `day` is made of.
    public func concentrations(on day: CivilDay) -> [AirIndexItem: ExactNumber] {
        var result: [AirIndexItem: ExactNumber] = [:]
        for parameter in Self.parameters {
            result[Self.indexItem(of: parameter)] = value(parameter, on: day)
        }
        return result
    }

    /// The item of the daily index that a daily value belongs to.
    public static func indexItem(of parameter: ParameterCode) -> AirIndexItem {
        switch parameter {
        case .o3: AirIndexItem(parameter, .hour)
        case .o3EightHours: AirIndexItem(parameter, .eightHours)
        default: AirIndexItem(parameter, .day)
        }
    }

    /// The index of `day`.
    ///
    /// The largest hourly mean of ozone is no lack where there never is one: tables of daily values
    /// rarely have it.
    ///
    /// - Parameter rule: What to do when items are missing; `nil` for the edition's own.
    public func index(
        on day: CivilDay, by standard: AirIndexStandard, missing rule: MissingItemRule? = nil
    ) -> AirIndex {
        let hasOzoneHours = series[.o3].map { !$0.values.isEmpty } ?? false
        return standard.dailyIndex(
            concentrations(on: day), missing: rule,
            notMonitored: hasOzoneHours ? [] : [AirIndexItem(.o3, .hour)])
    }

    /// The days with any value of an index item, in order.
    public var days: [CivilDay] {
        let all = Self.parameters.flatMap { series[$0]?.values.map(\.day) ?? [] }
        return Set(all).sorted()
    }
}

/// How the values of a zone are made of those of its stations.
public enum AirPooling: String, Hashable, Sendable, CaseIterable {
    /// Daily values of every station first, then their mean day by day.
    case day
    /// The mean of the stations hour by hour first, then daily values of it.
    case hour
}

/// Makes daily and hourly values of stations and zones from readings, each daily series once. Not for
/// use on several threads at once.
public final class AirDailyMaker {
    private let readings: ReadingSet
    let rules: DailyStatistics
    private let interval: ReadingInterval?
    private var intervals: [ParameterCode: ReadingInterval?] = [:]
    private var stations: [String: AirDailyValues] = [:]

    /// - Parameters:
    ///   - interval: What one reading stands for; `nil` to tell it from the spacing of each series,
    ///     or of all series of the parameter where one has a single reading.
    public init(
        of readings: ReadingSet, by rules: DailyStatistics, interval: ReadingInterval? = nil
    ) {
        self.readings = readings
        self.rules = rules
        self.interval = interval
    }

    /// The daily values of a station.
    public func values(ofStation id: String) -> AirDailyValues {
        if let known = stations[id] { return known }
        var series: [ParameterCode: DailySeries] = [:]
        for parameter in AirDailyValues.parameters {
            series[parameter] = dailySeries(of: parameter, at: id)
        }
        let values = AirDailyValues(series.filter { !$0.value.values.isEmpty })
        stations[id] = values
        return values
    }

    /// The daily values of a zone: means over its stations.
    ///
    /// - Parameters:
    ///   - ids: The stations; each counts once, and one without readings counts among those needed.
    ///   - share: The share of the stations, 0...1, that a value needs.
    public func values(
        ofZone ids: [String], pooling: AirPooling, share: DecimalValue
    ) -> AirDailyValues {
        var seen: Set<String> = []
        let ids = ids.filter { seen.insert($0).inserted }
        var series: [ParameterCode: DailySeries] = [:]
        for parameter in AirDailyValues.parameters {
            let own = zoneSeries(of: parameter, ids, pooling, share)
            if !own.values.isEmpty { series[parameter] = own }
        }
        return AirDailyValues(series)
    }

    // MARK: - Stations

    private func dailySeries(of parameter: ParameterCode, at id: String) -> DailySeries {
        if let hours = hourlySource(of: parameter, at: id) {
            return daily(ofHours: HourlyMean.means(of: hours.readings), hours.parameter, parameter)
        }
        let own = readings.series(site: id, parameter: parameter)
        return rules.dailyValues(
            of: own, parameter: parameter, interval: step(of: own, parameter))
    }

    /// The hourly readings that a daily value of `parameter` is made of; `nil` where there are
    /// none, or readings of other steps.
    func hourlySource(
        of parameter: ParameterCode, at id: String
    ) -> (readings: [Reading], parameter: ParameterCode)? {
        let own = readings.series(site: id, parameter: parameter)
        if own.contains(where: { !$0.value.isMissing }) {
            return step(of: own, parameter) == .hour ? (own, parameter) : nil
        }
        guard parameter == .o3EightHours else { return nil }
        let ozone = readings.series(site: id, parameter: .o3)
        return !ozone.isEmpty && step(of: ozone, .o3) == .hour ? (ozone, .o3) : nil
    }

    private func daily(
        ofHours hours: [HourlyMean], _ source: ParameterCode, _ parameter: ParameterCode
    ) -> DailySeries {
        switch parameter {
        case .o3: rules.dailyMaxima(ofHours: hours, parameter: .o3)
        case .o3EightHours where source == .o3: rules.dailyEightHourMaxima(ofHours: hours)
        default: rules.dailyValues(ofHours: hours, parameter: parameter)
        }
    }

    private func step(of own: [Reading], _ parameter: ParameterCode) -> ReadingInterval? {
        if let interval { return interval }
        if let found = ReadingInterval.found(in: own) { return found }
        if let known = intervals[parameter] { return known }
        let found = readings.interval(of: parameter)
        intervals[parameter] = .some(found)
        return found
    }

    // MARK: - Zones

    private func zoneSeries(
        of parameter: ParameterCode, _ ids: [String], _ pooling: AirPooling, _ share: DecimalValue
    ) -> DailySeries {
        if pooling == .hour, let hours = zoneHours(of: parameter, ids) {
            let mean = HourlyMean.mean(ofStations: hours.means, share: share)
            return daily(ofHours: mean, hours.parameter, parameter)
        }
        return DailySeries.mean(
            ofStations: ids.map { values(ofStation: $0)[parameter] }, parameter: parameter,
            share: share)
    }

    /// The hourly means of all stations; `nil` where a station has values of other steps, so that
    /// only days can be compared.
    func zoneHours(
        of parameter: ParameterCode, _ ids: [String]
    ) -> (means: [[HourlyMean]], parameter: ParameterCode)? {
        var sources: [(readings: [Reading], parameter: ParameterCode)?] = []
        for id in ids {
            let source = hourlySource(of: parameter, at: id)
            if source == nil && !values(ofStation: id)[parameter].values.isEmpty { return nil }
            sources.append(source)
        }
        // Given 8-hour means and ozone itself don't mix: all from ozone where any station has only
        // that.
        let kinds = Set(sources.compactMap { $0?.parameter })
        guard let kind = kinds.first else { return nil }
        if kinds.count > 1 {
            let means = ids.map { id in
                HourlyMean.means(of: readings.series(site: id, parameter: .o3))
            }
            return (means, .o3)
        }
        return (sources.map { $0.map { HourlyMean.means(of: $0.readings) } ?? [] }, kind)
    }
}
