import Geometry
import Grids
import HotSpots
import TestSupport
import Testing

/// The cells around each cell of a small grid, one by one.
func bruteForceLinks(
    rows: Int, columns: Int, reaches: (Int, Int) -> Bool
) -> SpatialWeights {
    SpatialWeights(
        binary: (0..<rows * columns).map { site in
            (0..<rows * columns).filter { other in
                other != site
                    && reaches(other / columns - site / columns, other % columns - site % columns)
            }
        })
}

/// Values with gaps and a far offset, which running sums must not feel.
func patchyValues(count: Int, seed: UInt64, gaps: Bool = true) -> [Double] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
        let value = 1000 + Double.random(in: 0..<40, using: &random)
        return gaps && Double.random(in: 0..<1, using: &random) < 0.15 ? .nan : value
    }
}

/// Gᵢ* and Gᵢ straight from their definition, over sites with a value.
func plainLocalG(_ values: [Double], _ links: SpatialWeights, star: Bool) -> [Double] {
    values.indices.map { site in
        guard !values[site].isNaN else { return .nan }
        let all = values.indices.filter { !values[$0].isNaN && (star || $0 != site) }
        let n = Double(all.count)
        let mean = all.reduce(0) { $0 + values[$1] } / n
        let variance = all.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / n
        let near = links.neighbours(of: site).map { Int($0) }.filter { !values[$0].isNaN }
        let sum = near.reduce(star ? values[site] - mean : 0) { $0 + values[$1] - mean }
        let k = Double(near.count) + (star ? 1 : 0)
        let spread = (n * k - k * k) / (n - 1)
        return spread > 0 ? sum / (variance * spread).squareRoot() : .nan
    }
}

func expectClose(
    _ actual: [Double], _ expected: [Double], tolerance: Double = 1e-10,
    location: SourceLocation = #_sourceLocation
) {
    #expect(actual.count == expected.count, sourceLocation: location)
    for (index, (a, b)) in zip(actual, expected).enumerated() {
        let agrees = a.isNaN && b.isNaN || abs(a - b) <= tolerance * max(1, abs(b))
        #expect(agrees, "site \(index): \(a), expected \(b)", sourceLocation: location)
    }
}

@Suite("Local G")
struct LocalGTests {
    @Test("Four values in a row, worked out by hand")
    func byHand() {
        // x̄ = 2.5, s² = 1.25. First site: itself and the second, Σ(x − x̄) = −2, W = 2:
        // z = −2 ÷ √(1.25 · (4·2 − 4)/3) = −2 ÷ √(5/3).
        let links = SpatialWeights(binary: [[1], [0, 2], [1, 3], [2]])
        let scores = LocalG().scores(of: [1, 2, 3, 4], among: links)
        let end = -2 / (5.0 / 3).squareRoot()
        // Second: itself and both beside, Σ = −1.5, W = 3: z = −1.5 ÷ √(1.25 · (12 − 9)/3).
        let inner = -1.5 / 1.25.squareRoot()
        expectClose(scores.z, [end, inner, -inner, -end], tolerance: 1e-14)
        #expect(scores.neighbourCounts == [2, 3, 3, 2])
        // Without itself: the others of the first are 2, 3, 4: x̄ = 3, s² = 2/3, n = 3, W = 1:
        // z = (2 − 3) ÷ √(2/3 · (3 − 1)/2).
        let others = LocalG(includesSelf: false).scores(of: [1, 2, 3, 4], among: links)
        expectClose([others.z[0]], [-1 / (2.0 / 3).squareRoot()], tolerance: 1e-14)
        #expect(others.neighbourCounts == [1, 2, 2, 1])
    }

    @Test("Two-sided probabilities of the known quantiles")
    func probabilities() {
        for (z, p) in [(1.959963984540054, 0.05), (2.5758293035489004, 0.01), (0, 1)] {
            #expect(isClose(twoSidedProbability(ofZ: z), p, relative: 1e-14))
            #expect(twoSidedProbability(ofZ: -z) == twoSidedProbability(ofZ: z))
        }
        #expect(twoSidedProbability(ofZ: 20) > 0 && twoSidedProbability(ofZ: .nan).isNaN)
    }

