import QualityStandards
import Readings
import TestSupport
import Testing

@Suite("Rules of alerts")
struct AlertRuleSetTests {
    @Test("The embedded rules are read, and say that they are not confirmed")
    func embedded() {
        let rules = AlertRuleSet.standard
        #expect(rules.edition == "alerts-2026")
        #expect(
            rules.rules.map(\.name) == [
                "air-hour", "air-particles", "air-day", "air-rise", "air-others", "water-limit",
                "water-change",
            ])
        #expect(rules.status.contains("no published document confirms"))
        #expect(rules.statusInChinese.contains("没有公开文件证实"))
        #expect(rules.rules.allSatisfy { $0.title != $0.titleInChinese && !$0.items.isEmpty })
        // Every limit that the embedded rules name exists in every edition.
        for rule in rules.rules {
            guard case .exceeds(.air(let averaging)) = rule.test else { continue }
            for edition in AirStandard.editions {
                for item in rule.items {
                    let limit =
                        averaging == .day
                        ? edition.dailyLimit(item) : edition.limit(item, averaging)
                    #expect(limit != nil, "\(rule.name) \(item) \(edition.edition)")
                }
            }
        }
    }

    static let text = """
        {
          "edition": "own",
          "rules": [
            {"name": "a", "medium": "air", "every": "hour", "items": ["PM2.5"], "kind": "exceeds",
              "limit": {"air": "24h"}, "readings": 2},
            {"name": "b", "medium": "water", "items": ["COD"], "kind": "changes", "factor": 2,
              "window": 3, "least": {"COD": 10}}
          ]
        }
        """

    /// What is written instead of what, and the two messages.
    static let faults: [(String, String, String, String)] = [
        (
            "\"air\", \"every\"", "\"sea\", \"every\"",
            "own.json, line 4, rules[0].medium: found \"sea\", expected one of air, water. Correct the file.",
            "own.json第4行,rules[0].medium:此处为\"sea\",应为air、water之一。请更正文件。"
        ),
        (
            "\"every\": \"hour\"", "\"every\": \"minute\"",
            "own.json, line 4, rules[0].every: found \"minute\", expected one of hour, 4h, day, month. Correct the file.",
            "own.json第4行,rules[0].every:此处为\"minute\",应为hour、4h、day、month之一。请更正文件。"
        ),
        (
            "[\"PM2.5\"]", "[\"COD\"]",
            "own.json, line 4, rules[0].items[0]: found \"COD\", expected one of SO2, NO2, CO, O3, O3_8h, PM10, PM2.5. Correct the file.",
            "own.json第4行,rules[0].items[0]:此处为\"COD\",应为SO2, NO2, CO, O3, O3_8h, PM10, PM2.5之一。请更正文件。"
        ),
        (
            "\"factor\": 2", "\"factor\": 1",
            "own.json, line 6, rules[1].factor: found 1, expected a number above 1. Correct the file.",
            "own.json第6行,rules[1].factor:此处为1,应为大于1的数值。请更正文件。"
        ),
        (
            "\"window\": 3", "\"windows\": 3",
            "own.json, line 7, rules[1].windows: this key is not known. Known here: name, title, titleInChinese, medium, items, every, kind, readings, gap, within, days, factor, window, least. Correct or delete it.",
            "own.json第7行,rules[1].windows:无法识别的键。可用:name、title、titleInChinese、medium、items、every、kind、readings、gap、within、days、factor、window、least。请更正或删除。"
        ),
        (
            "{\"air\": \"24h\"}", "{\"class\": \"劣V\"}",
            "own.json, line 5, rules[0].limit.class: found \"劣V\", expected a class from I to V. Correct the file.",
            "own.json第5行,rules[0].limit.class:此处为\"劣V\",应为Ⅰ至Ⅴ类之一。请更正文件。"
        ),
        (
            "\"name\": \"b\"", "\"name\": \"a\"",
            "own.json, line 6, rules[1].name: found \"a\", expected a name that no other rule has. Correct the file.",
            "own.json第6行,rules[1].name:此处为\"a\",应为与其他规则不同的名称。请更正文件。"
        ),
    ]

    @Test("A fault is told with line, key, what was found and what was expected", arguments: faults)
    func fault(old: String, new: String, en: String, zh: String) throws {
        let text = Self.text.replacing(old, with: new)
        #expect(text != Self.text)
        let error = try #require(throws: StandardError.self) {
            try AlertRuleSet(parsing: text, file: "own.json")
        }
        #expect(error.description == en)
        #expect(error.descriptionInChinese == zh)
    }

    @Test("Cutting a file anywhere is an error, never a trap")
    func cut() {
        for length in stride(from: 0, to: Self.text.count - 1, by: 9) {
            #expect(throws: StandardError.self) {
                try AlertRuleSet(parsing: String(Self.text.prefix(length)), file: "x")
            }
        }
    }

    // MARK: - Against a literal search

    /// Three stations of whole numbers, some hours missing.
    private static func values(_ random: inout SeededRandom) -> [String: [Int?]] {
        var values: [String: [Int?]] = [:]
        for site in ["A", "B", "C"] {
            var level = 50
            values[site] = (0..<40).map { _ in
                if Int.random(in: 0..<6, using: &random) == 0 {
                    level = .random(in: 10...200, using: &random)
                }
                let isMissing = Int.random(in: 0..<10, using: &random) == 0
                return isMissing ? nil : level + .random(in: 0...10, using: &random)
            }
        }
        return values
    }

    /// Whether the hour passes: above 100, twice the mean of the three before, or twice the mean of
    /// the other two.
    private static func passes(_ rule: String, _ site: String, _ at: Int, _ all: [String: [Int?]])
        -> Bool
    {
        guard let own = all[site], let value = own[at] else { return false }
        switch rule {
        case "limit": return value > 100
        case "rise":
            let before = own[..<at].compactMap(\.self).suffix(3)
            return before.count == 3 && value * 3 >= 2 * before.reduce(0, +)
                && value * 3 > before.reduce(0, +)
        default:
            let others = all.filter { $0.key != site }.values.compactMap { $0[at] }
            return others.count == 2 && value >= others.reduce(0, +)
        }
    }

    @Test(
        "Runs of random hours are those of a literal search, in any order of rows",
        arguments: 1...25)
    func literal(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let all = Self.values(&random)
        let rules = try AlertRuleSet(
            parsing: """
                {"edition": "own", "rules": [
                  {"name": "limit", "medium": "air", "items": ["SO2"], "kind": "exceeds",
                   "limit": {"values": {"SO2": 100}}},
                  {"name": "rise", "medium": "air", "items": ["SO2"], "kind": "changes",
                   "factor": 2, "window": 3},
                  {"name": "others", "medium": "air", "items": ["SO2"], "kind": "differs",
                   "factor": 2, "stations": 2}]}
                """, file: "own.json")
        let start = try TimeStamp(parsing: "2026-03-01T01:00")
        var rows: [[String]] = all.keys.sorted().flatMap { site in
            (all[site] ?? []).enumerated().compactMap { hour, value in
                value.map { [site, start.adding(hours: hour).description, "SO2", "\($0)"] }
            }
        }
        let sites = ["A", "B", "C"].map { AlertSite(id: $0) }
        var expected: [String] = []
        for site in ["A", "B", "C"] {
            for rule in ["limit", "rise", "others"] {
                // Hours without a value are passed over.
                let hours = (all[site] ?? []).indices.filter { all[site]?[$0] != nil }
                let run = hours.reversed().prefix { Self.passes(rule, site, $0, all) }
                if let first = run.last {
                    expected.append(
                        "\(site) \(rule) \(run.count) \(start.adding(hours: first))")
                }
            }
        }
        for _ in 1...2 {
            var builder = ReadingSetBuilder()
            try builder.read(
                [["id", "time", "parameter", "value"]] + rows, file: "hours.csv",
                options: ReadingTableOptions(layout: .long))
            let found = rules.alerts(in: builder.finish(), of: .air, at: sites)
            #expect(
                found.alerts.map { "\($0.site.id) \($0.rule.name) \($0.readings) \($0.since)" }
                    == expected)
            rows.shuffle(using: &random)
        }
    }
}
