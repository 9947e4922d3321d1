import Foundation
import GeoFiles
import Geometry
import Grids
import TestSupport
import Testing

@Suite("zonal", .enabled(if: canRunTool, noTool))
struct ZonalCommandTests {
    /// A grid over two square zones with values worked by hand.
    ///
    /// Cells of 100 m, values 1…6, the last one nodata; zone `A` is the left half of the first
    /// four cells, zone `B` the right column, zone `C` lies outside.
    ///
    ///     1 2 3
    ///     4 5 ·
    private func writeInputs(in folder: URL) throws -> (raster: String, zones: String) {
        let crs = try coordinateReferenceSystem(named: "EPSG:4547")
        let geometry = GridGeometry(
            covering: BoundingBox(minX: 500_000, minY: 4_200_000, maxX: 500_300, maxY: 4_200_200),
            cellSize: 100, crs: crs)
        let raster = folder.appending(path: "values.tif").path
        try writeRaster(
            Grid<Float>(geometry: geometry, values: [1, 2, 3, 4, 5, -9999], nodata: -9999),
            to: raster)
        func square(_ minX: Double, _ maxX: Double) -> Shape {
            .polygons([
                Polygon(
                    shell: Ring([
                        Coordinate(x: minX, y: 4_200_000), Coordinate(x: maxX, y: 4_200_000),
                        Coordinate(x: maxX, y: 4_200_200), Coordinate(x: minX, y: 4_200_200),
                    ]))
            ])
        }
        let rows: [(String, String, Shape)] = [
            ("Z2", "乙", square(500_200, 500_300)), ("Z1", "甲", square(500_000, 500_150)),
            ("Z3", "丙", square(600_000, 600_100)),
        ]
        let zones = folder.appending(path: "zones.gpkg").path
        try writeVector(
            OutputLayer(
                name: "zones", crs: crs,
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "name", kind: .text),
                ], geometry: .polygons,
                features: rows.enumerated().map { index, row in
                    Feature(
                        number: Int64(index), shape: row.2,
                        attributes: [.text(row.0), .text(row.1)])
                }), to: zones)
        return (raster, zones)
    }

    private static let statistics = "count,sum,mean,min,max,range,valid_share"

    /// In the order of the file. `Z1` covers the first column whole and half the second:
    /// count 3, sum 1 + 4 + (2 + 5)/2 = 8.5. `Z2` has one valid cell of two. `Z3` has none.
    private static let expected: [[String]] = [
        ["Z2", "乙", "1", "3", "3", "3", "3", "0", "0.5"],
        ["Z1", "甲", "3", "8.5", "2.8333333333333335", "1", "5", "4", "1"],
        ["Z3", "丙", "0", "", "", "", "", "", "0"],
    ]

    @Test("A table worked by hand, an empty zone with its row and empty cells")
    func byHand() throws {
        try withTemporaryFolder { folder in
            let (raster, zones) = try writeInputs(in: folder)
            let result = try runTool(arguments(raster, zones))
            #expect(result.status == 0, "\(result.errors)")
            let table = cells(ofCSV: result.output)
            #expect(
                table.first
                    == ["code", "name"] + Self.statistics.split(separator: ",").map(String.init))
            #expect(Array(table.dropFirst()) == Self.expected)
        }
    }

    private func arguments(_ raster: String, _ zones: String) -> [String] {
        [
            "zonal", "--raster", raster, "--zones", zones, "--id-field", "code",
            "--include-field", "name", "--stats", Self.statistics,
        ]
    }

    @Test(
        "Every format is written and reads back with the same rows in the same order",
        arguments: ["csv", "json", "geojson", "gpkg", "shp", "fgb", "xlsx"])
    func formats(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let (raster, zones) = try writeInputs(in: folder)
            let output = folder.appending(path: "result.\(kind)").path
            let result = try runTool(arguments(raster, zones) + ["-o", output])
            #expect(result.status == 0, "\(result.errors)")
            let rows = try readBack(output)
            #expect(rows.count == Self.expected.count)
            for (row, expected) in zip(rows, Self.expected) {
                #expect(row.count == expected.count)
                for (value, text) in zip(row, expected) {
                    #expect(isSame(value, text), "\(kind): \(value ?? "nothing"), expected \(text)")
                }
            }
            // A second write is refused, and replaces with --overwrite.
            #expect(try runTool(arguments(raster, zones) + ["-o", output]).status == 73)
            let again = try runTool(arguments(raster, zones) + ["-o", output, "--overwrite"])
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    /// Numbers may be spelled in other ways, and the names' safe columns are in the same order.
    private func isSame(_ value: String?, _ text: String) -> Bool {
        guard let number = Double(text) else { return (value ?? "") == text }
        return value.flatMap(Double.init).map { isClose($0, number) } ?? false
    }

    /// The rows of a file by their attributes, `nil` where a cell is empty.
    private func readBack(_ path: String) throws -> [[String?]] {
        switch URL(fileURLWithPath: path).pathExtension {
        case "csv", "xlsx":
            return try readTableRows(at: path).rows.dropFirst().map { row in
                row.cells.map { $0.isEmpty ? nil : $0 }
            }
        case "json":
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            let rows = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
            let keys = ["code", "name"] + Self.statistics.split(separator: ",").map(String.init)
            return try #require(rows).map { row in
                keys.map { key in
                    (row[key] as? String) ?? (row[key] as? NSNumber).map { "\($0.doubleValue)" }
                }
            }
        default:
            let layer = try readVectorLayer(at: path)
            #expect(layer.features.allSatisfy { $0.shape != .none })
            return layer.features.map { $0.attributes.map(\.text) }
        }
    }

    @Test("--long gives a row a zone, raster and statistic")
    func long() throws {
        try withTemporaryFolder { folder in
            let (raster, zones) = try writeInputs(in: folder)
            let result = try runTool([
                "zonal", "--raster", raster, "--raster", raster + ":1", "--zones", zones,
                "--id-field", "code", "--stats", "mean,max", "--long",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let table = cells(ofCSV: result.output)
            #expect(table.count == 1 + 3 * 2 * 2)
            #expect(table[0] == ["code", "raster", "stat", "value"])
            #expect(table[1] == ["Z2", "values", "mean", "3"])
            #expect(table[4] == ["Z2", "values_2", "max", "3"])
            #expect(table[10] == ["Z3", "values", "max", ""])
        }
    }

    @Test(
        "Faults of the request have their exit codes",
        arguments: [
            (["--raster", "no.tif"], 66, "no.tif"),
            (["--id-field", "codes"], 65, "Did you mean \"code\"?"),
            (["--stats", "mean,middle"], 65, "middle"),
            (["-o", "result.doc"], 64, "has no known extension"),
            (["-o", "nowhere/result.csv"], 73, "does not exist. Make it first."),
            (["--where", "code = 'Z9'"], 65, "has no features that satisfy \"code = 'Z9'\""),
        ] as [([String], Int32, String)])
    func faults(_ change: [String], _ status: Int32, _ message: String) throws {
        try withTemporaryFolder { folder in
            let (raster, zones) = try writeInputs(in: folder)
            var arguments = [
                "--raster", raster, "--zones", zones, "--id-field", "code", "--stats", "mean",
            ]
            if let place = arguments.firstIndex(of: change[0]) {
                arguments[place + 1] = change[1]
            } else {
                arguments += change
            }
            let before = try entries(of: folder)
            let result = try runTool(["zonal"] + arguments, in: folder)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(try entries(of: folder) == before)
        }
    }
}
