public import Coverage
import Foundation
public import GeoFiles
import Geometry
import Reports

/// Zones × grid → a saved overlay.
public struct OverlayBuildRequest: Sendable {
    public var zones: String
    public var idField: String
    public var includedFields: [String] = []
    /// The raster whose grid it is, as `PATH` or `PATH:band`.
    public var like: String
    public var coverage = CoverageMethod.fraction
    public var reading = VectorReadOptions()
    public var output: String

    public init(zones: String, idField: String, like: String, output: String) {
        self.zones = zones
        self.idField = idField
        self.like = like
        self.output = output
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        options.progress(0, LocalizedText("读取数据", "reading"))
        let (rasters, source) = try inputs(options)
        let layer = try source.settled(
            into: rasters.crs, measuresArea: true, threads: options.threads)
        let columns = try collectingFaults(includedFields) { try layer.values(ofField: $0) }
        options.progress(0.4, LocalizedText("叠加", "overlay"))
        var geometry = rasters.groups[0].geometry
        geometry.crs = rasters.crs
        let overlay = try Overlay(
            of: layer.zones, on: geometry, method: coverage, threads: options.threads)
        let file = OverlayFile(
            overlay: overlay, idField: idField, fieldNames: includedFields,
            zones: layer.zones.indices.map { zone in
                OverlayZone(layer.zones[zone], texts: columns.map { $0[zone].text })
            },
            zonesKey: zonesKey(of: source), gridKey: gridKey(of: geometry))
        try writeWhole(to: output, overwrite: options.overwrite) { try file.write(to: $0) }
        options.progress(1, LocalizedText("完成", "done"))
        return CommandOutcome(
            outputs: [output],
            counts: [
                ("zones", layer.zones.count),
                ("runs", overlay.zones.reduce(0) { $0 + $1.runs.count }),
            ], warnings: layer.notes.map(\.text) + layer.zones.compactMap(\.warning),
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let (rasters, source) = try inputs(options)
        let reads = parts(ofDataset: zones) + [like]
        let bytes = reads.reduce(0) { $0 + fileSize($1) }
        return DryRunPlan(
            reads: reads.map { ($0, fileSize($0)) }, writes: [output],
            cells: rasters.groups[0].geometry.cellCount,
            memoryInBytes: 60_000_000 + fileSize(zones) * 2,
            seconds: 0.1 + Double(bytes) * 1e-8, warnings: source.notes.map(\.text))
    }

    private func inputs(_ options: RunOptions) throws -> (ZonalRasters, ZoneSource) {
        try checkOutputFile(URL(fileURLWithPath: output), overwrite: options.overwrite)
        let rasters = try ZonalRasters([like], assumedCRS: reading.assumedCRS)
        return (rasters, try readZoneSource(at: zones, options: reading, idField: idField))
    }
}
