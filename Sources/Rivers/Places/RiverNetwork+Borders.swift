public import Geometry

/// A place where a trace goes from one zone to another.
public struct BorderCrossing: Hashable, Sendable {
    /// Where, on the network.
    public var position: RiverPosition
    /// River metres from the start of the trace.
    public var distanceInMetres: Double
    /// The zones' positions in the list given; `nil` for outside all zones.
    public var from: Int?
    public var to: Int?

    public init(position: RiverPosition, distanceInMetres: Double, from: Int?, to: Int?) {
        self.position = position
        self.distanceInMetres = distanceInMetres
        self.from = from
        self.to = to
    }
}

extension RiverNetwork {
    /// `ranges` cut where they go from one zone into another.
    ///
    /// Of overlapping zones the first in the list counts. Lengths add up to those of `ranges`.
    ///
    /// - Parameter zones: In the CRS of the network.
    /// - Returns: By range and measure; `zone` is `nil` outside all zones.
    public func cut(
        _ ranges: [SectionRange], by zones: [Zone]
    ) -> [(range: SectionRange, zone: Int?)] {
        let stretches = ZoneStretches(zones)
        return ranges.flatMap { range in
            let reach = reaches[range.reach]
            let pieces = stretches.pieces(of: reach, from: range.fromMeasure, to: range.toMeasure)
            guard pieces.count > 1 else { return [(range, pieces.first?.zone)] }
            return pieces.map { piece in
                var part = range
                part.fromMeasure = piece.from
                part.toMeasure = piece.to
                part.line = reach.substring(from: piece.from, to: piece.to)
                return (part, piece.zone)
            }
        }
    }

    /// Where a trace crosses the borders of zones, in the order of `trace`.
    ///
    /// - Parameters:
    ///   - trace: From `trace(from:_:within:)` in the same direction.
    ///   - zones: In the CRS of the network; of overlapping ones the first counts.
    public func borders(
        along trace: [TracedRange], _ direction: TraceDirection, of zones: [Zone]
    ) -> [BorderCrossing] {
        let stretches = ZoneStretches(zones)
        // In which zone the trace leaves each node.
        var zoneAtNode: [Int: Int?] = [:]
        var crossings: [BorderCrossing] = []
        for range in trace {
            let reach = reaches[range.reach]
            var pieces = stretches.pieces(of: reach, from: range.fromMeasure, to: range.toMeasure)
            let grows = (direction == .downstream) != flowsAgainstDigitising[range.reach]
            if !grows { pieces.reverse() }
            let (entry, exit) = nodes(of: range, direction)
            let isStart = range.distanceInMetres == 0
            var zone = entry.flatMap { isStart ? nil : zoneAtNode[$0] } ?? pieces.first?.zone
            for piece in pieces {
                let start = grows ? piece.from : piece.to
                if piece.zone != zone {
                    let along = abs(start - (grows ? range.fromMeasure : range.toMeasure))
                    crossings.append(
                        BorderCrossing(
                            position: RiverPosition(reach: range.reach, measureInMetres: start),
                            distanceInMetres: range.distanceInMetres + along, from: zone,
                            to: piece.zone))
                }
                zone = piece.zone
            }
            if let exit, zoneAtNode[exit] == nil { zoneAtNode[exit] = .some(zone) }
        }
        return crossings.sorted {
            ($0.distanceInMetres, $0.position.reach) < ($1.distanceInMetres, $1.position.reach)
        }
    }

    /// The nodes where a trace enters and leaves the link of a range.
    private func nodes(
        of range: TracedRange, _ direction: TraceDirection
    ) -> (entry: Int?, exit: Int?) {
        let middle = RiverPosition(
            reach: range.reach, measureInMetres: (range.fromMeasure + range.toMeasure) / 2)
        guard let link = link(at: middle).map({ links[$0] }) else { return (nil, nil) }
        return direction == .downstream
            ? (link.upperNode, link.lowerNode) : (link.lowerNode, link.upperNode)
    }
}

/// Zones, ready to say which parts of a reach lie in which.
struct ZoneStretches {
    private let areas: [PolygonIndex]
    private let tree: PackedRTree

    init(_ zones: [Zone]) {
        areas = zones.map { PolygonIndex($0.polygons) }
        tree = PackedRTree(areas.map(\.boundingBox))
    }

    /// The stretch between two measures in pieces by zone, without a gap; neighbours in one zone
    /// are one piece.
    func pieces(
        of reach: Reach, from: Double, to: Double
    ) -> [(from: Double, to: Double, zone: Int?)] {
        var inside: [(zone: Int, stretch: MeasureInterval)] = []
        if let box = reach.line.boundingBox {
            for zone in tree.items(intersecting: box) {
                for interval in areas[zone].intervals(of: reach.line) {
                    let stretch = MeasureInterval(
                        from: reach.measure(
                            segment: interval.fromSegment, fraction: interval.fromFraction),
                        to: reach.measure(
                            segment: interval.toSegment, fraction: interval.toFraction))
                    inside.append((zone, stretch))
                }
            }
        }
        // Cuts nearer than this to an end or to each other are rounding.
        let dust = 1e-9
        var cuts = [from]
        let ends = inside.flatMap { [$0.stretch.from, $0.stretch.to] }.sorted()
        for cut in ends where cut > cuts[cuts.count - 1] + dust && cut < to - dust {
            cuts.append(cut)
        }
        cuts.append(to)
        var pieces: [(from: Double, to: Double, zone: Int?)] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            let middle = (start + end) / 2
            let zone = inside.first { $0.stretch.from <= middle && middle <= $0.stretch.to }?.zone
            if let last = pieces.last, last.zone == zone {
                pieces[pieces.count - 1].to = end
            } else {
                pieces.append((start, end, zone))
            }
        }
        return pieces
    }
}
