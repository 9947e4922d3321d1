import Coverage
import Geometry
import Grids
import Parallel
import TestSupport
import Testing

@testable import ZonalStatistics

@Suite("Tiles")
struct TileTests {
    private func plan(
        _ zones: [Zone], on geometry: GridGeometry, blockRows: Int, blockColumns: Int,
        size: TilePlan.TileSize, rows: Range<Int>? = nil
    ) throws -> (Overlay, TilePlan) {
        let overlay = try Overlay(of: zones, on: geometry, threads: 1)
        let count = TilePlan.rowCount(geometry, blockRows: blockRows, size: size)
        return (
            overlay,
            TilePlan(
                overlay, blockRows: blockRows, blockColumns: blockColumns,
                zones: 0..<zones.count, rows: rows ?? 0..<count, size: size)
        )
    }

    @Test(
        "Tiles are whole blocks, as many as make the least size",
        arguments: [
            (1, 1, 64, 512), (128, 256, 128, 512), (48, 5000, 96, 5000), (64, 500, 64, 1000),
        ])
    func tileSize(_ blockRows: Int, _ blockColumns: Int, _ rows: Int, _ columns: Int) throws {
        let (_, plan) = try plan(
            [box(0, 0, 9000, 300)], on: unitGeometry(rows: 300, columns: 9000),
            blockRows: blockRows, blockColumns: blockColumns, size: TilePlan.TileSize())
        #expect(plan.tileRows == rows && plan.tileColumns == columns)
        #expect(plan.rowCount == (300 + rows - 1) / rows)
        #expect(plan.tiles.count == plan.rowCount * plan.columnCount)
        #expect(plan.tiles[0].window == GridWindow(rows: 0..<rows, columns: 0..<columns))
        #expect(plan.tiles.last?.window.rows.upperBound == 300)
        #expect(plan.tiles.last?.window.columns.upperBound == 9000)
    }

