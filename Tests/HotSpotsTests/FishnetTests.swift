import Coverage
import Geometry
import Grids
import HotSpots
import TestSupport
import Testing

let projected = CoordinateReferenceSystem(
    code: "EPSG:4547", name: "CGCS2000 / 3-degree Gauss-Kruger CM 114E", wkt: "PROJCRS[]",
    isGeographic: false, metresPerUnit: 1)
let geographic = CoordinateReferenceSystem(
    code: "EPSG:4490", name: "CGCS2000", wkt: "GEOGCRS[]", isGeographic: true, metresPerUnit: 1)

/// A rectangular zone.
func rectangle(_ id: String, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Zone {
    let corners = [
        Coordinate(x: x.lowerBound, y: y.lowerBound), Coordinate(x: x.upperBound, y: y.lowerBound),
        Coordinate(x: x.upperBound, y: y.upperBound), Coordinate(x: x.lowerBound, y: y.upperBound),
    ]
    let polygon = Polygon(shell: Ring(corners))
    return Zone(id: id, label: id, polygons: [polygon], areaInSquareMetres: polygon.area)
}

@Suite("Fishnets")
struct FishnetTests {
    @Test("Two zones over cells of 3 km: shares worked out by hand")
    func shares() throws {
        // West covers 4.5 km × 3 km from a cell's corner on; East the 3 km after it.
        let zones = [
            rectangle("west", 498_000...502_500, 4_206_000...4_209_000),
            rectangle("east", 502_500...505_500, 4_206_000...4_207_500),
        ]
        let fishnet = try Fishnet(covering: zones, cellSizeInMetres: 3000, crs: projected)
        #expect(fishnet.geometry.rows == 1)
        #expect(fishnet.geometry.columns == 3)
        let cells = fishnet.cells(over: try Overlay(of: zones, on: fishnet.geometry, threads: 1))
        #expect(
            cells.map(\.id) == [
                "4547-3000-r01402-c00166", "4547-3000-r01402-c00167", "4547-3000-r01402-c00168",
            ])
        #expect(
            cells.map(\.shares) == [
                [.init(zone: 0, share: 1)],
                [.init(zone: 0, share: 0.5), .init(zone: 1, share: 0.25)],
                [.init(zone: 1, share: 0.25)],
            ])
        #expect(cells.map(\.responsibleZone) == [0, 0, 1])
        #expect(cells.map(\.row) == [0, 0, 0] && cells.map(\.column) == [0, 1, 2])
        #expect(cells[1].latticeRow == 1402 && cells[1].latticeColumn == 167)
        #expect(
            cells[1].box
                == BoundingBox(minX: 501_000, minY: 4_206_000, maxX: 504_000, maxY: 4_209_000))
    }

    @Test("A cell keeps its id whatever zones are loaded, rows counted northwards")
    func stableIds() throws {
        let box = BoundingBox(minX: 498_001, minY: 4_206_001, maxX: 500_000, maxY: 4_208_000)
        let small = try Fishnet(covering: box, cellSizeInMetres: 3000, crs: projected)
        let large = try Fishnet(
            covering: box.expanded(by: 9000), cellSizeInMetres: 3000, crs: projected)
        #expect(small.id(row: 0, column: 0) == "4547-3000-r01402-c00166")
        #expect(large.id(row: 3, column: 3) == small.id(row: 0, column: 0))
        #expect(large.id(row: 2, column: 3) == "4547-3000-r01403-c00166")
        #expect(large.box(row: 3, column: 3) == small.box(row: 0, column: 0))
    }

    @Test(
        "Ids without a code, with prefixed eastings, west of the origin and with an origin",
        arguments: [
            (nil as String?, 38_498_000.0, 0.0, 500.0, "x-500-r00000-c76996"),
            ("ESRI:102025", -6000, -1, 3000, "x-3000-r-00001-c-00002"),
            ("EPSG:4547", 0, 0, 0.5, "4547-0.5-r00000-c00000"),
            ("EPSG:4524", 38_498_000, 4_206_000, 50, "4524-50-r84120-c769960"),
        ])
    func ids(code: String?, x: Double, y: Double, size: Double, expected: String) throws {
        var crs = projected
        crs.code = code
        let box = BoundingBox(minX: x, minY: y, maxX: x, maxY: y)
        let fishnet = try Fishnet(covering: box, cellSizeInMetres: size, crs: crs)
        #expect(fishnet.id(row: 0, column: 0) == expected)
    }

    @Test("An origin shifts the lattice; feet are turned into metres")
    func originAndUnits() throws {
        let box = BoundingBox(minX: 1000, minY: 1000, maxX: 1001, maxY: 1001)
        let shifted = try Fishnet(
            covering: box, cellSizeInMetres: 300, crs: projected, origin: Coordinate(x: 50, y: -50))
        #expect(
            shifted.box(row: 0, column: 0)
                == BoundingBox(minX: 950, minY: 850, maxX: 1250, maxY: 1150))
        #expect(shifted.id(row: 0, column: 0) == "4547-300-r00003-c00003")
        var halfMetres = projected
        halfMetres.metresPerUnit = 0.5
        let fishnet = try Fishnet(covering: box, cellSizeInMetres: 300, crs: halfMetres)
        #expect(
            fishnet.box(row: 0, column: 0)
                == BoundingBox(minX: 600, minY: 600, maxX: 1200, maxY: 1200))
    }

    @Test("A zone's area is the sum of its shares, triangles and holes included")
    func areas() throws {
        let triangle = Zone(
            id: "t", label: "t",
            polygons: [
                Polygon(
                    shell: Ring([
                        Coordinate(x: 500_100, y: 4_200_100), Coordinate(x: 541_000, y: 4_210_300),
                        Coordinate(x: 507_700, y: 4_239_000),
                    ]),
                    holes: [
                        Ring([
                            Coordinate(x: 510_000, y: 4_210_000),
                            Coordinate(x: 515_000, y: 4_211_000),
                            Coordinate(x: 512_000, y: 4_216_000),
                        ])
                    ])
            ], areaInSquareMetres: 0)
        let fishnet = try Fishnet(covering: [triangle], cellSizeInMetres: 3000, crs: projected)
        let overlay = try Overlay(of: [triangle], on: fishnet.geometry, threads: 2)
        let cells = fishnet.cells(over: overlay)
        let area = cells.reduce(0) { $0 + $1.shares.reduce(0) { $0 + $1.share } } * 9e6
        #expect(isClose(area, triangle.polygons[0].area, relative: 1e-12))
        #expect(Set(cells.map(\.id)).count == cells.count)
    }

    @Test("The first of zones with equal shares answers for a cell; none for a cell without")
    func responsibleZone() throws {
        var cell = try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1), cellSizeInMetres: 1,
            crs: projected
        ).cell(row: 0, column: 0)
        #expect(cell.responsibleZone == nil)
        cell.shares = [
            .init(zone: 3, share: 0.2), .init(zone: 5, share: 0.4), .init(zone: 8, share: 0.4),
        ]
        #expect(cell.responsibleZone == 5)
    }

    @Test("Metre cells over degrees are refused, in both languages")
    func degrees() {
        let box = BoundingBox(minX: 112, minY: 37, maxX: 113, maxY: 38)
        let error = #expect(throws: HotSpotError.self) {
            try Fishnet(covering: box, cellSizeInMetres: 3000, crs: geographic)
        }
        #expect(
            error?.description
                == "Cells of 3000.0 m cannot be laid over coordinates in degrees (EPSG:4490). "
                + "Transform the zones to a projected CRS in metres, such as EPSG:4547.")
        #expect(
            error?.descriptionInChinese
                == "坐标单位为度（EPSG:4490），无法划分 3000.0 米的网格。"
                + "请将分区转换为以米为单位的投影坐标系，例如 EPSG:4547。")
    }

    @Test("Sizes, zones and CRS that cannot make a fishnet are refused")
    func refused() {
        let box = BoundingBox(minX: 0, minY: 0, maxX: 1e6, maxY: 1e6)
        for size in [0, -1, .nan, .infinity] {
            #expect(throws: HotSpotError.self) {
                try Fishnet(covering: box, cellSizeInMetres: size, crs: projected)
            }
        }
        #expect(throws: HotSpotError.tooManyCells(rows: 1e10, columns: 1e10)) {
            try Fishnet(covering: box, cellSizeInMetres: 1e-4, crs: projected)
        }
        #expect(throws: HotSpotError.unknownReferenceSystem) {
            try Fishnet(covering: box, cellSizeInMetres: 3000, crs: nil)
        }
        #expect(throws: HotSpotError.noZones) {
            try Fishnet(
                covering: [Zone(id: "z", label: "z", polygons: [], areaInSquareMetres: 0)],
                cellSizeInMetres: 3000, crs: projected)
        }
    }
}
