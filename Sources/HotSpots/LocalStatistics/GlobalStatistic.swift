/// One number for the whole: how far it lies from what chance gives.
public struct GlobalStatistic: Hashable, Sendable {
    /// The statistic; NaN with fewer than four values, without any neighbours, or when all values
    /// are the same.
    public var value: Double
    /// What it would be on average if the values were shuffled.
    public var expected: Double
    /// Its variance if the values were shuffled.
    public var variance: Double
    /// Moran's I only: its variance if the values were drawn from a normal distribution.
    public var normalVariance: Double?
    /// How many sites have a value.
    public var count: Int

    /// The standardised statistic (PySAL: `z_rand`; `z_norm` of `G`).
    public var z: Double { (value - expected) / variance.squareRoot() }
    /// Standardised with `normalVariance` (PySAL: `z_norm`).
    public var normalZ: Double? { normalVariance.map { (value - expected) / $0.squareRoot() } }
    /// Two-sided.
    public var p: Double { twoSidedProbability(ofZ: z) }
}

/// Moran's I: whether like values lie together anywhere.
///
///     I = n ÷ S₀ · Σᵢⱼ wᵢⱼ zᵢ zⱼ ÷ Σᵢ zᵢ²,   z = x − x̄
///
/// Equal to PySAL's `Moran`.
///
/// - Parameters:
///   - values: One a site; NaN where there is none.
///   - links: Which sites are neighbours.
/// - Complexity: that of `links.sums`.
///
/// Source: Cliff and Ord, Spatial Processes, 1981, equations 1.44 and 2.8 to 2.11.
public func moranI(
    of values: [Double], among links: some NeighbourLinks,
    standardisation: WeightStandardisation = .rows, threads: Int = 1
) -> GlobalStatistic {
    let setting = GlobalSetting(values, links, standardisation, threads)
    let n = Double(setting.moments.count)
    let w = setting.totals
    let numerator = setting.crossProduct(of: setting.shifted, links, standardisation, threads)
    let deviations = setting.shifted.filter(\.isFinite)
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    let kurtosis = n * deviations.reduce(0) { $0 + $1 * $1 * $1 * $1 } / (squares * squares)
    let expected = -1 / (n - 1)
    let pairs = n * n * w.s1 - n * w.s2 + 3 * w.s0 * w.s0
    let a = n * ((n * n - 3 * n + 3) * w.s1 - n * w.s2 + 3 * w.s0 * w.s0)
    let b = kurtosis * ((n * n - n) * w.s1 - 2 * n * w.s2 + 6 * w.s0 * w.s0)
    return GlobalStatistic(
        value: setting.isEmpty ? .nan : n / w.s0 * numerator / squares, expected: expected,
        variance: (a - b) / ((n - 1) * (n - 2) * (n - 3) * w.s0 * w.s0) - expected * expected,
        normalVariance: pairs / ((n - 1) * (n + 1) * w.s0 * w.s0) - expected * expected,
        count: setting.moments.count)
}

/// The general G of Getis and Ord: whether high values lie together, or low ones.
///
///     G = Σᵢⱼ wᵢⱼ xᵢ xⱼ ÷ Σᵢ≠ⱼ xᵢ xⱼ
///
/// Equal to PySAL's `G`. For values that are not negative.
///
/// - Parameters:
///   - values: One a site, at least 0; NaN where there is none.
///   - links: Which sites are neighbours.
/// - Throws: `HotSpotError.negativeValue` with the first one.
///
/// Source: Getis and Ord, The analysis of spatial association by use of distance statistics, 1992,
/// equations 4 to 8.
public func generalG(
    of values: [Double], among links: some NeighbourLinks, threads: Int = 1
) throws(HotSpotError) -> GlobalStatistic {
    if let negative = values.first(where: { $0 < 0 }) { throw .negativeValue(negative) }
    let setting = GlobalSetting(values, links, .none, threads)
    let n = Double(setting.moments.count)
    let w = setting.totals
    let own = values.map { $0.isFinite ? $0 : .nan }
    let numerator = setting.crossProduct(of: own, links, .none, threads)
    let m = PowerSums(own)
    let pairs = m.first * m.first - m.second
    let squared = w.s0 * w.s0
    let b0 = (n * n - 3 * n + 3) * w.s1 - n * w.s2 + 3 * squared
    let b1 = -((n * n - n) * w.s1 - 2 * n * w.s2 + 6 * squared)
    let b2 = -(2 * n * w.s1 - (n + 3) * w.s2 + 6 * squared)
    let b3 = 4 * (n - 1) * w.s1 - 2 * (n + 1) * w.s2 + 8 * squared
    let b4 = w.s1 - w.s2 + squared
    let expected = w.s0 / (n * (n - 1))
    var square = b0 * m.second * m.second + b1 * m.fourth + b2 * m.first * m.first * m.second
    square += b3 * m.first * m.third + b4 * m.first * m.first * m.first * m.first
    square /= pairs * pairs * n * (n - 1) * (n - 2) * (n - 3)
    return GlobalStatistic(
        value: setting.isEmpty ? .nan : numerator / pairs, expected: expected,
        variance: square - expected * expected, count: setting.moments.count)
}

/// Σx, Σx², Σx³, Σx⁴ of the values that are numbers.
private struct PowerSums {
    var first = 0.0
    var second = 0.0
    var third = 0.0
    var fourth = 0.0

    init(_ values: [Double]) {
        for value in values where value.isFinite {
            first += value
            second += value * value
            third += value * value * value
            fourth += value * value * value * value
        }
    }
}

/// What both global statistics need.
struct GlobalSetting {
    let moments: ValueMoments
    /// The values less their mean.
    let shifted: [Double]
    let totals: WeightTotals

    init(
        _ values: [Double], _ links: some NeighbourLinks, _ standardisation: WeightStandardisation,
        _ threads: Int
    ) {
        precondition(values.count == links.siteCount, "one value a site")
        moments = ValueMoments(of: values)
        let mean = moments.mean
        shifted = values.map { $0.isFinite ? $0 - mean : .nan }
        totals = links.totals(
            valid: values.map(\.isFinite), standardisation: standardisation, threads: threads)
    }

    var isEmpty: Bool { moments.count < 4 || moments.isFlat || !(totals.s0 > 0) }

    /// Σᵢ xᵢ Σⱼ wᵢⱼ xⱼ.
    func crossProduct(
        of values: [Double], _ links: some NeighbourLinks,
        _ standardisation: WeightStandardisation, _ threads: Int
    ) -> Double {
        let sums = links.sums(of: values, threads: threads).standardised(standardisation)
        return zip(values, sums.products).reduce(0) { $0 + ($1.0.isFinite ? $1.0 * $1.1 : 0) }
    }
}
