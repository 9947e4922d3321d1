import Readings
import Testing

@testable import QualityStandards

@Suite("Rivers, zones and cities")
struct WaterGroupTests {
    static let standard = SurfaceWaterStandard.gb3838

    /// A section by one item of each wanted class: total phosphorus unless another is named.
    private func section(
        _ id: String, _ values: [String: String], body: WaterBody = .river,
        target: WaterClass? = nil
    ) throws -> GroupedSection {
        let sample = try SectionAssessmentTests.sample(values)
        return GroupedSection(
            id: id, body: body, assessment: Self.standard.assess(sample: sample, body: body),
            means: sample.compactMapValues { $0.valueForMean.map { ExactNumber($0) } },
            target: target.map { WaterTarget($0) })
    }

    private func sections(_ phosphorus: [String]) throws -> [GroupedSection] {
        try phosphorus.enumerated().map { try section("S\($0.offset)", ["TP": $0.element]) }
    }

    @Test("Dry and unassessed sections are counted and left out of the shares")
    func dry() throws {
        var all = try sections(["0.05", "0.05", "0.05", "0.05", "0.5"])
        all.append(GroupedSection(id: "D", body: .river, assessment: nil, means: [:], isDry: true))
        all.append(GroupedSection(id: "U", body: .river, assessment: nil, means: [:]))
        let group = WaterGroup(all, by: Self.standard)
        #expect(group.sections == 5 && group.drySections == 1 && group.unassessedSections == 1)
        #expect(group.shares.publishedGoodShare?.description == "80.0")
        #expect(group.status == .good && group.method == .shares && group.waterClass == nil)
        #expect(group.mainPollutantsText == "TP(20.0%)")
        #expect(WaterGroup(all.reversed(), by: Self.standard) == group)
        #expect(WaterGroup(all.shuffled(), by: Self.standard) == group)
    }

    @Test("Four sections are judged by their means, five by shares")
    func methods() throws {
        // (0.05·3 + 0.65)/4 = 0.2: class III; with a fifth 80 % of class I–III and 20 % of 劣V.
        let four = WaterGroup(try sections(["0.05", "0.05", "0.05", "0.65"]), by: Self.standard)
        #expect(four.method == .means && four.waterClass == .iii && four.status == .good)
        #expect(four.mainPollutants.isEmpty)
        let worse = WaterGroup(try sections(["0.05", "0.05", "0.05", "0.85"]), by: Self.standard)
        #expect(worse.waterClass == .iv && worse.mainPollutantsText == "TP(0.25)")
        let none = WaterGroup([], by: Self.standard)
        #expect(none.status == nil && none.index.value == nil && none.sections == 0)
    }

    @Test("A lake point has its own limits in the mean rule; the worse body decides")
    func bodies() throws {
        let river = try section("R", ["TP": "0.1"])
        let lake = try section("L", ["TP": "0.1"], body: .lake)
        let group = WaterGroup([river, lake], by: Self.standard)
        #expect(group.waterClass == .iv && group.mainPollutantsText == "TP(1.00)")
    }

    @Test("Pollutants go by the share of sections that exceed, equal ones by code")
    func rates() throws {
        let all = try [
            section("1", ["TP": "0.3", "COD": "25", "NH3N": "3"]),
            section("2", ["TP": "0.3", "COD": "25"]), section("3", ["TP": "0.3", "F": "1.2"]),
            section("4", ["TP": "0.1"]), section("5", ["TP": "0.1", "S": "0.1"]),
            section("6", ["TP": "0.5L"]),
        ]
        let group = WaterGroup(all, by: Self.standard)
        #expect(group.mainPollutantsText == "TP(50.0%);COD(33.3%);F(16.7%)")
    }

    @Test("Comparisons stand on the sections that have a class in both periods")
    func comparison() throws {
        let now = try sections(["0.05", "0.05", "0.05", "0.05", "0.05", "0.5"])
        var before = try sections(["0.05", "0.05", "0.05", "0.5", "0.5"])
        before.append(GroupedSection(id: "S5", body: .river, assessment: nil, means: [:]))
        let comparison = WaterGroupComparison(now, before: before, by: Self.standard)
        #expect(comparison.incomparable == ["S5"] && comparison.now.sections == 5)
        // 100 % and 0 % against 60 % and 40 %: X = 40 + 40.
        #expect(comparison.change == .clearlyBetter)
        #expect(comparison.indexChange?.value.description == "-78.3")
        #expect(!comparison.isExemptFromChangeRanking)
        let swapped = WaterGroupComparison(before, before: now, by: Self.standard)
        #expect(swapped.change == .clearlyWorse && swapped.incomparable == ["S5"])
    }

