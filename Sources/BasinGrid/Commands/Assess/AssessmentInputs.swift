import Foundation
import GeoFiles
import Readings
import Reports

// What the assessments of air, water, sea and soil read alike.

extension PeriodPair {
    /// The period that `text` writes, and those that it is compared with.
    ///
    /// - Parameters:
    ///   - comparisons: Each a period, `year`, `month` or `none`, or several with commas.
    ///   - most: How many may be named, 1 or 2.
    /// - Throws: `ReadingError` for a text that is no period, a usage fault for more than `most` and
    ///   for the same twice.
    init(parsing text: String, comparedWith comparisons: [String], most: Int) throws {
        let now = try Period(parsing: text)
        let others = try comparisons.flatMap { $0.split(separator: ",") }.compactMap {
            try now.compared(by: $0.trimmingCharacters(in: .whitespaces))
        }
        guard others.count <= most, Set(others).count == others.count else {
            let list = others.map(\.label).joined(separator: ", ")
            throw Fault(
                .usage, zh: "--compare 给出了 \(list)，最多可给出 \(most) 个时段，且不能重复。",
                en: "--compare names \(list), expected at most \(most) period(s), none twice.")
        }
        self.init(now: now, before: others.first, previous: others.dropFirst().first)
    }

    /// From the first day of any of the periods to the last.
    var days: ClosedRange<CivilDay> {
        let all = [now, before, previous].compactMap(\.self)
        return all.reduce(now.firstDay) {
            min($0, $1.firstDay)
        }...all.reduce(now.lastDay) { max($0, $1.lastDay) }
    }
}

extension Period {
    /// The period that `word` compares this one with: a period, `year`, `month`; `nil` for `none`.
    ///
    /// - Throws: `ReadingError` for a text that is no period.
    fileprivate func compared(by word: String) throws -> Period? {
        switch word.lowercased() {
        case "none": nil
        case "year": yearBefore
        case "month": precedingPeriod
        default: try Period(parsing: word)
        }
    }
}

/// The files of readings that any of `patterns` names, as `readingFiles`; none named is a fault.
func readingPaths(of patterns: [String], _ faults: FaultCollector) -> [String] {
    if patterns.isEmpty {
        faults.add(
            .usage, zh: "需要用 --readings 指定监测数据。", en: "Name the readings with --readings.")
    }
    return readingFiles(matching: patterns, faults)
}

/// Refuses outputs that cannot be written, a file that is named for two of them, standard output for
/// any but the main table, and FlatGeobuf for tables without shapes, which cannot be read again.
///
/// - Parameter hasShapes: Whether the rows of the main table have shapes.
func checkAssessmentOutputs(
    _ main: String?, _ others: [String], hasShapes: Bool = false, _ options: RunOptions,
    _ faults: FaultCollector
) {
    for path in [main] + others {
        _ = faults.attempt { try TableTarget(path).checkWritable(overwrite: options.overwrite) }
    }
    let files = ([main].compactMap(\.self) + others).filter { $0 != "-" }
    let repeated = Dictionary(grouping: files) { $0 }.filter { $1.count > 1 }.keys.sorted()
    for path in repeated {
        faults.add(
            .usage, zh: "\(path) 被指定为多个输出。请为每个输出指定不同的文件。",
            en: "\(path) is named for more than one output. Name a file for each.")
    }
    for path in others where path == "-" {
        faults.add(
            .usage, zh: "只有主表可写到标准输出，请为其他输出指定文件。",
            en: "Only the main table goes to standard output: name files for the others.")
    }
    let shapeless = others + (hasShapes ? [] : [main].compactMap(\.self))
    for path in shapeless where path.lowercased().hasSuffix(".fgb") {
        faults.add(
            .usage, zh: "\(path)：.fgb 只存图形，此表没有图形。请改用 .csv、.xlsx 或 .gpkg。",
            en: "\(path): .fgb holds shapes, and this table has none. Name a .csv, .xlsx or "
                + ".gpkg file.")
    }
}

