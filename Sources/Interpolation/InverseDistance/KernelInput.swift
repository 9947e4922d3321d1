/// Stations and cell centres as plain memory, for the inner loops of one thread: reading it counts
/// no references.
struct KernelInput: ~Copyable {
    /// Pointers into the memory, valid while the input lives.
    struct View {
        /// The stations' positions and values, in their order.
        let x, y, z, values: UnsafeMutablePointer<Double>
        let stationCount: Int
        /// The two numbers of each row of cells, as in `CellPositions`.
        let rows: UnsafeMutablePointer<SIMD2<Double>>
        /// The two numbers of each column of cells apart, with room for whole lanes at the end.
        let firsts, seconds: UnsafeMutablePointer<Double>
        let isFlat: Bool

        /// The first numbers of the columns from `column`.
        @inline(__always)
        func firsts(from column: Int) -> SIMD4<Double> {
            UnsafeRawPointer(firsts + column).loadUnaligned(as: SIMD4<Double>.self)
        }

        /// The second numbers of the columns from `column`.
        @inline(__always)
        func seconds(from column: Int) -> SIMD4<Double> {
            UnsafeRawPointer(seconds + column).loadUnaligned(as: SIMD4<Double>.self)
        }
    }

    let view: View

    init(_ stations: StationColumns, _ cells: CellPositions) {
        func copy<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
            let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
            memory.initialize(from: values, count: values.count)
            return memory
        }
        let last = cells.columns[cells.columns.count - 1]
        let columns = cells.columns + [SIMD2<Double>](repeating: last, count: 8)
        view = View(
            x: copy(stations.x), y: copy(stations.y), z: copy(stations.z),
            values: copy(stations.values), stationCount: stations.count, rows: copy(cells.rows),
            firsts: copy(columns.map(\.x)), seconds: copy(columns.map(\.y)),
            isFlat: cells.isFlat)
    }

    deinit {
        for numbers in [view.x, view.y, view.z, view.values, view.firsts, view.seconds] {
            numbers.deallocate()
        }
        view.rows.deallocate()
    }
}