    @Test(
        "Running sums give what the definition gives, with and without gaps",
        arguments: [(1.0, true), (2.5, false), (4, true)], [true, false])
    func runningSums(disc: (radius: Double, gaps: Bool), star: Bool) throws {
        let (rows, columns) = (17, 23)
        let values = patchyValues(count: rows * columns, seed: 7, gaps: disc.gaps)
        let neighbourhood = try GridNeighbourhood.disc(radius: disc.radius)
        let links = bruteForceLinks(rows: rows, columns: columns) {
            Double($0 * $0 + $1 * $1) <= disc.radius * disc.radius
        }
        let expected = plainLocalG(values, links, star: star)
        let statistic = LocalG(includesSelf: star)
        expectClose(statistic.scores(of: values, among: links).z, expected)
        let grid = GridLinks(rows: rows, columns: columns, neighbourhood: neighbourhood)
        let scores = statistic.scores(of: values, among: grid)
        expectClose(scores.z, expected)
        #expect(
            scores.neighbourCounts == statistic.scores(of: values, among: links).neighbourCounts)
        let raster = Grid(geometry: geometry(rows, columns), values: values)
        let whole = try GridLocalG(neighbourhood, includesSelf: star).scores(of: raster).scores
        expectClose(whole.z, expected)
        #expect(whole.neighbourCounts.map { Int($0) } == scores.neighbourCounts)
    }

    @Test("A neighbourhood larger than the grid, one row, one column, one cell")
    func small() throws {
        for (rows, columns) in [(1, 9), (9, 1), (1, 1), (3, 4)] {
            let values = patchyValues(count: rows * columns, seed: 3, gaps: false)
            let links = bruteForceLinks(rows: rows, columns: columns) {
                $0 * $0 + $1 * $1 <= 25
            }
            let raster = Grid(geometry: geometry(rows, columns), values: values)
            let disc = try GridNeighbourhood.disc(radius: 5)
            let scores = try GridLocalG(disc).scores(of: raster).scores
            if columns * rows > 9 || rows * columns == 1 {
                // Every cell is every other's neighbour: nothing is left to compare with.
                #expect(scores.z.allSatisfy { $0.isNaN })
            } else {
                expectClose(scores.z, plainLocalG(values, links, star: true))
            }
        }
    }

    @Test("Nothing but gaps, and all values alike, have no scores and no bins")
    func degenerate() throws {
        let disc = try GridNeighbourhood.disc(radius: 1)
        for value in [Double.nan, 0.1] {
            let raster = Grid(
                geometry: geometry(4, 5), values: [Double](repeating: value, count: 20))
            let (scores, summary) = try GridLocalG(disc).scores(of: raster)
            #expect(scores.z.allSatisfy { $0.isNaN })
            #expect(summary.testCount == 0)
            #expect(scores.z.map(summary.cutoffs.bin(ofZ:)).allSatisfy { $0 == 0 })
        }
    }

    @Test("Bands, threads and the whole give the same numbers to the last bit")
    func bands() throws {
        let (rows, columns) = (900, 1300)
        let values = patchyValues(count: rows * columns, seed: 11)
        let raster = Grid(geometry: geometry(rows, columns), values: values, nodata: nil)
        let statistic = GridLocalG(try .disc(radius: 3))
        let (whole, summary) = try statistic.scores(of: raster)
        for threads in [1, 3] {
            var z: [Double] = []
            var bandCount = 0
            try statistic.bands(of: raster, threads: threads) { band, all in
                z += band.z
                bandCount += 1
                #expect(all == summary)
            }
            #expect(bandCount > 2)
            #expect(z.elementsEqual(whole.z) { $0 == $1 || $0.isNaN && $1.isNaN })
        }
    }

    @Test("An isolated site has a score of its own, and none without itself")
    func islands() {
        let links = SpatialWeights(binary: [[1], [0], []])
        let star = LocalG().scores(of: [1, 2, 6], among: links)
        #expect(star.neighbourCounts == [2, 2, 1] && star.z[2] > 0)
        let others = LocalG(includesSelf: false).scores(of: [1, 2, 6], among: links)
        #expect(others.z[2].isNaN && others.neighbourCounts == [1, 1, 0])
        #expect(links.islands == [2])
    }
}

@Suite("Moran's I and general G")
struct MoranTests {
    @Test("Four values in a row, worked out by hand")
    func byHand() throws {
        // z = −1.5, −0.5, 0.5, 1.5; Σz² = 5; pairs 1-2, 2-3, 3-4: Σ wzz = 2(0.75 − 0.25 + 0.75).
        let links = SpatialWeights(binary: [[1], [0, 2], [1, 3], [2]])
        let moran = moranI(of: [1, 2, 3, 4], among: links, standardisation: .none)
        #expect(isClose(moran.value, 4.0 / 6 * 2.5 / 5, relative: 1e-14))
        #expect(isClose(moran.expected, -1.0 / 3, relative: 1e-14))
        // Σᵢ≠ⱼ xᵢxⱼ = 100 − 30; Σ w xx = 2(2 + 6 + 12).
        let g = try generalG(of: [1, 2, 3, 4], among: links)
        #expect(isClose(g.value, 40.0 / 70, relative: 1e-14))
        #expect(isClose(g.expected, 6.0 / 12, relative: 1e-14))
        // I₁ = 3 · (−1.5)(−0.5) ÷ 5 with one neighbour; I₂ = 3 · (−0.5)(−0.5) ÷ 5 with two.
        let local = LocalMoran().scores(of: [1, 2, 3, 4], among: links)
        expectClose(local.statistics, [0.45, 0.15, 0.15, 0.45], tolerance: 1e-14)
        #expect(local.quadrants == [.lowLow, .lowLow, .highHigh, .highHigh])
    }