/// The field that is headed as a code; else `id`; else the first.
func guessedCodeField(among names: [String], of path: String) throws -> String {
    let code = names.first { ParameterAliases.standard.meaning(of: $0) == .place(.code) }
    guard let field = code ?? names.first(where: { $0.lowercased() == "id" }) ?? names.first
    else {
        throw Fault(.data, zh: "\(path)：没有字段。", en: "\(path): it has no fields.")
    }
    return field
}

/// A layer of zones by the field that is named, or found by its heading, which is said.
func assessedZoneLayer(
    at path: String, idField: String?, labelField: String? = nil, options: VectorReadOptions,
    into crs: CoordinateReferenceSystem? = nil
) throws -> (layer: ZoneLayer, notes: [LocalizedText]) {
    var field = idField
    var notes: [LocalizedText] = []
    if field == nil {
        let names = try readVectorLayer(at: path, options: options).fields.map(\.name)
        let found = try guessedCodeField(among: names, of: path)
        field = found
        notes.append(
            LocalizedText(
                "\(path)：以 “\(found)” 字段为区域编码（可用 --zone-field 指定）。",
                "\(path): \"\(found)\" was taken for the zones' code (--zone-field names another)."
            ))
    }
    let layer = try readZones(
        at: path, options: options, idField: field ?? "", labelField: labelField, into: crs,
        measuresArea: false)
    return (layer, notes)
}

/// The text of a user's file of standards, where `name` is one: `.json`, or whatever exists.
///
/// - Parameter path: Where the file would lie.
/// - Returns: `nil` for the name of an edition.
/// - Throws: `Fault` of kind `input` for a file that is missing.
func standardFile(
    _ path: String, isNamed name: String
) throws -> (text: String, path: String)? {
    guard name.lowercased().hasSuffix(".json") || FileManager.default.fileExists(atPath: path)
    else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
        throw Fault(
            .input, zh: "标准文件 \(path) 不存在或不可读。请检查路径。",
            en: "The standard's file \(path) is missing or unreadable. Check the path.")
    }
    return (String(decoding: data, as: UTF8.self), path)
}

/// Reads what an assessment needs of files of readings.
///
/// - Parameter table: With the parameters and days that are needed.
/// - Throws: `Faults`, all that could be seen.
func readAssessed(
    _ paths: [String], _ table: ReadingTableOptions, sheet: String?, encoding: String?,
    _ options: RunOptions, rejects: RejectsOutput?
) throws -> (set: ReadingSet, notes: [LocalizedText]) {
    let faults = FaultCollector()
    var reader = ReadingReader(faults: faults, threads: options.threads, rejects: rejects)
    reader.read(paths, sheet: sheet, encoding: encoding, options: table) { share in
        options.progress(0.05 + 0.65 * share, LocalizedText("读取数据", "reading"))
    }
    let (set, notes) = reader.finish()
    try faults.throwIfAny()
    return (set, notes.map(\.text))
}

/// What an assessment would read and write.
///
/// - Parameters:
///   - readings: Files of readings, which time and memory follow.
///   - layers: Datasets of one file or more.
///   - files: Other single files.
func assessmentPlan(
    readings: [String], layers: [String?], files: [String?], output: String?, others: [String],
    warnings: [LocalizedText]
) -> DryRunPlan {
    let bytes = readings.reduce(0) { $0 + fileSize($1) }
    let reads =
        readings + layers.compactMap(\.self).flatMap { parts(ofDataset: $0) }
        + files.compactMap(\.self)
    return DryRunPlan(
        reads: reads.map { ($0, fileSize($0)) }, writes: [output ?? "-"] + others, cells: 0,
        memoryInBytes: 60_000_000 + bytes * 3, seconds: 0.2 + Double(bytes) * 2e-7,
        warnings: warnings)
}
