import Readings
import Testing

/// Rules with round numbers, for series that can be worked by hand.
private let rules: QualityRules = {
    var rules = QualityRules.standard
    var parameter = QualityRules.Parameter()
    parameter.maximum = DecimalValue(mantissa: 500)
    parameter.zeroIsSuspect = true
    parameter.detectionLimit = DecimalValue(mantissa: 2)
    parameter.smallestJump = DecimalValue(mantissa: 3)
    parameter.tolerance = DecimalValue(mantissa: 4)
    rules.parameters[.pm25] = parameter
    rules.constantRun = [.hour: 3]
    rules.spike.factor = DecimalValue(mantissa: 2)
    rules.spike.minimumPairs = 4
    rules.neighbours.minimumCount = 2
    rules.neighbours.deviation.factor = DecimalValue(mantissa: 2)
    rules.neighbours.deviation.minimumPairs = 5
    return rules
}()

/// Hourly readings from 2026-03-01 01:00 on; an empty text is no reading at all.
func hourly(_ texts: [String], from hour: Int = 1) throws -> [Reading] {
    let start = try TimeStamp(parsing: "2026-03-01 00:00")
    return try texts.enumerated().compactMap { index, text in
        if text.isEmpty { return nil }
        return Reading(
            time: start.adding(hours: hour + index), value: try ReadingValue(parsing: text),
            line: index + 2)
    }
}

private func period(_ text: String = "2026-03-01") throws -> Period { try Period(parsing: text) }

/// The hours whose readings carry `flag`, the first being 1.
private func hours(_ flag: QualityFlags, _ quality: SeriesQuality) -> [Int] {
    quality.flaggedReadings.filter { $0.flags.contains(flag) && !$0.isRepeated }.map {
        $0.reading.time.hourEndingHere.hour
    }
}

private func check(
    _ texts: [String], _ parameter: ParameterCode = .pm25, _ own: QualityRules = rules
) throws -> SeriesQuality {
    QualityCheck(own, period: try period(), interval: .hour).check(
        QualityInput(parameter, try hourly(texts)))
}

@Suite("Flags, worked by hand")
struct QualityCheckTests {
    @Test("Values on the ends of the range are possible, values beside them are flagged")
    func range() throws {
        let quality = try check(["500", "500.0", "500.01", "501", "1", "0", "-0.1", "2L", "NA"])
        #expect(hours(.range, quality) == [3, 4])
        #expect(hours(.zero, quality) == [6])
        #expect(hours(.negative, quality) == [7])
        #expect(quality.readings == 8 && quality.valid == 7 && quality.belowDetection == 1)
        #expect(quality.flagged == 4 && quality.flaggedShare == ExactNumber(1, over: 2))
        #expect(quality.expected == 24 && quality.missing == 16 && quality.filled == 7)
        #expect(quality.gaps == 2 && quality.longestGap == 16)
        #expect(quality.completeness == ExactNumber(7, over: 24))
    }

    @Test("The embedded range of a parameter is a minimum and a maximum")
    func bothEnds() throws {
        let quality = try check(
            ["-5", "-5.1", "50", "50.1"], .temperature, QualityRules.standard)
        #expect(hours(.range, quality) == [2, 4])
        #expect(hours(.negative, quality).isEmpty && quality.valid == 4)
    }

    @Test(
        "A constant run has the length, no gap, no mark, and values above the detection limit",
        arguments: [
            (["7", "7"], []), (["7", "7.0", "7"], [1, 2, 3]), (["7", "7", "7.1", "7"], []),
            (["7", "7", "", "7"], []), (["7", "7", "NA", "7"], []),
            (["2", "2", "2", "2"], []), (["2.1", "2.1", "2.1"], [1, 2, 3]),
            (["6L", "6", "6", "6"], []), (["6L", "7", "7", "7"], [2, 3, 4]),
            (["5", "8", "8", "8", "8", "5", "5", "5"], [2, 3, 4, 5, 6, 7, 8]),
            (["-7", "-7", "-7"], []),
        ] as [([String], [Int])])
    func constantRuns(texts: [String], flagged: [Int]) throws {
        #expect(hours(.constantRun, try check(texts)) == flagged)
    }

    @Test("A run that begins before the period counts its hours within it")
    func runAcrossTheEnd() throws {
        let readings = try hourly(["7", "7", "7", "7"], from: -1)
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        #expect(day.check(QualityInput(.pm25, readings)).count(.constantRun) == 0)
        let both = QualityCheck(
            rules, period: try period("2026-02-28..2026-03-01"), interval: .hour)
        #expect(both.check(QualityInput(.pm25, readings)).count(.constantRun) == 4)
    }

    /// Steps 10 10 10 0 J J 10 10 10: their median is 10, so the limit is 2 × 1.4826 × 10 = 29.652.
    @Test(
        "A spike is above both neighbours by more than the factor times the robust scale",
        arguments: [
            ("39.652", []), ("39.653", [6]), ("39.6520001", [6]), ("-", []), ("100", [6]),
        ] as [(String, [Int])])
    func spikes(peak: String, flagged: [Int]) throws {
        let quality = try check(["20", "10", "20", "10", "10", peak, "10", "20", "10", "20"])
        #expect(hours(.spike, quality) == flagged)
    }

