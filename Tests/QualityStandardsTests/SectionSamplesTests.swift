import Readings
import Testing

@testable import QualityStandards

@Suite("Samples of a section over a period")
struct SectionSamplesTests {
    static let standard = SurfaceWaterStandard.gb3838

    static func readings(_ rows: [(String, String)]) throws -> [Reading] {
        try rows.map {
            Reading(
                time: try TimeStamp(parsing: $0.0), value: try ReadingValue(parsing: $0.1))
        }
    }

    private func samples(
        _ rows: [(String, String)], _ period: String, dry: [String] = []
    ) throws -> SectionSamples {
        SectionSamples(
            [.totalPhosphorus: try Self.readings(rows)],
            dryTimes: try dry.map { try TimeStamp(parsing: $0) },
            in: try Period(parsing: period), by: Self.standard)
    }

    @Test("A quarter needs two samples, a month one")
    func quarter() throws {
        let rows = [("2026-04-02", "0.1"), ("2026-05-02", "0.3")]
        let one = try samples([rows[0]], "2026Q2")
        let assessment = one.assessment(by: Self.standard, body: .river)
        #expect(assessment.waterClass == nil && !one.isSufficient)
        #expect(assessment.notes == [.tooFewSamples(found: 1, needed: 2)])
        #expect(
            assessment.notes[0].description == "1 sample(s), and a quarter needs 2: not assessed.")
        #expect(assessment.notes[0].descriptionInChinese == "仅有1个样品,季度评价需2个,未评价。")
        let two = try samples(rows, "2026Q2")
        #expect(two.isSufficient && two.means[.totalPhosphorus]?.description == "0.2")
        #expect(two.assessment(by: Self.standard, body: .river).waterClass == .iii)
        let month = try samples([rows[0]], "2026-04")
        #expect(month.assessment(by: Self.standard, body: .river).waterClass == .ii)
    }

    @Test("An hour belongs to the day in which it ends; a sample of midnight to its own")
    func hours() throws {
        let series = [
            ParameterCode.totalPhosphorus: try Self.readings([
                ("2026-04-30 23:00", "0.1"), ("2026-05-01 00:00", "0.3"),
                ("2026-05-01 01:00", "0.9"),
            ])
        ]
        func mean(_ period: String, _ given: ReadingInterval?) throws -> String? {
            SectionSamples(
                series, in: try Period(parsing: period),
                intervals: given == .month ? [:] : series.intervals(given: given),
                by: Self.standard
            ).means[.totalPhosphorus]?.description
        }
        // Told from the spacing of the times, or given.
        for interval in [nil, ReadingInterval.hour] {
            #expect(try mean("2026-04", interval) == "0.2")
            #expect(try mean("2026-05", interval) == "0.9")
        }
        for interval in [ReadingInterval.fourHours, .day, .month] {
            #expect(try mean("2026-04", interval) == "0.1")
            #expect(try mean("2026-05", interval) == "0.6")
        }
    }

    @Test("A year is the mean of monthly means, whatever the number of samples in each month")
    func yearOfMonths() throws {
        // January 0.4, 0.4, 0.4, 0.4; eleven months 0.1: (0.4 + 11·0.1)/12 = 0.125.
        var rows = (1...4).map { ("2025-01-0\($0)", "0.4") }
        rows += (2...12).map { ("2025-\($0 < 10 ? "0" : "")\($0)-15", "0.1") }
        let year = try samples(rows, "2025")
        #expect(year.means[.totalPhosphorus]?.description == "0.125")
        #expect(year.assessment(by: Self.standard, body: .river).notes.isEmpty)
        // Eleven months are the mean of their samples: (4·0.4 + 10·0.1)/14.
        let span = try samples(rows, "2025-01..2025-11")
        #expect(span.means[.totalPhosphorus] == ExactNumber(26, over: 140))
    }

    @Test(
        "A year needs eight months, fewer by those in which the section was dry",
        arguments: [
            (12, 0, true, false), (11, 0, true, true), (8, 0, true, true), (7, 0, false, false),
            (7, 5, true, false), (4, 8, true, false), (3, 8, false, false),
        ])
    func months(wet: Int, dry: Int, isSufficient: Bool, isTold: Bool) throws {
        func day(_ month: Int) -> String { "2025-\(month < 10 ? "0" : "")\(month)-10" }
        let year = try samples(
            (0..<wet).map { (day($0 + 1), "0.1") }, "2025",
            dry: (0..<dry).map { day(12 - $0) })
        #expect(year.isSufficient == isSufficient)
        let notes = year.assessment(by: Self.standard, body: .river).notes
        let hasRemark = notes.contains {
            if case .monthsMissing = $0 { true } else { false }
        }
        #expect(hasRemark == isTold)
        #expect(notes.contains(.dryVisits(dry)) == (dry > 0))
    }

    @Test("Half the limit enters a mean, a limit alone is judged; the order of readings is nothing")
    func belowDetection() throws {
        let rows = [("2026-04-01", "0.04L"), ("2026-04-11", "0.02"), ("2026-04-21", "—")]
        let month = try samples(rows, "2026-04")
        #expect(month.times.count == 2 && month.means[.totalPhosphorus]?.description == "0.02")
        #expect(try samples(rows.reversed(), "2026-04") == month)
        let single = try samples([rows[0]], "2026-04").assessment(by: Self.standard, body: .river)
        #expect(single.waterClass == .ii && single.items[0].isBelowDetection)
        var full = Self.standard
        full.evaluation.shareOfDetectionLimit = DecimalValue(mantissa: 1)
        let own = SectionSamples(
            [.totalPhosphorus: try Self.readings(rows)], in: try Period(parsing: "2026-04"),
            by: full)
        #expect(own.means[.totalPhosphorus]?.description == "0.03")
    }

    @Test("Oxygen of the saturation is class I only where the rules count it")
    func saturation() throws {
        // 468/(31.6 + 25) = 8.2685…; 90 % of it 7.4416…
        let sample = try SectionAssessmentTests.sample(["DO": "7.45", "TEMP": "25"])
        let below = try SectionAssessmentTests.sample(["DO": "7.44", "TEMP": "25"])
        #expect(Self.standard.assess(sample: sample).waterClass == .ii)
        var saturated = Self.standard
        saturated.evaluation.usesOxygenSaturation = true
        #expect(saturated.assess(sample: sample).waterClass == .i)
        #expect(saturated.assess(sample: below).waterClass == .ii)
        #expect(saturated.statements.contains { !$0.isDefault })
        #expect(!Self.standard.statements.contains { !$0.isDefault })
    }
}
