public import Geometry

/// A monitoring section at its place on a network.
public struct LocatedSection: Hashable, Sendable {
    public var id: String
    public var position: RiverPosition

    public init(id: String, position: RiverPosition) {
        self.id = id
        self.position = position
    }

    /// `nil` when the section was not matched to a reach.
    public init?(id: String, location: PointLocation) {
        guard let position = location.position else { return nil }
        self.init(id: id, position: position)
    }
}

/// Which water a section answers for.
public enum SectionAssignment: String, Hashable, Sendable, CaseIterable {
    /// The water that comes to it: upstream to the next sections or the sources.
    case upstream
    /// The water that leaves it: downstream to the next sections or the mouth.
    case downstream
    /// The water nearest to it along the river, up and down.
    case between
}

/// A piece of a reach and the section that answers for it.
public struct SectionRange: Hashable, Sendable {
    /// How the range came by its section.
    public enum Method: String, Hashable, Sendable {
        /// A section answers for it.
        case measured
        /// No section does.
        case unknown
    }

    /// The number of the reach.
    public var reach: Int
    /// Metres along the reach as digitised, `fromMeasure < toMeasure`.
    public var fromMeasure: Double
    public var toMeasure: Double
    /// The section's identifier, `nil` where no section answers.
    public var section: String?
    public var method: Method
    /// Metres along the river from the nearer end of the range to the section; `nil` without one.
    public var distanceInMetres: Double?
    /// The piece, in the digitised order, in the working CRS.
    public var line: LineString

    /// `toMeasure − fromMeasure`, in metres.
    public var lengthInMetres: Double { toMeasure - fromMeasure }

    public init(
        reach: Int, fromMeasure: Double, toMeasure: Double, section: String?, method: Method,
        distanceInMetres: Double?, line: LineString
    ) {
        self.reach = reach
        self.fromMeasure = fromMeasure
        self.toMeasure = toMeasure
        self.section = section
        self.method = method
        self.distanceInMetres = distanceInMetres
        self.line = line
    }
}

extension RiverNetwork {
    /// The whole network cut into ranges, each with the section that answers for its water.
    ///
    /// Upstream: from a section against the flow, into every reach that joins, up to the next
    /// sections or the sources; what lies below the last section is `unknown`. Where the water
    /// divides above several sections the nearest along the river answers. A section at a node
    /// through which its own river flows on answers for all water that comes to the node. Of
    /// sections at the same distance the one with the smaller identifier answers; so of two at the
    /// same place only one has ranges, and a section at a source has none.
    ///
    /// - Parameter cutsEverywhere: Whether ranges also end at every section and where another
    ///   reach joins. At the ends of its reach a range always does.
    /// - Returns: Ranges longer than 0 by reach and measure; together they are all usable reaches
    ///   without overlap.
    /// - Complexity: O((links + sections) log links).
    public func ranges(
        of sections: [LocatedSection], assignment: SectionAssignment = .upstream,
        cutsEverywhere: Bool = false
    ) -> [SectionRange] {
        let ordered = sections.enumerated()
            .sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }.map(\.element)
        let placed = SectionPlaces(
            network: self, sections: ordered, againstFlow: assignment == .downstream)
        switch assignment {
        case .upstream, .downstream:
            return merged(placed.directedPieces(), placed, ordered, cutsEverywhere: cutsEverywhere)
        case .between:
            return merged(placed.nearestPieces(), placed, ordered, cutsEverywhere: cutsEverywhere)
        }
    }

    /// Ranges from pieces in order of measure, neighbours of one section made one.
    private func merged(
        _ pieces: [RangePiece], _ placed: SectionPlaces, _ sections: [LocatedSection],
        cutsEverywhere: Bool
    ) -> [SectionRange] {
        var ranges: [SectionRange] = []
        var previous: RangePiece?
        for piece in pieces where piece.toMeasure > piece.fromMeasure {
            if let known = previous, known.reach == piece.reach, known.section == piece.section,
                known.toMeasure == piece.fromMeasure,
                !cutsEverywhere || !placed.isCut(between: known, and: piece)
            {
                previous?.toMeasure = piece.toMeasure
                previous?.distance = min(known.distance, piece.distance)
                continue
            }
            if let previous { ranges.append(range(previous, sections)) }
            previous = piece
        }
        if let previous { ranges.append(range(previous, sections)) }
        return ranges
    }

    private func range(_ piece: RangePiece, _ sections: [LocatedSection]) -> SectionRange {
        SectionRange(
            reach: piece.reach, fromMeasure: piece.fromMeasure, toMeasure: piece.toMeasure,
            section: piece.section.map { sections[$0].id },
            method: piece.section == nil ? .unknown : .measured,
            distanceInMetres: piece.section == nil ? nil : piece.distance,
            line: reaches[piece.reach].substring(from: piece.fromMeasure, to: piece.toMeasure))
    }
}
