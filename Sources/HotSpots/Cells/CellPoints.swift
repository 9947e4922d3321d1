public import Geometry

/// The points that lie in each cell of a fishnet: stations, enterprises, outfalls.
public struct CellPoints: Hashable, Sendable {
    /// For each cell the indices of its points, ascending.
    public let points: [[Int]]
    /// How many points lie in none of the cells.
    public let outsideCount: Int

    /// The points in `cells`.
    ///
    /// - Parameters:
    ///   - places: In CRS units; one that is not finite lies in none.
    ///   - cells: Cells of `fishnet`, each once.
    /// - Complexity: O(cells + points).
    public init(_ places: [Coordinate], in cells: [FishnetCell], of fishnet: Fishnet) {
        var positions: [Int: Int] = [:]
        positions.reserveCapacity(cells.count)
        let columns = fishnet.geometry.columns
        for (position, cell) in cells.enumerated() {
            positions[cell.row * columns + cell.column] = position
        }
        var points = [[Int]](repeating: [], count: cells.count)
        var outside = 0
        for (index, place) in places.enumerated() {
            if let (row, column) = fishnet.cell(at: place),
                let position = positions[row * columns + column]
            {
                points[position].append(index)
            } else {
                outside += 1
            }
        }
        self.points = points
        outsideCount = outside
    }

    /// How many points each cell has.
    public var counts: [Int] { points.map(\.count) }

    /// The sum of one number a point in each cell; points without one (NaN) count for nothing.
    public func sums(of values: [Double]) -> [Double] {
        points.map { $0.reduce(0) { $0 + (values[$1].isNaN ? 0 : values[$1]) } }
    }

    /// The plain mean of the points' values in each cell, `validShare` the part of its points that
    /// have one; `missing` for a cell without any.
    public func means(of values: [Double]) -> [CellMean] {
        points.map { points in
            let known = points.map { values[$0] }.filter { !$0.isNaN }
            guard !known.isEmpty else { return .missing }
            return CellMean(
                value: known.reduce(0, +) / Double(known.count),
                validShare: Double(known.count) / Double(points.count))
        }
    }
}
