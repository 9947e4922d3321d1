import Testing

@testable import Readings

@Suite("Headers of tables")
struct HeaderTests {
    static func read(
        _ rows: [[String]], file: String = "t.xlsx",
        _ options: ReadingTableOptions = ReadingTableOptions()
    ) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        try builder.read(rows, file: file, options: options)
        return builder.finish()
    }

    /// `甲 NH3N 2026-03-05T00:00 0.3`, sorted.
    static func readings(_ set: ReadingSet) -> [String] {
        set.sites.flatMap { site in
            set.parameters(at: site).flatMap { parameter in
                set.series(site: site, parameter: parameter).map {
                    "\(site) \(parameter) \($0.time) \($0.value)"
                }
            }
        }.sorted()
    }

    static func notes(_ set: ReadingSet) -> [TableNote] {
        set.notes.compactMap { note in
            if case .table(_, let note) = note { return note }
            return nil
        }
    }

    @Test("Two rows: a group heading over items, headings merged downwards, units in the group")
    func groups() throws {
        let set = try Self.read([
            ["2026年3月地表水监测结果", "", "", "", ""],
            ["断面名称", "采样时间", "监测结果(mg/L)", "", "pH"],
            ["", "", "氨氮", "汞(μg/L)", ""],
            ["甲", "2026-03-05", "0.3", "0.04L", "7.8"],
        ])
        #expect(
            Self.readings(set) == [
                "甲 HG 2026-03-05T00:00 0.00004L", "甲 NH3N 2026-03-05T00:00 0.3",
                "甲 PH 2026-03-05T00:00 7.8",
            ])
        #expect(Self.notes(set) == [.headerRows(lines: [2, 3])])
        #expect(set.counts.rows == 1)
    }

    @Test("Two rows: an item over its value and its index; the index is left out and named")
    func valueAndIndex() throws {
        let set = try Self.read([
            ["城市", "站点", "日期", "二氧化硫", "", "PM2.5", "", "臭氧", ""],
            ["", "", "", "浓度", "分指数", "浓度(mg/m3)", "分指数", "1小时", "日最大8小时"],
            ["太原", "A", "2026-03-05", "9", "10", "0.035", "50", "80", "70"],
        ])
        #expect(
            Self.readings(set) == [
                "A O3 2026-03-05T00:00 80", "A O3_8h 2026-03-05T00:00 70",
                "A PM2.5 2026-03-05T00:00 35", "A SO2 2026-03-05T00:00 9",
            ])
        #expect(
            set.notes.contains(
                .unknownColumns(file: "t.xlsx", headings: ["二氧化硫 分指数", "PM2.5 分指数"])))
    }

    @Test("A row of units is converted exactly, and repeated headers are passed over")
    func unitRow() throws {
        let rows = [
            ["断面", "时间", "氨氮", "pH", "总磷\n(mg/L)", "粪大肠菌群", "水质类别"],
            ["", "单位", "μg/L", "无量纲", "", "万个/L", "/"],
            ["甲", "2026-03-05", "350", "7.8", "0.05L", "1.2", "Ⅱ"],
            ["断面", "时间", "氨氮", "pH", "总磷\n(mg/L)", "粪大肠菌群", "水质类别"],
            ["", "单位", "μg/L", "无量纲", "", "万个/L", "/"],
            ["乙", "2026-03-05", "20", "7.9", "0.12", "20L", "Ⅲ"],
        ]
        let set = try Self.read(rows)
        #expect(
            Self.readings(set) == [
                "乙 FC 2026-03-05T00:00 200000L", "乙 NH3N 2026-03-05T00:00 0.020",
                "乙 PH 2026-03-05T00:00 7.9", "乙 TP 2026-03-05T00:00 0.12",
                "甲 FC 2026-03-05T00:00 12000", "甲 NH3N 2026-03-05T00:00 0.350",
                "甲 PH 2026-03-05T00:00 7.8", "甲 TP 2026-03-05T00:00 0.05L",
            ])
        #expect(
            Self.notes(set) == [
                .unitRow(line: 2), .repeatedHeaders(count: 2, lines: [4, 5]),
            ])
        #expect(
            set.notes.contains(
                .convertedUnit(file: "t.xlsx", heading: "氨氮", from: "µg/L", to: "mg/L")))
    }

    @Test(
        "A unit in a line above holds for columns without one, and for those that it can be of",
        arguments: [
            ("单位：mg/L（pH无量纲，汞μg/L）", "NH3N 0.3,HG 0.00005,PH 7.8"),
            ("单位:μg/L", "NH3N 0.0003,HG 0.00005,PH 7.8"),
            ("（单位：毫克/升）", "NH3N 0.3,HG 0.05,PH 7.8"),
            ("填报单位：太原市监测站", "NH3N 0.3,HG 0.05,PH 7.8"),
        ])
    func titleUnit(title: String, expected: String) throws {
        let set = try Self.read([
            [title], ["断面", "时间", "氨氮", "汞", "pH"], ["甲", "2026-03-05", "0.3", "0.05", "7.8"],
        ])
        let found = set.parameters(at: "甲").map { parameter in
            let value = set.series(site: "甲", parameter: parameter)[0].value
            return "\(parameter) \(value.value?.reduced.description ?? "")"
        }
        #expect(found.joined(separator: ",") == expected)
        let isSaid = Self.notes(set).contains(.titleUnit(text: title, line: 1))
        #expect(isSaid == !title.hasPrefix("填报"))
    }

    @Test("A unit that is not known is an error that names it, in both languages")
    func unknownUnit() throws {
        let heading = try #require(throws: ReadingError.self) {
            try Self.read([["断面", "时间", "SO2(ppb)"], ["甲", "2026-03-05", "3"]])
        }
        #expect(
            heading
                == .unknownUnit(
                    file: "t.xlsx", line: 1, heading: "SO2(ppb)", unit: "ppb", expected: "µg/m³"))
        #expect(heading.description.contains("is in \"ppb\", which cannot be turned into µg/m³"))
        #expect(heading.descriptionInChinese.contains("单位“ppb”不能换算为µg/m³"))
        let row = try #require(throws: ReadingError.self) {
            try Self.read([
                ["断面", "时间", "氨氮", "总磷"], ["", "", "mg/L", "mg/kg"],
                ["甲", "2026-03-05", "3", "1"],
            ])
        }
        #expect(
            row
                == .unknownUnit(
                    file: "t.xlsx", line: 2, heading: "总磷", unit: "mg/kg", expected: "mg/L"))
        let two = try #require(throws: ReadingError.self) {
            try Self.read([
                ["断面", "时间", "氨氮(mg/L)", "总磷"], ["", "", "μg/L", "mg/L"],
                ["甲", "2026-03-05", "3", "1"],
            ])
        }
        #expect(two.description.contains("in mg/L by its heading and in µg/L by the row of units"))
        #expect(two.descriptionInChinese.contains("列名单位为mg/L,单位行为µg/L"))
        let title = try #require(throws: ReadingError.self) {
            try Self.read([
                ["单位：mg/kg"], ["断面", "时间", "氨氮"], ["甲", "2026-03-05", "3"],
            ])
        }
        #expect(title.description.contains("line 1: column \"单位：mg/kg\" is in \"mg/kg\""))
    }

    static let solids: [[[String]]] = [
        [["单位：mg/kg"], ["点位", "时间", "镉"], ["甲", "2026-03-05", "0.35"]],
        [["土壤监测结果（单位：mg/kg，pH无量纲）"], ["点位", "时间", "镉"], ["甲", "2026-03-05", "0.35"]],
        [["点位", "时间", "镉"], ["", "", "mg/kg"], ["甲", "2026-03-05", "0.35"]],
        [["点位", "时间", "镉(μg/kg)"], ["甲", "2026-03-05", "350"]],
        [["点位", "时间", "镉mg/kg"], ["甲", "2026-03-05", "0.35"]],
        [["点位", "时间", "镉"], ["甲", "2026-03-05", "0.35"]],
        [["点位", "时间", "项目", "结果", "单位"], ["甲", "2026-03-05", "镉", "350", "微克/千克"]],
        [["点位", "时间", "项目", "结果(g/kg)"], ["甲", "2026-03-05", "镉", "0.00035"]],
    ]

    @Test(
        "Tables of solids are in mg/kg: by title, row of units, heading or column",
        arguments: solids)
    func solid(_ rows: [[String]]) throws {
        var options = ReadingTableOptions()
        options.areSolids = true
        let set = try Self.read(rows, options)
        // A value that was converted keeps its digits: 350 µg/kg are 0.350.
        let found = Self.readings(set)
        #expect(found.count == 1 && set.rejected.isEmpty)
        #expect(found.first?.hasPrefix("甲 CD 2026-03-05T00:00 0.35") == true)
    }

    @Test("A table of solids in mg/L is refused, as one of water in mg/kg is")
    func wrongMatter() throws {
        var options = ReadingTableOptions()
        options.areSolids = true
        for rows in [
            [["单位：mg/L"], ["点位", "时间", "镉"], ["甲", "2026-03-05", "1"]],
            [["点位", "时间", "镉"], ["", "", "mg/L"], ["甲", "2026-03-05", "1"]],
            [["点位", "时间", "镉(mg/L)"], ["甲", "2026-03-05", "1"]],
        ] {
            let error = try #require(throws: ReadingError.self) {
                try Self.read(rows, options)
            }
            #expect(error.description.contains("mg/L") && error.description.contains("mg/kg"))
        }
        let water = try #require(throws: ReadingError.self) {
            try Self.read([["断面", "时间", "氨氮(mg/kg)"], ["甲", "2026-03-05", "1"]])
        }
        #expect(water.description.contains("is in \"mg/kg\", which cannot be turned into mg/L"))
    }

    @Test("Columns are sites: the parameter comes from an option, the sheet, a title or the file")
    func sites() throws {
        let rows = [
            ["时间", "小店", "1002A", "备注"], ["2026-03-05 01:00", "35", "—", ""],
            ["2026-03-05 02:00", "36", "40.5", ""], ["平均", "35.5", "40.5", ""],
        ]
        let expected = [
            "1002A PM2.5 2026-03-05T01:00 —", "1002A PM2.5 2026-03-05T02:00 40.5",
            "小店 PM2.5 2026-03-05T01:00 35", "小店 PM2.5 2026-03-05T02:00 36",
        ]
        let sources: [(ReadingTableOptions, String, [[String]], TableSource)] = [
            (ReadingTableOptions(parameter: .pm25), "a.csv", [], .option),
            (ReadingTableOptions(sheet: "PM2.5"), "a.xlsx[PM2.5]", [], .sheet("PM2.5")),
            (
                ReadingTableOptions(), "a.csv", [["太原市细颗粒物(PM2.5)小时浓度"]], .title(line: 1)
            ),
            (ReadingTableOptions(layout: .sites), "x/2026_pm2_5.csv", [], .fileName),
        ]
        for (options, file, titles, source) in sources {
            let set = try Self.read(titles + rows, file: file, options)
            #expect(Self.readings(set) == expected)
            #expect(
                Self.notes(set).first
                    == .siteColumns(parameter: .pm25, sites: 2, source: source))
            #expect(
                Self.notes(set).last
                    == .summaryRows(count: 1, lines: [4 + titles.count], words: ["平均"]))
        }
        #expect(
            throws: ReadingError.noSharedParameter(file: "a.csv", line: 1)
        ) { try Self.read(rows, file: "a.csv", ReadingTableOptions(layout: .sites)) }
        let several = try #require(throws: ReadingError.self) {
            try Self.read([["PM2.5和PM10"]] + rows, file: "a.csv")
        }
        #expect(several == .noSharedParameter(file: "a.csv", line: 2))
        #expect(several.description.contains("Name it with parameter"))
        #expect(several.descriptionInChinese.contains("请用parameter指定"))
    }

    @Test("Columns are sites and items: the site stands merged over its items")
    func sitesAndItems() throws {
        let set = try Self.read([
            ["时间", "甲站", "", "乙站", ""], ["", "PM2.5", "CO(ug/m3)", "PM2.5", "CO"],
            ["2026-03-05 01:00", "35", "900", "36", "0.8"],
        ])
        #expect(
            Self.readings(set) == [
                "乙站 CO 2026-03-05T01:00 0.8", "乙站 PM2.5 2026-03-05T01:00 36",
                "甲站 CO 2026-03-05T01:00 0.900", "甲站 PM2.5 2026-03-05T01:00 35",
            ])
    }

    @Test("The header's line can be given; blank lines above count")
    func forced() throws {
        let rows = [
            ["时间", "站点"], [], ["断面", "日期", "总磷"], ["甲", "2026-03-05", "0.1"],
        ]
        let set = try Self.read(rows, ReadingTableOptions(headerRow: 3))
        #expect(Self.readings(set) == ["甲 TP 2026-03-05T00:00 0.1"])
        #expect(
            set.notes == [.titleRows(file: "t.xlsx", count: 2, headerLine: 3)])
        #expect(throws: ReadingError.self) {
            try Self.read(rows, ReadingTableOptions(headerRow: 2))
        }
    }

    @Test("A heading that is not known is named with the nearest known one")
    func nearest() throws {
        let aliases = ParameterAliases.standard
        #expect(aliases.nearest(to: "氨氮浓") == "氨氮浓度")
        #expect(aliases.nearest(to: "PM2.5国控站实况") == "PM2.5")
        for other in ["DEWP", "RAIN", "wd"] { #expect(aliases.nearest(to: other) == nil) }
        #expect(aliases.nearest(to: "高锰酸盐指娄") == "高锰酸盐指数")
        #expect(aliases.nearest(to: "turbidty") == "turbidity")
        #expect(aliases.nearest(to: "风速") == nil)
        let note = ReadingNote.unknownColumns(file: "a.csv", headings: ["高锰酸盐指娄", "风速"])
        #expect(note.description.contains("高锰酸盐指娄 (like 高锰酸盐指数?), 风速."))
        #expect(note.descriptionInChinese.contains("高锰酸盐指娄 (是否为高锰酸盐指数?)、风速。"))
    }

    @Test("A file of headings adds to the known ones and wins; a damaged one says why")
    func ownHeadings() throws {
        let text = """
            {"form": "basingrid-headings-1",
             "parameters": {"NH3N": ["1号因子"], "VOC": ["挥发性有机物"]},
             "columns": {"name": ["哨位"]}, "summary_rows": {"whole": ["汇总行"]}}
            """
        let aliases = try ParameterAliases.standard.adding(
            json: Array(text.utf8), file: "own.json")
        let set = try Self.read(
            [
                ["哨位", "时间", "1号因子(μg/L)", "挥发性有机物", "总磷"],
                ["甲", "2026-03-05", "35", "9", "1"], ["汇总行", "", "35", "9", "1"],
            ], ReadingTableOptions(aliases: aliases))
        #expect(
            Self.readings(set) == [
                "甲 NH3N 2026-03-05T00:00 0.035", "甲 TP 2026-03-05T00:00 1",
                "甲 VOC 2026-03-05T00:00 9",
            ])
        for (text, cause) in [
            ("{", "it is not JSON"), ("{}", "\"form\" is missing"),
            ("{\"form\": \"x\"}", "form is \"x\""),
            (
                "{\"form\": \"basingrid-headings-1\", \"parameters\": {\"TP\": 1}}",
                "\"parameters.TP\""
            ),
            ("{\"form\": \"basingrid-headings-1\", \"columns\": {\"nom\": []}}", "has \"nom\""),
        ] {
            let error = try #require(throws: ReadingError.self) {
                try ParameterAliases.standard.adding(json: Array(text.utf8), file: "own.json")
            }
            #expect(error.description.hasPrefix("own.json is not a list of headings: "))
            #expect(error.description.contains(cause), "\(error)")
            #expect(error.descriptionInChinese.hasPrefix("own.json不是列名表"))
        }
    }
}
