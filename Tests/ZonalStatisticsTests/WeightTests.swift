import Coverage
import Geometry
import Grids
import TestSupport
import Testing

@testable import ZonalStatistics

private let weighted = "weighted_sum weighted_mean weighted_variance weighted_stdev"

@Suite("Weights")
struct WeightTests {
    let grid = unitGrid(rows: 2, columns: 2, [1, 2, 3, 4])
    let all = box(0, 0, 2, 2)

    @Test("Weights multiply the coverage")
    func handWorked() throws {
        // Σ w = 4, Σ wx = 1·1 + 0·2 + 2·3 + 1·4 = 11, mean 2.75, Σ w(x − m)² = 3.0625 + 0.125 + 1.5625.
        let weights = unitGrid(rows: 2, columns: 2, [1, 0, 2, 1])
        let result = try values(
            "count mean \(weighted)", of: grid, in: all, weights: weights)
        #expect(result == [4, 2.5, 11, 2.75, 1.1875, 1.1875.squareRoot()])
        // Half of the first column: Σ cw = 0.5 + 1 + 1, Σ cwx = 0.5 + 3 + 4.
        #expect(
            try values(
                "weighted_sum weighted_mean", of: grid, in: box(0.5, 0, 2, 2), weights: weights)
                == [7.5, 3])
    }

    @Test("Weights of 1 give the plain figures")
    func ones() throws {
        let ones = RowRaster(geometry: grid.geometry, rowValues: [1, 1])
        let result = try values(
            "\(weighted) sum mean variance stdev", of: grid, in: box(0.25, 0.5, 2, 2),
            weights: ones)
        for index in 0..<4 { #expect(isClose(result[index], result[index + 4], relative: 1e-15)) }
    }

    @Test("Cells of weight 0 add nothing; where all are, the sum is 0 and the rest empty")
    func zeroWeights() throws {
        let zeros = unitGrid(rows: 2, columns: 2, [0, 0, 0, 0])
        let result = try values("mean \(weighted)", of: grid, in: all, weights: zeros)
        #expect(result[0] == 2.5 && result[1] == 0)
        #expect(result[2...].allSatisfy { $0.isNaN })
        // A product that is too small for a number is no weight either, even of infinity.
        let tiny = Double.leastNonzeroMagnitude
        let infinite = unitGrid(rows: 1, columns: 2, [.infinity, 3])
        let least = unitGrid(rows: 1, columns: 2, [tiny, 1])
        #expect(
            try values(
                "weighted_sum weighted_mean", of: infinite, in: box(0.75, 0, 2, 1),
                weights: least) == [3, 3])
    }

    @Test("Cells without a weight are left out, and their zones counted")
    func missingWeights() throws {
        let weights = unitGrid(rows: 2, columns: 2, [.nan, 1, 1, .nan])
        let zones = [all, box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)]
        let holed = unitGrid(rows: 2, columns: 2, [.nan, 2, 3, 4])
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        func outcome(_ grid: Grid<Double>) throws -> ZonalOutcome {
            try ZonalJob(
                passes: [(ZonalPass(grid, over: overlay, weights: weights), .all)],
                bands: [ZonalJob.Band(name: "", pass: 0, band: 0)],
                question: ZonalQuestion(Statistic.list("count weighted_sum weighted_mean"))
            ).run()
        }
        let result = try outcome(grid)
        let rows = try result.tables(areasInSquareMetres: [0, 0, 0, 0])[0].values
        #expect(rows[0] == [4, 5, 2.5] && rows[1] == [1, 3, 3])
        #expect(rows[2][0] == 1 && rows[2][1...].allSatisfy { $0.isNaN })
        #expect(rows[3][0] == 0 && rows[3][1...].allSatisfy { $0.isNaN })
        #expect(result.zonesWithoutSomeWeights == 2)
        // A cell without a value needs no weight: only that of value 4 is missing.
        #expect(try outcome(holed).zonesWithoutSomeWeights == 2)
        #expect(
            try outcome(unitGrid(rows: 2, columns: 2, [.nan, 2, 3, .nan])).zonesWithoutSomeWeights
                == 0)
    }

    @Test(
        "A negative or infinite weight is refused, with its cell",
        arguments: [-1, -Double.infinity, .infinity])
    func outOfRange(_ weight: Double) throws {
        let weights = unitGrid(rows: 2, columns: 2, [1, 1, 1, weight])
        #expect(
            throws: ZonalStatisticsError.weightOutOfRange(row: 1, column: 1, weight: weight)
        ) { try values("weighted_mean", of: grid, in: all, weights: weights) }
        // Where no zone lies it does not matter; nor does it for other statistics.
        #expect(
            try values("weighted_mean", of: grid, in: box(0, 1, 2, 2), weights: weights) == [1.5])
        #expect(try values("mean", of: grid, in: all, weights: weights) == [2.5])
    }

    @Test("The message names cell and weight")
    func message() {
        let error = ZonalStatisticsError.weightOutOfRange(row: 1, column: 3, weight: -2.5)
        #expect(
            error.description == """
                The weight in row 1, column 3 is -2.5, expected a number of 0 or more. Mark cells \
                without a weight as nodata.
                """)
        #expect(
            error.descriptionInChinese == """
                第 1 行第 3 列（从 0 起数）的权重为 -2.5，应为不小于 0 的数。没有权重的像元请设为 nodata。
                """)
    }

    @Test(
        "Finer weights that are constant in each cell give what coarse ones give", arguments: 1...40
    )
    func finerWeights(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (rows, columns) = (5, 7)
        func grid(_ values: [Double]) -> Grid<Double> {
            unitGrid(
                rows: rows, columns: columns,
                (0..<rows * columns).map { _ in values.randomElement(using: &random) ?? 0 })
        }
        let coarse = grid([1, 2, 3.5, -4, .nan])
        let coarseWeights = grid([0, 1, 2, 0.25, .nan])
        let zones = (0..<5).map { _ in
            let (x, y) = (
                Double.random(in: -1...6, using: &random), Double.random(in: -1...4, using: &random)
            )
            return box(
                x, y, x + Double.random(in: 0.1...5, using: &random),
                y + Double.random(in: 0.1...5, using: &random))
        }
        let (m, n) = (
            Int.random(in: 1...4, using: &random), Int.random(in: 1...3, using: &random)
        )
        let fine = coarse.geometry.refined(rows: m, columns: n)
        let expanded = try #require(ExpandedRaster(coarse, onto: fine))
        let weights = try #require(ExpandedRaster(coarseWeights, onto: fine))
        let question = ZonalQuestion(try Statistic.list("count sum median \(weighted)"))
        let overlay = try Overlay(of: zones, on: coarse.geometry, threads: 1)
        let fineOverlay = try Overlay(of: zones, on: fine, threads: 1)
        let areas = zones.map(\.areaInSquareMetres)
        let one = try ZonalJob(
            passes: [(ZonalPass(coarse, over: overlay, weights: coarseWeights), .all)],
            bands: [ZonalJob.Band(name: "", pass: 0, band: 0)], question: question
        ).run()
        let two = try ZonalJob(
            passes: [
                (ZonalPass(coarse, over: overlay), .plain),
                (
                    ZonalPass(
                        expanded, over: fineOverlay, weights: weights, cellsPerValueCell: m * n),
                    .weighted
                ),
            ],
            bands: [ZonalJob.Band(name: "", pass: 0, band: 0, weightedPass: 1, weightedBand: 0)],
            question: question
        ).run()
        let (a, b) = (
            try one.tables(areasInSquareMetres: areas)[0],
            try two.tables(areasInSquareMetres: areas)[0]
        )
        #expect(a.columns == b.columns)
        for (x, y) in zip(a.values.joined(), b.values.joined()) {
            #expect(isClose(x, y, relative: 1e-12, absolute: 1e-13), "\(x) \(y)")
        }
        #expect(one.zonesWithoutSomeWeights == two.zonesWithoutSomeWeights)
    }
}
