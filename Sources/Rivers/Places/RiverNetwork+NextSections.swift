/// The first section that the water from a place comes to, or came from.
public struct SectionAhead: Hashable, Sendable {
    /// The section's position in the list given.
    public var section: Int
    /// Metres along the river to it.
    public var distanceInMetres: Double

    public init(section: Int, distanceInMetres: Double) {
        self.section = section
        self.distanceInMetres = distanceInMetres
    }
}

extension RiverNetwork {
    /// For each of `positions` the nearest of `sections` with the flow, or against it.
    ///
    /// A section at the position itself is at distance 0. Where the water divides (or, upstream,
    /// where waters meet) the nearest on any arm is taken. Of sections at the same distance the one
    /// with the smaller identifier.
    ///
    /// - Returns: One entry a position, `nil` where no section follows.
    /// - Complexity: O((links + sections) log links) once, then O(sections on the link) a position.
    public func nextSections(
        from positions: [RiverPosition], _ direction: TraceDirection,
        among sections: [LocatedSection]
    ) -> [SectionAhead?] {
        let order = sections.indices.sorted { (sections[$0].id, $0) < (sections[$1].id, $1) }
        let placed = SectionPlaces(
            network: self, sections: order.map { sections[$0] },
            againstFlow: direction == .upstream)
        let answers = placed.answersWithFlow()
        return positions.map { position in
            placed.first(from: position, answers: answers).map {
                SectionAhead(section: order[$0.section], distanceInMetres: $0.distance)
            }
        }
    }
}
