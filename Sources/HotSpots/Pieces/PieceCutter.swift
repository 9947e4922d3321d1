public import Geometry
import Grids

/// The shapes of the pieces that zones cut from the cells of a fishnet.
///
/// Every ring is walked once a band of rows: where it crosses the lines of the net it falls apart
/// into chains, each inside one cell. The chains of a cell and a zone, joined along the cell's
/// sides, are the piece. A cell without chains of a zone that covers it is a whole square, which
/// nothing is computed for.
///
/// Pieces are asked for from the north; the chains of a few rows are kept.
public struct PieceCutter {
    private let fishnet: Fishnet
    private let zones: [CutZone]
    private var rows = 0..<0
    private var chains: [CellChain] = []
    /// The chains of the cell asked for last begin here, or later.
    private var next = 0

    /// How many rows are cut at a time.
    private static let rowsPerBand = 32

    /// - Parameter zones: In the CRS of the fishnet and in the order of the overlay whose pieces are
    ///   asked for; rings in any orientation.
    public init(_ zones: [Zone], on fishnet: Fishnet) {
        self.fishnet = fishnet
        self.zones = zones.map(CutZone.init)
    }

    /// The piece as polygons that do not overlap; `nil` where their area is not the piece's share of
    /// the cell, as rings that cross each other give.
    ///
    /// A shell runs counter-clockwise, a hole clockwise. Neighbouring pieces have the same
    /// coordinates where they meet.
    ///
    /// - Parameter piece: Of `Fishnet.forEachRow(over:isDominantOnly:_:)`, in its order: rows
    ///   further north than those of the last piece cost another walk.
    /// - Complexity: O(v log v) for the v vertices inside the cell, and a walk along the zones'
    ///   rings every 32 rows.
    /// - Accuracy: a crossing with a line of the net that is nearer than 1e-9 cells to a corner
    ///   counts as the corner; areas agree with the share to 1e-8.
    public mutating func polygons(of piece: Fishnet.Piece) -> [Polygon]? {
        if !rows.contains(piece.row) { cutBand(at: piece.row) }
        let box = fishnet.box(row: piece.row, column: piece.column)
        let key = CellChain.Key(row: piece.row, column: piece.column, zone: piece.zone)
        if next > 0, !(chains[next - 1].key < key) { next = 0 }
        while next < chains.count, chains[next].key < key { next += 1 }
        var end = next
        while end < chains.count, chains[end].key == key { end += 1 }
        guard next < end else { return [Polygon(shell: Ring(PieceOutline.corners(of: box)))] }
        defer { next = end }
        return PieceOutline(chains[next..<end].map(\.points), in: box)
            .polygons(share: piece.share)
    }

    private mutating func cutBand(at row: Int) {
        let first = row / Self.rowsPerBand * Self.rowsPerBand
        rows = first..<min(first + Self.rowsPerBand, fishnet.geometry.rows)
        let south = fishnet.box(row: rows.upperBound - 1, column: 0).minY
        let north = fishnet.box(row: rows.lowerBound, column: 0).maxY
        var walk = RingWalk(fishnet, rows: rows)
        for (number, zone) in zones.enumerated() {
            for ring in zone.rings where ring.minY <= north && ring.maxY >= south {
                walk.add(ring.coordinates, zone: number)
            }
        }
        chains = walk.chains.sorted { $0.key < $1.key }
        next = 0
    }
}

/// The rings of a zone with its inside on their left.
private struct CutZone {
    struct CutRing {
        let coordinates: [Coordinate]
        let minY: Double
        let maxY: Double

        init(_ ring: Ring, isHole: Bool) {
            let isClockwise = ring.signedArea < 0
            coordinates =
                isClockwise == isHole ? ring.coordinates : ring.coordinates.reversed()
            minY = coordinates.lazy.map(\.y).min() ?? .infinity
            maxY = coordinates.lazy.map(\.y).max() ?? -.infinity
        }
    }

    let rings: [CutRing]

    init(_ zone: Zone) {
        rings = zone.polygons.flatMap { polygon in
            [CutRing(polygon.shell, isHole: false)]
                + polygon.holes.map { CutRing($0, isHole: true) }
        }
    }
}

/// A stretch of a ring inside one cell.
struct CellChain {
    struct Key: Hashable, Comparable {
        let row: Int
        let column: Int
        let zone: Int

        static func < (a: Key, b: Key) -> Bool {
            (a.row, a.column, a.zone) < (b.row, b.column, b.zone)
        }
    }

    let key: Key
    /// From side to side of the cell, or a ring inside of it, its first vertex repeated.
    var points: [Coordinate]
}
