import Grids

/// What the values at a tile's nodes count at other places of it, the same in both directions.
struct LeafWeights: Sendable {
    /// Places in each direction.
    let size: Int
    /// Places × nodes.
    let rows: [Double]
    /// Nodes × lanes of places.
    let columns: [FarField.Lanes]

    /// At the centres of `size` × `size` cells.
    init(_ basis: ChebyshevBasis, cells size: Int) {
        self.init(basis.weights(ofCells: size), size)
    }

    /// At the nodes of the lower (0) or upper (1) half of the tile.
    init(_ basis: ChebyshevBasis, half: Int) {
        self.init(basis.weights(ofHalf: half), ChebyshevBasis.count)
    }

    private init(_ rows: [Double], _ size: Int) {
        self.size = size
        self.rows = rows
        let count = ChebyshevBasis.count
        columns = (0..<count).flatMap { node in
            stride(from: 0, to: size, by: 4).map { first in
                FarField.Lanes((0..<4).map { rows[(first + $0) * count + node] })
            }
        }
    }
}

/// Fills the cells of the smallest tiles.
struct FarFieldLeaf: ~Copyable {
    typealias Lanes = FarField.Lanes

    private let plan: SearchPlan
    private let input: KernelInput
    /// The largest value, less the smallest.
    private let range: Double
    /// The tile's near stations, and room for a row's part of the squared distances.
    private var near: [Double] = []

    init(_ plan: SearchPlan, _ cells: CellPositions) {
        self.plan = plan
        input = KernelInput(plan.columns, cells)
        range = plan.columns.values.max() ?? 0
    }

    /// Writes the cells of `part`, which lies in the tile; those whose sums of weights are not safe
    /// are appended to `again`.
    mutating func fill(
        _ tile: FarField.Tile, _ node: borrowing FarField.Node, _ basis: LeafWeights,
        _ part: GridWindow, _ output: FarField.Output, _ again: inout [Int]
    ) {
        let count = node.near.count
        near.removeAll(keepingCapacity: true)
        for column in [plan.columns.x, plan.columns.y, plan.columns.z, plan.columns.values] {
            for station in node.near { near.append(column[Int(station)]) }
        }
        near.append(contentsOf: repeatElement(0, count: count + 1))
        let (columns, range) = (plan.columns, range)
        let (formula, power) = (plan.weighting.formula, plan.weighting.power)
        near.withUnsafeMutableBufferPointer { near in
            // One number more than the stations need: the buffer is never empty.
            guard let start = near.baseAddress else { return }
            let stations = LeafKernel.Stations(
                x: start, y: start + count, z: start + 2 * count, values: start + 3 * count,
                shared: start + 4 * count, count: count)
            let kernel = LeafKernel(
                input: input.view, near: stations, power: power, reference: columns.reference,
                range: range, tile: tile, size: basis.size)
            kernel.fill(node, basis, part, output, &again, formula)
        }
    }
}

/// One tile's cells.
private struct LeafKernel {
    typealias Lanes = FarField.Lanes

    struct Stations {
        let x, y, z, values, shared: UnsafeMutablePointer<Double>
        let count: Int
    }

    let input: KernelInput.View
    let near: Stations
    let power: Double
    let reference: Double
    let range: Double
    let tile: FarField.Tile
    let size: Int

    func fill(
        _ node: borrowing FarField.Node, _ basis: LeafWeights, _ part: GridWindow,
        _ output: FarField.Output, _ again: inout [Int],
        _ formula: InverseDistanceWeighting.Formula
    ) {
        node.values.withUnsafeBufferPointer { values in
            node.weights.withUnsafeBufferPointer { weights in
                basis.columns.withUnsafeBufferPointer { columns in
                    for row in part.rows {
                        basis.rows.withUnsafeBufferPointer { rows in
                            let rows = UnsafeBufferPointer(
                                rebasing: rows[
                                    (row - tile.row) * ChebyshevBasis.count..<(row - tile.row + 1)
                                        * ChebyshevBasis.count])
                            let along = RowSums(
                                values: rowSums(values, rows), weights: rowSums(weights, rows))
                            fill(row, along, columns, part, output, &again, formula)
                        }
                    }
                }
            }
        }
    }

    /// The sums at a row's place between the nodes' rows, for each of the nodes' columns.
    private struct RowSums {
        let values: (Lanes, Lanes, Lanes)
        let weights: (Lanes, Lanes, Lanes)
    }

    @inline(__always)
    private func rowSums(
        _ sums: UnsafeBufferPointer<Lanes>, _ rows: UnsafeBufferPointer<Double>
    ) -> (Lanes, Lanes, Lanes) {
        var result = (Lanes.zero, Lanes.zero, Lanes.zero)
        for node in 0..<ChebyshevBasis.count {
            let share = rows[node]
            result.0 += share * sums[3 * node]
            result.1 += share * sums[3 * node + 1]
            result.2 += share * sums[3 * node + 2]
        }
        return result
    }

