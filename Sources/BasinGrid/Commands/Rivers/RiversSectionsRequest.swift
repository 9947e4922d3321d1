import Foundation
import GeoFiles
import Geometry
import Grids
import Reports
public import Rivers

/// A network cut at its sections → ranges with class and value, and class lengths per zone.
public struct RiversSectionsRequest: Sendable {
    public var rivers: RiverLayerSettings
    /// A point layer, or a table with columns of coordinates.
    public var sections: String
    public var sectionIDField: String?
    /// Fields of the sections with their class and target.
    public var classField: String?
    public var targetField: String?
    /// The field of the sections with a value that is interpolated between them.
    public var valueField: String?
    /// The field of the rivers by which values are mixed where waters meet.
    public var weightField: String?
    /// A table with `id`, `class` and perhaps `target`, as `assess water` writes it.
    public var assessment: String?
    public var assignment = SectionAssignment.upstream
    /// The farthest that a section may be from its river, as typed.
    public var maximumDistance = "1km"
    /// The field of the sections with the name of the river that they belong to.
    public var nameField: String?
    /// Zones at whose borders ranges are cut.
    public var zones: String?
    public var zoneField: String?
    /// Where class lengths per zone and river go.
    public var lengths: String?
    /// A raster of the classes, and its cells: their size as typed, or those of another raster.
    public var raster: String?
    public var cell: String?
    public var like: String?
    public var output: String?

    public init(rivers: RiverLayerSettings, sections: String) {
        self.rivers = rivers
        self.sections = sections
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        try checkUsage(options)
        let target = TableTarget(output)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let located = try LocatedPoints(
            sectionLayer(layer), on: layer, nameField: nameField,
            within: metres(maximumDistance, "--max-distance", of: layer.crs),
            threads: options.threads)
        let states = try GivenSectionStates(self, located.layer)
        options.progress(0.5, LocalizedText("划分河段", "cutting"))
        let zoneLayer = try zones.map { try readZoneLayer($0, layer, threads: options.threads) }
        let ranges = try ClassedRanges(
            self, layer, located, states, zones: zoneLayer?.zones)
        options.progress(0.8, LocalizedText("写出", "writing"))
        let lines =
            try target.holdsShapes
            ? layer.inFileCRS(lines: ranges.rows.map(\.range.line)) : nil
        var outcome = try target.write(
            ranges.table, shapes: lines?.map { .lines([$0]) }, geometry: .lines,
            crs: layer.fileCRS, options: options)
        if let path = lengthsPath {
            let written = try TableTarget(path).write(
                ranges.lengths(threads: options.threads), shapes: nil, crs: nil,
                options: options)
            outcome.outputs += written.outputs
            outcome.warnings += written.warnings
        }
        if let raster {
            outcome.outputs += try writeRaster(raster, ranges, layer, options)
        }
        outcome.counts = [
            ("sections", located.layer.ids.count), ("matched", located.matched.count),
            ("ranges", ranges.rows.count),
        ]
        outcome.warnings += layer.warnings + located.warnings + states.warnings
        outcome.warnings += zoneLayer?.notes.map(\.text) ?? []
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try checkUsage(options)
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let sections = try sectionLayer(layer)
        let states = try GivenSectionStates(self, sections)
        _ = try metres(maximumDistance, "--max-distance", of: layer.crs)
        let others = [self.sections, assessment, zones].compactMap(\.self)
        return riversPlan(
            reads: rivers.inputs + others.flatMap { parts(ofDataset: $0) },
            writes: [output ?? "-"] + [lengthsPath, raster].compactMap(\.self),
            warnings: layer.warnings + sections.notes + states.warnings)
    }

    private func sectionLayer(_ layer: RiverLayer) throws -> RiverPointLayer {
        try RiverPointLayer(
            sections, idField: sectionIDField,
            fields: [classField, targetField, valueField, nameField].compactMap(\.self),
            beside: rivers, into: layer.crs)
    }

    private func readZoneLayer(
        _ path: String, _ layer: RiverLayer, threads: Int
    ) throws -> ZoneLayer {
        try readZones(
            at: path,
            options: VectorReadOptions(
                encoding: rivers.reading.encoding, assumedCRS: rivers.reading.assumedCRS),
            idField: zoneField ?? "", into: layer.crs, measuresArea: false, threads: threads)
    }

