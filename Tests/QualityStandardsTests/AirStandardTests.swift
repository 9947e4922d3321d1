import Readings
import Testing

@testable import QualityStandards

@Suite("Editions of the air standard")
struct AirStandardTests {
    static func day(_ text: String) throws -> CivilDay { try TimeStamp(parsing: text).day }

    @Test(
        "The edition in force follows the day",
        arguments: [
            ("2014-10-01", "GB3095-2012"), ("2016-01-01", "GB3095-2012"),
            ("2026-02-28", "GB3095-2012"), ("2026-03-01", "GB3095-2026-transition"),
            ("2030-12-31", "GB3095-2026-transition"), ("2031-01-01", "GB3095-2026-final"),
            ("2060-01-01", "GB3095-2026-final"),
        ])
    func inForce(day: String, edition: String) throws {
        #expect(AirStandard.edition(inForceOn: try Self.day(day)).edition == edition)
    }

    @Test("Editions follow each other without gap or overlap")
    func seamless() throws {
        let editions = AirStandard.editions
        #expect(editions.count == 3)
        for (one, next) in zip(editions, editions.dropFirst()) {
            #expect(try #require(one.validTo).advanced(by: 1) == next.validFrom)
        }
        #expect(editions.last?.validTo == nil)
        #expect(editions[1].isInForce(on: try Self.day("2028-06-01")))
        #expect(!editions[0].isInForce(on: try Self.day("2028-06-01")))
    }

    /// Parameter, averaging time, class 1 and class 2 in 2012, in the transition, and finally.
    static let limits: [(String, AveragingTime, [String])] = [
        ("SO2", .annual, ["20", "60", "20", "60", "20", "20"]),
        ("SO2", .day, ["50", "150", "50", "150", "50", "50"]),
        ("SO2", .hour, ["150", "500", "150", "500", "150", "150"]),
        ("NO2", .annual, ["40", "40", "40", "40", "30", "30"]),
        ("NO2", .day, ["80", "80", "80", "80", "50", "50"]),
        ("NO2", .hour, ["200", "200", "200", "200", "200", "200"]),
        ("CO", .day, ["4", "4", "4", "4", "4", "4"]),
        ("CO", .hour, ["10", "10", "10", "10", "10", "10"]),
        ("O3_8h", .dailyMaximumEightHours, ["100", "160", "100", "160", "100", "160"]),
        ("O3", .hour, ["160", "200", "160", "200", "160", "200"]),
        ("PM10", .annual, ["40", "70", "40", "60", "20", "50"]),
        ("PM10", .day, ["50", "150", "50", "120", "50", "100"]),
        ("PM2.5", .annual, ["15", "35", "15", "30", "10", "25"]),
        ("PM2.5", .day, ["35", "75", "35", "60", "25", "50"]),
        ("NOx", .annual, ["50", "50", "50", "50", "40", "40"]),
        ("BaP", .day, ["0.0025", "0.0025", "0.0025", "0.0025", "0.0025", "0.0025"]),
    ]

    @Test("Limits are those of tables 1 and 2", arguments: limits)
    func tables(parameter: String, time: AveragingTime, expected: [String]) {
        let found = AirStandard.editions.flatMap { edition in
            AreaClass.allCases.map { area in
                edition.limit(ParameterCode(parameter), time, area)?.description ?? "none"
            }
        }
        #expect(found == expected)
    }

    @Test("Particles have no hourly limit, CO no annual one")
    func absent() {
        for edition in AirStandard.editions {
            #expect(edition.limit(.pm25, .hour) == nil && edition.limit(.pm10, .hour) == nil)
            #expect(edition.limit(.co, .annual) == nil)
            #expect(edition.dailyLimit(.o3EightHours)?.description == "160")
            #expect(edition.annualPercentiles[.pm25] == 95)
            #expect(edition.annualPercentiles[.o3EightHours] == 90)
            #expect(edition.annualPercentiles[.so2] == 98)
            #expect(edition.decimals(of: .co) == 1 && edition.decimals(of: .pm10) == 0)
            #expect(edition.decimalsForIndex(of: .co) == 1)
        }
    }

    @Test("An edition is found by its name or its document, and an unknown one lists them")
    func named() throws {
        let day = try Self.day("2026-04-30")
        #expect(try AirStandard.edition(named: "gb3095-2012", on: day).edition == "GB3095-2012")
        #expect(
            try AirStandard.edition(named: "GB 3095-2026", on: day).edition
                == "GB3095-2026-transition")
        #expect(
            try AirStandard.edition(named: "GB3095-2026", on: Self.day("2031-06-01")).edition
                == "GB3095-2026-final")
        #expect(
            try AirStandard.edition(named: "GB3095-2026", on: Self.day("2025-04-30")).edition
                == "GB3095-2026-transition")
        let error = try #require(throws: StandardError.self) {
            try AirStandard.edition(named: "GB3095-1996", on: day)
        }
        #expect(error.description.contains("\"GB3095-1996\""))
        #expect(error.description.contains("GB3095-2026-final"))
        #expect(error.descriptionInChinese.contains("没有标准版本“GB3095-1996”"))
    }

    @Test("Rates and changes are exact before they are rounded")
    func figures() throws {
        #expect(Figures.percentage(323, of: 364)?.rounded(toDecimals: 1).description == "88.7")
        #expect(Figures.percentage(1, of: 0) == nil)
        let before = ExactNumber(try DecimalValue(parsing: "29.3"))
        let change = Figures.changePercentage(now: ExactNumber(28), before: before)
        #expect(change?.rounded(toDecimals: 1).description == "-4.4")
        #expect(Figures.changePercentage(now: before, before: ExactNumber(0)) == nil)
        let points = Figures.changeInPoints(
            now: ExactNumber(try DecimalValue(parsing: "89.3")),
            before: ExactNumber(try DecimalValue(parsing: "87.4")))
        #expect(points.rounded(toDecimals: 1).description == "1.9")
        let multiple = Figures.exceedanceMultiple(
            ExactNumber(93), limit: DecimalValue(mantissa: 75))
        #expect(multiple?.rounded(toDecimals: 2).description == "0.24")
    }
}