    @Test("A zone has a unit in each tile that it touches, tiles come row by row")
    func units() throws {
        // Tiles of 2 × 3 cells: zone 0 in the first column of tiles, zone 1 across all of them.
        let (_, plan) = try plan(
            [box(0, 1, 2, 5), box(1, 3, 9, 4), box(20, 20, 21, 21), shapeless],
            on: unitGeometry(rows: 6, columns: 9), blockRows: 1, blockColumns: 1,
            size: TilePlan.TileSize(rows: 2, columns: 3))
        #expect(plan.tiles.map(\.number) == [0, 3, 4, 5, 6])
        #expect(
            plan.tiles.map { plan.units[$0.units].map(\.zone) } == [[0], [0, 1], [1], [1], [0]])
        #expect(plan.units.map(\.isClipped) == [false, false, true, true, true, false])
        #expect(plan.lastTiles(zoneCount: 4) == [[], [], [], [1], [0]])
        let (_, second) = try self.plan(
            [box(0, 1, 2, 5)], on: unitGeometry(rows: 6, columns: 9), blockRows: 1,
            blockColumns: 1, size: TilePlan.TileSize(rows: 2, columns: 3), rows: 1..<2)
        #expect(second.tiles.map(\.number) == [3])
    }

    @Test("A grid of very many tiles costs nothing where no zone lies")
    func sparse() throws {
        let overlay = Overlay(
            geometry: unitGeometry(rows: Int(Int32.max) - 1, columns: Int(Int32.max) - 1),
            zones: [
                ZoneCoverage(
                    runs: [
                        CoverageRun(row: 5, column: 2_000_000_000, length: 2, fraction: 1),
                        CoverageRun(row: 2_000_000_000, column: 7, length: 1, fraction: 1),
                    ], zoneAreaInCells: 3)
            ])
        let rows = TilePlan.rowCount(
            overlay.geometry, blockRows: 1, size: TilePlan.TileSize())
        let plan = TilePlan(
            overlay, blockRows: 1, blockColumns: 1, zones: 0..<1, rows: 0..<rows,
            size: TilePlan.TileSize())
        #expect(plan.tiles.map(\.window.rows.lowerBound) == [0, 2_000_000_000 / 64 * 64])
        #expect(plan.tiles.map(\.units) == [0..<1, 1..<2])
    }

    @Test("Threads and memory change no bit", arguments: 2000..<2030)
    func threadsAndMemory(_ seed: UInt64) throws {
        let random = try RandomJob(seed: seed, zoneCount: 20)
        let job = try random.job()
        let alone = try random.tables(job.run()).map(\.bits)
        for (threads, memory) in [(1, 1), (2, 1 << 29), (3, 1 << 16), (7, 1 << 29), (7, 0)] {
            let outcome = try job.run(ZonalJob.Resources(threads: threads, memory: memory))
            #expect(
                try random.tables(outcome).map(\.bits) == alone,
                "seed \(seed), \(threads) threads, \(memory) bytes")
        }
    }

    @Test("Many tiles with zones across their seams give the same bits for all threads")
    func manyTiles() throws {
        var random = SeededRandom(seed: 12)
        let grid = unitGrid(
            rows: 60, columns: 80,
            (0..<4800).map { _ in Double(Int.random(in: 0...40, using: &random)) / 8 })
        let zones = (0..<30).map { _ in
            let (x, y) = (
                Double.random(in: -5...75, using: &random),
                Double.random(in: -5...55, using: &random)
            )
            return box(
                x, y, x + Double.random(in: 1...60, using: &random),
                y + Double.random(in: 1...40, using: &random))
        }
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        var pass = try ZonalPass(
            BlockStack(bands: [grid], blockRows: 4, blockColumns: 5), over: overlay,
            weights: grid)
        pass.tileSize = TilePlan.TileSize(rows: 8, columns: 10)
        let job = try ZonalJob(
            passes: [(pass, .all)], bands: [ZonalJob.Band(name: "", pass: 0, band: 0)],
            question: ZonalQuestion(Statistic.list(RandomJob.statistics + " frac")))
        let areas = zones.map(\.areaInSquareMetres)
        let alone = try job.run().tables(areasInSquareMetres: areas)[0].bits
        for threads in [1, 2, 3, 7] {
            let counter = ChunkCounter()
            let table = try ChunkCounter.$current.withValue(counter) {
                try job.run(ZonalJob.Resources(threads: threads)).tables(areasInSquareMetres: areas)
            }[0]
            #expect(counter.count >= 40)
            #expect(table.bits == alone, "\(threads) threads")
        }
    }

    @Test("Only blocks in touched rows and columns of a tile are read, each once")
    func readsWhatIsTouched() throws {
        // Blocks of 8 rows × 5 columns in tiles of 16 × 20. Rows 55..<60, columns 10..<20; rows
        // 37..<38, columns 15..<31; and two zones side by side in the first tile.
        let grid = unitGrid(rows: 100, columns: 50, (0..<5000).map(Double.init))
        let zones = [
            box(10, 40, 20, 45), box(15.5, 62, 30.5, 63), box(1, 99, 2, 100), box(16, 99, 17, 100),
        ]
        let log = ReadLog()
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        var pass = try ZonalPass(
            BlockStack(bands: [grid], blockRows: 8, blockColumns: 5, log: log), over: overlay)
        pass.tileSize = TilePlan.TileSize(rows: 16, columns: 20)
        let job = try ZonalJob(
            passes: [(pass, .all)], bands: [ZonalJob.Band(name: "", pass: 0, band: 0)],
            question: ZonalQuestion([.sum]))
        _ = try job.run()
        #expect(
            log.areas == [
                RasterArea(rows: 0..<8, columns: [0..<5, 15..<20]),
                RasterArea(rows: 32..<40, columns: [15..<20]),
                RasterArea(rows: 32..<40, columns: [20..<35]),
                RasterArea(rows: 48..<64, columns: [10..<20]),
            ])
    }

    @Test("No block is read twice, whatever the threads", arguments: 3000..<3020)
    func readsOnce(_ seed: UInt64) throws {
        let random = try RandomJob(seed: seed, zoneCount: 20)
        let log = ReadLog()
        var stack = random.stack
        stack.log = log
        var pass = try ZonalPass(stack, over: random.overlay, weights: random.weightStack)
        pass.tileSize = random.tileSize
        let job = try ZonalJob(
            passes: [(pass, .all)], bands: [ZonalJob.Band(name: "", pass: 0, band: 0)],
            question: ZonalQuestion([.mean]))
        _ = try job.run(ZonalJob.Resources(threads: 2))
        var blocks: Set<[Int]> = []
        for area in log.areas {
            for row in stride(
                from: area.rows.lowerBound, to: area.rows.upperBound, by: stack.blockRows)
            {
                for columns in area.columns {
                    for column in stride(
                        from: columns.lowerBound, to: columns.upperBound, by: stack.blockColumns)
                    {
                        #expect(row % stack.blockRows == 0 && column % stack.blockColumns == 0)
                        #expect(blocks.insert([row, column]).inserted, "seed \(seed)")
                    }
                }
            }
        }
    }

    @Test("Zones that touch nothing cause no reading, plain statistics read no weights")
    func readsNothing() throws {
        let grid = unitGrid(rows: 4, columns: 4, Array(repeating: 1, count: 16))
        let (log, weightLog) = (ReadLog(), ReadLog())
        let stack = BlockStack(bands: [grid], blockRows: 2, blockColumns: 2, log: log)
        #expect(try values("count", of: stack, in: box(9, 9, 10, 10)) == [0])
        #expect(log.areas.isEmpty)
        let weights = BlockStack(bands: [grid], log: weightLog)
        #expect(try values("count", of: stack, in: box(0, 0, 1, 1), weights: weights) == [1])
        #expect(log.areas.count == 1 && weightLog.areas.isEmpty)
    }

    @Test("Progress rises to 1")
    func progress() throws {
        let random = try RandomJob(seed: 77, zoneCount: 20)
        var steps: [Double] = []
        _ = try random.job().run(ZonalJob.Resources(threads: 3)) { steps.append($0) }
        #expect(steps.last == 1 && steps == steps.sorted())
    }
}
