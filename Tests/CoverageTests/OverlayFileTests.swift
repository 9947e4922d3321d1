import Foundation
import Geometry
import Grids
import SealedFiles
import TestSupport
import Testing

@testable import Coverage

/// An overlay of three zones, one of them empty, with everything that a file can hold.
func sampleOverlayFile(method: CoverageMethod = .fraction) throws -> OverlayFile {
    let geometry = GridGeometry(
        geotransform: Geotransform(originX: 112.5, columnStepX: 0.25, originY: 38, rowStepY: -0.25),
        rows: 5, columns: 7,
        crs: CoordinateReferenceSystem(
            code: "EPSG:4490", name: "China Geodetic Coordinate System 2000", wkt: "GEOGCRS[…]",
            isGeographic: true, metresPerUnit: 1))
    let zones = [
        Zone(
            id: "ZH14010510001", label: "小店区优先保护单元",
            polygons: [
                Polygon(
                    shell: rectangle(112.6, 37, 113.7, 37.9),
                    holes: [rectangle(113, 37.3, 113.3, 37.6)])
            ],
            areaInSquareMetres: 1.25e9),
        Zone(
            id: "ZH14010520002", label: "", polygons: [], areaInSquareMetres: 0,
            note: "The zone has no geometry.", noteInChinese: "该分区没有几何。"),
        Zone(
            id: "3", label: "x",
            polygons: [Polygon(shell: ring([(113, 37), (114, 37), (114, 38)]))],
            areaInSquareMetres: 7),
    ]
    var rows = zones.map { OverlayZone($0, texts: ["山西省", nil]) }
    rows[2].texts = ["", "=1+1"]
    rows[2].areaInSquareMetres = nil
    return OverlayFile(
        overlay: try Overlay(of: zones, on: geometry, method: method, threads: 1),
        idField: "HJGKDYBM", fieldNames: ["省", "类别"], zones: rows, zonesKey: "zones 1",
        gridKey: "grid 1")
}

@Suite("Overlay file")
struct OverlayFileTests {
    private func roundTrip(_ file: OverlayFile) throws -> OverlayFile {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            try file.write(to: path)
            return try OverlayFile(reading: path)
        }
    }

    @Test("What was written is read", arguments: CoverageMethod.allCases)
    func everything(_ method: CoverageMethod) throws {
        let file = try sampleOverlayFile(method: method)
        #expect(try roundTrip(file) == file)
    }

    @Test("A grid without a CRS, with large eastings, south-up, and no zones at all")
    func bareGrid() throws {
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 38_412_345.678, columnStepX: 30, originY: 4_187_000.1, rowStepY: 30),
            rows: 1, columns: 2_000_000, crs: nil)
        let file = OverlayFile(
            overlay: try Overlay(of: [], on: geometry, threads: 1), idField: "", fieldNames: [],
            zones: [], zonesKey: "", gridKey: "")
        #expect(try roundTrip(file) == file)
    }

    @Test(
        "An area that is no number is kept as one that is not known",
        arguments: [-1, .nan, .infinity])
    func unknownArea(_ area: Double) {
        let zone = Zone(id: "1", label: "", polygons: [], areaInSquareMetres: area)
        #expect(OverlayZone(zone).areaInSquareMetres == nil)
    }

    @Test("A long overlay with many rows and runs comes back to the bit")
    func longOverlay() throws {
        var random = SeededRandom(seed: 4)
        let geometry = northUpGrid(rows: 300, columns: 400)
        let mesh = jitteredMesh(
            rows: 12, columns: 12, over: geometry.extent.expanded(by: 1), snap: 0, &random)
        let file = OverlayFile(
            overlay: try Overlay(of: mesh, on: geometry, threads: 1), idField: "id",
            fieldNames: [], zones: mesh.map { OverlayZone($0) }, zonesKey: "", gridKey: "")
        #expect(file.overlay.zones.reduce(0) { $0 + $1.runs.count } > 20_000)
        #expect(try roundTrip(file) == file)
    }

    @Test("The same overlay gives the same bytes, and the layout is the one in Docs")
    func sameBytes() throws {
        try withTemporaryFolder { folder in
            let paths = ["a", "b"].map { folder.appending(path: $0) }
            for path in paths { try sampleOverlayFile().write(to: path.path) }
            let bytes = try paths.map { Array(try Data(contentsOf: $0)) }
            #expect(bytes[0] == bytes[1])
            #expect(Array(bytes[0][..<12]) == Array("BGOVRLAY".utf8) + [1, 0, 0, 0])
            let origin = 112.5.bitPattern
            #expect(
                Array(bytes[0][24..<32])
                    == (0..<8).map { UInt8(truncatingIfNeeded: origin >> (8 * $0)) })
            #expect(Array(bytes[0][72..<80]) == [5, 0, 0, 0, 0, 0, 0, 0])
            #expect(Array(bytes[0][80..<89]) == [7, 0, 0, 0, 0, 0, 0, 0, 1])
        }
    }

    @Test("A folder that is not there and a file that is none are errors with their cause")
    func notAnOverlay() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "x").path
            #expect(throws: SealedFileError.missing(path: path)) { try OverlayFile(reading: path) }
            try Data("id,mean\n".utf8).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: SealedFileError.self) {
                try OverlayFile(reading: path)
            }
            #expect(
                error.description
                    == "\"\(path)\" is not an overlay file. Pass a file that was written as one.")
            #expect(error.descriptionInChinese == "“\(path)”不是叠加文件。请指定正确的文件。")
        }
    }
}
