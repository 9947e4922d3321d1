import Coverage
import Geometry
import Grids
import TestSupport
import Testing

@testable import ZonalStatistics

/// Statistics that have no value in a zone without a valid cell.
private let statisticsOfValues = """
    sum mean min max range stdev variance cv median p0 p90 p100 mode minority variety min_x min_y \
    max_x max_y share>1 circular_mean weighted_mean weighted_sum weighted_stdev weighted_variance
    """

@Suite("Statistics worked by hand")
struct HandWorkedTests {
    /// 1 2
    /// 3 4
    let grid = unitGrid(rows: 2, columns: 2, [1, 2, 3, 4])
    let all = box(0, 0, 2, 2)

    @Test("The whole grid has the plain statistics of its four values")
    func wholeGrid() throws {
        let result = try values(
            "count sum mean min max range variance valid_share variety share>2 min_x min_y max_x max_y",
            of: grid, in: all)
        #expect(result == [4, 10, 2.5, 1, 4, 3, 1.25, 1, 4, 0.5, 0.5, 1.5, 1.5, 0.5])
    }

    @Test("Fractions weight every statistic of values, but minimum and maximum")
    func weighted() throws {
        // Fractions 0.5 1 / 0.25 0.5, values 1 2 / 3 4: count 2.25, sum 0.5 + 2 + 0.75 + 2 = 5.25.
        let zone = box(0.5, 0.5, 2, 2)
        let result = try values("count sum mean min max", of: grid, in: zone)
        #expect(result == [2.25, 5.25, 5.25 / 2.25, 1, 4])
        // Σ c·x² = 0.5 + 4 + 2.25 + 8 = 14.75, so variance = 14.75 / 2.25 − (7 / 3)² = 10 / 9.
        let moments = try values("variance stdev cv", of: grid, in: zone)
        #expect(isClose(moments[0], 10.0 / 9, relative: 1e-15))
        #expect(isClose(moments[1], (10.0 / 9).squareRoot(), relative: 1e-15))
        #expect(isClose(moments[2], (10.0 / 9).squareRoot() / (7.0 / 3), relative: 1e-15))
        // Above 2 lie 0.25 + 0.5 of 2.25; the value 2 has the largest part, 3 the smallest.
        let shares = try values("share>2 mode minority variety", of: grid, in: zone)
        #expect(isClose(shares[0], 1.0 / 3, relative: 1e-15))
        #expect(shares[1...] == [2, 3, 4])
    }

