/// What the hours share at which the same stations are silent.
///
/// With M the silent ones, Qₘₘ = L Lᵀ and V = L⁻¹ (Q c)ₘ, T = L⁻¹ (Q F)ₘ, the inverse of what is
/// left gives cᵀ Q' c = cᵀ Q c − Vᵀ V, Fᵀ Q' c = Fᵀ Q c − Tᵀ V and Fᵀ Q' F = Fᵀ Q F − Tᵀ T; the
/// covariances with silent stations drop out. Where more are silent than not, or the matrix is
/// singular, the tables are those of the others alone.
struct SilentSet {
    /// One kind of targets: zones or single cells.
    enum Kind { case zones, cells, stations }

    /// What a kind's targets have for all these hours.
    struct Targets {
        /// V: all targets of a silent station side by side.
        let silent: [Double]
        /// Fᵀ Q' c.
        let trend: [[Double]]
        /// cᵀ Q' c.
        let squares: [Double]
    }

    let tables: ZoneTables
    /// The silent places, as numbers in the tables.
    let silent: [Int]
    /// L of the silent places.
    let factor: [Double]
    /// T: all silent places of a function side by side.
    let silentTrend: [[Double]]
    /// The Cholesky factor of Fᵀ Q' F, and how many functions it has.
    let trendFactor: [Double]
    let trendCount: Int
    let isTrendConstant: Bool
    private let cache = Cache()

    /// Cells are many, and wanted only with a limit: their part is made when first asked for.
    private final class Cache {
        var targets: [Kind: Targets] = [:]
    }

    init(_ kriging: ZoneKriging, silent: [Int]) {
        let all = kriging.tables
        let mustRebuild =
            !silent.isEmpty && (all.isGeneralised || 2 * silent.count > all.places.count)
        if mustRebuild {
            let isSilent = Set(silent)
            self.init(
                ZoneTables(
                    kriging.geometry, places: all.places.filter { !isSilent.contains($0) }),
                silent: [])
        } else {
            self.init(all, silent: silent)
        }
    }

