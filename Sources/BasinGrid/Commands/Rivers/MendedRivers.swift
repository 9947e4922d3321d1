import Foundation
import GeoFiles
import Geometry
import Reports
import Rivers

/// The river layer made anew: its lines drawn with the flow, cut or joined.
struct MendedRivers {
    private let layer: RiverLayer
    private let pieces: RiversCheckRequest.Pieces
    private let rebuilt: [RebuiltReach]

    init(_ layer: RiverLayer, _ pieces: RiversCheckRequest.Pieces) {
        self.layer = layer
        self.pieces = pieces
        switch pieces {
        case .whole: rebuilt = layer.network.turnedReaches()
        case .split: rebuilt = layer.network.splitReaches()
        case .merged: rebuilt = layer.network.mergedReaches()
        }
    }

    /// Writes the layer: the fields of each line's feature (for joined lines, of the first of
    /// them), then whether it was turned, its length and what it was made of.
    func write(to path: String, options: RunOptions) throws -> CommandOutcome {
        let features = rebuilt.enumerated().map { number, line in
            let feature = layer.layer.features[layer.featureOfReach[line.pieces[0].reach]]
            return Feature(
                number: Int64(number), shape: .lines([line.reach.line]),
                attributes: feature.attributes + facts(of: line))
        }
        let output = OutputLayer(
            name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
            crs: layer.crs, fields: layer.layer.fields + addedFields, geometry: .lines,
            features: features)
        let notes = try writeVector(
            output, to: path, options: VectorWriteOptions(overwrite: options.overwrite))
        return CommandOutcome(outputs: [path], warnings: notes.map(\.text))
    }

    private func facts(of line: RebuiltReach) -> [FieldValue] {
        let isTurned = line.pieces.contains(where: \.isTurned)
        let all: [FieldValue] = [.integer(isTurned ? 1 : 0), .real(line.reach.lengthInMetres)]
        switch pieces {
        case .whole: return all
        case .split:
            return all + [.real(line.pieces[0].fromMeasure), .real(line.pieces[0].toMeasure)]
        case .merged:
            let ids = line.pieces.map { layer.network.reaches[$0.reach].id }
            return all + [.text(ids.joined(separator: ";"))]
        }
    }

    /// The fields of `facts`, named so that none is the layer's own.
    private var addedFields: [VectorField] {
        var added: [VectorField] = [
            VectorField(name: "turned", kind: .integer), VectorField(name: "length_m", kind: .real),
        ]
        switch pieces {
        case .whole: break
        case .split: added += ["from_m", "to_m"].map { VectorField(name: $0, kind: .real) }
        case .merged: added.append(VectorField(name: "reaches", kind: .text))
        }
        var taken = Set(layer.layer.fields.map { $0.name.lowercased() })
        for index in added.indices {
            while !taken.insert(added[index].name.lowercased()).inserted {
                added[index].name += "_"
            }
        }
        return added
    }
}
