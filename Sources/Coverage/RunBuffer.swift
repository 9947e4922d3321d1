/// Runs as they come along the rows, neighbours of the same fraction joined; kept from zone to zone.
struct RunBuffer: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    private var runs: UnsafeMutablePointer<CoverageRun>

    init() {
        capacity = 1 << 10
        runs = .allocate(capacity: capacity)
    }

    deinit { runs.deallocate() }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func append(_ run: CoverageRun) {
        if count > 0 {
            let last = runs + (count - 1)
            if last.pointee.fraction == run.fraction, last.pointee.row == run.row,
                last.pointee.column + last.pointee.length == run.column
            {
                last.pointee.length += run.length
                return
            }
        }
        if count == capacity { grow() }
        (runs + count).initialize(to: run)
        count += 1
    }

    /// The number of cells of all runs.
    var cellCount: Double {
        var sum = 0
        for index in 0..<count { sum += Int(runs[index].length) }
        return Double(sum)
    }

    /// The runs in an array of just their number.
    var array: [CoverageRun] { Array(UnsafeBufferPointer(start: runs, count: count)) }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<CoverageRun>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: runs, count: count)
        runs.deallocate()
        runs = larger
        capacity *= 2
    }
}
