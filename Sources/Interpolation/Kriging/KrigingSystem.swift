import Foundation

/// The equations of one set of stations, solved: what every target of that set needs.
///
/// With C = L Lᵀ the stations' covariances (nugget on the diagonal), F the trend's functions and z
/// the values, L⁻¹ F = Q R (Q orthonormal), β from R β = Qᵀ L⁻¹ z, and for a target with
/// covariances c and functions f
///
///     estimate = fᵀ β + cᵀ d,                d = C⁻¹ (z − F β)
///     variance = c₀ − ‖L⁻¹ c‖² + ‖t‖²,       t = R⁻ᵀ f − (L⁻ᵀ Q)ᵀ c
///
/// A matrix that has no Cholesky factor, or only just (a pivot below 1e-13 of the largest), is
/// taken by its eigenvalues above 1e-12 of the largest instead: the generalised inverse.
///
/// Source: Cressie, Statistics for Spatial Data, 1993, section 3.4.5; Davis and Grivet, Kriging in
/// a global neighborhood, 1984 (dual form).
///
/// Sendable, unchecked: a system is solved before it is shared, and only read afterwards.
struct KrigingSystem: ~Copyable, @unchecked Sendable {
    /// What had to give way.
    struct Outcome: Hashable, Sendable {
        /// The trend could not be told apart by the stations: a constant took its place.
        var isTrendConstant = false
        /// The matrix was singular, or nearly.
        var isGeneralised = false
    }

    /// The number of stations.
    private(set) var count = 0
    /// The number of trend functions that are used.
    private(set) var trendCount = 0
    private(set) var outcome = Outcome()
    /// L in the lower triangle of a column-major matrix; in the generalised case the first `rank`
    /// columns W with C⁺ = W Wᵀ.
    let matrix: UnsafeMutablePointer<Double>
    /// Columns d, then L⁻ᵀ Q.
    let dual: UnsafeMutablePointer<Double>
    private(set) var rank = 0

    private let capacity: Int
    private let trendCapacity: Int
    private let whitened: UnsafeMutablePointer<Double>
    private let scratch: UnsafeMutablePointer<Double>
    /// R, column-major, and β behind it.
    private let triangle: UnsafeMutablePointer<Double>

    init(capacity: Int, trendCapacity: Int) {
        self.capacity = max(capacity, 1)
        self.trendCapacity = trendCapacity
        let columns = trendCapacity + 1
        matrix = .allocate(capacity: self.capacity * self.capacity)
        dual = .allocate(capacity: self.capacity * columns)
        whitened = .allocate(capacity: self.capacity * columns)
        scratch = .allocate(capacity: self.capacity * columns)
        triangle = .allocate(capacity: trendCapacity * trendCapacity + trendCapacity + 1)
        triangle.initialize(
            repeating: 0, count: trendCapacity * trendCapacity + trendCapacity + 1)
    }

    deinit {
        matrix.deallocate()
        dual.deallocate()
        whitened.deallocate()
        scratch.deallocate()
        triangle.deallocate()
    }

    var beta: UnsafeMutablePointer<Double> { triangle + trendCapacity * trendCapacity }

    /// Solves the system whose covariances stand in both triangles of `matrix`.
    ///
    /// - Parameters:
    ///   - count: The number of stations, n; `matrix` is n × n.
    ///   - diagonal: The value of every diagonal element.
    ///   - trend: n values of each function, one function behind the other.
    ///   - values: n values.
    mutating func solve(
        count n: Int, diagonal: Double, trend: UnsafePointer<Double>, trendCount p: Int,
        values: UnsafePointer<Double>
    ) {
        precondition(n > 0 && n <= capacity && p <= trendCapacity, "a system fits its memory")
        count = n
        outcome = Outcome()
        rank = n
        if !LinearAlgebra.factor(matrix, n) || !hasGoodPivots(n) {
            restore(n, diagonal)
            generalise(n)
        }
        // Column 0 of `scratch`: values; then the trend.
        scratch.update(from: values, count: n)
        (scratch + n).update(from: trend, count: n * p)
        whiten(columns: p + 1)
        trendCount = p
        if !orthogonalise(p) {
            outcome.isTrendConstant = p > 1
            trendCount = min(p, 1)
            whiten(columns: trendCount + 1)
            if !orthogonalise(trendCount) { trendCount = 0 }
        }
        finish()
    }

    private func hasGoodPivots(_ n: Int) -> Bool {
        var (least, largest) = (Double.infinity, 0.0)
        for index in 0..<n {
            let pivot = matrix[index * (n + 1)]
            least = min(least, pivot)
            largest = max(largest, pivot)
        }
        return least * least > 1e-13 * largest * largest
    }

    /// Puts the lower triangle back, from the upper.
    private func restore(_ n: Int, _ diagonal: Double) {
        for column in 0..<n {
            matrix[column * (n + 1)] = diagonal
            for row in column + 1..<max(n, column + 1) {
                matrix[column * n + row] = matrix[row * n + column]
            }
        }
    }

