import TestSupport
import Testing

@testable import Readings

/// Rows as bytes mean the same as rows as text.
@Suite("Rows read as bytes")
struct PlainRowTests {
    private static let values = [
        "1", "12", "0.5", "61.3", "0.05", "12.345", "-999", "-3", "", "NA", "—", "0.01L", "<2",
        "１２", " 7 ", "1,234", "5E-05", "x", ".", "-", "5.", ".5", "1.2.3", "123456789012345678",
        "12345678901234567", "1234567890123456789", "0.123456789012345678", "00012", "断流",
        "32 μg/L", "+4", "0", "--", "-0.0", "1e3",
    ]
    private static let times = [
        "2026-03-13 16:00", "2026-03-13 16:00:00", "2026-03-13T07:30", "2026/3/13 8:00",
        "2026/03/13 08:00:59", "2026-03-13", "2026/3/5", "20260313", "2026031316", "2026年3月13日",
        "2026-03-13 24:00", "2026-03-13 25:00", "2026-03-13 16:61", "2026-02-30 01:00", "三月",
        "", "2026-03-13 16:00:60", "2026-3-13T8:05:07", "2026-13-01", "2026-03-13 16:00Z",
        "2026-03-13 1:00", "2026/3-13", "2026-03/13 16:00", "0026-03-13 16:00", "9999-01-01 00:00",
        "46000", "2026-03-13  16:00", "2026-03-13 16:00 ", "2026-003-13", "20261301",
    ]
    private static let sites = [
        "1001A", "1002A", "1003A", " 1001A", "１００２A", "", "合计", "小店桥", "1001a", "平均",
    ]
    private static let names = ["甲", "乙", "", "全市平均", "1001A", " 甲 "]
    private static let items = [
        "PM2.5", "PM2_5", "pm25", "CO", "CO(μg/m3)", "氨氮", "臭味", "", "O3", "TEMP",
    ]

    private static func pick(_ list: [String], _ random: inout SeededRandom, plain: Int) -> String {
        // Most cells are usual ones, so that rows in a usual form follow on odd ones.
        let count = Int.random(in: 0..<4, using: &random) == 0 ? list.count : plain
        return list[Int.random(in: 0..<count, using: &random)]
    }

    /// A table of random cells in a layout; some rows are short, long or blank.
    private static func rows(_ layout: String, _ random: inout SeededRandom) -> [[String]] {
        let header: [String]
        switch layout {
        case "long": header = ["id", "name", "time", "parameter", "value"]
        case "wide": header = ["id", "name", "time", "PM2.5", "CO(μg/m3)", "TP", "备注"]
        case "parts": header = ["year", "month", "day", "hour", "id", "PM2.5", "PM10"]
        case "archive": header = ["date", "hour", "type", "1001A", "1002A", "1001A"]
        default: header = ["时间", "1001A", "1002A", "1003A"]
        }
        var rows = [header]
        for hour in 0..<60 {
            let value = { (random: inout SeededRandom) in pick(values, &random, plain: 5) }
            let time = pick(times, &random, plain: 6)
            var row: [String]
            switch layout {
            case "long":
                row = [
                    pick(sites, &random, plain: 3), pick(names, &random, plain: 2), time,
                    pick(items, &random, plain: 3), value(&random),
                ]
            case "wide":
                row = [
                    pick(sites, &random, plain: 3), pick(names, &random, plain: 2), time,
                    value(&random), value(&random), value(&random),
                    hour % 9 == 0 ? "断流" : hour % 9 == 1 ? "未断流" : "",
                ]
            case "parts":
                row = [
                    "2026", "\(1 + hour % 13)", hour % 11 == 0 ? "3日" : "\(hour)", "\(hour % 26)",
                    pick(sites, &random, plain: 3), value(&random), value(&random),
                ]
            case "archive":
                row = [
                    pick(times, &random, plain: 8), hour % 10 == 0 ? "" : "\(hour % 27)",
                    pick(["PM2.5", "PM10", "PM2.5_24h", "CO", "x"], &random, plain: 3),
                    value(&random), value(&random), value(&random),
                ]
            default: row = [time, value(&random), value(&random), value(&random)]
            }
            switch Int.random(in: 0..<20, using: &random) {
            case 0: row.removeLast()
            case 1: row += ["", "more"]
            case 2: row = row.map { _ in "" }
            case 3: row = header
            default: break
            }
            rows.append(row)
        }
        return rows
    }

