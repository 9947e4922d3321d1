import Foundation
import GeoFiles
import Geometry
import Reports
import Rivers

/// A river layer → what is wrong with it; on request the layer mended, and a table of its reaches.
public struct RiversCheckRequest: Sendable {
    /// What the mended layer is made of.
    public enum Pieces: String, Hashable, Sendable, CaseIterable {
        /// The reaches as they are.
        case whole
        /// Every reach cut at the nodes on it.
        case split
        /// Pieces of one river joined where nothing else meets them.
        case merged
    }

    public var rivers: RiverLayerSettings
    /// How far from another reach a free end counts as a gap, as typed.
    public var gap = "50m"
    /// Whether `output` is the layer with every line drawn with the flow, not the faults.
    public var fixesDirection = false
    public var pieces = Pieces.whole
    /// Where faults go when `output` is the layer.
    public var faults: String?
    /// The table of reaches: orders, lengths, measures, accumulated fields.
    public var reaches: String?
    /// Fields that are summed with the flow.
    public var accumulatedFields: [String] = []
    /// The field with a reach's share of the water where it divides.
    public var fractionField: String?
    public var output: String?

    public init(rivers: RiverLayerSettings) { self.rivers = rivers }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        try checkUsage(options)
        options.progress(0, LocalizedText("读取河网", "reading the network"))
        let layer = try RiverLayer(rivers, memory: options.memory)
        options.progress(0.6, LocalizedText("检查", "checking"))
        let limit = try units(gap, "--gap", of: layer.crs)
        let found = layer.network.faults(gapLimit: limit)
        // Before anything is written: a field may hold no numbers.
        let described = try reaches.map { _ in
            try RiverReachTable(
                layer, accumulating: accumulatedFields, fractionField: fractionField)
        }
        options.progress(0.8, LocalizedText("写出", "writing"))
        let table = RiverFaultTable(layer, found, language: options.language)
        var outcome = try TableTarget(writesLayer ? faults : output).write(
            table.table, shapes: table.shapes, geometry: .points, crs: layer.crs, options: options)
        if writesLayer, let output {
            let mended = MendedRivers(layer, pieces)
            add(try mended.write(to: output, options: options), to: &outcome)
        }
        if let reaches, let described {
            add(
                try TableTarget(reaches).write(
                    described.table, shapes: described.shapes, geometry: .lines, crs: layer.crs,
                    options: options), to: &outcome)
        }
        outcome.counts = counts(layer.network, found)
        outcome.warnings = warnings(layer) + outcome.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try checkUsage(options)
        let layer = try RiverLayer(rivers, memory: options.memory)
        _ = try units(gap, "--gap", of: layer.crs)
        if reaches != nil {
            _ = try RiverReachTable(
                layer, accumulating: accumulatedFields, fractionField: fractionField)
        }
        let bytes = rivers.inputs.reduce(0) { $0 + fileSize($1) }
        let written = writesLayer ? [faults ?? "-", output] : [output ?? "-"]
        return DryRunPlan(
            reads: rivers.inputs.map { ($0, fileSize($0)) },
            writes: (written + [reaches]).compactMap(\.self), cells: 0,
            memoryInBytes: 60_000_000 + bytes * 10, seconds: 0.1 + Double(bytes) * 2e-7,
            warnings: warnings(layer))
    }

    /// Whether `output` is the layer itself.
    private var writesLayer: Bool { fixesDirection || pieces != .whole }

    private func checkUsage(_ options: RunOptions) throws {
        try rivers.checkUsage()
        if writesLayer {
            guard let output, output != "-" else {
                throw Fault(
                    .usage, zh: "--fix-direction、--split 与 --merge 写出河流图层，需要 -o 文件。",
                    en: "--fix-direction, --split and --merge write the river layer and need "
                        + "-o FILE.")
            }
            guard TableTarget(output).holdsShapes else {
                throw Fault(
                    .usage, zh: "输出 \(output) 不能存放线。请用 .gpkg、.geojson、.shp 或 .fgb。",
                    en: "The output \(output) holds no lines. Use .gpkg, .geojson, .shp or .fgb.")
            }
        } else if faults != nil {
            throw Fault(
                .usage, zh: "--faults 与 --fix-direction、--split 或 --merge 同用；否则用 -o。",
                en: "--faults goes with --fix-direction, --split or --merge; else use -o.")
        }
        if reaches == nil, !accumulatedFields.isEmpty || fractionField != nil {
            throw Fault(
                .usage, zh: "--accumulate 与 --fraction-field 须与 --reaches 同用。",
                en: "--accumulate and --fraction-field go with --reaches FILE.")
        }
        for path in [output, faults, reaches] {
            try TableTarget(path).checkWritable(overwrite: options.overwrite)
        }
    }

    private func add(_ more: CommandOutcome, to outcome: inout CommandOutcome) {
        outcome.outputs += more.outputs
        outcome.warnings += more.warnings
    }

    private func counts(
        _ network: RiverNetwork, _ faults: [RiverFault]
    ) -> [(name: String, value: Int)] {
        let kinds = Dictionary(grouping: faults, by: \.kind.code)
        return [
            ("reaches", network.reaches.count), ("nodes", network.nodes.count),
            ("turned", network.flowsAgainstDigitising.filter(\.self).count),
            ("notes", network.notes.count), ("faults", faults.count),
        ] + kinds.keys.sorted().map { ($0, kinds[$0]?.count ?? 0) }
    }

    /// What is not a row of the faults: the layer's own notes, and how much was joined.
    private func warnings(_ layer: RiverLayer) -> [LocalizedText] {
        let count = layer.network.notes.count
        let own = layer.ownNotes.map(\.text)
        if count == 0 { return own }
        return own + [
            LocalizedText(
                "构建河网时相连、改向或未明之处 \(count) 条，列于表中。",
                "Joined, turned or unclear while the network was built, as the table lists: "
                    + "\(count).")
        ]
    }
}