    @Test("A step up that stays is no spike, nor is a value beside a gap")
    func steps() throws {
        let up = try check(["10", "11", "10", "11", "90", "91", "90", "91"])
        #expect(hours(.spike, up).isEmpty)
        let gap = try check(["10", "11", "10", "11", "90", "", "11", "10", "11"])
        #expect(hours(.spike, gap).isEmpty)
        let down = try check(["90", "91", "90", "91", "10", "91", "90", "91"])
        #expect(hours(.spike, down) == [5])
    }

    @Test("Where the scale is 0, the smallest jump alone decides")
    func flatSpike() throws {
        let at = try check(["8", "8", "8", "8", "11", "8", "8", "8"])
        #expect(hours(.spike, at).isEmpty)
        let beside = try check(["8", "8", "8", "8", "11.1", "8", "8", "8"])
        #expect(hours(.spike, beside) == [5])
    }

    @Test("Too few steps leave the check out, and say so")
    func fewSteps() throws {
        let few = try check(["8", "9", "80", "9"])
        #expect(few.notes == [.tooFewPairs(.spike, found: 3, needed: 4)])
        #expect(
            few.notes[0].description == "No check of spike: 3 pair(s) of values, 4 needed.")
        #expect(few.notes[0].descriptionInChinese == "未作突变检查:数据对3个,少于要求的4个。")
        let enough = try check(["8", "9", "8", "9", "8"])
        #expect(enough.notes.isEmpty)
    }

    /// The other two read 10 and 12 (median 11): differences −1 0 1 0 −1 1 0 D about a median of 0
    /// with absolute deviations 1 0 1 0 1 1 0 |D|: median 1, limit max(2 × 1.4826, 3) = 3.
    @Test(
        "A value far from the median of its neighbours is flagged, one on the limit is not",
        arguments: [("14", []), ("14.1", [8]), ("8", []), ("7.9", [8])] as [(String, [Int])])
    func neighbours(last: String, flagged: [Int]) throws {
        let own = ["10", "11", "12", "11", "10", "12", "11", last]
        let input = QualityInput(
            .pm25, try hourly(own),
            neighbours: [
                try hourly([String](repeating: "10", count: 8)),
                try hourly([String](repeating: "12", count: 8)),
            ])
        let quality = QualityCheck(rules, period: try period(), interval: .hour).check(input)
        #expect(hours(.neighbour, quality) == flagged)
    }

    @Test("Without enough neighbours, or hours in common, the check is left out and says so")
    func fewNeighbours() throws {
        let own = try hourly((1...9).map(String.init))
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        let one = day.check(QualityInput(.pm25, own, neighbours: [own]))
        #expect(one.notes == [.tooFewNeighbours(found: 1, needed: 2)])
        let short = day.check(
            QualityInput(.pm25, own, neighbours: [own, Array(own.prefix(4))]))
        #expect(short.notes == [.tooFewPairs(.neighbour, found: 4, needed: 5)])
        #expect(
            short.notes[0].descriptionInChinese == "未作邻站检查:数据对4个,少于要求的5个。")
        #expect(day.check(QualityInput(.pm25, own)).notes.isEmpty)
    }

    @Test("PM2.5 above PM10 of the same hour is inconsistent in both, equal values are not")
    func order() throws {
        let fine = try hourly(["30", "31", "50", "", "70"])
        let coarse = try hourly(["31", "31", "49.9", "10", "60L"])
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        let part = day.check(QualityInput(.pm25, fine, companions: [.pm10: coarse]))
        let whole = day.check(QualityInput(.pm10, coarse, companions: [.pm25: fine]))
        #expect(hours(.inconsistent, part) == [3])
        #expect(hours(.inconsistent, whole) == [3])
        let other = day.check(QualityInput(.so2, coarse, companions: [.pm25: fine]))
        #expect(hours(.inconsistent, other).isEmpty)
    }

    @Test("Repeated readings are counted by whether they agree, and listed behind the kept one")
    func duplicates() throws {
        var builder = ReadingSetBuilder(keepsRepeated: true)
        for (text, hour) in [("12", 1), ("12.0", 1), ("13", 1), ("20", 2), ("20", 2), ("NA", 2)] {
            builder.add(try hourly([text], from: hour)[0], site: "A", parameter: .pm25)
        }
        let set = builder.finish()
        let quality = QualityCheck(rules, period: try period(), interval: .hour).check(
            QualityInput(
                .pm25, set.series(site: "A", parameter: .pm25),
                repeated: set.repeatedReadings(site: "A", parameter: .pm25), rejected: 4))
        #expect(quality.count(.equalDuplicate) == 3 && quality.count(.conflictingDuplicate) == 1)
        #expect(quality.readings == 2 && quality.flagged == 2 && quality.rejected == 4)
        #expect(
            quality.flaggedReadings.map(\.flags.description) == [
                "duplicate_equal;duplicate_conflicting", "duplicate_equal",
                "duplicate_conflicting", "duplicate_equal", "duplicate_equal", "duplicate_equal",
            ])
        #expect(
            quality.flaggedReadings.map(\.isRepeated) == [false, true, true, false, true, true])
    }

    @Test("A series without readings, or of another period, has counts of 0 and a reason")
    func empty() throws {
        for readings in [[], try hourly(["7"], from: 40)] {
            let quality = QualityCheck(rules, period: try period(), interval: .hour).check(
                QualityInput(.pm25, readings, neighbours: []))
            #expect(quality.readings == 0 && quality.expected == 24 && quality.missing == 24)
            #expect(quality.flaggedShare == nil && quality.completeness == ExactNumber(0))
            #expect(quality.gaps == 1 && quality.longestGap == 24)
            #expect(quality.notes == [.noReadings(.pm25, try period())])
            #expect(quality.notes[0].description == "PM2.5: no readings in 2026-03-01.")
        }
    }

    @Test(
        "What is expected follows from the interval",
        arguments: [
            (ReadingInterval.hour, "2026-02", 672), (.fourHours, "2026-02", 168),
            (.day, "2024-02", 29), (.month, "2025-11..2026-02", 4),
        ])
    func expected(interval: ReadingInterval, text: String, count: Int) throws {
        let quality = QualityCheck(period: try period(text), interval: interval).check(
            QualityInput(.ph, []))
        #expect(quality.expected == count && quality.missing == count)
    }

    @Test("The hour that ends at midnight belongs to the day before")
    func midnight() throws {
        let readings = try hourly(["5", "6", "7"], from: 23)
        let first = QualityCheck(rules, period: try period(), interval: .hour)
        #expect(first.check(QualityInput(.pm25, readings)).readings == 2)
        let second = QualityCheck(rules, period: try period("2026-03-02"), interval: .hour)
        #expect(second.check(QualityInput(.pm25, readings)).readings == 1)
        let daily = QualityCheck(rules, period: try period("2026-03-02"), interval: .day)
        #expect(daily.check(QualityInput(.pm25, readings)).readings == 2)
    }
}

