public import Geometry

/// Something that was closed, turned or left open when a network was built from its lines.
public struct RiverNote: Hashable, Sendable, CustomStringConvertible {
    /// What was found.
    public enum Kind: Hashable, Sendable {
        /// An end lay apart from the end of reach `other` and was taken for the same node.
        case gapClosed(other: String, distanceInMetres: Double)
        /// An end lay on reach `other` between its ends; a node was made there.
        case joinedInMidReach(other: String, measureInMetres: Double, distanceInMetres: Double)
        /// An inner vertex is one of reach `other` too; a node was made there.
        case joinedAtVertex(other: String)
        /// The piece is drawn against what `evidence` says; its flow was turned.
        case drawnAgainstFlow(FlowEvidence)
        /// As much speaks for one way as for the other, or nothing at all; the first piece's
        /// digitised order was taken.
        case directionUnclear
        /// The next-down field names reach `next`, which lies `distanceInMetres` away; the piece
        /// flows towards it.
        case nextNotMet(next: String, distanceInMetres: Double)
        /// The next-down field names reach `next`, which is not in the data: the water leaves.
        case nextUnknown(next: String)
        /// The reaches that name node `node` do not meet.
        case nodeApart(node: String)
        /// All pieces of the river that meet here run towards the place (`isSink`), or all away
        /// from it; the digitised order was kept.
        case flowBroken(isSink: Bool)
        /// A mouth was declared `distanceInMetres` from the nearest end, too far to be it.
        case mouthFarAway(distanceInMetres: Double)
        /// The line has no length or a coordinate that is not a number; it is not in the network.
        case unusable

        /// A word for tables, the same in every language.
        public var code: String {
            switch self {
            case .gapClosed: "gap-closed"
            case .joinedInMidReach: "joined-mid-reach"
            case .joinedAtVertex: "joined-at-vertex"
            case .drawnAgainstFlow: "turned"
            case .directionUnclear: "direction-unclear"
            case .nextNotMet: "next-not-met"
            case .nextUnknown: "next-unknown"
            case .nodeApart: "node-apart"
            case .flowBroken: "flow-broken"
            case .mouthFarAway: "mouth-far-away"
            case .unusable: "unusable"
            }
        }

        /// The other reach that it is about; `nil` where there is none.
        public var otherReachID: String? {
            switch self {
            case .gapClosed(let other, _), .joinedInMidReach(let other, _, _),
                .joinedAtVertex(let other), .nextNotMet(let other, _), .nextUnknown(let other):
                other
            case .drawnAgainstFlow, .directionUnclear, .nodeApart, .flowBroken, .mouthFarAway,
                .unusable:
                nil
            }
        }

        /// How far apart what it is about lies, in metres; `nil` where nothing does.
        public var distanceInMetres: Double? {
            switch self {
            case .gapClosed(_, let distance), .joinedInMidReach(_, _, let distance),
                .nextNotMet(_, let distance), .mouthFarAway(let distance):
                distance
            case .joinedAtVertex, .drawnAgainstFlow, .directionUnclear, .nextUnknown, .nodeApart,
                .flowBroken, .unusable:
                nil
            }
        }
    }

    public var kind: Kind
    /// The reach that it is about.
    public var reachID: String
    /// The river's name; empty when the data give none.
    public var label: String
    /// Where, in the working CRS; `nil` for a reach without a usable vertex.
    public var place: Coordinate?

    public init(kind: Kind, reachID: String, label: String, place: Coordinate?) {
        self.kind = kind
        self.reachID = reachID
        self.label = label
        self.place = place
    }

    /// The note in English.
    public var description: String {
        let name = "Reach \"\(reachID)\"" + (label.isEmpty ? "" : " (\(label))")
        let at = place.map { " at \(text(of: $0))" } ?? ""
        return "\(name)\(at): \(english)"
    }

    /// The note in Chinese.
    public var descriptionInChinese: String {
        let name = "河段“\(reachID)”" + (label.isEmpty ? "" : "（\(label)）")
        let at = place.map { "（\(text(of: $0))）处" } ?? ""
        return "\(name)\(at)：\(chinese)"
    }

