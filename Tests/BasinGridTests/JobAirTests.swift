import Foundation
import Reports
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Air in the main job, worked out by hand")
struct JobAirTests {
    /// Daily values of every parameter beside PM2.5: S1 and S2 lie in zone A, S3 in zone B.
    ///
    /// - Parameter dust: PM10 of all stations on 1 April 2026.
    private static func small(dust: Int = 60) -> SmallJob {
        var job = SmallJob()
        for (year, nitrogen) in [(2026, 40), (2025, 50)] {
            for day in 1...30 {
                for (station, isWest) in [("S1", true), ("S2", true), ("S3", false)] {
                    let values = [
                        ("SO2", "12"), ("NO2", isWest ? "\(nitrogen)" : "20"), ("CO", "1.0"),
                        ("O3_8h", isWest ? "80" : "160"),
                        ("PM10", year == 2026 && day == 1 ? "\(dust)" : "60"),
                    ]
                    job.moreReadings += values.map { "\(station),\(year)-04-\(day),\($0),\($1)" }
                }
            }
        }
        return job
    }

    private func zoneTable(_ results: SmallJob.Results) throws -> ReportTable {
        try #require(results.tables.allAir.first { $0.id == "air_units_2026-04" })
    }

    // MARK: - Zones, ranking

    @Test("Zones have means of their stations, the composite index, ranks and changes")
    func zones() throws {
        let results = try Self.small().compute()
        let table = try zoneTable(results)
        #expect((0..<3).map { table.text($0, "id") } == ["A", "B", "all"])
        #expect((0..<3).map { table.text($0, "label") } == ["区A", "区B", "全部"])
        #expect(table.lastRowIsTotal)
        // A: 12/60 + 40/40 + 1/4 + 80/160 + 60/60 + 40.75/30; B: 0.2 + 0.5 + 0.25 + 1 + 1 + 70/30;
        // the whole is the mean of three stations, not of two zones (4.80).
        // Before, A: 0.2 + 50/40 + 0.25 + 0.5 + 1 + 30/30 = 4.2; B: 2.95 + 60/30 = 4.95.
        let expected: [(String, [String])] = [
            ("edition", ["GB3095-2026", "GB3095-2026", "GB3095-2026"]),
            ("days", ["30", "30", "30"]), ("valid_days", ["30", "30", "30"]),
            ("good_days", ["30", "0", "30"]), ("good_share", ["100.0", "0.0", "100.0"]),
            ("good_share_before", ["100.0", "100.0", "100.0"]),
            ("good_share_change", ["0.0", "-100.0", "0.0"]),
            ("PM2.5_mean", ["41", "70", "50"]), ("PM2.5_before", ["30", "60", "40"]),
            ("PM2.5_change", ["35.8", "16.7", "26.2"]), ("NO2_mean", ["40", "20", "33"]),
            ("NO2_change", ["-20.0", "0.0", "-16.7"]), ("O3_8h_p90", ["80", "160", "107"]),
            ("composite", ["4.31", "5.28", "4.63"]),
            ("composite_before", ["4.20", "4.95", "4.45"]),
            ("composite_change", ["2.6", "6.7", "4.1"]), ("rank", ["1", "2", ""]),
            ("best_change_rank", ["1", "2", ""]),
        ]
        for (key, texts) in expected {
            let found = (0..<3).map { table.written($0, key) }
            let isEdition = key == "edition"
            #expect(
                isEdition ? found.allSatisfy { $0.hasPrefix(texts[0]) } : found == texts, "\(key)")
        }
    }

    @Test("The ranking has the best first and says fall, rise and no change in words")
    func ranking() throws {
        var small = Self.small()
        small.zones = [
            ("B", [510, 4200, 520, 4210]), ("A", [500, 4200, 510, 4210]),
            ("C", [520, 4200, 530, 4210]),
        ]
        small.periods = "[2026-04, 2026-03..2026-04]"
        let results = try small.compute()
        let table = try #require(results.tables.allAir.first { $0.id == "ranking_air_units" })
        // C has no station: it has a row in the table of zones, and no rank.
        #expect((0..<table.rows.count).map { table.text($0, "id") } == ["A", "B", "all"])
        #expect(table.text(0, "NO2_words_2026-04") == "下降20.0%")
        #expect(table.text(1, "NO2_words_2026-04") == "持平")
        #expect(table.text(1, "PM2.5_words_2026-04") == "上升16.7%")
        #expect(table.text(1, "good_share_words_2026-04") == "下降100.0个百分点")
        let zones = try zoneTable(results)
        #expect(zones.rows.count == 4 && zones.text(2, "id") == "C")
        #expect(zones.text(2, "note") == "区域内无国控站点。")
        #expect(zones.written(2, "composite") == "" && zones.written(2, "rank") == "")
    }

    @Test("Stations have rows of their own, and the mean of them all stands last")
    func stations() throws {
        let results = try Self.small().compute(language: .en)
        let table = try #require(results.tables.allAir.first { $0.id == "stations_air_2026-04" })
        #expect((0..<4).map { table.text($0, "id") } == ["S1", "S2", "S3", "all"])
        // S1: 2.95 + 31/30; S2: 2.95 + 50.5/30; S3 as zone B.
        #expect((0..<4).map { table.written($0, "composite") } == ["3.98", "4.63", "5.28", "4.63"])
        #expect((0..<4).map { table.written($0, "rank") } == ["1", "2", "3", ""])
        #expect(table.text(3, "label") == "all national stations")
    }

    // MARK: - Targets and excluded days

    @Test("Targets stand beside the figures; those of nobody, other years and water are told")
    func targets() throws {
        var small = Self.small()
        small.moreKeys = ["targets: targets.csv"]
        small.moreFiles["targets.csv"] = """
            zone,item,value,year
            A,PM2.5,41,2026
            A,good_share,90,2026
            B,PM2.5,60,2026
            X,PM2.5,30,2026
            A,PM2.5,35,2030
            P1,CODMN,6,2026

            """
        let results = try small.compute()
        let table = try #require(results.tables.airTargets)
        #expect((0..<5).map { table.text($0, "id") } == ["A", "A", "B", "X", "A"])
        #expect((0..<5).map { table.written($0, "value") } == ["41", "100.0", "70", "", ""])
        #expect((0..<5).map { table.written($0, "target_met") } == ["yes", "yes", "no", "", ""])
        #expect(table.text(3, "note") == "结果中没有此站点或区域。")
        #expect(table.text(4, "note") == "没有该年份的时段。")
        let zones = try zoneTable(results)
        #expect(zones.written(0, "targets") == "2" && zones.written(0, "targets_met") == "2")
        #expect(zones.written(1, "targets_met") == "0")
        #expect(zones.text(1, "targets_missed") == "PM2.5")
        #expect(results.notes(of: .missing).contains { $0.hasSuffix("the first: X.") })
        #expect(
            results.notes(of: .remark).contains {
                $0.hasPrefix("targets.csv: 1 target(s) are not of air")
                    && $0.hasSuffix("line 7, CODMN.")
            })
    }

    @Test("An excluded day leaves the means and the composite index, and stays a day of dust")
    func excludedDays() throws {
        var small = Self.small(dust: 660)
        let dusty = try zoneTable(small.compute())
        // (29 · 60 + 660) / 30
        #expect(dusty.written(0, "PM10_mean") == "80" && dusty.written(0, "good_days") == "29")
        small.moreKeys = ["exclude_days: sand.csv"]
        small.moreFiles["sand.csv"] = "date,item,reason\n2026-04-01,PM10,沙尘\n2024-01-01,,沙尘\n"
        let results = try small.compute()
        let table = try zoneTable(results)
        #expect(table.written(0, "PM10_mean") == "60" && table.written(0, "good_days") == "29")
        #expect(table.written(0, "composite") == "4.31")
        #expect(table.text(0, "note")?.contains("扣除PM10 1 天。") == true)
        let days = try #require(results.tables.excludedDays)
        #expect(days.rows.count == 2 && days.text(0, "date") == "2026-04-01")
        #expect(days.text(0, "items") == "PM10" && days.text(0, "reason") == "沙尘")
        #expect(days.text(0, "periods") == "2026-04" && days.text(1, "periods") == "")
        #expect(results.notes(of: .remark).contains { $0.hasSuffix("the first: 2024-01-01.") })
    }

    @Test("Lists that cannot be read are faults of the job, all told together")
    func faults() throws {
        var small = Self.small()
        small.moreKeys = ["targets: none.csv", "exclude_days: sand.csv"]
        small.moreFiles["sand.csv"] = "date,item,reason\nyesterday,PM10,sand\n"
        let faults = try small.faults()
        #expect(faults.count == 2)
        #expect(faults.contains { $0.contains("none.csv") })
        #expect(faults.contains { $0.contains("line 2: date is \"yesterday\"") })
    }

    // MARK: - Without, and the report

    @Test("Without readings of air at national stations there are no tables of air")
    func none() throws {
        var small = SmallJob()
        small.hasStations = false
        let results = try small.compute()
        #expect(results.figures.air == nil && results.tables.allAir.isEmpty)
        #expect(AirFigures.tableNames(of: results.job, results.inputs) == [])
    }

    @Test("A plan names the tables of air that a run makes", arguments: [true, false])
    func planned(hasLists: Bool) throws {
        var small = Self.small()
        small.basins = [("far", [600, 4200, 610, 4210])]
        if hasLists {
            small.moreKeys = ["targets: t.csv", "exclude_days: s.csv"]
            small.moreFiles["t.csv"] = "zone,item,value,year\nA,PM2.5,41,2026\n"
            small.moreFiles["s.csv"] = "date,item\n2026-04-01,PM10\n"
        }
        let results = try small.compute()
        let names = results.tables.allAir.map(\.id)
        #expect(AirFigures.tableNames(of: results.job, results.inputs).sorted() == names.sorted())
        // No station lies in the second layer.
        #expect(!names.contains { $0.contains("basins") })
        #expect(names.contains("targets_air") == hasLists)
        #expect(names.contains("excluded_days") == hasLists)
    }

    @Test("The report has a section of air with its words, tables and settings")
    func report() throws {
        let results = try Self.small().compute()
        let report = JobReport(
            job: results.job, inputs: results.inputs, figures: results.figures,
            tables: results.tables, language: .zh, files: [])
        let section = try #require(report.airSection())
        let words = try #require(section.paragraphs.first?.zh)
        #expect(words.hasPrefix("2026年4月，全部国控站点：有效 30 天，优良 30 天；优良天数比例 100.0%，持平；"))
        #expect(words.contains("PM2.5 50 µg/m³，上升26.2%；"))
        #expect(words.hasSuffix("综合指数 4.63，上升4.1%。"))
        let ids = section.tables.map(\.id)
        #expect(Set(ids) == ["ranking_air_units", "ranking_stations_air"])
        #expect(section.notes.contains { $0.text.zh.contains("GB3095-2026") })
        #expect(section.notes.contains { $0.text.zh.contains("权重均为1") })
        // Every cell of the report's tables stands in the table's file.
        for table in section.tables {
            let file = try #require(results.tables.allAir.first { $0.id == table.id })
            for (column, shown) in table.columns.enumerated() {
                let place = try #require(file.columns.firstIndex { $0.key == shown.key })
                #expect(table.rows.map { $0[column] } == file.rows.map { $0[place] })
            }
        }
    }
}

extension ReportTable {
    /// The cell as a file has it.
    fileprivate func written(_ row: Int, _ key: String) -> String {
        switch cell(row, key) {
        case .decimal(let digits): digits
        case .integer(let value): String(value)
        case .text(let text): text
        case .number(let value): String(value)
        case .empty: ""
        case nil: "no such cell"
        }
    }
}
