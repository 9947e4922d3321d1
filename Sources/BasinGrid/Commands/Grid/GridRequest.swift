import Coverage
import Foundation
public import GeoFiles
import Geometry
import HotSpots
import Reports

/// Zones → the cells of a fishnet, with the share of each in every zone.
public struct GridRequest: Sendable {
    public var zones: String
    /// The field with the zones' code.
    public var idField: String
    /// The length of a cell's sides, such as `3km`.
    public var cell: String
    /// The CRS of the cells; `nil` for that of the zones.
    public var crs: String?
    /// Where the lattice starts: X and Y in CRS units; none for the origin of the CRS.
    public var origin: [Double] = []
    /// Whether each cell has one row, that of the zone with its largest share.
    public var isDominant = false
    /// Whether shapes are the squares of the cells instead of their parts in the zones.
    public var keepsWholeCells = false
    /// A table or layer with `cell_id`s of larger cells, inside of which alone cells are made.
    public var parents: String?
    /// Point layers and tables whose points are counted in every cell.
    public var points: [String] = []
    public var reading = VectorReadOptions()
    public var output: String?

    public init(zones: String, idField: String, cell: String) {
        self.zones = zones
        self.idField = idField
        self.cell = cell
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let setup = try GridSetup(self, options)
        options.progress(0.4, LocalizedText("划分网格", "laying cells"))
        let overlay = try Overlay(
            of: setup.layer.zones, on: setup.fishnet.geometry, threads: options.threads)
        let rows = GridRows(
            setup, overlay, isDominant: isDominant, cutsCells: !keepsWholeCells)
        var outcome = try rows.write(to: target, options)
        outcome.warnings = setup.notes + outcome.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        let setup = try GridSetup(self, options)
        let paths =
            parts(ofDataset: zones) + (parents.map(parts) ?? [])
            + points.flatMap { parts(ofDataset: $0) }
        let bytes = paths.reduce(0) { $0 + fileSize($1) }
        let cells = setup.fishnet.geometry.cellCount
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) }, writes: [output ?? "-"], cells: cells,
            memoryInBytes: 60_000_000 + bytes * 2
                + (TableTarget(output).streams || writesRowByRow ? 0 : cells * 600),
            seconds: 0.1 + Double(bytes) * 3e-8 + Double(cells) * 1e-6, warnings: setup.notes)
    }
}

extension GridRequest {
    /// Whether the format with shapes is written as they are made.
    private var writesRowByRow: Bool {
        ["gpkg", "shp", "fgb"].contains(
            URL(fileURLWithPath: output ?? "").pathExtension.lowercased())
    }
}

/// What a request for a fishnet reads.
struct GridSetup {
    let layer: ZoneLayer
    let fishnet: Fishnet
    /// The cells inside of which alone cells are made; `nil` for all.
    let parents: ParentCells?
    /// How many points of each layer lie in a cell.
    let counts: [PointCounts]
    private(set) var notes: [LocalizedText]

    init(_ request: GridRequest, _ options: RunOptions) throws {
        guard let size = Distance(parsing: request.cell) else {
            throw unexpected("--cell", request.cell, zh: "距离，如 3km", en: "a distance such as 3km")
        }
        guard request.origin.isEmpty || request.origin.count == 2 else {
            throw Fault(
                .usage, zh: "--origin 有 \(request.origin.count) 个数，应为 X Y 两个。",
                en: "--origin has \(request.origin.count) numbers, expected X and Y.")
        }
        let crs = try request.crs.map { try coordinateReferenceSystem(named: $0) }
        layer = try readZones(
            at: request.zones, options: request.reading, idField: request.idField, into: crs,
            measuresArea: false, threads: options.threads)
        notes = layer.notes.map(\.text) + layer.zones.compactMap(\.warning)
        let origin =
            request.origin.isEmpty
            ? Coordinate(x: 0, y: 0) : Coordinate(x: request.origin[0], y: request.origin[1])
        let fishnet = try Fishnet(
            covering: layer.zones,
            cellSizeInMetres: try size.inUnits(of: layer.crs) * layer.crs.metresPerUnit,
            crs: layer.crs, origin: origin)
        self.fishnet = fishnet
        parents = try request.parents.map {
            try ParentCells(path: $0, of: fishnet, request.reading)
        }
        let counts = try request.points.map {
            try PointCounts($0, request.reading, in: fishnet)
        }
        notes += counts.flatMap(\.notes)
        self.counts = counts
    }
}