    @Test(
        "Random usual and odd cells give the same set as text and as bytes",
        arguments: ["long", "wide", "parts", "archive", "sites"])
    func random(layout: String) throws {
        var random = SeededRandom(seed: 21)
        let day = try TimeStamp(parsing: "2026-03-13").day
        var options = [
            ReadingTableOptions(), ReadingTableOptions(hourLabel: .start),
            ReadingTableOptions(days: day...day), ReadingTableOptions(parameters: [.pm25, .co]),
            ReadingTableOptions(keepsNegatives: true),
            ReadingTableOptions(units: [.co: .microgramsPerCubicMetre]),
        ]
        if layout == "sites" {
            for index in options.indices {
                options[index].layout = .sites
                options[index].parameter = .pm25
            }
        }
        var measured = 0
        var rejected = 0
        for round in 0..<60 {
            let rows = Self.rows(layout, &random)
            let options = options[round % options.count]
            var builder = ReadingSetBuilder(keepsRepeated: true)
            var table = ReadingTable(file: "t.csv", options: options)
            for (index, row) in rows.enumerated() {
                try table.read(row, line: index + 1, into: &builder)
            }
            try table.finish(into: &builder)
            let plain = SetContents(builder.finish())
            for rowsAtOnce in [1, 7, 1000] {
                let set = try PackedRows.set(of: rows, options, rowsAtOnce: rowsAtOnce)
                #expect(SetContents(set) == plain)
            }
            measured += plain.counts.measured
            rejected += plain.counts.rejected
        }
        #expect(measured > 300 && rejected > 100)
    }

    @Test("Usual cells are read as bytes, odd ones as text", arguments: Self.times)
    func oneTime(text: String) throws {
        let options = ReadingTableOptions()
        var times = RowTimes(.text(0, hour: nil), options: options)
        let expected = try? TimeStamp(parsing: text)
        let quick = Self.withRow([text]) { times.time(of: $0) }
        #expect(quick == nil || quick == expected)
        // Again, and with the date known from the row before.
        let again = Self.withRow([text]) { times.time(of: $0) }
        #expect(again == quick)
    }

    @Test("The usual forms of times need no text")
    func usualTimes() {
        var times = RowTimes(.text(0, hour: nil), options: ReadingTableOptions(hourLabel: .start))
        let usual = [
            "2026-03-13 16:00", "2026-03-13 16:00:00", "2026/03/13T16:00", "2026/3/13 16:00",
        ]
        for text in usual {
            let time = Self.withRow([text]) { times.time(of: $0) }
            #expect(time?.description == "2026-03-13T17:00")
        }
        for text in ["2026-03-13", "2026/3/13", "20260313"] {
            let time = Self.withRow([text]) { times.time(of: $0) }
            #expect(time?.description == "2026-03-13T01:00")
        }
    }

    @Test("A plain number is the number that the general way reads", arguments: Self.values)
    func oneNumber(text: String) {
        let plain = Array(text.utf8).withUnsafeBufferPointer { PlainNumber($0) }
        guard let plain else { return }
        let value = try? ReadingValue(parsing: text)
        #expect(value?.value?.mantissa == Int64(plain.digits))
        #expect(value?.value.map { Int($0.decimals) } == plain.decimals)
    }

    private static func withRow<Result>(
        _ cells: [String], _ body: (CellRow) -> Result
    ) -> Result {
        let bytes = Array(cells.joined(separator: ",").utf8) + [0]
        var ends: [Int32] = []
        for cell in cells { ends.append((ends.last.map { $0 + 1 } ?? 0) + Int32(cell.utf8.count)) }
        return bytes.withUnsafeBufferPointer { bytes in
            ends.withUnsafeBufferPointer { ends in
                // Both have a byte or a cell at least.
                body(
                    CellRow(
                        bytes.baseAddress.unsafelyUnwrapped, start: 0,
                        ends: ends.baseAddress.unsafelyUnwrapped, count: cells.count, line: 1))
            }
        }
    }
}
