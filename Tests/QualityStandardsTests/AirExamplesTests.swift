import Foundation
import QualityStandards
import Readings
import TestSupport
import Testing

/// The worked examples of the standards folder: air, character for character.
@Suite(
    "Worked examples of the standards: air",
    .enabled(
        if: WorkedExamplesTests.file != nil || WorkedExamplesTests.isMandatory,
        "the standards folder is not here"))
struct AirExamplesTests {
    static func number(_ value: Any?) throws -> ExactNumber {
        ExactNumber(try DecimalValue(parsing: try #require(value as? String)))
    }

    static func raw(_ group: String) throws -> [[String: Any]] {
        try WorkedExamples.group(group)
    }

    static func index(_ inputs: [String: Any]) throws -> AirIndexStandard {
        try #require(
            AirIndexStandard.editions.first { $0.edition == inputs["edition"] as? String })
    }

    @Test("Indices of items")
    func items() throws {
        let examples = try Self.raw("iaqi")
        #expect(examples.count == 50)
        for example in examples {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let code = try #require(inputs["item"] as? String)
            let item = try #require(AirIndexItem(code))
            let part = try Self.index(inputs).index(
                of: item, at: Self.number(inputs["concentration"]))
            #expect(try #require(part).value == example["expected"] as? Int, "\(example)")
        }
    }

    @Test("Indices of days")
    func days() throws {
        let examples = try Self.raw("aqi")
        #expect(examples.count == 6)
        for example in examples {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let texts = try #require(inputs["items"] as? [String: Any])
            var concentrations: [AirIndexItem: ExactNumber] = [:]
            for (code, text) in texts where !(text is NSNull) {
                concentrations[try #require(AirIndexItem(code))] = try Self.number(text)
            }
            let found = try Self.index(inputs).dailyIndex(concentrations)
            let expected = try #require(example["expected"] as? [String: Any])
            #expect(found.value == expected["aqi"] as? Int, "\(example)")
            #expect(found.level?.categoryInChinese == expected["category"] as? String)
            let primary = (expected["primary"] as? [String] ?? []).compactMap { AirIndexItem($0) }
            #expect(Set(found.primary) == Set(primary), "\(example)")
            let parts = try #require(expected["iaqi"] as? [String: Int])
            #expect(found.items.count == parts.count)
            for (code, value) in parts {
                let part = found.items.first { $0.item == AirIndexItem(code) }
                #expect(part?.value == value, "\(code) of \(example)")
            }
        }
    }

    @Test("Percentiles")
    func percentiles() throws {
        let examples = try Self.raw("percentile")
        #expect(examples.count == 6)
        for example in examples {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let values =
                try (inputs["values"] as? [String])?.map { try Self.number($0) }
                ?? (0..<365).map { ExactNumber($0 * 37 % 365 + 1) }
            let percent = try #require(inputs["p"] as? Int)
            let found = PeriodStatistic.percentile(percent).value(of: values.reversed())
            #expect(
                found?.rounded(toDecimals: 4).description == example["expected"] as? String,
                "\(example)")
        }
    }

    @Test("The composite index and its parts")
    func composite() throws {
        let examples = try Self.raw("composite")
        #expect(examples.count == 3)
        for example in examples {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try #require(example["expected"] as? [String: Any])
            let standard = try #require(
                AirStandard.editions.first { $0.edition == inputs["edition"] as? String })
            let found = CompositeIndex(
                [
                    .so2: try Self.number(inputs["SO2"]), .no2: try Self.number(inputs["NO2"]),
                    .pm10: try Self.number(inputs["PM10"]),
                    .pm25: try Self.number(inputs["PM2_5"]),
                    .co: try Self.number(inputs["CO_p95"]),
                    .o3EightHours: try Self.number(inputs["O3_8h_p90"]),
                ], by: standard)
            #expect(
                found.value?.rounded(toDecimals: 4).description
                    == expected["index_4dp"] as? String)
            #expect(found.published?.description == expected["index_2dp"] as? String)
            let parts = try #require(expected["parts_4dp"] as? [String: String])
            #expect(found.parts.count == parts.count)
            for part in found.parts {
                let name = part.parameter == .o3EightHours ? "O3" : part.parameter.name
                #expect(
                    part.value?.rounded(toDecimals: 4).description
                        == parts[name.replacingOccurrences(of: ".", with: "_")], "\(example)")
            }
        }
    }

    @Test("Ranks, rates and rounding")
    func others() throws {
        for example in try Self.raw("ranking") {
            let inputs = try #require(example["inputs"] as? [String: [String]])
            let values = try #require(inputs["index"]).map { try DecimalValue(parsing: $0) }
            #expect(competitionRanks(of: values) == example["expected"] as? [Int])
        }
        let changes = try Self.raw("rates").filter { $0["id"] as? String == "yoy-concentration" }
        for example in changes {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let change = Change.percent(
                now: try Self.number(inputs["now"]), before: try Self.number(inputs["before"]),
                decimals: 1)
            #expect(
                change?.value.description
                    == (example["expected"] as? [String: String])?["change_percent_1dp"])
        }
        for example in try Self.raw("gbt8170") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let decimals = try #require(inputs["decimals"] as? Int)
            #expect(
                try Self.number(inputs["value"]).rounded(toDecimals: decimals).description
                    == example["expected"] as? String, "\(example)")
        }
    }
}
