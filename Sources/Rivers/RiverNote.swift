public import Geometry

/// Something that was closed, turned or left open when a network was built from its lines.
public struct RiverNote: Hashable, Sendable, CustomStringConvertible {
    /// What was found.
    public enum Kind: Hashable, Sendable {
        /// An end lay apart from the end of reach `other` and was taken for the same node.
        case gapClosed(other: String, distanceInMetres: Double)
        /// An end lay on reach `other` between its ends; a node was made there.
        case joinedInMidReach(other: String, measureInMetres: Double, distanceInMetres: Double)
        /// The piece is drawn against the rest of its river; its flow was turned.
        case drawnAgainstFlow
        /// As much length is drawn one way as the other; the first piece's direction was taken.
        case directionUnclear
        /// All pieces of the river that meet here run towards the place (`isSink`), or all away
        /// from it; the digitised order was kept.
        case flowBroken(isSink: Bool)
        /// The line has no length or a coordinate that is not a number; it is not in the network.
        case unusable
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
        let at = place.map { " at \(decimal($0.x)), \(decimal($0.y))" } ?? ""
        switch kind {
        case .gapClosed(let other, let distance):
            return "\(name)\(at): a gap of \(decimal(distance)) m to reach \"\(other)\" was closed."
        case .joinedInMidReach(let other, let measure, let distance):
            return "\(name)\(at): ends \(decimal(distance)) m from reach \"\(other)\" at its "
                + "measure \(decimal(measure)) m, where there is no end; they were joined."
        case .drawnAgainstFlow:
            return "\(name)\(at): drawn against the other pieces of its river; its flow was "
                + "turned. Measures still run as digitised."
        case .directionUnclear:
            return "\(name)\(at): as much of the river is drawn one way as the other; the flow "
                + "follows this reach. Check its direction."
        case .flowBroken(let isSink):
            let way = isSink ? "runs towards" : "runs away from"
            return "\(name)\(at): every piece of the river \(way) this place; the digitised order "
                + "was kept. Check the direction of the pieces that meet here."
        case .unusable:
            return "\(name)\(at): the line has no length or a coordinate that is not a number; it "
                + "was left out. Correct or delete the feature."
        }
    }

    /// The note in Chinese.
    public var descriptionInChinese: String {
        let name = "河段“\(reachID)”" + (label.isEmpty ? "" : "（\(label)）")
        let at = place.map { "（\(decimal($0.x)), \(decimal($0.y))）处" } ?? ""
        switch kind {
        case .gapClosed(let other, let distance):
            return "\(name)\(at)：与河段“\(other)”相距\(decimal(distance))米，已按相连处理。"
        case .joinedInMidReach(let other, let measure, let distance):
            return "\(name)\(at)：端点距河段“\(other)”\(decimal(distance))米（该河段"
                + "\(decimal(measure))米处），此处没有端点，已按相连处理。"
        case .drawnAgainstFlow:
            return "\(name)\(at)：与同一河流其他河段的绘制方向相反，已按相反方向确定流向；里程仍按绘制方向计。"
        case .directionUnclear:
            return "\(name)\(at)：该河流两个绘制方向的长度相等，流向以本河段为准，请核对。"
        case .flowBroken(let isSink):
            return "\(name)\(at)：该河流在此处的各河段均\(isSink ? "流入" : "流出")，"
                + "已保留绘制方向，请核对相接河段的流向。"
        case .unusable:
            return "\(name)\(at)：线没有长度或坐标不是有效数字，未纳入河网；请修改或删除该要素。"
        }
    }
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
