import Foundation
import GeoFiles
import TestSupport
import Testing

@Suite("assess quality", .enabled(if: canRunTool, noTool))
struct AssessQualityCommandTests {
    /// Four national stations and a micro-station some hundred metres from the first, two days of
    /// hourly PM2.5 that go 20 22 21 23, and what is wrong with some of them.
    private static func write(in folder: URL) throws {
        try """
        code,name,network,lon,lat
        N1,东,national,112.50,37.80
        N2,南,国控,112.51,37.80
        N3,西,,112.52,37.80
        N4,北,省控,112.53,37.80
        N5,无,national,112.54,37.80
        M1,微一,micro,112.501,37.80
        """.write(to: folder.appending(path: "stations.csv"), atomically: true, encoding: .utf8)
        var lines = ["id,time,parameter,value"]
        for hour in 1...48 {
            let time = "2026-03-\(hour <= 24 ? "01" : "02") \(hour <= 24 ? hour : hour - 24):00"
            let usual = [20, 22, 21, 23][hour % 4]
            for site in ["N1", "N2", "N3", "N4"] {
                lines.append("\(site),\(time),PM2.5,\(wrong[site]?[hour] ?? "\(usual)")")
            }
            // The micro-station reads 3 more than the first station.
            if hour <= 30 { lines.append("M1,\(time),PM2.5,\(usual + 3)") }
            if hour == 2 { lines.append("N2,\(time),PM2.5,99") }
            if hour == 3 { lines.append("N2,\(time),PM2.5,23.0") }
        }
        lines.append("N3,2026-03-01 05:00,PM10,10")
        try (lines.joined(separator: "\n") + "\n").write(
            to: folder.appending(path: "readings.csv"), atomically: true, encoding: .utf8)
    }

    private static let wrong: [String: [Int: String]] = [
        "N1": [10: "-4", 11: "0", 20: "200", 30: "1000.1", 40: "NA", 41: ""],
        "N3": [7: "12x", 8: "2L"],
        "N4": Dictionary(uniqueKeysWithValues: (12...19).map { ($0, "22") }),
    ]

    private static let arguments = [
        "assess", "quality", "--readings", "readings.csv", "--stations", "stations.csv",
        "--period", "2026-03-01..2026-03-02", "--lang", "en",
    ]

    private func run(_ more: [String], in folder: URL) throws -> ToolResult {
        try runTool(Self.arguments + more, in: folder)
    }

