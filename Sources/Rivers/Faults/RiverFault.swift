public import Geometry

/// Something in the lines of a network that is probably wrong and that building it left as it is.
public struct RiverFault: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// A free end lies near reach `other` without meeting it.
        case gap(other: String, distanceInMetres: Double)
        /// A short piece with a free end hangs over beyond a junction.
        case overhang(lengthInMetres: Double)
        /// The line is that of reach `other`, vertex by vertex, in the same or the opposite order.
        case duplicate(of: String)
        /// The line runs back on itself.
        case fold(lengthInMetres: Double)
        /// The line runs along reach `other` for some way.
        case overlap(other: String, lengthInMetres: Double)
        /// The line comes to the same place again at measure `otherMeasure`, and there is no node.
        case selfCrossing(otherMeasure: Double)
        /// The line crosses or touches reach `other` and there is no node.
        case crossing(other: String)
        /// Two or more reaches meet here and all run in (`isSink`), or all run out.
        case headOn(isSink: Bool, count: Int)
        /// The water goes round through these reaches (identifiers).
        case loop(through: [String])
        /// The water ends here, and the mouth of its part of the network is elsewhere.
        case deadEnd
        /// The line is drawn against the flow, as `FlowEvidence` says.
        case drawnAgainstFlow(FlowEvidence)

        /// A word for tables, the same in every language.
        public var code: String {
            switch self {
            case .gap: "gap"
            case .overhang: "overhang"
            case .duplicate: "duplicate"
            case .fold: "fold"
            case .overlap: "overlap"
            case .selfCrossing: "self-crossing"
            case .crossing: "crossing"
            case .headOn(let isSink, _): isSink ? "all-in" : "all-out"
            case .loop: "loop"
            case .deadEnd: "dead-end"
            case .drawnAgainstFlow: "against-flow"
            }
        }

        /// The other reach that it is about; `nil` where there is none.
        public var otherReachID: String? {
            switch self {
            case .gap(let other, _), .duplicate(let other), .overlap(let other, _),
                .crossing(let other):
                other
            case .overhang, .fold, .selfCrossing, .headOn, .loop, .deadEnd, .drawnAgainstFlow: nil
            }
        }

        /// How wide the gap or how long the piece is, in metres; `nil` where neither is.
        public var lengthInMetres: Double? {
            switch self {
            case .gap(_, let length), .overhang(let length), .fold(let length),
                .overlap(_, let length):
                length
            case .duplicate, .selfCrossing, .crossing, .headOn, .loop, .deadEnd,
                .drawnAgainstFlow:
                nil
            }
        }
    }

    public var kind: Kind
    /// The reach that it is about, the first of several.
    public var reachID: String
    /// The river's name; empty when the data give none.
    public var label: String
    /// The number of the reach.
    public var reach: Int
    /// Metres along the reach from its first vertex as digitised.
    public var measureInMetres: Double
    /// Where, in the working CRS.
    public var place: Coordinate

    public init(
        kind: Kind, reachID: String, label: String, reach: Int, measureInMetres: Double,
        place: Coordinate
    ) {
        self.kind = kind
        self.reachID = reachID
        self.label = label
        self.reach = reach
        self.measureInMetres = measureInMetres
        self.place = place
    }

    /// The fault in English.
    public var description: String {
        let name = "Reach \"\(reachID)\"" + (label.isEmpty ? "" : " (\(label))")
        return "\(name) at \(text(of: place)): \(english)"
    }

    /// The fault in Chinese.
    public var descriptionInChinese: String {
        let name = "河段“\(reachID)”" + (label.isEmpty ? "" : "（\(label)）")
        return "\(name)（\(text(of: place))）处：\(chinese)"
    }

    private var english: String {
        switch kind {
        case .gap(let other, let distance):
            "ends \(decimal(distance)) m from reach \"\(other)\" without meeting it. Move the end "
                + "or raise the tolerance."
        case .overhang(let length):
            "hangs over by \(decimal(length)) m beyond the junction. Cut the piece off."
        case .duplicate(let other):
            "the same line as reach \"\(other)\". Delete one of them."
        case .fold(let length):
            "runs back on itself for \(decimal(length)) m. Delete what is drawn twice."
        case .overlap(let other, let length):
            "runs along reach \"\(other)\" for \(decimal(length)) m. Delete what is drawn twice."
        case .selfCrossing(let measure):
            "comes to the same place again at its measure \(decimal(measure)) m, without a node. "
                + "Split the line there if the waters meet."
        case .crossing(let other):
            "crosses reach \"\(other)\" without a node. Split both there if the waters meet."
        case .headOn(let isSink, let count):
            "all \(count) reaches that meet here run \(isSink ? "in" : "out"). Check their "
                + "directions."
        case .loop(let through):
            "the water goes round through \(list(through)). Check the directions."
        case .deadEnd:
            "the water ends here, and the mouth of its network lies elsewhere. Check the direction "
                + "of this reach, or declare the mouth."
        case .drawnAgainstFlow(let evidence):
            "drawn against \(evidence.english). Turn the line."
        }
    }

    private var chinese: String {
        switch kind {
        case .gap(let other, let distance):
            "端点距河段“\(other)”\(decimal(distance))米而未相接，请移动端点或增大容差。"
        case .overhang(let length):
            "超出交汇点\(decimal(length))米，请截去多余部分。"
        case .duplicate(let other):
            "与河段“\(other)”的线重复，请删除其一。"
        case .fold(let length):
            "折返重叠\(decimal(length))米，请删除重复绘制的部分。"
        case .overlap(let other, let length):
            "与河段“\(other)”重叠\(decimal(length))米，请删除重复绘制的部分。"
        case .selfCrossing(let measure):
            "在\(decimal(measure))米处再次经过此处而没有节点；若水流相通，请在此处打断。"
        case .crossing(let other):
            "与河段“\(other)”相交而没有节点；若水流相通，请在此处打断。"
        case .headOn(let isSink, let count):
            "此处相接的\(count)条河段均\(isSink ? "流入" : "流出")，请核对流向。"
        case .loop(let through):
            "水流在\(list(through))之间循环，请核对流向。"
        case .deadEnd:
            "水流在此终止，而所在河网的河口在别处；请核对本河段的流向，或指定河口。"
        case .drawnAgainstFlow(let evidence):
            "绘制方向与\(evidence.chinese)相反，请反转该线。"
        }
    }

    /// Up to five identifiers, and how many more.
    private func list(_ ids: [String]) -> String {
        let shown = ids.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        return ids.count > 5 ? "\(shown) … (\(ids.count))" : shown
    }
}
