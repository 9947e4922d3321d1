import Foundation
import TestSupport
import Testing

@Suite("assess compensation", .enabled(if: canRunTool, noTool))
struct AssessCompensationTests {
    /// The folder of the schemes.
    static let schemes = TestFolders.dataset("compensation").path

    static let sections = "code,name,upstream,downstream,target\nS1,青河桥,甲县,乙县,III\n"

    /// A row on the 5th of each month: code, item, value.
    static func rows(
        _ id: String, _ year: Int, _ months: ClosedRange<Int>, _ values: [(String, String)]
    ) -> String {
        months.map { month in
            values.map {
                "\(id),\(year)-\(month < 10 ? "0" : "")\(month)-05,\($0.0),\($0.1)\n"
            }.joined()
        }.joined()
    }

    /// Runs the command in a folder with `sections.csv` and `water.csv`.
    static func settle(
        _ scheme: String, _ water: String, sections: String = sections, _ arguments: [String],
        body: (ToolResult, URL) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            try sections.write(
                to: folder.appending(path: "sections.csv"), atomically: true, encoding: .utf8)
            try ("id,time,parameter,value\n" + water).write(
                to: folder.appending(path: "water.csv"), atomically: true, encoding: .utf8)
            let path = scheme.hasSuffix(".json") ? scheme : "\(schemes)/\(scheme).json"
            let result = try runTool(
                [
                    "assess", "compensation", "--rules", path, "--readings", "water.csv",
                    "--sections", "sections.csv",
                ] + arguments, in: folder)
            try body(result, folder)
        }
    }

    @Test("Heze: the whole ledger, totals and messages of the worked example")
    func heze() throws {
        let water = Self.rows("S1", 2026, 1...3, [("COD", "20"), ("NH3N", "1.0")])
        try Self.settle(
            "heze-2014", water,
            ["--period", "2026Q1", "--totals", "totals.csv", "--lang", "en"]
        ) { result, folder in
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    id,name,kind,period,edition,term,item,samples,sampled,sources,measured,before,target,multiple,units,rate,amount,currency,payer,payee,note
                    S1,青河桥,section,2026Q1,heze-2014,quarterly,COD,3,2026-01-05;2026-02-05;2026-03-05,water.csv:2;4;6,20,,30,,10,2,20.0,万元,菏泽市,甲县,
                    S1,青河桥,section,2026Q1,heze-2014,quarterly,NH3N,3,2026-01-05;2026-02-05;2026-03-05,water.csv:3;5;7,1,,1.5,,0.5,30,15.0,万元,菏泽市,甲县,

                    """)
            let totals = try String(
                contentsOf: folder.appending(path: "totals.csv"), encoding: .utf8)
            #expect(
                totals == """
                    id,counterpart,paid,received,net,currency
                    甲县,all,0.0,35.0,35.0,万元
                    甲县,菏泽市,0.0,35.0,35.0,万元
                    菏泽市,all,35.0,0.0,-35.0,万元
                    菏泽市,甲县,35.0,0.0,-35.0,万元
                    all,all,35.0,35.0,0.0,万元

                    """)
            #expect(
                result.errors.contains(
                    "Its own example, COD 20 and NH3-N 1.0, gives 20 + 15 = 35 by them; it prints 45."
                ))
        }
    }

    @Test(
        "The worked examples of the standards, through files",
        .enabled(if: WorkedExamples.canRun, "the standards folder is not here"))
    func examples() throws {
        for example in try WorkedExamples.group("compensation") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try #require(example["expected"] as? [String: Any])
            if let amount = expected["amount_wan_yuan"] as? String {
                let values = inputs.mapValues { $0 as? String ?? "" }.sorted { $0.key < $1.key }
                let water = Self.rows("S1", 2014, 1...3, values.map { ($0.key, $0.value) })
                try Self.settle(
                    "heze-2014", water, ["--period", "2014Q1", "--totals", "totals.csv", "-q"]
                ) { result, folder in
                    #expect(result.status == 0, "\(result.errors)")
                    let totals = try String(
                        contentsOf: folder.appending(path: "totals.csv"), encoding: .utf8)
                    #expect(cells(ofCSV: totals)[1] == ["甲县", "all", "0.0", amount, amount, "万元"])
                }
                continue
            }
            // Class II by the limits of II; five points below the year before.
            #expect(inputs["class_year"] as? String == "II")
            #expect(inputs["index_change_points"] as? String == "-5")
            let water =
                Self.rows(
                    "S1", 2022, 1...12, [("COD", "14.25"), ("NH3N", "0.475"), ("TP", "0.095")])
                + Self.rows("S1", 2021, 1...12, [("COD", "15"), ("NH3N", "0.5"), ("TP", "0.1")])
            try Self.settle(
                "yellow-river-2021", water,
                sections: "code,upstream,downstream\nS1,Henan,Shandong\n",
                ["--period", "2022", "-q", "--lang", "en"]
            ) { result, _ in
                #expect(result.status == 0, "\(result.errors)")
                let rows = cells(ofCSV: result.output)
                let header = try #require(rows.first)
                func column(_ name: String) throws -> [String] {
                    let place = try #require(header.firstIndex(of: name))
                    return rows.dropFirst().map { $0[place] }
                }
                let amounts = ["basic_wan_yuan", "change_wan_yuan"].map {
                    (expected[$0] as? Int).map(String.init) ?? ""
                }
                #expect(try column("amount") == amounts)
                #expect(try column("payer") == ["Shandong", "Shandong"])
                #expect(try column("payee") == ["Henan", "Henan"])
                #expect(try column("measured") == ["II", "95"])
            }
        }
    }

    /// What must be given for each scheme of the repository, and a period.
    static let publishedSchemes: [(String, [String], String)] = [
        ("shandong-2019", ["basic=1800", "deterioration=20"], "2026"),
        ("yellow-river-2021", [], "2026"), ("shandong-counties-2021", ["amount=1200"], "2026"),
        ("heze-2014", [], "2026"),
        ("zhoukou", (1...5).map { "band\($0)=\($0 * 8)" }, "2026"),
    ]

    @Test(
        "Every published scheme settles the example data, and its sums agree",
        arguments: publishedSchemes)
    func published(scheme: String, choices: [String], period: String) throws {
        let folder = Self.schemes
        try withTemporaryFolder { scratch in
            func run(_ readings: [String], _ name: String) throws -> (
                ledger: String, totals: String
            ) {
                let result = try runTool(
                    [
                        "assess", "compensation", "--rules", "\(folder)/\(scheme).json",
                        "--sections", "\(folder)/sections.csv", "--period", period, "--totals",
                        "\(name).csv",
                    ] + choices.flatMap { ["--set", $0] }
                        + readings.flatMap { ["--readings", $0] }, in: scratch)
                #expect(result.status == 0, "\(result.errors)")
                let totals = try String(
                    contentsOf: scratch.appending(path: "\(name).csv"), encoding: .utf8)
                return (result.output, totals)
            }
            let whole = try run(["\(folder)/water.csv"], "whole")
            // Every section has a line; all that is paid is received.
            let lines = cells(ofCSV: whole.ledger)
            for section in ["R01", "R02", "R03", "R04", "R05"] {
                #expect(lines.contains { $0.first == section }, "\(section)")
            }
            let last = try #require(cells(ofCSV: whole.totals).last)
            #expect(last[0] == "all" && last[2] == last[3] && last[2] != last[4])
            let nets = cells(ofCSV: whole.totals).dropFirst().dropLast()
                .filter { $0[1] == "all" }.compactMap { Decimal(string: $0[4]) }
            #expect(nets.reduce(0, +) == 0)
            // Two files with their rows turned round give the same totals.
            var rows = try String(contentsOfFile: "\(folder)/water.csv", encoding: .utf8)
                .split(separator: "\n").map(String.init)
            let header = rows.removeFirst()
            for (name, part) in [("a", rows.prefix(31)), ("b", rows.dropFirst(31))] {
                let text = ([header] + part.reversed()).joined(separator: "\n") + "\n"
                try text.write(
                    to: scratch.appending(path: "\(name)-water.csv"), atomically: true,
                    encoding: .utf8)
            }
            let parts = try run(["b-water.csv", "a-water.csv"], "parts")
            #expect(parts.totals == whole.totals)
        }
    }

    @Test("Banks share, a dry section is marked, an inflow is read, in Chinese")
    func shared() throws {
        let sections = """
            断面编码,断面名称,上游,下游,水质目标,断流
            S1,界河中段,甲县;乙县,丙县,V;COD=50,
            S2,旱沟,甲县,丙县,III,是

            """
        let water = Self.rows("界河中段", 2026, 4...4, [("COD", "75"), ("NH3N", "1")])
        try Self.settle(
            "zhoukou", water, sections: sections,
            ["--period", "2026-04", "--lang", "zh"] + (1...5).flatMap { ["--set", "band\($0)=10"] }
        ) { result, _ in
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n").map(String.init)
            // (75 − 50)/50 = 0.5: 10 × 1.5 = 15.
            #expect(
                lines.filter { $0.contains("payment,COD") } == [
                    "S1,界河中段,section,2026-04,zhoukou,payment,COD,1,2026-04-05,water.csv:2,75,,50,0.5,1.5,10,7.50,万元,乙县,周口市,\"15.00的均摊份额:付款方2个,收款方1个。\"",
                    "S1,界河中段,section,2026-04,zhoukou,payment,COD,1,2026-04-05,water.csv:2,75,,50,0.5,1.5,10,7.50,万元,甲县,周口市,\"15.00的均摊份额:付款方2个,收款方1个。\"",
                ])
            #expect(lines.contains { $0.hasPrefix("S2,旱沟") && $0.contains("断流,未核算。") })
            #expect(result.errors.contains("核算周期)未经证实:按month计算"))
        }
    }

    /// Arguments, the exit code and words of the message in both languages.
    static let failures:
        [(scheme: String, arguments: [String], status: Int32, en: String, zh: String)] =
            [
                (
                    "shandong-counties-2021", ["--period", "2026"], 64,
                    "The scheme shandong-counties-2021 leaves open what the agreement says of: amount (amount of the agreement for a section and year: a number of at least 1000).",
                    "方案shandong-counties-2021中下列约定未公开:amount(协议约定的断面年度补偿金额:不小于1000的数值)。"
                ),
                (
                    "shandong-counties-2021", ["--period", "2026", "--set", "amount=900"], 64,
                    "is \"900\", expected a number of at least 1000.", "为“900”,应为不小于1000的数值。"
                ),
                (
                    "heze-2014", ["--period", "2026Q1", "--set", "amount"], 64,
                    "--set is \"amount\", expected NAME=VALUE", "--set 为 “amount”，应为 名称=值"
                ),
                (
                    "heze-2014", ["--period", "2026-01-03..2026-03-31"], 64,
                    "is not made of whole months", "不是整月"
                ),
                (
                    "nothing.json", ["--period", "2026"], 66, "nothing.json is missing",
                    "nothing.json 不存在"
                ),
                (
                    "heze-2014", ["--period", "2026Q1", "--upstream-field", "nowhere"], 65,
                    "nowhere",
                    "nowhere"
                ),
            ]

    @Test(
        "What is wrong is told with the exit code, in both languages", arguments: failures.indices)
    func failure(index: Int) throws {
        let failure = Self.failures[index]
        for (language, words) in [("en", failure.en), ("zh", failure.zh)] {
            try Self.settle(
                failure.scheme, Self.rows("S1", 2026, 1...3, [("COD", "20")]),
                failure.arguments + ["--lang", language]
            ) { result, _ in
                #expect(result.status == failure.status, "\(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
                #expect(result.output.isEmpty)
            }
        }
    }

    /// Tables of sections that are refused.
    static let wrongSections: [(String, String, String)] = [
        (
            "code,upstream,downstream,target\nS1,甲县,乙县,Ⅲ类;COD=x\n",
            "section S1: the target is \"Ⅲ类;COD=x\", expected a class such as III",
            "断面 S1：目标为 “Ⅲ类;COD=x”，应为一个类别（如 Ⅲ）"
        ),
        (
            "code,upper,lower\nS1,甲县,乙县\n",
            "no fields of the upstream and downstream units were found among: code, upper, lower",
            "找不到上游和下游单元的列。现有的列：code, upper, lower"
        ),
        (
            "code,upstream,downstream\nS1,甲县,乙县;甲县\n",
            "sections.csv: The section \"S1\" has \"甲县\" upstream and downstream",
            "sections.csv：断面“S1”的上游和下游都有“甲县”"
        ),
    ]

    @Test("A table of sections that cannot be settled is refused", arguments: wrongSections)
    func wrongSection(sections: String, en: String, zh: String) throws {
        for (language, words) in [("en", en), ("zh", zh)] {
            try Self.settle(
                "heze-2014", "", sections: sections, ["--period", "2026Q1", "--lang", language]
            ) { result, _ in
                #expect(result.status == 65, "\(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }
}
