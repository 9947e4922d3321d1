import Geometry
import Grids

/// The kernel for estimates from many stations: near ones exactly, far ones through the values of
/// their sums at a few nodes a tile.
///
/// Square tiles of the whole grid, halved from level to level, are aligned to its first cell: a
/// window changes no bit. A tile has at its nodes the sums Σ w v and Σ w over the stations that are
/// far from it: those of its parent, interpolated (a polynomial stays itself on a half), and the
/// stations that were near its parent and are far from it. The smallest tiles interpolate to their
/// cells and add the near stations. `ChebyshevBasis` has the bound of the error.
struct FarField: ~Copyable {
    typealias Lanes = SIMD4<Double>

    /// A tile of the whole grid.
    struct Tile {
        var row: Int
        var column: Int
        /// Cells a side, a power of two.
        var size: Int
    }

    /// The sums at a tile's nodes, row by row, and the stations that are near it.
    struct Node {
        var values: [Lanes]
        var weights: [Lanes]
        var near: [Int32]
    }

    /// Where values go: a window, and which of its cells are open.
    struct Output {
        let values: UnsafeMutableBufferPointer<Double>
        let window: GridWindow
        let open: UnsafeBufferPointer<Bool>?
    }

    static let lanesInRow = ChebyshevBasis.count / Lanes.scalarCount
    static let lanesInNode = ChebyshevBasis.count * lanesInRow
    /// Sides of the tiles that may interpolate to their cells.
    private static let smallest = 16
    private static let largest = 64
    /// Near stations above which a tile is cut again, while it can.
    private static let fewNear = 4

    private let plan: SearchPlan
    private let cells: CellPositions
    private let nodes: NodePositions
    private let halves: [LeafWeights]
    private let leaves: [Int: LeafWeights]
    private let root: Tile
    private var leaf: FarFieldLeaf
    private var exact: SingleTarget?
    /// Tiles taller than a band, by their size: bands that follow one another share them.
    private var kept: [Int: (row: Int, nodes: [Int: Node])] = [:]

    /// Whether the kernel serves `plan`, within the bound of its error.
    static func serves(_ plan: SearchPlan) -> Bool {
        plan.usesAll && plan.columns.count >= 40
            && plan.weighting.power <= ChebyshevBasis.largestPower
    }

    init(_ plan: SearchPlan, _ cells: CellPositions, _ geometry: GridGeometry) {
        let basis = ChebyshevBasis()
        self.plan = plan
        self.cells = cells
        nodes = NodePositions(geometry, plan.measure, basis)
        halves = (0..<2).map { LeafWeights(basis, half: $0) }
        var leaves: [Int: LeafWeights] = [:]
        var size = Self.smallest
        while size <= Self.largest {
            leaves[size] = LeafWeights(basis, cells: size)
            size *= 2
        }
        self.leaves = leaves
        var side = Self.smallest
        while side < max(geometry.rows, geometry.columns) { side *= 2 }
        root = Tile(row: 0, column: 0, size: side)
        leaf = FarFieldLeaf(plan, cells)
    }

    /// Writes the values of a window, row by row, where `open` allows.
    mutating func fill(
        _ output: UnsafeMutableBufferPointer<Double>, _ window: GridWindow,
        open: UnsafeBufferPointer<Bool>?
    ) {
        let none = [Lanes](repeating: .zero, count: Self.lanesInNode)
        let all = Node(
            values: none, weights: none, near: (0..<Int32(plan.columns.count)).map { $0 })
        var again: [Int] = []
        let target = Output(values: output, window: window, open: open)
        visit(root, half: nil, of: all, target, &again)
        guard !again.isEmpty else { return }
        var single = exact ?? SingleTarget(plan)
        for index in again {
            let (row, column) = index.quotientAndRemainder(dividingBy: window.columns.count)
            let position = cells.position(
                row: window.rows.lowerBound + row, column: window.columns.lowerBound + column)
            output[index] = single.value(at: position) ?? SurfaceBand.nodata
        }
        exact = single
    }

    private mutating func visit(
        _ tile: Tile, half: (row: Int, column: Int)?, of parent: borrowing Node,
        _ output: Output, _ again: inout [Int]
    ) {
        let window = output.window
        let rows = (tile.row..<tile.row + tile.size).clamped(to: window.rows)
        let columns = (tile.column..<tile.column + tile.size).clamped(to: window.columns)
        guard !rows.isEmpty, !columns.isEmpty else { return }
        let part = GridWindow(rows: rows, columns: columns)
        if let open = output.open, !window.hasOpenCell(part, open) { return }

        let node = node(of: tile, half: half, of: parent)
        if let weights = leaves[tile.size],
            tile.size == Self.smallest || node.near.count <= Self.fewNear
        {
            leaf.fill(tile, node, weights, part, output, &again)
            return
        }
        let side = tile.size / 2
        for row in 0..<2 {
            for column in 0..<2 {
                let child = Tile(
                    row: tile.row + row * side, column: tile.column + column * side, size: side)
                visit(child, half: (row, column), of: node, output, &again)
            }
        }
    }

