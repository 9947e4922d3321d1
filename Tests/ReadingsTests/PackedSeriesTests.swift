import TestSupport
import Testing

@testable import Readings

@Suite("Series in few bytes")
struct PackedSeriesTests {
    private static func reading(
        _ minutes: Int32, _ text: String, file: Int = 0, line: Int = 0
    ) throws -> Reading {
        Reading(
            time: TimeStamp(minutes: minutes), value: try ReadingValue(parsing: text), file: file,
            line: line)
    }

    private static func decoded(_ readings: [Reading]) -> [Reading] {
        var writer = SeriesWriter()
        for reading in readings { writer.append(reading) }
        var part = ReadingPart()
        part.append(writer, series: 0)
        var result: [Reading] = []
        SeriesDecoder.append(part, from: 0, to: &result)
        return result
    }

    @Test("Even steps take two bytes a reading, a gap one more, a new file a few")
    func sizes() throws {
        var writer = SeriesWriter()
        for hour in 0..<24 {
            writer.append(
                try Self.reading(60 * Int32(hour) + 1440, "61.3", line: 2 + 7 * hour))
        }
        // Two leaps of 1 byte and file, time, line: 1 + 2 + 1, then 1 + 1 + 1.
        #expect(writer.bytes.count == 5 + 4 + 24 * 2)
        let before = writer.bytes.count
        writer.append(try Self.reading(60 * 26 + 1440, "35", line: 2 + 7 * 26))
        #expect(writer.bytes.count == before + 1 + 2)
        writer.append(try Self.reading(60 * 27 + 1440, "3", file: 1, line: 2))
        #expect(writer.summary.isIncreasing && writer.summary.count == 26)
        writer.append(try Self.reading(60 * 27 + 1440, "3", file: 1, line: 3))
        #expect(!writer.summary.isIncreasing)
        writer.append(try Self.reading(60 * 27 + 1440, "0.01L", file: 1, line: 3))
        writer.append(try Self.reading(60 * 27 + 1440, "NA", file: 1, line: 3))
        #expect(writer.summary.belowDetection == 1 && writer.summary.missing == 1)
        #expect(writer.summary.measured == 27)
    }

    @Test("Whatever is written comes back, digits, marks, files and lines included")
    func roundTrip() throws {
        let texts = [
            "0", "1", "61.3", "0.05", "12.345", "-3.5", "0.01L", "ND", "NA", "-999", "断流",
            "999999999999999999", "-999999999999999999", "0.000000000000000001",
        ]
        var random = SeededRandom(seed: 4)
        for round in 0..<300 {
            var readings: [Reading] = []
            var (time, line, file) = (Int32(0), 1, 0)
            for _ in 0..<round % 40 {
                switch Int.random(in: 0..<12, using: &random) {
                case 0: time = Int32.random(in: .min ... .max, using: &random)
                case 1: line = Int.random(in: 0...Int(Int32.max), using: &random)
                case 2: (file, line) = (file + 1, 2)
                case 3: (time, line) = (time &+ 180, line + 21)
                case 4: time = time &- 60
                default: (time, line) = (time &+ 60, line + 7)
                }
                let text = texts[Int.random(in: 0..<texts.count, using: &random)]
                readings.append(try Self.reading(time, text, file: file, line: line))
            }
            let result = Self.decoded(readings)
            #expect(result == readings)
            #expect(result.map(\.value.description) == readings.map(\.value.description))
        }
        let ends = try [
            Self.reading(.min, "1", file: Int(Int32.max), line: 0),
            Self.reading(.max, "2", file: 0, line: Int(Int32.max)),
        ]
        #expect(Self.decoded(ends) == ends)
    }

    private static func table(_ hours: Range<Int>, _ sites: [String]) -> [[String]] {
        [["id", "time", "PM2.5", "CO"]]
            + hours.flatMap { hour in
                sites.map { site in
                    [
                        site, "2026-03-\(10 + hour / 24) \(hour % 24):00",
                        "\(hour * 7 % 90).\(hour % 10)", hour % 5 == 0 ? "" : "0.\(hour % 90)",
                    ]
                }
            }
    }

    @Test("Files read each into a builder of its own give the set of one builder")
    func parts() throws {
        let tables: [(String, [[String]])] = [
            ("a.csv", Self.table(0..<30, ["A", "B"])), ("b.csv", Self.table(24..<60, ["C", "B"])),
            ("c.csv", [["断面名称", "时间", "COD"], ["B", "2026-03-10", "断流"], ["D", "三月", "1"]]),
            ("d.csv", Self.table(60..<61, ["A"])),
        ]
        var one = ReadingSetBuilder(keepsRepeated: true)
        var joined = ReadingSetBuilder(keepsRepeated: true)
        for (name, rows) in tables {
            try one.read(rows, file: name)
            var own = ReadingSetBuilder()
            try own.read(rows, file: name)
            joined.append(own)
        }
        let expected = SetContents(one.finish())
        #expect(SetContents(joined.finish()) == expected)
        #expect(expected.counts.equalDuplicates == 11)
        #expect(expected.series.contains { $0.contains { $0.file == 3 } })
    }

    @Test("Permuted rows and a table in two files change nothing but the lines")
    func permuted() throws {
        struct Figure: Equatable {
            let time: TimeStamp
            let text: String
        }
        func figures(_ set: ReadingSet) -> [String: [Figure]] {
            var result: [String: [Figure]] = [:]
            for site in set.sites {
                for parameter in set.parameters {
                    result["\(site) \(parameter)"] = set.series(site: site, parameter: parameter)
                        .map { Figure(time: $0.time, text: $0.value.description) }
                }
            }
            return result
        }
        let rows = Self.table(0..<100, ["A", "B", "C"])
        let whole = try PackedRows.set(of: rows)
        var random = SeededRandom(seed: 5)
        for _ in 0..<5 {
            let mixed = try PackedRows.set(
                of: [rows[0]] + rows.dropFirst().shuffled(using: &random))
            #expect(figures(mixed) == figures(whole))
            #expect(mixed.counts == whole.counts && mixed.timeSpan == whole.timeSpan)
        }
        for cut in [1, 2, 50, 299] {
            var builder = ReadingSetBuilder()
            try builder.read(Array(rows[...cut]), file: "1")
            try builder.read([rows[0]] + rows[(cut + 1)...], file: "2")
            let split = builder.finish()
            #expect(figures(split) == figures(whole))
            #expect(split.counts == whole.counts && split.timeSpan == whole.timeSpan)
        }
    }
}
