import Geometry

extension Fishnet {
    /// The cells of a finer net inside chosen cells of this one, such as 500 m inside hot spots of
    /// 3 km.
    ///
    /// The finer lattice has the same origin, so that a child's id is that of a fishnet of its size.
    ///
    /// - Parameters:
    ///   - cellSizeInMetres: Goes into this fishnet's size a whole number of times.
    ///   - parents: Cells of this fishnet.
    /// - Returns: The finer fishnet around all parents; its cells inside each, parent by parent, by
    ///   row, then column; and for each the index of its parent. A child's shares are empty.
    /// - Throws: `HotSpotError.cellsDoNotNest`, `.noZones` without parents, and as `init`.
    public func nested(
        cellSizeInMetres size: Double, in parents: [FishnetCell]
    ) throws(HotSpotError) -> (fishnet: Fishnet, cells: [FishnetCell], parents: [Int]) {
        let ratio = cellSizeInMetres / size
        guard ratio >= 1, ratio.isFinite, abs(ratio - ratio.rounded()) < 1e-9 * ratio else {
            throw .cellsDoNotNest(child: size, parent: cellSizeInMetres)
        }
        guard let first = parents.first else { throw .noZones }
        let fishnet = try Fishnet(
            covering: parents.dropFirst().reduce(first.box) { $0.union($1.box) },
            cellSizeInMetres: size, crs: crs, origin: origin, assumesPlane: crs == nil)
        let count = Int(ratio.rounded())
        var cells: [FishnetCell] = []
        cells.reserveCapacity(parents.count * count * count)
        var owners: [Int] = []
        for (index, parent) in parents.enumerated() {
            let north = fishnet.northernmostRow - ((parent.latticeRow + 1) * count - 1)
            let west = parent.latticeColumn * count - fishnet.westernmostColumn
            for row in north..<north + count {
                for column in west..<west + count {
                    cells.append(fishnet.cell(row: row, column: column))
                    owners.append(index)
                }
            }
        }
        return (fishnet, cells, owners)
    }
}
