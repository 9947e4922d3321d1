public import Geometry
import Parallel

/// The part of a range that lies in a zone.
public struct RangeLength: Hashable, Sendable {
    /// The zone's position in the list given; `nil` for what lies in none.
    public var zone: Int?
    /// The range's position in the list given.
    public var range: Int
    public var lengthInMetres: Double

    public init(zone: Int?, range: Int, lengthInMetres: Double) {
        self.zone = zone
        self.range = range
        self.lengthInMetres = lengthInMetres
    }
}

extension RiverNetwork {
    /// The length of each of `ranges` in each of `zones`, in metres along the reaches.
    ///
    /// A stretch along a boundary counts for the zone that `PolygonIndex.intervals(of:)` says, so
    /// that in a tiling every metre counts once. Where zones overlap it counts for each.
    ///
    /// - Parameters:
    ///   - ranges: Of this network, for example `ranges(of:assignment:)`.
    ///   - zones: In the CRS of the network.
    /// - Returns: Lengths above 0, by zone in the order given, then by range; last those outside
    ///   all zones.
    /// - Complexity: each reach is clipped by the zones whose boxes it meets.
    public func lengths(
        of ranges: [SectionRange], in zones: [Zone], threads: Int = 1
    ) -> [RangeLength] {
        let areas = zones.map { PolygonIndex($0.polygons) }
        let tree = PackedRTree(areas.map(\.boundingBox))
        var rangesOfReach = [[Int]](repeating: [], count: reaches.count)
        for (number, range) in ranges.enumerated() { rangesOfReach[range.reach].append(number) }
        let byReach = rangesOfReach
        let work: @Sendable (Range<Int>) -> [RangeLength] = { numbers in
            numbers.filter { !byReach[$0].isEmpty }.flatMap { number in
                lengths(of: byReach[number].map { ($0, ranges[$0]) }, reach: number, areas, tree)
            }
        }
        let plan = chunks(of: reaches.count, size: 16)
        return mapChunks(plan, threads: threads, work).flatMap { $0 }.sorted {
            ($0.zone ?? .max, $0.range) < ($1.zone ?? .max, $1.range)
        }
    }

    private func lengths(
        of ranges: [(number: Int, range: SectionRange)], reach number: Int,
        _ areas: [PolygonIndex], _ tree: PackedRTree
    ) -> [RangeLength] {
        let reach = reaches[number]
        guard reach.isUsable, let box = reach.line.boundingBox else { return [] }
        var lengths: [RangeLength] = []
        var covered = MeasureIntervals()
        func add(_ stretches: [MeasureInterval], zone: Int?) {
            for (number, range) in ranges {
                let length = stretches.reduce(0) {
                    $0 + $1.overlap(from: range.fromMeasure, to: range.toMeasure)
                }
                guard length > 0 else { continue }
                lengths.append(RangeLength(zone: zone, range: number, lengthInMetres: length))
            }
        }
        for zone in tree.items(intersecting: box) {
            let stretches = areas[zone].intervals(of: reach.line).map {
                MeasureInterval(
                    from: reach.measure(segment: $0.fromSegment, fraction: $0.fromFraction),
                    to: reach.measure(segment: $0.toSegment, fraction: $0.toFraction))
            }
            covered.insert(stretches)
            add(stretches, zone: zone)
        }
        add(covered.gaps(to: reach.lengthInMetres), zone: nil)
        return lengths
    }
}

/// From one measure to a larger one, in metres.
struct MeasureInterval {
    var from: Double
    var to: Double

    func overlap(from other: Double, to otherEnd: Double) -> Double {
        max(0, min(to, otherEnd) - max(from, other))
    }
}

/// Stretches along one reach, for their complement.
struct MeasureIntervals {
    private var intervals: [MeasureInterval] = []

    mutating func insert(_ more: [MeasureInterval]) { intervals += more }

    /// What no stretch covers between 0 and `length`. Rests below 1e-9 m are rounding.
    func gaps(to length: Double) -> [MeasureInterval] {
        var gaps: [MeasureInterval] = []
        var reached = 0.0
        let sorted = intervals.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        for interval in sorted + [MeasureInterval(from: length, to: length)] {
            if interval.from - reached > 1e-9 {
                gaps.append(MeasureInterval(from: reached, to: interval.from))
            }
            reached = max(reached, interval.to)
        }
        return gaps
    }
}
