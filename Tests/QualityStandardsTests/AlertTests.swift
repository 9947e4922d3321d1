import QualityStandards
import Readings
import TestSupport
import Testing

@Suite("Alerts of newest readings")
struct AlertTests {
    /// Readings of one item: site, then values in steps of so many hours from a time on; `nil`
    /// for a time without a row.
    static func readings(
        _ item: String, from start: String, every hours: Int = 1, _ sites: [(String, [String?])]
    ) throws -> ReadingSet {
        let first = try TimeStamp(parsing: start)
        var rows = [["id", "time", "parameter", "value"]]
        for (site, values) in sites {
            for (index, value) in values.enumerated() {
                let time = first.adding(hours: index * hours)
                if let value { rows.append([site, time.description, item, value]) }
            }
        }
        var builder = ReadingSetBuilder()
        try builder.read(
            rows, file: "newest.csv", options: ReadingTableOptions(layout: .long))
        return builder.finish()
    }

    static func rules(_ rule: String) throws -> AlertRuleSet {
        try AlertRuleSet(
            parsing: "{\"edition\": \"own\", \"rules\": [\(rule)]}", file: "own.json")
    }

    static let limit = """
        {"name": "limit", "title": "above the limit", "titleInChinese": "超标", "medium": "water",
         "items": ["COD"], "kind": "exceeds", "limit": {"class": "III", "target": true}}
        """

