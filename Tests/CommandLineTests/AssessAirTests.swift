import Foundation
import TestSupport
import Testing

@Suite("assess air", .enabled(if: canRunTool, noTool))
struct AssessAirTests {
    /// What a day of a station has, in the order of `header`.
    typealias Day = [String]

    static let header = "id,time,SO2,NO2,CO,O3_8h,PM10,PM2.5"
    /// The concentrations of the worked composite index.
    static let worked: Day = ["12", "31", "1.4", "168", "74", "37"]
    static let clean: Day = ["10", "20", "0.8", "90", "40", "20"]

    /// Rows of one station for every day of a month, `changes` by day.
    static func rows(
        _ id: String, _ month: String, days: Int, _ usual: Day, changes: [Int: Day] = [:]
    ) -> [String] {
        (1...days).map { day in
            let date = "\(month)-\(day < 10 ? "0" : "")\(day)"
            return "\(id),\(date)," + (changes[day] ?? usual).joined(separator: ",")
        }
    }

    private func write(_ rows: [String], to url: URL, header: String = header) throws -> String {
        try ((([header] + rows).joined(separator: "\n")) + "\n").write(
            to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    /// A table by id and column name.
    private func table(_ text: String) throws -> (header: [String], rows: [[String: String]]) {
        let lines = text.split(separator: "\n").map(Self.fields)
        let header = try #require(lines.first)
        return (
            header,
            lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
        )
    }

    /// The fields of a line of CSV; those with commas stand in quotes.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    private func assess(_ arguments: [String], in folder: URL) throws -> ToolResult {
        try runTool(["assess", "air"] + arguments, in: folder)
    }

    static let columns = [
        "id", "kind", "edition", "days", "valid_days", "good_days", "good_share", "SO2_mean",
        "SO2_p98", "SO2_change", "NO2_mean", "NO2_p98", "NO2_change", "CO_mean", "CO_p95",
        "CO_change", "O3_8h_mean", "O3_8h_p90", "O3_8h_change", "PM10_mean", "PM10_p95",
        "PM10_change", "PM2.5_mean", "PM2.5_p95", "PM2.5_change", "composite", "rank", "note",
    ]

    @Test(
        "The worked composite index, by every edition",
        arguments: [
            ("auto", "GB3095-2026-transition", "4.84"), ("GB3095-2012", "GB3095-2012", "4.49"),
            ("GB3095-2026-final", "GB3095-2026-final", "5.99"),
            ("GB 3095-2026", "GB3095-2026-transition", "4.84"),
        ])
    func composite(standard: String, edition: String, index: String) throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.rows("甲", "2026-04", days: 30, Self.worked),
                to: folder.appending(path: "air.csv"))
            let result = try assess(
                ["--readings", file, "--period", "2026-04", "--standard", standard], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let (header, rows) = try table(result.output)
            #expect(header == Self.columns)
            #expect(rows.map { $0["id"] } == ["甲", "all"])
            #expect(rows.map { $0["kind"] } == ["station", "all"])
            let row = try #require(rows.first)
            #expect(row["edition"] == edition && row["composite"] == index)
            #expect(row["SO2_mean"] == "12" && row["CO_mean"] == "1.4" && row["CO_p95"] == "1.4")
            #expect(row["O3_8h_p90"] == "168" && row["PM2.5_change"] == "" && row["rank"] == "1")
            // Ozone 168 is index 108: no good day.
            #expect(row["good_share"] == "0.0" && row["valid_days"] == "30")
            #expect(rows[1]["composite"] == index && rows[1]["rank"] == "")
            #expect(result.errors.contains("judged by \(edition)"))
            #expect(result.errors.contains("Rules used that no second source confirms"))
        }
    }

    /// Date, what is measured, and edition, index, level and primary pollutant.
    static let days: [(String, Day, [String])] = [
        (
            "2026-02-28", ["12", "45", "1.2", "148", "98", "62"],
            ["GB3095-2012", "90", "2", "O3_8h", "12", "57", "30", "", "90", "74", "84"]
        ),
        (
            "2026-03-01", ["12", "45", "1.2", "148", "98", "62"],
            [
                "GB3095-2026-transition", "102", "3", "PM2.5", "12", "57", "30", "", "90", "85",
                "102",
            ]
        ),
        (
            "2026-03-02", ["8", "30", "0.6", "160", "120", "40"],
            [
                "GB3095-2026-transition", "100", "2", "O3_8h;PM10", "8", "38", "15", "", "100",
                "100", "60",
            ]
        ),
        (
            "2026-03-03", ["5", "12", "0.4", "88", "30", "14"],
            ["GB3095-2026-transition", "44", "1", "", "5", "15", "10", "", "44", "30", "20"]
        ),
        (
            "2026-03-04", ["12", "45", "1.2", "148", "98", "—"],
            ["GB3095-2026-transition", "", "", "", "12", "57", "30", "", "90", "85", ""]
        ),
        (
            "2026-03-05", ["12", "45", "1.2", "190", "98", "—"],
            ["GB3095-2026-transition", "128", "3", "O3_8h", "12", "57", "30", "", "128", "85", ""]
        ),
    ]

    @Test("Every day of the daily table is judged by its own edition, as the worked days")
    func daily() throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.days.map { "甲,\($0.0)," + $0.1.joined(separator: ",") },
                to: folder.appending(path: "air.csv"))
            let result = try assess(
                [
                    "--readings", file, "--period", "2026-02-28..2026-03-06", "--daily",
                    "daily.csv", "-o", "air.csv.out.csv",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let text = try String(
                contentsOf: folder.appending(path: "daily.csv"), encoding: .utf8)
            let lines = cells(ofCSV: text)
            #expect(
                lines.first == [
                    "id", "date", "edition", "aqi", "level", "primary", "SO2_iaqi", "NO2_iaqi",
                    "CO_iaqi", "O3_iaqi", "O3_8h_iaqi", "PM10_iaqi", "PM2.5_iaqi",
                ])
            let own = lines.filter { $0.first == "甲" }
            #expect(own.count == 7)
            for (line, day) in zip(own, Self.days) {
                #expect(line == ["甲", day.0] + day.2)
            }
            #expect(
                own.last == ["甲", "2026-03-06", "GB3095-2026-transition"]
                    + Array(repeating: "", count: 10))
            #expect(lines.filter { $0.first == "all" }.count == 7)
            #expect(result.errors.contains("Some of the days were under GB3095-2012"))
        }
    }

    @Test("Every hour of the hourly table is judged by the edition of its day, worked by hand")
    func hourly() throws {
        try withTemporaryFolder { folder in
            // The same at every hour from 27 February on, so that moving means are there.
            let values = ["12", "45", "1.2", "148", "98", "62"]
            let rows = (27...30).flatMap { day -> [String] in
                let date = day > 28 ? "2026-03-0\(day - 28)" : "2026-02-\(day)"
                return (0...23).map { "甲,\(date) \($0):00," + values.joined(separator: ",") }
            }
            let file = try write(
                rows, to: folder.appending(path: "air.csv"),
                header: "id,time,SO2,NO2,CO,O3,PM10,PM2.5")
            let result = try assess(
                [
                    "--readings", file, "--period", "2026-02-28..2026-03-01", "--hourly",
                    "hourly.csv", "-o", "main.csv",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let lines = cells(
                ofCSV: try String(contentsOf: folder.appending(path: "hourly.csv"), encoding: .utf8)
            )
            #expect(
                lines.first == [
                    "id", "time", "edition", "aqi", "level", "primary", "SO2_iaqi", "NO2_iaqi",
                    "CO_iaqi", "O3_iaqi", "O3_8h_iaqi", "PM10_iaqi", "PM2.5_iaqi",
                ])
            let own = lines.filter { $0.first == "甲" }
            #expect(own.count == 48 && lines.filter { $0.first == "all" }.count == 48)
            #expect(own.first?[1] == "2026-02-28T01:00" && own.last?[1] == "2026-03-02T00:00")
            // 2012: 12/150 · 50 = 4, 45/100 · 50 = 22.5, 1.2/5 · 50 = 12, 148/160 · 50 = 46.25; ozone
            // over 8 hours and particles over 24 as of a day.
            #expect(
                own[0].dropFirst(2) == [
                    "GB3095-2012", "90", "2", "O3_8h", "4", "23", "12", "47", "90", "74", "84",
                ])
            // 2026: hourly means of the particles by the nodes of the day.
            #expect(
                own[24].dropFirst(2) == [
                    "GB3095-2026-transition", "102", "3", "PM2.5", "4", "23", "12", "47", "", "85",
                    "102",
                ])
            let sheet = try assess(
                [
                    "--readings", file, "--period", "2026-02-28", "--hourly", "h.xlsx", "-o",
                    "other.csv",
                ], in: folder)
            #expect(sheet.status == 0, "\(sheet.errors)")
        }
    }

    @Test("Ranks 1, 1, 3; rows and files in another order give the same bytes")
    func ranksAndOrder() throws {
        try withTemporaryFolder { folder in
            var rows = Self.rows("丙", "2026-04", days: 30, Self.worked)
            rows += Self.rows("甲", "2026-04", days: 30, Self.clean)
            rows += Self.rows("乙", "2026-04", days: 30, Self.clean)
            let whole = try write(rows, to: folder.appending(path: "whole.csv"))
            let arguments = [
                "--period", "2026-04", "--details", "details.csv", "--overwrite", "-q",
            ]
            let first = try assess(["--readings", whole] + arguments, in: folder)
            #expect(first.status == 0, "\(first.errors)")
            let ranks = try table(first.output).rows.map { [$0["id"], $0["rank"]] }
            #expect(ranks == [["丙", "3"], ["乙", "1"], ["甲", "1"], ["all", ""]])
            let details = try Data(contentsOf: folder.appending(path: "details.csv"))
            let reversed = Array(rows.reversed())
            _ = try write(Array(reversed[..<40]), to: folder.appending(path: "part1.csv"))
            _ = try write(Array(reversed[40...]), to: folder.appending(path: "part2.csv"))
            let second = try assess(["--readings", "part?.csv"] + arguments, in: folder)
            #expect(second.output == first.output)
            #expect(try Data(contentsOf: folder.appending(path: "details.csv")) == details)
            // The mean of three stations day by day: (74 + 40 + 40)/3 = 51.33.
            #expect(try table(first.output).rows.last?["PM10_mean"] == "51")
        }
    }

    @Test("Both sides of a comparison are judged by the edition of the current period")
    func comparison() throws {
        try withTemporaryFolder { folder in
            var now = Self.clean
            now[5] = "28"
            var past = Self.clean
            past[5] = "29.3"
            var dirty = Self.clean
            dirty[5] = "65"
            let rows =
                Self.rows("甲", "2026-04", days: 30, now, changes: [1: dirty])
                + Self.rows("甲", "2025-04", days: 30, past, changes: [1: dirty, 2: dirty])
            let file = try write(rows, to: folder.appending(path: "air.csv"))
            let arguments = [
                "--readings", file, "--period", "2026-04", "--compare", "year", "--details",
                "d.csv", "--lang", "zh", "--overwrite",
            ]
            let result = try assess(arguments, in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let row = try #require(try table(result.output).rows.first)
            // (29 × 28 + 65)/30 and (28 × 29.3 + 130)/30: −73.4/950.4 = −7.72 %.
            #expect(row["PM2.5_change"] == "-7.7" && row["SO2_change"] == "0.0")
            #expect(row["good_share"] == "96.7", "65 is above 100 since 2026")
            let text = try String(contentsOf: folder.appending(path: "d.csv"), encoding: .utf8)
            let details = try #require(try table(text).rows.first)
            #expect(details["good_days_change"] == "1" && details["good_share_change"] == "3.3")
            #expect(details["level_1_days"] == "29" && details["level_3_days"] == "1")
            #expect(details["PM2.5_before"] == "32" && details["attains"] == "yes")
            #expect(details["changes"]?.hasPrefix("SO2持平；NO2持平；") == true)
            #expect(details["changes"]?.contains("PM2.5下降7.7%") == true)
            #expect(details["changes"]?.contains("优良天数比例上升3.3个百分点；优良天数增加1天") == true)
            // 29 and 32 as published: −9.4 %.
            let published = try assess(arguments + ["--change-from", "published"], in: folder)
            #expect(try table(published.output).rows.first?["PM2.5_change"] == "-9.4")
            #expect(published.errors.contains("变化幅度由公布值计算"))
        }
    }

    @Test("Sand days leave the concentrations and stay in the days; targets stand in the note")
    func lists() throws {
        try withTemporaryFolder { folder in
            var storm = Self.clean
            (storm[4], storm[5]) = ("800", "160")
            let rows = (1...12).flatMap { month -> [String] in
                let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
                return Self.rows(
                    "甲", "2026-\(month < 10 ? "0" : "")\(month)", days: days, Self.clean,
                    changes: month == 4 ? [10: storm] : [:])
            }
            let file = try write(rows, to: folder.appending(path: "air.csv"))
            _ = try write(
                ["2026-04-10,,沙尘"], to: folder.appending(path: "sand.csv"),
                header: "date,item,reason")
            _ = try write(
                ["甲,PM2.5,20,2026", "甲,优良天数比例,99.8,2026", "甲,PM10,39,2025", "丁,composite,3,2026"],
                to: folder.appending(path: "targets.csv"), header: "站点,项目,目标值,年份")
            let result = try assess(
                [
                    "--readings", file, "--period", "2026", "--exclude-days", "sand.csv",
                    "--targets", "targets.csv",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let row = try #require(try table(result.output).rows.first)
            #expect(row["PM10_mean"] == "40" && row["good_days"] == "364")
            #expect(row["good_share"] == "99.7" && row["valid_days"] == "365")
            #expect(
                row["note"]
                    == "Deducted: PM10 1 day(s), PM2.5 1 day(s). target PM2.5 ≤ 20: 20, met. "
                    + "target good_share ≥ 99.8: 99.7, not met.")
            #expect(result.errors.contains("are not among the results, the first: 丁"))
        }
    }

    @Test("Only national stations enter zones; an empty zone has its row and the reason")
    func zones() throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.rows("N1", "2026-04", days: 30, Self.clean)
                    + Self.rows("N2", "2026-04", days: 30, Self.worked)
                    + Self.rows("M1", "2026-04", days: 30, Self.worked)
                    + Self.rows("X9", "2026-04", days: 30, Self.clean),
                to: folder.appending(path: "air.csv"))
            _ = try write(
                ["M1,112.1,37.1,micro", "N1,112.2,37.2,national", "N2,112.8,37.2,国控站"],
                to: folder.appending(path: "stations.csv"), header: "code,lon,lat,network")
            func square(_ code: String, _ west: Double) -> String {
                let ring = [
                    (west, 37.0), (west + 0.5, 37.0), (west + 0.5, 38.0), (west, 38.0),
                    (west, 37.0),
                ]
                .map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
                return "{\"type\":\"Feature\",\"properties\":{\"code\":\"\(code)\"},"
                    + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}}"
            }
            let features = [square("Z3", 120), square("Z1", 112.0), square("Z2", 112.5)]
            try "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
                .write(
                    to: folder.appending(path: "counties.geojson"), atomically: true,
                    encoding: .utf8)
            let result = try assess(
                [
                    "--readings", file, "--period", "2026-04", "--stations", "stations.csv",
                    "--zones", "counties.geojson",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let rows = try table(result.output).rows
            #expect(rows.map { $0["id"] } == ["M1", "N1", "N2", "Z3", "Z1", "Z2", "all"])
            #expect(
                rows.map { $0["kind"] }
                    == ["station", "station", "station", "counties", "counties", "counties", "all"])
            #expect(rows.map { $0["PM10_mean"] } == ["74", "40", "74", "", "40", "74", "57"])
            // Micro-stations are ranked apart.
            #expect(rows.map { $0["rank"] } == ["1", "1", "2", "", "1", "2", ""])
            #expect(rows[0]["note"] == "Not a national station: not in zones.")
            #expect(rows[3]["note"] == "No national station in the zone.")
            #expect(
                result.errors.contains("1 site(s) of the readings are not in the stations' file"))
            #expect(result.errors.contains("\"code\" was taken for the stations' code"))
        }
    }

    @Test("Zones can be averaged hour by hour, and hours be named for what they are")
    func hourByHour() throws {
        try withTemporaryFolder { folder in
            func hours(_ id: String, _ last: Int, _ value: String) -> [String] {
                (1...last).map { "\(id),2026-04-01 \($0 < 10 ? "0" : "")\($0):00,PM2.5,\(value)" }
            }
            let file = try write(
                hours("A", 23, "10") + ["A,2026-04-02 00:00,PM2.5,10"] + hours("B", 20, "40"),
                to: folder.appending(path: "h.csv"), header: "id,time,parameter,value")
            let arguments = [
                "--readings", file, "--period", "2026-04-01", "--lang", "en",
            ]
            func whole(_ more: [String]) throws -> String? {
                let result = try assess(arguments + more, in: folder)
                #expect(result.status == 0, "\(result.errors)")
                return try table(result.output).rows.last?["PM2.5_mean"]
            }
            // 25 day by day; (20 × 25 + 4 × 10)/24 = 22.5, to the even digit 22.
            #expect(try whole([]) == "25")
            #expect(try whole(["--zone-mean", "hour"]) == "22")
            // Taken for daily values the hour 24 falls on the next day: (10 + 40)/2 as well.
            #expect(try whole(["--interval", "day"]) == "25")
            let said = try assess(arguments, in: folder)
            #expect(
                said.errors.contains(
                    "PM2.5: by the spacing of the times a reading stands for an hour"))
        }
    }

    @Test("Readings that were not taken are listed; a file of limits judges")
    func rejectsAndStandard() throws {
        try withTemporaryFolder { folder in
            var rows = Self.rows("甲", "2026-04", days: 30, Self.worked)
            rows[2] = "甲,2026-04-03,12,31,1.4,168,7x4,37"
            let file = try write(rows, to: folder.appending(path: "air.csv"))
            try """
            {"limits": [{"edition": "本市2026", "from": "2026-01-01", "values": {
              "SO2": {"annual": [12, 12], "24h": [50, 150]}, "NO2": {"annual": [31, 31], "24h": [80, 80]},
              "CO": {"24h": [1.4, 1.4]}, "O3_8h": {"daily max 8h": [168, 168]},
              "PM10": {"annual": [74, 74], "24h": [50, 120]}, "PM2.5": {"annual": [37, 37], "24h": [35, 60]}}}]}
            """.write(to: folder.appending(path: "own.json"), atomically: true, encoding: .utf8)
            let result = try assess(
                [
                    "--readings", file, "--period", "2026-04", "--standard", "own.json",
                    "--rejects",
                    "rejects.csv",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let row = try #require(try table(result.output).rows.first)
            #expect(row["edition"] == "本市2026" && row["composite"] == "6.00")
            let text = try String(
                contentsOf: folder.appending(path: "rejects.csv"), encoding: .utf8)
            let rejects = cells(ofCSV: text)
            #expect(rejects.first == ["file", "line", "id", "column", "text", "reason"])
            #expect(rejects.count == 2 && rejects[1][1] == "4" && rejects[1][4] == "7x4")
            try "{\"limits\": [{\"edition\": 1}]}".write(
                to: folder.appending(path: "bad.json"), atomically: true, encoding: .utf8)
            let bad = try assess(
                ["--readings", file, "--period", "2026-04", "--standard", "bad.json"], in: folder)
            #expect(bad.status == 65)
            #expect(
                bad.errors.contains(
                    "bad.json, line 1, limits[0].edition: found 1, expected a text. Correct the file."
                ))
        }
    }

    /// Arguments besides readings and period, the exit code, and words of the message.
    static let failures: [([String], Int32, String)] = [
        (["--standard", "GB3095-1996"], 65, "No edition \"GB3095-1996\" is known."),
        (["--standard", "missing.json"], 66, "missing.json is missing or unreadable"),
        (["--zones", "z.shp"], 64, "--zones needs --stations"),
        (["--targets", "none.csv"], 66, "none.csv"),
        (["--compare", "2027-13"], 65, "\"2027-13\" is not a period"),
        (["-o", "here.csv", "--daily", "here.csv"], 64, "here.csv is named for more than one"),
        (["-o", "air.fgb"], 64, "air.fgb: .fgb holds shapes, and this table has none."),
        (["--daily", "daily.doc"], 64, "daily.doc has no known extension"),
        (["--exclude-days", "bad.csv"], 65, "bad.csv, line 2: date is \"soon\", expected a date"),
        (["--interval", "week"], 64, "week"), (["--area-class", "3"], 64, "3"),
    ]

    @Test("What is wrong is told with its place and the exit code", arguments: failures)
    func fails(arguments: [String], status: Int32, words: String) throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.rows("甲", "2026-04", days: 30, Self.clean),
                to: folder.appending(path: "air.csv"))
            _ = try write(
                ["soon,PM10,沙尘"], to: folder.appending(path: "bad.csv"), header: "date,item,reason")
            let result = try assess(
                ["--readings", file, "--period", "2026-04"] + arguments, in: folder)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
    }

    @Test("All faults that can be seen together are told together")
    func together() throws {
        try withTemporaryFolder { folder in
            let result = try assess(
                [
                    "--readings", "none*.csv", "--period", "2026-99", "--stations", "none.csv",
                    "--lang", "zh",
                ], in: folder)
            #expect(result.status == 65 || result.status == 66)
            #expect(result.errors.contains("没有与 “none*.csv” 匹配的监测数据文件"))
            #expect(result.errors.contains("“2026-99”不是时段"), "\(result.errors)")
            #expect(result.errors.contains("none.csv"))
        }
    }

    @Test(
        "Every format is written, and an existing file is kept",
        arguments: ["csv", "json", "xlsx", "gpkg", "geojson", "shp"])
    func formats(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.rows("甲", "2026-04", days: 30, Self.clean),
                to: folder.appending(path: "air.csv"))
            let arguments = ["--readings", file, "--period", "2026-04", "-o", "out.\(kind)"]
            let result = try assess(arguments, in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(
                FileManager.default.fileExists(
                    atPath: folder.appending(path: "out.\(kind)").path))
            #expect(try assess(arguments, in: folder).status == 73)
        }
    }

    @Test("--json says editions, period and the rules used")
    func json() throws {
        try withTemporaryFolder { folder in
            let file = try write(
                Self.rows("甲", "2026-04", days: 30, Self.clean),
                to: folder.appending(path: "air.csv"))
            let result = try assess(
                ["--readings", file, "--period", "2026-04", "--json", "-o", "x.csv", "-q"],
                in: folder)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(object["edition"] as? String == "GB3095-2026-transition")
            #expect(object["index_edition"] as? String == "HJ633-2026")
            let settings = try #require(object["settings"] as? [[String: Any]])
            #expect(object["result"] == nil)
            let plain = try assess(
                ["--readings", file, "--period", "2026-04", "--json", "-q"], in: folder)
            #expect(plain.output.contains("\"result\":\"id,kind,edition,"))
            #expect(settings.count == 6 && settings.allSatisfy { $0["default"] as? Bool == true })
        }
    }
}
