import Readings
import Testing

@testable import QualityStandards

@Suite("Sea water")
struct SeaTests {
    static let standard = SeaStandard.gb3097

    struct Worked: Sendable {
        let values: [String: String]
        let seaClass: SeaClass
        let limiting: String
        let exceeding: String
    }

    static let worked: [Worked] = [
        Worked(
            values: ["DO": "6.8", "COD": "1.2", "DIN": "0.18", "DIP": "0.012", "OIL": "0.02"],
            seaClass: .first, limiting: "", exceeding: ""),
        // 0.41/0.30 − 1 = 0.3667, 0.031/0.030 − 1 = 0.0333.
        Worked(
            values: ["DO": "6.1", "COD": "1.9", "DIN": "0.41", "DIP": "0.031", "OIL": "0.04"],
            seaClass: .fourth, limiting: "DIN;DIP", exceeding: "DIN(0.37);DIP(0.03)"),
        // Oxygen on the limit of class 1 is not above it.
        Worked(
            values: ["DO": "6.0", "COD": "2.0", "DIN": "0.20", "DIP": "0.015", "OIL": "0.05"],
            seaClass: .second, limiting: "DO", exceeding: ""),
        Worked(
            values: ["DO": "3", "PH": "8.9"], seaClass: .inferior, limiting: "PH;DO",
            exceeding: "DO;PH"),
        Worked(
            values: ["PH": "7.0", "DO": "7"], seaClass: .third, limiting: "PH", exceeding: "PH"),
        // The fourth class has no limit of coliforms of its own.
        Worked(
            values: ["FC": "2001"], seaClass: .fourth, limiting: "FC", exceeding: "FC(0.00)"),
        Worked(values: ["FC": "2000"], seaClass: .first, limiting: "", exceeding: ""),
    ]

    @Test("Class, limiting and exceeding items as worked by hand", arguments: worked)
    func assesses(_ worked: Worked) throws {
        let result = Self.standard.assess(
            sample: try SectionAssessmentTests.sample(worked.values))
        #expect(result.seaClass == worked.seaClass)
        #expect(result.limitingText == worked.limiting)
        #expect(result.exceedingText == worked.exceeding)
        #expect(result.edition == "GB3097-1997" && result.notes.isEmpty)
    }

    @Test("Inorganic nitrogen is the sum of its parts, where all were measured and it was not")
    func nitrogen() throws {
        func value(_ values: [String: String]) throws -> String? {
            let result = Self.standard.assess(sample: try SectionAssessmentTests.sample(values))
            return result.items.first { $0.parameter.name == "DIN" }?.value.description
        }
        let parts = ["NO3N": "0.20", "NO2N": "0.01L", "NH3N": "0.05"]
        #expect(try value(parts) == "0.255")
        #expect(try value(parts.merging(["DIN": "0.4"]) { $1 }) == "0.4")
        #expect(try value(["NO3N": "0.20", "NH3N": "0.05"]) == nil)
    }

    @Test("Several samples are judged by their means, one as it stands")
    func period() throws {
        let rows = [("2026-05-02", "0.35"), ("2026-05-20", "0.10L"), ("2026-06-01", "9")]
        let series = [ParameterCode("DIN"): try SectionSamplesTests.readings(rows)]
        let may = Self.standard.assess(series, in: try Period(parsing: "2026-05"))
        // (0.35 + 0.05)/2 = 0.20: class 1.
        #expect(may.samples == 2 && may.assessment.seaClass == .first)
        let june = Self.standard.assess(series, in: try Period(parsing: "2026-06"))
        #expect(june.samples == 1 && june.assessment.seaClass == .inferior)
        let july = Self.standard.assess(series, in: try Period(parsing: "2026-07"))
        #expect(july.samples == 0 && july.assessment.notes == [.nothingToJudge])
    }

    @Test("Columns are known by the codes and by the names of the items")
    func headings() {
        let headings = Self.standard.headings
        for (heading, code) in [
            ("DIN", "DIN"), ("无机氮", "DIN"), ("活性磷酸盐", "DIP"), ("硝酸盐氮", "NO3N"), ("NO2N", "NO2N"),
        ] {
            #expect(headings[heading] == ParameterCode(code))
        }
    }

    @Test("Shares of good water by points and by area")
    func shares() {
        let classes: [SeaClass] = [.first, .second, .third, .inferior]
        let one = ExactNumber(1)
        let byPoints = SeaClassShares(classes.map { ($0, one) })
        #expect(byPoints.goodShare?.description == "50.0")
        #expect(byPoints.inferiorShare?.description == "25.0")
        let areas = [70, 10, 10, 10].map { ExactNumber($0) }
        let byArea = SeaClassShares(zip(classes, areas).map { ($0, $1) })
        #expect(byArea.goodShare?.description == "80.0" && byArea.points == 4)
        #expect(SeaClassShares([]).goodShare == nil)
    }

    @Test(
        "A class of the sea is read in every form",
        arguments: [
            ("一类", SeaClass.first), ("第二类", .second), ("Ⅲ类", .third), ("4", .fourth),
            ("劣四类", .inferior), ("劣于第四类", .inferior), ("劣Ⅳ类", .inferior),
        ])
    func reads(text: String, expected: SeaClass) {
        #expect(SeaClass(parsing: text) == expected)
    }

    @Test("Other text is no class of the sea", arguments: ["五类", "劣三类", "", "优"])
    func refuses(text: String) { #expect(SeaClass(parsing: text) == nil) }

    @Test("A user's file replaces items; a wrong direction is said with its place")
    func file() throws {
        let text = """
            {"editions": [{"edition": "own", "from": "2027-01-01", "items": [
              {"code": "DIN", "limits": ["0.1", "0.2", "0.3", "0.4"]}]}]}
            """
        let own = try #require(try SeaStandard.editions(parsing: text, file: "s.json").first)
        #expect(own.classify(ParameterCode("DIN"), ExactNumber(2, over: 10)) == .second)
        #expect(own.classify(ParameterCode("COD"), ExactNumber(2)) == .first)
        #expect {
            try SeaStandard.editions(
                parsing: text.replacing("\"limits\"", with: "\"direction\": \"up\", \"limits\""),
                file: "s.json")
        } throws: { error in
            let fault = error as? StandardError
            return fault?.description
                == "s.json, line 2, editions[0].items[0].direction: found \"up\", expected one of atMost, atLeast, above. Correct the file."
                && fault?.descriptionInChinese
                    == "s.json第2行,editions[0].items[0].direction:此处为\"up\",应为atMost, atLeast, above之一。请更正文件。"
        }
    }
}
