import Foundation
import GeoFiles
import TestSupport
import Testing

/// How tables are read that speak another language than the list of headings.
@Suite("Options of readings", .enabled(if: canRunTool, noTool))
struct ReadingOptionTests {
    private static let headings = """
        {"form": "basingrid-headings-1", "parameters": {"PM2.5": ["细粒"], "TP": ["三号因子"]},
         "columns": {"code": ["哨位"], "time": ["时辰"]}}
        """

    private func put(_ text: String, _ name: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// The first row of the table that a command prints, by column.
    private func row(_ arguments: [String], in folder: URL) throws -> [String: String] {
        let result = try runTool(["assess"] + arguments + ["--lang", "en", "-q"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        let table = cells(ofCSV: result.output)
        let header = try #require(table.first)
        return Dictionary(zip(header, table.dropFirst().first ?? [])) { first, _ in first }
    }

    private static func april(_ value: String) -> String {
        (1...30).map { "S,2026-04-\($0),\(value)\n" }.joined()
    }

    @Test("--aliases: headings of the user's file are known to assess air and assess quality")
    func aliases() throws {
        try withTemporaryFolder { folder in
            try put(Self.headings, "own.json", in: folder)
            try put("哨位,时辰,细粒\n" + Self.april("20"), "air.csv", in: folder)
            let air = ["air", "--readings", "air.csv", "--period", "2026-04"]
            let without = try runTool(["assess"] + air + ["--lang", "en"], in: folder)
            #expect(without.status == 65, "\(without.errors)")
            #expect(try row(air + ["--aliases", "own.json"], in: folder)["PM2.5_mean"] == "20")
            let quality = ["quality", "--readings", "air.csv", "--period", "2026-04"]
            let own = try row(
                quality + ["--aliases", "own.json", "--parameter", "细粒"], in: folder)
            #expect(own["parameter"] == "PM2.5" && own["readings"] == "30")
            try put("{\"form\": \"other\"}", "bad.json", in: folder)
            let bad = try runTool(
                ["assess"] + air + ["--aliases", "bad.json", "--lang", "en"], in: folder)
            #expect(bad.status == 65 && bad.errors.contains("bad.json"), "\(bad.errors)")
            let missing = try runTool(
                ["assess"] + air + ["--aliases", "none.json", "--lang", "en"], in: folder)
            #expect(missing.status == 66, "\(missing.errors)")
            #expect(missing.errors.contains("The file of headings none.json is missing"))
        }
    }

    @Test("--unit: a heading without a unit has the one that is named")
    func units() throws {
        try withTemporaryFolder { folder in
            // 0.02 mg/m³ are 20 µg/m³.
            try put("id,time,PM2.5\n" + Self.april("0.02"), "air.csv", in: folder)
            let air = ["air", "--readings", "air.csv", "--period", "2026-04"]
            #expect(try row(air, in: folder)["PM2.5_mean"] == "0")
            #expect(
                try row(air + ["--unit", "PM2.5=mg/m3"], in: folder)["PM2.5_mean"] == "20")
            for (text, status, words) in [
                ("PM2.5", Int32(64), "expected a parameter and its unit such as TP=ug/L"),
                ("PM2.5=ppm", 65, "The unit \"ppm\" of PM2.5 is not known or cannot be converted"),
                ("PM2.6=mg/m3", 65, "Unknown parameter \"PM2.6\". Did you mean \"PM2.5\"?"),
            ] {
                let result = try runTool(
                    ["assess"] + air + ["--unit", text, "--lang", "en"], in: folder)
                #expect(result.status == status, "\(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }

    @Test("--hour-label start: the last hour of a day is labelled 23:00")
    func hourLabels() throws {
        try withTemporaryFolder { folder in
            let hours = (0...23).map { "S,2026-04-15 \($0):00,PM2.5,\($0 == 0 ? 240 : 0)\n" }
            try put("id,time,parameter,value\n" + hours.joined(), "air.csv", in: folder)
            let air = ["air", "--readings", "air.csv", "--period", "2026-04-15"]
            // As the end of its hour, 00:00 is of the day before: 23 hours of 0.
            #expect(try row(air, in: folder)["PM2.5_mean"] == "0")
            #expect(
                try row(air + ["--hour-label", "start"], in: folder)["PM2.5_mean"] == "10")
        }
    }

    @Test("--collected and --year: times without a year get theirs")
    func years() throws {
        try withTemporaryFolder { folder in
            let days = (1...30).map { "S,04-\($0 < 10 ? "0" : "")\($0),20\n" }.joined()
            try put("id,time,PM2.5\n" + days, "air.csv", in: folder)
            let air = ["air", "--readings", "air.csv", "--period", "2026-04"]
            #expect(try row(air + ["--year", "2026"], in: folder)["PM2.5_mean"] == "20")
            // Collected in March 2027, April is of the year before or of the same: within 180 days
            // it is of the same.
            #expect(
                try row(air + ["--collected", "2026-05-02"], in: folder)["PM2.5_mean"] == "20")
            #expect(try row(air + ["--collected", "2027-05-02"], in: folder)["PM2.5_mean"] == "")
        }
    }

    @Test("--rejects lists all cells of all files in order, however many, in every format")
    func manyRejects() throws {
        try withTemporaryFolder { folder in
            let count = 2500
            for name in ["a.csv", "b.csv"] {
                let rows = (1...count).map { "S\($0 % 7),2026-04-15 \($0 % 24):00,PM2.5,x\($0)\n" }
                try put("id,time,parameter,value\n" + rows.joined(), name, in: folder)
            }
            let arguments = ["quality", "--readings", "[ab].csv", "--period", "2026-04-15"]
            _ = try row(arguments + ["--rejects", "r.csv"], in: folder)
            let table = cells(
                ofCSV: try String(contentsOf: folder.appending(path: "r.csv"), encoding: .utf8))
            #expect(table.count == 2 * count + 1)
            #expect(table[1][0] == "a.csv" && table[1][1] == "2" && table[1][4] == "x1")
            #expect(table.last?[0] == "b.csv" && table.last?[4] == "x\(count)")
            _ = try row(arguments + ["--rejects", "r.xlsx"], in: folder)
            let sheet = try readTableRows(at: folder.appending(path: "r.xlsx").path)
            #expect(sheet.rows.map { $0.cells[4] } == table.map { $0[4] })
        }
    }

    @Test("Items as rows: the choice is said, and the table reads as the upright one")
    func turned() throws {
        try withTemporaryFolder { folder in
            try put(
                "断面名称,甲,乙\n采样日期,2026-04-02,2026-04-03\n氨氮(mg/L),0.3,0.025L\n总磷,0.1,x\n", "t.csv",
                in: folder)
            try put(
                "断面名称,采样日期,氨氮(mg/L),总磷\n甲,2026-04-02,0.3,0.1\n乙,2026-04-03,0.025L,x\n", "u.csv",
                in: folder)
            let outputs = try ["t.csv", "u.csv"].map { file in
                let result = try runTool(
                    ["assess", "quality", "--readings", file, "--lang", "en"], in: folder)
                #expect(result.status == 0, "\(result.errors)")
                #expect(
                    result.errors.contains(
                        "items were read row by row, the columns as 2 site(s) and 2 time(s).")
                        == (file == "t.csv"), "\(result.errors)")
                return result.output
            }
            let tables = outputs.map { cells(ofCSV: $0).sorted { $0.joined() < $1.joined() } }
            #expect(tables[0] == tables[1])
        }
    }

    // MARK: - The job

    @Test("A job's readings name their headings, units and labels; run.json has the file")
    func job() throws {
        try withTemporaryFolder { folder in
            var job = SmallJob()
            job.airHeader = "哨位,时辰,parameter,value"
            job.airEntry =
                "layout: long, aliases: own.json, units: {PM2.5: ug/m3}, collected: 2026-05-02"
            job.moreFiles = ["own.json": Self.headings]
            let path = try job.write(into: folder)
            let out = folder.appending(path: "out")
            let result = try runTool(["run", path, "-o", out.path, "--lang", "en", "-q"])
            #expect(result.status == 0, "\(result.errors)")
            let record = try #require(
                jsonObject(
                    String(contentsOf: out.appending(path: "run.json"), encoding: .utf8)))
            let inputs = try #require(record["inputs"] as? [[String: Any]])
            #expect(inputs.contains { $0["path"] as? String == "own.json" })

            try withTemporaryFolder { other in
                let plain = try runTool(
                    [
                        "run", try SmallJob().write(into: other), "-o",
                        other.appending(path: "out").path, "--lang", "en", "-q",
                    ])
                #expect(plain.status == 0, "\(plain.errors)")
                let names = ["zones_units_2026-04.csv", "stations_2026-04.csv"]
                for name in names {
                    let tables = try [out, other.appending(path: "out")].map {
                        try Data(contentsOf: $0.appending(path: "tables/\(name)"))
                    }
                    #expect(tables[0] == tables[1], "\(name)")
                }
            }
        }
    }

    @Test(
        "What is wrong with a job's readings is told with its line",
        arguments: [
            ("units: {PM2.5: ppm}", "line 14: The unit \"ppm\" of PM2.5 is not known"),
            ("units: mg/m3", "\"readings[0].units\" is \"mg/m3\", expected a mapping"),
            ("collected: soon", "line 14: \"soon\" is no date of collection"),
            ("aliases: none.json", "none.json is missing or cannot be read"),
            ("parameter: PM26", "line 14: Unknown parameter \"PM26\""),
        ])
    func faults(entry: String, words: String) throws {
        try withTemporaryFolder { folder in
            var job = SmallJob()
            job.airEntry = "layout: long, \(entry)"
            let result = try runTool(["check", try job.write(into: folder), "--lang", "en"])
            #expect(result.status == 65)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }
}
