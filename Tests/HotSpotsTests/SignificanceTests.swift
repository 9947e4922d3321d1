import HotSpots
import TestSupport
import Testing

@Suite("Significance")
struct SignificanceTests {
    @Test("Benjamini–Hochberg on ten probabilities, worked out by hand")
    func byHand() {
        // Ten tests at 0.10: limits 0.01, 0.02 … 0.10. The seventh, 0.069 ≤ 0.07, is the last
        // below its limit, so that 0.045 above its own counts as well. At 0.05: 0.005 … 0.05;
        // the second, 0.009 ≤ 0.01. At 0.01: 0.0005 ≤ 0.001, the first.
        let p = [0.0005, 0.009, 0.045, 0.046, 0.047, 0.068, 0.069, 0.3, 0.6, 0.9]
        let signs = [1.0, -1, 1, 1, 1, 1, 1, 1, 1, 1]
        #expect(
            significanceBins(ofProbabilities: p, signs: signs, correction: .benjaminiHochberg)
                == [3, -2, 1, 1, 1, 1, 1, 0, 0, 0])
        #expect(
            significanceBins(ofProbabilities: p, signs: signs, correction: .none)
                == [3, -3, 2, 2, 2, 1, 1, 0, 0, 0])
    }

    @Test("Bins without correction change at the quantiles of the normal distribution")
    func uncorrected() {
        let cutoffs = SignificanceCutoffs(uncorrected: .standard)
        for (cutoff, quantile) in zip(
            cutoffs.smallestZ, [1.6448536269514722, 1.959963984540054, 2.5758293035489004])
        {
            #expect(isClose(cutoff, quantile, relative: 1e-15))
        }
        #expect(cutoffs.bin(ofZ: -1.96) == -2 && cutoffs.bin(ofZ: 1.6) == 0)
        #expect(cutoffs.bin(ofZ: .nan) == 0 && cutoffs.bin(ofZ: 9) == 3)
    }

    @Test(
        "Cutoffs from counts are those from sorting everything",
        arguments: [0.0, 0.5, 1, 2, 3], [1, 10, 3000])
    func sorting(shift: Double, count: Int) {
        var random = SeededRandom(seed: UInt64(count) + UInt64(shift * 10))
        var z = (0..<count).map { index -> Double in
            // Four uniform numbers are near enough to normal; a part of them is pushed aside.
            let sum = (0..<4).reduce(0) { sum, _ in
                sum + Double.random(in: -1..<1, using: &random)
            }
            return sum * 1.2 + (index % 5 == 0 ? shift * 2 : 0)
        }
        if count > 2 { z[1] = .nan }
        if count > 5 { z[4] = z[3] }
        let tests = z.filter { !$0.isNaN }
        let sizes = tests.map { abs($0) }.sorted(by: >)
        let cutoffs = SignificanceCutoffs(of: z, correction: .benjaminiHochberg)
        for (level, cutoff) in zip(SignificanceLevels.standard.levels, cutoffs.smallestZ) {
            let last = sizes.indices.last {
                twoSidedProbability(ofZ: sizes[$0]) <= level * Double($0 + 1) / Double(sizes.count)
            }
            let expected = tests.map { size in
                last.map { abs(size) >= sizes[$0] } ?? false
            }
            #expect(tests.map { abs($0) >= cutoff } == expected)
        }
    }

    @Test("Nothing to test, and scores beyond all bounds")
    func edges() {
        #expect(
            SignificanceCutoffs(of: [.nan], correction: .benjaminiHochberg).smallestZ
                == [.infinity, .infinity, .infinity])
        let far = SignificanceCutoffs(of: [500, -.infinity, 0], correction: .benjaminiHochberg)
        #expect(far.bin(ofZ: 500) == 3 && far.bin(ofZ: -.infinity) == -3 && far.bin(ofZ: 0) == 0)
    }
}

@Suite("Permutations")
struct PermutationTests {
    private let links = SpatialWeights(binary: [[1], [0, 2], [1, 3], [2, 4], [3]])

    @Test("Probabilities come near those of all draws, and are the same on any number of threads")
    func exact() {
        let values = [9.0, 7, 3, 2, 1]
        let permutations = Permutations(count: 49_999, seed: 4)
        let p = permutations.localProbabilities(of: values, among: links)
        #expect(p == permutations.localProbabilities(of: values, among: links, threads: 4))
        // The neighbour of the first, 7, is the largest of the four others: 1 of 4 is as much,
        // and all are as little or less: two-sided 0.5.
        #expect(abs(p[0] - 0.5) < 0.01)
        // The two of the second add up to 12; of the six pairs of 9, 3, 2, 1 one is as much.
        #expect(abs(p[1] - 2.0 / 6) < 0.01)
        #expect(
            p != Permutations(count: 49_999, seed: 5).localProbabilities(of: values, among: links))
    }

    @Test("Equal weights found in sorted lists are those counted one by one")
    func twoWays() {
        let count = 60
        var random = SeededRandom(seed: 12)
        let values = patchyValues(count: count, seed: 2)
        let lists = (0..<count).map { site in
            (0..<count).filter { $0 != site && Double.random(in: 0..<1, using: &random) < 0.2 }
        }
        let equal = SpatialWeights(binary: lists)
        // A weight a hair apart forces the slow way.
        let uneven = SpatialWeights(
            lists.map { list in
                list.enumerated().map { ($0.element, $0.offset == 0 ? 1 + 1e-15 : 1) }
            })
        let permutations = Permutations(count: 199, seed: 9)
        let p = permutations.localProbabilities(of: values, among: equal)
        let q = permutations.localProbabilities(of: values, among: uneven)
        #expect(zip(p, q).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
        #expect(zip(p, values).allSatisfy { $0.isNaN == $1.isNaN })
        #expect(p.allSatisfy { $0.isNaN || $0 >= 2.0 / 200 && $0 <= 1 })
    }

    @Test("A cluster is found, noise is not")
    func cluster() throws {
        let (rows, columns) = (20, 20)
        var values = patchyValues(count: rows * columns, seed: 8, gaps: false).map { $0 - 1000 }
        let grid = GridLinks(rows: rows, columns: columns, neighbourhood: .square(reach: 1))
        let permutations = Permutations(count: 199)
        let noise = permutations.moranProbability(of: values, among: grid, threads: 2)
        #expect(noise > 0.02)
        for row in 5..<9 { for column in 5..<9 { values[row * columns + column] += 60 } }
        #expect(permutations.moranProbability(of: values, among: grid) == 2.0 / 200)
        #expect(permutations.generalGProbability(of: values, among: grid) == 2.0 / 200)
        let p = permutations.localProbabilities(of: values, among: grid, threads: 3)
        #expect(p[6 * columns + 6] == 2.0 / 200)
        #expect(
            permutations.moranProbability(of: values, among: grid, threads: 1)
                == permutations.moranProbability(of: values, among: grid, threads: 2))
    }

    @Test("Sites without a value, without neighbours and without others have none")
    func degenerate() {
        let links = SpatialWeights(binary: [[1], [0], [], [0]])
        let p = Permutations(count: 9).localProbabilities(of: [1, 2, 3, .nan], among: links)
        #expect(!p[0].isNaN && p[2].isNaN && p[3].isNaN)
        let all = SpatialWeights(binary: [[1], [0]])
        #expect(Permutations(count: 9).localProbabilities(of: [1, 2], among: all)[0] == 1)
    }
}
