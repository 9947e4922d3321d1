import TestSupport
import Testing

@testable import Readings

@Suite("Daily and period statistics")
struct StatisticsTests {
    /// Hourly readings of `day` (label h at h:00; 24 at 00:00 next day).
    static func hours(_ day: String, _ values: [Int: Int]) throws -> [Reading] {
        let start = try TimeStamp(parsing: day)
        return values.keys.sorted().map { hour in
            Reading(
                time: start.adding(hours: hour),
                value: ReadingValue(DecimalValue(mantissa: Int64(values[hour] ?? 0))))
        }
    }

    @Test("A daily mean takes labels 01:00 to 24:00 and needs 20 of them")
    func daily() throws {
        var values: [Int: Int] = [:]
        for hour in 1...24 { values[hour] = hour }
        // The label 00:00 belongs to the day before.
        let full = try Self.hours("2026-03-01", values.merging([0: 1000]) { $1 })
        let rules = DailyStatistics()
        let series = rules.dailyValues(of: full, parameter: .pm25)
        #expect(series.interval == .hour)
        #expect(series.values.map(\.day.description) == ["2026-03-01"])
        #expect(series.values[0].value == ExactNumber(25) / ExactNumber(2))
        #expect(series.values[0].readings == 24)
        #expect(series.incompleteDays.map(\.description) == ["2026-02-28"])

        for missing in [4, 5] {
            let some = values.filter { $0.key > missing }
            let result = rules.dailyValues(
                of: try Self.hours("2026-03-01", some), parameter: .pm25)
            #expect(result.values.count == (missing == 4 ? 1 : 0))
            #expect(result.incompleteDays.count == (missing == 4 ? 0 : 1))
        }
    }

    @Test("A reading marked missing counts as absent, below detection as half the limit")
    func marks() throws {
        var readings = try Self.hours(
            "2026-03-01", Dictionary(uniqueKeysWithValues: (1...20).map { ($0, 10) }))
        let last = readings.removeLast()
        readings.append(Reading(time: last.time, value: .missing(.notAvailable)))
        let rules = DailyStatistics()
        #expect(rules.dailyValues(of: readings, parameter: .so2).values.isEmpty)
        readings[19] = Reading(
            time: last.time, value: .belowDetection(limit: DecimalValue(mantissa: 2)))
        let mean = rules.dailyValues(of: readings, parameter: .so2).values.first?.value
        #expect(mean == ExactNumber(191) / ExactNumber(20))
    }

    @Test("Ozone: the largest 8-hour mean of windows that end at 08:00 to 24:00")
    func ozone() throws {
        var values: [Int: Int] = [:]
        for hour in 1...24 { values[hour] = (10...17).contains(hour) ? 90 : 10 }
        // A night that must not count: its window would end before 08:00.
        let night = Dictionary(uniqueKeysWithValues: (-7...0).map { ($0, 500) })
        let rules = DailyStatistics()
        let series = rules.dailyEightHourMaxima(
            ofHourly: try Self.hours("2026-03-02", values.merging(night) { $1 }))
        let day = try #require(series.values.last)
        #expect(day.value == ExactNumber(90) && day.readings == 17)
        #expect(series.parameter == .o3EightHours)
        // 500 on the eve: one window of 8 labels, above 160, so it counts with fewer than 14.
        #expect(series.values.map(\.readings) == [3, 17])
    }