    @Test("Three by three cells with nodata, NaN and fractions")
    func threeByThree() throws {
        // Values 1 2 − / 4 5 6 / NaN 8 9; the box covers 0.5 1 0.5 of the columns and 0.25 1 1 of
        // the rows: fractions 0.125 0.25 · / 0.5 1 0.5 / · 1 0.5, count 3.875.
        var grid = unitGrid(rows: 3, columns: 3, [1, 2, -9999, 4, 5, 6, .nan, 8, 9])
        grid.nodata = -9999
        let result = try values(
            "count sum min max variety mode minority min_x min_y max_x max_y valid_share",
            of: grid, in: box(0.5, 0, 2.5, 2.25))
        #expect(
            result == [
                3.875, 0.125 + 0.5 + 2 + 5 + 3 + 8 + 4.5, 1, 9, 7, 8, 1, 0.5, 2.5, 2.5, 0.5,
                3.875 / 4.5,
            ])
        // Sums of fractions up to 1, 2, 4, 5, 6, 8, 9: 0.125 0.375 0.875 1.875 2.375 3.375 3.875.
        let quantiles = try values(
            "p0 p3 p4 median p61 p62 p87 p88 p100", of: grid, in: box(0.5, 0, 2.5, 2.25))
        #expect(quantiles == [1, 1, 2, 6, 6, 8, 8, 9, 9])
    }

    @Test("A cell without data counts for nothing but the share")
    func missingCell() throws {
        let holed = unitGrid(rows: 2, columns: 2, [1, .nan, 3, 4])
        let result = try values("count sum mean min max valid_share", of: holed, in: all)
        #expect(result == [3, 8, 8.0 / 3, 1, 4, 0.75])
    }

    @Test("Cells outside the raster count as missing in the share")
    func partlyOutside() throws {
        let result = try values("count mean valid_share", of: grid, in: box(1, 0, 5, 2))
        #expect(result == [2, 3, 0.25])
    }

    @Test(
        "Without a valid cell counts are 0 and everything else is empty",
        arguments: [box(7, 7, 9, 9, squareMetres: 4e6), box(0, 0, 1, 1, squareMetres: 4e6)])
    func noValidCell(_ zone: Zone) throws {
        let empty = unitGrid(rows: 2, columns: 2, [1, 2, .nan, 4])
        let weights = unitGrid(rows: 2, columns: 2, [1, 1, 1, 1])
        for quantiles in QuantileDefinition.allCases {
            let result = try values(
                "count valid_share area_km2 \(statisticsOfValues)", of: empty, in: zone,
                weights: weights, quantiles: quantiles)
            #expect(result[0..<3] == [0, 0, 4])
            #expect(result[3...].allSatisfy { $0.isNaN })
        }
    }

    @Test("A zone without geometry keeps its row; only its count is 0")
    func noGeometry() throws {
        let result = try values(
            "count valid_share area_km2 \(statisticsOfValues)", of: grid, in: shapeless,
            weights: grid)
        #expect(result[0] == 0)
        #expect(result[1...].allSatisfy { $0.isNaN })
    }

    @Test("The coefficient of variation is empty for a mean of 0")
    func cvOfMeanZero() throws {
        let symmetric = unitGrid(rows: 2, columns: 2, [-1, 1, 1, -1])
        let result = try values("mean stdev cv", of: symmetric, in: all)
        #expect(result[0] == 0 && result[1] == 1 && result[2].isNaN)
    }

    @Test("A constant raster has its value as mean and no deviation, to the last bit")
    func constant() throws {
        let constant = unitGrid(rows: 9, columns: 11, Array(repeating: 0.1, count: 99))
        let result = try values(
            "mean min max range variance cv median p0 p100 mode share>0 share>0.1", of: constant,
            in: box(0.3, 0.7, 10.1, 8.9))
        #expect(result == [0.1, 0.1, 0.1, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 1, 0])
    }

    @Test("A share of all but dust is 1")
    func wholeShare() throws {
        let result = try values("valid_share share>0", of: grid, in: box(0.1, 0.1, 1.7, 1.9))
        #expect(result == [1, 1])
    }

    @Test("Infinite values are values: sum and mean become infinite, the variance empty")
    func infiniteValues() throws {
        let infinite = unitGrid(rows: 2, columns: 3, [1, .infinity, 3, 4, 5, -7])
        let result = try values(
            "sum mean max min median p100 mode variety share>4 max_x max_y", of: infinite,
            in: box(0, 0, 3, 2))
        #expect(
            result == [
                .infinity, .infinity, .infinity, -7, 3, .infinity, .infinity, 6, 2.0 / 6, 1.5, 1.5,
            ])
        let empty = try values(
            "variance stdev cv circular_mean", of: infinite, in: box(0, 0, 3, 2))
        #expect(empty.allSatisfy { $0.isNaN })
        let both = unitGrid(rows: 1, columns: 2, [-.infinity, .infinity])
        let opposed = try values("sum mean min max range", of: both, in: box(0, 0, 2, 1))
        #expect(opposed[0].isNaN && opposed[1].isNaN)
        #expect(opposed[2...] == [-.infinity, .infinity, .infinity])
    }

    @Test("Zeros of both signs are one value, and come out as 0")
    func signedZero() throws {
        let zeros = unitGrid(rows: 1, columns: 3, [-0.0, 0, -0.0])
        let result = try table(
            "min max sum mean range median mode minority variety p100 frac", of: zeros,
            in: box(0, 0, 3, 1))
        #expect(result.columns.map(\.name).last == "frac_0")
        #expect(result.columns.count == 11)
        #expect(result.values[0].map(\.sign) == Array(repeating: .plus, count: 11))
        #expect(result.values[0] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])
    }

    @Test("Minimum and maximum lie in the first cell of several, row by row")
    func firstCell() throws {
        let grid = unitGrid(rows: 3, columns: 3, [2, 9, 1, 1, 2, 9, 9, 1, 1])
        #expect(
            try values("min_x min_y max_x max_y", of: grid, in: box(0, 0, 3, 3))
                == [2.5, 2.5, 1.5, 2.5])
        // The first row is left out.
        #expect(
            try values("min_x min_y max_x max_y", of: grid, in: box(0, 0, 3, 2))
                == [0.5, 1.5, 2.5, 1.5])
    }

    @Test("On a south-up grid the first cell is that of the first row in the file")
    func southUp() throws {
        var grid = unitGrid(rows: 2, columns: 1, [5, 5])
        grid.geometry.geotransform.originY = 0
        grid.geometry.geotransform.rowStepY = 1
        #expect(try values("min_x min_y", of: grid, in: box(0, 0, 1, 2)) == [0.5, 0.5])
    }

    @Test("A table in Float equals the one in Double")
    func floats() throws {
        let cells = (0..<48).map { Double(($0 * 7) % 11) }
        let names = "count sum mean variance median p90 mode min_x share>4 circular_mean frac"
        let floats = Grid<Float>(
            geometry: unitGeometry(rows: 6, columns: 8), values: cells.map(Float.init))
        let zone = box(0.25, 0.5, 7.75, 5.5)
        #expect(floats.isExactInFloat)
        #expect(
            try table(names, of: floats, in: zone).bits
                == table(names, of: unitGrid(rows: 6, columns: 8, cells), in: zone).bits)
    }
}