    private func fill(
        _ row: Int, _ along: RowSums, _ columns: UnsafeBufferPointer<Lanes>, _ part: GridWindow,
        _ output: FarField.Output, _ again: inout [Int],
        _ formula: InverseDistanceWeighting.Formula
    ) {
        switch (formula, input.isFlat) {
        case (.two, true): fill(row, along, columns, part, output, &again, isFlat: true, .two)
        case (.two, false): fill(row, along, columns, part, output, &again, isFlat: false, .two)
        case (.one, let flat): fill(row, along, columns, part, output, &again, isFlat: flat, .one)
        case (.three, let flat):
            fill(row, along, columns, part, output, &again, isFlat: flat, .three)
        case (.four, let flat): fill(row, along, columns, part, output, &again, isFlat: flat, .four)
        case (.other, let flat):
            fill(row, along, columns, part, output, &again, isFlat: flat, .other)
        }
    }

    @inline(__always)
    private func fill(
        _ row: Int, _ along: RowSums, _ columns: UnsafeBufferPointer<Lanes>, _ part: GridWindow,
        _ output: FarField.Output, _ again: inout [Int], isFlat: Bool,
        _ formula: InverseDistanceWeighting.Formula
    ) {
        let r = input.rows[row]
        for place in 0..<near.count {
            let d = isFlat ? r.x - near.y[place] : r.y - near.z[place]
            near.shared[place] = d * d
        }
        let blocks = size / Lanes.scalarCount
        let start = output.window.index(row, 0)
        for block in (part.columns.lowerBound - tile.column) / Lanes.scalarCount..<blocks {
            let column = tile.column + Lanes.scalarCount * block
            guard column < part.columns.upperBound else { break }
            var sums = (values: Lanes.zero, weights: Lanes.zero)
            let shares = columns.baseAddress.unsafelyUnwrapped + block
            addFar(along.values.0, along.weights.0, shares, blocks, &sums)
            addFar(along.values.1, along.weights.1, shares + 4 * blocks, blocks, &sums)
            addFar(along.values.2, along.weights.2, shares + 8 * blocks, blocks, &sums)
            addNear(column, r, isFlat: isFlat, formula, &sums)
            var estimates = sums.values / sums.weights
            estimates.replace(with: 0, where: estimates .< 0)
            estimates.replace(with: range, where: estimates .> range)
            estimates += reference
            store(estimates, sums.weights, column, part, start, output, &again)
        }
    }

    /// Adds what four of the nodes' columns give the cells of a block.
    @inline(__always)
    private func addFar(
        _ values: Lanes, _ weights: Lanes, _ shares: UnsafePointer<Lanes>, _ blocks: Int,
        _ sums: inout (values: Lanes, weights: Lanes)
    ) {
        for node in 0..<4 {
            let share = shares[node * blocks]
            sums.values += values[node] * share
            sums.weights += weights[node] * share
        }
    }

    /// Adds the near stations, straight from the definition.
    @inline(__always)
    private func addNear(
        _ column: Int, _ r: SIMD2<Double>, isFlat: Bool,
        _ formula: InverseDistanceWeighting.Formula, _ sums: inout (values: Lanes, weights: Lanes)
    ) {
        let x = input.firsts(from: column)
        let y = isFlat ? x : input.seconds(from: column)
        for place in 0..<near.count {
            var squared: Lanes
            if isFlat {
                let dx = x - near.x[place]
                squared = dx * dx
            } else {
                let dx = r.x * x - near.x[place]
                let dy = r.x * y - near.y[place]
                squared = dx * dx + dy * dy
            }
            squared += near.shared[place]
            let weight = InverseDistanceWeighting.weight(squared, formula, power)
            sums.weights += weight
            sums.values += weight * near.values[place]
        }
    }

    @inline(__always)
    private func store(
        _ estimates: Lanes, _ weights: Lanes, _ column: Int, _ part: GridWindow, _ start: Int,
        _ output: FarField.Output, _ again: inout [Int]
    ) {
        let isWhole =
            column >= part.columns.lowerBound
            && column + Lanes.scalarCount <= part.columns.upperBound
        let isSafe = all((weights .> 1e-250) .& (weights .< 1e250))
        if isWhole && isSafe && output.open == nil {
            UnsafeMutableRawPointer(output.values.baseAddress.unsafelyUnwrapped + start + column)
                .storeBytes(of: estimates, as: Lanes.self)
            return
        }
        for lane in 0..<Lanes.scalarCount where part.columns.contains(column + lane) {
            let index = start + column + lane
            guard output.open?[index] ?? true else { continue }
            if InverseDistanceWeighting.isSafe(weights[lane]) {
                output.values[index] = estimates[lane]
            } else {
                again.append(index)
            }
        }
    }
}