    @Test("Fewer than five comparable sections change by the status of their means")
    func smallComparison() throws {
        let comparison = WaterGroupComparison(
            try sections(["0.15", "0.15"]), before: try sections(["0.25", "0.25"]),
            by: Self.standard)
        #expect(comparison.change == .better)
    }

    @Test("A city at class II that meets its targets in both periods has no rank of change")
    func exemption() throws {
        let good = try [section("A", ["TP": "0.05"], target: .iii)]
        let failing = try [section("A", ["TP": "0.05"], target: .i)]
        let iii = try [section("A", ["TP": "0.15"], target: .iii)]
        func isExempt(_ now: [GroupedSection], _ before: [GroupedSection]) -> Bool {
            WaterGroupComparison(now, before: before, by: Self.standard).isExemptFromChangeRanking
        }
        #expect(isExempt(good, good) && !isExempt(good, iii) && !isExempt(failing, good))
        #expect(!isExempt([], []))
    }

    @Test("The index compares the items that both periods have")
    func sharedItems() throws {
        let comparison = WaterGroupComparison(
            try [section("A", ["TP": "0.1", "COD": "20"])],
            before: try [section("A", ["TP": "0.2"])], by: Self.standard)
        #expect(comparison.now.index.items == [.totalPhosphorus])
        #expect(comparison.indexChange?.value.description == "-50.0")
    }

    @Test("Oxygen 0 has no finite index, and so has the city")
    func noOxygen() throws {
        let group = WaterGroup([try section("A", ["DO": "0", "COD": "10"])], by: Self.standard)
        #expect(group.index.value == nil && group.index.items.count == 2)
        #expect(group.waterClass == .inferiorV)
    }

    @Test(
        "The index of pH is 0 at 7 and 1 at the ends of its range",
        arguments: [("7", "0.0000"), ("6", "1.0000"), ("9", "1.0000"), ("8.5", "0.7500")])
    func ph(value: String, index: String) throws {
        let group = WaterGroup([try section("A", ["PH": value])], by: Self.standard)
        #expect(group.index.published?.description == index)
    }
}

@Suite("Trends over years")
struct RankTrendTests {
    private func trend(_ values: [String], _ level: TrendRules.Level? = nil) throws -> RankTrend? {
        RankTrend(
            try values.map { ExactNumber(try DecimalValue(parsing: $0)) },
            by: SurfaceWaterStandard.gb3838.trend, level: level)
    }

    @Test("Five years at least; a steady rise is 1, a steady fall −1")
    func ends() throws {
        #expect(try trend(["1", "2", "3", "4"]) == nil)
        let rise = try #require(try trend(["1", "2", "3", "4", "5"]))
        #expect(rise.published.description == "1.000" && rise.direction == .rising)
        let fall = try #require(try trend(["5", "4", "3", "2", "1"], .onePercent))
        #expect(fall.published.description == "-1.000" && fall.direction == .falling)
        #expect(fall.critical.description == "1.000")
    }

    @Test("Equal values share the mean of their ranks, whose correlation counts")
    func ties() throws {
        // Ranks 1.5 1.5 3 4.5 4.5, about their mean −1.5 −1.5 0 1.5 1.5: Σxy = 9, Σx² = 9, Σy² = 10:
        // 9/√90 = 0.94868.
        let some = try #require(try trend(["1", "1", "2", "3", "3"]))
        #expect(some.published.description == "0.949" && some.isSignificant)
        // One higher year at the end of 14: Σxy = 13·0.5·0.5 + 6.5·6.5 = 45.5, Σx² = 13·0.25 + 6.5² = 45.5,
        // Σy² = 227.5: √(45.5/227.5) = 0.447, just below 0.456.
        let late = try #require(try trend(Array(repeating: "0.01", count: 13) + ["0.02"]))
        #expect(late.published.description == "0.447" && late.direction == .none)
    }

    @Test("Values that never change have no trend, however many years they are", arguments: 5...30)
    func constant(years: Int) throws {
        let trend = try #require(try trend(Array(repeating: "0.6", count: years)))
        #expect(trend.published.description == "0.000" && trend.direction == .none)
    }

    @Test("Between two entries of the table the smaller number of years stands")
    func gaps() throws {
        let eleven = try #require(try trend((1...11).map(String.init)))
        #expect(eleven.critical.description == "0.564" && eleven.criticalYears == 10)
        let forty = try #require(try trend((1...40).map(String.init)))
        #expect(forty.critical.description == "0.306" && forty.criticalYears == 30)
    }
}
