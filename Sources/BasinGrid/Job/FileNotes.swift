import Foundation
import GeoFiles
import Readings
import Reports

// Many daily files give one note each: those that differ in the file alone, or in a count, become
// one that names the first file and says how many there are.

/// Some files in words: the first, and how many there are.
private struct FileList {
    private(set) var paths: [String]

    init(_ path: String) { paths = [path] }

    mutating func add(_ path: String) {
        if !paths.contains(path) { paths.append(path) }
    }

    var text: LocalizedText {
        let first = paths[0]
        return paths.count == 1
            ? LocalizedText(first, first)
            : LocalizedText("\(first) 等 \(paths.count) 个文件", "\(first) and \(paths.count - 1) more")
    }
}

/// The notes of reading files, one for all files that give the same.
func notesByFiles(_ notes: [GeoFileNote]) -> [ReportNote] {
    struct Key: Hashable {
        var kind: GeoFileNote.Kind
        var layer: String?
        var description: String
    }
    var order: [Key] = []
    var groups: [Key: (first: GeoFileNote, files: FileList)] = [:]
    for note in notes {
        let key = Key(
            kind: note.kind, layer: note.layer,
            description: note.description.replacingOccurrences(of: note.path, with: ""))
        if groups[key] == nil {
            order.append(key)
            groups[key] = (note, FileList(note.path))
        } else {
            groups[key]?.files.add(note.path)
        }
    }
    return order.compactMap { groups[$0] }.map { first, files in
        var note = ReportNote(first)
        note.text = LocalizedText(
            note.text.zh.replacingOccurrences(of: first.path, with: files.text.zh),
            note.text.en.replacingOccurrences(of: first.path, with: files.text.en))
        return note
    }
}

/// The notes of tables of readings, one for all files that give the same; counts are summed.
func notesByFiles(_ notes: [ReadingNote]) -> [ReportNote] {
    var order: [ReadingNote] = []
    var groups: [ReadingNote: (sum: ReadingNote, files: FileList)] = [:]
    for note in notes {
        let key = note.withoutFileAndCounts
        if let group = groups[key] {
            var files = group.files
            files.add(note.file ?? "")
            groups[key] = (group.sum.adding(note), files)
        } else {
            order.append(key)
            groups[key] = (note, FileList(note.file ?? ""))
        }
    }
    return order.compactMap { groups[$0] }.map { sum, files in
        ReportNote(
            sum.reportKind,
            LocalizedText(
                sum.inFile(files.text.zh).descriptionInChinese,
                sum.inFile(files.text.en).description))
    }
}

extension ReadingNote {
    fileprivate var reportKind: ReportNote.Kind {
        switch self {
        case .titleRows: .guessed
        case .convertedUnit: .converted
        case .unknownColumns, .repeatedColumn, .wrongUnit, .ignoredTypes, .unknownParameters,
            .cellsBeyondHeader, .conflictingDuplicates, .equalDuplicates:
            .dropped
        case .dryRows: .remark
        case .table(_, let note): note.reportKind
        }
    }

    /// The table, for a note about one.
    fileprivate var file: String? {
        switch self {
        case .titleRows(let file, _, _), .unknownColumns(let file, _),
            .repeatedColumn(let file, _, _), .convertedUnit(let file, _, _, _),
            .wrongUnit(let file, _, _, _), .ignoredTypes(let file, _),
            .unknownParameters(let file, _), .dryRows(let file, _),
            .cellsBeyondHeader(let file, _, _), .table(let file, _):
            file
        case .conflictingDuplicates, .equalDuplicates: nil
        }
    }

    /// The same note about another table.
    fileprivate func inFile(_ name: String) -> ReadingNote {
        switch self {
        case .titleRows(_, let count, let line):
            .titleRows(file: name, count: count, headerLine: line)
        case .unknownColumns(_, let headings): .unknownColumns(file: name, headings: headings)
        case .repeatedColumn(_, let heading, let parameter):
            .repeatedColumn(file: name, heading: heading, parameter: parameter)
        case .convertedUnit(_, let heading, let from, let to):
            .convertedUnit(file: name, heading: heading, from: from, to: to)
        case .wrongUnit(_, let heading, let unit, let expected):
            .wrongUnit(file: name, heading: heading, unit: unit, expected: expected)
        case .ignoredTypes(_, let rows): .ignoredTypes(file: name, rows: rows)
        case .unknownParameters(_, let rows): .unknownParameters(file: name, rows: rows)
        case .dryRows(_, let count): .dryRows(file: name, count: count)
        case .cellsBeyondHeader(_, let rows, let line):
            .cellsBeyondHeader(file: name, rows: rows, firstLine: line)
        case .table(_, let note): .table(file: name, note)
        case .conflictingDuplicates, .equalDuplicates: self
        }
    }

    /// What notes of several tables have in common.
    fileprivate var withoutFileAndCounts: ReadingNote {
        switch inFile("") {
        case .ignoredTypes: .ignoredTypes(file: "", rows: [:])
        case .unknownParameters: .unknownParameters(file: "", rows: [:])
        case .dryRows: .dryRows(file: "", count: 0)
        case .cellsBeyondHeader: .cellsBeyondHeader(file: "", rows: 0, firstLine: 0)
        case let note: note
        }
    }

    /// The note with the counts of `other`, which has the same in common, added.
    fileprivate func adding(_ other: ReadingNote) -> ReadingNote {
        switch (self, other) {
        case (.ignoredTypes(let file, let rows), .ignoredTypes(_, let more)):
            .ignoredTypes(file: file, rows: rows.merging(more, uniquingKeysWith: +))
        case (.unknownParameters(let file, let rows), .unknownParameters(_, let more)):
            .unknownParameters(file: file, rows: rows.merging(more, uniquingKeysWith: +))
        case (.dryRows(let file, let count), .dryRows(_, let more)):
            .dryRows(file: file, count: count + more)
        case (.cellsBeyondHeader(let file, let rows, let line), .cellsBeyondHeader(_, let more, _)):
            .cellsBeyondHeader(file: file, rows: rows + more, firstLine: line)
        default: self
        }
    }
}

extension TableNote {
    fileprivate var reportKind: ReportNote.Kind {
        switch self {
        case .headerRows, .unitRow, .titleUnit, .siteColumns, .crossTable, .siteTaken, .timeTaken,
            .timesCompleted, .filledDown:
            .guessed
        case .summaryRows, .summaryColumns, .remarkRows, .repeatedHeaders, .withoutReadings:
            .dropped
        case .daysFrom1904, .valuesConverted: .converted
        }
    }
}
