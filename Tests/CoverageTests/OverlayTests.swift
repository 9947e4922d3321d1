import Geometry
import Grids
import Parallel
import TestSupport
import Testing

@testable import Coverage

@Suite("Overlay")
struct OverlayTests {
    let grid = northUpGrid(rows: 6, columns: 8)

    // MARK: - Runs

    @Test("A box on cell edges is one run a row, in order of rows")
    func boxIsOneRunARow() throws {
        let overlay = try Overlay(
            of: [zone(Polygon(shell: rectangle(1, 1, 7, 4)))], on: grid, threads: 1)
        #expect(
            overlay.zones[0].runs
                == (2..<5).map { CoverageRun(row: $0, column: 1, length: 6, fraction: 1) })
        #expect(overlay.zones[0].coveredArea == 18)
        #expect(overlay.zones[0].zoneAreaInCells == 18)
    }

    @Test("The interior of a zone is one run however wide, and rim cells have their own")
    func interiorIsOneRun() throws {
        let overlay = try Overlay(
            of: [zone(Polygon(shell: rectangle(0.5, 2, 7.75, 3)))], on: grid, threads: 1)
        #expect(
            overlay.zones[0].runs == [
                CoverageRun(row: 3, column: 0, length: 1, fraction: 0.5),
                CoverageRun(row: 3, column: 1, length: 6, fraction: 1),
                CoverageRun(row: 3, column: 7, length: 1, fraction: 0.75),
            ])
    }

    @Test("Parts that touch along an edge join without a seam")
    func touchingParts() throws {
        let parts = zone(
            Polygon(shell: rectangle(1, 1, 2.25, 3)), Polygon(shell: rectangle(2.25, 1, 5, 3)))
        let overlay = try Overlay(of: [parts], on: grid, threads: 1)
        #expect(
            overlay.zones[0].runs
                == (3..<5).map { CoverageRun(row: $0, column: 1, length: 4, fraction: 1) })
    }

    @Test("A ring inside a hole is a part of its own")
    func islandInLake() throws {
        let island = zone(
            Polygon(shell: rectangle(0, 0, 6, 6), holes: [rectangle(1, 1, 5, 5)]),
            Polygon(shell: rectangle(2, 2, 4, 4)))
        let coverage = try Overlay(of: [island], on: grid, threads: 1).zones[0]
        #expect(coverage.coveredArea == 24)
        #expect(coverage.zoneAreaInCells == 24)
        #expect(coverage.runs(inRows: 2..<3).map(\.columns) == [0..<1, 2..<4, 5..<6])
    }

    @Test("A window of rows holds the runs of these rows and no others")
    func runsInRows() throws {
        let coverage = try Overlay(
            of: [zone(Polygon(shell: rectangle(1, 1, 7, 4)))], on: grid, threads: 1
        ).zones[0]
        #expect(coverage.rows == 2..<5)
        #expect(coverage.runs(inRows: 0..<2).isEmpty)
        #expect(coverage.runs(inRows: 0..<3).map(\.row) == [2])
        #expect(coverage.runs(inRows: 3..<5).map(\.row) == [3, 4])
        #expect(coverage.runs(inRows: 5..<6).isEmpty)
        #expect(coverage.window(inRows: 3..<6) == GridWindow(rows: 3..<5, columns: 1..<7))
        #expect(coverage.window(inRows: 5..<6) == nil)
    }

    @Test("The mask of covered cells joins all zones, whole or by window")
    func maskOfCoveredCells() throws {
        let overlay = try Overlay(
            of: [
                zone(Polygon(shell: rectangle(0, 5, 1, 6))),
                zone(Polygon(shell: rectangle(6.5, 0, 8, 1))),
            ], on: grid, threads: 1)
        let mask = overlay.anyCoverage()
        #expect(mask.indices.filter { mask[$0] } == [0, 46, 47])
        let window = GridWindow(rows: 4..<6, columns: 5..<7)
        #expect(overlay.anyCoverage(in: window) == [false, false, false, true])
    }

    // MARK: - Empty and outside

    @Test("A zone without polygons has no runs and no area")
    func noPolygons() throws {
        let coverage = try Overlay(of: [zone()], on: grid, threads: 1).zones[0]
        #expect(coverage.isEmpty)
        #expect(coverage.rows.isEmpty)
        #expect(coverage.zoneAreaInCells == 0)
    }

    @Test("No zones make an empty overlay")
    func noZones() throws {
        #expect(try Overlay(of: [], on: grid, threads: 3).zones.isEmpty)
    }

    @Test(
        "A zone outside the grid has its area and no runs",
        arguments: [
            rectangle(-9, 2, -5, 3), rectangle(20, 2, 24, 3), rectangle(2, 10, 6, 11),
            rectangle(2, -9, 6, -8),
        ])
    func outside(_ shell: Ring) throws {
        let coverage = try Overlay(of: [zone(Polygon(shell: shell))], on: grid, threads: 1).zones[0]
        #expect(coverage.isEmpty)
        #expect(coverage.zoneAreaInCells == 4)
    }

    @Test("Rings of too few vertices, or of one place, cover nothing")
    func degenerateRings() throws {
        let rings = [
            Ring([]), ring([(1.5, 1.5)]), ring([(1, 1), (3, 2)]), ring([(2, 2), (2, 2)]),
        ]
        let zones = rings.map { zone(Polygon(shell: $0)) }
        let overlay = try Overlay(of: zones, on: grid, threads: 1)
        #expect(overlay.zones.allSatisfy { $0.isEmpty && $0.zoneAreaInCells == 0 })
    }

    // MARK: - Precision

    @Test("A box on cell edges in degrees covers its own cells, whole, and no other")
    func cellEdgesInDegrees() throws {
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 73.5, columnStepX: 0.01, originY: 53.6, rowStepY: -0.01),
            rows: 3600, columns: 6200, crs: nil)
        for offset in stride(from: 0.0, to: 60, by: 0.37) {
            let (x, y) = (((7350 + offset * 100).rounded()) / 100, 30.13)
            let box = rectangle(x, y, ((x + 0.02) * 100).rounded() / 100, 30.15)
            let coverage = try Overlay(
                of: [zone(Polygon(shell: box))], on: geometry, threads: 1
            ).zones[0]
            #expect(coverage.runs.map(\.length) == [2, 2], "x \(x)")
            #expect(coverage.runs.allSatisfy { $0.fraction == 1 }, "x \(x)")
        }
    }

    @Test("Zone-prefixed eastings lose no digit")
    func largeEastings() throws {
        let (x, y) = (38_500_000.0, 4_200_000.0)
        let geometry = GridGeometry(
            geotransform: Geotransform(originX: x, columnStepX: 10, originY: y, rowStepY: -10),
            rows: 20_000, columns: 30_000, crs: nil)
        let (left, bottom) = (x + 299_980, y - 199_980)
        let box = rectangle(left + 2.5, bottom + 5, left + 12.5, bottom + 10)
        let coverage = try Overlay(
            of: [zone(Polygon(shell: box))], on: geometry, threads: 1
        ).zones[0]
        #expect(
            coverage.runs == [
                CoverageRun(row: 19_997, column: 29_998, length: 1, fraction: 0.375),
                CoverageRun(row: 19_997, column: 29_999, length: 1, fraction: 0.125),
            ])
    }

    @Test("The distance from the grid's origin costs no digit", arguments: [7001, 9999, 12_345])
    func farFromTheOrigin(_ column: Int) throws {
        // No multiple of this cell size is a double, so the corner of a window is not either.
        let step = 1.0 / 3
        let geometry = GridGeometry(
            geotransform: Geotransform(originX: 0, columnStepX: step, originY: 1, rowStepY: -1),
            rows: 1, columns: 13_000, crs: nil)
        let x = Double(column) * step + 0.1
        let result = try Overlay(
            of: [zone(Polygon(shell: rectangle(x, 0, x + 0.5, 1)))], on: geometry, threads: 1
        ).zones[0].runs
        let offset = x.addingProduct(-Double(column), step)
        #expect(result.first?.column == Int32(column))
        #expect(isClose(result.first?.fraction ?? 0, 1 - offset / step, relative: 1e-15))
    }

    @Test("Thin spikes out of a wide zone do not pass for overlaps", arguments: 0..<3)
    func thinSpikes(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let geometry = northUpGrid(rows: 3000, columns: 12_000)
        var border: [(Double, Double)] = []
        for index in 0..<100 {
            let x = 100 * Double(index) + Double.random(in: 1...5, using: &random)
            let tip = (
                x + Double.random(in: -15...15, using: &random),
                Double.random(in: 0...1490, using: &random)
            )
            // One to five units in the last place wide.
            let width = Double(Int.random(in: 1...5, using: &random)) * x.ulp
            border += [(x, 1500), tip, (x + width, 1500)]
        }
        let spiky = Polygon(shell: ring(border + [(11_000, 1500), (11_000, 1600), (0, 1600)]))
        let coverage = try Overlay(of: [zone(spiky)], on: geometry, threads: 1).zones[0]
        #expect(isClose(coverage.coveredArea, spiky.area, relative: 1e-9))
    }

    @Test("Edges that run to distant vertices keep the cells they cross")
    func distantVertices() throws {
        let far = ring([(4, 3), (1e9, 3), (1e9, 1e9), (4, 1e9)])
        let result = try fractions(of: zone(Polygon(shell: far)), on: grid)
        #expect(result == (0..<48).map { $0 < 24 && $0 % 8 >= 4 ? 1 : 0 })
    }

    // MARK: - Threads

    @Test("Any number of threads gives the same overlay", arguments: [1, 2, 3, 7])
    func threadsDoNotMatter(_ threads: Int) throws {
        var random = SeededRandom(seed: 3)
        let geometry = northUpGrid(rows: 200, columns: 300)
        let zones = (0..<60).map { index in
            let (x, y) = (
                Double.random(in: 0...300, using: &random),
                Double.random(in: 0...200, using: &random)
            )
            return zone(
                Polygon(shell: jaggedDisc(x, y, vertices: 4000, &random)), id: "\(index)")
        }
        let counter = ChunkCounter()
        let result = try ChunkCounter.$current.withValue(counter) {
            try Overlay(of: zones, on: geometry, threads: threads)
        }
        #expect(counter.count >= 10)
        #expect(try result == Overlay(of: zones, on: geometry, threads: 1))
    }

    /// A ring around (x, y) whose radius jumps between 5 and 20 from side to side of a square.
    private func jaggedDisc(
        _ x: Double, _ y: Double, vertices: Int, _ random: inout SeededRandom
    ) -> Ring {
        let quarter = vertices / 4
        return Ring(
            (0..<vertices).map { index in
                let t = Double(index % quarter) / Double(quarter)
                let radius = Double.random(in: 5...20, using: &random)
                let (a, b) = ((1 - t) * radius, t * radius)
                switch index / quarter {
                case 0: return Coordinate(x: x + a, y: y + b)
                case 1: return Coordinate(x: x - b, y: y + a)
                case 2: return Coordinate(x: x - a, y: y - b)
                default: return Coordinate(x: x + b, y: y - a)
                }
            })
    }
}

