import QualityStandards
import Readings
import Testing

@Suite("Files of compensation schemes")
struct CompensationSchemeTests {
    /// A scheme with every kind of term.
    static let text = """
        {
          "edition": "own",
          "from": "2026-01-01", "to": "2026-12-31",
          "decimals": 2,
          "fund": "市财政",
          "parameters": {
            "rate": {"title": "rate", "titleInChinese": "单价", "least": 1, "most": 9},
            "points": {"values": ["pro-rata", "whole"], "default": "whole"}
          },
          "terms": [
            {"name": "steps", "kind": "class", "every": "month", "base": "target",
              "better": {"payer": "downstream", "payee": "upstream", "amount": "$rate"}},
            {"name": "change", "kind": "change", "every": "month", "items": ["COD"], "of": "item",
              "points": "$points",
              "worse": {"payer": "upstream", "payee": "fund", "amount": 2.5, "most": 50}},
            {"name": "mg", "kind": "concentration", "every": "quarter",
              "items": {"COD": {"base": 30, "amount": 2}},
              "better": {"payer": "fund", "payee": "upstream"}},
            {"name": "bands", "kind": "bands", "every": "month", "items": ["COD"], "from": 0.1,
              "bands": [{"upTo": 0.5, "amount": 10}, {"upTo": 1.0, "amount": 25}, {"amount": 50}],
              "worse": {"payer": "upstream", "payee": "fund"}},
            {"name": "fixed", "kind": "fixed", "every": "year", "types": ["饮用水"],
              "when": {"attains": true}, "inflow": "exempt",
              "unmet": {"payer": "upstream", "payee": "downstream", "amount": 400}}
          ]
        }
        """

    @Test("A scheme is read with every kind of term")
    func read() throws {
        let scheme = try CompensationScheme(parsing: Self.text, file: "own.json")
        #expect(scheme.edition == "own" && scheme.title == "own" && scheme.currency == "万元")
        #expect(scheme.validFrom?.description == "2026-01-01")
        #expect(scheme.decimals == 2 && scheme.fund == "市财政" && scheme.needsComparison)
        #expect(scheme.terms.map(\.name) == ["steps", "change", "mg", "bands", "fixed"])
        #expect(scheme.parameters.map(\.name) == ["rate", "points"])
        #expect(scheme.parameters[1].standard == .word("whole"))
        guard case .classSteps(.target, [], let better?, nil) = scheme.terms[0].rule else {
            Issue.record("steps became \(scheme.terms[0].rule)")
            return
        }
        #expect(better.payer == .downstream && better.rate == .parameter("rate"))
        guard
            case .change([.chemicalOxygenDemand], false, .parameter("points"), nil, let worse?) =
                scheme.terms[1].rule
        else {
            Issue.record("change became \(scheme.terms[1].rule)")
            return
        }
        #expect(worse.rate == .number(DecimalValue(mantissa: 25, decimals: 1)))
        #expect(worse.most == .number(DecimalValue(mantissa: 50)))
        #expect(scheme.terms[4].types == ["饮用水"] && scheme.terms[4].exemptsBadInflow)
    }

    @Test(
        "Every file of the repository is read",
        arguments: [
            "heze-2014", "shandong-2019", "shandong-counties-2021", "yellow-river-2021", "zhoukou",
        ])
    func examples(name: String) throws {
        let scheme = try CompensationTests.scheme(name)
        #expect(scheme.edition == name && !scheme.source.isEmpty && !scheme.status.isEmpty)
        #expect(scheme.statusInChinese != scheme.status)
        #expect(scheme.titleInChinese != scheme.title && scheme.currency == "万元")
        #expect(scheme.terms.allSatisfy { $0.titleInChinese != $0.title })
    }

