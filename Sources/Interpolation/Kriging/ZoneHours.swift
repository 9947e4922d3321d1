/// Some hours of a series: products with their values, and what sets of silent stations share.
struct ZoneHours {
    private let kriging: ZoneKriging
    /// One list of place values an hour, NaN for silent ones, less `references`.
    private let fields: [[Double]]
    private let references: [Double]
    private var sets: [[Int]: SilentSet] = [:]
    /// Products of the tables of all places with the values, 0 for silent places.
    private let ofPlaces: [Double]
    private let ofZones: [Double]
    private var ofCells: [Double]?

    init(_ kriging: ZoneKriging, _ fields: [[Double]]) {
        self.kriging = kriging
        let references = fields.map { field in
            kriging.geometry.mean ?? field.reduce(.infinity) { $1 < $0 ? $1 : $0 }
        }
        self.references = references
        self.fields = zip(fields, references).map { field, reference in
            field.map { $0 - reference }
        }
        let filled = self.fields.flatMap { $0.map { $0.isNaN ? 0 : $0 } }
        let tables = kriging.tables
        ofPlaces = Self.multiply(tables.inverse, tables.places.count, filled, hours: fields.count)
        ofZones = Self.multiply(
            tables.zones.rows, tables.zones.count, filled, hours: fields.count)
        self.filled = filled
    }

    private let filled: [Double]

    /// For each hour the sum over the places of rows times values.
    private static func multiply(
        _ rows: [Double], _ count: Int, _ values: [Double], hours: Int
    ) -> [Double] {
        var result = [Double](repeating: 0, count: count * hours)
        guard count > 0, hours > 0 else { return result }
        let places = values.count / hours
        LinearAlgebra.multiply(
            rows, rows: count, leadingOfA: count, values, inner: places, columns: hours,
            leadingOfB: places, isTransposed: false, into: &result, leadingOfC: count)
        return result
    }

    mutating func estimate(
        _ hour: Int, stationCount: Int, scale: Double, exceeding limit: Double?
    ) -> ZoneEstimates {
        let zoneCount = kriging.zoneCount
        var result = ZoneEstimates(
            means: Array(repeating: .nan, count: zoneCount),
            variances: Array(repeating: .nan, count: zoneCount),
            exceedance: limit.map { _ in Array(repeating: .nan, count: zoneCount) },
            stationCount: stationCount)
        guard let solution = solution(hour) else { return result }
        result.isTrendConstant = solution.set.isTrendConstant
        result.isGeneralised = solution.set.tables.isGeneralised
        let factor = scale * kriging.geometry.kernel.scale
        let (means, variances) = solution.estimates(.zones, products: zoneProducts(hour, solution))
        for zone in 0..<zoneCount where !kriging.geometry.weights[zone].isEmpty {
            result.means[zone] = references[hour] + means[zone]
            result.variances[zone] = max(variances[zone], 0) * factor
        }
        guard let limit else { return result }
        let ofCells = solution.estimates(.cells, products: cellProducts(hour, solution))
        var first = 0
        for (zone, weights) in kriging.geometry.weights.enumerated() where !weights.isEmpty {
            var sum = 0.0
            for (cell, weight) in weights.enumerated() {
                sum +=
                    weight
                    * probability(
                        ofExceeding: limit, mean: references[hour] + ofCells.means[first + cell],
                        variance: max(ofCells.variances[first + cell], 0) * factor)
            }
            result.exceedance?[zone] = min(max(sum, 0), 1)
            first += weights.count
        }
        return result
    }

    /// One prediction a place; `nil` for silent places and where the others say nothing.
    mutating func leaveOneOut(_ hour: Int, scale: Double) -> [CrossValidation.Prediction?] {
        var result = [CrossValidation.Prediction?](
            repeating: nil, count: kriging.stationsOfPlaces.count)
        guard let solution = solution(hour) else { return result }
        let factor = scale * kriging.geometry.kernel.scale
        let (residuals, inverses) = solution.leaveOneOut()
        for (index, place) in solution.set.tables.places.enumerated() {
            let value = fields[hour][place]
            guard !value.isNaN, inverses[index] > 0 else { continue }
            result[place] = CrossValidation.Prediction(
                value: references[hour] + value - residuals[index] / inverses[index],
                variance: factor / inverses[index])
        }
        return result
    }

    /// The solved equations of an hour; `nil` when no place reported.
    private mutating func solution(_ hour: Int) -> HourSolution? {
        let field = fields[hour]
        let silent = field.indices.filter { field[$0].isNaN }
        guard silent.count < field.count else { return nil }
        let set = sets[silent] ?? SilentSet(kriging, silent: silent)
        sets[silent] = set
        let n = set.tables.places.count
        let products: [Double]
        if n == field.count {
            products = Array(ofPlaces[hour * n..<(hour + 1) * n])
        } else {
            let own = set.tables.places.map { field[$0] }
            products = Self.multiply(set.tables.inverse, n, own, hours: 1)
        }
        let trend = set.tables.trend.map { column in
            zip(column, set.tables.places).reduce(0.0) {
                field[$1.1].isNaN ? $0 : $0 + $1.0 * field[$1.1]
            }
        }
        return HourSolution(set, products: products, trendProducts: trend)
    }

    private func zoneProducts(_ hour: Int, _ solution: HourSolution) -> [Double] {
        let tables = solution.set.tables
        if tables.places.count == fields[hour].count {
            return Array(ofZones[hour * tables.zones.count..<(hour + 1) * tables.zones.count])
        }
        let own = tables.places.map { fields[hour][$0] }
        return Self.multiply(tables.zones.rows, tables.zones.count, own, hours: 1)
    }

    private mutating func cellProducts(_ hour: Int, _ solution: HourSolution) -> [Double] {
        guard let cells = solution.set.tables.cells else { return [] }
        if solution.set.tables.places.count == fields[hour].count {
            let all = ofCells ?? Self.multiply(cells.rows, cells.count, filled, hours: fields.count)
            ofCells = all
            return Array(all[hour * cells.count..<(hour + 1) * cells.count])
        }
        let own = solution.set.tables.places.map { fields[hour][$0] }
        return Self.multiply(cells.rows, cells.count, own, hours: 1)
    }
}