    @Test(
        "A window needs six hours, a day 14 windows unless it exceeds 160",
        arguments: [
            (12, 100, nil), (11, 100, nil), (9, 100, 100), (12, 161, 161), (12, 160, nil),
        ] as [(Int, Int, Int?)])
    func ozoneValidity(first: Int, value: Int, expected: Int?) throws {
        // From hour `first` to 24: windows ending at first + 5 … 24 have six hours or more.
        let values = Dictionary(uniqueKeysWithValues: (first...24).map { ($0, value) })
        let rules = DailyStatistics()
        var relaxed = rules
        relaxed.minimumEightHourMeans = 11
        let hourly = try Self.hours("2026-03-02", values)
        let strictResult = rules.dailyEightHourMaxima(ofHourly: hourly)
        let windows = 24 - (first + 5) + 1
        if first == 9 {
            #expect(windows == 11)
            #expect(strictResult.values.isEmpty)
            let found = relaxed.dailyEightHourMaxima(ofHourly: hourly).values.first?.value
            #expect(found == expected.map { ExactNumber($0) })
        } else {
            #expect(strictResult.values.first?.value == expected.map { ExactNumber($0) })
        }
    }

    @Test("Given 8-hour means are used themselves, made ones only where there are none")
    func ozoneSource() throws {
        var builder = ReadingSetBuilder()
        var values: [Int: Int] = [:]
        for hour in 1...24 { values[hour] = hour }
        for reading in try Self.hours("2026-03-01", values) {
            builder.add(reading, site: "A", parameter: .o3)
            builder.add(reading, site: "B", parameter: .o3)
            builder.add(reading, site: "B", parameter: .o3EightHours)
        }
        let set = builder.finish()
        let made = set.dailyValues(site: "A", parameter: .o3EightHours).values.first
        #expect(made?.value == ExactNumber(41) / ExactNumber(2) && made?.readings == 17)
        let given = set.dailyValues(site: "B", parameter: .o3EightHours).values.first
        #expect(given?.value == ExactNumber(24) && given?.readings == 17)
        #expect(set.dailyValues(site: "C", parameter: .o3EightHours).values.isEmpty)
        #expect(set.interval(of: .o3) == .hour)
        #expect(set.interval(of: .pm10) == nil)
    }

