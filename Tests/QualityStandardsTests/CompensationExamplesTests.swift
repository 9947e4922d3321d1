import QualityStandards
import Readings
import TestSupport
import Testing

/// The worked examples of the standards folder beside the real test data, where it is.
@Suite(
    "Worked examples of compensation",
    .enabled(if: WorkedExamples.canRun, "the standards folder is not here"))
struct CompensationExamplesTests {
    private func text(_ any: Any?) -> String? {
        any as? String ?? (any as? Int).map(String.init)
    }

    @Test("Every example, character for character")
    func examples() throws {
        var seen: Set<String> = []
        for example in try WorkedExamples.group("compensation") {
            let id = try #require(example["id"] as? String)
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try #require(example["expected"] as? [String: Any])
            seen.insert(id)
            switch id {
            case "heze-2014": try heze(inputs, expected)
            case "yellow-river-lu-yu": try yellowRiver(inputs, expected)
            default: Issue.record("no check for the example \(id)")
            }
        }
        #expect(seen == ["heze-2014", "yellow-river-lu-yu"])
    }

    private func heze(_ inputs: [String: Any], _ expected: [String: Any]) throws {
        let rows = try inputs.flatMap { item, value in
            CompensationTests.months("S", 2014, item, try #require(text(value)), [4, 5, 6])
        }
        let ledger = try CompensationTests.scheme("heze-2014").settle(
            [try CompensationTests.section("S")], readings: try CompensationTests.readings(rows),
            period: try Period(parsing: "2014Q2"))
        let county = try #require(ledger.balances.first { $0.unit == "甲县" })
        #expect(county.net.description == text(expected["amount_wan_yuan"]))
    }

    /// Values that have the example's class, and an index that changes by its points.
    private func yellowRiver(_ inputs: [String: Any], _ expected: [String: Any]) throws {
        #expect(inputs["class_target"] as? String == "III")
        let target = try #require(WaterClass(parsing: text(inputs["class_year"]) ?? ""))
        let points = try #require(text(inputs["index_change_points"]).flatMap(Int.init))
        var rows: [(String, String, String, String)] = []
        for item in ["COD", "NH3N", "TP"] {
            let code = ParameterCode(item)
            let limit = try #require(SurfaceWaterStandard.gb3838.item(code)?.limit(target))
            // The limit of the class now, and a value before that it is so many per cent of.
            let before = (ExactNumber(limit) * ExactNumber(100) / ExactNumber(100 + points))
                .rounded(toDecimals: 12)
            rows += CompensationTests.months("刘庄", 2022, item, limit.description)
            rows += CompensationTests.months("刘庄", 2021, item, before.description)
        }
        let section = CompensationSection(
            id: "刘庄", upstream: ["Henan"], downstream: ["Shandong"])
        let ledger = try CompensationTests.scheme("yellow-river-2021").settle(
            [section], readings: try CompensationTests.readings(rows),
            period: try Period(parsing: "2022"))
        let payments = ledger.entries.map(\.payment)
        #expect(payments[0]?.amount.description == text(expected["basic_wan_yuan"]))
        #expect(payments[1]?.amount.description == text(expected["change_wan_yuan"]))
        #expect(text(expected["payer"]) == "downstream (Shandong) pays upstream (Henan)")
        for payment in payments {
            #expect(payment?.payer == "Shandong" && payment?.payee == "Henan")
        }
    }
}
