import Coverage
import Foundation
public import GeoFiles
import Geometry
import Grids
import Reports
import ZonalStatistics

/// Rasters × zones → one table.
public struct ZonalRequest: Sendable {
    var rasters: [String]
    var zones: String
    var idField: String
    var includedFields: [String]
    var statistics: String
    var isLong: Bool
    var reading: VectorReadOptions
    var output: String?

    public init(
        rasters: [String], zones: String, idField: String, includedFields: [String] = [],
        statistics: String, isLong: Bool = false, reading: VectorReadOptions = VectorReadOptions(),
        output: String? = nil
    ) {
        self.rasters = rasters
        self.zones = zones
        self.idField = idField
        self.includedFields = includedFields
        self.statistics = statistics
        self.isLong = isLong
        self.reading = reading
        self.output = output
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        setRasterBlockCache(bytes: options.memory / 4)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let statistics = try parsedStatistics()
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        let readers = try rasters.map { try RasterReader(path: $0) }
        let names = try rasterNames()
        let layer = try readZones(
            at: zones, options: reading, idField: idField, into: try commonCRS(of: readers))
        let included = try includedFields.map { try layer.values(ofField: $0) }
        var results: [ZonalTable] = []
        for (index, reader) in readers.enumerated() {
            options.progress(
                Double(index) / Double(readers.count), LocalizedText(names[index]))
            let overlay = try Overlay(
                of: layer.zones, on: reader.geometry, threads: options.threads)
            results.append(
                try zonalStatistics(
                    of: reader, over: overlay, zones: layer.zones, statistics: statistics,
                    threads: options.threads))
        }
        options.progress(1, LocalizedText("完成", "done"))
        let table =
            isLong
            ? longTable(layer, names, statistics, results)
            : wideTable(layer, names, included, statistics, results)
        var outcome = try target.write(
            table, shapes: isLong ? nil : layer.zones.map { .polygons($0.polygons) },
            crs: layer.crs, options: options)
        outcome.counts = [("zones", layer.zones.count), ("rasters", readers.count)]
        outcome.warnings +=
            layer.notes.map(\.text)
            + layer.zones.compactMap { zone in
                zone.note.map { note in
                    LocalizedText(
                        "区域 \(zone.id)：\(zone.noteInChinese ?? note)。", "Zone \(zone.id): \(note).")
                }
            }
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        _ = try parsedStatistics()
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        let readers = try rasters.map { try RasterReader(path: $0) }
        let layer = try readZones(
            at: zones, options: reading, idField: idField, into: try commonCRS(of: readers))
        _ = try includedFields.map { try layer.values(ofField: $0) }
        let cells = readers.reduce(0) { $0 + $1.geometry.cellCount }
        let paths = readers.map(\.path) + parts(ofDataset: zones)
        let window = readers.map { max($0.blockRows * $0.geometry.columns, 1 << 21) }.max() ?? 0
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) }, writes: output.map { [$0] } ?? ["-"],
            cells: cells, memoryInBytes: 70_000_000 + window * 10,
            seconds: 0.15 + Double(cells) * 4e-8, warnings: layer.notes.map(\.text))
    }

    private func parsedStatistics() throws -> [Statistic] {
        try statistics.split(separator: ",").map {
            try Statistic(name: $0.trimmingCharacters(in: .whitespaces))
        }
    }

    /// The CRS of the rasters, to which the zones are brought.
    private func commonCRS(of readers: [RasterReader]) throws -> CoordinateReferenceSystem? {
        var common: CoordinateReferenceSystem?
        for (path, reader) in zip(rasters, readers) {
            guard
                let crs = try reader.geometry.crs
                    ?? reading.assumedCRS.map({ try coordinateReferenceSystem(named: $0) })
            else {
                throw Fault(
                    .data,
                    zh: "\(path)：栅格没有坐标系。请用 --assume-crs 指定，例如 EPSG:4547。",
                    en: "\(path): the raster names no CRS. Name it with --assume-crs, such as "
                        + "EPSG:4547.")
            }
            if let common, !isSame(common, crs) {
                throw Fault(
                    .data,
                    zh: "\(path) 的坐标系 \(crs.name) 与前面的栅格 \(common.name) 不同。请分别统计，或先转换到同一坐标系。",
                    en: "\(path) is in \(crs.name), the rasters before it in \(common.name). Run "
                        + "them apart, or bring them to one CRS.")
            }
            common = common ?? crs
        }
        return common
    }

    /// The stems of column names: the file's name, made different where two files share one.
    private func rasterNames() throws -> [String] {
        let stems = rasters.map {
            URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
        }
        var seen: [String: Int] = [:]
        return stems.map { stem in
            seen[stem, default: 0] += 1
            let number = seen[stem] ?? 1
            return number == 1 ? stem : "\(stem)_\(number)"
        }
    }

    private func wideTable(
        _ layer: ZoneLayer, _ names: [String], _ included: [[FieldValue]],
        _ statistics: [Statistic], _ results: [ZonalTable]
    ) -> ReportTable {
        var columns = [
            ReportTable.Column(key: idField, heading: LocalizedText(idField), kind: .text)
        ]
        columns += includedFields.map {
            ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .text)
        }
        for name in names {
            columns += statistics.map { statistic in
                let key = names.count == 1 ? statistic.name : "\(name)_\(statistic.name)"
                return ReportTable.Column(
                    key: key, heading: LocalizedText(key), kind: .number(decimals: nil))
            }
        }
        let rows = layer.zones.indices.map { zone -> [ReportTable.Cell] in
            [.text(layer.zones[zone].id)]
                + included.map { ReportTable.Cell($0[zone].text) }
                + results.flatMap { $0.values[zone].map { ReportTable.Cell($0) } }
        }
        return ReportTable(id: "zonal", title: "zonal", columns: columns, rows: rows)
    }

    private func longTable(
        _ layer: ZoneLayer, _ names: [String], _ statistics: [Statistic], _ results: [ZonalTable]
    ) -> ReportTable {
        let columns =
            [idField, "raster", "stat"].map {
                ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .text)
            } + [ReportTable.Column(key: "value", heading: "value", kind: .number(decimals: nil))]
        var table = ReportTable(id: "zonal", title: "zonal", columns: columns)
        for zone in layer.zones.indices {
            for (name, result) in zip(names, results) {
                for (index, statistic) in statistics.enumerated() {
                    table.append([
                        .text(layer.zones[zone].id), .text(name), .text(statistic.name),
                        ReportTable.Cell(result.values[zone][index]),
                    ])
                }
            }
        }
        return table
    }
}

extension GeoFileNote {
    var text: LocalizedText { LocalizedText(zh: descriptionInChinese, en: description) }
}
