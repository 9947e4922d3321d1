import CLAPACK
import Testing

@Suite("The linear solver links and solves")
struct LinearSolverTests {
    /// Solves A x = b by LAPACK's symmetric indefinite solver; A column-major, upper triangle.
    private func solve(_ matrix: [Double], _ right: [Double]) -> (x: [Double], info: Int32) {
        openblas_set_num_threads(1)
        var (a, x) = (matrix, right)
        var n = Int32(right.count)
        var (columns, leading, info) = (Int32(1), n, Int32(0))
        var pivots = [Int32](repeating: 0, count: right.count)
        var work = [Double](repeating: 0, count: 64)
        var room = Int32(work.count)
        var rightLeading = n
        dsysv_("U", &n, &columns, &a, &leading, &pivots, &x, &rightLeading, &work, &room, &info)
        return (x, info)
    }

    @Test(
        "Small symmetric systems with whole solutions",
        arguments: [
            (matrix: [2.0, 1, 1, 3], right: [4.0, 7], solution: [1.0, 2]),
            // The system of ordinary kriging: semivariances bordered by ones, 0 in the corner.
            (matrix: [0.0, 2, 1, 2, 0, 1, 1, 1, 0], right: [1.0, 1, 1], solution: [0.5, 0.5, 0]),
            (matrix: [4.0, 1, 2, 1, 3, 0, 2, 0, 5], right: [12.0, 7, 17], solution: [1.0, 2, 3]),
        ])
    func solves(matrix: [Double], right: [Double], solution: [Double]) {
        let result = solve(matrix, right)
        #expect(result.info == 0)
        #expect(zip(result.x, solution).allSatisfy { abs($0 - $1) < 1e-14 })
    }

    @Test("A singular matrix is reported, not solved")
    func singular() {
        #expect(solve([1, 1, 1, 1], [1, 2]).info > 0)
    }
}
