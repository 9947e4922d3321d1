import Foundation
import GeoFiles
import Geometry
import Grids
import TestSupport
import Testing

@Suite("grid and hotspots", .enabled(if: canRunTool, noTool))
struct HotSpotCommandTests {
    // MARK: - Inputs

    private static func polygon(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Shape {
        .polygons([
            Polygon(
                shell: Ring([
                    Coordinate(x: x.lowerBound, y: y.lowerBound),
                    Coordinate(x: x.upperBound, y: y.lowerBound),
                    Coordinate(x: x.upperBound, y: y.upperBound),
                    Coordinate(x: x.lowerBound, y: y.upperBound),
                ]))
        ])
    }

    /// West covers a cell of 3 km and half of the next, East the half height of what follows.
    private func writeZones(in folder: URL, crs: String = "EPSG:4547") throws -> String {
        let shapes = [
            ("west", Self.polygon(498_000...502_500, 4_206_000...4_209_000)),
            ("east", Self.polygon(502_500...505_500, 4_206_000...4_207_500)),
        ]
        let path = folder.appending(path: "zones.gpkg").path
        try writeVector(
            OutputLayer(
                name: "zones", crs: try coordinateReferenceSystem(named: crs),
                fields: [VectorField(name: "code", kind: .text)], geometry: .polygons,
                features: shapes.enumerated().map { index, shape in
                    Feature(number: Int64(index), shape: shape.1, attributes: [.text(shape.0)])
                }), to: path)
        return path
    }

    private func writeRaster(
        _ name: String, _ values: [Float], columns: Int, cell: Double = 3000, in folder: URL
    ) throws -> String {
        let path = folder.appending(path: name).path
        let rows = values.count / columns
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 498_000, columnStepX: cell,
                originY: 4_206_000 + Double(rows) * cell, rowStepY: -cell),
            rows: rows, columns: columns, crs: try coordinateReferenceSystem(named: "EPSG:4547"))
        try GeoFiles.writeRaster(
            Grid<Float>(geometry: geometry, values: values, nodata: -9999), to: path)
        return path
    }

    // MARK: - grid

    @Test("grid: shares by hand, areas on the ellipsoid within 1e-6, one row a cell and zone")
    func grid() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let result = try runTool([
                "grid", "--zones", zones, "--id-field", "code", "--cell", "3km",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let rows = cells(ofCSV: result.output)
            #expect(rows[0] == ["cell_id", "row", "column", "zone", "share", "area_km2"])
            #expect(
                rows.dropFirst().map { Array($0[..<5]) } == [
                    ["4547-3000-r01402-c00166", "1402", "166", "west", "1"],
                    ["4547-3000-r01402-c00167", "1402", "167", "west", "0.5"],
                    ["4547-3000-r01402-c00167", "1402", "167", "east", "0.25"],
                    ["4547-3000-r01402-c00168", "1402", "168", "east", "0.25"],
                ])
            // Beside the central meridian the scale of the projection is 1.
            for (row, expected) in zip(rows.dropFirst(), [9, 4.5, 2.25, 2.25]) {
                #expect(isClose(Double(row[5]) ?? 0, expected, relative: 1e-6))
            }
        }
    }

    @Test("grid: the dominant zone alone, points counted, an origin, and the same in a GeoPackage")
    func dominant() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let points = folder.appending(path: "plants.csv")
            try Data("id,x,y\na,500000,4207000\nb,500001,4207001\nc,0,0\n".utf8).write(to: points)
            let output = folder.appending(path: "cells.gpkg").path
            let arguments = [
                "grid", "--zones", zones, "--id-field", "code", "--cell", "3km", "--dominant",
                "--points", points.path, "--assume-crs", "EPSG:4547", "-o",
            ]
            let csv = folder.appending(path: "cells.csv").path
            #expect(try runTool(arguments + [csv, "--quiet"]).status == 0)
            let rows = cells(ofCSV: try String(contentsOfFile: csv, encoding: .utf8))
            #expect(rows[0].last == "n_plants")
            #expect(rows.dropFirst().map { $0[3] } == ["west", "west", "east"])
            #expect(rows.dropFirst().map { $0[6] } == ["2", "0", "0"])
            #expect(try runTool(arguments + [output, "--quiet"]).status == 0)
            let layer = try readVectorLayer(at: output)
            #expect(layer.features.count == 3)
            #expect(
                layer.features[1].shape.boundingBox
                    == BoundingBox(
                        minX: 501_000, minY: 4_206_000, maxX: 504_000, maxY: 4_209_000))
        }
    }

    @Test("grid: shapes are the parts of cells in zones; --whole-cells and --dominant keep squares")
    func pieces() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let base = ["grid", "--zones", zones, "--id-field", "code", "--cell", "3km", "--quiet"]
            for format in ["gpkg", "shp", "fgb", "geojson"] {
                let path = folder.appending(path: "cut.\(format)").path
                #expect(try runTool(base + ["-o", path]).status == 0)
                let layer = try readVectorLayer(at: path)
                let boxes = layer.features.compactMap(\.shape.boundingBox)
                #expect(
                    boxes.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] } == [
                        [498_000, 4_206_000, 501_000, 4_209_000],
                        [501_000, 4_206_000, 502_500, 4_209_000],
                        [502_500, 4_206_000, 504_000, 4_207_500],
                        [504_000, 4_206_000, 505_500, 4_207_500],
                    ])
                #expect(
                    layer.features.map { $0.attributes[3].text } == [
                        "west", "west", "east", "east",
                    ])
            }
            let path = folder.appending(path: "whole.gpkg").path
            #expect(try runTool(base + ["--whole-cells", "-o", path]).status == 0)
            let whole = try readVectorLayer(at: path).features.compactMap(\.shape.boundingBox)
            #expect(whole.map(\.width) == [3000, 3000, 3000, 3000] && whole[1] == whole[2])
        }
    }

    @Test("grid: cells of 500 m inside chosen cells of 3 km, with their parents")
    func nested() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let chosen = folder.appending(path: "hot.csv")
            try Data("cell_id\n4547-3000-r01402-c00167\n".utf8).write(to: chosen)
            let base = ["grid", "--zones", zones, "--id-field", "code", "--inside", chosen.path]
            let result = try runTool(base + ["--cell", "500m"])
            #expect(result.status == 0, "\(result.errors)")
            let rows = cells(ofCSV: result.output).dropFirst()
            // Three columns of West over six rows, three of East over three.
            #expect(rows.count == 18 + 9)
            #expect(rows.allSatisfy { $0[6] == "4547-3000-r01402-c00167" && $0[4] == "1" })
            let refused = try runTool(base + ["--cell", "700m", "--lang", "en"])
            #expect(refused.status == 65)
            #expect(refused.errors.contains("a whole number of times"))
        }
    }

    @Test("grid: cells in metres over degrees are refused, in both languages")
    func degrees() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "zones.gpkg").path
            try writeVector(
                OutputLayer(
                    name: "zones", crs: try coordinateReferenceSystem(named: "EPSG:4490"),
                    fields: [VectorField(name: "code", kind: .text)], geometry: .polygons,
                    features: [
                        Feature(
                            number: 0, shape: Self.polygon(112...113, 37...38),
                            attributes: [.text("a")])
                    ]), to: path)
            let arguments = ["grid", "--zones", path, "--id-field", "code", "--cell", "3km"]
            let english = try runTool(arguments + ["--lang", "en"])
            #expect(english.status == 65 && english.errors.contains("is in degrees"))
            let chinese = try runTool(arguments + ["--lang", "zh"])
            #expect(chinese.status == 65 && chinese.errors.contains("以度为单位"))
            let projected = try runTool(arguments + ["--crs", "EPSG:4546", "--quiet"])
            #expect(projected.status == 0)
            let total = cells(ofCSV: projected.output).dropFirst()
                .reduce(0) { $0 + (Double($1[5]) ?? 0) }
            // The box of one degree on the ellipsoid of CGCS2000; its sides are straight in degrees.
            let area = ellipsoidalCellArea(south: 37, north: 38, width: 1) / 1e6
            #expect(isClose(total, area, relative: 1e-6))
        }
    }

    // MARK: - hotspots

    @Test("hotspots: the top of each zone with ties, from a raster whose cells are the fishnet's")
    func ranked() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let raster = try writeRaster("now.tif", [30, 30, 50], columns: 3, in: folder)
            let before = try writeRaster("before.tif", [20, 60, -9999], columns: 3, in: folder)
            let result = try runTool([
                "hotspots", "--raster", raster, "--last-year", before, "--zones", zones,
                "--id-field", "code", "--cell", "3km", "--top", "1", "--per-zone",
            ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    cell_id,row,column,zone,value,valid_share,before,change,rank,selected
                    4547-3000-r01402-c00166,1402,166,west,30,1,20,50,1,yes
                    4547-3000-r01402-c00167,1402,167,west,30,1,60,-50,1,yes
                    4547-3000-r01402-c00168,1402,168,east,50,1,,,1,yes

                    """)
        }
    }

    @Test("hotspots: the three monthly warnings of each zone")
    func warnings() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(in: folder)
            let result = try runTool([
                "hotspots", "--raster",
                try writeRaster("now.tif", [30, 31, 50], columns: 3, in: folder), "--last-year",
                try writeRaster("year.tif", [20, 60, 25], columns: 3, in: folder), "--last-month",
                try writeRaster("month.tif", [60, 31, 80], columns: 3, in: folder), "--zones",
                zones, "--id-field", "code", "--cell", "3km", "--warnings",
            ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    zone,kind,rank,cell_id,row,column,value
                    west,highest,1,4547-3000-r01402-c00167,1402,167,31
                    west,change-year,1,4547-3000-r01402-c00166,1402,166,50
                    east,highest,1,4547-3000-r01402-c00168,1402,168,50
                    east,change-year,1,4547-3000-r01402-c00168,1402,168,100

                    """)
        }
    }

    @Test("hotspots --gistar: a row a cell, and rasters of bins and z that agree with it")
    func gistar() throws {
        try withTemporaryFolder { folder in
            var random = SeededRandom(seed: 3)
            var values = (0..<900).map { _ in Float.random(in: 20..<40, using: &random) }
            for row in 10..<15 { for column in 12..<17 { values[row * 30 + column] += 30 } }
            values[0] = -9999
            let raster = try writeRaster("pm.tif", values, columns: 30, cell: 500, in: folder)
            let table = try runTool(["hotspots", "--raster", raster, "--gistar", "1km"])
            #expect(table.status == 0, "\(table.errors)")
            let rows = cells(ofCSV: table.output)
            #expect(rows[0] == ["row", "column", "value", "z", "p", "bin"])
            #expect(rows.count == 900)
            let bins = folder.appending(path: "bins.tif").path
            let z = folder.appending(path: "z.tif").path
            let written = try runTool([
                "hotspots", "--raster", raster, "--gistar", "1km", "-o", bins, "--z", z, "--json",
            ])
            #expect(written.status == 0, "\(written.errors)")
            #expect(written.output.contains("\"cells\":899"))
            let binGrid = try RasterReader(path: bins).readGrid()
            let zGrid = try RasterReader(path: z).readGrid()
            for row in rows.dropFirst() {
                let index = (Int(row[0]) ?? 0) * 30 + (Int(row[1]) ?? 0)
                #expect(binGrid.values[index] == Double(row[5]))
                #expect(isClose(zGrid.values[index], Double(row[3]) ?? .nan, relative: 1e-6))
            }
            #expect(binGrid.values[12 * 30 + 14] == 3)
            #expect(binGrid.values[0].isNaN || binGrid.values[0] == binGrid.nodata)
            let one = try runTool([
                "hotspots", "--raster", raster, "--gistar", "1km", "--threads", "1",
            ])
            #expect(one.output == table.output)
        }
    }

    @Test("hotspots --emerging: a spot that grows over twelve months")
    func emerging() throws {
        try withTemporaryFolder { folder in
            var random = SeededRandom(seed: 5)
            var arguments = ["hotspots", "--gistar", "5km", "--emerging", "--quiet"]
            for month in 1...12 {
                let values = (0..<225).map { cell -> Float in
                    let isSpot = abs(cell / 15 - 7) <= 1 && abs(cell % 15 - 7) <= 1
                    return Float.random(in: 30..<32, using: &random)
                        + (isSpot ? Float(month + 3) * 5 : 0)
                }
                arguments += [
                    "--raster",
                    try writeRaster("m\(month).tif", values, columns: 15, in: folder),
                ]
            }
            let result = try runTool(arguments)
            #expect(result.status == 0, "\(result.errors)")
            let rows = cells(ofCSV: result.output).dropFirst()
            #expect(rows.count == 225)
            let heart = try #require(rows.dropFirst(7 * 15 + 7).first)
            #expect(heart[3] == "Intensifying Hot Spot" && heart[6] == "12")
        }
    }

    @Test("hotspots: what is missing is said together, in both languages")
    func missing() throws {
        let nothing = try runTool(["hotspots", "--emerging", "--lang", "en"])
        #expect(nothing.status == 64)
        for text in ["--raster or by --stations", "There is nothing to find", "--gistar RADIUS"] {
            #expect(nothing.errors.contains(text))
        }
        let chinese = try runTool(["hotspots", "--top", "3", "--lang", "zh"])
        #expect(chinese.status == 64 && chinese.errors.contains("请用 --raster 或 --stations"))
    }
}
