import Foundation
import TestSupport
import Testing

private let noExamples: Comment = "the standards folder is not here, or no built tool"

/// The worked examples of the standards as files of readings, through the commands.
@Suite(
    "Worked examples through the commands",
    .enabled(if: canRunTool && WorkedExamples.canRun, noExamples))
struct WorkedExamplesOnFilesTests {
    /// A reading of a long table.
    private struct Row {
        var id: String
        var time: String
        var parameter: String
        var value: String
    }

    /// The same value on every day of April 2026.
    private func april(_ id: String, _ parameter: String, _ value: String) -> [Row] {
        (1...30).map {
            Row(
                id: id, time: "2026-04-\($0 < 10 ? "0" : "")\($0)", parameter: parameter,
                value: value)
        }
    }

    /// Runs `assess air` on `rows`: the table asked for by `-o` or one of the other options.
    private func assess(
        _ rows: [Row], _ options: [String], table: String? = nil
    ) throws -> [[String: String]] {
        try withTemporaryFolder { folder in
            let lines = rows.map { "\($0.id),\($0.time),\($0.parameter),\($0.value)\n" }
            try ("id,time,parameter,value\n" + lines.joined()).write(
                to: folder.appending(path: "air.csv"), atomically: true, encoding: .utf8)
            let more = table.map { [$0, "table.csv"] } ?? []
            let result = try runTool(
                ["assess", "air", "--readings", "air.csv", "--lang", "en", "-q"] + options + more,
                in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let text =
                table == nil
                ? result.output
                : try String(contentsOf: folder.appending(path: "table.csv"), encoding: .utf8)
            let lines2 = cells(ofCSV: text)
            let header = try #require(lines2.first)
            return lines2.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
        }
    }

    private func text(_ any: Any?) -> String? { any as? String ?? (any as? NSNumber)?.stringValue }

    /// `PM2_5_24h` as parameter and averaging time.
    private func item(_ code: String) -> (parameter: String, averaging: String) {
        let name = code.replacing("PM2_5", with: "PM2.5")
        if name == "O3_8h" { return (name, "8h") }
        let mark = name.lastIndex(of: "_") ?? name.endIndex
        return (String(name[..<mark]), String(name[mark...].dropFirst()))
    }

    private func standard(_ index: String) -> String {
        index == "HJ633-2012" ? "GB3095-2012" : "GB3095-2026-final"
    }

    @Test("gbt8170: means are rounded to the even digit")
    func rounding() throws {
        // Means are published without decimals, of CO with one.
        let columns = [0: "PM2.5", 1: "CO"]
        var rows: [Row] = []
        var expected: [String: (column: String, text: String)] = [:]
        for example in try WorkedExamples.group("gbt8170") {
            let id = try #require(example["id"] as? String)
            let inputs = try #require(example["inputs"] as? [String: Any])
            let value = try #require(text(inputs["value"]))
            guard let decimals = inputs["decimals"] as? Int, let column = columns[decimals],
                !value.hasPrefix("-")
            else { continue }
            rows += april(id, column, value)
            expected[id] = (column, try #require(text(example["expected"])))
        }
        #expect(expected.count == 11)
        let table = try assess(rows, ["--period", "2026-04"])
        for row in table where row["id"] != "all" {
            let (column, text) = try #require(expected[row["id"] ?? ""])
            #expect(row["\(column)_mean"] == text, "\(row["id"] ?? "")")
        }
        #expect(table.count == expected.count + 1)
    }

    @Test(
        "iaqi: of days by --daily, of hours by --hourly", arguments: ["HJ633-2012", "HJ633-2026"])
    func singleIndices(edition: String) throws {
        var days: [Row] = []
        var hours: [Row] = []
        var expected: [String: (column: String, text: String)] = [:]
        for example in try WorkedExamples.group("iaqi") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            guard inputs["edition"] as? String == edition else { continue }
            let id = try #require(example["id"] as? String)
            let (parameter, averaging) = item(try #require(inputs["item"] as? String))
            let value = try #require(text(inputs["concentration"]))
            expected[id] = ("\(parameter)_iaqi", text(example["expected"]) ?? "")
            let row = Row(id: id, time: "2026-04-15", parameter: parameter, value: value)
            if averaging == "1h" {
                hours.append(row)
                hours[hours.count - 1].time += " 12:00"
            } else {
                days.append(row)
            }
        }
        let options = ["--period", "2026-04-15", "--standard", standard(edition)]
        let daily = try assess(days, options + ["--interval", "day"], table: "--daily")
        let hourly = try assess(hours, options + ["--interval", "hour"], table: "--hourly")
            .filter { $0["time"] == "2026-04-15T12:00" }
        #expect(daily.count + hourly.count == expected.count + 2, "and the whole of each")
        for row in daily + hourly where row["id"] != "all" {
            let (column, text) = try #require(expected[row["id"] ?? ""])
            #expect(row[column] == text, "\(row["id"] ?? "")")
        }
    }

    @Test("aqi: index, category's level and primary pollutants of a day")
    func dailyIndex() throws {
        let levels = ["优": "1", "良": "2", "轻度污染": "3", "中度污染": "4", "重度污染": "5", "严重污染": "6"]
        for example in try WorkedExamples.group("aqi") {
            let id = try #require(example["id"] as? String)
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try #require(example["expected"] as? [String: Any])
            let items = try #require(inputs["items"] as? [String: Any])
            let rows = items.compactMap { code, value in
                text(value).map {
                    Row(id: id, time: "2026-04-15", parameter: item(code).parameter, value: $0)
                }
            }
            let edition = try #require(inputs["edition"] as? String)
            let table = try assess(
                rows.sorted { $0.parameter < $1.parameter },
                [
                    "--period", "2026-04-15", "--interval", "day", "--standard",
                    standard(edition),
                ], table: "--daily")
            let row = try #require(table.first { $0["id"] == id })
            #expect(row["aqi"] == text(expected["aqi"]) ?? "", "\(id)")
            #expect(row["level"] == (expected["category"] as? String).flatMap { levels[$0] } ?? "")
            let primary = (expected["primary"] as? [String] ?? []).map { item($0).parameter }
            #expect(
                Set(row["primary"]?.split(separator: ";").map(String.init) ?? []) == Set(primary))
            for (code, value) in expected["iaqi"] as? [String: Any] ?? [:] {
                #expect(row["\(item(code).parameter)_iaqi"] == text(value), "\(id) \(code)")
            }
        }
    }

    @Test("percentile: of the days of a year, as published")
    func percentiles() throws {
        let columns = [90: "O3_8h", 95: "PM2.5", 98: "NO2"]
        var count = 0
        for example in try WorkedExamples.group("percentile") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            guard inputs["generator"] as? String == "(i*37) mod 365 + 1, i = 0..364",
                let percent = inputs["p"] as? Int, let parameter = columns[percent]
            else { continue }
            count += 1
            let rows = (0..<365).map { day in
                Row(
                    id: "S", time: date(dayOfYear: day, 2025), parameter: parameter,
                    value: "\(day * 37 % 365 + 1)")
            }
            let table = try assess(rows, ["--period", "2025"])
            let exact = try #require(text(example["expected"]).flatMap(Double.init))
            #expect(
                table.first?["\(parameter)_p\(percent)"].flatMap(Double.init)
                    == exact.rounded(.toNearestOrEven))
        }
        #expect(count == 3)
    }

    @Test("composite: the index by every edition")
    func composite() throws {
        for example in try WorkedExamples.group("composite") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try #require(example["expected"] as? [String: Any])
            let rows = inputs.flatMap { key, value -> [Row] in
                guard key != "edition", let value = text(value) else { return [] }
                let name = key.replacing("PM2_5", with: "PM2.5").replacing("_p95", with: "")
                    .replacing("_p90", with: "")
                return april("S", name, value)
            }
            let edition = try #require(inputs["edition"] as? String)
            let table = try assess(rows, ["--period", "2026-04", "--standard", edition])
            #expect(table.first?["edition"] == edition)
            #expect(table.first?["composite"] == text(expected["index_2dp"]))
        }
    }

    @Test("ranking: equal indices share a rank, the next is left out")
    func ranks() throws {
        let example = try #require(try WorkedExamples.group("ranking").first)
        let inputs = try #require(example["inputs"] as? [String: Any])
        let indices = try #require(inputs["index"] as? [String])
        // Nothing but NO2, whose limit is 40: its mean is 40 times the index.
        let rows = indices.enumerated().flatMap { number, index -> [Row] in
            let value = (Double(index) ?? .nan) * 40
            return ["SO2", "CO", "O3_8h", "PM10", "PM2.5"].flatMap { april("\(number)", $0, "0") }
                + april("\(number)", "NO2", String(format: "%.1f", value))
        }
        let table = try assess(rows, ["--period", "2026-04", "--standard", "GB3095-2012"])
        #expect(table.dropLast().map { $0["composite"] } == indices)
        #expect(
            table.dropLast().compactMap { $0["rank"].flatMap { Int($0) } } == example["expected"]
                as? [Int])
    }

    @Test("rates: good days, change in percent and points, multiple of the limit")
    func rates() throws {
        let examples = Dictionary(
            try WorkedExamples.group("rates").compactMap { example in
                (example["id"] as? String).map { ($0, example["expected"]) }
            }
        ) { first, _ in first }
        func days(_ year: Int, _ count: Int, good: Int) -> [Row] {
            (0..<count).flatMap { day in
                ["SO2", "NO2", "CO", "O3_8h", "PM10", "PM2.5"].map {
                    Row(
                        id: "S", time: date(dayOfYear: day, year), parameter: $0,
                        value: $0 == "PM2.5" && day >= good ? "93" : "1")
                }
            }
        }
        let days2025 = try assess(days(2025, 364, good: 323), ["--period", "2025"])
        #expect(days2025.first?["good_share"] == text(examples["good-days"] ?? nil))
        #expect(days2025.first?["valid_days"] == "364")

        let change = try assess(
            april("S", "PM2.5", "28")
                + april("S", "PM2.5", "29.3").map {
                    Row(
                        id: $0.id, time: $0.time.replacing("2026", with: "2025"),
                        parameter: $0.parameter, value: $0.value)
                },
            ["--period", "2026-04", "--compare", "year"])
        let percent = examples["yoy-concentration"] as? [String: Any]
        #expect(change.first?["PM2.5_change"] == text(percent?["change_percent_1dp"]))

        // 326 and 319 of 365 days are 89.3 and 87.4 per cent.
        let points = try assess(
            days(2025, 365, good: 326) + days(2023, 365, good: 319),
            ["--period", "2025", "--compare", "2023"], table: "--details")
        let expected = examples["yoy-points"] as? [String: Any]
        #expect(points.first?["good_share_change"] == text(expected?["points_1dp"]))

        let above = try assess(
            april("S", "PM2.5", "93"), ["--period", "2026-04", "--standard", "GB3095-2012"],
            table: "--details")
        #expect(
            above.first?["PM2.5_percentile_multiple"] == text(examples["exceed-air"] ?? nil))
    }

    @Test("reading: marks are counted for what they are, and the limit's half enters means")
    func readings() throws {
        let examples = try WorkedExamples.group("reading")
        try withTemporaryFolder { folder in
            var lines = ["id,time,parameter,value"]
            for (number, example) in examples.enumerated() {
                lines.append("R\(number),2026-04-01 08:00,TP,\(text(example["inputs"]) ?? "")")
            }
            try (lines.joined(separator: "\n") + "\n").write(
                to: folder.appending(path: "water.csv"), atomically: true, encoding: .utf8)
            let result = try runTool(
                [
                    "assess", "quality", "--readings", "water.csv", "--parameter", "TP",
                    "--period", "2026-04-01", "--interval", "day", "--rejects", "rejects.csv",
                    "-q",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let table = cells(ofCSV: result.output)
            let header = try #require(table.first)
            let rejects = cells(
                ofCSV: try String(
                    contentsOf: folder.appending(path: "rejects.csv"), encoding: .utf8))
            for (number, example) in examples.enumerated() {
                let kind = (example["expected"] as? [String: Any])?["kind"] as? String
                // A rejected cell leaves no reading, so that its site may have no row.
                let row = table.first { $0[0] == "R\(number)" }.map {
                    Dictionary(zip(header, $0)) { first, _ in first }
                }
                #expect((row?["below_detection"] == "1") == (kind == "below"), "\(example)")
                #expect(rejects.contains { $0[2] == "R\(number)" } == (kind == "invalid"))
                let isRead = kind == "below" || kind == "value"
                #expect((row?["readings"] == "1") == isRead, "\(example)")
            }
        }
    }

    @Test("unit_code: check finds the malformed ones and no others")
    func unitCodes() throws {
        let examples = try WorkedExamples.group("unit_code")
        var job = SmallJob()
        job.zoneKind = "control-unit"
        job.zones = []
        for (number, example) in examples.enumerated() {
            let code = try #require(example["inputs"] as? String)
            let expected = try #require(example["expected"] as? [String: Any])
            let west = Double(500 + 5 * number)
            job.zones.append((code, [west, 4200, west + 5, 4210]))
            job.classes[code] = expected["class"] as? String ?? ""
        }
        try withTemporaryFolder { folder in
            let result = try runTool(["check", try job.write(into: folder), "--lang", "en"])
            #expect(result.status == 0, "\(result.errors)")
            for example in examples {
                let code = try #require(example["inputs"] as? String)
                let isValid = (example["expected"] as? [String: Any])?["valid"] as? Bool
                let isNamed = result.errors.contains("The unit code \"\(code)\" is malformed")
                #expect(isNamed == (isValid == false), "\(code): \(result.errors)")
                #expect(!result.errors.contains("unit \(code) has the class digit"))
            }
        }
    }

    // MARK: - Coordinates

    /// Converts a table of longitudes and latitudes; its places afterwards.
    private func convert(
        _ places: [[Double]], _ options: [String], columns: [String] = ["lon", "lat"]
    ) throws -> [[Double]] {
        try withTemporaryFolder { folder in
            let lines = places.map { "\($0[0]),\($0[1])" }
            try ("lon,lat\n" + lines.joined(separator: "\n") + "\n").write(
                to: folder.appending(path: "in.csv"), atomically: true, encoding: .utf8)
            let result = try runTool(
                ["convert", "in.csv", "-o", "out.csv", "--lang", "en"] + options, in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let table = cells(
                ofCSV: try String(contentsOf: folder.appending(path: "out.csv"), encoding: .utf8))
            return table.dropFirst().map { $0.compactMap(Double.init) }
        }
    }

    @Test("gcj: convert shifts to GCJ-02 and BD-09 and back")
    func shifts() throws {
        let examples = try WorkedExamples.group("gcj").filter { $0["inputs"] is [String: Any] }
        let places = examples.compactMap {
            ($0["inputs"] as? [String: Any])?["wgs84"] as? [Double]
        }
        #expect(places.count == 4)
        for (system, key) in [("gcj02", "gcj02"), ("bd09", "bd09")] {
            let shifted = try convert(places, ["--assume-crs", "EPSG:4326", "--to", system])
            for (place, example) in zip(shifted, examples) {
                let expected = try #require(
                    (example["expected"] as? [String: Any])?[key] as? [Double])
                let tolerance = try #require(example["tolerance"] as? Double)
                #expect(abs(place[0] - expected[0]) <= tolerance, "\(example)")
                #expect(abs(place[1] - expected[1]) <= tolerance, "\(example)")
            }
        }
    }

    @Test("gk: convert projects to the 3-degree and 6-degree zones")
    func projections() throws {
        for example in try WorkedExamples.group("gk") {
            let place = try #require(
                (example["inputs"] as? [String: Any])?["cgcs2000"] as? [Double])
            let expected = try #require(example["expected"] as? [String: Any])
            let tolerance = try #require(example["tolerance"] as? Double)
            for (crs, easting, northing) in [
                ("epsg_3deg_cm", "easting_cm", "northing"),
                ("epsg_3deg_zone", "easting_zone", "northing"),
                ("epsg_6deg_cm", "easting_6deg_cm", "northing_6deg"),
            ] {
                let code = try #require(expected[crs] as? Int)
                let made = try convert(
                    [place], ["--assume-crs", "EPSG:4490", "--crs", "EPSG:\(code)"])
                let row = try #require(made.first)
                let wanted = try [easting, northing].map { try #require(expected[$0] as? Double) }
                #expect(abs(row[0] - wanted[0]) <= tolerance, "\(code): \(row)")
                #expect(abs(row[1] - wanted[1]) <= tolerance, "\(code): \(row)")
            }
        }
    }

    /// The date of a day of a year without a leap day, from 0.
    private func date(dayOfYear: Int, _ year: Int) -> String {
        var rest = dayOfYear
        for (month, days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
            if rest < days {
                return "\(year)-\(month < 9 ? "0" : "")\(month + 1)-"
                    + "\(rest < 9 ? "0" : "")\(rest + 1)"
            }
            rest -= days
        }
        return ""
    }
}
