import Foundation
import Readings
import TestSupport
import Testing

/// The worked examples of the standards folder beside the real test data, where it is.
@Suite("Worked examples of the standards: values and statistics")
struct WorkedExamplesTests {
    static let file = WorkedExamples.file

    static let isMandatory = mustRunEverything

    static func examples(_ group: String) throws -> [[String: Any]] {
        try WorkedExamples.group(group)
    }

    @Test(
        "Every heading of the standards' list is known, and means what the list says",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func headings() throws {
        let url = try #require(Self.file).deletingLastPathComponent()
            .appending(path: "column_aliases.json")
        let whole = try JSONSerialization.jsonObject(with: try Data(contentsOf: url))
        let list = try #require(whole as? [String: Any])
        let columns: [String: PlaceColumn] = [
            "CATEGORY": .category, "CLASS": .category, "TARGET": .target, "PRIMARY": .primary,
            "CODE": .code, "NAME": .name, "LON": .longitude, "LAT": .latitude, "CITY": .city,
            "COUNTY": .county, "BASIN": .basin, "RIVER": .river, "TIME": .time,
        ]
        var count = 0
        for group in ["air", "water", "place"] {
            for (code, headings) in try #require(list[group] as? [String: [String]]) {
                for heading in headings {
                    count += 1
                    let meaning = ParameterAliases.standard.meaning(of: heading)
                    if let column = columns[code] {
                        #expect(meaning == .place(column), "\(heading)")
                    } else {
                        let found = ParameterAliases.standard.code(for: heading)
                        #expect(found == ParameterCode(code), "\(heading)")
                    }
                }
            }
        }
        #expect(count > 100)
    }

    @Test(
        "Rounding, group gbt8170",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func rounding() throws {
        for example in try Self.examples("gbt8170") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let value = try DecimalValue(parsing: try #require(inputs["value"] as? String))
            let rounded = value.rounded(toDecimals: try #require(inputs["decimals"] as? Int))
            #expect(rounded.description == example["expected"] as? String)
        }
    }

    @Test(
        "Cells, group reading",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func readings() throws {
        for example in try Self.examples("reading") {
            let text = try #require(example["inputs"] as? String)
            let expected = try #require(example["expected"] as? [String: Any])
            let value = try? ReadingValue(parsing: text)
            let kind =
                value.map { $0.isMissing ? "missing" : $0.isBelowDetection ? "below" : "value" }
                ?? "invalid"
            #expect(kind == expected["kind"] as? String, "\(text)")
            #expect(value?.valueForMean?.description == expected["value"] as? String, "\(text)")
            #expect(
                value?.detectionLimit?.description == expected["limit"] as? String, "\(text)")
        }
    }

    @Test(
        "Percentiles, group percentile",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func percentiles() throws {
        for example in try Self.examples("percentile") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let texts =
                inputs["values"] as? [String] ?? (0..<365).map { String($0 * 37 % 365 + 1) }
            let values = try texts.map { ExactNumber(try DecimalValue(parsing: $0)) }
            let statistic = PeriodStatistic.percentile(try #require(inputs["p"] as? Int))
            #expect(
                statistic.value(of: values)?.rounded(toDecimals: 4).description
                    == example["expected"] as? String)
        }
    }
}
