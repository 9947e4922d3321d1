import QualityStandards
import Readings
import Testing

@Suite("Assessment of air over a period")
struct AirAssessmentTests {
    static func day(_ text: String) throws -> CivilDay { try TimeStamp(parsing: text).day }

    static func standard(_ edition: String) throws -> AirStandard {
        try #require(AirStandard.editions.first { $0.edition == edition })
    }

    /// Daily values from `first` on, the same every day but for `changes` by day of the list.
    static func values(
        from first: String, days: Int, _ usual: [ParameterCode: String],
        changes: [ParameterCode: [Int: String?]] = [:]
    ) throws -> AirDailyValues {
        let start = try day(first)
        var series: [ParameterCode: DailySeries] = [:]
        for (parameter, text) in usual {
            var values: [DailyValue] = []
            for offset in 0..<days {
                let own = changes[parameter].flatMap { $0[offset] } ?? text
                guard let own else { continue }
                values.append(
                    DailyValue(
                        day: start.advanced(by: offset),
                        value: ExactNumber(try DecimalValue(parsing: own))))
            }
            series[parameter] = DailySeries(parameter: parameter, interval: .day, values: values)
        }
        return AirDailyValues(series)
    }

    static let clean: [ParameterCode: String] = [
        .so2: "10", .no2: "20", .co: "0.8", .o3EightHours: "90", .pm10: "40", .pm25: "20",
    ]

    @Test("A month is counted by hand: means, percentile, days by level, shares, composite")
    func month() throws {
        // 30 days of April: one of PM2.5 61 (index 101 in 2026), one of 151 (index 201).
        let april = try Self.values(
            from: "2026-04-01", days: 30, Self.clean,
            changes: [.pm25: [3: "61", 4: "151"]])
        let period = try Period(parsing: "2026-04")
        let found = april.assessment(of: period, by: try Self.standard("GB3095-2026-transition"))
        #expect(found.days == 30 && found.validDays == 30)
        #expect(found.daysByLevel == [28, 0, 1, 0, 1, 0])
        #expect(found.goodDays == 28 && found.heavyDays == 1)
        // 28/30 = 93.33 %.
        #expect(found.goodShare?.rounded(toDecimals: 1).description == "93.3")
        let fine = try #require(found[.pm25])
        // (28 × 20 + 61 + 151)/30 = 25.73…
        #expect(fine.mean.value == ExactNumber(772, over: 30))
        #expect(fine.published(fine.mean)?.description == "26")
        // k = 1 + 29 × 0.95 = 28.55: 20 + (61 − 20) × 0.55 = 42.55.
        #expect(fine.percentile.value == ExactNumber(try DecimalValue(parsing: "42.55")))
        #expect(fine.attains == true && fine.attainingDays == 28 && fine.validDays == 30)
        #expect(found.attains == true && found.lacks.isEmpty)
        // 10/60 + 20/40 + 0.8/4 + 90/160 + 40/60 + (772/30)/30 = 2.9536…
        #expect(found.composite.published?.description == "2.95")
        #expect(found.primaryDays == [AirIndexItem(.pm25, .day): 2])
        // By the limits of 2012 both days look better: 61 is index 83.
        let old = april.assessment(of: period, by: try Self.standard("GB3095-2012"))
        #expect(old.daysByLevel == [28, 1, 0, 0, 1, 0] && old.goodDays == 29)
    }

    @Test("A value on a limit is within it; what exceeds has a multiple of two decimals")
    func limits() throws {
        var usual = Self.clean
        usual[.pm25] = "30.4"
        usual[.pm10] = "60.51"
        let year = try Self.values(from: "2027-01-01", days: 365, usual)
        let found = year.assessment(
            of: try Period(parsing: "2027"), by: try Self.standard("GB3095-2026-transition"))
        #expect(found[.pm25]?.attains == true, "30.4 is published as 30")
        let coarse = try #require(found[.pm10])
        #expect(coarse.attains == false && found.attains == false)
        let multiple = coarse.exceedanceMultiple(of: coarse.mean)
        #expect(multiple?.rounded(toDecimals: 2).description == "0.02")
        #expect(coarse.exceedanceMultiple(of: coarse.percentile) == nil)
        // 30.4 is index 44, 60.51 becomes 61: index 58, level 2.
        #expect(found.daysByLevel == [0, 365, 0, 0, 0, 0] && found.goodDays == 365)
    }