    @Test("A run is followed back to its first reading, with multiple and owner")
    func run() throws {
        let set = try Self.readings(
            "COD", from: "2026-03-01T00:00", every: 24,
            [("S1", ["25", "20", "22", nil, "24", "30"])])
        let sites = [AlertSite(id: "S1", name: "断面一", owner: "甲县")]
        let found = try Self.rules(Self.limit).alerts(in: set, of: .water, at: sites)
        let alert = try #require(found.alerts.first)
        #expect(found.alerts.count == 1 && found.notes.isEmpty)
        // 20 is on the limit and complies; (30 − 20)/20.
        #expect(alert.since.description == "2026-03-03T00:00" && alert.readings == 3)
        #expect(alert.multiple == ExactNumber(1, over: 2) && !alert.isOpenEnded)
        #expect(alert.edition == "GB3838-2002")
        #expect(
            alert.description
                == "S1 断面一 (甲县): COD 30, 0.50 times above 20, since 2026-03-03T00:00, 3 reading(s): above the limit."
        )
        #expect(
            alert.descriptionInChinese
                == "S1 断面一(甲县):COD 30,超过20的倍数0.50,自2026-03-03T00:00起连续3次:超标。")
    }

    /// Values, the site's target, and the readings of the run; `nil` for no alert.
    static let limits: [([String?], WaterClass?, String?, Int?)] = [
        (["20"], nil, nil, nil), (["20.01"], nil, nil, 1), (["30", "30"], .iv, nil, nil),
        (["31", "31"], .iv, nil, 2), (["41"], .inferiorV, nil, 1), (["40"], .inferiorV, nil, nil),
        (["50"], .iii, "50", nil), (["50.5"], .iii, "50", 1),
        // The newest decides; below detection is no exceedance, and breaks a run.
        (["30", "19"], nil, nil, nil), (["30", "25L"], nil, nil, nil),
        (["30", "25L", "30"], nil, nil, 1), (["30", "—", "30"], nil, nil, 2), ([], nil, nil, nil),
    ]

    @Test("The newest reading is judged by target or class", arguments: limits)
    func limit(values: [String?], target: WaterClass?, own: String?, run: Int?) throws {
        let set = try Self.readings("COD", from: "2026-03-01T00:00", every: 24, [("S1", values)])
        let items = try own.map {
            [ParameterCode.chemicalOxygenDemand: try DecimalValue(parsing: $0)]
        }
        let site = AlertSite(id: "S1", target: target, itemTargets: items ?? [:])
        let found = try Self.rules(Self.limit).alerts(in: set, of: .water, at: [site])
        #expect(found.alerts.map(\.readings) == (run.map { [$0] } ?? []))
        #expect(found.alerts.allSatisfy(\.isOpenEnded) || values.contains("25L"))
    }

    @Test(
        "Dissolved oxygen alerts below its limit, pH outside its range, both without a multiple",
        arguments: [
            ("DO", "4.9", "5"), ("DO", "5", nil), ("PH", "9.1", "9"), ("PH", "5.9", "6"),
            ("PH", "6", nil),
        ] as [(String, String, String?)])
    func otherWays(item: String, value: String, bound: String?) throws {
        let set = try Self.readings(item, from: "2026-03-01T00:00", [("S1", [value])])
        let rule = Self.limit.replacing("COD", with: item)
        let found = try Self.rules(rule).alerts(in: set, of: .water, at: [AlertSite(id: "S1")])
        #expect(found.alerts.map(\.limit.description) == (bound.map { [$0] } ?? []))
        #expect(found.alerts.allSatisfy { $0.multiple == nil })
    }

    @Test("A rule may need several readings in a row, and hours that follow each other")
    func several() throws {
        let rule = """
            {"name": "three", "medium": "air", "every": "hour", "items": ["PM2.5"],
             "kind": "exceeds", "limit": {"values": {"PM2.5": 100}}, "readings": 3, "gap": 2}
            """
        func runs(_ values: [String?]) throws -> [Int] {
            let set = try Self.readings("PM2.5", from: "2026-03-01T01:00", [("A", values)])
            return try Self.rules(rule).alerts(in: set, of: .air, at: [AlertSite(id: "A")])
                .alerts.map(\.readings)
        }
        #expect(try runs(["10", "101", "101", "101"]) == [3])
        #expect(try runs(["10", "10", "101", "101"]) == [])
        // One hour is lacking: no longer gap than two hours. Two are.
        #expect(try runs(["101", "101", nil, "101", "101"]) == [4])
        #expect(try runs(["101", "101", nil, nil, "101", "101"]) == [])
    }

    @Test("The limit is of the edition in force on the reading's day: 00:00 ends the day before")
    func edition() throws {
        let rule = """
            {"name": "day", "medium": "air", "every": "hour", "items": ["PM2.5"],
             "kind": "exceeds", "limit": {"air": "24h"}}
            """
        func editions(_ start: String) throws -> [String] {
            let set = try Self.readings("PM2.5", from: start, [("A", ["70", "76"])])
            return try Self.rules(rule).alerts(in: set, of: .air, at: [AlertSite(id: "A")])
                .alerts.map { "\($0.edition) \($0.limit) \($0.readings)" }
        }
        // 75 until the end of February, 60 from March on.
        #expect(try editions("2026-02-28T23:00") == ["GB3095-2012 75 1"])
        #expect(try editions("2026-03-01T00:00") == ["GB3095-2026-transition 60 1"])
        #expect(try editions("2026-03-01T01:00") == ["GB3095-2026-transition 60 2"])
    }

    @Test("A limit that an edition does not have is said, once")
    func noLimit() throws {
        let rule = """
            {"name": "hour", "medium": "air", "items": ["PM2.5"], "kind": "exceeds",
             "limit": {"air": "1h"}}
            """
        let set = try Self.readings(
            "PM2.5", from: "2026-03-01T01:00", [("A", ["70", "76"]), ("B", ["70", "76"])])
        let found = try Self.rules(rule).alerts(
            in: set, of: .air, at: [AlertSite(id: "A"), AlertSite(id: "B")])
        #expect(found.alerts.isEmpty)
        #expect(
            found.notes.map(\.description) == [
                "The rule hour has no limit of PM2.5 in GB3095-2026-transition; it was not looked at."
            ])
        #expect(
            found.notes.map(\.descriptionInChinese)
                == ["规则hour在GB3095-2026-transition中没有PM2.5的限值,未检查该项目。"])
    }

    @Test("A sudden rise is told by the mean of the readings before it")
    func rise() throws {
        let rule = """
            {"name": "rise", "medium": "air", "items": ["PM10"], "kind": "changes", "factor": 2,
             "window": 3, "least": {"PM10": 50}}
            """
        func alert(_ values: [String?]) throws -> Alert? {
            let set = try Self.readings("PM10", from: "2026-03-01T01:00", [("A", values)])
            return try Self.rules(rule).alerts(in: set, of: .air, at: [AlertSite(id: "A")])
                .alerts.first
        }
        let alert1 = try #require(try alert(["40", "50", "60", "100"]))
        // (40 + 50 + 60)/3 = 50: twice as much, and 50 more.
        #expect(alert1.limit == ExactNumber(50) && alert1.multiple == ExactNumber(1))
        #expect(alert1.readings == 1 && alert1.edition == "own")
        #expect(try alert(["40", "50", "60", "99"]) == nil)
        #expect(try alert(["10", "10", "10", "59"]) == nil, "less than 50 more")
        #expect(try alert(["50", "60", "100"]) == nil, "fewer than three before")
        // 200 against (50 + 60 + 100)/3 = 70, and 100 against (40 + 50 + 60)/3.
        let second = try #require(try alert(["40", "50", "60", "100", "200"]))
        #expect(second.readings == 2 && second.since.hour == 4 && second.isOpenEnded)
        // 100 stays, but is no rise against (60 + 100 + 100)/3.
        #expect(try alert(["40", "50", "60", "100", "100", "100"]) == nil)
    }

    @Test("Dissolved oxygen falls suddenly")
    func fall() throws {
        let rule = """
            {"name": "fall", "medium": "water", "items": ["DO"], "kind": "changes", "factor": 2,
             "window": 1, "least": {"DO": 2}}
            """
        func count(_ values: [String?]) throws -> Int {
            let set = try Self.readings("DO", from: "2026-03-01T01:00", [("A", values)])
            return try Self.rules(rule).alerts(in: set, of: .water, at: [AlertSite(id: "A")])
                .alerts.count
        }
        #expect(try count(["8", "4"]) == 1)
        #expect(try count(["8", "4.1"]) == 0)
        #expect(try count(["4", "8"]) == 0)
    }

    @Test("A station far above the others at the same time")
    func others() throws {
        let rule = """
            {"name": "others", "medium": "air", "items": ["PM10"], "kind": "differs", "factor": 2,
             "stations": 2, "least": {"PM10": 30}}
            """
        let set = try Self.readings(
            "PM10", from: "2026-03-01T01:00",
            [
                ("A", ["100", "90", "120"]), ("B", ["50", "50", "50"]), ("C", ["60", "40", "50"]),
                ("D", [nil, "45", nil]),
            ])
        let sites = ["A", "B", "C", "D"].map { AlertSite(id: $0) }
        let found = try Self.rules(rule).alerts(in: set, of: .air, at: sites)
        #expect(found.alerts.map(\.site.id) == ["A"])
        // 120 against 50; 90 against (50 + 40 + 45)/3 = 45; 100 against 55 is less than twice.
        #expect(found.alerts.first?.limit == ExactNumber(50))
        #expect(found.alerts.first?.readings == 2)
        let few = try Self.rules(rule).alerts(in: set, of: .air, at: Array(sites.prefix(2)))
        #expect(few.alerts.isEmpty)
    }

    @Test("A series that ended long ago is no news, and that is said")
    func old() throws {
        let rule = """
            {"name": "hour", "medium": "air", "items": ["SO2"], "kind": "exceeds",
             "limit": {"values": {"SO2": 10}}, "within": 3}
            """
        let set = try Self.readings(
            "SO2", from: "2026-03-01T01:00",
            [
                ("A", ["20", nil, nil, nil, nil]), ("B", [nil, "20", nil, nil, nil]),
                ("C", ["1", "1", "1", "1", "20"]),
            ])
        let found = try Self.rules(rule).alerts(
            in: set, of: .air, at: ["A", "B", "C"].map { AlertSite(id: $0) })
        #expect(found.alerts.map(\.site.id) == ["B", "C"])
        #expect(
            found.notes.map(\.description) == [
                "1 series were too old for the rule hour, the first: A SO2, newest reading 2026-03-01T01:00."
            ])
        #expect(
            found.notes.map(\.descriptionInChinese)
                == ["规则hour有1个序列的最新数据过旧,未检查,首个:A SO2,最新数据2026-03-01T01:00。"])
    }

    @Test(
        "Only the readings of the period are looked at: the hour that ends at 00:00 is the day before's"
    )
    func period() throws {
        let rule = """
            {"name": "high", "medium": "air", "items": ["SO2"], "kind": "exceeds",
             "limit": {"values": {"SO2": 10}}}
            """
        let set = try Self.readings(
            "SO2", from: "2026-03-31T22:00", [("A", ["20", "20", "20", "5", "20"])])
        func run(_ period: String) throws -> [String] {
            try Self.rules(rule).alerts(
                in: set, of: .air, at: [AlertSite(id: "A")], over: try Period(parsing: period)
            ).alerts.map { "\($0.time) \($0.readings) \($0.isOpenEnded)" }
        }
        #expect(try run("2026-03") == ["2026-04-01T00:00 3 true"])
        #expect(try run("2026-04") == ["2026-04-01T02:00 1 false"])
        #expect(try run("2026-05").isEmpty)
    }

    @Test("Areas of class 1 have limits of their own")
    func area() throws {
        let rule = """
            {"name": "hour", "medium": "air", "items": ["SO2"], "kind": "exceeds",
             "limit": {"air": "1h"}}
            """
        let set = try Self.readings("SO2", from: "2026-03-31T22:00", [("A", ["160", "160"])])
        func limits(_ area: AreaClass) throws -> [String] {
            try Self.rules(rule).alerts(
                in: set, of: .air, at: [AlertSite(id: "A")], area: area
            ).alerts.map(\.limit.description)
        }
        #expect(try limits(.first) == ["150"])
        #expect(try limits(.second) == [])
    }
}
