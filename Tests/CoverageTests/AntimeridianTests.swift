import Geometry
import Grids
import TestSupport
import Testing

@testable import Coverage

/// Cells of one degree from `west` to `east`, between 2 degrees north and south.
private func globalGrid(_ west: Double, _ east: Double, isGeographic: Bool = true) -> GridGeometry {
    let crs = CoordinateReferenceSystem(
        code: "EPSG:4490", name: "CGCS2000", wkt: "", isGeographic: isGeographic, metresPerUnit: 1)
    return GridGeometry(
        geotransform: Geotransform(originX: west, columnStepX: 1, originY: 2, rowStepY: -1),
        rows: 4, columns: Int(east - west), crs: crs)
}

@Suite("Overlay across the antimeridian")
struct AntimeridianTests {
    private func coverage(
        _ rings: Ring..., on grid: GridGeometry, _ method: CoverageMethod = .fraction
    ) throws -> ZoneCoverage {
        let parts = zone(rings.map { Polygon(shell: $0) })
        return try Overlay(of: [parts], on: grid, method: method, threads: 1).zones[0]
    }

    private func zone(_ polygons: [Polygon]) -> Zone {
        Zone(id: "Z", label: "Z", polygons: polygons, areaInSquareMetres: 0)
    }

    @Test("A raster of 0…360 degrees meets western longitudes", arguments: CoverageMethod.allCases)
    func westernZones(_ method: CoverageMethod) throws {
        let result = try coverage(rectangle(-12, 0, -10, 1), on: globalGrid(0, 360), method)
        #expect(result.runs == [CoverageRun(row: 1, column: 348, length: 2, fraction: 1)])
        #expect(result.zoneAreaInCells == 2)
    }

    @Test("A raster of −180…180 degrees meets longitudes beyond 180")
    func zonesBeyond180() throws {
        let result = try coverage(rectangle(178, 0, 183, 1), on: globalGrid(-180, 180))
        #expect(
            result.runs == [
                CoverageRun(row: 1, column: 0, length: 3, fraction: 1),
                CoverageRun(row: 1, column: 358, length: 2, fraction: 1),
            ])
        #expect(result.zoneAreaInCells == 5)
        #expect(result.coveredArea == 5)
    }

    @Test(
        "A zone over the raster's edge has its cells at both ends",
        arguments: CoverageMethod.allCases)
    func overTheEdge(_ method: CoverageMethod) throws {
        let result = try coverage(rectangle(-2, -1, 3, 1), on: globalGrid(0, 360), method)
        #expect(
            result.runs
                == (1..<3).flatMap {
                    [
                        CoverageRun(row: $0, column: 0, length: 3, fraction: 1),
                        CoverageRun(row: $0, column: 358, length: 2, fraction: 1),
                    ]
                })
        #expect(result.zoneAreaInCells == 10)
    }

    @Test("A zone in two parts, either side of the antimeridian, joins")
    func twoParts() throws {
        let result = try coverage(
            rectangle(178, 0, 180, 1), rectangle(-180, 0, -177, 1), on: globalGrid(0, 360))
        #expect(result.runs == [CoverageRun(row: 1, column: 178, length: 5, fraction: 1)])
    }

    @Test("Shares of a cell that both ends of a zone reach into add up")
    func sharedCell() throws {
        // Cells of 0.75 degrees from −180.5: the antimeridian cuts the first one.
        let grid = GridGeometry(
            geotransform: Geotransform(
                originX: -180.5, columnStepX: 0.75, originY: 1, rowStepY: -1),
            rows: 1, columns: 480, crs: globalGrid(0, 1).crs)
        let result = try coverage(rectangle(-180, 0, 180, 1), on: grid)
        #expect(result.runs == [CoverageRun(row: 0, column: 0, length: 480, fraction: 1)])
        #expect(result.zoneAreaInCells == 480)
    }

    @Test("Columns that repeat the first turn of a grid count no second time")
    func widerThanATurn() throws {
        let grid = globalGrid(-180, 182)
        let result = try coverage(rectangle(-180, 0, 180, 1), on: grid)
        #expect(result.runs == [CoverageRun(row: 1, column: 0, length: 360, fraction: 1)])
        let east = try coverage(rectangle(179, 0, 181, 1), on: grid)
        #expect(east.runs.map(\.columns) == [0..<1, 359..<360])
    }

    @Test("A projected grid, or one without a CRS, knows no turn")
    func projected() throws {
        let grid = globalGrid(0, 360, isGeographic: false)
        #expect(try coverage(rectangle(-12, 0, -10, 1), on: grid).isEmpty)
    }

    @Test("Shifted zones lose no digit")
    func precision() throws {
        let crs = globalGrid(0, 1).crs
        let grid = GridGeometry(
            geotransform: Geotransform(originX: 0, columnStepX: 0.1, originY: 1, rowStepY: -0.1),
            rows: 10, columns: 3600, crs: crs)
        for column in stride(from: 1800, to: 3599, by: 7) {
            let west = Double(column - 3600) / 10
            let east = Double(column - 3598) / 10
            let result = try coverage(rectangle(west, 0, east, 0.5), on: grid)
            #expect(result.runs.count == 5)
            #expect(
                result.runs.allSatisfy {
                    $0.column == Int32(column) && $0.length == 2 && $0.fraction == 1
                })
        }
    }

    @Test("Zones with an edge over more than half the Earth are told, one of a whole turn is not")
    func longEdges() {
        let shells = [
            rectangle(-170, 0, 170, 1), rectangle(-180, -90, 180, -60), rectangle(0, 0, 180, 1),
            ring([(179, 0), (-179, 0), (-179, 1)]),
        ]
        var zones = shells.map { zone([Polygon(shell: $0)]) }
        zones.append(zone([]))
        zones.append(
            zone([Polygon(shell: rectangle(0, 0, 1, 1), holes: [rectangle(-100, 0, 100, 1)])]))
        #expect(Overlay.indicesOfZonesWithLongEdges(in: zones) == [0, 3, 5])
    }
}