@Suite("Overlay errors")
struct CoverageErrorTests {
    let grid = northUpGrid(rows: 3, columns: 3)

    @Test("Parts that overlap are an error that names zone and cell")
    func overlappingParts() {
        let overlapping = zone(
            Polygon(shell: rectangle(0, 0, 3, 3)), Polygon(shell: rectangle(1, 1, 2, 2)), id: "A7")
        let expected = CoverageError.fractionOutOfRange(zone: "A7", row: 1, column: 1, fraction: 2)
        #expect(throws: expected) { try Overlay(of: [overlapping], on: grid, threads: 1) }
        #expect(
            expected.description == """
                Zone "A7" covers the cell in row 1, column 1 by 2.0, expected 0 to 1: parts of the \
                zone overlap or a ring crosses itself. Repair the geometry of the zone.
                """)
        #expect(
            expected.descriptionInChinese == """
                分区“A7”在第 1 行第 1 列像元（从 0 起数）的覆盖比例为 2.0，应在 0 到 1 之间：\
                分区的各部分互相重叠，或某个环自相交。请修复该分区的几何。
                """)
    }

    @Test("A ring that crosses itself is an error")
    func bowTie() {
        let bowTie = zone(Polygon(shell: ring([(0, 0), (3, 3), (3, 0), (0, 2)])))
        #expect(throws: CoverageError.self) { try Overlay(of: [bowTie], on: grid, threads: 1) }
    }

    @Test("A hole outside its shell is an error")
    func holeOutside() {
        let outside = zone(
            Polygon(shell: rectangle(0, 0, 1, 1), holes: [rectangle(2, 0, 3, 1)]))
        #expect(
            throws: CoverageError.fractionOutOfRange(zone: "Z", row: 2, column: 2, fraction: -1)
        ) { try Overlay(of: [outside], on: grid, threads: 1) }
    }

    @Test(
        "A vertex without a place is an error that names it",
        arguments: [Double.infinity, -.infinity, 1e300, -1.797e308])
    func vertexOutOfReach(_ x: Double) {
        let polygon = Polygon(
            shell: rectangle(0, 0, 3, 3), holes: [ring([(1, 1), (2, 1), (x, 2)])])
        let expected = CoverageError.vertexOutOfReach(
            zone: "Z", polygon: 1, ring: 1, vertex: 2, coordinate: Coordinate(x: x, y: 2))
        #expect(throws: expected) {
            try Overlay(
                of: [zone(Polygon(shell: rectangle(0, 0, 1, 1)), polygon)], on: grid, threads: 1)
        }
    }

    @Test("A vertex that is no number is an error that names it")
    func vertexIsNaN() throws {
        let polygon = Polygon(shell: ring([(0, 0), (1, 0), (1, .nan)]))
        let error = try #require(throws: CoverageError.self) {
            try Overlay(of: [zone(polygon)], on: grid, threads: 1)
        }
        #expect(
            error.description == """
                Zone "Z": vertex 2 of ring 0 in polygon 0 is (1.0, nan), expected finite \
                coordinates near the grid. Correct or remove the vertex.
                """)
        #expect(
            error.descriptionInChinese == """
                分区“Z”：第 0 个多边形第 0 个环的第 2 个顶点为 (1.0, nan)（均从 0 起数），\
                应为栅格附近的有限坐标。请改正或删除该顶点。
                """)
    }

    @Test("A rotated grid is refused")
    func rotatedGrid() throws {
        let rotated = GridGeometry(
            geotransform: Geotransform(
                originX: 0, columnStepX: 1, rowStepX: 0.25, originY: 0, rowStepY: -1),
            rows: 3, columns: 3, crs: nil)
        let error = try #require(throws: CoverageError.self) {
            try Overlay(of: [], on: rotated, threads: 1)
        }
        #expect(
            error.description == """
                The grid is rotated (row step in x 0.25, column step in y 0.0); an overlay needs \
                rows and columns parallel to the axes. Warp the raster to a north-up grid first.
                """)
        #expect(
            error.descriptionInChinese == """
                栅格带旋转（行方向 x 步长 0.25，列方向 y 步长 0.0），叠加分析要求行列与坐标轴平行。\
                请先把栅格重投影为正北向。
                """)
    }

    @Test("A grid of more columns than runs can number is refused")
    func gridTooLarge() throws {
        let wide = GridGeometry(
            geotransform: Geotransform(originX: 0, columnStepX: 1, originY: 0, rowStepY: -1),
            rows: 1, columns: 3_000_000_000, crs: nil)
        let error = try #require(throws: CoverageError.self) {
            try Overlay(of: [], on: wide, threads: 1)
        }
        #expect(
            error.description == """
                The grid has 1 × 3000000000 cells; an overlay numbers at most 2147483647 rows and \
                columns. Use larger cells or cut the grid.
                """)
        #expect(
            error.descriptionInChinese == """
                栅格有 1 × 3000000000 个像元，行数和列数不能超过 2147483647。请增大像元或裁切栅格。
                """)
    }

    @Test("The error is that of the first faulty zone, whatever the threads", arguments: [1, 3])
    func firstFaultyZone(_ threads: Int) {
        let sound = zone(Polygon(shell: rectangle(0, 0, 1, 1)))
        let faulty = ["first", "second"].map {
            zone(Polygon(shell: ring([(0, 0), (1, 0), (.infinity, 1)])), id: $0)
        }
        var zones = [Zone](repeating: sound, count: 5000)
        zones[2100] = faulty[0]
        zones[4900] = faulty[1]
        let expected = CoverageError.vertexOutOfReach(
            zone: "first", polygon: 0, ring: 0, vertex: 2,
            coordinate: Coordinate(x: .infinity, y: 1))
        #expect(throws: expected) { try Overlay(of: zones, on: grid, threads: threads) }
    }
}
