/// The mean of one hour of a day.
public struct HourlyMean: Hashable, Sendable {
    public let day: CivilDay
    /// 1...24: hour 24 ends at 00:00 of the next day.
    public let hour: Int
    public let value: ExactNumber

    /// - Precondition: `hour` is 1...24.
    public init(day: CivilDay, hour: Int, value: ExactNumber) {
        precondition((1...24).contains(hour), "a day has the hours 1 to 24")
        self.day = day
        self.hour = hour
        self.value = value
    }

    /// Hours since the first of 1970-01-01: consecutive hours have consecutive numbers.
    var number: Int { day.number * 24 + hour - 1 }

    init(number: Int, value: ExactNumber) {
        let day = number >= 0 ? number / 24 : (number - 23) / 24
        self.day = CivilDay(number: day)
        hour = number - day * 24 + 1
        self.value = value
    }

    /// The hourly means of a series of hourly readings whose labels are the ends of their hours.
    ///
    /// Several readings in one hour give their mean; missing ones give none; below the detection
    /// limit half of it is taken.
    ///
    /// - Parameter readings: Sorted by time.
    /// - Returns: One an hour that has any, in order.
    /// - Complexity: O(n).
    public static func means(of readings: [Reading]) -> [HourlyMean] {
        var result: [HourlyMean] = []
        result.reserveCapacity(readings.count)
        var sum = ExactSum()
        var place: (day: CivilDay, hour: Int)?
        func close() {
            guard let place, let mean = sum.mean else { return }
            result.append(HourlyMean(day: place.day, hour: place.hour, value: mean))
        }
        for reading in readings {
            guard let value = reading.value.valueForMean else { continue }
            let own = reading.time.hourEndingHere
            if place.map({ $0 != own }) ?? true {
                close()
                sum = ExactSum()
                place = own
            }
            sum.add(value)
        }
        close()
        return result
    }

    /// Moving means over the `length` hours that end with each hour.
    ///
    /// - Parameters:
    ///   - hours: Sorted by day and hour, one an hour.
    ///   - length: Hours of the window, at least 1.
    ///   - minimum: Hourly means that a window needs, at least 1.
    /// - Returns: A mean for every hour, from the first to the last one there is, whose window has
    ///   enough; the hour itself may be missing.
    /// - Complexity: O(n · length).
    public static func movingMeans(
        of hours: [HourlyMean], length: Int, minimum: Int
    ) -> [HourlyMean] {
        precondition(length >= 1 && minimum >= 1, "a window has one hour or more")
        guard let first = hours.first, let last = hours.last else { return [] }
        var result: [HourlyMean] = []
        var start = 0
        var end = 0
        for number in first.number...last.number {
            while end < hours.count && hours[end].number <= number { end += 1 }
            while hours[start].number <= number - length { start += 1 }
            guard end - start >= minimum else { continue }
            var sum = ExactSum()
            for hour in hours[start..<end] { sum.add(hour.value) }
            if let mean = sum.mean { result.append(HourlyMean(number: number, value: mean)) }
        }
        return result
    }
}

/// The hourly means of one day.
struct HourlyDay {
    let day: CivilDay
    /// Hour 1 first; `nil` where there is none.
    var hours: [ExactNumber?]

    /// The values of the hours from `first` to 24 that are there.
    func means(from first: Int) -> [ExactNumber] { hours[(first - 1)...].compactMap(\.self) }

    /// The days of hourly `readings`, sorted by time, in order; days without any are left out.
    static func days(of readings: [Reading]) -> [HourlyDay] {
        days(of: HourlyMean.means(of: readings))
    }

    /// The days of hourly means, sorted by day and hour.
    static func days(of hours: [HourlyMean]) -> [HourlyDay] {
        var result: [HourlyDay] = []
        for hour in hours {
            if result.last?.day != hour.day {
                result.append(
                    HourlyDay(day: hour.day, hours: Array(repeating: nil, count: 24)))
            }
            result[result.count - 1].hours[hour.hour - 1] = hour.value
        }
        return result
    }
}
