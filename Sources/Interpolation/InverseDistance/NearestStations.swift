import Grids

/// The kernel for estimates from the nearest stations: within a small tile, cells of a row side by
/// side in vector lanes, over the tile's few candidates.
///
/// Each cell's sum runs over all candidates in the order of the stations, those that are no
/// neighbours with weight 0, so that the bits do not depend on the tiles.
struct NearestStations: ~Copyable {
    typealias Lanes = SIMD4<Double>

    private let plan: SearchPlan
    private let cells: CellPositions
    private let input: KernelInput
    private var tiles: CandidateTiles
    private let scratch: TileScratch
    private var exact: SingleTarget?

    init(_ plan: SearchPlan, _ cells: CellPositions) {
        self.plan = plan
        self.cells = cells
        input = KernelInput(plan.columns, cells)
        tiles = CandidateTiles(
            input.view, cells, count: plan.count, squaredRadius: plan.squaredRadius)
        scratch = TileScratch(capacity: plan.columns.count)
    }

    /// Writes the values of a window, one row after another, where `open` allows.
    mutating func fill(
        _ output: UnsafeMutableBufferPointer<Double>, _ window: GridWindow,
        open: UnsafeBufferPointer<Bool>?
    ) {
        let kernel = TileKernel(plan, input.view, scratch.view)
        var again: [Int] = []
        tiles.forEachTile(of: window, open: open) { tile in
            kernel.fill(tile, output, window, open, &again)
        }
        guard !again.isEmpty else { return }
        var target = exact ?? SingleTarget(plan)
        for index in again {
            let (row, column) = index.quotientAndRemainder(dividingBy: window.columns.count)
            let position = cells.position(
                row: window.rows.lowerBound + row, column: window.columns.lowerBound + column)
            output[index] = target.value(at: position) ?? SurfaceBand.nodata
        }
        exact = target
    }
}

/// Memory for the candidates of one tile.
private struct TileScratch: ~Copyable {
    struct View {
        /// Candidates as columns: x, y, z, values; then a number a candidate for the current row.
        let x, y, z, values, shared: UnsafeMutablePointer<Double>
        /// Squared distances of the current cells, and room to sort some.
        let distances, sorted: UnsafeMutablePointer<NearestStations.Lanes>
    }

    let view: View

    init(capacity: Int) {
        let numbers = UnsafeMutablePointer<Double>.allocate(capacity: 5 * capacity)
        numbers.initialize(repeating: 0, count: 5 * capacity)
        let lanes = UnsafeMutablePointer<NearestStations.Lanes>.allocate(capacity: 2 * capacity)
        lanes.initialize(repeating: .zero, count: 2 * capacity)
        view = View(
            x: numbers, y: numbers + capacity, z: numbers + 2 * capacity,
            values: numbers + 3 * capacity, shared: numbers + 4 * capacity, distances: lanes,
            sorted: lanes + capacity)
    }

    deinit {
        view.x.deallocate()
        view.distances.deallocate()
    }
}

/// One tile's cells.
private struct TileKernel {
    typealias Lanes = NearestStations.Lanes

    private let input: KernelInput.View
    private let scratch: TileScratch.View
    private let formula: InverseDistanceWeighting.Formula
    private let power: Double
    private let squaredRadius: Double
    private let minimum: Double
    private let mayLackNeighbours: Bool
    private let reference: Double

    init(_ plan: SearchPlan, _ input: KernelInput.View, _ scratch: TileScratch.View) {
        self.input = input
        self.scratch = scratch
        formula = plan.weighting.formula
        power = plan.weighting.power
        squaredRadius = plan.squaredRadius
        minimum = Double(plan.minimum)
        mayLackNeighbours = plan.mayLackNeighbours
        reference = plan.columns.reference
    }

    /// Writes a tile's values; cells whose sums of weights are not safe are appended to `again`.
    func fill(
        _ tile: CandidateTiles.Tile, _ output: UnsafeMutableBufferPointer<Double>,
        _ window: GridWindow, _ open: UnsafeBufferPointer<Bool>?, _ again: inout [Int]
    ) {
        load(tile)
        switch (formula, input.isFlat) {
        case (.two, true): fill(tile, output, window, open, &again, isFlat: true, .two)
        case (.two, false): fill(tile, output, window, open, &again, isFlat: false, .two)
        case (.one, _): fill(tile, output, window, open, &again, isFlat: input.isFlat, .one)
        case (.three, _): fill(tile, output, window, open, &again, isFlat: input.isFlat, .three)
        case (.four, _): fill(tile, output, window, open, &again, isFlat: input.isFlat, .four)
        case (.other, _): fill(tile, output, window, open, &again, isFlat: input.isFlat, .other)
        }
    }

    private func load(_ tile: CandidateTiles.Tile) {
        for (place, station) in tile.candidates.enumerated() {
            let index = Int(station)
            scratch.x[place] = input.x[index]
            scratch.y[place] = input.y[index]
            scratch.z[place] = input.z[index]
            scratch.values[place] = input.values[index]
        }
    }