@Suite("Quantiles")
struct QuantileTests {
    private func quantile(
        _ name: String, _ cells: [Double], _ definition: QuantileDefinition
    ) throws -> Double {
        try values(
            name, of: unitGrid(rows: 1, columns: cells.count, cells),
            in: box(0, 0, Double(cells.count), 1), quantiles: definition)[0]
    }

    @Test(
        "Whole cells, by both definitions; linear is numpy's",
        arguments: [
            // np.percentile([…], p, method="inverted_cdf"), np.percentile([…], p)
            ([0, 0, 0, 10], "median", 0, 0), ([1, 2, 3, 4], "p25", 1, 1.75),
            ([1, 2, 3, 4], "median", 2, 2.5), ([1, 2, 3, 4], "p75", 3, 3.25),
            ([4, 2, 1, 3], "p76", 4, 3.2800000000000002), ([1, 2, 3, 4], "p0", 1, 1),
            ([1, 2, 3, 4], "p100", 4, 4), ([7], "p0", 7, 7), ([7], "median", 7, 7),
            ([7], "p100", 7, 7), ([3, 1, 2], "median", 2, 2), ([0, 10], "p99.5", 10, 9.95),
            ([-5, -1, -1, 0, 8, 8], "p60", 0, 0), ([-5, -1, -1, 0, 8, 8], "p70", 8, 4),
        ] as [([Double], String, Double, Double)])
    func wholeCells(
        _ cells: [Double], _ name: String, _ inverse: Double, _ linear: Double
    ) throws {
        #expect(try quantile(name, cells, .inverseCDF) == inverse)
        #expect(isClose(try quantile(name, cells, .linear), linear, relative: 1e-15))
    }

    @Test(
        "A quantile that falls on a sum of fractions takes the value below, whatever rounding did")
    func onTheStep() throws {
        // Three tenths of 1 and seven of 2: p30 is 1, a little more is 2.
        let grid = unitGrid(rows: 2, columns: 1, [1, 2])
        let zone = zone(
            ring([(0, 1), (0.3, 1), (0.3, 2), (0, 2)]), ring([(0, 0), (0.7, 0), (0.7, 1), (0, 1)]))
        #expect(try values("p30 p30.1 p29.9", of: grid, in: zone) == [1, 2, 1])
    }

