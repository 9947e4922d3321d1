import HotSpots
import TestSupport
import Testing

@Suite("Mann–Kendall")
struct MannKendallTests {
    @Test("Five values worked out by hand")
    func byHand() {
        // 1 3 2 4 5: nine pairs rise, one falls: S = 8; n(n−1)(2n+5)/18 = 5·4·15/18.
        let test = MannKendall([1, 3, 2, 4, 5])
        #expect(test.s == 8 && test.count == 5)
        #expect(isClose(test.variance, 300.0 / 18, relative: 1e-15))
        #expect(isClose(test.z, 7 / (300.0 / 18).squareRoot(), relative: 1e-15))
        #expect(test.tau == 0.8)
        // Slopes: 2 ½ 1 1, −1 ½ ⅔, 2 3⁄2, 1, sorted −1 ½ ½ ⅔ 1 1 1 3⁄2 2 2: the middle two are 1.
        #expect(test.slope == 1)
    }

    @Test("Ties lower the variance: 1 1 2 2")
    func ties() {
        // 4·3·13 − 2·(2·1·9) = 156 − 36 = 120; S = 4.
        let test = MannKendall([1, 1, 2, 2])
        #expect(test.s == 4 && isClose(test.variance, 120.0 / 18, relative: 1e-15))
    }

    @Test("A missing value is left out and keeps its place in time")
    func missing() {
        let test = MannKendall([1, .nan, 3])
        #expect(test.s == 1 && test.count == 2 && test.slope == 1)
    }

    @Test("No trend without change, without values, and with one")
    func degenerate() {
        #expect(MannKendall([2, 2, 2]).z.isNaN && MannKendall([2, 2, 2]).slope == 0)
        #expect(MannKendall([]).z.isNaN && MannKendall([.nan, 3]).slope.isNaN)
        #expect(MannKendall([1, 2, 1]).z == 0 && MannKendall([1, 2, 1]).p == 1)
    }
}

@Suite("Emerging hot spots")
struct EmergingTests {
    @Test(
        "Categories of series of bins, worked out by hand",
        arguments: [
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 0, "New Hot Spot"),
            ([-1, 0, 0, 0, 0, 0, 0, 0, 0, 2], 0, "New Hot Spot"),
            ([0, 0, 0, 0, 0, 0, 0, 1, 3, 2], 0, "Consecutive Hot Spot"),
            ([3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 1, "Intensifying Hot Spot"),
            ([0, 3, 3, 3, 3, 3, 3, 3, 3, 3], 0, "Persistent Hot Spot"),
            ([0, 3, 3, 3, 3, 3, 3, 3, 3, 3], -1, "Diminishing Hot Spot"),
            ([0, 1, 0, 1, 0, 0, 1, 0, 1, 1], 1, "Sporadic Hot Spot"),
            ([1, -1, 0, 1, 0, 0, 1, 0, 1, 1], 0, "Oscillating Hot Spot"),
            ([3, 3, 3, 3, 3, 3, 3, 3, 3, 0], 0, "Historical Hot Spot"),
            ([3, 3, 3, 3, 3, 3, 3, 3, 3, -1], 0, "Historical Hot Spot"),
            ([0, 0, 1, 0, 0, 0, 0, 0, 1, 0], 1, "No Pattern Detected"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, -2], 0, "New Cold Spot"),
            ([-3, -3, -3, -3, -3, -3, -3, -3, -3, -3], -1, "Intensifying Cold Spot"),
            ([-3, -3, -3, -3, -3, -3, -3, -3, -3, -3], 1, "Diminishing Cold Spot"),
            ([-1, 1, 0, -1, 0, 0, -1, 0, -1, -1], 0, "Oscillating Cold Spot"),
        ] as [([Int8], Int, String)])
    func categories(bins: [Int8], trend: Int, name: String) {
        let category = EmergingCategory(bins: bins.map { $0 }, trend: trend)
        #expect(category?.name == name)
    }

    @Test("Missing steps are passed over; without the last one nothing can be said")
    func missing() {
        #expect(EmergingCategory(bins: [nil, 3, nil, 3], trend: 0) == .hot(.persistent))
        #expect(EmergingCategory(bins: [3, 3, nil], trend: 0) == nil)
        #expect(EmergingCategory(bins: [], trend: 0) == nil)
    }

    @Test("There are 17 categories with names and numbers of their own, in both languages")
    func names() {
        let all = EmergingCategory.allCases
        #expect(all.count == 17 && Set(all.map(\.name)).count == 17)
        #expect(Set(all.map(\.nameInChinese)).count == 17)
        #expect(Set(all.map(\.number)) == Set(-8...8))
    }

    @Test("A spot that grows month by month, with a month without readings")
    func growing() throws {
        let (rows, columns, months) = (15, 15, 12)
        var random = SeededRandom(seed: 21)
        let stack = (0..<months).map { month in
            (0..<rows * columns).map { cell -> Double in
                let isSpot = abs(cell / columns - 7) <= 1 && abs(cell % columns - 7) <= 1
                let noise = Double.random(in: -1..<1, using: &random)
                return month == 4 ? .nan : 30 + noise + (isSpot ? 5 * Double(month + 4) : 0)
            }
        }
        let links = GridLinks(rows: rows, columns: columns, neighbourhood: .square(reach: 1))
        let sites = try EmergingHotSpots().sites(of: stack, among: links, threads: 2)
        let heart = sites[7 * columns + 7]
        #expect(heart.category == .hot(.intensifying))
        #expect(heart.z[4].isNaN && heart.bins[4] == nil && heart.trend.count == 11)
        #expect(sites[0].category == .noPattern)
        let again = try EmergingHotSpots().sites(of: stack, among: links)
        #expect(
            again.map(\.category) == sites.map(\.category)
                && again.map(\.trend.s) == sites.map(\.trend.s))
    }

    @Test("Without earlier steps, z-scores are those of Gᵢ* over the whole cube")
    func oneStep() throws {
        let links = SpatialWeights(binary: [[1], [0, 2], [1]])
        let sites = try EmergingHotSpots(steps: 0).sites(
            of: [[1, 2, 3], [4, 5, 9]], among: links)
        // x̄ = 4, Σ(x − x̄)² = 9 + 4 + 1 + 0 + 1 + 25 = 40, n = 6. Step 1, first: −3 − 2, W = 2.
        let variance = 40.0 / 6
        let first: Double = -5 / (variance * (6 * 2 - 4) / 5).squareRoot()
        #expect(isClose(sites[0].z[0], first, relative: 1e-14))
        // With the step before, second step, first: 0 + 1 − 3 − 2, W = 4.
        let cube = try EmergingHotSpots(steps: 1).sites(
            of: [[1, 2, 3], [4, 5, 9]], among: links)
        let second: Double = -4 / (variance * (6 * 4 - 16) / 5).squareRoot()
        #expect(isClose(cube[0].z[1], second, relative: 1e-14))
    }

    @Test("One step is refused, in both languages")
    func tooFew() {
        let links = SpatialWeights(binary: [[], []])
        let error = #expect(throws: HotSpotError.tooFewSteps(1)) {
            try EmergingHotSpots().sites(of: [[1, 2]], among: links)
        }
        #expect(error?.description.contains("1 steps") == true)
        #expect(error?.descriptionInChinese.contains("只有 1 个时段") == true)
    }
}
