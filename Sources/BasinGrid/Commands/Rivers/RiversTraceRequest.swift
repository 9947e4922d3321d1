import Foundation
import GeoFiles
import Geometry
import Reports
public import Rivers

/// A place on a network → the rivers up- or downstream of it, or what lies along them.
public struct RiversTraceRequest: Sendable {
    public var rivers: RiverLayerSettings
    /// `X,Y` in the CRS of the rivers, or `reach:measure`.
    public var start: String
    public var direction: TraceDirection
    /// How far along the river, as typed; `nil` for no limit.
    public var distance: String?
    /// Point layers: what is met of them is listed instead of the rivers.
    public var points: [String] = []
    public var pointIDField: String?
    /// The farthest that a point, or the start, may be from its river, as typed.
    public var maximumDistance = "1km"
    /// Zones whose borders are listed among the points.
    public var zones: String?
    public var zoneField: String?
    public var output: String?

    public init(rivers: RiverLayerSettings, start: String, direction: TraceDirection) {
        self.rivers = rivers
        self.start = start
        self.direction = direction
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let begin = ContinuousClock.now
        let target = TableTarget(output)
        try checkUsage(options)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let place = try startPosition(layer)
        let limit = try reachLimit(layer)
        options.progress(0.6, LocalizedText("追溯", "tracing"))
        let ranges = layer.network.trace(from: place, direction, within: limit)
        let length = ranges.reduce(0) { $0 + $1.toMeasure - $1.fromMeasure }
        var outcome: CommandOutcome
        if points.isEmpty && zones == nil {
            outcome = try write(ranges, layer, target, options)
        } else {
            let layers = try points.map { path in
                try LocatedPoints(
                    RiverPointLayer(
                        path, idField: pointIDField, beside: rivers, into: layer.crs),
                    on: layer, nameField: nil,
                    within: metres(maximumDistance, "--max-distance", of: layer.crs),
                    threads: options.threads)
            }
            let borders = try zones.map { path in
                try bordersMet(along: ranges, zones: path, layer, threads: options.threads)
            }
            let met = met(layers, from: place, within: limit, layer) + (borders ?? [])
            outcome = try write(met, layer, layers, target, options)
            outcome.counts = [("met", met.count)]
            outcome.warnings = layers.flatMap(\.warnings) + outcome.warnings
        }
        outcome.counts += [("ranges", ranges.count), ("length_m", Int(length.rounded()))]
        outcome.warnings = layer.warnings + outcome.warnings
        outcome.seconds = (ContinuousClock.now - begin) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try checkUsage(options)
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        _ = try startPosition(layer)
        _ = try reachLimit(layer)
        let others = points + [zones].compactMap(\.self)
        return riversPlan(
            reads: rivers.inputs + others.flatMap { parts(ofDataset: $0) },
            writes: [output ?? "-"], warnings: layer.warnings)
    }

    private func checkUsage(_ options: RunOptions) throws {
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        guard (zones == nil) == (zoneField == nil) else {
            throw Fault(
                .usage, zh: "--zones 与 --zone-field 须同时使用。",
                en: "--zones and --zone-field go together.")
        }
    }

    private func reachLimit(_ layer: RiverLayer) throws -> Double {
        try distance.map { try metres($0, "--distance", of: layer.crs) } ?? .infinity
    }

    // MARK: - The start

    private func startPosition(_ layer: RiverLayer) throws -> RiverPosition {
        if let place = MouthText(start) {
            return try position(at: place.coordinate, layer)
        }
        guard let colon = start.lastIndex(of: ":"),
            let measure = Double(start[start.index(after: colon)...]), measure.isFinite
        else {
            throw Fault(
                .usage, zh: "--from 为“\(start)”，应为河流坐标系中的 X,Y，或 河段:桩号，例如 R12:3500。",
                en: "--from is \"\(start)\", expected X,Y in the CRS of the rivers, or "
                    + "reach:measure such as R12:3500.")
        }
        return try position(onReach: String(start[..<colon]), measure: measure, layer)
    }

    private func position(at place: Coordinate, _ layer: RiverLayer) throws -> RiverPosition {
        let limit = try metres(maximumDistance, "--max-distance", of: layer.crs)
        let point = RiverPoint(coordinate: try layer.fromFileCRS([place])[0])
        let location = try layer.located([point], within: limit, threads: 1)[0]
        if let position = location.position { return position }
        let found = location.distanceInMetres.map { NumberText.fixed($0, decimals: 0) } ?? "–"
        throw Fault(
            .data,
            zh: "--from \(start) 距最近的河流 \(found) 米，超过 --max-distance \(maximumDistance)。"
                + "请检查坐标，或增大 --max-distance。",
            en: "--from \(start) is \(found) m from the nearest river, farther than "
                + "--max-distance \(maximumDistance). Check the place, or raise --max-distance.")
    }

