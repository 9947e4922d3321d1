import QualityStandards
import Rivers

/// Where the points of a job's point layers lie on its rivers.
struct RiverPointFigures: Sendable {
    /// Point layer × point: its place on the network.
    let locations: [[PointLocation]]
    /// Point layer × point: the first section that its water comes to.
    private let nextSections: [[SectionAhead?]]
    /// The sections that have a place, as `nextSections` counts them.
    private let located: [(section: Int, place: LocatedSection)]
    private let network: RiverNetwork

    /// How far up the river the points above a section are looked for.
    static let upstreamLimitInMetres = 20_000.0

    /// A point above a section.
    struct PointAbove: Hashable, Sendable {
        var layer: Int
        var point: Int
        /// Along the river.
        var distanceInMetres: Double
        /// Whether no other section lies between.
        var isNext: Bool
    }

    init(_ inputs: JobInputs, on network: RiverNetwork, sections: [SectionFigure], threads: Int) {
        self.network = network
        let located = sections.enumerated().compactMap { index, figure in
            figure.location.flatMap { location in
                LocatedSection(id: figure.section.id, location: location).map { (index, $0) }
            }
        }
        self.located = located
        let locations = inputs.points.map { layer in
            network.locate(
                layer.points.map { RiverPoint(coordinate: $0.coordinate) },
                within: SectionJudge.matchLimitInMetres, threads: threads)
        }
        self.locations = locations
        nextSections = locations.map { places in
            let placed = places.indices.filter { places[$0].position != nil }
            let found = network.nextSections(
                from: placed.compactMap { places[$0].position }, .downstream,
                among: located.map(\.1))
            var result = [SectionAhead?](repeating: nil, count: places.count)
            for (point, section) in zip(placed, found) { result[point] = section }
            return result
        }
    }

    /// The section that a point's water comes to first, and the way there.
    func nextSection(
        layer: Int, point: Int
    ) -> (section: Int, distanceInMetres: Double)? {
        nextSections[layer][point].map { (located[$0.section].section, $0.distanceInMetres) }
    }

    /// The points up the river from a section, by their distance; empty for a section that is on no
    /// river.
    func points(above section: Int) -> [PointAbove] {
        guard let start = located.first(where: { $0.section == section })?.place.position else {
            return []
        }
        return locations.indices.flatMap { layer -> [PointAbove] in
            let placed = locations[layer].indices.filter { locations[layer][$0].position != nil }
            return network.positions(
                placed.compactMap { locations[layer][$0].position }, from: start, .upstream,
                within: Self.upstreamLimitInMetres
            ).map { found in
                let point = placed[found.position]
                return PointAbove(
                    layer: layer, point: point, distanceInMetres: found.distanceInMetres,
                    isNext: nextSection(layer: layer, point: point)?.section == section)
            }
        }.sorted {
            ($0.distanceInMetres, $0.layer, $0.point) < ($1.distanceInMetres, $1.layer, $1.point)
        }
    }
}

extension SectionFigure {
    /// Whether the section misses its target in a period; `nil` without a class or a target.
    func missesTarget(period: Int) -> Bool? {
        section.waterTarget.flatMap { results[period].now.assessment?.meets($0) }.map { !$0 }
    }
}
