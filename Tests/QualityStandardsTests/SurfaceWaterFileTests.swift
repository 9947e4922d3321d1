import Readings
import Testing

@testable import QualityStandards

@Suite("Files of surface-water standards")
struct SurfaceWaterFileTests {
    static let own = """
        {
          "editions": [
            {
              "edition": "本市2027",
              "from": "2027-01-01",
              "evaluation": {"samples": {"quarter": 3}, "shares": {"sections": 6}},
              "items": [
                {"code": "TP", "isEvaluated": true, "limits": ["0.01", 0.05, "0.1", "0.2", "0.3"]}
              ]
            }
          ]
        }
        """

    @Test("What a file leaves out stays as in GB 3838")
    func partial() throws {
        let editions = try SurfaceWaterStandard.editions(parsing: Self.own, file: "own.json")
        let standard = try #require(editions.first)
        #expect(standard.edition == "本市2027" && standard.items.count == 24)
        #expect(standard.classify(.totalPhosphorus, ExactNumber(1, over: 10)) == .iii)
        #expect(standard.classify(.totalPhosphorus, ExactNumber(1, over: 10), body: .lake) == .iii)
        #expect(standard.classify(.ammonia, ExactNumber(1)) == .iii)
        #expect(standard.evaluation.samplesInQuarter == 3)
        #expect(standard.evaluation.sectionsForShares == 6)
        #expect(standard.evaluation.monthsInYear == 12)
        #expect(standard.cityIndex == SurfaceWaterStandard.gb3838.cityIndex)
        #expect(standard.statements.contains { !$0.isDefault })
    }

    static let faults: [(String, String, String, String)] = [
        (
            "\"0.2\", \"0.3\"", "\"0.2\"",
            "own.json, line 8, editions[0].items[0].limits: found […], expected 5 numbers, one a class, never falling. Correct the file.",
            "own.json第8行,editions[0].items[0].limits:此处为[…],应为每类一个,共5个数,不得递减。请更正文件。"
        ),
        (
            "\"quarter\": 3", "\"quarters\": 3",
            "own.json, line 6, editions[0].evaluation.samples.quarters: this key is not known. Known here: quarter, monthsInYear, monthsWithIce. Correct or delete it.",
            "own.json第6行,editions[0].evaluation.samples.quarters:无法识别的键。可用:quarter、monthsInYear、monthsWithIce。请更正或删除。"
        ),
        (
            "\"edition\": \"本市2027\",", "",
            "own.json, line 3, editions[0]: the key \"edition\" is missing. Add it.",
            "own.json第3行,editions[0]:缺少键“edition”。请补充。"
        ),
        (
            "\"sections\": 6", "\"sections\": 0",
            "own.json, line 6, editions[0].evaluation.shares.sections: found 0, expected a whole number from 1 to 1000. Correct the file.",
            "own.json第6行,editions[0].evaluation.shares.sections:此处为0,应为1至1000之间的整数。请更正文件。"
        ),
    ]

    @Test("What is wrong is said with line and key", arguments: faults)
    func wrong(old: String, new: String, english: String, chinese: String) {
        #expect(Self.own.contains(old))
        let text = Self.own.replacing(old, with: new)
        #expect {
            try SurfaceWaterStandard.editions(parsing: text, file: "own.json")
        } throws: { error in
            let fault = error as? StandardError
            return fault?.description == english && fault?.descriptionInChinese == chinese
        }
    }

    @Test("Editions are found by name and by day")
    func editions() throws {
        #expect(try SurfaceWaterStandard.edition(named: "gb 3838-2002").edition == "GB3838-2002")
        #expect {
            try SurfaceWaterStandard.edition(named: "GB3838-1988")
        } throws: {
            ($0 as? StandardError) == .unknownEdition("GB3838-1988", known: ["GB3838-2002"])
        }
        let own = try SurfaceWaterStandard.editions(parsing: Self.own, file: "own.json")
        let all = SurfaceWaterStandard.editions + own
        let day = try TimeStamp(parsing: "2026-12-31").day
        #expect(SurfaceWaterStandard.edition(inForceOn: day, among: all).edition == "GB3838-2002")
        #expect(
            SurfaceWaterStandard.edition(inForceOn: day.advanced(by: 1), among: all).edition
                == "本市2027")
    }
}
