import Foundation
public import GeoFiles
import Geometry
import Reports
import ZonalStatistics

/// Partial results → one table.
public struct ZonalMergeRequest: Sendable {
    public var parts: [String]
    /// The zones, for outputs that hold shapes.
    public var zones: String?
    public var idField: String?
    public var reading = VectorReadOptions()
    public var output: String?

    public init(parts: [String]) { self.parts = parts }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        let merge = try mergePartials(parts, memory: options.memory / 4) {
            options.progress($0, LocalizedText("合并", "merging"))
        }
        let isLong = merge.facts.contains { $0.name == "layout" && $0.value == "long" }
        let tables = try merge.outcome.tables(
            areasInSquareMetres: merge.rows.areasInSquareMetres)
        let table = zonalTable(
            merge.rows, names: merge.outcome.bandNames, tables: tables, isLong: isLong)
        let layer = try target.holdsShapes && !isLong ? shapes(for: merge, options) : nil
        var outcome = try target.write(
            table, shapes: layer?.zones.map { .polygons($0.polygons) }, crs: layer?.crs,
            options: options)
        outcome.counts = [
            ("parts", merge.partCount), ("zones", merge.rows.texts.count),
            ("rasters", merge.outcome.bandNames.count),
        ]
        outcome.warnings += layer?.notes.map(\.text) ?? []
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        try checkPartials(parts)
        let reads = (parts + (zones.map { [$0] } ?? [])).map { ($0, fileSize($0)) }
        let bytes = reads.reduce(0) { $0 + $1.1 }
        return DryRunPlan(
            reads: reads, writes: [output ?? "-"], cells: 0,
            memoryInBytes: 50_000_000 + bytes / 2, seconds: 0.1 + Double(bytes) * 4e-9,
            warnings: [])
    }

    /// The zones that the parts were computed of.
    private func shapes(for merge: ZonalMerge, _ options: RunOptions) throws -> ZoneLayer {
        guard let zones, let idField else {
            throw Fault(
                .usage,
                zh: "此输出格式需要分区图形，而部分结果不含图形。请加 --zones PATH --id-field FIELD，或输出为 .csv。",
                en: "The output's format holds shapes, which partial results do not have. Pass "
                    + "--zones PATH --id-field FIELD, or write .csv.")
        }
        let source = try readZoneSource(at: zones, options: reading, idField: idField)
        guard
            merge.facts.contains(where: { $0.name == "zones" && $0.value == zonesKey(of: source) })
        else {
            throw Fault(
                .data, zh: "\(zones) 的分区不是这些部分结果所用的分区（编码、图形、坐标系或筛选条件不同）。",
                en:
                    "The zones of \(zones) are not those of the partial results: codes, shapes, CRS "
                    + "or filter differ.")
        }
        let crs = try merge.facts.first { $0.name == "crs" }
            .map { try coordinateReferenceSystem(named: $0.value) }
        return try source.settled(into: crs, measuresArea: false, threads: options.threads)
    }
}
