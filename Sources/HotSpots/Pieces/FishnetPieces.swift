public import Coverage
public import Geometry

extension Fishnet {
    /// The part of a cell that lies in one zone.
    public struct Piece: Hashable, Sendable {
        /// Row in the fishnet's grid, 0 the northernmost.
        public var row: Int
        /// Column in the fishnet's grid, 0 the westernmost.
        public var column: Int
        /// The zone's index in the overlay.
        public var zone: Int
        /// The part of the cell's area inside the zone, above 0 and up to 1.
        public var share: Double

        public init(row: Int, column: Int, zone: Int, share: Double) {
            self.row = row
            self.column = column
            self.zone = zone
            self.share = share
        }
    }

    /// The pieces of each row in turn, from the north, by column, then zone: for fishnets that are
    /// too large to hold as cells.
    ///
    /// - Parameters:
    ///   - overlay: The zones' exact coverage of this fishnet's `geometry`.
    ///   - isDominantOnly: Whether only the zone with the largest share of each cell counts, of
    ///     equal ones the first.
    ///   - body: Called for every row that has pieces.
    /// - Throws: What `body` throws.
    /// - Precondition: `overlay` was built on `geometry`.
    /// - Complexity: O(n log n) for the n pieces of a row; memory one row.
    public func forEachRow<Failure: Error>(
        over overlay: Overlay, isDominantOnly: Bool = false,
        _ body: (_ pieces: [Piece]) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(overlay.geometry == geometry, "the overlay lies on the fishnet's grid")
        var next = overlay.zones.map { $0.runs.startIndex }
        var pieces: [Piece] = []
        for row in 0..<geometry.rows {
            pieces.removeAll(keepingCapacity: true)
            for (zone, coverage) in overlay.zones.enumerated() {
                while next[zone] < coverage.runs.endIndex,
                    coverage.runs[next[zone]].row == Int32(row)
                {
                    let run = coverage.runs[next[zone]]
                    for column in run.columns {
                        pieces.append(
                            Piece(row: row, column: column, zone: zone, share: run.fraction))
                    }
                    next[zone] += 1
                }
            }
            guard !pieces.isEmpty else { continue }
            pieces.sort { ($0.column, $0.zone) < ($1.column, $1.zone) }
            try body(isDominantOnly ? Self.dominant(pieces) : pieces)
        }
    }

    /// The largest piece of each cell.
    private static func dominant(_ pieces: [Piece]) -> [Piece] {
        var largest: [Piece] = []
        for piece in pieces {
            if let last = largest.last, last.column == piece.column {
                if piece.share > last.share { largest[largest.count - 1] = piece }
            } else {
                largest.append(piece)
            }
        }
        return largest
    }

    /// The row and column of the cell that holds a place; `nil` outside the fishnet.
    ///
    /// A place on the edge between two cells belongs to the one east or north of it, so that every
    /// place is in one cell.
    public func cell(at place: Coordinate) -> (row: Int, column: Int)? {
        guard place.isFinite else { return nil }
        let g = geometry.geotransform
        // Counted from the lattice's origin, so that a cell holds the same places in any fishnet.
        let column =
            ((place.x - origin.x) / g.columnStepX).rounded(.down) - Double(westernmostColumn)
        let row = Double(northernmostRow) - ((place.y - origin.y) / -g.rowStepY).rounded(.down)
        guard row >= 0, row < Double(geometry.rows), column >= 0,
            column < Double(geometry.columns)
        else { return nil }
        return (Int(row), Int(column))
    }
}