@Suite("Comparison with a reference station")
struct ReferenceComparisonTests {
    @Test("Slope, intercept, R², bias and RMSE of four pairs worked by hand")
    func byHand() throws {
        // x 1 2 3 4, y 3 5 7 10: means 2.5 and 6.25, Sxx 5, Sxy 11.5, Syy 26.75.
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        let found = day.comparison(
            of: try hourly(["3", "5", "", "7", "10", "9", "-8"]),
            with: try hourly(["1", "2", "8", "3", "4", "", "5"]), parameter: .pm25)
        #expect(found.pairs == 4)
        #expect(found.slope == 2.3)
        #expect(found.intercept.map { abs($0 - 0.5) < 1e-14 } == true)
        #expect(found.rSquared.map { abs($0 - 132.25 / 133.75) < 1e-15 } == true)
        #expect(found.bias == 3.75)
        // Differences 2 3 4 6: squares 4 9 16 36.
        #expect(found.rmse.map { abs($0 - 16.25.squareRoot()) < 1e-15 } == true)
    }

    @Test("Without pairs, or without variation, what cannot be told is nil")
    func degenerate() throws {
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        let none = day.comparison(of: [], with: try hourly(["1"]), parameter: .pm25)
        #expect(none.pairs == 0 && none.bias == nil && none.rmse == nil && none.slope == nil)
        let flat = day.comparison(
            of: try hourly(["1", "2"]), with: try hourly(["5", "5"]), parameter: .pm25)
        #expect(flat.slope == nil && flat.rSquared == nil && flat.bias == -3.5)
        let level = day.comparison(
            of: try hourly(["0.3", "0.3"]), with: try hourly(["1", "2"]), parameter: .pm25)
        #expect(level.slope == 0 && level.intercept == 0.3 && level.rSquared == nil)
    }

    /// Daily means of 18 hours: 20 against 10 (relative limit 3, tolerance 4), and the limits.
    @Test(
        "A day agrees up to the tolerance, or the share of the reference where that is more",
        arguments: [
            ("10", "14", true), ("10", "14.01", false), ("10", "6", true), ("10", "5.9", false),
            ("100", "130", true), ("100", "130.1", false), ("100", "70", true),
        ])
    func tolerance(reference: String, own: String, agrees: Bool) throws {
        let day = QualityCheck(rules, period: try period(), interval: .hour)
        let found = day.comparison(
            of: try hourly(Array(repeating: own, count: 18)),
            with: try hourly(Array(repeating: reference, count: 24)), parameter: .pm25)
        #expect(found.days == 1 && found.daysWithinTolerance == (agrees ? 1 : 0))
        let short = day.comparison(
            of: try hourly(Array(repeating: own, count: 17)),
            with: try hourly(Array(repeating: reference, count: 24)), parameter: .pm25)
        #expect(short.pairs == 17 && short.days == 0)
    }
}
