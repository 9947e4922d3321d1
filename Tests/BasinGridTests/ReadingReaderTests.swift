import Foundation
import Readings
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Files of readings")
struct ReadingReaderTests {
    /// Five days in the archive layout, a long table in GBK, a gzipped wide one and a bad cell.
    private static func write(to folder: URL) throws -> [String] {
        var random = SeededRandom(seed: 3)
        for day in 1...5 {
            var text = "date,hour,type,1001A,1002A,1003A\n"
            for hour in 0..<24 {
                for item in ["PM2.5", "CO", "PM2.5_24h"] {
                    let values = (0..<3).map { _ in
                        ["", "x", "-999"].randomElement(using: &random) == "x" && hour == day
                            ? "x" : "\(Int.random(in: 1...300, using: &random)).5"
                    }
                    text += "2026030\(day),\(hour),\(item),\(values.joined(separator: ","))\n"
                }
            }
            try Data(text.utf8).write(to: folder.appending(path: "a\(day).csv"))
        }
        let long = "id,time,parameter,value\n1001A,2026-03-01 05:00,PM2.5,7\nB,三月,TP,1\n"
        try Data(long.utf8).write(to: folder.appending(path: "b.csv"))
        return (1...5).map { folder.appending(path: "a\($0).csv").path }
            + [folder.appending(path: "b.csv").path]
    }

    private static func contents(_ set: ReadingSet) -> [String] {
        var lines = [
            "\(set.sites) \(set.parameters) \(set.files) \(set.counts)",
            "\(String(describing: set.timeSpan))",
        ]
        lines += set.notes.map(\.description) + set.rejected.map(\.description)
        for site in set.sites {
            for parameter in set.parameters {
                for reading in set.series(site: site, parameter: parameter) {
                    lines.append(
                        "\(site) \(parameter) \(reading.time) \(reading.value) \(reading.file) "
                            + "\(reading.line)")
                }
            }
        }
        return lines
    }

    @Test("Any number of threads gives the same set and the same notes")
    func threads() throws {
        try withTemporaryFolder { folder in
            let paths = try Self.write(to: folder)
            let one = try readReadings(at: paths)
            #expect(one.readings.counts.rows == 5 * 72 + 2)
            #expect(one.readings.counts.conflictingDuplicates == 1)
            #expect(one.readings.rejected.count > 2)
            for threads in [2, 3, 7] {
                let other = try readReadings(at: paths, threads: threads)
                #expect(Self.contents(other.readings) == Self.contents(one.readings))
                #expect(other.notes == one.notes)
            }
        }
    }

    @Test("A file that cannot be read is a fault, and all such files are named")
    func faults() throws {
        try withTemporaryFolder { folder in
            let paths = try Self.write(to: folder)
            try Data("a,b\n1,2\n".utf8).write(to: folder.appending(path: "none.csv"))
            let bad = [folder.appending(path: "none.csv").path, folder.path + "/missing.csv"]
            for threads in [1, 3] {
                let faults = try #require(throws: Faults.self) {
                    try readReadings(at: paths + bad, threads: threads)
                }
                #expect(faults.all.count == 2)
                #expect(faults.all[0].text.en.contains("none.csv: no header found"))
                #expect(faults.all[1].text.zh.contains("missing.csv"))
            }
        }
    }

    @Test("Rejected cells are listed with file, line, site, column, text and reason")
    func rejects() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "r.csv")
            let text = """
                id,time,parameter,value
                A,2026-03-01,TP,0.3a
                A,2026-03-02,TP,=1+1
                ,2026-03-02,TP,1
                A,2026-03-03,TP,-5
                A,2026-03-04,TP,0.1b

                """
            try Data(text.utf8).write(to: file)
            let set = try readReadings(at: [file.path]).readings
            #expect(set.rejectionCounts.map(\.kind) == [.notANumber, .noSite, .negative])
            #expect(set.rejectionCounts.map(\.count) == [3, 1, 1])
            let lines = set.rejectedTable(language: .en).csv().split(separator: "\n")
            #expect(lines.count == 6)
            #expect(lines[0] == "file,line,id,column,text,reason")
            #expect(lines[1].hasPrefix("\(file.path),2,A,TP,0.3a,\"\"\"0.3a\"\" is not a number"))
            #expect(lines[2].hasPrefix("\(file.path),3,A,TP,'=1+1,"))
            #expect(lines[3].hasPrefix("\(file.path),4,,id,,The row names no site."))
            let chinese = set.rejectedTable(language: .zh).csv()
            #expect(chinese.contains(",5,A,TP,'-5,") && chinese.contains("数值小于0"))
        }
    }
}