    @inline(__always)
    private func fill(
        _ tile: CandidateTiles.Tile, _ output: UnsafeMutableBufferPointer<Double>,
        _ window: GridWindow,
        _ open: UnsafeBufferPointer<Bool>?, _ again: inout [Int], isFlat: Bool,
        _ formula: InverseDistanceWeighting.Formula
    ) {
        let count = tile.candidates.count
        for row in tile.rows {
            let r = input.rows[row]
            for place in 0..<count {
                let d = isFlat ? r.x - scratch.y[place] : r.y - scratch.z[place]
                scratch.shared[place] = d * d
            }
            let start = window.index(row, tile.columns.lowerBound)
            for step in stride(from: 0, to: tile.columns.count, by: Lanes.scalarCount) {
                let width = min(Lanes.scalarCount, tile.columns.count - step)
                if let open, !(start + step..<start + step + width).contains(where: { open[$0] }) {
                    continue
                }
                measure(tile, row, tile.columns.lowerBound + step, isFlat: isFlat)
                let sums = sums(tile, limit: limit(tile), formula)
                let values = reference + sums.values / sums.weights
                for lane in 0..<width where open?[start + step + lane] ?? true {
                    let weights = sums.weights[lane]
                    if InverseDistanceWeighting.isSafe(weights) {
                        output[start + step + lane] = values[lane]
                    } else if !weights.isNaN {
                        again.append(start + step + lane)
                    }
                }
            }
        }
    }

    /// The squared distances from the cells that begin at `column` to every candidate.
    @inline(__always)
    private func measure(_ tile: CandidateTiles.Tile, _ row: Int, _ column: Int, isFlat: Bool) {
        let count = tile.candidates.count
        if isFlat {
            let x = input.firsts(from: column)
            for place in 0..<count {
                let dx = x - scratch.x[place]
                scratch.distances[place] = dx * dx + scratch.shared[place]
            }
        } else {
            let radius = input.rows[row].x
            let x = radius * input.firsts(from: column)
            let y = radius * input.seconds(from: column)
            for place in 0..<count {
                let dx = x - scratch.x[place]
                let dy = y - scratch.y[place]
                scratch.distances[place] = dx * dx + dy * dy + scratch.shared[place]
            }
        }
    }

    /// How far an uncertain candidate may be from each cell to count: as far as the `rank`-th
    /// nearest of them, within the radius.
    @inline(__always)
    private func limit(_ tile: CandidateTiles.Tile) -> Lanes {
        let uncertain = tile.uncertain
        guard !uncertain.isEmpty else { return Lanes(repeating: squaredRadius) }
        let kth =
            tile.rank <= uncertain.count - tile.rank + 1
            ? lastOfNearest(tile.rank, uncertain)
            : firstOfFarthest(uncertain.count - tile.rank + 1, uncertain)
        let radius = Lanes(repeating: squaredRadius)
        return kth.replacing(with: radius, where: radius .< kth)
    }

    /// The largest of the `wanted` smallest distances among the uncertain.
    @inline(__always)
    private func lastOfNearest(_ wanted: Int, _ uncertain: UnsafeBufferPointer<Int32>) -> Lanes {
        let sorted = scratch.sorted
        for place in 0..<wanted { sorted[place] = Lanes(repeating: .infinity) }
        for place in uncertain {
            var value = scratch.distances[Int(place)]
            for index in 0..<wanted {
                let other = sorted[index]
                let isLess = value .< other
                sorted[index] = other.replacing(with: value, where: isLess)
                value = value.replacing(with: other, where: isLess)
            }
        }
        return sorted[wanted - 1]
    }

    /// The smallest of the `wanted` largest distances among the uncertain.
    @inline(__always)
    private func firstOfFarthest(_ wanted: Int, _ uncertain: UnsafeBufferPointer<Int32>) -> Lanes {
        let sorted = scratch.sorted
        for place in 0..<wanted { sorted[place] = Lanes(repeating: -1) }
        for place in uncertain {
            var value = scratch.distances[Int(place)]
            for index in 0..<wanted {
                let other = sorted[index]
                let isMore = value .> other
                sorted[index] = other.replacing(with: value, where: isMore)
                value = value.replacing(with: other, where: isMore)
            }
        }
        return sorted[wanted - 1]
    }

    /// Σ w v and Σ w over the candidates within `limit`, NaN weights where too few are.
    @inline(__always)
    private func sums(
        _ tile: CandidateTiles.Tile, limit: Lanes, _ formula: InverseDistanceWeighting.Formula
    ) -> (values: Lanes, weights: Lanes) {
        var sums = Sums()
        let radius = Lanes(repeating: squaredRadius)
        var place = 0
        for next in tile.uncertain {
            while place < Int(next) {
                add(place, within: mayLackNeighbours ? radius : nil, formula, &sums)
                place += 1
            }
            add(place, within: limit, formula, &sums)
            place += 1
        }
        while place < tile.candidates.count {
            add(place, within: mayLackNeighbours ? radius : nil, formula, &sums)
            place += 1
        }
        if mayLackNeighbours {
            sums.weights.replace(with: .nan, where: sums.neighbours .< minimum)
        }
        return (sums.values, sums.weights)
    }

    private struct Sums {
        var values = Lanes.zero
        var weights = Lanes.zero
        var neighbours = Lanes.zero
    }

    /// Adds a candidate to the sums of the cells where it lies within `limit`.
    @inline(__always)
    private func add(
        _ place: Int, within limit: Lanes?, _ formula: InverseDistanceWeighting.Formula,
        _ sums: inout Sums
    ) {
        let squared = scratch.distances[place]
        var weight = InverseDistanceWeighting.weight(squared, formula, power)
        if let limit {
            let isBeyond = squared .> limit
            weight.replace(with: 0, where: isBeyond)
            if mayLackNeighbours {
                sums.neighbours += Lanes(repeating: 1).replacing(with: 0, where: isBeyond)
            }
        }
        sums.weights += weight
        sums.values += weight * scratch.values[place]
    }
}
