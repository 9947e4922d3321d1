import Foundation
import QualityStandards
import Readings
import TestSupport
import Testing

/// The worked examples of the standards folder: changes, lakes, cities, trends, the sea, means.
@Suite(
    "Worked examples of the standards: water over time and place",
    .enabled(if: WorkedExamples.canRun, "the standards folder is not here"))
struct WaterExamplesTests {
    private static let standard = SurfaceWaterStandard.gb3838

    private func number(_ any: Any?) throws -> ExactNumber {
        let text = any as? String ?? (any as? NSNumber)?.stringValue
        return ExactNumber(try DecimalValue(parsing: try #require(text)))
    }

    private func means(_ values: [String: Any]) throws -> [ParameterCode: ExactNumber] {
        var result: [ParameterCode: ExactNumber] = [:]
        for (code, value) in values { result[ParameterCode(code)] = try number(value) }
        return result
    }

    private func group(_ name: String) throws -> [(
        id: String, inputs: [String: Any], whole: [String: Any]
    )] {
        try WorkedExamples.group(name).map {
            ($0["id"] as? String ?? "", $0["inputs"] as? [String: Any] ?? [:], $0)
        }
    }

    @Test("Fewer than five sections: the means of the items and their class")
    func meanRule() throws {
        let example = try #require(try group("river").first { $0.id == "river-under-5" })
        let sections = try #require(example.inputs["sections"] as? [[String: Any]])
        let expected = try #require(example.whole["expected"] as? [String: Any])
        let grouped = try sections.enumerated().map { index, values in
            let own = try means(values)
            return GroupedSection(
                id: String(index), body: .river, assessment: Self.standard.assess(means: own),
                means: own)
        }
        let group = WaterGroup(grouped, by: Self.standard)
        #expect(group.method == .means)
        #expect(group.waterClass?.text == expected["class"] as? String)
        let total = CityWaterIndex(rivers: grouped.map(\.means), lakes: [], by: Self.standard)
        #expect(total.items.count == 8)
        for (code, text) in try #require(expected["mean"] as? [String: String]) {
            let values = try sections.map { try number($0[code]) }
            let mean = PeriodStatistic.mean.value(of: values)
            #expect(mean?.rounded(toDecimals: 4).description == text)
        }
    }

    @Test("Changes of sections by steps, of rivers by X")
    func changes() throws {
        for (id, inputs, whole) in try group("change") {
            if let before = inputs["before"] as? String, let after = inputs["after"] as? String {
                let own = try #require(WaterClass(parsing: after))
                let other = try #require(WaterClass(parsing: before))
                let change = WaterChange(now: WaterStatus(own), before: WaterStatus(other))
                #expect(change.text == whole["expected"] as? String, "\(id)")
                continue
            }
            let expected = try #require(whole["expected"] as? [String: String])
            let balance =
                (try number(inputs["i_iii_after"]) - (try number(inputs["i_iii_before"])))
                - (try number(inputs["inferior_after"]) - (try number(inputs["inferior_before"])))
            #expect(balance.rounded(toDecimals: 1).description == expected["x"])
            #expect(WaterChange(balance: balance).text == expected["change"], "\(id)")
        }
    }

    @Test("Trophic states")
    func trophicStates() throws {
        for (id, inputs, whole) in try group("tli") {
            var values = try means(inputs)
            // The example has chlorophyll in mg/m³; readings are kept in mg/L.
            values[.chlorophyllA] = try number(inputs["CHLA"]) / ExactNumber(1000)
            let expected = try #require(whole["expected"] as? [String: Any])
            let tolerance = try #require(whole["tolerance"] as? Double)
            let state = TrophicState(values)
            let parts = try #require(expected["parts"] as? [String: Double])
            #expect(state.parts.count == parts.count && state.missing.isEmpty)
            for part in state.parts {
                let wanted = try #require(parts[part.parameter.name])
                #expect(abs(part.value - wanted) <= tolerance, "\(id) \(part.parameter)")
            }
            let value = try #require(state.value)
            #expect(abs(value - (try #require(expected["tli"] as? Double))) <= tolerance)
            #expect(state.grade?.nameInChinese == expected["grade"] as? String)
        }
    }

    @Test("The index of a city")
    func cities() throws {
        for (_, inputs, whole) in try group("cwqi") {
            let rivers = try #require(inputs["rivers"] as? [[String: Any]])
            let lakes = try #require(inputs["lakes"] as? [[String: Any]])
            let expected = try #require(whole["expected"] as? [String: String])
            let index = CityWaterIndex(
                rivers: try rivers.map(means), lakes: try lakes.map(means), by: Self.standard)
            #expect(index.river?.rounded(toDecimals: 4).description == expected["river_4dp"])
            #expect(index.lake?.rounded(toDecimals: 4).description == expected["lake_4dp"])
            #expect(index.published?.description == expected["city_4dp"])
        }
    }

    @Test("Trends over years and their critical values")
    func trends() throws {
        for (id, inputs, whole) in try group("spearman") {
            if id == "spearman-table" {
                for (years, text) in try #require(whole["expected"] as? [String: String]) {
                    let own = Self.standard.trend.critical(
                        years: try #require(Int(years)), level: .fivePercent)
                    #expect(own?.value.description == text && own?.years == Int(years))
                }
                continue
            }
            let yearly = try #require(inputs["yearly"] as? [String])
            let expected = try #require(whole["expected"] as? [String: Any])
            let trend = try #require(
                RankTrend(try yearly.map(number), by: Self.standard.trend))
            #expect(trend.published.description == expected["rs_3dp"] as? String)
            #expect(trend.critical.description == expected["critical_0.05"] as? String)
            #expect(trend.isSignificant == expected["significant"] as? Bool)
            #expect(trend.direction.text == expected["trend"] as? String)
        }
    }

    @Test("Classes of the sea")
    func sea() throws {
        for (id, inputs, whole) in try group("sea") {
            let result = SeaStandard.gb3097.assess(means: try means(inputs))
            #expect(result.seaClass?.text == whole["expected"] as? String, "\(id)")
        }
    }
}
