import Geometry

/// A reach made anew from the pieces of others, drawn with the flow.
public struct RebuiltReach: Hashable, Sendable {
    /// A piece of a reach of the network.
    public struct Piece: Hashable, Sendable {
        /// The number of the reach.
        public var reach: Int
        /// Metres along it as digitised, `fromMeasure <= toMeasure`.
        public var fromMeasure: Double
        public var toMeasure: Double
        /// Whether the piece was turned to run with the flow.
        public var isTurned: Bool

        public init(reach: Int, fromMeasure: Double, toMeasure: Double, isTurned: Bool) {
            self.reach = reach
            self.fromMeasure = fromMeasure
            self.toMeasure = toMeasure
            self.isTurned = isTurned
        }
    }

    /// The line, with the code and name of its first piece; where a gap was closed between two
    /// pieces, a segment without length.
    public var reach: Reach
    /// With the flow; never empty.
    public var pieces: [Piece]

    public init(reach: Reach, pieces: [Piece]) {
        self.reach = reach
        self.pieces = pieces
    }
}

extension RiverNetwork {
    /// Every reach whole, drawn with the flow; unusable ones as they are.
    public func turnedReaches() -> [RebuiltReach] {
        reaches.enumerated().map { number, reach in
            let piece = RebuiltReach.Piece(
                reach: number, fromMeasure: 0, toMeasure: reach.lengthInMetres,
                isTurned: flowsAgainstDigitising[number])
            return RebuiltReach(
                reach: piece.isTurned ? reach.reversed : reach, pieces: [piece])
        }
    }

    /// Every usable reach cut at the nodes on it, by reach and measure.
    ///
    /// The lengths of the pieces sum to the reach's.
    public func splitReaches() -> [RebuiltReach] {
        links.filter { $0.length > 0 }.map { rebuilt([$0]) }
    }

    /// The pieces of each river joined where nothing else meets them: in nodes where exactly one
    /// piece runs in and one of the same river runs out. By the first reach of each.
    ///
    /// The total length is kept.
    public func mergedReaches() -> [RebuiltReach] {
        var isTaken = [Bool](repeating: false, count: links.count)
        var merged: [RebuiltReach] = []
        // First those that begin somewhere; what is then left goes round.
        for begins in [true, false] {
            for first in links.indices where !isTaken[first] {
                guard !begins || previous(first) == nil else { continue }
                var chain: [Link] = []
                var link: Int? = first
                while let number = link, !isTaken[number] {
                    isTaken[number] = true
                    chain.append(links[number])
                    link = following(number)
                }
                let whole = chain.filter { $0.length > 0 }
                if !whole.isEmpty { merged.append(rebuilt(whole)) }
            }
        }
        return merged.sorted {
            ($0.pieces[0].reach, $0.pieces[0].fromMeasure)
                < ($1.pieces[0].reach, $1.pieces[0].fromMeasure)
        }
    }

    /// The only link that goes on from a link, when it is of the same river and follows no other.
    private func following(_ link: Int) -> Int? {
        let node = links[link].lowerNode
        guard incoming[node].count == 1, outgoing[node].count == 1 else { return nil }
        let next = outgoing[node][0]
        return riverOfReach[links[next].reach] == riverOfReach[links[link].reach] ? next : nil
    }

    private func previous(_ link: Int) -> Int? {
        let node = links[link].upperNode
        guard incoming[node].count == 1, outgoing[node].count == 1 else { return nil }
        let before = incoming[node][0]
        return riverOfReach[links[before].reach] == riverOfReach[links[link].reach] ? before : nil
    }

    /// Links that follow each other with the flow as one line.
    private func rebuilt(_ chain: [Link]) -> RebuiltReach {
        var vertices: [Coordinate] = []
        var lengths: [Double] = []
        var pieces: [RebuiltReach.Piece] = []
        for link in chain {
            pieces.append(
                RebuiltReach.Piece(
                    reach: link.reach, fromMeasure: link.fromMeasure, toMeasure: link.toMeasure,
                    isTurned: link.isReversed))
            let piece = reaches[link.reach].piece(from: link.fromMeasure, to: link.toMeasure)
            let drawn = link.isReversed ? piece.reversed : piece
            if let last = vertices.last {
                if last == drawn.line.coordinates.first {
                    vertices.removeLast()
                } else {
                    lengths.append(0)
                }
            }
            vertices += drawn.line.coordinates
            lengths += drawn.segmentLengths
        }
        let first = reaches[chain[0].reach]
        return RebuiltReach(
            reach: Reach(
                id: first.id, label: first.label, part: first.part, line: LineString(vertices),
                segmentLengths: lengths), pieces: pieces)
    }
}

extension Reach {
    /// The same line from its last vertex to its first.
    public var reversed: Reach {
        Reach(
            id: id, label: label, part: part, line: LineString(line.coordinates.reversed()),
            segmentLengths: segmentLengths.reversed())
    }

    /// The piece from `from` to `to` metres as a reach of its own, its lengths summing to
    /// `to − from`.
    ///
    /// Measures beyond an end are cut to it.
    ///
    /// - Precondition: `from <= to`.
    public func piece(from: Double, to: Double) -> Reach {
        let (coordinates, measures) = cut(from: from, to: to)
        return Reach(
            id: id, label: label, part: part, line: LineString(coordinates),
            segmentLengths: zip(measures, measures.dropFirst()).map { $1 - $0 })
    }
}