    @Test("Every station has its row, counts and reasons, whole")
    func table() throws {
        try withTemporaryFolder { folder in
            try Self.write(in: folder)
            let result = try run(
                ["--parameter", "PM2.5", "--flags", "flags.csv", "--rejects", "rejects.csv"],
                in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == Self.table)
            let flags = try String(
                contentsOf: folder.appending(path: "flags.csv"), encoding: .utf8)
            #expect(flags == Self.flags)
            let rejects = try String(
                contentsOf: folder.appending(path: "rejects.csv"), encoding: .utf8)
            #expect(rejects == Self.rejects)
            #expect(
                result.errors.contains(
                    "stations without readings in 2026-03-01..2026-03-02: 1 (N5)."))
        }
    }

    private static let header =
        "id,name,network,parameter,interval,expected,readings,valid,completeness,below_detection,"
        + "missing,gaps,longest_gap,rejected,negative,zero,range,constant,spike,neighbour,"
        + "inconsistent,duplicate_equal,duplicate_conflicting,flagged,flagged_share,reference,"
        + "reference_distance_m,pairs,r2,slope,intercept,bias,rmse,days_compared,days_within,note\n"

    /// Worked by hand but for the five figures of the comparison, which are the definitions' in
    /// exact fractions.
    private static let table =
        header + """
            N1,东,national,PM2.5,hour,48,46,45,0.9375,0,2,2,2,0,1,1,1,0,2,2,0,0,0,4,0.08695652173913043,,,,,,,,,,,
            N2,南,national,PM2.5,hour,48,48,48,1,0,0,0,0,0,0,0,0,0,0,0,0,1,1,2,0.041666666666666664,,,,,,,,,,,
            N3,西,national,PM2.5,hour,48,47,47,0.9791666666666666,1,1,1,1,1,0,0,0,0,0,0,1,0,0,1,0.02127659574468085,,,,,,,,,,,
            N4,北,provincial,PM2.5,hour,48,48,48,1,0,0,0,0,0,0,0,0,8,0,0,0,0,0,8,0.16666666666666666,,,,,,,,,,,
            N5,无,national,PM2.5,hour,48,0,0,0,0,48,1,48,0,0,0,0,0,0,0,0,0,0,0,,,,,,,,,,,,PM2.5: no readings in 2026-03-01..2026-03-02.
            M1,微一,micro,PM2.5,hour,48,30,30,0.625,0,18,1,18,0,0,0,0,0,0,0,0,0,0,0,0,N1,88.1,29,0.01818456668939797,-0.0008232940021071046,24.567209647348573,-36.175862068965515,184.29831608114281,1,1,"No check of neighbour: 0 station(s) near enough, 3 needed."

            """

    private static let flags = """
        id,time,parameter,value,flags,file,line
        N1,2026-03-01T10:00,PM2.5,-4,negative,readings.csv,49
        N1,2026-03-01T11:00,PM2.5,0,zero,readings.csv,54
        N1,2026-03-01T20:00,PM2.5,200,spike;neighbour,readings.csv,99
        N1,2026-03-02T06:00,PM2.5,1000.1,range;spike;neighbour,readings.csv,149
        N2,2026-03-01T02:00,PM2.5,21,duplicate_conflicting,readings.csv,8
        N2,2026-03-01T02:00,PM2.5,99,duplicate_conflicting,readings.csv,12
        N2,2026-03-01T03:00,PM2.5,23,duplicate_equal,readings.csv,14
        N2,2026-03-01T03:00,PM2.5,23.0,duplicate_equal,readings.csv,18
        N3,2026-03-01T05:00,PM2.5,22,inconsistent,readings.csv,26
        N4,2026-03-01T12:00,PM2.5,22,constant,readings.csv,62
        N4,2026-03-01T13:00,PM2.5,22,constant,readings.csv,67
        N4,2026-03-01T14:00,PM2.5,22,constant,readings.csv,72
        N4,2026-03-01T15:00,PM2.5,22,constant,readings.csv,77
        N4,2026-03-01T16:00,PM2.5,22,constant,readings.csv,82
        N4,2026-03-01T17:00,PM2.5,22,constant,readings.csv,87
        N4,2026-03-01T18:00,PM2.5,22,constant,readings.csv,92
        N4,2026-03-01T19:00,PM2.5,22,constant,readings.csv,97

        """

    private static let rejects = #"""
        file,line,id,column,text,reason
        readings.csv,36,N3,PM2.5,12x,"""12x"" is not a number, a result below detection (0.01L, <0.01, ND) or a mark for no value (empty, -, /, NA, -999)."

        """#

    @Test("The flags and rejects come in other formats too, and the table as a workbook")
    func formats() throws {
        try withTemporaryFolder { folder in
            try Self.write(in: folder)
            let result = try run(
                ["-o", "q.xlsx", "--flags", "f.xlsx", "--rejects", "r.json", "-q"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.isEmpty && result.errors.isEmpty)
            let flags = try readTableRows(at: folder.appending(path: "f.xlsx").path).rows
            #expect(
                flags[1].cells.prefix(5) == ["N1", "2026-03-01T10:00", "PM2.5", "-4", "negative"])
            let table = try readTableRows(at: folder.appending(path: "q.xlsx").path).rows
            #expect(table.count == 13)
            let rejects = try String(
                contentsOf: folder.appending(path: "r.json"), encoding: .utf8)
            #expect(rejects.contains("12x"))
        }
    }

    @Test("Threads, the order of rows and the number of files change nothing")
    func sameBytes() throws {
        try withTemporaryFolder { folder in
            try Self.write(in: folder)
            let plain = try run(["--threads", "1"], in: folder)
            #expect(plain.status == 0, "\(plain.errors)")
            for threads in ["2", "3", "7"] {
                #expect(try run(["--threads", threads], in: folder).output == plain.output)
            }
            var lines = try String(
                contentsOf: folder.appending(path: "readings.csv"), encoding: .utf8
            ).split(separator: "\n")
            let header = lines.removeFirst()
            // Readings that are repeated stand in the first part, in their order.
            let parts = [Array(lines.prefix(80)), lines.dropFirst(80).reversed()]
            for (name, part) in zip(["a.csv", "b.csv"], parts) {
                try ([header] + part).joined(separator: "\n").write(
                    to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            var arguments = Self.arguments
            arguments.replaceSubrange(3..<4, with: ["b.csv", "a.csv"])
            #expect(try runTool(arguments, in: folder).output == plain.output)
        }
    }

    @Test(
        "What is asked wrongly is said with its exit code",
        arguments: [
            (["--interval", "week"], 64, "--interval is \"week\", expected one of auto, hour"),
            (["--parameter", "PM3"], 65, "Unknown parameter \"PM3\"."),
            (["--period", "March"], 65, "\"March\" is not a period."),
            (["--rules", "none.json"], 66, "The file of rules none.json is missing"),
            (["--rules", "stations.csv"], 65, "stations.csv: the file is not JSON"),
            (["--readings", "nothing.csv"], 66, "No file of readings matches \"nothing.csv\"."),
            (["--flags", "-"], 64, "--flags needs a file"),
            (["--flags", "x.csv", "-o", "x.csv"], 64, "name one file twice"),
            (["--flags", "x.doc"], 64, "The output x.doc has no known extension"),
            (["--id-field", "kode"], 65, "kode"),
            (["--micro-stations", "stations.csv"], 65, "the code \"N1\" stands in stations.csv"),
        ] as [([String], Int32, String)])
    func failures(options: [String], status: Int32, message: String) throws {
        try withTemporaryFolder { folder in
            try Self.write(in: folder)
            let result = try run(options, in: folder)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
    }

    @Test("A user's rules replace those of BasinGrid")
    func ownRules() throws {
        try withTemporaryFolder { folder in
            try Self.write(in: folder)
            let rules = """
                {"edition": "own", "date": "2026-01-01",
                 "constantRun": {"length": {"hour": 9}},
                 "spike": {"factor": "8", "minimumPairs": 24},
                 "neighbours": {"count": 5, "minimumCount": 4, "withinMetres": 50000,
                                "factor": "8", "minimumPairs": 24},
                 "order": {"pairs": []},
                 "reference": {"relativeTolerance": "0.1", "minimumPairsADay": {"hour": 18}},
                 "parameters": {"PM2.5": {"maximum": "22"}}}
                """
            try rules.write(
                to: folder.appending(path: "own.json"), atomically: true, encoding: .utf8)
            let result = try run(["--parameter", "PM2.5", "--rules", "own.json"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let fourth = result.output.split(separator: "\n")[4].split(
                separator: ",", omittingEmptySubsequences: false)
            // 23 in hours 3, 7, 11, 23, 27 … 47: ten above 22; no run of nine.
            #expect(fourth[0] == "N4" && fourth[16] == "10" && fourth[17] == "0")
            #expect(
                result.output.contains("No check of neighbour: 3 station(s) near enough, 4 needed.")
            )
        }
    }
}

@Suite("assess quality on two months of real readings", .enabled(if: canRunTool, noTool))
struct RealQualityTests {
    static let folder = TestFolders.realData.map { $0.appending(path: "air-hourly-beijing-prsa") }

    @Test(
        "Counts are those of a plain look at the file",
        .enabled(if: folder != nil || mustRunEverything, "real test data are not here"),
        arguments: ["2014-10", "2016-12"])
    func counts(month: String) throws {
        let file = try #require(Self.folder, "real test data are missing")
            .appending(path: "prsa_\(month)_12stations.csv")
        let result = try runTool([
            "assess", "quality", "--readings", file.path, "--period", month, "--parameter", "PM2.5",
            "PM10", "--lang", "en", "-q",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let found = result.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(found.count == 25)
        let columns = Dictionary(uniqueKeysWithValues: zip(found[0], found[0].indices))
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.filter { $0 != "\"" && $0 != "\r" }.split(separator: ",") }
        for row in found.dropFirst() {
            func cell(_ key: String) throws -> String { row[try #require(columns[key])] }
            // Hour 0 of the first day is the last hour of the month before.
            let own = rows.filter {
                $0[17] == row[0] && !($0[3] == "1" && $0[4] == "0")
            }
            let isFine = try cell("parameter") == "PM2.5"
            let values = own.compactMap { Double($0[isFine ? 5 : 6]) }
            #expect(try cell("expected") == "744")
            #expect(try cell("readings") == "\(values.count)")
            #expect(try cell("missing") == "\(744 - values.count)")
            #expect(try cell("zero") == "\(values.count { $0 == 0 })")
            let inverted = own.count {
                guard let part = Double($0[5]), let whole = Double($0[6]) else { return false }
                return part > whole
            }
            #expect(try cell("inconsistent") == "\(inverted)")
        }
    }
}