    @Test("Daily data pass through at the day of their label")
    func passes() throws {
        let start = try TimeStamp(parsing: "2026-03-01")
        let readings = [0, 24, 72].map {
            Reading(
                time: start.adding(hours: $0), value: ReadingValue(DecimalValue(mantissa: 7)))
        }
        let series = DailyStatistics().dailyValues(of: readings, parameter: .pm10)
        #expect(series.interval == .day)
        #expect(
            series.values.map(\.day.description) == ["2026-03-01", "2026-03-02", "2026-03-04"])
    }

    @Test(
        "The interval is the most common step",
        arguments: [
            ([0, 1, 2, 5, 6], ReadingInterval.hour), ([0, 4, 8, 20], .fourHours),
            ([0, 24, 48, 96], .day), ([0, 744, 1416, 2160], .month), ([0, 2, 3, 5, 6], .hour),
        ])
    func intervals(hours: [Int], expected: ReadingInterval) throws {
        let start = try TimeStamp(parsing: "2026-01-01")
        let readings = hours.map {
            Reading(time: start.adding(hours: $0), value: .missing())
        }
        #expect(ReadingInterval.found(in: readings) == expected)
        #expect(ReadingInterval.found(in: Array(readings.prefix(1))) == nil)
    }

    static let ten = ["12", "35", "7", "80", "22", "41", "19", "64", "55", "30"]

    @Test(
        "Percentiles are those of definition 7, exactly",
        arguments: [
            (90, "65.6000", "328.6000"), (95, "72.8000", "346.8000"), (98, "77.1200", "357.7200"),
            (0, "7.0000", "1.0000"), (100, "80.0000", "365.0000"), (50, "32.5000", "183.0000"),
        ])
    func percentiles(percent: Int, ofTen: String, ofYear: String) throws {
        let statistic = PeriodStatistic.percentile(percent)
        let ten = try Self.ten.map { ExactNumber(try DecimalValue(parsing: $0)) }
        #expect(statistic.value(of: ten)?.rounded(toDecimals: 4).description == ofTen)
        let year = (0..<365).map { ExactNumber($0 * 37 % 365 + 1) }
        #expect(statistic.value(of: year)?.rounded(toDecimals: 4).description == ofYear)
        #expect(statistic.value(of: []) == nil)
        #expect(statistic.value(of: [ExactNumber(3)]) == ExactNumber(3))
    }

    @Test("Statistics are named as in column names")
    func names() {
        for name in ["mean", "min", "max", "p95", "p97.5", "p0", "p100"] {
            #expect(PeriodStatistic(name)?.name == name)
        }
        for name in ["p101", "p-1", "median", "p", "", "p9x"] {
            #expect(PeriodStatistic(name) == nil)
        }
    }

    static func series(_ days: ClosedRange<CivilDay>, without: Int = 0) -> DailySeries {
        DailySeries(
            parameter: .pm25, interval: .day,
            values: days.dropFirst(without).map {
                DailyValue(day: $0, value: ExactNumber($0.day))
            })
    }

    @Test(
        "A month needs 27 days, February 25",
        arguments: [
            ("2026-03", 4, true), ("2026-03", 5, false), ("2026-04", 3, true),
            ("2026-04", 4, false),
            ("2026-02", 3, true), ("2026-02", 4, false), ("2026-03-01..2026-03-10", 1, true),
            ("2026-03-01..2026-03-10", 2, false), ("2026-03-05", 0, true), ("2026", 31, false),
        ])
    func validity(text: String, missing: Int, isValid: Bool) throws {
        let period = try Period(parsing: text)
        let value = PeriodStatistics().value(
            .mean, of: Self.series(period.days, without: missing), in: period)
        #expect((value.value != nil) == isValid)
        #expect((value.reason == nil) == isValid)
        #expect(value.validDays == period.dayCount - missing)
        #expect(value.days == period.dayCount)
    }

    @Test("Every month of a longer period is needed, and the reason names the first lack")
    func months() throws {
        let period = try Period(parsing: "2026-01..2026-04")
        let all = Self.series(period.days)
        let value = PeriodStatistics().value(.mean, of: all, in: period)
        #expect(value.value != nil && value.validDays == 120)
        let march = try Period(parsing: "2026-03")
        let holes = DailySeries(
            parameter: .pm25, interval: .day,
            values: all.values.filter { !march.contains($0.day) || $0.day.day <= 20 })
        let lacking = PeriodStatistics().value(.percentile(95), of: holes, in: period)
        #expect(lacking.value == nil)
        #expect(lacking.reason == .tooFewDays(.pm25, march, valid: 20, needed: 27))
        #expect(lacking.reason?.description == "PM2.5: 20 valid day(s) in 2026-03, 27 needed.")
        #expect(lacking.reason?.descriptionInChinese == "PM2.5:2026年3月有效天数20天,少于要求的27天。")
        #expect(PeriodStatistics().value(.maximum, of: holes, in: period).value == ExactNumber(31))
        #expect(PeriodStatistics.withoutMinima.value(.mean, of: holes, in: period).value != nil)
        let none = PeriodStatistics().value(.maximum, of: holes, in: try Period(parsing: "2025"))
        #expect(none.reason?.description == "PM2.5: no readings in 2025.")
    }

    @Test("A year needs 324 days in all: every month full enough is not yet enough")
    func year() throws {
        let year = try Period(parsing: "2025")
        let barely = DailySeries(
            parameter: .pm25, interval: .day,
            values: Self.series(year.days).values.filter {
                $0.day.day <= ($0.day.month == 2 ? 25 : 27)
            })
        #expect(barely.values.count == 322)
        let value = PeriodStatistics().value(.mean, of: barely, in: year)
        #expect(value.reason == .tooFewDays(.pm25, year, valid: 322, needed: 324))
    }

    @Test("Excluded days are neither valid nor needed")
    func excluded() throws {
        let march = try Period(parsing: "2026-03")
        let sand = Set(march.days.prefix(6))
        let value = PeriodStatistics().value(
            .mean, of: Self.series(march.days), in: march, excluding: sand)
        #expect(value.validDays == 25 && value.value == ExactNumber(19))
    }

    @Test("The mean of samples takes half of a detection limit")
    func samples() throws {
        let day = try TimeStamp(parsing: "2026-03-05")
        let april = try TimeStamp(parsing: "2026-04-05")
        func mean(_ texts: [String]) throws -> PeriodValue {
            let readings = try texts.map {
                Reading(time: day, value: try ReadingValue(parsing: $0))
            }
            let outside = Reading(time: april, value: try ReadingValue(parsing: "99"))
            return PeriodStatistics.sampleMean(
                of: readings + [outside], parameter: .mercury, in: try Period(parsing: "2026-03"))
        }
        let value = try mean(["0.03", "0.01L", "NA", "ND"])
        #expect(value.value?.description == "0.0175" && value.validDays == 2)
        let unknown = try mean(["ND", "ND"])
        #expect(unknown.value == nil)
        #expect(unknown.reason?.description.contains("all 2 result(s)") == true)
        #expect(unknown.reason?.descriptionInChinese.contains("2个结果均未检出") == true)
        #expect(try mean(["NA"]).reason?.descriptionInChinese == "HG:2026年3月无数据。")
    }
}

