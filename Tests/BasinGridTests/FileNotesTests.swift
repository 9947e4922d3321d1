import Foundation
import Readings
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Notes about many files")
struct FileNotesTests {
    @Test("Notes that differ in the file alone are one, with the first file and how many there are")
    func sameNotes() {
        let notes = (1...30).map {
            ReadingNote.unknownColumns(file: "day\($0).csv", headings: ["备注"])
        }
        let merged = notesByFiles(notes)
        #expect(merged.count == 1)
        #expect(merged[0].kind == .dropped)
        #expect(
            merged[0].text.en
                == "day1.csv and 29 more: column(s) not known and left out: 备注.")
        #expect(merged[0].text.zh == "day1.csv 等 30 个文件:以下列名无法识别,未读取:备注。")
    }

    @Test("Counts are summed, types by name, a file twice counts once")
    func summedCounts() {
        let merged = notesByFiles([
            .ignoredTypes(file: "a.csv", rows: ["CO_24h": 24, "SO2_24h": 1]),
            .dryRows(file: "w.csv", count: 2),
            .ignoredTypes(file: "b.csv", rows: ["CO_24h": 23]),
            .dryRows(file: "w.csv", count: 3),
        ])
        #expect(
            merged.map(\.text.en) == [
                "a.csv and 1 more: rows of types that are not read: CO_24h (47), SO2_24h (1).",
                "w.csv: 5 row(s) say that the section was dry.",
            ])
    }

    @Test("What differs in more than the file stays apart, in order; one file is named alone")
    func differentNotes() {
        let merged = notesByFiles([
            .unknownColumns(file: "a.csv", headings: ["甲"]),
            .titleRows(file: "a.csv", count: 2, headerLine: 3),
            .unknownColumns(file: "b.csv", headings: ["乙"]),
        ])
        #expect(merged.count == 3)
        #expect(merged.map(\.kind) == [.dropped, .guessed, .dropped])
        #expect(merged[0].text.en.hasPrefix("a.csv: "))
        #expect(merged[2].text.en.hasPrefix("b.csv: "))
        #expect(notesByFiles([ReadingNote]()).isEmpty)
    }

    @Test("Files of readings in one folder give their notes once")
    func manyFiles() throws {
        try withTemporaryFolder { folder in
            for day in 1...12 {
                let text = "id,time,PM2.5,奇怪的列\nS1,2026-04-\(day),30,x\n"
                try Data(text.utf8).write(to: folder.appending(path: "d\(day).csv"))
            }
            var reader = ReadingReader(faults: FaultCollector())
            reader.read(
                files(matching: "*.csv", in: folder.path), sheet: nil, encoding: nil,
                options: ReadingTableOptions(layout: .wide))
            let (readings, notes) = reader.finish()
            #expect(readings.sites == ["S1"])
            #expect(notes.count == 1)
            #expect(notes.first?.text.zh.contains("等 12 个文件") == true)
        }
    }
}
