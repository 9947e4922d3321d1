import Foundation
public import GeoFiles
import Geometry
import Readings
import Reports

/// Says what each dataset is, on standard output or as a JSON file.
public func inspectDatasets(
    at paths: [String], reading: VectorReadOptions, output: String?, options: RunOptions
) throws -> CommandOutcome {
    let start = ContinuousClock.now
    let faults = FaultCollector()
    let target = try inspectionTarget(output, overwrite: options.overwrite)
    let found = datasetPaths(paths)
    var datasets: [DatasetDescription] = []
    for (index, path) in found.enumerated() {
        options.progress(Double(index) / Double(found.count), LocalizedText(path))
        if let dataset = faults.attempt({ try inspect(path: path, options: reading) }) {
            datasets.append(dataset)
        }
    }
    try faults.throwIfAny()
    let inspections = datasets.map { DatasetInspection(dataset: $0, language: options.language) }
    let data = try JSONSerialization.data(
        withJSONObject: ["datasets": inspections.map(\.object)],
        options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    if let target { try writeData(data + Data("\n".utf8), to: URL(fileURLWithPath: target)) }
    options.progress(1, LocalizedText("完成", "done"))
    return CommandOutcome(
        outputs: target.map { [$0] } ?? [], counts: [("datasets", datasets.count)],
        seconds: (ContinuousClock.now - start) / .seconds(1),
        standardOutput: target == nil ? inspections.map(\.text).joined(separator: "\n") : nil,
        details: target == nil ? data : nil)
}

/// What `inspectDatasets` would read and write.
public func planInspection(
    of paths: [String], reading: VectorReadOptions, output: String?, options: RunOptions
) throws -> DryRunPlan {
    let start = ContinuousClock.now
    let target = try inspectionTarget(output, overwrite: options.overwrite)
    let faults = FaultCollector()
    let found = datasetPaths(paths)
    let datasets = found.compactMap { path in
        faults.attempt { try inspect(path: path, options: reading) }
    }
    try faults.throwIfAny()
    let reads = found.flatMap { parts(ofDataset: $0) }.map { ($0, fileSize($0)) }
    let cells = datasets.reduce(0) { $0 + ($1.raster.map { $0.rows * $0.columns } ?? 0) }
    return DryRunPlan(
        reads: reads, writes: [target ?? "-"], cells: cells,
        memoryInBytes: 75_000_000 + reads.reduce(0) { $0 + $1.1 } * 4,
        seconds: (ContinuousClock.now - start) / .seconds(1) + 0.05, warnings: [])
}

/// The JSON file that `output` names; `nil` for standard output.
private func inspectionTarget(_ output: String?, overwrite: Bool) throws -> String? {
    guard let output, output != "-" else { return nil }
    guard output.lowercased().hasSuffix(".json") else {
        throw Fault(
            .usage, zh: "inspect 的输出 \(output) 应为 .json 文件。",
            en: "inspect writes JSON: the output \(output) must end in .json.")
    }
    try checkOutputFile(URL(fileURLWithPath: output), overwrite: overwrite)
    return output
}

/// The paths with patterns replaced by the files that they match.
private func datasetPaths(_ paths: [String]) -> [String] {
    paths.flatMap { path -> [String] in
        let matches = files(matching: path)
        return matches.isEmpty ? [path] : matches
    }
}

/// A dataset in words, and as JSON.
private struct DatasetInspection {
    let dataset: DatasetDescription
    let language: ReportLanguage

    private func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    // MARK: - Words

    var text: String {
        var lines = ["\(dataset.path)  (\(dataset.driver))"]
        for layer in dataset.layers { lines += describe(layer) }
        if let raster = dataset.raster { lines += describe(raster) }
        for sheet in dataset.sheets { lines += describe(sheet) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ label: String, _ value: String) -> String { "  \(label)  \(value)" }

    private func describe(_ layer: DatasetDescription.Layer) -> [String] {
        var lines = [
            line(word("图层", "layer"), "\(layer.name): \(layer.count) \(layer.geometry)"),
            line(word("坐标系", "CRS"), crsText(layer.crs, layer.guess)),
            line(word("编码", "encoding"), encodingText(layer.encoding)),
        ]
        if let box = layer.extent { lines.append(line(word("范围", "extent"), boxText(box))) }
        if layer.geometryFaults > 0 {
            lines.append(line(word("几何错误", "geometry faults"), "\(layer.geometryFaults)"))
        }
        for field in layer.fields {
            let nulls =
                field.nullCount > 0
                ? word("，空值 \(field.nullCount)", ", \(field.nullCount) empty") : ""
            lines.append(
                "    \(field.name)  \(field.kind.rawValue)  "
                    + field.samples.joined(separator: " | ") + nulls)
        }
        return lines + layer.notes.map { "    ! " + $0.text.text(in: language) }
    }

    private func describe(_ raster: DatasetDescription.Raster) -> [String] {
        var lines = [
            line(
                word("栅格", "raster"),
                "\(raster.columns) × \(raster.rows), \(raster.cellWidth) × \(raster.cellHeight)"),
            line(word("坐标系", "CRS"), crsText(raster.crs, nil)),
            line(
                word("分块", "blocks"),
                "\(raster.blockColumns) × \(raster.blockRows), "
                    + word("金字塔 \(raster.overviews) 级", "\(raster.overviews) overviews")
                    + (raster.isCloudOptimized ? ", COG" : "")),
        ]
        if let box = raster.extent { lines.append(line(word("范围", "extent"), boxText(box))) }
        for (index, band) in raster.bands.enumerated() {
            let nodata = band.nodata.map { NumberText.shortest($0) } ?? word("无", "none")
            lines.append(
                "    \(index + 1)  \(band.type)  nodata \(nodata)  \(band.unit)  \(band.description)"
            )
        }
        return lines
    }

    private func describe(_ sheet: DatasetDescription.Sheet) -> [String] {
        var lines = [
            line(
                sheet.name.isEmpty ? word("表格", "table") : word("工作表", "sheet"),
                "\(sheet.name) \(sheet.rowCount) " + word("行", "rows")),
            line(word("编码", "encoding"), encodingText(sheet.encoding)),
        ]
        for row in sheet.firstRows {
            lines.append("    \(row.number): " + row.cells.prefix(12).joined(separator: " | "))
        }
        if let span = readings(of: sheet) { lines.append(line(word("监测数据", "readings"), span)) }
        return lines + sheet.notes.map { "    ! " + $0.text.text(in: language) }
    }

    /// The time span and contents when the table holds readings; `nil` when it does not.
    private func readings(of sheet: DatasetDescription.Sheet) -> String? {
        let name = sheet.name.isEmpty ? nil : sheet.name
        guard
            let set = try? readingSet(ofSheet: name), let span = set.timeSpan
        else { return nil }
        let parameters = set.parameters.map(\.name).joined(separator: " ")
        return "\(span.lowerBound) – \(span.upperBound), \(set.sites.count) "
            + word("个站点", "sites") + ", \(parameters)"
    }

    private func readingSet(ofSheet sheet: String?) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        if let sheet {
            _ = try readSheet(
                sheet, of: dataset.path, options: ReadingTableOptions(), into: &builder)
        } else {
            _ = try readText(
                at: dataset.path, encoding: nil, options: ReadingTableOptions(), into: &builder)
        }
        return builder.finish()
    }

    private func crsText(_ crs: CoordinateReferenceSystem?, _ guess: CRSGuess?) -> String {
        if let crs { return [crs.code, crs.name].compactMap { $0 }.joined(separator: " ") }
        let none = word("未声明。", "none named. ")
        guard let guess else { return none }
        return none + (language == .zh ? guess.descriptionInChinese : guess.description)
    }

    private func encodingText(_ encoding: TextEncoding) -> String {
        "\(encoding.name) (\(language == .zh ? encoding.source.nameInChinese : encoding.source.rawValue))"
    }

    private func boxText(_ box: BoundingBox) -> String {
        [box.minX, box.minY, box.maxX, box.maxY].map(NumberText.shortest).joined(separator: " ")
    }

    // MARK: - JSON

    var object: [String: Any] {
        var object: [String: Any] = ["path": dataset.path, "driver": dataset.driver]
        if !dataset.layers.isEmpty { object["layers"] = dataset.layers.map(layerObject) }
        if let raster = dataset.raster { object["raster"] = rasterObject(raster) }
        if !dataset.sheets.isEmpty {
            object["tables"] = dataset.sheets.map { sheet in
                [
                    "name": sheet.name, "rows": sheet.rowCount, "encoding": sheet.encoding.name,
                    "first_rows": sheet.firstRows.map(\.cells),
                    "readings": readings(of: sheet) as Any? ?? NSNull(),
                ] as [String: Any]
            }
        }
        return object
    }

    private func layerObject(_ layer: DatasetDescription.Layer) -> [String: Any] {
        [
            "name": layer.name, "count": layer.count, "geometry": layer.geometry,
            "crs": layer.crs?.code as Any? ?? NSNull(),
            "crs_name": layer.crs?.name as Any? ?? NSNull(),
            "crs_guess": layer.guess?.code as Any? ?? NSNull(),
            "encoding": layer.encoding.name, "encoding_source": layer.encoding.source.rawValue,
            "extent": layer.extent.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] } as Any? ?? NSNull(),
            "geometry_faults": layer.geometryFaults,
            "fields": layer.fields.map { field in
                [
                    "name": field.name, "type": field.kind.rawValue, "samples": field.samples,
                    "empty": field.nullCount,
                ] as [String: Any]
            },
            "notes": layer.notes.map { $0.text.text(in: language) },
        ]
    }

    private func rasterObject(_ raster: DatasetDescription.Raster) -> [String: Any] {
        [
            "rows": raster.rows, "columns": raster.columns,
            "cell": [raster.cellWidth, raster.cellHeight],
            "crs": raster.crs?.code as Any? ?? NSNull(),
            "extent": raster.extent.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] } as Any?
                ?? NSNull(),
            "block": [raster.blockColumns, raster.blockRows], "overviews": raster.overviews,
            "cloud_optimized": raster.isCloudOptimized,
            "bands": raster.bands.map { band in
                [
                    "type": band.type, "nodata": band.nodata as Any? ?? NSNull(),
                    "unit": band.unit, "description": band.description,
                ] as [String: Any]
            },
        ]
    }
}

extension TextEncoding.Source {
    fileprivate var nameInChinese: String {
        switch self {
        case .given: "指定"
        case .declared: "文件声明"
        case .languageByte: "DBF 语言字节"
        case .found: "由内容判断"
        case .format: "格式规定"
        }
    }
}