    @Test("Too few days leave an item, its composite and its verdict empty, with the reason")
    func lacks() throws {
        let gaps = Dictionary(uniqueKeysWithValues: (0..<4).map { ($0, String?.none) })
        let april = try Self.values(
            from: "2026-04-01", days: 30, Self.clean, changes: [.no2: gaps])
        let found = april.assessment(
            of: try Period(parsing: "2026-04"), by: try Self.standard("GB3095-2026-transition"))
        #expect(found[.no2]?.mean.value == nil && found[.no2]?.attains == nil)
        #expect(found.composite.value == nil && found.composite.contributions.isEmpty)
        #expect(found.composite.parts.count { $0.value != nil } == 5)
        #expect(found.attains == nil)
        #expect(
            found.lacks.map(\.description)
                == ["NO2: 26 valid day(s) in 2026-04, 27 needed."])
        // Four days without NO2 have no index: the others' is not above 100.
        #expect(found.validDays == 26)
        var settings = AirSettings(found.standard)
        settings.missingItems = .indexOfTheOthers
        settings.periods = .withoutMinima
        let lenient = april.assessment(
            of: found.period, by: found.standard, settings: settings)
        #expect(lenient.validDays == 30 && lenient.composite.value != nil)
        let said = settings.statements(for: found.standard).filter { !$0.isDefault }
        #expect(said.count == 2)
        #expect(
            said.contains {
                $0.description == "A day without all items has the index of the others."
            })
        #expect(said.contains { $0.descriptionInChinese.contains("每月需1个有效日") })
        let usual = AirSettings(found.standard).statements(for: found.standard)
        #expect(usual.allSatisfy { $0.isDefault })
    }

    @Test("A sand day leaves means and composite, and stays in the shares of days")
    func sand() throws {
        let storm = try Self.values(
            from: "2026-04-01", days: 30, Self.clean,
            changes: [.pm10: [9: "800"], .pm25: [9: "160"]])
        let standard = try Self.standard("GB3095-2026-transition")
        let period = try Period(parsing: "2026-04")
        let excluded = ExcludedDays([
            ExcludedDays.Entry(
                day: try Self.day("2026-04-10"), parameters: standard.statistics.sandItems,
                reason: "沙尘")
        ])
        let found = storm.assessment(of: period, by: standard, excluding: excluded)
        #expect(found[.pm10]?.mean.value == ExactNumber(40))
        #expect(found[.pm25]?.mean.validDays == 29)
        #expect(found.goodDays == 29 && found.validDays == 30 && found.heavyDays == 1)
        #expect(found.deductedDays == [.pm10: 1, .pm25: 1])
        let calm = try Self.values(from: "2026-04-01", days: 30, Self.clean)
        let plain = calm.assessment(of: period, by: standard)
        #expect(found.composite.value == plain.composite.value)
        #expect(
            storm.assessment(of: period, by: standard).composite.value != plain.composite.value)
    }

    @Test("Changes have the words and signs of reports")
    func changes() throws {
        func exact(_ text: String) throws -> ExactNumber {
            ExactNumber(try DecimalValue(parsing: text))
        }
        let fall = try #require(
            Change.percent(now: ExactNumber(28), before: try exact("29.3"), decimals: 1))
        #expect(fall.value.description == "-4.4" && fall.improvement.description == "4.4")
        #expect(fall.description == "fell by 4.4 %" && fall.descriptionInChinese == "下降4.4%")
        let points = try #require(
            Change.points(now: try exact("89.3"), before: try exact("87.4"), decimals: 1))
        #expect(points.descriptionInChinese == "上升1.9个百分点")
        #expect(points.description == "rose by 1.9 percentage points")
        #expect(Change.days(now: 3, before: 0).descriptionInChinese == "增加3天")
        #expect(Change.days(now: 0, before: 1).description == "1 day fewer")
        #expect(Change.days(now: 2, before: 2).descriptionInChinese == "持平")
        #expect(Change.percent(now: nil, before: ExactNumber(1), decimals: 1) == nil)
        #expect(Change.percent(now: ExactNumber(1), before: ExactNumber(0), decimals: 1) == nil)
    }

    @Test("Both sides of a comparison are judged by one edition")
    func comparison() throws {
        let standard = try Self.standard("GB3095-2026-transition")
        let period = try Period(parsing: "2026-04")
        let now = try Self.values(
            from: "2026-04-01", days: 30, Self.clean, changes: [.pm25: [0: "65"]])
        let past = try Self.values(
            from: "2025-04-01", days: 30, Self.clean, changes: [.pm25: [0: "65", 1: "70"]])
        let comparison = AirComparison(
            now.assessment(of: period, by: standard),
            before: past.assessment(of: period.yearBefore, by: standard))
        // 65 and 70 are above 100 by the edition of 2026 only.
        #expect(comparison.before.goodDays == 28 && comparison.now.goodDays == 29)
        #expect(comparison.goodDays.descriptionInChinese == "增加1天")
        // 96.67 − 93.33 = 3.33 points.
        #expect(comparison.goodShare?.value.description == "3.3")
        // (28 × 20 + 65 + 20)/30 = 21.5; before 695/30: −50/695 = −7.19 %.
        #expect(comparison.change(of: .pm25)?.value.description == "-7.2")
        #expect(comparison.change(of: .so2)?.descriptionInChinese == "持平")
        #expect(comparison.composite?.value.mantissa ?? 0 < 0)
        var settings = AirSettings(standard)
        settings.changeBasis = .published
        let published = AirComparison(
            now.assessment(of: period, by: standard, settings: settings),
            before: past.assessment(of: period.yearBefore, by: standard, settings: settings))
        // 22 (21.5 to the even digit) and 23: −4.3 %.
        #expect(published.change(of: .pm25)?.value.description == "-4.3")
        #expect(published.goodShare?.value.description == "3.4")
    }

    @Test("Ranks of change leave out of the worst list what attains")
    func changeRanks() throws {
        func entry(_ id: String, _ change: String?, _ attains: Bool?) throws -> ChangeRanking.Entry
        {
            ChangeRanking.Entry(
                id: id, change: try change.map { try DecimalValue(parsing: $0) }, attains: attains)
        }
        let ranking = ChangeRanking([
            try entry("甲", "-4.0", false), try entry("乙", "3.1", true),
            try entry("丙", "2.0", false), try entry("丁", "2.00", nil),
            try entry("戊", nil, false),
        ])
        #expect(ranking.best.map(\.entry.id) == ["甲", "丁", "丙", "乙"])
        #expect(ranking.best.map(\.rank) == [1, 2, 2, 4])
        #expect(ranking.worst.map(\.entry.id) == ["丁", "丙", "甲"])
        #expect(ranking.worst.map(\.rank) == [1, 1, 3])
    }

    @Test(
        "Ranks by hand",
        arguments: [
            (["3.20", "2.95", "3.20", "4.01", "2.95"], [3, 1, 3, 5, 1], [2, 4, 2, 1, 4]),
            ([], [], []), (["1"], [1], [1]),
            (["2", "", "1.0", "1.00"], [3, 0, 1, 1], [1, 0, 2, 2]),
        ])
    func ranks(texts: [String], ascending: [Int], descending: [Int]) throws {
        let values = try texts.map { $0.isEmpty ? nil : try DecimalValue(parsing: $0) }
        #expect(competitionRanks(of: values).map { $0 ?? 0 } == ascending)
        #expect(competitionRanks(of: values, isDescending: true).map { $0 ?? 0 } == descending)
    }

    @Test("Targets are met on the published figure")
    func targets() throws {
        var usual = Self.clean
        usual[.pm25] = "28.49"
        let year = try Self.values(from: "2026-01-01", days: 365, usual)
        let found = year.assessment(
            of: try Period(parsing: "2026"), by: try Self.standard("GB3095-2026-transition"))
        func outcome(_ item: String, _ value: String, _ year: Int = 2026) throws
            -> AirTargetOutcome?
        {
            AirTarget(
                id: "甲", item: try #require(AirTarget.Item(item)),
                value: try DecimalValue(parsing: value), year: year
            ).outcome(in: found)
        }
        let met = try #require(try outcome("细颗粒物", "28"))
        #expect(met.isMet == true && met.description == "target PM2.5 ≤ 28: 28, met")
        let missed = try #require(try outcome("PM2.5", "27.9"))
        #expect(missed.descriptionInChinese == "目标PM2.5≤27.9:28,未达标")
        #expect(try outcome("优良天数比例", "100")?.isMet == true)
        #expect(try outcome("heavy_days", "0")?.isMet == true)
        #expect(try outcome("composite", "2")?.isMet == false)
        #expect(try outcome("PM2.5", "28", 2027) == nil)
        #expect(AirTarget.Item("杂质") == nil)
    }
}