    private func writeRaster(
        _ path: String, _ ranges: ClassedRanges, _ layer: RiverLayer, _ options: RunOptions
    ) throws -> [String] {
        let geometry = try rasterGeometry(layer)
        var drawn = ranges.rows.map(\.range)
        if let crs = geometry.crs, !isSame(crs, layer.crs) {
            let lines = try layer.moved(lines: drawn.map(\.line), to: crs)
            for (number, line) in lines.enumerated() { drawn[number].line = line }
        }
        let raster = RiverClassRaster(
            layer.network, drawn, classes: ranges.rows.map(ranges.waterClass), on: geometry)
        let title = LocalizedText("水质类别（1–6 为 I–劣V，0 为无类别）", "class of water (1–6: I–劣V, 0: none)")
        try raster.write(
            to: path, title: title(options.language), language: options.language,
            overwrite: options.overwrite)
        let style = URL(fileURLWithPath: path).deletingPathExtension().path + ".qml"
        return [path, style]
    }

    /// The cells of the raster: those of another, or squares over the whole network.
    private func rasterGeometry(_ layer: RiverLayer) throws -> GridGeometry {
        if let like {
            let file = try RasterFile(path: like)
            try file.requireAxisParallel()
            return file.geometry
        }
        let size = try units(cell ?? "", "--cell", of: layer.crs)
        let boxes = layer.network.reaches.compactMap(\.line.boundingBox)
        guard size > 0, let first = boxes.first else {
            throw Fault(
                .usage, zh: "--cell 为“\(cell ?? "")”，应为大于 0 的距离，如 500m。",
                en: "--cell is \"\(cell ?? "")\", expected a distance above 0, such as 500m.")
        }
        let all = boxes.dropFirst().reduce(first) { $0.union($1) }
        // Half a cell more, so that a line on the edge has cells on both sides.
        let box = BoundingBox(
            minX: all.minX - size / 2, minY: all.minY - size / 2, maxX: all.maxX + size / 2,
            maxY: all.maxY + size / 2)
        let cells = (box.width / size + 2) * (box.height / size + 2)
        guard cells < 1e9 else {
            throw Fault(
                .usage,
                zh:
                    "--cell \(cell ?? "") 在河网范围内会产生 \(NumberText.fixed(cells, decimals: 0)) 个单元。请用更大的单元。",
                en:
                    "--cell \(cell ?? "") gives \(NumberText.fixed(cells, decimals: 0)) cells over the "
                    + "rivers. Use larger cells.")
        }
        return GridGeometry(covering: box, cellSize: size, crs: layer.crs)
    }

    /// Where lengths go: as asked, else with zones beside the output.
    private var lengthsPath: String? {
        if let lengths { return lengths }
        guard zones != nil, let output, output != "-" else { return nil }
        let ending = URL(fileURLWithPath: output).pathExtension
        return output.dropLast(ending.isEmpty ? 0 : ending.count + 1) + "_lengths.csv"
    }

    private func checkUsage(_ options: RunOptions) throws {
        guard (zones == nil) == (zoneField == nil) else {
            throw Fault(
                .usage, zh: "--zones 与 --zone-field 须同时使用。",
                en: "--zones and --zone-field go together.")
        }
        if assessment != nil, classField != nil {
            throw Fault(
                .usage, zh: "--assessment 与 --class-field 不能同时使用。",
                en: "--assessment and --class-field exclude each other.")
        }
        if weightField != nil, valueField == nil {
            throw Fault(
                .usage, zh: "--weight-field 须与 --value 同时使用。",
                en: "--weight-field goes with --value FIELD.")
        }
        guard raster == nil || (cell == nil) != (like == nil) else {
            throw Fault(
                .usage, zh: "--raster 需要 --cell 与 --like 之一。",
                en: "--raster needs one of --cell and --like.")
        }
        guard raster != nil || (cell == nil && like == nil) else {
            throw Fault(
                .usage, zh: "--cell 与 --like 须与 --raster 同时使用。",
                en: "--cell and --like go with --raster FILE.")
        }
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        if let raster {
            try checkOutputFile(
                URL(fileURLWithPath: raster), overwrite: options.overwrite)
        }
        if let lengthsPath {
            try TableTarget(lengthsPath).checkWritable(overwrite: options.overwrite)
        }
    }
}