    @Test("The variance is that of all 120 orders of five values")
    func allOrders() throws {
        let links = SpatialWeights(binary: [[1, 2], [0, 2, 3], [0, 1], [1, 4], [3]])
        let values = [3.0, 1, 4, 1.5, 9]
        for standardisation in WeightStandardisation.allCases {
            let expected = moranI(of: values, among: links, standardisation: standardisation)
            let all = orders(of: values).map {
                moranI(of: $0, among: links, standardisation: standardisation).value
            }
            let moments = ValueMoments(of: all)
            #expect(isClose(moments.mean, expected.expected, relative: 1e-12))
            #expect(isClose(moments.variance, expected.variance, relative: 1e-12))
        }
        let g = try generalG(of: values, among: links)
        let all = try orders(of: values).map { try generalG(of: $0, among: links).value }
        #expect(isClose(ValueMoments(of: all).mean, g.expected, relative: 1e-12))
        #expect(isClose(ValueMoments(of: all).variance, g.variance, relative: 1e-12))
    }

    @Test("The local z-score is that of all orders of the other values")
    func localOrders() {
        let links = SpatialWeights(binary: [[1, 2], [0, 2, 3], [0, 1], [1, 4], [3]])
        let values = [3.0, 1, 4, 1.5, 9]
        let scores = LocalMoran().scores(of: values, among: links)
        let first = orders(of: Array(values.dropFirst())).map {
            LocalMoran().scores(of: [3] + $0, among: links).statistics[0]
        }
        let moments = ValueMoments(of: first)
        let z = (scores.statistics[0] - moments.mean) / moments.standardDeviation
        #expect(isClose(scores.z[0], z, relative: 1e-12))
    }

    @Test("A grid and a list of its neighbours agree, with gaps, however weights are standardised")
    func gridAndList() throws {
        let (rows, columns) = (12, 15)
        let values = patchyValues(count: rows * columns, seed: 5)
        let grid = GridLinks(
            rows: rows, columns: columns, neighbourhood: .square(reach: 1))
        let list = bruteForceLinks(rows: rows, columns: columns) { abs($0) <= 1 && abs($1) <= 1 }
        for standardisation in WeightStandardisation.allCases {
            let a = moranI(of: values, among: grid, standardisation: standardisation)
            let b = moranI(of: values, among: list, standardisation: standardisation)
            #expect(isClose(a.value, b.value, relative: 1e-10))
            #expect(isClose(a.variance, b.variance, relative: 1e-10))
            #expect(isClose(a.normalZ ?? .nan, b.normalZ ?? .nan, relative: 1e-10))
            let local = LocalMoran(standardisation: standardisation)
            let (p, q) = (
                local.scores(of: values, among: grid), local.scores(of: values, among: list)
            )
            expectClose(p.statistics, q.statistics)
            expectClose(p.z, q.z)
            #expect(p.quadrants == q.quadrants && p.neighbourCounts == q.neighbourCounts)
        }
        let (a, b) = (try generalG(of: values, among: grid), try generalG(of: values, among: list))
        #expect(isClose(a.z, b.z, relative: 1e-8))
        #expect(isClose(a.value, b.value, relative: 1e-12))
    }

    @Test("General G refuses values below 0, in both languages")
    func negative() throws {
        let links = SpatialWeights(binary: [[1], [0]])
        let error = #expect(throws: HotSpotError.negativeValue(-1)) {
            try generalG(of: [-1, 2], among: links)
        }
        #expect(error?.description.contains("Moran's I") == true)
        #expect(error?.descriptionInChinese.contains("非负") == true)
    }
}

func geometry(_ rows: Int, _ columns: Int, cell: Double = 1) -> GridGeometry {
    GridGeometry(
        geotransform: Geotransform(
            originX: 0, columnStepX: cell, originY: Double(rows) * cell, rowStepY: -cell),
        rows: rows, columns: columns, crs: nil)
}

/// Every order of `values`.
private func orders(of values: [Double]) -> [[Double]] {
    guard values.count > 1 else { return [values] }
    return values.indices.flatMap { first in
        var rest = values
        rest.remove(at: first)
        return orders(of: rest).map { [values[first]] + $0 }
    }
}
