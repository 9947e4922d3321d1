public import Geometry

/// How lines become a network: what meets, which way the water runs, and where the main stem goes.
public struct NetworkRules: Sendable {
    /// How far apart ends may lie and still meet, in CRS units; 0 or more.
    public var nodeTolerance: Double
    /// Metres in one unit of the CRS, for distances from points and gaps.
    public var metresPerUnit: Double
    /// Whether an inner vertex that two lines share joins them. Off, lines that cross are joined
    /// only where one of them ends; a shared vertex is then a fault (`RiverFault.Kind.crossing`).
    public var joinsSharedVertices = false
    /// What says which way each reach flows.
    public var flow = FlowRule.river
    /// Where water leaves the data, in the CRS of the reaches. Every part of the network that one
    /// of these ends flows to them, whatever `flow` says.
    public var mouths: [Coordinate] = []
    /// How far from a node or free end a mouth may be declared, in CRS units.
    public var mouthLimit = Double.infinity
    /// For each reach its rank where the water divides: the smallest goes on as the main stem.
    /// `nil`, and equal ranks, leave it to the river's own name and then to the shortest way.
    public var mainStemRanks: [Double]?

    /// - Precondition: the tolerance is 0 or more, the metres are positive.
    public init(nodeTolerance: Double, metresPerUnit: Double = 1) {
        precondition(nodeTolerance >= 0, "the node tolerance is 0 or more")
        precondition(metresPerUnit > 0, "a unit of the CRS has a length")
        self.nodeTolerance = nodeTolerance
        self.metresPerUnit = metresPerUnit
    }
}

/// What says which way the water runs along each reach.
///
/// A rule that says nothing of a reach leaves its digitised order, and a note; a rule that
/// contradicts itself (a next reach that is not met) is noted with the place.
public enum FlowRule: Sendable {
    /// The order of the vertices, nothing turned.
    case digitised
    /// The direction in which most of a river's length is digitised: pieces of one name (or of one
    /// id, where there is no name) that follow each other flow one way.
    case river
    /// Fields that name the node at the upper and at the lower end of each reach, one entry a
    /// reach. A node is where the reaches that name it meet.
    case nodeFields([ReachNodeNames?])
    /// A field that names the reach that comes next with the flow, one entry a reach: an id of
    /// another reach, one that is not in the data (the water leaves), or `nil`.
    case nextDown([String?])
    /// Elevations in metres by place, for example of a raster; `nil` where there is none. The
    /// pieces of one river that follow each other run down the straight line fitted to the
    /// elevations of their vertices.
    case elevation(@Sendable (Coordinate) -> Double?)
}

/// The names of the nodes that a reach's fields give.
public struct ReachNodeNames: Hashable, Sendable {
    /// The node that the water comes from.
    public var from: String
    /// The node that it goes to.
    public var to: String

    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}

/// What turned a reach against its digitised order.
public enum FlowEvidence: String, Hashable, Sendable, CaseIterable {
    /// The other pieces of its river.
    case river
    /// Its from-node and to-node fields.
    case nodeFields = "from-to"
    /// Its next-down field, or those of the reaches that lead to it.
    case nextDown = "next-down"
    /// The elevations along it.
    case elevation
    /// The declared mouths.
    case mouths
}
