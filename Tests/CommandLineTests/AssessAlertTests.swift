import Foundation
import TestSupport
import Testing

@Suite("Alerts of assess air and assess water", .enabled(if: canRunTool, noTool))
struct AssessAlertTests {
    static let header =
        "id,name,owner,rule,item,time,value,limit,multiple,since,readings,edition,note\n"

    /// Hourly sulphur dioxide of a morning, the last three hours above 500.
    static let air = (1...12).map { hour in
        let value = hour < 10 ? 100 : [600, 620, 650][hour - 10]
        return "A,2026-04-01 \(hour < 10 ? "0" : "")\(hour):00,SO2,\(value)"
    }

    static let sections = """
        code,name,target,owner
        S1,青河桥,III,甲县
        S2,白石桥,IV,乙县
        S3,无数据,III,丙县

        """

    /// Monthly samples: COD of S1 rises above 20, oxygen of S2 falls.
    static let water = zip([18, 19, 25, 30], ["8", "8", "8", "2.9"]).enumerated().flatMap {
        month, values in
        [
            "S1,2026-0\(month + 1)-05,COD,\(values.0)", "S2,2026-0\(month + 1)-05,DO,\(values.1)",
        ]
    }

    static func write(_ rows: [String], _ name: String, in folder: URL) throws {
        try ("id,time,parameter,value\n" + rows.map { $0 + "\n" }.joined()).write(
            to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    static func text(_ name: String, in folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test("Air: what exceeds and what rose, with multiple and the first hour of the run")
    func airAlerts() throws {
        try withTemporaryFolder { folder in
            try Self.write(Self.air, "air.csv", in: folder)
            let result = try runTool(
                [
                    "assess", "air", "--readings", "air.csv", "--period", "2026-04-01", "--alerts",
                    "alerts.csv", "--lang", "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            // 650 against (4 × 100 + 600 + 620)/6 = 270.
            #expect(
                try Self.text("alerts.csv", in: folder) == Self.header + """
                    A,,,air-hour,SO2,2026-04-01T12:00,650,500,0.30,2026-04-01T10:00,3,GB3095-2026-transition,above the hourly limit
                    A,,,air-rise,SO2,2026-04-01T12:00,650,270,1.41,2026-04-01T10:00,3,alerts-2026,sudden rise

                    """)
            #expect(result.errors.contains("practice that no published document confirms"))
        }
    }

    @Test("Water: target, sudden change and owner; rows in any order give the same bytes")
    func waterAlerts() throws {
        try withTemporaryFolder { folder in
            try Self.sections.write(
                to: folder.appending(path: "sections.csv"), atomically: true, encoding: .utf8)
            try Self.write(Self.water, "a.csv", in: folder)
            try Self.write(Array(Self.water.prefix(5)), "b1.csv", in: folder)
            try Self.write(Array(Self.water.dropFirst(5).reversed()), "b2.csv", in: folder)
            for (readings, output) in [("a.csv", "first.csv"), ("b*.csv", "second.csv")] {
                let result = try runTool(
                    [
                        "assess", "water", "--readings", readings, "--sections", "sections.csv",
                        "--period", "2026-01..2026-04", "--alerts", output, "--lang", "zh",
                    ], in: folder)
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.errors.contains("没有公开文件证实"))
            }
            let first = try Self.text("first.csv", in: folder)
            // 30 against 20, above it since March; 2.9 against 3 of class IV, and against 8.
            #expect(
                first == Self.header + """
                    S1,青河桥,甲县,water-limit,COD,2026-04-05T00:00,30,20,0.50,2026-03-05T00:00,2,GB3838-2002,劣于目标(无目标时劣于Ⅲ类)
                    S2,白石桥,乙县,water-limit,DO,2026-04-05T00:00,2.9,3,,2026-04-05T00:00,1,GB3838-2002,劣于目标(无目标时劣于Ⅲ类)
                    S2,白石桥,乙县,water-change,DO,2026-04-05T00:00,2.9,8,,2026-04-05T00:00,1,alerts-2026,突变；可能更早开始

                    """)
            #expect(try Self.text("second.csv", in: folder) == first)
        }
    }

    @Test("Rules of one's own replace those of BasinGrid")
    func ownRules() throws {
        try withTemporaryFolder { folder in
            try Self.write(Self.air, "air.csv", in: folder)
            try """
            {"edition": "own", "rules": [{"name": "high", "medium": "air", "items": ["SO2"],
             "kind": "exceeds", "limit": {"values": {"SO2": 610}}}]}
            """.write(
                to: folder.appending(path: "rules.json"), atomically: true, encoding: .utf8)
            let result = try runTool(
                [
                    "assess", "air", "--readings", "air.csv", "--period", "2026-04-01", "--alerts",
                    "alerts.csv", "--alert-rules", "rules.json", "--json",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let alerts = cells(ofCSV: try Self.text("alerts.csv", in: folder)).dropFirst()
            #expect(alerts.map { $0[3] } == ["high"] && alerts.map { $0[10] } == ["2"])
            #expect(result.output.contains("\"alerts\""))
        }
    }

    /// Arguments, the exit code and words of the message in both languages.
    static let failures: [([String], Int32, String, String)] = [
        (
            ["--alert-rules", "rules.json"], 64, "--alert-rules needs --alerts",
            "--alert-rules 需要用 --alerts 指定"
        ),
        (
            ["--alerts", "a.csv", "--alert-rules", "nothing.json"], 66,
            "The file of alert rules nothing.json is missing", "预警规则文件 nothing.json 不存在"
        ),
        (
            ["--alerts", "a.csv", "--alert-rules", "rules.json"], 65,
            "rules.json, line 1: the key \"edition\" is missing.", "rules.json第1行:缺少键“edition”。"
        ),
        (
            ["--alerts", "-"], 64, "Only the main table goes to standard output",
            "只有主表可写到标准输出"
        ),
    ]

    @Test(
        "What is wrong with rules and outputs is told before anything is read", arguments: failures)
    func failure(arguments: [String], status: Int32, en: String, zh: String) throws {
        try withTemporaryFolder { folder in
            try Self.write(Self.air, "air.csv", in: folder)
            try "{}".write(
                to: folder.appending(path: "rules.json"), atomically: true, encoding: .utf8)
            for command in ["air", "water"] {
                for (language, words) in [("en", en), ("zh", zh)] {
                    let result = try runTool(
                        [
                            "assess", command, "--readings", "air.csv", "--period", "2026-04-01",
                            "--lang", language,
                        ] + arguments, in: folder)
                    #expect(result.status == status, "\(result.errors)")
                    #expect(result.errors.contains(words), "\(result.errors)")
                }
            }
        }
    }
}
