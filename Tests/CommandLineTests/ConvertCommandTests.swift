import Foundation
import GeoFiles
import Geometry
import TestSupport
import Testing

@Suite("convert", .enabled(if: canRunTool, noTool))
struct ConvertCommandTests {
    private static let counties = TestFolders.dataset("taiyuan").appending(path: "counties.shp")
        .path
    private static let stations = TestFolders.dataset("taiyuan").appending(path: "stations.csv")
        .path

    private func convert(_ arguments: [String], in folder: URL) throws -> ToolResult {
        try runTool(["convert"] + arguments + ["--lang", "en"], in: folder)
    }

    @Test(
        "Every vector format keeps names, Chinese text, counts and places",
        arguments: ["gpkg", "geojson", "fgb", "shp", "kml"])
    func formats(format: String) throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "a.\(format)").path
            let result = try convert([Self.counties, "-o", output], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let before = try readVectorLayer(at: Self.counties)
            let after = try readVectorLayer(at: output)
            #expect(after.features.count == before.features.count)
            for field in before.fields.map(\.name) {
                let a = try before.index(ofField: field)
                let b = try after.index(ofField: field)
                #expect(
                    before.features.map { $0.attributes[a].text }
                        == after.features.map { $0.attributes[b].text })
            }
            let boxes = try [before, after].map { try #require($0.boundingBox) }
            #expect(isClose(boxes[0].minX, boxes[1].minX) && isClose(boxes[0].maxY, boxes[1].maxY))
        }
    }

    @Test("A CRS and a shift there and back return every vertex to within 1 µm")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let steps = [
                [Self.counties, "--to", "bd09", "-o", "bd.gpkg"],
                ["bd.gpkg", "--to", "gcj02", "-o", "gcj.shp"],
                ["gcj.shp", "--to", "wgs84", "-o", "back.fgb"],
            ]
            for step in steps {
                let result = try convert(step, in: folder)
                #expect(result.status == 0, "\(result.errors)")
            }
            let before = Set(
                try readVectorLayer(at: Self.counties).features.flatMap {
                    $0.shape.coordinates.map { place in key(place) }
                })
            let after = Set(
                try readVectorLayer(at: folder.appending(path: "back.fgb").path).features.flatMap {
                    $0.shape.coordinates.flatMap { place in neighbours(of: place) }
                })
            // Long edges have more vertices now; the old ones are all among them.
            #expect(before.isSubset(of: after))
            let label = try readVectorLayer(at: folder.appending(path: "bd.gpkg").path)
            #expect(label.name == "counties_bd09" && label.crs?.name == "BD-09 (shifted WGS 84)")
        }
    }

    // Cells of 2e-11 degrees, 2 µm: a place and what lies within 1 µm of it share one of nine.
    private func key(_ place: Coordinate) -> [Int] {
        [Int((place.x / 2e-11).rounded()), Int((place.y / 2e-11).rounded())]
    }

    private func neighbours(of place: Coordinate) -> [[Int]] {
        let key = key(place)
        return (-1...1).flatMap { i in (-1...1).map { j in [key[0] + i, key[1] + j] } }
    }

    /// GDAL's own tool, which writes File Geodatabases.
    private static let ogr2ogr = ["/usr/bin/ogr2ogr", "/usr/local/bin/ogr2ogr"]
        .map { URL(fileURLWithPath: $0) }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    @Test(
        "A layer of a File Geodatabase goes into a GeoPackage as it is",
        .enabled(if: ogr2ogr != nil || mustRunEverything, "no ogr2ogr: apt install gdal-bin"))
    func fileGeodatabase() throws {
        try withTemporaryFolder { folder in
            let writer = try #require(Self.ogr2ogr)
            let made = try run(
                writer,
                [
                    "-f", "OpenFileGDB", "成果.gdb", Self.counties, "-nln", "区县", "-nlt",
                    "MULTIPOLYGON", "-oo", "ENCODING=GBK",
                ], in: folder)
            #expect(made.status == 0, "\(made.errors)")
            let result = try convert(
                ["成果.gdb", "--layer", "区县", "-o", "区县.gpkg"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let before = try readVectorLayer(at: Self.counties)
            let after = try readVectorLayer(at: folder.appending(path: "区县.gpkg").path)
            #expect(after.name == "区县" && after.crs?.code == "EPSG:4490")
            #expect(after.features.count == before.features.count)
            for field in ["CODE", "NAME"] {
                let columns = try [before.index(ofField: field), after.index(ofField: field)]
                #expect(
                    before.features.map { $0.attributes[columns[0]].text }
                        == after.features.map { $0.attributes[columns[1]].text })
            }
            let count = { (layer: VectorLayer) in
                layer.features.reduce(0) { $0 + $1.shape.coordinates.count }
            }
            #expect(count(after) == count(before))
        }
    }

    @Test("The places of a table are shifted in their columns, whose names say so")
    func table() throws {
        try withTemporaryFolder { folder in
            let there = try convert([Self.stations, "--to", "gcj02", "-o", "g.csv"], in: folder)
            #expect(there.status == 0 && there.errors.contains("shifted from WGS 84 to GCJ-02"))
            let text = try String(contentsOf: folder.appending(path: "g.csv"), encoding: .utf8)
            #expect(
                text.hasPrefix("code,name,lon_gcj02,lat_gcj02,background\n1081A,尖草坪,112.520311"))
            let wrong = try convert(["g.csv", "--from", "bd09", "-o", "b.csv"], in: folder)
            #expect(wrong.status == 65)
            #expect(wrong.errors.contains("says that it is in GCJ-02, not in BD-09"))
            let back = try convert(["g.csv", "--from", "gcj02", "-o", "b.xlsx"], in: folder)
            #expect(back.status == 0, "\(back.errors)")
            let rows = try readTableRows(at: folder.appending(path: "b.xlsx").path).rows
            #expect(rows[0].cells == ["code", "name", "lon", "lat", "background"])
            #expect(rows[1].cells == ["1081A", "尖草坪", "112.5139", "37.8873", "N"])
            #expect(rows.count == 12)
        }
    }

    @Test("Points of a table take a CRS and become a GBK shapefile")
    func tableToShapefile() throws {
        try withTemporaryFolder { folder in
            let refused = try convert([Self.stations, "-o", "s.shp"], in: folder)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("Pass --assume-crs, such as EPSG:4490."))
            let result = try convert(
                [
                    Self.stations, "-o", "s.shp", "--assume-crs", "EPSG:4490", "--crs",
                    "EPSG:4547", "--to-encoding", "gbk", "--x", "lon", "--y", "lat",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let layer = try readVectorLayer(at: folder.appending(path: "s.shp").path)
            #expect(layer.crs?.code == "EPSG:4547" && layer.encoding.name == "GB18030")
            #expect(layer.features[0].attributes.prefix(2) == [.text("1081A"), .text("尖草坪")])
            let place = try #require(layer.features[0].shape.coordinates.first)
            #expect(
                abs(place.x - 369_269.038) < 0.001 && abs(place.y - 4_196_030.135) < 0.001,
                "\(place)")
        }
    }

    @Test("All layers of a GeoPackage go into a GeoPackage and a workbook")
    func severalLayers() throws {
        try withTemporaryFolder { folder in
            let layers = try ["单元", "县"].map { name in
                var layer = OutputLayer(try readVectorLayer(at: Self.counties))
                layer.name = name
                return layer
            }
            try writeGeoPackage(layers, to: folder.appending(path: "two.gpkg").path)
            let package = try convert(
                ["two.gpkg", "-o", "shifted.gpkg", "--to", "gcj02", "--json"], in: folder)
            #expect(package.output.contains("\"layers\":2"))
            let names = try vectorLayerNames(of: folder.appending(path: "shifted.gpkg").path)
            #expect(names == ["单元_gcj02", "县_gcj02"])
            let workbook = try convert(["two.gpkg", "-o", "two.xlsx"], in: folder)
            #expect(workbook.status == 0)
            #expect(workbook.errors.contains("a table (.xlsx) holds no lines or polygons"))
            #expect(
                try sheetNames(of: folder.appending(path: "two.xlsx").path) == ["单元", "县"])
            let one = try convert(["two.gpkg", "-o", "one.shp"], in: folder)
            #expect(one.status == 65 && one.errors.contains("Name one with --layer."))
        }
    }

    @Test("A raster becomes a COG and a netCDF with the same cells")
    func raster() throws {
        try withTemporaryFolder { folder in
            let made = try runTool(
                [
                    "interpolate", "--stations", Self.stations, "--assume-crs", "EPSG:4490",
                    "--value", "lat", "--extent", "112", "37.5", "113", "38.5", "--cell",
                    "0.1deg", "--crs", "EPSG:4490", "-o", "lat.tif", "-q",
                ], in: folder)
            #expect(made.status == 0, "\(made.errors)")
            for (input, output) in [("lat.tif", "lat.nc"), ("lat.nc", "back.tif")] {
                let result = try convert([input, "-o", output], in: folder)
                #expect(result.status == 0, "\(result.errors)")
            }
            let grids = try ["lat.tif", "back.tif"].map {
                try RasterReader(path: folder.appending(path: $0).path).readGrid().values
            }
            #expect(grids[0] == grids[1] && grids[0].count == 100)
        }
    }

    @Test(
        "What cannot be done is refused with the way out",
        arguments: [
            (["-o", "a.dwg"], Int32(64), "expected one of .csv, .fgb, .geojson"),
            (["-o", "a.gpkg", "--to", "gcj02", "--crs", "EPSG:4547"], 64, "Leave out --crs."),
            (["-o", "a.gpkg", "--x", "lon"], 64, "--x and --y go together."),
            (["-o", "a.tif", "--to", "gcj02"], 64, "Rasters cannot be shifted"),
            (["-o", "nowhere/a.gpkg"], 73, "does not exist. Make it first."),
        ])
    func refused(options: [String], status: Int32, message: String) throws {
        try withTemporaryFolder { folder in
            let result = try convert([Self.counties] + options, in: folder)
            #expect(result.status == status)
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
