import Geometry
import Grids
import Parallel
import TestSupport
import Testing

@testable import Coverage

/// What `method` makes of a polygon on the 3 × 3 grid of unit cells from (0, 0) to (3, 3).
struct MethodExample: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let shell: Ring
    var holes: [Ring] = []
    let center: [Double]
    let touched: [Double]
}

private let examples: [MethodExample] = [
    MethodExample(
        testDescription: "a box that takes in the middle centre alone",
        shell: rectangle(0.75, 0.75, 2.25, 2.25),
        center: [0, 0, 0, 0, 1, 0, 0, 0, 0],
        touched: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    MethodExample(
        testDescription: "a box beside all centres",
        shell: rectangle(0.6, 0.6, 1.4, 1.4),
        center: [0, 0, 0, 0, 0, 0, 0, 0, 0],
        touched: [0, 0, 0, 1, 1, 0, 1, 1, 0]),
    MethodExample(
        testDescription: "a box on cell edges touches its own cells only",
        shell: rectangle(1, 1, 2, 2),
        center: [0, 0, 0, 0, 1, 0, 0, 0, 0],
        touched: [0, 0, 0, 0, 1, 0, 0, 0, 0]),
    MethodExample(
        testDescription: "centres on the right and the upper edge count, on the others not",
        shell: rectangle(0.5, 0.5, 2.5, 2.5),
        center: [0, 1, 1, 0, 1, 1, 0, 0, 0],
        touched: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    MethodExample(
        testDescription: "a diamond with its corners on centres",
        shell: ring([(1.5, 0.5), (2.5, 1.5), (1.5, 2.5), (0.5, 1.5)]),
        center: [0, 0, 0, 0, 1, 1, 0, 0, 0],
        touched: [0, 1, 0, 1, 1, 1, 0, 1, 0]),
    MethodExample(
        testDescription: "a triangle whose long side runs over the centres, zone to the right",
        shell: ring([(0, 0), (3, 0), (3, 3)]),
        center: [0, 0, 0, 0, 0, 1, 0, 1, 1],
        touched: [0, 0, 1, 0, 1, 1, 1, 1, 1]),
    MethodExample(
        testDescription: "a triangle whose long side runs over the centres, zone to the left",
        shell: ring([(0, 0), (3, 3), (0, 3)]),
        center: [1, 1, 1, 1, 1, 0, 1, 0, 0],
        touched: [1, 1, 1, 1, 1, 0, 1, 0, 0]),
    MethodExample(
        testDescription: "a hole around the middle centre",
        shell: rectangle(0, 0, 3, 3), holes: [rectangle(1.25, 1.25, 1.75, 1.75)],
        center: [1, 1, 1, 1, 0, 1, 1, 1, 1],
        touched: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    MethodExample(
        testDescription: "a hole that is the middle cell",
        shell: rectangle(0, 0, 3, 3), holes: [rectangle(1, 1, 2, 2)],
        center: [1, 1, 1, 1, 0, 1, 1, 1, 1],
        touched: [1, 1, 1, 1, 0, 1, 1, 1, 1]),
    MethodExample(
        testDescription: "far more than the grid",
        shell: rectangle(-7, -7, 10, 10),
        center: [1, 1, 1, 1, 1, 1, 1, 1, 1],
        touched: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    MethodExample(
        testDescription:
            "slanted edges over centres: left of the lower edge is inside, left of the upper one not",
        shell: ring([(0, 0.25), (3, 1.75), (3, 2.75), (0, 1.25)]),
        center: [0, 0, 0, 0, 1, 1, 1, 0, 0],
        touched: [0, 1, 1, 1, 1, 1, 1, 1, 0]),
    MethodExample(
        testDescription: "a sliver thinner than the dust of sums",
        shell: rectangle(1, 1, 1 + 0x1p-42, 2),
        center: [0, 0, 0, 0, 0, 0, 0, 0, 0],
        touched: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
]

/// A coverage's fractions and area for one polygon.
private func coverage(
    _ polygons: Polygon..., on grid: GridGeometry, _ method: CoverageMethod
) throws -> ZoneCoverage {
    let zone = Zone(id: "Z", label: "Z", polygons: polygons, areaInSquareMetres: 0)
    return try Overlay(of: [zone], on: grid, method: method, threads: 1).zones[0]
}

@Suite("Overlay, by centre and by touch")
struct CoverageMethodTests {
    let grid = northUpGrid(rows: 3, columns: 3)

    @Test("Cells are claimed whole, by the rule", arguments: examples)
    func wholeCells(_ example: MethodExample) throws {
        let polygon = Polygon(shell: example.shell, holes: example.holes)
        let center = try coverage(polygon, on: grid, .center).fractions(on: grid)
        #expect(center == example.center, "\(matrix(center, columns: 3))")
        let touched = try coverage(polygon, on: grid, .touched).fractions(on: grid)
        #expect(touched == example.touched, "\(matrix(touched, columns: 3))")
    }

    @Test("The direction of rings does not matter", arguments: examples)
    func directionIsFree(_ example: MethodExample) throws {
        let polygon = Polygon(
            shell: Ring(example.shell.coordinates.reversed()),
            holes: example.holes.map { Ring($0.coordinates.reversed()) })
        #expect(try coverage(polygon, on: grid, .center).fractions(on: grid) == example.center)
    }

    @Test("The method is kept, and fraction is the default")
    func methodIsKept() throws {
        #expect(try Overlay(of: [], on: grid, threads: 1).method == .fraction)
        for method in CoverageMethod.allCases {
            #expect(try Overlay(of: [], on: grid, method: method, threads: 1).method == method)
        }
        #expect(CoverageMethod.allCases.map(\.rawValue) == ["fraction", "center", "touched"])
    }

    // MARK: - Area of claimed cells

    @Test("The area is the number of cells that the zone claims on a grid without end")
    func areaWithoutEnd() throws {
        // 5 × 4 centres, 6 × 5 cells touched; the grid holds a part of them.
        let polygon = Polygon(shell: rectangle(-2.75, 1.25, 2.25, 5.25))
        let center = try coverage(polygon, on: grid, .center)
        #expect(center.zoneAreaInCells == 20)
        #expect(center.coveredArea == 4)
        let touched = try coverage(polygon, on: grid, .touched)
        #expect(touched.zoneAreaInCells == 30)
        #expect(touched.coveredArea == 6)
        let outside = try coverage(
            Polygon(shell: rectangle(10.25, 10.25, 12.75, 12.75)), on: grid, .touched)
        #expect(outside.isEmpty)
        #expect(outside.zoneAreaInCells == 9)
    }

    @Test("A zone out of all proportion to the cells has its planar area")
    func absurdZone() throws {
        for side in [1e8, 1e12] {
            let polygon = Polygon(shell: rectangle(0, 0, side, side))
            for method in [CoverageMethod.center, .touched] {
                let result = try coverage(polygon, on: grid, method)
                #expect(result.coveredArea == 9)
                #expect(result.zoneAreaInCells == side * side)
            }
        }
    }

    @Test("A zone that the method claims no cell for has no area, like a sliver between centres")
    func noCells() throws {
        let result = try coverage(
            Polygon(shell: rectangle(0.6, -5, 0.9, 8)), on: grid, .center)
        #expect(result.isEmpty)
        #expect(result.zoneAreaInCells == 0)
    }

    // MARK: - Against plain definitions

    @Test("Random polygons claim the centres that lie in them, and the cells they share area with")
    func againstDefinitions() throws {
        var random = SeededRandom(seed: 11)
        let geometry = northUpGrid(rows: 9, columns: 11)
        for _ in 0..<300 {
            let zone = randomZone(on: geometry, &random)
            let center = try Overlay(of: [zone], on: geometry, method: .center, threads: 1)
            let expected = geometry.centres.map { centre in
                zone.polygons.contains { $0.contains(centre) } ? 1.0 : 0
            }
            let claimed = center.zones[0].fractions(on: geometry)
            #expect(claimed == expected, "\(matrix(claimed, columns: 11))")
            let exact = try Overlay(of: [zone], on: geometry, threads: 1).zones[0]
            let touched = try Overlay(of: [zone], on: geometry, method: .touched, threads: 1)
            #expect(
                touched.zones[0].fractions(on: geometry)
                    == exact.fractions(on: geometry).map { $0 > 0 ? 1 : 0 })
            for result in [center.zones[0], touched.zones[0]] {
                #expect(result.coveredArea <= result.zoneAreaInCells)
            }
        }
    }

    @Test("A larger grid around the zones tells the same area", arguments: [0, 1, 2] as [UInt64])
    func areaDoesNotDependOnTheGrid(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let small = northUpGrid(rows: 6, columns: 8)
        let wide = GridGeometry(
            geotransform: Geotransform(
                originX: -100, columnStepX: 1, originY: 106, rowStepY: -1),
            rows: 206, columns: 208, crs: nil)
        for _ in 0..<100 {
            let zone = randomZone(on: small, &random)
            for method in CoverageMethod.allCases {
                let a = try Overlay(of: [zone], on: small, method: method, threads: 1).zones[0]
                let b = try Overlay(of: [zone], on: wide, method: method, threads: 1).zones[0]
                #expect(isClose(a.zoneAreaInCells, b.coveredArea, relative: 1e-12))
                #expect(a.zoneAreaInCells == b.zoneAreaInCells)
            }
        }
    }

    // MARK: - Tilings

    @Test(
        "Zones that share borders claim every centre once, edges and vertices on centres included")
    func tilingsClaimCentresOnce() throws {
        for seed in 0..<60 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let geometry = northUpGrid(rows: 12, columns: 12)
            // Vertices on multiples of a quarter: edges run through centres again and again.
            let mesh = jitteredMesh(
                rows: 6, columns: 6, over: geometry.extent.expanded(by: 1), snap: 0.25, &random)
            let overlay = try Overlay(of: mesh, on: geometry, method: .center, threads: 1)
            var claims = [Double](repeating: 0, count: geometry.cellCount)
            for zone in overlay.zones {
                for (index, fraction) in zone.fractions(on: geometry).enumerated() {
                    claims[index] += fraction
                }
            }
            #expect(claims.allSatisfy { $0 == 1 }, "\(seed)\n\(matrix(claims, columns: 12))")
        }
    }

    @Test("On grids in degrees, too, where no centre is a round number")
    func tilingsInDegrees() throws {
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let geometry = GridGeometry(
                geotransform: Geotransform(
                    originX: 73, columnStepX: 0.005, originY: 54, rowStepY: -0.005),
                rows: 60, columns: 80, crs: nil)
            let mesh = jitteredMesh(
                rows: 9, columns: 9, over: geometry.extent.expanded(by: 0.01), snap: 0.0025,
                &random)
            let overlay = try Overlay(of: mesh, on: geometry, method: .center, threads: 1)
            #expect(overlay.zones.reduce(0) { $0 + $1.coveredArea } == 4800, "\(seed)")
            #expect(overlay.anyCoverage().allSatisfy { $0 })
        }
    }

    @Test("Any number of threads claims the same cells", arguments: CoverageMethod.allCases)
    func threadsDoNotMatter(_ method: CoverageMethod) throws {
        var random = SeededRandom(seed: 5)
        let geometry = northUpGrid(rows: 90, columns: 90)
        let mesh = jitteredMesh(
            rows: 72, columns: 72, over: geometry.extent.expanded(by: 1), snap: 0, &random)
        let expected = try Overlay(of: mesh, on: geometry, method: method, threads: 1)
        for threads in [2, 3, 7] {
            let counter = ChunkCounter()
            let result = try ChunkCounter.$current.withValue(counter) {
                try Overlay(of: mesh, on: geometry, method: method, threads: threads)
            }
            #expect(counter.count >= 10)
            #expect(result == expected)
        }
    }
}
