import Coverage
import Grids

/// A unit, and the values of its tile.
struct UnitSummer<Value: SortableValue> {
    let runs: [CoverageRun]
    let unit: TilePlan.Unit
    let tile: GridWindow
    let window: GridWindow
    let needs: StateNeeds
    let values: UnsafeBufferPointer<Value>
    let weights: UnsafeBufferPointer<Double>?
    /// Room for cells that are not taken by eights.
    let singles: WeightedCells

    /// The state of the unit's cells, row by row.
    func state() throws(ZonalStatisticsError) -> ZoneState {
        var state = ZoneState(needs)
        if needs.plain {
            state.moments = moments()
            addOthers(to: &state)
        }
        if let weights { try addWeighted(&state, weights) }
        return state
    }

    func collect(_ collector: inout ValueCollector<Value>) {
        forEachRun { columns, run in
            collector.add(slice(columns, run.row), fraction: run.fraction)
        }
    }

    /// Runs of whole cells in lanes; cells in part, and those of short runs, one by one.
    private func moments() -> Moments {
        var figures: Value.Figures?
        singles.removeAll()
        forEachRun { columns, run in
            let values = slice(columns, run.row)
            guard Self.countsWhole(run, columns.count) else {
                for value in values { singles.append(Double(value), weight: run.fraction) }
                return
            }
            if figures == nil, let centre = values.first(where: \.isFinite) {
                figures = Value.Figures(around: centre, takesSquares: needs.takesDeviations)
            }
            figures?.add(values)
            // Before the first finite value there is nothing to take deviations from.
            if figures == nil {
                for value in values { singles.append(Double(value), weight: 1) }
            }
        }
        guard let figures else {
            return Moments(of: singles, takesDeviations: needs.takesDeviations)
        }
        let moments = Moments(figures, singles: singles)
        guard figures.takesSquares, moments.isTooFar(from: figures.centre) else { return moments }
        return self.moments(around: Value(moments.weightedMean))
    }

    /// The moments with deviations of the whole cells from `centre`; `singles` are there already.
    private func moments(around centre: Value) -> Moments {
        var figures = Value.Figures(around: centre, takesSquares: true)
        forEachRun { columns, run in
            if Self.countsWhole(run, columns.count) { figures.add(slice(columns, run.row)) }
        }
        return Moments(figures, singles: singles)
    }

    @inline(__always)
    private static func countsWhole(_ run: CoverageRun, _ count: Int) -> Bool {
        run.fraction == 1 && count >= Value.Figures.shortestRun
    }

    private func addOthers(to state: inout ZoneState) {
        guard needs.places || needs.circular || !needs.limits.isEmpty else { return }
        forEachRun { columns, run in
            state.add(
                slice(columns, run.row),
                at: ZoneState.CellPlace(row: run.row, column: Int32(columns.lowerBound)),
                fraction: run.fraction, needs)
        }
    }

    private func addWeighted(
        _ state: inout ZoneState, _ weights: UnsafeBufferPointer<Double>
    ) throws(ZonalStatisticsError) {
        var negative: ZonalStatisticsError?
        singles.removeAll()
        forEachRun { columns, run in
            let start = place(columns, run.row)
            let weights = UnsafeBufferPointer(rebasing: weights[start..<start + columns.count])
            if let index = weights.firstIndex(where: { $0 < 0 || $0.isInfinite }) {
                negative =
                    negative
                    ?? .weightOutOfRange(
                        row: Int(run.row), column: columns.lowerBound + index,
                        weight: weights[index])
            }
            state.add(
                slice(columns, run.row), weights: weights, fraction: run.fraction, to: singles)
        }
        if let negative { throw negative }
        state.weighted = Moments(of: singles)
    }

    @inline(__always)
    private func forEachRun(_ body: (Range<Int>, CoverageRun) -> Void) {
        runs.withUnsafeBufferPointer { runs in
            for index in unit.runs {
                let run = runs[index]
                var columns = run.columns
                if unit.isClipped {
                    let low = max(columns.lowerBound, tile.columns.lowerBound)
                    let high = min(columns.upperBound, tile.columns.upperBound)
                    guard low < high else { continue }
                    columns = low..<high
                }
                body(columns, run)
            }
        }
    }

    @inline(__always)
    private func place(_ columns: Range<Int>, _ row: Int32) -> Int {
        (Int(row) - window.rows.lowerBound) * window.columns.count + columns.lowerBound
            - window.columns.lowerBound
    }

    @inline(__always)
    private func slice(_ columns: Range<Int>, _ row: Int32) -> UnsafeBufferPointer<Value> {
        let start = place(columns, row)
        return UnsafeBufferPointer(rebasing: values[start..<start + columns.count])
    }
}
