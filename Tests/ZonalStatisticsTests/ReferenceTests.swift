import Coverage
import Geometry
import Grids
import TestSupport
import Testing

@testable import ZonalStatistics

/// A random job: bands, zones, weights, and how they are stored and cut.
struct RandomJob {
    static let statistics = """
        count sum mean min max range stdev variance cv median p0 p7 p90 p99.5 p100 mode minority \
        variety min_x min_y max_x max_y share>0 share>-2 share>7.5 circular_mean area_km2 \
        valid_share weighted_mean weighted_sum weighted_stdev weighted_variance
        """

    let bands: [Grid<Double>]
    let weights: Grid<Double>
    let zones: [Zone]
    let overlay: Overlay
    let question: ZonalQuestion
    let stack: BlockStack
    let weightStack: BlockStack
    let tileSize: TilePlan.TileSize

    init(seed: UInt64, zoneCount: Int = 8) throws {
        var random = SeededRandom(seed: seed)
        let (rows, columns) = (
            Int.random(in: 1...24, using: &random), Int.random(in: 1...24, using: &random)
        )
        // Few values with many ties, or ones as they come; all of them exact in Float.
        let choices: [[Double]] = [
            [1, 2, 3], [-3, -0.0, 0, 0.5, 7.5, 359], [5], [0, 90, 180, 270],
        ]
        func grid(_ missing: Double, _ choice: [Double]?, _ random: inout SeededRandom) -> Grid<
            Double
        > {
            unitGrid(
                rows: rows, columns: columns,
                (0..<rows * columns).map { _ -> Double in
                    if Double.random(in: 0..<1, using: &random) < missing { return .nan }
                    guard let choice else {
                        return Double(Float.random(in: -5...80, using: &random))
                    }
                    return choice[Int.random(in: choice.indices, using: &random)]
                })
        }
        let missing: Double = [0, 0.1, 0.6][Int.random(in: 0..<3, using: &random)]
        bands = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let isCoarse = Bool.random(using: &random)
            return grid(missing, isCoarse ? choices.randomElement(using: &random) : nil, &random)
        }
        weights = grid(0.1, [0, 0, 1, 2.5, 0.125], &random)
        zones = (0..<zoneCount).map { _ in Self.zone(rows, columns, &random) }
        overlay = try Overlay(of: zones, on: bands[0].geometry, threads: 1)
        question = ZonalQuestion(
            try Statistic.list(Self.statistics),
            quantileDefinition: Bool.random(using: &random) ? .linear : .inverseCDF)
        stack = BlockStack(
            bands: bands, blockRows: Int.random(in: 1...5, using: &random),
            blockColumns: Int.random(in: 1...9, using: &random),
            isExactInFloat: Bool.random(using: &random))
        weightStack = BlockStack(bands: [weights], blockRows: 3, blockColumns: 2)
        tileSize = TilePlan.TileSize(
            rows: [1, 2, 3, 64].randomElement(using: &random) ?? 1,
            columns: [1, 4, 7, 4096].randomElement(using: &random) ?? 1)
    }

    /// A box with corners on eighths, or a triangle; now and then without any cell.
    private static func zone(_ rows: Int, _ columns: Int, _ random: inout SeededRandom) -> Zone {
        func eighth(_ limit: Int) -> Double {
            Double(Int.random(in: -24...8 * limit + 16, using: &random)) / 8
        }
        func anywhere(_ limit: Int) -> Double {
            Double.random(in: -2...Double(limit) + 2, using: &random)
        }
        let area = Double.random(in: 1...9e9, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return shapeless
        case 1...4:
            let (x, y) = (
                [eighth(columns), eighth(columns)].sorted(), [eighth(rows), eighth(rows)].sorted()
            )
            return box(x[0], y[0], x[1] + 0.125, y[1] + 0.125, squareMetres: area)
        default:
            return ZonalStatisticsTests.zone(
                ring((0..<3).map { _ in (anywhere(columns), anywhere(rows)) }), squareMetres: area)
        }
    }

    func job() throws -> ZonalJob {
        var pass = try ZonalPass(stack, over: overlay, weights: weightStack)
        pass.tileSize = tileSize
        return try ZonalJob(
            passes: [(pass, .all)],
            bands: bands.indices.map { ZonalJob.Band(name: "b\($0)", pass: 0, band: $0) },
            question: question)
    }

    func tables(_ outcome: ZonalOutcome) throws -> [ZonalTable] {
        try outcome.tables(areasInSquareMetres: zones.map(\.areaInSquareMetres))
    }
}

@Suite("Every statistic against its definition, cell by cell")
struct ReferenceTests {
    @Test("Random rasters, zones and weights", arguments: 0..<40)
    func random(_ block: UInt64) throws {
        for seed in block * 10..<block * 10 + 10 {
            let random = try RandomJob(seed: seed)
            let outcome = try random.job().run()
            for (band, table) in try random.tables(outcome).enumerated() {
                for (zone, row) in table.values.enumerated() {
                    let plain = PlainStatistics(
                        random.overlay.zones[zone], in: random.bands[band],
                        weights: random.weights,
                        areaInSquareMetres: random.zones[zone].areaInSquareMetres)
                    for (column, value) in zip(table.columns, row) {
                        let expected = plain.value(
                            of: column.statistic, random.question.quantileDefinition)
                        if plain.agrees(value, expected, column.statistic) { continue }
                        Issue.record(
                            """
                            seed \(seed) band \(band) zone \(zone) \(column.name): got \(value), \
                            plain \(expected)
                            """)
                    }
                }
            }
        }
    }

    @Test("Classes of random rasters", arguments: 1000..<1040)
    func classes(_ seed: UInt64) throws {
        let random = try RandomJob(seed: seed)
        for grid in random.bands where Set(grid.values).count < 1000 {
            let table = try zonalStatistics(
                of: grid, over: random.overlay, zones: random.zones, statistics: [.frac],
                threads: 1)
            let plain = random.overlay.zones.map { PlainStatistics($0, in: grid) }
            let classes = Set(plain.flatMap(\.classes.keys)).sorted()
            #expect(table.columns.map(\.name) == classes.map(ZonalTable.className))
            for (zone, row) in table.values.enumerated() {
                for (value, share) in zip(classes, row) {
                    let expected =
                        plain[zone].cells.isEmpty
                        ? .nan : (plain[zone].classes[value] ?? 0) / plain[zone].count
                    #expect(isClose(share, expected), "seed \(seed) zone \(zone) class \(value)")
                }
            }
        }
    }
}

extension PlainStatistics {
    /// Whether `value` is `expected` but for rounding.
    fileprivate func agrees(_ value: Double, _ expected: Double, _ statistic: Statistic) -> Bool {
        switch statistic {
        case .circularMean:
            let (sine, cosine) = direction
            let length = (sine * sine + cosine * cosine).squareRoot() / count
            // Where directions all but cancel out, rounding decides.
            if length < 1e-6 { return length > 1e-11 || value.isNaN }
            let turn = abs(value - expected).remainder(dividingBy: 360)
            return value.isNaN == expected.isNaN && !(abs(turn) > 1e-7)
        case .cv where abs(mean) < 1e-9: return true
        case .stdev, .cv, .weightedStdev:
            return isClose(value, expected, relative: 1e-11, absolute: 1e-6)
        default: return isClose(value, expected, relative: 1e-11, absolute: 1e-12)
        }
    }
}