    private init(_ tables: ZoneTables, silent: [Int]) {
        self.tables = tables
        self.silent = silent
        let (n, m) = (tables.places.count, silent.count)
        var factor = [Double](repeating: 0, count: m * m)
        for (column, b) in silent.enumerated() {
            for (row, a) in silent.enumerated() {
                factor[column * m + row] = tables.inverse[b * n + a]
            }
        }
        if m > 0 {
            // Part of the inverse of a positive definite matrix, and so positive definite.
            _ = factor.withUnsafeMutableBufferPointer {
                $0.baseAddress.map { LinearAlgebra.factor($0, m) }
            }
        }
        self.factor = factor
        silentTrend = tables.trend.map { column in
            Self.solve(factor, silent.map { column[$0] }, columns: 1)
        }
        let p = tables.trend.count
        var square = tables.trendSquare
        for i in 0..<p {
            for j in 0..<p {
                square[i][j] -= zip(silentTrend[i], silentTrend[j]).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        let whole = Self.cholesky(square, count: p)
        trendFactor = whole ?? Self.cholesky(square, count: min(p, 1)) ?? []
        trendCount = whole == nil ? (trendFactor.isEmpty ? 0 : min(p, 1)) : p
        isTrendConstant = whole == nil && p > 1
    }

    /// The factor of the first rows and columns; `nil` when one depends on those before it.
    private static func cholesky(_ matrix: [[Double]], count p: Int) -> [Double]? {
        var result = [Double](repeating: 0, count: p * p)
        for i in 0..<p {
            for j in 0...i {
                var sum = matrix[i][j]
                for k in 0..<j { sum -= result[k * p + i] * result[k * p + j] }
                if i == j {
                    guard sum > 1e-12 * matrix[i][i], sum > 0 else { return nil }
                    result[j * p + i] = sum.squareRoot()
                } else {
                    result[j * p + i] = sum / result[j * p + j]
                }
            }
        }
        return result
    }

    /// L⁻¹ times as many rows as L has, each of `columns` numbers.
    static func solve(_ factor: [Double], _ rows: [Double], columns: Int) -> [Double] {
        guard columns > 0, !rows.isEmpty else { return rows }
        var result = rows
        let m = rows.count / columns
        factor.withUnsafeBufferPointer { factor in
            result.withUnsafeMutableBufferPointer { result in
                if let factor = factor.baseAddress, let start = result.baseAddress {
                    LinearAlgebra.solveLowerFromRight(
                        factor, m, start, rows: columns, leadingOfB: columns)
                }
            }
        }
        return result
    }

    func products(_ kind: Kind) -> ZoneTables.Products? {
        switch kind {
        case .zones: tables.zones
        case .cells: tables.cells
        case .stations: tables.stations
        }
    }

    func targets(_ kind: Kind) -> Targets {
        if let known = cache.targets[kind] { return known }
        guard let products = products(kind) else {
            return Targets(silent: [], trend: [], squares: [])
        }
        let m = products.count
        let rows = silent.flatMap { products.rows[$0 * m..<($0 + 1) * m] }
        let v = Self.solve(factor, rows, columns: m)
        var squares = products.squares
        var trend = products.trend
        v.withUnsafeBufferPointer { v in
            for row in silent.indices {
                let own = UnsafeBufferPointer(rebasing: v[row * m..<(row + 1) * m])
                squares.withUnsafeMutableBufferPointer { squares in
                    for target in 0..<m { squares[target] -= own[target] * own[target] }
                }
                for k in trend.indices { trend[k].add(-silentTrend[k][row], own) }
            }
        }
        let result = Targets(silent: v, trend: trend, squares: squares)
        cache.targets[kind] = result
        return result
    }
}

/// One hour's equations, solved.
struct HourSolution {
    let set: SilentSet
    /// Q z with 0 for the silent places.
    private let products: [Double]
    /// L⁻¹ (Q z)ₘ.
    private let silent: [Double]
    private let beta: [Double]

    init(_ set: SilentSet, products: [Double], trendProducts: [Double]) {
        self.set = set
        self.products = products
        silent = SilentSet.solve(set.factor, set.silent.map { products[$0] }, columns: 1)
        let p = set.trendCount
        var beta: [Double] = []
        for k in 0..<p {
            var sum = trendProducts[k]
            for (a, b) in zip(set.silentTrend[k], silent) { sum -= a * b }
            for j in 0..<k { sum -= set.trendFactor[j * p + k] * beta[j] }
            beta.append(sum / set.trendFactor[k * (p + 1)])
        }
        for k in stride(from: p - 1, through: 0, by: -1) {
            for j in k + 1..<max(p, k + 1) { beta[k] -= set.trendFactor[k * p + j] * beta[j] }
            beta[k] /= set.trendFactor[k * (p + 1)]
        }
        self.beta = beta
    }

    /// Estimates and variances of targets, relative to the hour's reference and the kernel's scale.
    ///
    /// - Parameter products: cᵀ Q z of each target, with 0 for the silent places.
    func estimates(
        _ kind: SilentSet.Kind, products base: [Double]
    ) -> (means: [Double], variances: [Double]) {
        let targets = set.targets(kind)
        guard let products = set.products(kind) else { return ([], []) }
        let m = products.count
        var means = base
        var variances = products.sills
        targets.silent.withUnsafeBufferPointer { v in
            for (row, factor) in silent.enumerated() {
                means.add(-factor, UnsafeBufferPointer(rebasing: v[row * m..<(row + 1) * m]))
            }
        }
        targets.squares.withUnsafeBufferPointer { variances.add(-1, $0) }
        addTrend(&variances, targets, products.functions)
        for k in 0..<set.trendCount {
            products.functions[k].withUnsafeBufferPointer { means.add(beta[k], $0) }
            targets.trend[k].withUnsafeBufferPointer { means.add(-beta[k], $0) }
        }
        return (means, variances)
    }

    /// Adds ‖R⁻ᵀ (f − Fᵀ Q' c)‖².
    private func addTrend(
        _ sums: inout [Double], _ targets: SilentSet.Targets, _ functions: [[Double]],
        factor: Double = 1
    ) {
        let p = set.trendCount
        guard p > 0 else { return }
        if p == 1 {
            let inverse = 1 / set.trendFactor[0]
            functions[0].withUnsafeBufferPointer { f in
                targets.trend[0].withUnsafeBufferPointer { trend in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for target in 0..<sums.count {
                            let t = (f[target] - trend[target]) * inverse
                            sums[target] += factor * t * t
                        }
                    }
                }
            }
            return
        }
        var t = [Double](repeating: 0, count: p)
        for target in sums.indices {
            for k in 0..<p {
                var sum = functions[k][target] - targets.trend[k][target]
                for j in 0..<k { sum -= set.trendFactor[j * p + k] * t[j] }
                t[k] = sum / set.trendFactor[k * (p + 1)]
                sums[target] += factor * t[k] * t[k]
            }
        }
    }

    /// (Q″ z)ᵢ and Q″ᵢᵢ of the tables' places, Q″ the block of the inverse of the bordered matrix;
    /// 0 where the others say nothing of a station.
    func leaveOneOut() -> (residuals: [Double], inverses: [Double]) {
        let targets = set.targets(.stations)
        let m = set.tables.places.count
        var residuals = products
        for (row, factor) in silent.enumerated() {
            for target in 0..<m { residuals[target] -= factor * targets.silent[row * m + target] }
        }
        for k in 0..<set.trendCount {
            for target in 0..<m { residuals[target] -= beta[k] * targets.trend[k][target] }
        }
        var inverses = targets.squares
        addTrend(&inverses, targets, set.tables.stations.functions, factor: -1)
        for target in 0..<m where inverses[target] <= 1e-10 * targets.squares[target] {
            inverses[target] = 0
        }
        return (residuals, inverses)
    }
}
