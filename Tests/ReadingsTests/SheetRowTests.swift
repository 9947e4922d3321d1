import Testing

@testable import Readings

@Suite("Rows of sheets")
struct SheetRowTests {
    private func read(
        _ rows: [[String]], file: String = "t.xlsx",
        _ options: ReadingTableOptions = ReadingTableOptions()
    ) throws -> ReadingSet { try HeaderTests.read(rows, file: file, options) }

    @Test("Sums, means, blank rows and lines of text are left out, with their lines")
    func summaries() throws {
        let set = try read([
            ["序号", "断面名称", "监测时间", "氨氮"], ["1", "甲", "2026-03-05", "0.3"],
            ["", "甲均值", "", "0.3"], ["", "", "", ""], ["2", "乙", "2026-03-05", "0.5"],
            ["合 计", "", "", "0.8"], ["", "最大值", "2026-03-05", "0.5"],
            ["", "超标率(%)", "", "0"], ["注：未检出按检出限一半计。"],
            ["填表人：张三", "", "审核人：李四", ""],
        ])
        #expect(set.sites == ["甲", "乙"])
        #expect(set.rejected.isEmpty)
        #expect(set.counts.rows == 2 && set.counts.measured == 2)
        #expect(
            HeaderTests.notes(set) == [
                .summaryRows(
                    count: 4, lines: [3, 6, 7, 8], words: ["甲均值", "合 计", "最大值", "超标率(%)"]),
                .remarkRows(count: 2, lines: [9, 10]),
            ])
        let note = try #require(set.notes.first)
        #expect(
            note.description
                == "t.xlsx: 4 row(s) of sums or means were left out (甲均值, 合 计, 最大值, 超标率(%)): "
                + "line(s) 3, 6, 7, 8.")
        #expect(
            note.descriptionInChinese
                == "t.xlsx:4行合计或均值未读取(甲均值、合 计、最大值、超标率(%)):第3、6、7、8行。")
    }

    @Test("A site whose name only contains such a word is a site")
    func sitesWithWords() throws {
        let set = try read([
            ["断面", "时间", "氨氮"], ["平均水库", "2026-03-05", "0.3"],
            ["注水口", "2026-03-05", "0.4"], ["合计桥", "2026-03-05", "0.5"],
        ])
        #expect(set.sites == ["平均水库", "注水口", "合计桥"])
    }

    @Test("Merged cells of sites and times are filled in sheets, and only there")
    func merged() throws {
        let rows = [
            ["断面编码", "断面名称", "时间", "氨氮"], ["1", "甲", "2026-03-05", "0.3"],
            ["", "", "2026-03-06", "0.4"], ["2", "乙", "2026-03-05", "0.5"],
            ["3", "丙", "", "0.6"], ["", "", "", "0.7"],
        ]
        let set = try read(rows, ReadingTableOptions(sheet: "Sheet1"))
        #expect(
            HeaderTests.readings(set) == [
                "1 NH3N 2026-03-05T00:00 0.3", "1 NH3N 2026-03-06T00:00 0.4",
                "2 NH3N 2026-03-05T00:00 0.5", "3 NH3N 2026-03-05T00:00 0.6",
            ])
        #expect(set.siteNames == ["1": "甲", "2": "乙", "3": "丙"])
        #expect(set.rejected.map(\.reason) == [.noSite])
        #expect(
            HeaderTests.notes(set) == [
                .filledDown(heading: "断面编码", count: 1, firstLine: 3),
                .filledDown(heading: "断面名称", count: 1, firstLine: 3),
                .filledDown(heading: "时间", count: 1, firstLine: 5),
            ])
        let text = try read(rows, file: "t.csv")
        #expect(text.rejected.count == 3)
        #expect(HeaderTests.notes(text).isEmpty)
    }

    @Test("Merged items of a long table")
    func mergedLong() throws {
        let set = try read(
            [
                ["断面", "采样日期", "项目", "结果"], ["甲", "2026-03-05", "氨氮", "0.3"],
                ["", "", "总磷", "0.1"], ["乙", "", "氨氮", "未检出"],
            ], ReadingTableOptions(sheet: "数据"))
        #expect(
            HeaderTests.readings(set) == [
                "乙 NH3N 2026-03-05T00:00 ND", "甲 NH3N 2026-03-05T00:00 0.3",
                "甲 TP 2026-03-05T00:00 0.1",
            ])
    }

    struct Named: Sendable {
        var sheet: String?
        var file = "t.xlsx"
        var title: String?
        var time: String?
        var expected: String
    }

    @Test(
        "What the time lacks comes from the sheet, a title or the file",
        arguments: [
            Named(sheet: "2026年3月", expected: "2026-03-01T00:00"),
            Named(sheet: "202603", expected: "2026-03-01T00:00"),
            Named(sheet: "3月", file: "2026年水质.xlsx[3月]", expected: "2026-03-01T00:00"),
            Named(sheet: "3月", title: "太原市2026年监测结果", expected: "2026-03-01T00:00"),
            Named(sheet: "2026-03-13", expected: "2026-03-13T00:00"),
            Named(sheet: "2026年3月", time: "13日", expected: "2026-03-13T00:00"),
            Named(sheet: "2026年3月", time: "13", expected: "2026-03-13T00:00"),
            Named(
                sheet: "3月", file: "a/水质2026.xlsx[3月]", time: "13日", expected: "2026-03-13T00:00"),
            Named(title: "2026年一季度", time: "3月13日", expected: "2026-03-13T00:00"),
            Named(title: "2026年1-4月", time: "3-13 16:00", expected: "2026-03-13T16:00"),
            Named(file: "w_20260313.csv", time: "16:00", expected: "2026-03-13T16:00"),
            Named(sheet: "3月13日", title: "2026年", time: "16时", expected: "2026-03-13T16:00"),
            Named(sheet: "3月", file: "2025.xlsx", time: "2026-02-01", expected: "2026-02-01T00:00"),
            Named(sheet: "12月", file: "2025.xlsx", time: "3月13日 8时", expected: "2025-03-13T08:00"),
        ])
    func namedTimes(_ named: Named) throws {
        var rows = [["断面", "氨氮"], ["甲", "0.3"]]
        if let time = named.time { rows = [["断面", "时间", "氨氮"], ["甲", time, "0.3"]] }
        if let title = named.title { rows.insert([title], at: 0) }
        let set = try read(rows, file: named.file, ReadingTableOptions(sheet: named.sheet))
        #expect(HeaderTests.readings(set) == ["甲 NH3N \(named.expected) 0.3"])
        #expect(
            HeaderTests.notes(set).count == (named.time == "2026-02-01" ? 0 : 1))
    }

    @Test("Nothing is made up where the names give no month or two")
    func unnamed() throws {
        for (sheet, file) in [("Sheet1", "w.xlsx"), ("1-4月", "2026.xlsx"), ("13月", "2026.xlsx")] {
            #expect(throws: ReadingError.self) {
                try read(
                    [["断面", "氨氮"], ["甲", "0.3"]], file: file, ReadingTableOptions(sheet: sheet))
            }
        }
        // The year of a standard is none of the table's.
        #expect(throws: ReadingError.self) {
            try read([["按GB3838-2002评价,3月"], ["断面", "氨氮"], ["甲", "0.3"]])
        }
    }

    @Test("Year, month and day in columns of their own, the year in the title")
    func columns() throws {
        let set = try read([
            ["2026年太原市水质月报"], ["断面", "月份", "氨氮"], ["甲", "3月", "0.3"], ["甲", "4", "0.4"],
        ])
        #expect(
            HeaderTests.readings(set) == [
                "甲 NH3N 2026-03-01T00:00 0.3", "甲 NH3N 2026-04-01T00:00 0.4",
            ])
        #expect(HeaderTests.notes(set) == [.timeTaken(text: "2026", source: .title(line: 1))])
    }

    @Test(
        "A time without a year is of the year of collection, or the one before when far ahead",
        arguments: [
            ("01-02 08:00", "2026-01-03", "2026-01-02T08:00"),
            ("12-31 20:00", "2026-01-03", "2025-12-31T20:00"),
            ("07-02 00:00", "2026-01-03", "2026-07-02T00:00"),
            ("07-02 04:00", "2026-01-03", "2025-07-02T04:00"),
            ("02-29 12:00", "2024-03-01", "2024-02-29T12:00"),
            ("3月13日16时", "2026-03-14", "2026-03-13T16:00"),
        ])
    func releaseTimes(text: String, collected: String, expected: String) throws {
        let time = try TimeStamp(parsing: collected)
        let rows = [["断面名称", "监测时间", "氨氮"], ["甲", text, "0.3"]]
        for options in [
            ReadingTableOptions(collected: time), ReadingTableOptions(modified: time),
        ] {
            let set = try read(rows, options)
            #expect(HeaderTests.readings(set) == ["甲 NH3N \(expected) 0.3"])
            let source: TableSource = options.collected == nil ? .modificationTime : .option
            #expect(
                HeaderTests.notes(set) == [
                    .timesCompleted(
                        count: 1, firstLine: 2, first: text, as: expected, source: source)
                ])
        }
        let named = try read(
            rows, file: "release_\(collected.filter { $0 != "-" }).csv")
        #expect(HeaderTests.readings(named) == ["甲 NH3N \(expected) 0.3"])
        let none = try read(rows)
        #expect(none.rejected.map(\.reason) == [.text(.notATime(text))])
    }

    @Test("Day numbers of a workbook that counts from 1904")
    func macintosh() throws {
        var options = ReadingTableOptions(sheet: "1")
        options.countsDaysFrom1904 = true
        let set = try read(
            [
                ["断面", "时间", "氨氮"], ["甲", "44632", "0.3"], ["甲", "44632.5", "0.4"],
                ["甲", "2026-03-14", "0.5"],
            ], options)
        #expect(
            HeaderTests.readings(set) == [
                "甲 NH3N 2026-03-13T00:00 0.3", "甲 NH3N 2026-03-13T12:00 0.4",
                "甲 NH3N 2026-03-14T00:00 0.5",
            ])
        #expect(HeaderTests.notes(set) == [.daysFrom1904(count: 2, firstLine: 2)])
    }

    @Test("Units of a long table, in a column or in the heading of the values")
    func longUnits() throws {
        let set = try read([
            ["断面", "时间", "项目", "结果", "单位"], ["甲", "2026-03-05", "汞", "0.05", "μg/L"],
            ["甲", "2026-03-05", "铅", "＜0.1", "ug/L"], ["甲", "2026-03-05", "pH", "7.8", "无量纲"],
            ["甲", "2026-03-05", "氨氮", "0.01L", "mg/L"], ["甲", "2026-03-05", "总磷", "—", "mg/L"],
            ["甲", "2026-03-05", "总氮", "3", "mg/kg"], ["甲", "2026-03-05", "镉", "2", "℃"],
            ["甲", "2026-03-05", "铜", "0.2", "/"], ["甲", "2026-03-05", "锌", "30 ppb", ""],
        ])
        #expect(
            HeaderTests.readings(set) == [
                "甲 CU 2026-03-05T00:00 0.2", "甲 HG 2026-03-05T00:00 0.00005",
                "甲 NH3N 2026-03-05T00:00 0.01L", "甲 PB 2026-03-05T00:00 0.0001L",
                "甲 PH 2026-03-05T00:00 7.8", "甲 TP 2026-03-05T00:00 —",
            ])
        #expect(
            set.rejected.map(\.reason) == [
                .text(.unitMismatch("3 mg/kg", found: "mg/kg", expected: "mg/L")),
                .text(.unitMismatch("2 ℃", found: "℃", expected: "mg/L")),
                .text(.unknownUnit("30 ppb", unit: "ppb")),
            ])
        #expect(set.rejected[2].description.contains("which is not a known unit"))
        #expect(set.rejected[2].descriptionInChinese.contains("单位“ppb”无法识别"))
        #expect(
            HeaderTests.notes(set) == [
                .valuesConverted(count: 1, parameter: .mercury, from: "µg/L", to: "mg/L"),
                .valuesConverted(count: 1, parameter: .lead, from: "µg/L", to: "mg/L"),
            ])
        let air = try read([
            ["站点", "时间", "污染物", "浓度(mg/m3)"], ["A", "2026-03-05 01:00", "PM2.5", "0.035"],
            ["A", "2026-03-05 01:00", "CO", "0.8"],
        ])
        #expect(
            HeaderTests.readings(air) == [
                "A CO 2026-03-05T01:00 0.8", "A PM2.5 2026-03-05T01:00 35",
            ])
    }

    @Test("Every note says something in both languages")
    func languages() {
        let notes: [TableNote] = [
            .headerRows(lines: [1, 2]), .unitRow(line: 3), .titleUnit(text: "单位:mg/L", line: 1),
            .siteColumns(parameter: .pm25, sites: 3, source: .option),
            .timeTaken(text: "2026-03", source: .sheet("3月")),
            .timesCompleted(
                count: 2, firstLine: 4, first: "3-13", as: "2026-03-13T00:00", source: .fileName),
            .summaryRows(count: 20, lines: Array(1...12), words: ["合计"]),
            .remarkRows(count: 1, lines: [9]), .repeatedHeaders(count: 1, lines: [5]),
            .filledDown(heading: "断面", count: 2, firstLine: 4),
            .daysFrom1904(count: 2, firstLine: 4),
            .valuesConverted(count: 2, parameter: .mercury, from: "µg/L", to: "mg/L"),
            .withoutReadings(firstRow: ["封面", ""]), .withoutReadings(firstRow: []),
        ]
        for note in notes {
            #expect(note.description.last == "." && note.descriptionInChinese.last == "。")
        }
        #expect(notes[6].description.contains("11, 12 …"))
        #expect(notes[6].descriptionInChinese.contains("11、12等行"))
        #expect(notes[4].description.contains("taken from the sheet's name \"3月\""))
        #expect(notes[5].descriptionInChinese.contains("2个时间按文件名补全"))
        #expect(TableSource.modificationTime.descriptionInChinese == "文件修改时间")
    }
}