    /// What is written instead of what, and the two messages.
    static let faults: [(String, String, String, String)] = [
        (
            "\"decimals\": 2,", "",
            "own.json, line 1: the key \"decimals\" is missing. Add it.",
            "own.json第1行:缺少键“decimals”。请补充。"
        ),
        (
            "\"edition\": \"own\"", "\"edition\": \"\"",
            "own.json, line 2, edition: found \"\", expected a name. Correct the file.",
            "own.json第2行,edition:此处为\"\",应为名称。请更正文件。"
        ),
        (
            "\"kind\": \"bands\"", "\"kind\": \"band\"",
            "own.json, line 19, terms[3].kind: found \"band\", expected one of class, change, concentration, bands, fixed. Correct the file.",
            "own.json第19行,terms[3].kind:此处为\"band\",应为class、change、concentration、bands、fixed之一。请更正文件。"
        ),
        (
            "\"$rate\"", "\"$price\"",
            "own.json, line 12, terms[0].better.amount: found \"$price\", expected a number or a parameter that is a number. Correct the file.",
            "own.json第12行,terms[0].better.amount:此处为\"$price\",应为数值或数值型参数。请更正文件。"
        ),
        (
            "\"points\": \"$points\"", "\"points\": \"half\"",
            "own.json, line 14, terms[1].points: found \"half\", expected one of pro-rata, whole. Correct the file.",
            "own.json第14行,terms[1].points:此处为\"half\",应为pro-rata、whole之一。请更正文件。"
        ),
        (
            "{\"upTo\": 1.0", "{\"upTo\": 0.4",
            "own.json, line 20, terms[3].bands: found […], expected bands with rising upTo, the last without one. Correct the file.",
            "own.json第20行,terms[3].bands:此处为[…],应为upTo递增的档次,最后一档不写upTo。请更正文件。"
        ),
        (
            "\"fund\": \"市财政\",", "",
            "own.json, line 15, terms[1].worse.payee: found \"fund\", expected one of upstream, downstream. Correct the file.",
            "own.json第15行,terms[1].worse.payee:此处为\"fund\",应为upstream、downstream之一。请更正文件。"
        ),
        (
            "\"payee\": \"fund\", \"amount\": 2.5", "\"payee\": \"upstream\", \"amount\": 2.5",
            "own.json, line 15, terms[1].worse.payee: found \"upstream\", expected another party than the payer. Correct the file.",
            "own.json第15行,terms[1].worse.payee:此处为\"upstream\",应为与付款方不同的一方。请更正文件。"
        ),
        (
            "\"name\": \"mg\"", "\"name\": \"steps\"",
            "own.json, line 16, terms[2].name: found \"steps\", expected a name that no other term has. Correct the file.",
            "own.json第16行,terms[2].name:此处为\"steps\",应为与其他条款不同的名称。请更正文件。"
        ),
        (
            "{\"attains\": true}", "{\"attained\": true}",
            "own.json, line 23, terms[4].when.attained: this key is not known. Known here: attains, classAtMost, classWorseThan, attainedShareAbove. Correct or delete it.",
            "own.json第23行,terms[4].when.attained:无法识别的键。可用:attains、classAtMost、classWorseThan、attainedShareAbove。请更正或删除。"
        ),
        (
            "\"default\": \"whole\"", "\"default\": \"half\"",
            "own.json, line 8, parameters.points.default: found \"half\", expected one of pro-rata, whole. Correct the file.",
            "own.json第8行,parameters.points.default:此处为\"half\",应为pro-rata、whole之一。请更正文件。"
        ),
        (
            "\"base\": \"target\"", "\"base\": \"VI\"",
            "own.json, line 11, terms[0].base: found \"VI\", expected a class such as III. Correct the file.",
            "own.json第11行,terms[0].base:此处为\"VI\",应为水质类别,如Ⅲ。请更正文件。"
        ),
    ]

    @Test("A fault is told with line, key, what was found and what was expected", arguments: faults)
    func fault(old: String, new: String, en: String, zh: String) throws {
        let text = Self.text.replacing(old, with: new)
        #expect(text != Self.text)
        let error = try #require(throws: StandardError.self) {
            try CompensationScheme(parsing: text, file: "own.json")
        }
        #expect(error.description == en)
        #expect(error.descriptionInChinese == zh)
    }

    @Test(
        "An item that no reading can have is refused, and so is pH among exceedance multiples",
        arguments: ["NH3-N", "XYZ", "PH"])
    func items(name: String) {
        let text = Self.text.replacing(
            "\"bands\", \"every\": \"month\", \"items\": [\"COD\"]",
            with: "\"bands\", \"every\": \"month\", \"items\": [\"\(name)\"]")
        #expect(throws: StandardError.self) {
            try CompensationScheme(parsing: text, file: "own.json")
        }
    }

    @Test("Cutting a file anywhere is an error, never a trap")
    func cut() {
        for length in stride(from: 0, to: Self.text.count - 1, by: 11) {
            #expect(throws: StandardError.self) {
                try CompensationScheme(parsing: String(Self.text.prefix(length)), file: "x")
            }
        }
    }
}
