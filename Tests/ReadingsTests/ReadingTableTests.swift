import Testing

@testable import Readings

@Suite("Tables of readings")
struct ReadingTableTests {
    static func read(
        _ rows: [[String]], _ options: ReadingTableOptions = ReadingTableOptions()
    ) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        try builder.read(rows, file: "t.csv", options: options)
        return builder.finish()
    }

    static func text(_ set: ReadingSet, _ site: String, _ parameter: ParameterCode) -> [String] {
        set.series(site: site, parameter: parameter).map { "\($0.time) \($0.value)" }
    }

    @Test("The archive layout: a column a station, hour 0 the last hour of the day before")
    func archive() throws {
        let set = try Self.read([
            ["date", "hour", "type", "1001A", "1002A"],
            ["20260313", "0", "PM2.5", "35", ""],
            ["20260313", "0", "PM2.5_24h", "41", "40"],
            ["20260313", "1", "PM2.5", "36", "-999"],
            ["20260313", "1", "O3_8h", "80", "81"],
            ["20260313", "1", "AQI", "50", "x"],
        ])
        #expect(set.sites == ["1001A", "1002A"])
        #expect(set.parameters == [.pm25, .o3EightHours, .aqi])
        #expect(
            Self.text(set, "1001A", .pm25) == ["2026-03-13T00:00 35", "2026-03-13T01:00 36"])
        #expect(Self.text(set, "1002A", .pm25) == ["2026-03-13T01:00 -999"])
        let first = try #require(set.series(site: "1001A", parameter: .pm25).first)
        #expect(first.time.hourEndingHere.day.description == "2026-03-12")
        #expect(first.line == 2 && first.file == 0)
        #expect(set.notes == [.ignoredTypes(file: "t.csv", rows: ["PM2.5_24h": 1])])
        #expect(set.rejected.map(\.line) == [6])
        #expect(set.rejected[0].site == "1002A")
        #expect(set.rejected[0].text == "x")
        #expect(set.rejected[0].description.hasPrefix("t.csv, line 6, 1002A, AQI: \"x\" is not"))
        #expect(set.rejected[0].descriptionInChinese.hasPrefix("t.csv第6行,1002A,AQI:“x”不是数值"))
        var counts = ReadingCounts()
        counts.rows = 5
        counts.measured = 5
        counts.markedMissing = 1
        counts.empty = 1
        counts.rejected = 1
        counts.rowsOfIgnoredTypes = 1
        #expect(set.counts == counts)
    }

    @Test("The long layout, with Chinese headings and units in the parameter")
    func long() throws {
        let set = try Self.read([
            ["断面名称", "采样时间", "监测项目", "监测结果"],
            ["小店桥", "2026年3月5日", "氨氮(mg/L)", "0.32"],
            ["小店桥", "2026年3月5日", "汞(μg/L)", "0.04L"],
            ["小店桥", "2026年3月5日", "臭味", "无"],
            ["", "2026年3月5日", "氨氮", "0.3"],
            ["小店桥", "三月", "氨氮", "0.3"],
            ["小店桥", "2026年4月5日", "氨氮", "-0.3"],
        ])
        #expect(Self.text(set, "小店桥", .ammonia) == ["2026-03-05T00:00 0.32"])
        #expect(Self.text(set, "小店桥", .mercury) == ["2026-03-05T00:00 0.00004L"])
        #expect(set.notes == [.unknownParameters(file: "t.csv", rows: ["臭味": 1])])
        #expect(
            set.rejected.map(\.reason) == [.noSite, .text(.notATime("三月")), .negative])
        #expect(set.counts.rejected == 3 && set.counts.rowsOfUnknownParameters == 1)
    }

    @Test("The wide layout: titles above, unknown columns noted, a remark marks a dry section")
    func wide() throws {
        let set = try Self.read([
            ["太原市2026年3月地表水监测结果", "", "", "", "", ""],
            ["", "", "", "", "", ""],
            ["序号", "断面编码", "断面名称", "监测时间", "pH(无量纲)", "氨氮(mg/L)", "总磷", "备注"],
            ["1", "007", "小店桥", "2026/3/5 10:20", "7.8", "0.05L", "0.12"],
            ["2", "008", "汾河二坝", "2026/3/5 11:00", "", "", "", "断流"],
            ["3", "009", "兰村", "2026/3/5", "7.9", "0.3a", "—", "未断流", "多余"],
            [],
        ])
        #expect(set.sites == ["007", "008", "009"])
        #expect(set.siteNames == ["007": "小店桥", "008": "汾河二坝", "009": "兰村"])
        #expect(Self.text(set, "007", .ammonia) == ["2026-03-05T10:20 0.05L"])
        #expect(set.dryTimes(at: "008").map(\.description) == ["2026-03-05T11:00"])
        #expect(set.dryTimes(at: "009").isEmpty)
        #expect(set.parameters(at: "009") == [.ph, .totalPhosphorus])
        #expect(
            set.notes == [
                .titleRows(file: "t.csv", count: 2, headerLine: 3),
                .dryRows(file: "t.csv", count: 1),
                .cellsBeyondHeader(file: "t.csv", rows: 1, firstLine: 6),
            ])
        #expect(set.rejected.map(\.text) == ["0.3a"])
        #expect(set.counts.empty == 3)
        for note in set.notes {
            #expect(note.description.hasPrefix("t.csv: "))
            #expect(note.descriptionInChinese.hasPrefix("t.csv:"))
        }
    }

    @Test("A cell that says 断流 is missing and marks the section dry")
    func dryCell() throws {
        let set = try Self.read([
            ["断面名称", "时间", "COD"], ["甲", "2026-03-05", "断流"],
        ])
        #expect(Self.text(set, "甲", .chemicalOxygenDemand) == ["2026-03-05T00:00 断流"])
        #expect(set.dryTimes(at: "甲").count == 1)
    }

    @Test("Columns by name, a header by its number, and a table without known headings")
    func named() throws {
        let rows = [
            ["PM2.5", "日期"], ["k1", "when", "PM2.5"], ["A", "2026-03-01 01:00", "9"],
        ]
        var options = ReadingTableOptions(
            headerRow: 2, siteColumn: "K1", timeColumn: "when")
        let set = try Self.read(rows, options)
        #expect(Self.text(set, "A", .pm25) == ["2026-03-01T01:00 9"])
        options.siteColumn = "k2"
        #expect(
            throws: ReadingError.columnNotFound(
                file: "t.csv", line: 2, name: "k2", headings: rows[1])
        ) { try Self.read(rows, options) }
        #expect(
            throws: ReadingError.noHeader(file: "t.csv", rows: 2, firstRow: ["a", "b"])
        ) { try Self.read([["a", "b"], ["1", "2"]]) }
        #expect(throws: ReadingError.noHeader(file: "t.csv", rows: 0, firstRow: [])) {
            try Self.read([])
        }
    }

    @Test("What a header lacks is said in both languages")
    func lacks() throws {
        let noTime = try #require(throws: ReadingError.self) {
            try Self.read([["断面名称", "氨氮"]])
        }
        #expect(
            noTime
                == .columnMissing(
                    file: "t.csv", line: 1, column: .time, headings: ["断面名称", "氨氮"]))
        #expect(noTime.description.contains("no column for the time. It has: 断面名称, 氨氮"))
        #expect(noTime.descriptionInChinese.contains("没有时间列"))
        let noParameter = try #require(throws: ReadingError.self) {
            try Self.read([["断面名称", "时间", "风速"]])
        }
        #expect(noParameter.description.contains("no column of a known parameter"))
        #expect(throws: ReadingError.self) {
            try Self.read([["时间", "氨氮"]])
        }
    }

    @Test("Units in headings are converted exactly; impossible ones are left out")
    func units() throws {
        let set = try Self.read([
            ["站点", "时间", "CO(μg/m3)", "O3(mg/m3)", "PM10(℃)", "pm10"],
            ["A", "2026-03-01 01:00", "1234", "0.08", "7", "55"],
        ])
        #expect(Self.text(set, "A", .co) == ["2026-03-01T01:00 1.234"])
        #expect(Self.text(set, "A", .o3) == ["2026-03-01T01:00 80"])
        #expect(set.series(site: "A", parameter: .pm10).isEmpty)
        #expect(set.notes.count == 4)
        let options = ReadingTableOptions(units: [.co: .microgramsPerCubicMetre])
        let given = try Self.read(
            [["站点", "时间", "CO"], ["A", "2026-03-01 01:00", "800"]], options)
        #expect(Self.text(given, "A", .co) == ["2026-03-01T01:00 0.800"])
    }

    @Test("Time in parts, and labels that name the beginning of the hour")
    func parts() throws {
        let rows = [
            ["year", "month", "day", "hour", "station", "PM2.5"],
            ["2014", "10", "1", "0", "A", "80"], ["2014", "10", "32", "1", "A", "78"],
        ]
        let set = try Self.read(rows)
        #expect(Self.text(set, "A", .pm25) == ["2014-10-01T00:00 80"])
        #expect(set.rejected.map(\.reason) == [.text(.notATime("2014 10 32 1"))])
        let moved = try Self.read(rows, ReadingTableOptions(hourLabel: .start))
        #expect(Self.text(moved, "A", .pm25) == ["2014-10-01T01:00 80"])
        let split = try Self.read([
            ["站点", "日期", "小时", "PM10"], ["A", "2026-03-01", "24", "5"],
        ])
        #expect(Self.text(split, "A", .pm10) == ["2026-03-02T00:00 5"])
    }

    @Test("Only the parameters and days asked for are kept, and the rest is counted")
    func asked() throws {
        let day = try TimeStamp(parsing: "2026-03-02").day
        let options = ReadingTableOptions(parameters: [.pm25], days: day...day)
        let set = try Self.read(
            [
                ["id", "time", "PM2.5", "PM10"], ["A", "2026-03-01 23:00", "1", "2"],
                ["A", "2026-03-02 00:00", "3", "4"], ["A", "2026-03-02 01:00", "5", "6"],
                ["A", "2026-03-03 00:00", "7", "8"], ["A", "2026-03-03 01:00", "9", "10"],
            ], options)
        #expect(
            set.series(site: "A", parameter: .pm25).map(\.value.description) == ["3", "5", "7"])
        #expect(set.parameters == [.pm25])
        #expect(set.counts.notAskedFor == 7)
    }

    @Test("Duplicates: equal ones count once, of different ones the first read is kept")
    func duplicates() throws {
        var builder = ReadingSetBuilder()
        let header = ["id", "time", "parameter", "value"]
        try builder.read(
            [
                header, ["A", "2026-03-02", "TP", "0.2"], ["A", "2026-03-01", "TP", "0.1"],
                ["A", "2026-03-01", "TP", "0.10"], ["B", "2026-03-01", "TP", "NA"],
            ], file: "one.csv")
        try builder.read(
            [
                header, ["A", "2026-03-01", "TP", "0.3"], ["A", "2026-03-02", "TP", "—"],
                ["B", "2026-03-01", "TP", "0.5"],
            ], file: "two.csv")
        let set = builder.finish()
        #expect(
            Self.text(set, "A", .totalPhosphorus) == [
                "2026-03-01T00:00 0.1", "2026-03-02T00:00 0.2",
            ])
        #expect(Self.text(set, "B", .totalPhosphorus) == ["2026-03-01T00:00 0.5"])
        #expect(set.counts.conflictingDuplicates == 1 && set.counts.equalDuplicates == 3)
        #expect(set.counts.measured == 3)
        let conflict = try #require(set.notes.first)
        #expect(
            conflict.description.contains("kept 0.1 (one.csv line 3), not 0.3 (two.csv line 2)"))
        #expect(conflict.descriptionInChinese.contains("保留0.1"))
        #expect(set.files == ["one.csv", "two.csv"])
        #expect(set.timeSpan?.upperBound.description == "2026-03-02T00:00")
    }

    @Test("Every cell is counted exactly once")
    func conserves() throws {
        let cells = ["1", "", "NA", "<2", "x", "-5", "3", "3", "—", "0.01L"]
        var rows = [["id", "time", "COD", "TP", "DO"]]
        var number = 0
        for hour in 0..<50 {
            let row = (0..<3).map { _ in
                number += 7
                return cells[number % cells.count]
            }
            rows.append(["A", "2026-03-0\(1 + hour % 3) \(hour % 20):00"] + row)
        }
        let counts = try Self.read(rows).counts
        let total =
            counts.measured + counts.belowDetection + counts.markedMissing + counts.empty
            + counts.rejected + counts.equalDuplicates + counts.conflictingDuplicates
        #expect(total == 150)
        #expect(counts.rows == 50)
    }
}