    @Test("Linear quantiles of fractions follow their formula")
    func linearFractions() throws {
        // Sorted (1, 0.5) (3, 0.25) (4, 1), n = 3: S = 0, 1·0.25 + 2·0.5 = 1.25,
        // 2·1 + 2·0.75 = 3.5; p50 at 1.75 lies (1.75 − 1.25) / 2.25 of the way from 3 to 4.
        let grid = unitGrid(rows: 1, columns: 3, [1, 4, 3])
        let zone = zone(ring([(0.5, 0), (2.25, 0), (2.25, 1), (0.5, 1)]))
        let result = try values(
            "p0 p10 median p100", of: grid, in: zone, quantiles: .linear)
        #expect(isClose(result[1], 1 + 2 * 0.35 / 1.25, relative: 1e-15))
        #expect(isClose(result[2], 3 + 0.5 / 2.25, relative: 1e-15))
        #expect(result[0] == 1 && result[3] == 4)
    }

    @Test("The definition of a name is told by its code", arguments: QuantileDefinition.allCases)
    func codes(_ definition: QuantileDefinition) {
        #expect(QuantileDefinition(rawValue: definition.rawValue) == definition)
        #expect(["inverse-cdf", "linear"].contains(definition.rawValue))
    }

    @Test("Cells cut into 2 × 2 equal parts change no quantile, class, share or mean")
    func splitCells() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<60 {
            let (rows, columns) = (Int.random(in: 1...6, using: &random), 5)
            let coarse = unitGrid(
                rows: rows, columns: columns,
                (0..<rows * columns).map { _ in
                    [.nan, -3, 0, 0, 2, 7.5, 40].randomElement(using: &random) ?? 0
                })
            let fine = coarse.geometry.refined(rows: 2, columns: 2)
            let split = Grid(
                geometry: fine,
                values: (0..<fine.cellCount).map {
                    coarse[$0 / fine.columns / 2, $0 % fine.columns / 2]
                })
            // Corners on eighths: fractions and their sums are exact.
            func eighth(_ limit: Int) -> Double {
                Double(Int.random(in: -8...8 * limit + 8, using: &random)) / 8
            }
            let (x, y) = ([eighth(5), eighth(5)].sorted(), [eighth(rows), eighth(rows)].sorted())
            let zone = box(x[0], y[0], x[1] + 0.125, y[1] + 0.125)
            let names = "mean median p0 p10 p33 p99.5 p100 mode minority variety share>1 frac"
            let (a, b) = (
                try table(names, of: coarse, in: zone), try table(names, of: split, in: zone)
            )
            #expect(a.columns == b.columns)
            for (x, y) in zip(a.values[0], b.values[0]) { #expect(isClose(x, y, relative: 1e-15)) }
        }
    }
}

@Suite("Classes")
struct ClassTests {
    /// The classes of `grid` in several zones.
    private func classes(_ grid: Grid<Double>, _ zones: [Zone]) throws -> ZonalTable {
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        return try zonalStatistics(
            of: grid, over: overlay, zones: zones, statistics: [.frac], threads: 1)
    }

    @Test("A tie of modes goes to the largest value, one of minorities to the smallest")
    func ties() throws {
        let grid = unitGrid(rows: 2, columns: 3, [5, 3, 5, 3, 9, 1])
        #expect(try values("mode minority", of: grid, in: box(0, 0, 3, 2)) == [5, 1])
        #expect(try values("mode minority", of: grid, in: box(0, 1, 2, 2)) == [5, 3])
        // Halves of 5 and 3 against a whole 9: all the same.
        #expect(try values("mode minority", of: grid, in: box(0.5, 0.5, 2, 1.5)) == [3, 5])
    }

