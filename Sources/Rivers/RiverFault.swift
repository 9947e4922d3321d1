public import Geometry

/// Something in the lines of a network that is probably wrong and that building it left as it is.
public struct RiverFault: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// A free end lies near reach `other` without meeting it.
        case gap(other: String, distanceInMetres: Double)
        /// The line is that of reach `other`, vertex by vertex, in the same or the opposite order.
        case duplicate(of: String)
        /// The water goes round through these reaches (identifiers).
        case loop(through: [String])
        /// Two or more reaches meet here and all run in (`isSink`), or all run out.
        case headOn(isSink: Bool, count: Int)
        /// The line crosses reach `other` and there is no node.
        case crossing(other: String)
    }

    public var kind: Kind
    /// The reach that it is about, the first of several.
    public var reachID: String
    /// The river's name; empty when the data give none.
    public var label: String
    /// Where, in the working CRS.
    public var place: Coordinate

    public init(kind: Kind, reachID: String, label: String, place: Coordinate) {
        self.kind = kind
        self.reachID = reachID
        self.label = label
        self.place = place
    }

    /// The fault in English.
    public var description: String {
        let name = "Reach \"\(reachID)\"" + (label.isEmpty ? "" : " (\(label))")
        let start = "\(name) at \(decimal(place.x)), \(decimal(place.y)):"
        switch kind {
        case .gap(let other, let distance):
            return "\(start) ends \(decimal(distance)) m from reach \"\(other)\" without meeting "
                + "it. Move the end or raise the tolerance."
        case .duplicate(let other):
            return "\(start) the same line as reach \"\(other)\". Delete one of them."
        case .loop(let through):
            return "\(start) the water goes round through \(list(through)). Check the directions."
        case .headOn(let isSink, let count):
            return "\(start) all \(count) reaches that meet here run \(isSink ? "in" : "out"). "
                + "Check their directions."
        case .crossing(let other):
            return "\(start) crosses reach \"\(other)\" without a node. Split both there if the "
                + "waters meet."
        }
    }

    /// The fault in Chinese.
    public var descriptionInChinese: String {
        let name = "河段“\(reachID)”" + (label.isEmpty ? "" : "（\(label)）")
        let start = "\(name)（\(decimal(place.x)), \(decimal(place.y))）处："
        switch kind {
        case .gap(let other, let distance):
            return "\(start)端点距河段“\(other)”\(decimal(distance))米而未相接，请移动端点或增大容差。"
        case .duplicate(let other):
            return "\(start)与河段“\(other)”的线重复，请删除其一。"
        case .loop(let through):
            return "\(start)水流在\(list(through))之间循环，请核对流向。"
        case .headOn(let isSink, let count):
            return "\(start)此处相接的\(count)条河段均\(isSink ? "流入" : "流出")，请核对流向。"
        case .crossing(let other):
            return "\(start)与河段“\(other)”相交而没有节点；若水流相通，请在此处打断。"
        }
    }

    /// Up to five identifiers, and how many more.
    private func list(_ ids: [String]) -> String {
        let shown = ids.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        return ids.count > 5 ? "\(shown) … (\(ids.count))" : shown
    }
}
