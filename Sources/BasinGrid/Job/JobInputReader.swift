import Foundation
import GeoFiles
import Geometry
import Readings
import Reports
import Rivers

/// Reads the inputs of a job. Every input is tried, whatever happened to the others, so that all
/// faults are found in one go.
struct JobInputReader {
    let job: Job
    /// Given on the command line, for inputs whose job entry says nothing.
    let defaults: VectorReadOptions
    let faults: FaultCollector
    /// How many files of readings are read at once; what is read does not depend on it.
    var threads = 1

    /// The inputs, or `nil` when a fault leaves nothing to compute with.
    func read() -> JobInputs? {
        var notes: [ReportNote] = []
        var files: [JobInputs.InputFile] = []
        let crs = workingCRS(&notes)
        let layers = job.zones.compactMap { zoneLayer($0, crs: crs, &notes, &files) }
        let stations = job.stations.flatMap { stationLayer($0, crs: crs, &notes, &files) }
        checkCodes(
            stations.map(\.id), of: LocalizedText("站点", "station"))
        let rivers = job.rivers.flatMap { riverLayer($0, crs: crs, &notes, &files) }
        let sections = job.sections.map { sectionLayer($0, crs: crs, &notes, &files) } ?? []
        checkCodes(sections.map(\.id), of: LocalizedText("断面", "section"))
        let points = job.points.compactMap { pointLayer($0, crs: crs, &notes, &files) }
        let readings = readReadings(&notes, &files)
        let scores = job.scores.flatMap { source -> ScoreRules? in
            let path = job.resolve(source.path)
            files += inputFiles(path, LocalizedText("评分规则", "score rules"))
            return ScoreRuleReader(path: path, faults: faults).read()
        }
        let compensation = compensation(&notes, &files)
        let standard = airStandard(&files)
        let lists = airLists(by: standard, &notes, &files)
        if crs == nil && faults.faults.isEmpty {
            faults.add(
                zh: "\(job.path)：未给出 crs，也无法由第一个区域图层推定。请在任务中写明 crs，例如 EPSG:4547。",
                en:
                    "\(job.path): no crs is named, and the first zone layer does not tell one. Name "
                    + "a crs in the job, such as EPSG:4547.")
        }
        guard let crs, !layers.isEmpty else { return nil }
        return JobInputs(
            crs: crs, zoneLayers: layers, stations: stations, rivers: rivers, sections: sections,
            points: points, readings: readings, scores: scores,
            compensation: compensation,
            airStandard: standard, airTargets: lists.targets, excludedDays: lists.excluded,
            notes: notes.map(relative), files: files)
    }

    /// The note with files named as the job names them, so that a report does not depend on where
    /// the job's folder lies.
    private func relative(_ note: ReportNote) -> ReportNote {
        func shortened(_ text: String) -> String {
            job.folder.path == "/" ? text : text.replacing(job.folder.path + "/", with: "")
        }
        var note = note
        note.text = LocalizedText(zh: shortened(note.text.zh), en: shortened(note.text.en))
        return note
    }

    // MARK: - CRS

    /// The CRS of the job, or the CGCS2000 3-degree zone that fits the first zone layer.
    private func workingCRS(_ notes: inout [ReportNote]) -> CoordinateReferenceSystem? {
        if let name = job.crs {
            return faults.attempt { try coordinateReferenceSystem(named: name) }
        }
        guard let first = job.zones.first else { return nil }
        // The layer's own faults are collected when it is read as zones.
        guard
            let layer = try? readVectorLayer(
                at: job.resolve(first.source.path), options: options(for: first.source)),
            let crs = layer.crs, let box = layer.boundingBox,
            let geographic = try? geographicCRS(),
            let centre = try? CoordinateTransformer(from: crs, to: geographic)
                .transform([box.centre]).first
        else { return nil }
        guard let code = gaussKruger3Degree(forLongitude: centre.x) else {
            faults.add(
                zh: "任务未给出 crs，而区域 \(first.name) 的中心经度 \(centre.x) 不在中国的 3 度带范围内。请在任务中写明 crs。",
                en: "The job names no crs, and the centre of \(first.name), longitude \(centre.x), "
                    + "lies outside China's 3-degree zones. Name a crs in the job.")
            return nil
        }
        notes.append(
            ReportNote(
                .guessed,
                LocalizedText(
                    "任务未给出 crs，按第一个区域图层的中心经度采用 \(code)。",
                    "The job names no crs: \(code) was taken from the longitude of the first zone "
                        + "layer.")))
        return faults.attempt { try coordinateReferenceSystem(named: code) }
    }

