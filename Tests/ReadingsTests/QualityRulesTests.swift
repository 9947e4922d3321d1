import Foundation
import Readings
import Testing

@Suite("Rules for checks of quality")
struct QualityRulesTests {
    static let minimal = """
        {"edition": "X", "date": "2026-01-02",
         "constantRun": {"length": {"hour": 6}},
         "spike": {"factor": "5", "minimumPairs": 10},
         "neighbours": {"count": 4, "minimumCount": 2, "withinMetres": 9000, "factor": "4.5",
                        "minimumPairs": 10},
         "order": {"pairs": [["PM2.5", "PM10"]]},
         "reference": {"relativeTolerance": "0.2", "minimumPairsADay": {"hour": 20}},
         "parameters": {"PM2_5": {"unit": "mg/m3", "maximum": "0.5"}}}
        """

    private static func parse(_ text: String) throws(ReadingError) -> QualityRules {
        try QualityRules(parsing: Array(text.utf8), file: "own.json")
    }

    @Test("The embedded rules have an edition, a date, a meaning for every check, and ranges")
    func embedded() {
        let rules = QualityRules.standard
        #expect(rules.edition == "BasinGrid-QC-1" && rules.date.description == "2026-11-22")
        #expect(rules.status.contains("Practice"))
        for check in ["zero", "range", "constantRun", "spike", "neighbours", "order", "reference"] {
            #expect(rules.meanings[check]?.isEmpty == false, "\(check)")
        }
        for parameter in ParameterCode.airItems {
            #expect(rules.parameters[parameter]?.zeroIsSuspect == true)
            #expect(rules.parameters[parameter]?.maximum != nil)
            #expect(rules.parameters[parameter]?.tolerance != nil)
        }
    }

    @Test("A user's file replaces them, and its bounds are converted from its unit")
    func own() throws {
        let rules = try Self.parse(Self.minimal)
        #expect(rules.edition == "X" && rules.status.isEmpty && rules.meanings.isEmpty)
        #expect(rules.parameters.count == 1)
        #expect(rules.parameters[.pm25]?.maximum == DecimalValue(mantissa: 500))
        #expect(rules.neighbours.withinMetres == 9000 && rules.neighbours.count == 4)
        #expect(rules.neighbours.deviation.factor.description == "4.5")
        #expect(rules.order == [QualityRules.Order(part: .pm25, whole: .pm10)])
        #expect(rules.constantRun == [.hour: 6])
    }

    @Test(
        "A file that is wrong says where, what stands there and what should",
        arguments: [
            (
                "\"edition\": \"X\", ", "",
                "own.json, edition: the key is missing, expected a value."
            ),
            ("\"5\"", "5.5", "own.json, spike.factor: found 5.5, expected a decimal as text"),
            ("\"5\"", "\"0\"", "own.json, spike.factor: found \"0\", expected a decimal above 0"),
            (
                "\"hour\": 6", "\"hours\": 6",
                "constantRun.length.hours: the key is not known, expected one of hour, 4h, day"
            ),
            (
                "\"hour\": 6", "\"hour\": 1",
                "constantRun.length.hour: found 1, expected a number of at least 2"
            ),
            (
                "mg/m3", "mg/L/s",
                "parameters.PM2_5.unit: found \"mg/L/s\", expected a unit that converts to µg/m³"
            ),
            (
                "\"maximum\"", "\"minimum\": \"1\", \"maximum\"",
                "parameters.PM2_5.maximum: found \"0.5\", expected a number of at least 1000"
            ),
            (
                ", \"PM10\"", "",
                "order.pairs.1: found [1], expected two parameters, the part and the whole"
            ),
            ("\"2026-01-02\"", "2026", "date: found 2026, expected a date such as"),
            ("{\"edition\"", "\"edition\"", "own.json: the file is not JSON, expected an object"),
        ])
    func wrong(text: String, by: String, message: String) {
        let error = #expect(throws: ReadingError.self) {
            try Self.parse(Self.minimal.replacingOccurrences(of: text, with: by))
        }
        let description = error?.description ?? ""
        #expect(description.contains(message), "\(description)")
        #expect(description.hasSuffix("Correct the file of rules."))
    }

    @Test("The message in Chinese")
    func chinese() {
        let error = #expect(throws: ReadingError.self) {
            try Self.parse(Self.minimal.replacingOccurrences(of: "\"count\": 4,", with: ""))
        }
        #expect(
            error?.descriptionInChinese
                == "own.json,neighbours.count:缺少该键,应为一个值。请更正规则文件。")
    }
}
