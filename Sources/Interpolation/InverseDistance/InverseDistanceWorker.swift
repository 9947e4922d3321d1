import Geometry
import Grids

/// What a thread keeps while it fills band after band: the kernel that fits, and its memory.
final class InverseDistanceWorker {
    private let plan: SearchPlan
    private let cells: CellPositions?
    private let geometry: GridGeometry
    private var nearest: NearestStations?
    private var all: FarField?

    /// - Parameter cells: Those of `geometry`; `nil` for rotated grids.
    init(_ plan: SearchPlan, _ cells: CellPositions?, _ geometry: GridGeometry) {
        self.plan = plan
        self.cells = cells
        self.geometry = geometry
        guard let cells, plan.directions == nil else { return }
        if FarField.serves(plan) {
            all = FarField(plan, cells, geometry)
        } else if !plan.usesAll {
            nearest = NearestStations(plan, cells)
        }
    }

    /// Writes the values of a window, row by row, where `open` allows.
    func fill(_ values: inout [Double], _ window: GridWindow, open: [Bool]?) {
        guard let cells, plan.directions == nil, plan.columns.count >= plan.minimum else {
            return fillCellByCell(&values, window, open)
        }
        values.withUnsafeMutableBufferPointer { output in
            guard let open else { return fill(output, window, cells, open: nil) }
            open.withUnsafeBufferPointer { fill(output, window, cells, open: $0) }
        }
    }

    private func fill(
        _ output: UnsafeMutableBufferPointer<Double>, _ window: GridWindow, _ cells: CellPositions,
        open: UnsafeBufferPointer<Bool>?
    ) {
        if plan.usesAll && all == nil {
            AllStations(plan, cells).fill(output, window, mask: open)
        } else {
            all?.fill(output, window, open: open)
            nearest?.fill(output, window, open: open)
        }
    }

    /// The plain way: for sectors, and for rotated grids, whose cells have no common row or column
    /// coordinates.
    private func fillCellByCell(
        _ values: inout [Double], _ window: GridWindow, _ open: [Bool]?
    ) {
        guard plan.columns.count >= plan.minimum else { return }
        var target = SingleTarget(plan)
        for row in window.rows {
            for column in window.columns {
                let index = window.index(row, column)
                if let open, !open[index] { continue }
                let centre = geometry.centre(row: row, column: column)
                if let value = target.value(at: centre) { values[index] = value }
            }
        }
    }
}