    private var english: String {
        switch kind {
        case .gapClosed(let other, let distance):
            "a gap of \(decimal(distance)) m to reach \"\(other)\" was closed."
        case .joinedInMidReach(let other, let measure, let distance):
            "ends \(decimal(distance)) m from reach \"\(other)\" at its measure "
                + "\(decimal(measure)) m, where there is no end; they were joined."
        case .joinedAtVertex(let other):
            "shares a vertex with reach \"\(other)\"; they were joined. Where the waters do not "
                + "meet, turn the joining of shared vertices off."
        case .drawnAgainstFlow(let evidence):
            "drawn against \(evidence.english); its flow was turned. Measures still run as "
                + "digitised."
        case .directionUnclear:
            "as much speaks for one direction as for the other; the flow follows the drawing of "
                + "this reach. Check its direction."
        case .nextNotMet(let next, let distance):
            "its next reach \"\(next)\" lies \(decimal(distance)) m away. Correct the field, or "
                + "raise the node tolerance."
        case .nextUnknown(let next):
            "its next reach \"\(next)\" is not in the data; the water is taken to leave here."
        case .nodeApart(let node):
            "does not meet the other reaches that name node \"\(node)\". Correct the field, or "
                + "raise the node tolerance."
        case .flowBroken(let isSink):
            "every piece of the river \(isSink ? "runs towards" : "runs away from") this place; "
                + "the digitised order was kept. Check the direction of the pieces that meet here."
        case .mouthFarAway(let distance):
            "the nearest to a declared mouth, but \(decimal(distance)) m away; that mouth was not "
                + "used. Move it to the end of the river."
        case .unusable:
            "the line has no length or a coordinate that is not a number; it was left out. "
                + "Correct or delete the feature."
        }
    }

    private var chinese: String {
        switch kind {
        case .gapClosed(let other, let distance):
            "与河段“\(other)”相距\(decimal(distance))米，已按相连处理。"
        case .joinedInMidReach(let other, let measure, let distance):
            "端点距河段“\(other)”\(decimal(distance))米（该河段\(decimal(measure))米处），此处没有端点，"
                + "已按相连处理。"
        case .joinedAtVertex(let other):
            "与河段“\(other)”共用折点，已按相连处理；若水流不相通，请关闭共用折点相连。"
        case .drawnAgainstFlow(let evidence):
            "绘制方向与\(evidence.chinese)相反，已按相反方向确定流向；里程仍按绘制方向计。"
        case .directionUnclear:
            "两个方向的依据相当或均无依据，流向以本河段的绘制方向为准，请核对。"
        case .nextNotMet(let next, let distance):
            "其下游河段“\(next)”相距\(decimal(distance))米，未相接；请更正字段或增大节点容差。"
        case .nextUnknown(let next):
            "其下游河段“\(next)”不在数据中，视为在此流出。"
        case .nodeApart(let node):
            "与同名节点“\(node)”的其他河段未相接；请更正字段或增大节点容差。"
        case .flowBroken(let isSink):
            "该河流在此处的各河段均\(isSink ? "流入" : "流出")，已保留绘制方向，请核对相接河段的流向。"
        case .mouthFarAway(let distance):
            "距所给河口最近，但相距\(decimal(distance))米，该河口未采用；请将其移到河流端点。"
        case .unusable:
            "线没有长度或坐标不是有效数字，未纳入河网；请修改或删除该要素。"
        }
    }
}

extension FlowEvidence {
    var english: String {
        switch self {
        case .river: "the other pieces of its river"
        case .nodeFields: "its from-node and to-node fields"
        case .nextDown: "the next-down field"
        case .elevation: "the fall of the ground"
        case .mouths: "the way to the declared mouth"
        }
    }

    var chinese: String {
        switch self {
        case .river: "同一河流其他河段的绘制方向"
        case .nodeFields: "起止节点字段"
        case .nextDown: "下游河段字段"
        case .elevation: "地势"
        case .mouths: "通向所给河口的方向"
        }
    }
}

/// A place for a message: what can be degrees with up to five decimals (a metre), else two.
func text(of place: Coordinate) -> String {
    let canBeDegrees = abs(place.x) <= 360 && abs(place.y) <= 90
    guard canBeDegrees else { return "\(decimal(place.x)), \(decimal(place.y))" }
    func degrees(_ value: Double) -> String {
        let rounded = (value * 1e5).rounded() / 1e5
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
    return "\(degrees(place.x)), \(degrees(place.y))"
}

/// `value` with up to two decimals, for a message.
func decimal(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let hundredths = Int64((value * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
