public import Readings

/// The concentrations of a station or a zone hour by hour, from which the index of each hour is
/// made.
public struct AirHourlyValues: Sendable {
    private let hours: [AirIndexItem: [HourlyMean]]

    /// - Parameter hours: By item, each sorted by day and hour, one an hour.
    public init(_ hours: [AirIndexItem: [HourlyMean]]) { self.hours = hours }

    /// What the index of an hour is made of.
    ///
    /// - Parameter hour: 1...24: hour 24 ends at 00:00 of the next day.
    /// - Complexity: O(items · log n).
    public func concentrations(on day: CivilDay, hour: Int) -> [AirIndexItem: ExactNumber] {
        hours.compactMapValues { Self.value(in: $0, day, hour) }
    }

    /// The index of an hour.
    ///
    /// - Parameter rule: What to do when items are missing; `nil` for the edition's own.
    public func index(
        on day: CivilDay, hour: Int, by standard: AirIndexStandard,
        missing rule: MissingItemRule? = nil
    ) -> AirIndex {
        standard.hourlyIndex(concentrations(on: day, hour: hour), missing: rule)
    }

    private static func value(
        in means: [HourlyMean], _ day: CivilDay, _ hour: Int
    ) -> ExactNumber? {
        let wanted = (day, hour)
        var (low, high) = (0, means.count)
        while low < high {
            let middle = (low + high) / 2
            if (means[middle].day, means[middle].hour) < wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < means.count, (means[low].day, means[low].hour) == wanted else { return nil }
        return means[low].value
    }
}

extension AirIndexStandard {
    /// What an hour's index may be made of: its items, and those that answer for them above their
    /// last concentration.
    public var hourlySources: Set<AirIndexItem> {
        var items = Set(hourlyItems)
        for item in hourlyItems {
            if case .use(let other)? = aboveLastNode[item] { items.insert(other) }
        }
        return items
    }
}

extension AirDailyMaker {
    /// The hours of a station: hourly means, moving means of ozone over the 8 hours and of the
    /// others over the 24 hours that end with the hour. Parameters that are not hourly have none.
    ///
    /// - Parameter items: What is needed, such as `AirIndexStandard.hourlySources`.
    public func hourlyValues(
        ofStation id: String, items: Set<AirIndexItem>
    ) -> AirHourlyValues {
        hourlyValues(items) { parameter in
            hourlySource(of: parameter, at: id).map {
                (HourlyMean.means(of: $0.readings), $0.parameter)
            }
        }
    }

    /// The hours of a zone: means over its stations hour by hour, then moving means of these.
    ///
    /// - Parameters:
    ///   - ids: The stations; each counts once.
    ///   - share: The share of the stations, 0...1, that an hour needs.
    public func hourlyValues(
        ofZone ids: [String], share: DecimalValue, items: Set<AirIndexItem>
    ) -> AirHourlyValues {
        var seen: Set<String> = []
        let ids = ids.filter { seen.insert($0).inserted }
        return hourlyValues(items) { parameter in
            zoneHours(of: parameter, ids).map {
                (HourlyMean.mean(ofStations: $0.means, share: share), $0.parameter)
            }
        }
    }

    private func hourlyValues(
        _ items: Set<AirIndexItem>,
        _ source: (ParameterCode) -> (means: [HourlyMean], parameter: ParameterCode)?
    ) -> AirHourlyValues {
        var hours: [AirIndexItem: [HourlyMean]] = [:]
        for (parameter, wanted) in Dictionary(grouping: items, by: \.parameter) {
            guard let found = source(parameter) else { continue }
            for item in wanted { hours[item] = means(of: item, found.means, found.parameter) }
        }
        return AirHourlyValues(hours.filter { !$0.value.isEmpty })
    }

    /// - Parameter source: `O3` where 8-hour means are still to be made.
    private func means(
        of item: AirIndexItem, _ means: [HourlyMean], _ source: ParameterCode
    ) -> [HourlyMean] {
        switch item.averaging {
        case .hour: means
        case .eightHours where source == .o3:
            HourlyMean.movingMeans(of: means, length: 8, minimum: rules.minimumHoursInEight)
        case .eightHours: means
        case .day:
            HourlyMean.movingMeans(of: means, length: 24, minimum: rules.minimumHoursInMovingDay)
        }
    }
}