    func options(for source: Job.Source) -> VectorReadOptions {
        VectorReadOptions(
            layer: source.layer ?? defaults.layer,
            attributeFilter: source.filter ?? defaults.attributeFilter,
            encoding: source.encoding ?? defaults.encoding,
            assumedCRS: source.crs ?? defaults.assumedCRS)
    }

    // MARK: - Zones

    private func zoneLayer(
        _ input: Job.ZoneInput, crs: CoordinateReferenceSystem?, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> JobInputs.LoadedZoneLayer? {
        let path = job.resolve(input.source.path)
        files += inputFiles(path, LocalizedText("区域：\(input.name)", "zones: \(input.name)"))
        guard
            let layer = faults.attempt({
                try readZones(
                    at: path, options: options(for: input.source), idField: input.idField,
                    labelField: input.labelField, into: crs)
            })
        else { return nil }
        notes += layer.notes.map(ReportNote.init)
        return JobInputs.LoadedZoneLayer(
            name: input.name, kind: input.kind, zones: layer.zones, path: input.source.path,
            layer: layer.name, fields: layer.fields, attributes: layer.attributes)
    }

    // MARK: - Points

    private func stationLayer(
        _ input: Job.StationInput, crs: CoordinateReferenceSystem?, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> [JobInputs.LoadedStation] {
        let path = job.resolve(input.source.path)
        files += inputFiles(path, LocalizedText("站点：\(input.name)", "stations: \(input.name)"))
        let fields = [input.idField] + [input.labelField].compactMap { $0 }
        guard
            let points = faults.attempt({
                try readPoints(
                    at: path, options: options(for: input.source), x: input.xField,
                    y: input.yField, fields: fields, into: crs)
            })
        else { return [] }
        notes += points.notes.map(ReportNote.init)
        return points.rows.map { row in
            let id = row.attributes[input.idField] ?? ""
            let label = input.labelField.flatMap { row.attributes[$0] } ?? id
            return JobInputs.LoadedStation(
                id: id, label: label, layer: input.name, network: input.network,
                coordinate: row.coordinate)
        }
    }

    /// Readings and river ranges know sites by their codes: every one needs a code of its own.
    private func checkCodes(_ codes: [String], of kind: LocalizedText) {
        let missing = codes.count { $0.allSatisfy(\.isWhitespace) }
        if missing > 0 {
            faults.add(
                zh: "有 \(missing) 个\(kind.zh)的编码为空。每个\(kind.zh)都需要编码，请补全。",
                en:
                    "\(missing) \(kind.en)(s) have no code. Each \(kind.en) needs one: complete them."
            )
        }
        let repeated = Dictionary(grouping: codes) { $0 }
            .filter { $1.count > 1 && !$0.allSatisfy(\.isWhitespace) }.keys.sorted()
        guard !repeated.isEmpty else { return }
        let list = repeated.prefix(10).joined(separator: ", ")
        faults.add(
            zh: "有 \(repeated.count) 个\(kind.zh)编码重复：\(list)。编码应唯一，请更正\(kind.zh)文件。",
            en: "\(repeated.count) \(kind.en) codes stand more than once: \(list). Codes must be "
                + "unique: correct the \(kind.en) files.")
    }

    private func sectionLayer(
        _ input: Job.SectionInput, crs: CoordinateReferenceSystem?, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> [JobInputs.LoadedSection] {
        let path = job.resolve(input.source.path)
        files += inputFiles(path, LocalizedText("断面", "sections"))
        let fields = [
            input.idField, input.labelField, input.levelField, input.targetField, input.typeField,
            input.ownerField, input.riverField, input.basinField, input.dryField,
        ].compactMap { $0 }
        guard
            let points = faults.attempt({
                try readPoints(
                    at: path, options: options(for: input.source), x: nil, y: nil, fields: fields,
                    into: crs)
            })
        else { return [] }
        notes += points.notes.map(ReportNote.init)
        notes += unreadFlags(points.rows, field: input.dryField)
        return points.rows.map { row in
            func value(_ field: String?) -> String? {
                field.flatMap { row.attributes[$0] }.flatMap { $0.isEmpty ? nil : $0 }
            }
            let id = value(input.idField) ?? ""
            return JobInputs.LoadedSection(
                id: id, label: value(input.labelField) ?? id, coordinate: row.coordinate,
                level: value(input.levelField), target: value(input.targetField),
                type: value(input.typeField), owner: value(input.ownerField),
                river: value(input.riverField), basin: value(input.basinField),
                isDry: value(input.dryField).map(isYes) ?? false)
        }
    }

    // MARK: - Rivers

    private func riverLayer(
        _ input: Job.RiverInput, crs: CoordinateReferenceSystem?, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> JobInputs.LoadedRivers? {
        let path = job.resolve(input.source.path)
        files += inputFiles(path, LocalizedText("河流", "rivers"))
        guard
            let rivers = faults.attempt({
                try readRivers(
                    at: path, options: options(for: input.source), idField: input.idField,
                    labelField: input.labelField, into: crs)
            })
        else { return nil }
        notes += rivers.notes
        return JobInputs.LoadedRivers(network: rivers.network)
    }

    // MARK: - Files

    func inputFiles(_ path: String, _ role: LocalizedText) -> [JobInputs.InputFile] {
        parts(ofDataset: path).map { JobInputs.InputFile(path: $0, role: role) }
    }

    private func readReadings(
        _ notes: inout [ReportNote], _ files: inout [JobInputs.InputFile]
    ) -> ReadingSet {
        var reader = ReadingReader(faults: faults, threads: threads)
        for input in job.readings {
            let pattern = job.resolve(input.source.path)
            let paths = BasinGrid.files(matching: input.source.path, in: job.folder.path)
            if paths.isEmpty {
                faults.add(
                    .input,
                    zh:
                        "\(job.path) 第 \(input.source.line) 行：没有与 “\(input.source.path)” 匹配的监测数据文件（\(pattern)）。请检查路径。",
                    en: "\(job.path), line \(input.source.line): no file of readings matches "
                        + "\"\(input.source.path)\" (\(pattern)). Check the path.")
            }
            for path in paths {
                files.append(.init(path: path, role: LocalizedText("监测数据", "readings")))
            }
            var form = input.form
            form.aliases = form.aliases.map(job.resolve)
            files += form.aliases.map { inputFiles($0, LocalizedText("表头别名", "headings")) } ?? []
            if let options = tableOptions(form, line: input.source.line) {
                reader.read(
                    paths, sheet: form.sheet, encoding: input.source.encoding, options: options)
            }
        }
        let result = reader.finish()
        notes += result.notes
        return result.readings
    }

    /// The options of an entry of readings; a fault says at which line of the job.
    private func tableOptions(_ form: ReadingForm, line: Int) -> ReadingTableOptions? {
        do {
            return try form.options()
        } catch {
            let fault = Fault(error)
            faults.add(
                fault.kind, zh: "\(job.path) 第 \(line) 行：\(fault.text.zh)",
                en: "\(job.path), line \(line): \(fault.text.en)")
            return nil
        }
    }
}

/// CGCS2000 longitude and latitude, on whose ellipsoid lengths and areas are measured.
func geographicCRS() throws -> CoordinateReferenceSystem {
    try coordinateReferenceSystem(named: "EPSG:4490")
}

extension ReportNote {
    init(_ note: GeoFileNote) {
        let kind: Kind =
            switch note.kind {
            case .encodingGuessed, .encodingContradicted, .crsAssumed, .formatGuessed: .guessed
            case .geometryRepaired, .textCut: .repaired
            case .textUndecodable, .crsDropped, .geometryEmpty, .geometryNotFinite,
                .geometryPartsDropped,
                .rowRejected:
                .dropped
            case .curvesLinearised, .crsTransformed, .edgesDensified, .fieldRenamed, .valueChanged:
                .converted
            case .datumShiftUnknown, .libraryWarning, .hiddenSheet: .remark
            }
        self.init(
            kind,
            LocalizedText(zh: note.descriptionInChinese, en: note.description))
    }
}

/// Whether a yes-or-no field says yes, in the ways that tables write it.
func isYes(_ text: String) -> Bool {
    let word = text.trimmingCharacters(in: .whitespaces).lowercased()
    return ["是", "有", "y", "yes", "t", "true", "1", "断流", "干涸"].contains(word)
}

/// A note about values of a yes-or-no field that say neither; they were taken for no.
func unreadFlags(_ rows: [PointSet.Row], field: String?) -> [ReportNote] {
    let no: Set<String> = ["", "否", "无", "n", "no", "f", "false", "0", "未断流", "正常"]
    let unread = rows.compactMap { row in field.flatMap { row.attributes[$0] } }.filter {
        !isYes($0) && !no.contains($0.trimmingCharacters(in: .whitespaces).lowercased())
    }
    guard let field, !unread.isEmpty else { return [] }
    let list = Set(unread).sorted().prefix(5).joined(separator: ", ")
    return [
        ReportNote(
            .guessed,
            LocalizedText(
                "断面字段 “\(field)” 有 \(unread.count) 个值既非是也非否，按否处理：\(list)。",
                "\(unread.count) values of the sections' field \"\(field)\" say neither yes nor "
                    + "no and were taken for no: \(list)."))
    ]
}