    private mutating func generalise(_ n: Int) {
        outcome.isGeneralised = true
        var a = Array(UnsafeBufferPointer(start: matrix, count: n * n))
        let values = LinearAlgebra.eigenvalues(&a, n) ?? []
        let limit = 1e-12 * (values.last ?? 0)
        rank = 0
        for (index, value) in values.enumerated() where value > limit && value > 0 {
            let factor = 1 / value.squareRoot()
            for row in 0..<n { matrix[rank * n + row] = a[index * n + row] * factor }
            rank += 1
        }
    }

    /// `whitened` = L⁻¹ `scratch`, or Wᵀ `scratch` (rank rows).
    private func whiten(columns: Int) {
        let n = count
        if outcome.isGeneralised {
            for column in 0..<columns {
                for row in 0..<rank {
                    var sum = 0.0
                    for index in 0..<n {
                        sum += matrix[row * n + index] * scratch[column * n + index]
                    }
                    whitened[column * n + row] = sum
                }
            }
        } else {
            whitened.update(from: scratch, count: n * columns)
            LinearAlgebra.solveLower(matrix, n, whitened, columns: columns)
        }
    }

    /// Makes the trend's columns of `whitened` orthonormal and takes them off the values;
    /// false when a column depends on those before it.
    private func orthogonalise(_ p: Int) -> Bool {
        let n = count
        func dot(_ a: Int, _ b: Int) -> Double {
            var sum = 0.0
            for index in 0..<rank { sum += whitened[a * n + index] * whitened[b * n + index] }
            return sum
        }
        func subtract(_ factor: Double, _ a: Int, from b: Int) {
            for index in 0..<rank { whitened[b * n + index] -= factor * whitened[a * n + index] }
        }
        for k in 0..<p {
            let length = dot(k + 1, k + 1).squareRoot()
            for other in 0..<k { triangle[k * trendCapacity + other] = 0 }
            // Twice, so that the columns are at right angles to the last bit.
            for _ in 0..<2 {
                for other in 0..<k {
                    let factor = dot(other + 1, k + 1)
                    triangle[k * trendCapacity + other] += factor
                    subtract(factor, other + 1, from: k + 1)
                }
            }
            let rest = dot(k + 1, k + 1).squareRoot()
            guard rest > 1e-7 * length, rest > 0 else { return false }
            triangle[k * trendCapacity + k] = rest
            for index in 0..<rank { whitened[(k + 1) * n + index] /= rest }
        }
        for k in 0..<p {
            beta[k] = dot(k + 1, 0)
            subtract(beta[k], k + 1, from: 0)
        }
        // R β = Qᵀ L⁻¹ z, from below.
        for k in stride(from: p - 1, through: 0, by: -1) {
            for later in k + 1..<max(p, k + 1) {
                beta[k] -= triangle[later * trendCapacity + k] * beta[later]
            }
            beta[k] /= triangle[k * trendCapacity + k]
        }
        return true
    }

    /// `dual` = L⁻ᵀ of the residuals and of Q.
    private func finish() {
        let (n, columns) = (count, trendCount + 1)
        if outcome.isGeneralised {
            for column in 0..<columns {
                for index in 0..<n { dual[column * n + index] = 0 }
                for row in 0..<rank {
                    let value = whitened[column * n + row]
                    for index in 0..<n {
                        dual[column * n + index] += matrix[row * n + index] * value
                    }
                }
            }
        } else {
            dual.update(from: whitened, count: n * columns)
            LinearAlgebra.solveLower(matrix, n, transposed: true, dual, columns: columns)
        }
    }

    /// C⁻¹ = W Wᵀ, with W = L⁻ᵀ or the generalised one; symmetric.
    func inverse() -> [Double] {
        let n = count
        var root = [Double](repeating: 0, count: n * n)
        var width = n
        root.withUnsafeMutableBufferPointer { root in
            guard let root = root.baseAddress else { return }
            if outcome.isGeneralised {
                width = rank
                root.update(from: matrix, count: n * rank)
            } else {
                // The columns of L⁻ᵀ solve Lᵀ W = I.
                for index in 0..<n { root[index * (n + 1)] = 1 }
                LinearAlgebra.solveLower(matrix, n, transposed: true, root, columns: n)
            }
        }
        var result = [Double](repeating: 0, count: n * n)
        guard width > 0 else { return result }
        LinearAlgebra.multiply(
            root, rows: n, leadingOfA: n, root, inner: width, columns: n, leadingOfB: n,
            isTransposed: true, into: &result, leadingOfC: n)
        return result
    }

    /// L⁻¹ of `column` (n numbers), or Wᵀ of it (as many as the rank).
    func whitened(_ column: [Double]) -> [Double] {
        guard outcome.isGeneralised else {
            var result = column
            LinearAlgebra.solveLower(matrix, count, &result, columns: 1)
            return result
        }
        return (0..<rank).map { row in
            var sum = 0.0
            for index in 0..<count { sum += matrix[row * count + index] * column[index] }
            return sum
        }
    }

    /// R⁻ᵀ f, in place.
    @inline(__always)
    func whitenTrend(_ f: UnsafeMutablePointer<Double>) {
        for k in 0..<trendCount {
            for earlier in 0..<k { f[k] -= triangle[k * trendCapacity + earlier] * f[earlier] }
            f[k] /= triangle[k * trendCapacity + k]
        }
    }
}
