import Foundation
import TestSupport
import Testing

@Suite("Lakes, trends and compensation in a job", .enabled(if: canRunTool, noTool))
struct JobWaterExtrasTests {
    /// Two counties, two sections of a river between three units, two points of a lake.
    static let sections = """
        code,name,target,type,river,up,down,x,y
        S1,甲桥,III,河流,清河,甲县,乙县,112.5,38.0
        S2,乙桥,III,河流,清河,乙县,丙县,112.6,38.0
        L1,湖心,III,湖库,东湖,,,112.7,38.0
        L2,湖东,III,湖库,东湖,,,112.8,38.0

        """

    static let zones = """
        {"type": "FeatureCollection", "name": "zones", "features": [{"type": "Feature", "properties":
        {"CODE": "E", "NAME": "东县"}, "geometry": {"type": "Polygon", "coordinates":
        [[[112.4,37.9],[112.9,37.9],[112.9,38.1],[112.4,38.1],[112.4,37.9]]]}}]}
        """

    /// The terms of Heze, in YAML.
    static let scheme = """
        # 条款
        edition: heze-yaml
        titleInChinese: 菏泽
        currency: 万元
        decimals: 1
        fund: 菏泽市
        parameters:
          rate: {least: 1, most: 100}
        terms:
          - name: quarterly
            kind: concentration
            every: quarter
            items:
              COD: {base: 30, amount: 2}
              NH3N: {base: 1.5, amount: $rate}
            better: {payer: fund, payee: upstream}
            worse: {payer: upstream, payee: fund}

        """

    /// Six years of monthly COD that rise by 2 and 4, ammonia that stays; the lake's five parameters.
    static let readings: String = {
        var rows = ["id,time,parameter,value"]
        for (index, year) in (2020...2026).enumerated() {
            for month in year == 2026 ? 1...3 : 1...12 {
                for (site, slope) in [("S1", 1), ("S2", 2)] {
                    let time = "\(site),\(year)-\(month < 10 ? "0" : "")\(month)-05"
                    rows.append("\(time),COD,\(10 + 2 * (index + 1) * slope)")
                    rows.append("\(time),NH3N,0.\(5 + slope)")
                }
            }
        }
        for (site, index) in [("L1", "4.0"), ("L2", "6.0")] {
            for (item, value) in [
                ("CHLA", "0.02"), ("TP", "0.05"), ("TN", "1.0"), ("SD", "1.0"), ("CODMN", index),
            ] {
                rows.append("\(site),2026-02-06,\(item),\(value)")
                rows.append("\(site),2026-03-06,\(item),\(value)")
            }
        }
        return rows.joined(separator: "\n") + "\n"
    }()

    static func job(_ keys: String) -> String {
        """
        basingrid: 1
        name: 水
        crs: EPSG:4547
        periods: [2026Q1]
        compare: [year, month]
        zones: [{name: 县, path: zones.geojson, id: CODE, label: NAME}]
        sections: {path: sections.csv, id: code, label: name, target: target, type: type, river: river, crs: 'EPSG:4490'}
        readings: [{path: water.csv, layout: long}]
        outputs: {formats: [csv, html]}
        \(keys)

        """
    }

    static let keys = """
        lakes: yes
        trends: yes
        compensation: {scheme: scheme.yaml, upstream: up, downstream: down, set: {rate: 30}}
        """

