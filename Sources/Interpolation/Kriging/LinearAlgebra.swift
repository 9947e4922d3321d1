import CLAPACK

/// Dense algebra by LAPACK and BLAS; matrices are column-major. The only file that calls them.
enum LinearAlgebra {
    /// BLAS on one thread: ours work on tiles, and the cut of a product would change last bits.
    private static let isSingleThreaded: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    /// Makes sure that BLAS keeps to the caller's thread.
    static func prepare() { precondition(isSingleThreaded, "BLAS was told to use one thread") }

    /// Replaces the lower triangle of the symmetric `a` by L with L Lᵀ = a.
    ///
    /// - Returns: false when a pivot is not positive; `a` is then of no use.
    static func factor(_ a: UnsafeMutablePointer<Double>, _ n: Int) -> Bool {
        prepare()
        var (size, info) = (Int32(n), Int32(0))
        dpotrf_("L", &size, a, &size, &info)
        return info == 0
    }

    /// Replaces the lower triangle L by its inverse.
    ///
    /// - Returns: false when a diagonal element is 0.
    static func invertLower(_ l: UnsafeMutablePointer<Double>, _ n: Int) -> Bool {
        prepare()
        var (size, info) = (Int32(n), Int32(0))
        dtrtri_("L", "N", &size, l, &size, &info)
        return info == 0
    }

    /// Replaces the n × columns matrix `b` by L⁻¹ b, or L⁻ᵀ b.
    static func solveLower(
        _ l: UnsafePointer<Double>, _ n: Int, transposed: Bool = false,
        _ b: UnsafeMutablePointer<Double>, columns: Int
    ) {
        prepare()
        var (size, count, one) = (Int32(n), Int32(columns), 1.0)
        dtrsm_("L", "L", transposed ? "T" : "N", "N", &size, &count, &one, l, &size, b, &size)
    }

    /// Replaces the rows × n matrix `b` by b L⁻ᵀ.
    static func solveLowerFromRight(
        _ l: UnsafePointer<Double>, _ n: Int, leading: Int? = nil,
        _ b: UnsafeMutablePointer<Double>, rows: Int, leadingOfB: Int
    ) {
        prepare()
        var (size, count, one) = (Int32(n), Int32(rows), 1.0)
        var (leadingL, leadingB) = (Int32(leading ?? n), Int32(leadingOfB))
        dtrsm_("R", "L", "T", "N", &count, &size, &one, l, &leadingL, b, &leadingB)
    }

    /// Replaces the rows × n matrix `b` by b L.
    static func multiplyLowerFromRight(
        _ l: UnsafePointer<Double>, _ n: Int, _ b: UnsafeMutablePointer<Double>, rows: Int,
        leadingOfB: Int
    ) {
        prepare()
        var (size, count, one, leadingB) = (Int32(n), Int32(rows), 1.0, Int32(leadingOfB))
        dtrmm_("R", "L", "N", "N", &count, &size, &one, l, &size, b, &leadingB)
    }

    /// c = a · b, or a · bᵀ: a is rows × inner, c is rows × columns.
    static func multiply(
        _ a: UnsafePointer<Double>, rows: Int, leadingOfA: Int, _ b: UnsafePointer<Double>,
        inner: Int, columns: Int, leadingOfB: Int, isTransposed: Bool,
        into c: UnsafeMutablePointer<Double>, leadingOfC: Int
    ) {
        prepare()
        var (m, n, k) = (Int32(rows), Int32(columns), Int32(inner))
        var (lda, ldb, ldc) = (Int32(leadingOfA), Int32(leadingOfB), Int32(leadingOfC))
        var (one, zero) = (1.0, 0.0)
        dgemm_(
            "N", isTransposed ? "T" : "N", &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc)
    }

    /// The eigenvalues of the symmetric `a`, ascending; its columns become the eigenvectors.
    ///
    /// - Returns: `nil` when the iteration fails, which takes an element that is not finite.
    static func eigenvalues(_ a: inout [Double], _ n: Int) -> [Double]? {
        prepare()
        var values = [Double](repeating: 0, count: n)
        var (size, info) = (Int32(n), Int32(0))
        var (room, integerRoom) = (Int32(1 + 6 * n + 2 * n * n), Int32(3 + 5 * n))
        var work = [Double](repeating: 0, count: Int(room))
        var integers = [Int32](repeating: 0, count: Int(integerRoom))
        dsyevd_(
            "V", "L", &size, &a, &size, &values, &work, &room, &integers, &integerRoom, &info)
        return info == 0 ? values : nil
    }

    /// The coefficients of `columns` that come nearest to `values`, and the rank of the columns.
    ///
    /// Columns that depend on others get the coefficients of the smallest norm.
    static func leastSquares(
        _ columns: [[Double]], _ values: [Double], conditionLimit: Double = 1e-10
    ) -> (solution: [Double], rank: Int) {
        prepare()
        let (m, n) = (values.count, columns.count)
        guard m > 0, n > 0 else { return (Array(repeating: 0, count: n), 0) }
        var a = columns.flatMap { $0 }
        var b = values + Array(repeating: 0, count: max(n - m, 0))
        var pivots = [Int32](repeating: 0, count: n)
        var (rows, width, one) = (Int32(m), Int32(n), Int32(1))
        var (leading, limit, rank, info) = (Int32(b.count), conditionLimit, Int32(0), Int32(0))
        var room = Int32(64 * (m + n) + 4 * n + 64)
        var work = [Double](repeating: 0, count: Int(room))
        dgelsy_(
            &rows, &width, &one, &a, &rows, &b, &leading, &pivots, &limit, &rank, &work, &room,
            &info)
        return (Array(b.prefix(n)), Int(rank))
    }
}
