/// Products with the inverse of some stations' covariances.
struct ZoneTables: Sendable {
    /// Targets of one kind, of whose covariances c the products with Q = C⁻¹ are known.
    struct Products: Sendable {
        let count: Int
        /// Q c: all targets of a station side by side.
        let rows: [Double]
        /// cᵀ Q c of each target.
        let squares: [Double]
        /// Fᵀ Q c: all targets of a function side by side.
        let trend: [[Double]]
        /// The variance of each target itself, and its trend functions.
        let sills: [Double]
        let functions: [[Double]]
    }

    /// Which places the tables are of.
    let places: [Int]
    /// Q, symmetric.
    let inverse: [Double]
    /// Q F: all stations of a function side by side.
    let trend: [[Double]]
    /// Fᵀ Q F.
    let trendSquare: [[Double]]
    let zones: Products
    let cells: Products?
    /// The stations themselves, as leaving one out needs them: rows Q, squares Qᵢᵢ.
    let stations: Products
    let isGeneralised: Bool

    init(_ geometry: ZoneGeometry, places: [Int]) {
        let (n, all) = (places.count, geometry.placeCount)
        self.places = places
        var system = KrigingSystem(capacity: n, trendCapacity: 0)
        for (column, b) in places.enumerated() {
            for (row, a) in places.enumerated() {
                system.matrix[column * n + row] = geometry.matrix[b * all + a]
            }
        }
        let zeros = [Double](repeating: 0, count: n)
        zeros.withUnsafeBufferPointer { zeros in
            if let zeros = zeros.baseAddress {
                system.solve(
                    count: n, diagonal: geometry.kernel.sill, trend: zeros, trendCount: 0,
                    values: zeros)
            }
        }
        let inverse = system.inverse()
        self.inverse = inverse
        isGeneralised = system.outcome.isGeneralised
        let basis = geometry.basis.columns.map { column in places.map { column[$0] } }
        let trend = basis.map { Self.multiply($0, columns: 1, by: inverse, n) }
        self.trend = trend
        trendSquare = basis.map { a in trend.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }

        func products(_ targets: ZoneGeometry.Targets) -> Products {
            let m = targets.count
            let own = places.flatMap { targets.covariances[$0 * m..<($0 + 1) * m] }
            let rows = Self.multiply(own, columns: m, by: inverse, n)
            var squares = [Double](repeating: 0, count: m)
            var cross = basis.map { _ in squares }
            rows.withUnsafeBufferPointer { rows in
                for place in 0..<n {
                    let row = UnsafeBufferPointer(rebasing: rows[place * m..<(place + 1) * m])
                    own.withUnsafeBufferPointer { own in
                        squares.withUnsafeMutableBufferPointer { squares in
                            for target in 0..<m {
                                squares[target] += own[place * m + target] * row[target]
                            }
                        }
                    }
                    for (k, column) in basis.enumerated() { cross[k].add(column[place], row) }
                }
            }
            return Products(
                count: m, rows: rows, squares: squares, trend: cross, sills: targets.sills,
                functions: targets.functions)
        }
        zones = products(geometry.zones)
        cells = geometry.cells.map(products)
        stations = Products(
            count: n, rows: inverse, squares: (0..<n).map { inverse[$0 * (n + 1)] }, trend: trend,
            sills: zeros, functions: basis.map { _ in zeros })
    }

    /// Q times n rows of `columns` numbers each.
    private static func multiply(
        _ rows: [Double], columns: Int, by inverse: [Double], _ n: Int
    ) -> [Double] {
        var result = [Double](repeating: 0, count: n * columns)
        guard columns > 0 else { return result }
        // Rows of numbers side by side are columns to BLAS: resultᵀ = rowsᵀ Q.
        LinearAlgebra.multiply(
            rows, rows: columns, leadingOfA: columns, inverse, inner: n, columns: n, leadingOfB: n,
            isTransposed: false, into: &result, leadingOfC: columns)
        return result
    }
}

extension [Double] {
    /// Adds `factor` times a row of as many numbers.
    mutating func add(_ factor: Double, _ row: UnsafeBufferPointer<Double>) {
        withUnsafeMutableBufferPointer { values in
            for index in 0..<values.count { values[index] += factor * row[index] }
        }
    }
}