    private func run(_ keys: String, _ body: (ToolResult, URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            for (name, text) in [
                ("sections.csv", Self.sections), ("zones.geojson", Self.zones),
                ("scheme.yaml", Self.scheme), ("water.csv", Self.readings),
                ("job.yaml", Self.job(keys)),
            ] {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            try body(
                try runTool(["run", "job.yaml", "-o", "out", "--lang", "en"], in: folder), folder)
        }
    }

    @Test("The tables are those of the commands, and the report has a section for each")
    func tables() throws {
        try run(Self.keys) { result, folder in
            #expect(result.status == 0, "\(result.errors)")
            func text(_ name: String) throws -> String {
                try String(contentsOf: folder.appending(path: "out/\(name)"), encoding: .utf8)
            }
            // Parts as in the worked example of the standards; 6.0 of L2 gives 48.769, and the lake by
            // the means of its points: permanganate 5.0.
            #expect(
                try text("tables/lakes_2026Q1.csv") == """
                    kind,id,points,tli,grade,tli_CHLA,tli_TP,tli_TN,tli_SD,tli_CODMN,edition,note
                    point,L1,1,50.022,轻度富营养,57.534,45.709,54.530,51.180,37.979,GB3838-2002,
                    point,L2,1,52.001,轻度富营养,57.534,45.709,54.530,51.180,48.769,GB3838-2002,
                    lake,东湖,2,51.111,轻度富营养,57.534,45.709,54.530,51.180,43.917,GB3838-2002,

                    """)
            let trends = cells(ofCSV: try text("tables/trends.csv"))
            #expect(
                trends.prefix(5).dropFirst().map { $0.prefix(10).joined(separator: " ") } == [
                    "section S1 COD 2020 2025 6 1.000 0.829 yes 上升",
                    "section S1 NH3N 2020 2025 6 0.000 0.829 no 无显著变化",
                    "section S2 COD 2020 2025 6 1.000 0.829 yes 上升",
                    "section S2 NH3N 2020 2025 6 0.000 0.829 no 无显著变化",
                ])
            // COD 24 and 38 against 30 at 2; ammonia 0.6 and 0.7 against 1.5 at 30.
            #expect(
                try text("tables/compensation_totals_2026Q1.csv") == """
                    id,counterpart,paid,received,net,currency
                    乙县,all,16.0,24.0,8.0,万元
                    乙县,菏泽市,16.0,24.0,8.0,万元
                    甲县,all,0.0,39.0,39.0,万元
                    甲县,菏泽市,0.0,39.0,39.0,万元
                    菏泽市,all,63.0,16.0,-47.0,万元
                    菏泽市,乙县,24.0,16.0,-8.0,万元
                    菏泽市,甲县,39.0,0.0,-39.0,万元
                    all,all,79.0,79.0,0.0,万元

                    """)
            let ledger = try text("tables/compensation_2026Q1.csv")
            #expect(ledger.contains("\nS1,甲桥,section,2026Q1,heze-yaml,quarterly,COD,3,"))
            #expect(ledger.contains(",water.csv:") && !ledger.contains(folder.path))
            #expect(!ledger.contains("L1"))
            let header = try text("tables/sections_2026Q1.csv").prefix { $0 != "\n" }
            #expect(header.hasSuffix("class_before,change,note,class_previous,change_previous"))
            let report = try text("report.html")
            for words in [
                "trophic state of lakes", "2026Q1: compensation", "Trends of water over years",
                "compared with the year before, its sections also compared with the period before",
                "轻度富营养",
            ] {
                #expect(report.contains(words), "\(words)")
            }
        }
    }

    @Test("The ledger of a job is that of the command on the same files")
    func sameAsCommand() throws {
        try run(Self.keys) { result, folder in
            #expect(result.status == 0, "\(result.errors)")
            let own = Self.sections.split(separator: "\n").filter { !$0.hasPrefix("L") }
                .joined(separator: "\n")
            try (own + "\n").write(
                to: folder.appending(path: "own.csv"), atomically: true, encoding: .utf8)
            let settled = try runTool(
                [
                    "assess", "compensation", "--rules", "scheme.yaml", "--set", "rate=30",
                    "--readings", "water.csv", "--sections", "own.csv", "--upstream-field", "up",
                    "--downstream-field", "down", "--period", "2026Q1", "--lang", "en", "-q",
                ], in: folder)
            #expect(settled.status == 0, "\(settled.errors)")
            let ledger = try String(
                contentsOf: folder.appending(path: "out/tables/compensation_2026Q1.csv"),
                encoding: .utf8)
            #expect(cells(ofCSV: ledger) == cells(ofCSV: settled.output))
            #expect(cells(ofCSV: ledger).count == 5)
        }
    }

    /// Keys, and words of the message.
    static let faults = [
        ("lakes: maybe", "\"lakes\" is \"maybe\", expected true or false."),
        ("trend: yes", "unknown key \"trend\". Did you mean \"trends\"?"),
        (
            "compensation: {scheme: scheme.yaml, upstream: up, downstream: down}",
            "rate"
        ),
        (
            "compensation: {scheme: none.yaml, upstream: up, downstream: down}",
            "none.yaml is missing or unreadable"
        ),
        ("compensation: {rules: scheme.yaml}", "unknown key \"compensation.rules\""),
        (
            "compensation: {scheme: water.csv, upstream: up, downstream: down}", "water.csv, line 1"
        ),
        ("compensation: {scheme: scheme.yaml}", "no fields of the upstream and downstream units"),
        (
            "compensation: {scheme: scheme.yaml, upstream: up, downstream: down, compare: none}",
            "\"compensation.compare\" is \"none\", expected year or month."
        ),
    ]

    @Test("What is wrong is told, and nothing is written", arguments: faults)
    func told(_ keys: String, _ words: String) throws {
        try run(keys) { result, folder in
            #expect(result.status == 65 || result.status == 66, "\(result.status)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out").path))
        }
    }

    @Test("A mistake in a scheme in YAML is told with its own line")
    func yamlLine() throws {
        try withTemporaryFolder { folder in
            try Self.scheme.replacing("kind: concentration", with: "kind: concentratoin").write(
                to: folder.appending(path: "scheme.yaml"), atomically: true, encoding: .utf8)
            try Self.sections.write(
                to: folder.appending(path: "s.csv"), atomically: true, encoding: .utf8)
            try Self.readings.write(
                to: folder.appending(path: "w.csv"), atomically: true, encoding: .utf8)
            let result = try runTool(
                [
                    "assess", "compensation", "--rules", "scheme.yaml", "--readings", "w.csv",
                    "--sections", "s.csv", "--period", "2026Q1", "--upstream-field", "up",
                    "--downstream-field", "down", "--lang", "en",
                ], in: folder)
            #expect(result.status == 65)
            #expect(
                result.errors.contains("scheme.yaml, line 11, terms[0].kind: found"),
                "\(result.errors)")
        }
    }
}
