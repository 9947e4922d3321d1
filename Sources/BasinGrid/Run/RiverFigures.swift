import Geometry
import QualityStandards
import Rivers

/// The network of a job cut at its sections, and the length of each class.
struct RiverFigures: Sendable {
    let network: RiverNetwork
    let ranges: [SectionRange]
    /// For each zone layer, for each zone and last the whole: metres by range.
    let rangeLengths: [[[Int: Double]]]

    /// The keys of lengths by class, in the order of the tables.
    static let lengthClasses = ["I", "II", "III", "IV", "V", "劣V", "dry", "unknown"]

    init(
        _ network: RiverNetwork, sections: [SectionFigure],
        layers: [JobInputs.LoadedZoneLayer], wholes: [Zone], threads: Int
    ) {
        self.network = network
        let located = sections.compactMap { figure in
            figure.location.flatMap { LocatedSection(id: figure.section.id, location: $0) }
        }
        let ranges = network.ranges(of: located)
        self.ranges = ranges
        rangeLengths = zip(layers, wholes).map { layer, whole in
            let zones = layer.zones + [whole]
            // Each on its own, as the whole overlaps every zone.
            let inZones = network.lengths(of: ranges, in: layer.zones, threads: threads)
            let inWhole = network.lengths(of: ranges, in: [whole], threads: threads)
            var lengths = [[Int: Double]](repeating: [:], count: zones.count)
            for item in inZones {
                if let zone = item.zone { lengths[zone][item.range] = item.lengthInMetres }
            }
            for item in inWhole where item.zone == 0 {
                lengths[layer.zones.count][item.range] = item.lengthInMetres
            }
            return lengths
        }
    }

    /// Kilometres by class for the row of a zone; `rangeClasses` has the class of each range.
    func kilometres(layer: Int, row: Int, rangeClasses: [String]) -> [String: Double] {
        var result: [String: Double] = [:]
        for (range, metres) in rangeLengths[layer][row].sorted(by: { $0.key < $1.key }) {
            result[rangeClasses[range], default: 0] += metres / 1000
        }
        return result
    }

    /// The class of each range in one period: that of its section.
    func rangeClasses(period: Int, sections: [SectionFigure]) -> [String] {
        let states = Dictionary(
            sections.map { ($0.section.id, $0.results[period].now.lengthClass) },
            uniquingKeysWith: { first, _ in first })
        return ranges.map { range in range.section.flatMap { states[$0] } ?? "unknown" }
    }
}
