// The values of a zone: means over its stations, hour by hour or day by day; never means of zones.

extension HourlyMean {
    /// The mean over stations, hour by hour.
    ///
    /// - Parameters:
    ///   - stations: The hourly means of every station, sorted by day and hour, one an hour; empty
    ///     for a station without any: it counts among those that are needed.
    ///   - share: The share of the stations, 0...1, that an hour needs; one in any case.
    /// - Returns: One an hour that has enough stations, in order. The order of the stations does not
    ///   matter.
    /// - Complexity: O(readings + hours from the first to the last).
    public static func mean(
        ofStations stations: [[HourlyMean]], share: DecimalValue = DecimalValue(mantissa: 0)
    ) -> [HourlyMean] {
        let numbers = stations.compactMap { station in
            station.first.flatMap { first in station.last.map { first.number...$0.number } }
        }
        guard let first = numbers.map(\.lowerBound).min(),
            let last = numbers.map(\.upperBound).max()
        else { return [] }
        var sums = [ExactSum](repeating: ExactSum(), count: last - first + 1)
        for station in stations {
            for hour in station { sums[hour.number - first].add(hour.value) }
        }
        let needed = neededStations(of: stations.count, share: share)
        return sums.enumerated().compactMap { offset, sum in
            guard sum.count >= needed, let mean = sum.mean else { return nil }
            return HourlyMean(number: first + offset, value: mean)
        }
    }
}

extension DailySeries {
    /// The mean over stations, day by day.
    ///
    /// - Parameters:
    ///   - stations: The daily values of every station; empty for a station without any: it counts
    ///     among those that are needed.
    ///   - share: The share of the stations, 0...1, that a day needs; one in any case.
    /// - Returns: The days that have enough stations; those with fewer are incomplete days.
    ///   `readings` is the number of stations. The order of the stations does not matter.
    public static func mean(
        ofStations stations: [DailySeries], parameter: ParameterCode,
        share: DecimalValue = DecimalValue(mantissa: 0)
    ) -> DailySeries {
        var sums: [CivilDay: ExactSum] = [:]
        for station in stations {
            for value in station.values { sums[value.day, default: ExactSum()].add(value.value) }
        }
        let needed = neededStations(of: stations.count, share: share)
        var values: [DailyValue] = []
        var incomplete = Set(stations.flatMap(\.incompleteDays))
        for (day, sum) in sums.sorted(by: { $0.key < $1.key }) {
            if sum.count >= needed, let mean = sum.mean {
                values.append(DailyValue(day: day, value: mean, readings: sum.count))
                incomplete.remove(day)
            } else {
                incomplete.insert(day)
            }
        }
        let intervals = Set(stations.compactMap(\.interval))
        return DailySeries(
            parameter: parameter,
            interval: ReadingInterval.allCases.first { intervals.contains($0) }, values: values,
            incompleteDays: incomplete.sorted())
    }
}

/// How many of `count` stations a zone's value needs: the share rounded up, at least one.
func neededStations(of count: Int, share: DecimalValue) -> Int {
    let exact = ExactNumber(share) * ExactNumber(count)
    let (quotient, rest) = exact.numerator.quotientAndRemainder(dividingBy: exact.denominator)
    return max(1, Int(rest > 0 ? quotient + 1 : quotient))
}
