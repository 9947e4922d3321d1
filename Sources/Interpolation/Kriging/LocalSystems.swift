/// The solved systems of small neighbourhoods: one at a time, in memory that is taken once.
struct LocalSystems: ~Copyable {
    private(set) var system: KrigingSystem
    /// The stations of the present system in the spaces of the kernel's terms.
    let projected: UnsafeMutablePointer<SIMD3<Double>>

    private let plan: KrigingPlan
    private let values: UnsafeMutablePointer<Double>
    private let trend: UnsafeMutablePointer<Double>
    private var lanes: TargetLanes
    private let column: UnsafeMutablePointer<Lanes>

    init(_ plan: KrigingPlan, capacity: Int) {
        self.plan = plan
        let count = max(capacity, 1)
        system = KrigingSystem(capacity: count, trendCapacity: plan.basis.count)
        projected = .allocate(capacity: max(count * plan.kernel.terms.count, 1))
        values = .allocate(capacity: count)
        trend = .allocate(capacity: count * max(plan.basis.count, 1))
        lanes = TargetLanes(
            capacity: count, terms: plan.kernel.terms.count, isFlat: plan.measure.isFlat)
        column = .allocate(capacity: TargetLanes.lanes(count))
    }

    deinit {
        projected.deallocate()
        values.deallocate()
        trend.deallocate()
        column.deallocate()
    }

    /// Solves the system of `stations`.
    mutating func solve(_ stations: some RandomAccessCollection<Int32>) {
        let count = stations.count
        let terms = plan.kernel.terms.count
        for (place, station) in stations.enumerated() {
            let index = Int(station)
            values[place] = plan.values[index]
            for term in 0..<terms {
                projected[place * terms + term] = plan.projected[index * terms + term]
            }
            for (function, column) in plan.basis.columns.enumerated() {
                trend[function * count + place] = column[index]
            }
        }
        plan.kernel.fill(
            system.matrix, stations: projected, count: count, lanes: &lanes, column: column)
        system.solve(
            count: count, diagonal: plan.kernel.sill, trend: trend, trendCount: plan.basis.count,
            values: values)
    }
}
