/// A line through a rectangle that passes all its places and keeps near ones near: the Hilbert
/// curve of order 16.
struct HilbertCurve {
    private let minX: Double
    private let minY: Double
    private let scaleX: Double
    private let scaleY: Double

    init(over extent: BoundingBox) {
        minX = extent.minX
        minY = extent.minY
        scaleX = extent.width > 0 ? 65535 / extent.width : 0
        scaleY = extent.height > 0 ? 65535 / extent.height : 0
    }

    /// How far along the curve `place` is; places outside count as on the edge.
    func position(of place: Coordinate) -> UInt32 {
        let x = UInt32(min(65535, max(0, (place.x - minX) * scaleX)))
        let y = UInt32(min(65535, max(0, (place.y - minY) * scaleY)))
        return Self.index(x, y)
    }

    /// The numbers of `places` along the curve around them, those that are `nil` or not finite
    /// left out; of places at one position the smaller number first.
    ///
    /// - Precondition: fewer than 2³² places.
    /// - Complexity: O(n log n).
    static func order(of places: [Coordinate?]) -> [Int] {
        guard let extent = BoundingBox(around: places.lazy.compactMap { $0 }) else { return [] }
        let curve = HilbertCurve(over: extent)
        // Position and number in one word sort several times faster than as a pair.
        var keys: [UInt64] = []
        keys.reserveCapacity(places.count)
        for (number, place) in places.enumerated() {
            guard let place, place.isFinite else { continue }
            keys.append(UInt64(curve.position(of: place)) << 32 | UInt64(number))
        }
        keys.sort()
        return keys.map { Int($0 & 0xFFFF_FFFF) }
    }

    private static func index(_ x: UInt32, _ y: UInt32) -> UInt32 {
        var (x, y) = (x, y)
        var index: UInt32 = 0
        var side: UInt32 = 1 << 15
        while side > 0 {
            let right: UInt32 = x & side == 0 ? 0 : 1
            let upper: UInt32 = y & side == 0 ? 0 : 1
            index &+= side &* side &* ((3 &* right) ^ upper)
            if upper == 0 {
                if right == 1 {
                    x = 65535 &- x
                    y = 65535 &- y
                }
                swap(&x, &y)
            }
            side >>= 1
        }
        return index
    }
}

/// The numbers of `places` in an order in which those that follow each other are near each other:
/// searching an index in this order finds its memory in the cache.
///
/// The same for the same places, whatever the machine. Places that are not finite come last.
///
/// - Complexity: O(n log n).
public func spatialOrder(of places: [Coordinate]) -> [Int] {
    HilbertCurve.order(of: places) + places.indices.filter { !places[$0].isFinite }
}