@Suite("Exact fractions")
struct ExactNumberTests {
    @Test("Arithmetic is that of fractions, and a half rounds to the even digit")
    func exact() {
        let third = ExactNumber(1) / ExactNumber(3)
        #expect(third + third + third == ExactNumber(1))
        #expect((third * ExactNumber(3)).description == "1")
        #expect((third - ExactNumber(1)).rounded(toDecimals: 3).description == "-0.667")
        #expect(ExactNumber(0.1) == ExactNumber(1) / ExactNumber(10))
        #expect(ExactNumber(Double.nan) == nil && ExactNumber(Double.infinity) == nil)
        #expect((ExactNumber(29) / ExactNumber(200)).rounded(toDecimals: 2).description == "0.14")
        #expect((ExactNumber(-29) / ExactNumber(200)).rounded(toDecimals: 2).description == "-0.14")
    }

    @Test("Numbers beyond 128 bits stay near instead of trapping")
    func large() throws {
        var product = ExactNumber(1)
        var expected = 1.0
        for factor in 1...60 {
            product = product * (ExactNumber(1_000_003 + factor) / ExactNumber(999_983))
            expected *= Double(1_000_003 + factor) / 999_983
        }
        #expect(isClose(product.double, expected, relative: 1e-12))
        var sum = ExactSum()
        for divisor in 1...200 { sum.add(ExactNumber(1) / ExactNumber(divisor * 2 + 1)) }
        let harmonic = (1...200).reduce(0.0) { $0 + 1 / Double($1 * 2 + 1) }
        #expect(isClose(sum.total.double, harmonic, relative: 1e-13))
        for value in [1e300, -1e300, 1e-300, .leastNonzeroMagnitude, 1.2345678901234567e-25] {
            _ = try #require(ExactNumber(value)).rounded(toDecimals: 20)
        }
    }

    @Test("Order and sums agree with brute force on random fractions")
    func random() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2000 {
            let numbers = (0..<4).map { _ in Int.random(in: -10_000...10_000, using: &random) }
            let (a, c) = (numbers[0], numbers[2])
            let b = abs(numbers[1]) + 1
            let d = abs(numbers[3]) + 1
            let left = ExactNumber(a) / ExactNumber(b)
            let right = ExactNumber(c) / ExactNumber(d)
            #expect((left < right) == (a * d < c * b))
            #expect(left + right == ExactNumber(a * d + c * b) / ExactNumber(b * d))
            #expect(isClose(left.double, Double(a) / Double(b), relative: 1e-15))
        }
    }
}