    @Test("Every class of some zone has a column, ascending; what a zone lacks is 0, not empty")
    func columns() throws {
        let grid = unitGrid(rows: 2, columns: 3, [3, 3, 2.5, -1, .nan, 30])
        let table = try classes(
            grid, [box(0, 1, 2, 2), box(0, 0, 3, 2), box(1, 0, 2, 1), box(9, 9, 10, 10), shapeless])
        #expect(table.columns.map(\.name) == ["frac_-1", "frac_2.5", "frac_3", "frac_30"])
        #expect(table.columns.allSatisfy { $0.statistic == .frac })
        #expect(table.values[0] == [0, 0, 1, 0])
        #expect(table.values[1] == [0.2, 0.2, 0.4, 0.2])
        for row in table.values[2...] { #expect(row.allSatisfy { $0.isNaN } && row.count == 4) }
    }

    @Test("Shares of classes go by coverage")
    func fractions() throws {
        let grid = unitGrid(rows: 1, columns: 3, [1, 2, 1])
        #expect(try classes(grid, [box(0.5, 0, 2.25, 1)]).values == [[0.75 / 1.75, 1 / 1.75]])
    }

    @Test("Without a valid cell anywhere there is no class and no column")
    func noClass() throws {
        let table = try classes(unitGrid(rows: 1, columns: 1, [.nan]), [box(0, 0, 1, 1)])
        #expect(table.columns.isEmpty && table.values == [[]])
    }

    @Test(
        "Class names are numbers without an empty fraction",
        arguments: [
            (3.0, "frac_3"), (2.5, "frac_2.5"), (0, "frac_0"), (-7, "frac_-7"), (255, "frac_255"),
            (0.1, "frac_0.1"), (1e20, "frac_1e+20"), (.infinity, "frac_inf"),
        ])
    func names(_ value: Double, _ name: String) {
        #expect(ZonalTable.className(value) == name)
    }

    @Test("A thousand classes are served, one more is refused, in one zone or over all")
    func tooMany() throws {
        let grid = unitGrid(rows: 1, columns: 1001, (0...1000).map(Double.init))
        #expect(try classes(grid, [box(0, 0, 1000, 1)]).columns.count == 1000)
        let error = ZonalStatisticsError.tooManyClasses(limit: 1000)
        #expect(throws: error) { try classes(grid, [box(0, 0, 1001, 1)]) }
        #expect(throws: error) { try classes(grid, [box(0, 0, 600, 1), box(500, 0, 1001, 1)]) }
        #expect(
            error.description == """
                "frac" gives one column a class, but the raster has more than 1000 different \
                values. Reclassify it first, or ask for "variety", percentiles or "share>LIMIT".
                """)
        #expect(
            error.descriptionInChinese == """
                “frac”为每个类别输出一列，但栅格的不同取值超过 1000 个。\
                请先重分类，或改用 variety、百分位数或 share>LIMIT。
                """)
    }
}

@Suite("Circular means")
struct CircularTests {
    @Test(
        "Directions are averaged on the circle",
        arguments: [
            ([350, 10], 0), ([350, 10, 0], 0), ([10, 20, 30], 20), ([90, 180], 135),
            ([270, 0], 315), ([359, 359], 359), ([-10, 10], 0), ([720, 0], 0), ([180, 180], 180),
            ([-90, -90], 270), ([450, 450], 90), ([360, 360], 0), ([-1e-15, -1e-15], 0),
            ([45], 45), ([225, 225, 225], 225),
        ] as [([Double], Double)])
    func directions(_ cells: [Double], _ mean: Double) throws {
        let grid = unitGrid(rows: 1, columns: cells.count, cells)
        let zone = box(0, 0, Double(cells.count), 1)
        let result = try values("circular_mean", of: grid, in: zone)[0]
        #expect(result >= 0 && result < 360)
        #expect(isClose(result, mean, relative: 1e-14, absolute: mean == 0 ? 0 : 1e-14))
        #expect(result.sign == .plus)
    }

    @Test(
        "Directions that cancel out have no mean",
        arguments: [
            [0, 180], [90, 270], [45, 225], [10, 190], [0, 120, 240], [0, 90, 180, 270],
        ])
    func opposite(_ cells: [Double]) throws {
        let grid = unitGrid(rows: 1, columns: cells.count, cells)
        let zone = box(0, 0, Double(cells.count), 1)
        #expect(try values("circular_mean", of: grid, in: zone)[0].isNaN)
    }

    @Test("Coverage weights the directions")
    func coverage() throws {
        // 1 of north, 0.5 of east: atan(0.5).
        let grid = unitGrid(rows: 1, columns: 2, [0, 90])
        let result = try values("circular_mean", of: grid, in: box(0, 0, 1.5, 1))[0]
        #expect(isClose(result, 26.565051177077988, relative: 1e-14))
    }
}
