import Testing

@testable import Readings

@Suite("Tables with items as rows")
struct CrossTableTests {
    private func read(
        _ rows: [[String]], file: String = "2026年3月.xlsx", _ options: ReadingTableOptions = .init()
    ) throws -> ReadingSet {
        try HeaderTests.read(rows, file: file, options)
    }

    @Test("Sites as columns: the time is that of the title, units stand behind the items")
    func sites() throws {
        let set = try read(
            [
                ["2026年3月地表水监测结果"],
                ["项目", "标准限值", "甲断面", "乙断面", "平均值"],
                ["pH", "6~9", "7.8", "8.1", "8"],
                ["氨氮(mg/L)", "1.0", "0.3", "0.025L", "0.2"],
                ["汞(μg/L)", "0.1", "0.04", "—", "0.04"],
            ], file: "t.xlsx")
        #expect(
            HeaderTests.readings(set) == [
                "乙断面 HG 2026-03-01T00:00 —", "乙断面 NH3N 2026-03-01T00:00 0.025L",
                "乙断面 PH 2026-03-01T00:00 8.1", "甲断面 HG 2026-03-01T00:00 0.00004",
                "甲断面 NH3N 2026-03-01T00:00 0.3", "甲断面 PH 2026-03-01T00:00 7.8",
            ])
        #expect(
            HeaderTests.notes(set) == [
                .crossTable(sites: 2, times: 0),
                .timeTaken(text: "2026-03", source: .title(line: 1)),
                .summaryColumns(headings: ["标准限值", "平均值"]),
            ])
    }

    @Test("Sites over dates: two rows above the items, in either order")
    func sitesAndDates() throws {
        let sites = ["断面名称", "甲", "甲", "乙"]
        let dates = ["采样日期", "2026-03-05", "2026-04-02", "2026-03-05"]
        let items = [["溶解氧", "8", "9", "7"], ["总磷", "0.1", "0.2", "0.3"]]
        let expected = [
            "乙 DO 2026-03-05T00:00 7", "乙 TP 2026-03-05T00:00 0.3",
            "甲 DO 2026-03-05T00:00 8", "甲 DO 2026-04-02T00:00 9",
            "甲 TP 2026-03-05T00:00 0.1", "甲 TP 2026-04-02T00:00 0.2",
        ]
        for head in [[sites, dates], [dates, sites], [sites, ["河流", "a", "b", "c"], dates]] {
            let set = try read(head + items)
            #expect(HeaderTests.readings(set) == expected)
            #expect(HeaderTests.notes(set) == [.crossTable(sites: 2, times: 2)])
        }
    }

    @Test("Dates as columns: each row has its site and item; merged sites are filled in sheets")
    func dates() throws {
        let rows = [
            ["站点", "项目", "单位", "3月1日", "3月2日"],
            ["甲", "PM2.5", "μg/m3", "30", "35"],
            ["", "CO", "μg/m3", "600", "700"],
            ["乙", "PM2.5", "μg/m3", "40", ""],
        ]
        let set = try read(rows, ReadingTableOptions(sheet: "2026年"))
        #expect(
            HeaderTests.readings(set) == [
                "乙 PM2.5 2026-03-01T00:00 40", "甲 CO 2026-03-01T00:00 0.600",
                "甲 CO 2026-03-02T00:00 0.700", "甲 PM2.5 2026-03-01T00:00 30",
                "甲 PM2.5 2026-03-02T00:00 35",
            ])
        #expect(HeaderTests.notes(set).first == .crossTable(sites: 0, times: 2))
    }

    @Test("Dates as columns of one site: the site is the sheet's name, else the file's")
    func oneSite() throws {
        let rows = [["监测时间", "2026-03-05", "2026-04-02"], ["氨氮", "0.3", "0.4"]]
        let sheet = try read(rows, file: "水质.xlsx[小店桥]", ReadingTableOptions(sheet: "小店桥"))
        #expect(
            HeaderTests.readings(sheet) == [
                "小店桥 NH3N 2026-03-05T00:00 0.3", "小店桥 NH3N 2026-04-02T00:00 0.4",
            ])
        #expect(
            HeaderTests.notes(sheet).contains(.siteTaken(name: "小店桥", source: .sheet("小店桥"))))
        let text = try read(rows, file: "data/温南社.csv")
        #expect(text.sites == ["温南社"])
        #expect(HeaderTests.notes(text).contains(.siteTaken(name: "温南社", source: .fileName)))
    }

    @Test("Dates merged under sites")
    func mergedSites() throws {
        let set = try read([
            ["监测项目", "甲", "", "乙", ""],
            ["", "2026-03-05", "2026-04-02", "2026-03-05", "2026-04-02"],
            ["总磷", "0.1", "0.2", "0.3", "0.4"],
        ])
        #expect(
            HeaderTests.readings(set) == [
                "乙 TP 2026-03-05T00:00 0.3", "乙 TP 2026-04-02T00:00 0.4",
                "甲 TP 2026-03-05T00:00 0.1", "甲 TP 2026-04-02T00:00 0.2",
            ])
    }

    @Test("An unknown item and a bad cell are told with their line")
    func faults() throws {
        let set = try read([
            ["项目", "甲", "乙"], ["总磷", "0.1", "x"], ["生物量", "1", "2"], ["注：数据未审核", "", ""],
        ])
        #expect(HeaderTests.readings(set) == ["甲 TP 2026-03-01T00:00 0.1"])
        #expect(set.rejected.map(\.line) == [2])
        #expect(set.rejected.map(\.site) == ["乙"] && set.rejected.map(\.column) == ["总磷"])
        #expect(
            set.notes.contains(.unknownParameters(file: "2026年3月.xlsx", rows: ["生物量": 2])))
    }

    @Test("The turned table says the same as the upright one")
    func turned() throws {
        let upright = [
            ["断面名称", "采样日期", "pH", "氨氮(mg/L)", "总磷"], ["甲", "2026-03-05", "7.8", "0.3", "0.01L"],
            ["乙", "2026-03-06", "8.0", "0.4", "—"],
        ]
        let turned = (0..<5).map { column in upright.map { $0[column] } }
        #expect(try HeaderTests.readings(read(turned)) == HeaderTests.readings(read(upright)))
    }

    @Test(
        "Other tables are not taken for turned ones",
        arguments: [
            [["站点", "时间", "PM2.5"], ["甲", "2026-03-05", "30"]],
            [["id", "time", "parameter", "value"], ["甲", "2026-03-05", "PM2.5", "30"]],
        ])
    func others(rows: [[String]]) throws {
        let set = try read(rows)
        #expect(HeaderTests.readings(set) == ["甲 PM2.5 2026-03-05T00:00 30"])
        #expect(HeaderTests.notes(set).isEmpty)
    }

    @Test("Both descriptions of every choice")
    func notes() {
        let note = TableNote.crossTable(sites: 2, times: 3)
        #expect(note.description.contains("the columns as 2 site(s) and 3 time(s)."))
        #expect(note.descriptionInChinese == "每行按一个项目读取,各列为2个站点、3个时间。")
        let site = TableNote.siteTaken(name: "甲", source: .fileName)
        #expect(
            site.description == "the table names no site: \"甲\" was taken from the file's name.")
        #expect(site.descriptionInChinese == "表中没有站点,“甲”取自文件名。")
    }
}
