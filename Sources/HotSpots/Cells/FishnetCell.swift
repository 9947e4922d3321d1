public import Coverage
public import Geometry

/// A cell of a fishnet and the zones in it.
public struct FishnetCell: Hashable, Sendable {
    /// How much of the cell lies in one zone.
    public struct ZoneShare: Hashable, Sendable {
        /// The zone's index in the overlay.
        public var zone: Int
        /// The part of the cell's area inside the zone, above 0 and up to 1.
        public var share: Double

        public init(zone: Int, share: Double) {
            self.zone = zone
            self.share = share
        }
    }

    /// `4547-3000-r01402-c00166`; see `Fishnet.id(row:column:)`.
    public var id: String
    /// Row in the fishnet's grid, 0 the northernmost.
    public var row: Int
    /// Column in the fishnet's grid, 0 the westernmost.
    public var column: Int
    /// Row in the lattice, counted northwards from its origin: the number in the id.
    public var latticeRow: Int
    /// Column in the lattice, counted eastwards from its origin: the number in the id.
    public var latticeColumn: Int
    /// The cell's edges in CRS units.
    public var box: BoundingBox
    /// The zones that touch the cell, in the order of the overlay. Zones may overlap, so the
    /// shares may add up to more than 1.
    public var shares: [ZoneShare]

    public init(
        id: String, row: Int, column: Int, latticeRow: Int, latticeColumn: Int, box: BoundingBox,
        shares: [ZoneShare]
    ) {
        self.id = id
        self.row = row
        self.column = column
        self.latticeRow = latticeRow
        self.latticeColumn = latticeColumn
        self.box = box
        self.shares = shares
    }

    /// The index of the zone that answers for the cell: the one with the largest share, of equal
    /// ones the first; `nil` for a cell without zones.
    public var responsibleZone: Int? {
        var largest: ZoneShare?
        for share in shares where share.share > largest?.share ?? 0 { largest = share }
        return largest?.zone
    }
}

extension Fishnet {
    /// Every cell that a zone touches, by row, then column.
    ///
    /// - Parameter overlay: The zones' exact coverage of this fishnet's `geometry`.
    /// - Returns: Cells with at least one share; a zone that only touches a cell's edge has none.
    /// - Precondition: `overlay` was built on `geometry`.
    /// - Complexity: O(n log n) for n shares.
    public func cells(over overlay: Overlay) -> [FishnetCell] {
        var cells: [FishnetCell] = []
        forEachRow(over: overlay) { pieces in
            var previous: Int?
            for piece in pieces {
                if piece.column != previous {
                    cells.append(cell(row: piece.row, column: piece.column))
                    previous = piece.column
                }
                cells[cells.count - 1].shares.append(
                    FishnetCell.ZoneShare(zone: piece.zone, share: piece.share))
            }
        }
        return cells
    }

    /// A cell of `geometry`, without zones.
    public func cell(row: Int, column: Int) -> FishnetCell {
        FishnetCell(
            id: id(row: row, column: column), row: row, column: column,
            latticeRow: northernmostRow - row, latticeColumn: westernmostColumn + column,
            box: box(row: row, column: column), shares: [])
    }
}