    /// The sums of a tile, computed or remembered.
    private mutating func node(
        of tile: Tile, half: (row: Int, column: Int)?, of parent: borrowing Node
    ) -> Node {
        guard tile.size > SurfaceTarget.bandHeight else {
            return makeNode(of: tile, half: half, of: parent)
        }
        if kept[tile.size]?.row != tile.row { kept[tile.size] = (tile.row, [:]) }
        if let node = kept[tile.size]?.nodes[tile.column] { return node }
        let node = makeNode(of: tile, half: half, of: parent)
        kept[tile.size]?.nodes[tile.column] = node
        return node
    }

    private func makeNode(
        of tile: Tile, half: (row: Int, column: Int)?, of parent: borrowing Node
    ) -> Node {
        let places = nodes.places(of: tile)
        var near: [Int32] = []
        var far: [Int32] = []
        for station in parent.near {
            let index = Int(station)
            let isFar = places.isFar(
                plan.columns.x[index], plan.columns.y[index], plan.columns.z[index])
            if isFar { far.append(station) } else { near.append(station) }
        }
        var node = Node(values: parent.values, weights: parent.weights, near: near)
        if let half {
            let (rows, columns) = (halves[half.row], halves[half.column])
            interpolate(&node.values, rows, columns)
            interpolate(&node.weights, rows, columns)
        }
        add(far, at: places, to: &node)
        return node
    }

    /// Replaces values at nodes by those at the places whose weights are given.
    private func interpolate(_ values: inout [Lanes], _ rows: LeafWeights, _ columns: LeafWeights) {
        let (count, width) = (ChebyshevBasis.count, Self.lanesInRow)
        values.withUnsafeMutableBufferPointer { values in
            rows.rows.withUnsafeBufferPointer { rows in
                columns.columns.withUnsafeBufferPointer { columns in
                    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: Self.lanesInNode) {
                        let between = $0
                        for row in 0..<count {
                            for lane in 0..<width {
                                var sum = Lanes.zero
                                for node in 0..<count {
                                    sum += rows[row * count + node] * values[node * width + lane]
                                }
                                between[row * width + lane] = sum
                            }
                        }
                        for row in 0..<count {
                            for lane in 0..<width {
                                var sum = Lanes.zero
                                for node in 0..<count {
                                    let value = between[row * width + node / 4][node % 4]
                                    sum += value * columns[node * width + lane]
                                }
                                values[row * width + lane] = sum
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds the weights of `stations` at the nodes.
    private func add(_ stations: [Int32], at places: NodePlaces, to node: inout Node) {
        switch (plan.weighting.formula, cells.isFlat) {
        case (.two, true): add(stations, places, &node, isFlat: true, .two)
        case (.two, false): add(stations, places, &node, isFlat: false, .two)
        case (.one, _): add(stations, places, &node, isFlat: cells.isFlat, .one)
        case (.three, _): add(stations, places, &node, isFlat: cells.isFlat, .three)
        case (.four, _): add(stations, places, &node, isFlat: cells.isFlat, .four)
        case (.other, _): add(stations, places, &node, isFlat: cells.isFlat, .other)
        }
    }

    @inline(__always)
    private func add(
        _ stations: [Int32], _ places: NodePlaces, _ node: inout Node, isFlat: Bool,
        _ formula: InverseDistanceWeighting.Formula
    ) {
        let (count, width, power) = (ChebyshevBasis.count, Self.lanesInRow, plan.weighting.power)
        node.values.withUnsafeMutableBufferPointer { values in
            node.weights.withUnsafeMutableBufferPointer { weights in
                for station in stations {
                    let index = Int(station)
                    let (x, y, z) = (
                        plan.columns.x[index], plan.columns.y[index], plan.columns.z[index]
                    )
                    let value = plan.columns.values[index]
                    for row in 0..<count {
                        let r = places.rows[row]
                        let across = isFlat ? r.x - y : r.y - z
                        let shared = across * across
                        for lane in 0..<width {
                            var squared: Lanes
                            if isFlat {
                                let dx = places.firsts[lane] - x
                                squared = dx * dx
                            } else {
                                let dx = r.x * places.firsts[lane] - x
                                let dy = r.x * places.seconds[lane] - y
                                squared = dx * dx + dy * dy
                            }
                            squared += shared
                            let weight = InverseDistanceWeighting.weight(squared, formula, power)
                            weights[row * width + lane] += weight
                            values[row * width + lane] += weight * value
                        }
                    }
                }
            }
        }
    }
}

extension GridWindow {
    /// Whether a cell of `part` is open; `open` has one value for each cell of the window.
    func hasOpenCell(_ part: GridWindow, _ open: UnsafeBufferPointer<Bool>) -> Bool {
        part.rows.contains { row in
            let start = index(row, part.columns.lowerBound)
            return (start..<start + part.columns.count).contains { open[$0] }
        }
    }
}