    /// The first part of the reach that is as long as the measure.
    private func position(
        onReach id: String, measure: Double, _ layer: RiverLayer
    ) throws -> RiverPosition {
        let parts = layer.network.reaches.indices.filter {
            layer.network.reaches[$0].id == id && layer.network.reaches[$0].isUsable
        }
        guard !parts.isEmpty else {
            throw Fault(
                .data, zh: "\(rivers.path)：没有编码为“\(id)”的河段（--from）。请检查 --id-field。",
                en: "\(rivers.path): there is no reach \"\(id)\" (--from). Check --id-field.")
        }
        let lengths = parts.map { layer.network.reaches[$0].lengthInMetres }
        guard measure >= 0, let part = zip(parts, lengths).first(where: { measure <= $0.1 }) else {
            let longest = NumberText.fixed(lengths.max() ?? 0, decimals: 1)
            let text = NumberText.shortest(measure)
            throw Fault(
                .data, zh: "--from：河段“\(id)”长 \(longest) 米，没有桩号 \(text)。",
                en: "--from: reach \"\(id)\" is \(longest) m long and has no measure \(text).")
        }
        return RiverPosition(reach: part.0, measureInMetres: measure)
    }

    // MARK: - What is met

    /// A point or a border along the trace.
    private struct Met {
        var kind: String
        var layer: String
        var id: String
        var position: RiverPosition
        var distance: Double
    }

    private func met(
        _ layers: [LocatedPoints], from start: RiverPosition, within limit: Double,
        _ rivers: RiverLayer
    ) -> [Met] {
        layers.flatMap { located -> [Met] in
            let matched = located.matched
            let found = rivers.network.positions(
                matched.map(\.position), from: start, direction, within: limit)
            return found.map { item in
                Met(
                    kind: "point", layer: name(of: located.layer.path),
                    id: located.layer.ids[matched[item.position].number],
                    position: matched[item.position].position, distance: item.distanceInMetres)
            }
        }
    }

    private func bordersMet(
        along ranges: [TracedRange], zones path: String, _ layer: RiverLayer, threads: Int
    ) throws -> [Met] {
        let zones = try readZones(
            at: path, options: otherReading, idField: zoneField ?? "", into: layer.crs,
            measuresArea: false, threads: threads)
        let found = layer.network.borders(along: ranges, direction, of: zones.zones)
        func name(_ zone: Int?) -> String { zone.map { zones.zones[$0].id } ?? "" }
        return found.map { border in
            Met(
                kind: "border", layer: self.name(of: path),
                id: "\(name(border.from)) → \(name(border.to))", position: border.position,
                distance: border.distanceInMetres)
        }
    }

    /// Layer and filter are the rivers' own.
    private var otherReading: VectorReadOptions {
        VectorReadOptions(
            encoding: rivers.reading.encoding, assumedCRS: rivers.reading.assumedCRS)
    }

    private func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    // MARK: - Tables

    private func write(
        _ ranges: [TracedRange], _ layer: RiverLayer, _ target: TableTarget, _ options: RunOptions
    ) throws -> CommandOutcome {
        var table = ReportTable(
            id: "trace", title: LocalizedText("追溯", "trace"),
            columns: [
                .text("reach", "河段", "Reach"),
                .number("from_m", "起点桩号", "From", decimals: 1, unit: "m"),
                .number("to_m", "终点桩号", "To", decimals: 1, unit: "m"),
                .number("distance_m", "沿河距离", "River distance", decimals: 1, unit: "m"),
            ])
        for range in ranges {
            table.append([
                .text(layer.network.reaches[range.reach].id), .number(range.fromMeasure),
                .number(range.toMeasure), .number(range.distanceInMetres),
            ])
        }
        let pieces = ranges.map {
            ReachPiece(reach: $0.reach, fromMeasure: $0.fromMeasure, toMeasure: $0.toMeasure)
        }
        let lines = try target.holdsShapes ? layer.linesInFileCRS(of: pieces) : nil
        return try target.write(
            table, shapes: lines?.map { .lines([$0]) }, geometry: .lines, crs: layer.fileCRS,
            options: options)
    }

    /// The points' code, then where; with several layers, or zones, which layer it is from first.
    private func write(
        _ met: [Met], _ layer: RiverLayer, _ layers: [LocatedPoints], _ target: TableTarget,
        _ options: RunOptions
    ) throws -> CommandOutcome {
        let isOneLayer = layers.count == 1 && zones == nil
        let leading: [ReportTable.Column] =
            isOneLayer ? [] : [.text("kind", "类型", "Kind"), .text("layer", "图层", "Layer")]
        let columns: [ReportTable.Column] = [
            .text("reach", "河段", "Reach"),
            .number("measure_m", "桩号", "Measure", decimals: 1, unit: "m"),
            .number("distance_m", "沿河距离", "River distance", decimals: 1, unit: "m"),
        ]
        let field = isOneLayer ? layers[0].layer.idName : "id"
        let code = columns.contains { $0.key == field } ? field + "_" : field
        var table = ReportTable(
            id: "met", title: LocalizedText("沿途点位", "points met"),
            columns: leading + [.text(code, "编码", "Code")] + columns)
        // The sort keeps the order of equal ones: points before borders, layers as named.
        let ordered = met.sorted { $0.distance < $1.distance }
        for item in ordered {
            table.append(
                (isOneLayer ? [] : [.text(item.kind), .text(item.layer)]) + [
                    .text(item.id), .text(layer.network.reaches[item.position.reach].id),
                    .number(item.position.measureInMetres), .number(item.distance),
                ])
        }
        let places = try layer.inFileCRS(
            ordered.compactMap { layer.network.coordinate(at: $0.position) })
        return try target.write(
            table, shapes: target.holdsShapes ? places.map { .points([$0]) } : nil,
            geometry: .points, crs: layer.fileCRS, options: options)
    }
}
