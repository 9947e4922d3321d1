import Foundation
import GeoFiles
import Geometry
import Grids
import TestSupport
import Testing

@Suite("interpolate", .enabled(if: canRunTool, noTool))
struct InterpolateCommandTests {
    private let stations = [
        "interpolate", "--stations", "Datasets/taiyuan/stations.csv", "--id-field", "code",
        "--assume-crs", "EPSG:4490", "--value", "lat",
    ]

    @Test("--extent with --size sets the grid; cells of one station have its value")
    func extentAndSize() throws {
        try withTemporaryFolder { folder in
            let table = folder.appending(path: "one.csv")
            try "id,x,y,v\nS1,112.5,37.5,42.5\n".write(
                to: table, atomically: true, encoding: .utf8)
            let output = folder.appending(path: "one.tif").path
            let result = try runTool([
                "interpolate", "--stations", table.path, "--value", "v", "--assume-crs",
                "EPSG:4490", "--crs", "EPSG:4490", "--extent", "112", "37", "113", "38", "--size",
                "4", "2", "-o", output,
            ])
            #expect(result.status == 0, "\(result.errors)")
            let reader = try RasterReader(path: output)
            #expect(reader.geometry.rows == 2 && reader.geometry.columns == 4)
            #expect(reader.geometry.extent == BoundingBox(minX: 112, minY: 37, maxX: 113, maxY: 38))
            #expect(reader.geometry.crs?.code == "EPSG:4490")
            #expect(reader.nodata == -9999 && reader.storageType == "Float32")
            #expect(try reader.read(reader.geometry.fullWindow) == .init(repeating: 42.5, count: 8))
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "one.qml").path))
        }
    }

    @Test("--like takes the grid of another raster, to the last bit")
    func like() throws {
        try withTemporaryFolder { folder in
            let first = folder.appending(path: "first.tif").path
            #expect(try runTool(interpolation(to: first, cell: "2km")).status == 0)
            let second = folder.appending(path: "second.tif").path
            let result = try runTool(
                stations + ["--like", first, "--type", "float64", "-o", second])
            #expect(result.status == 0, "\(result.errors)")
            let (a, b) = (try RasterReader(path: first), try RasterReader(path: second))
            #expect(a.geometry == b.geometry)
            #expect(b.storageType == "Float64")
            let values = try b.read(b.geometry.fullWindow)
            #expect(values.allSatisfy { $0 > 37 && $0 < 39 }, "latitudes lie between the stations'")
        }
    }

    @Test("--zones gives the extent, and --mask empties what no zone touches")
    func zonesAndMask() throws {
        try withTemporaryFolder { folder in
            let masked = folder.appending(path: "masked.tif").path
            let whole = folder.appending(path: "whole.tif").path
            let result = try runTool(interpolation(to: masked, cell: "2km"))
            #expect(result.status == 0, "\(result.errors)")
            let arguments = interpolation(to: whole, cell: "2km").filter { $0 != "--mask" }
            #expect(try runTool(arguments).status == 0)
            let (a, b) = (try RasterReader(path: masked), try RasterReader(path: whole))
            #expect(a.geometry == b.geometry)
            #expect(a.unit == "µg/m³" && a.bandDescription.hasPrefix("PM2.5_mean 2026-03"))
            let (left, right) = (
                try a.read(a.geometry.fullWindow), try b.read(b.geometry.fullWindow)
            )
            #expect(right.allSatisfy { !$0.isNaN })
            let empty = left.filter(\.isNaN).count
            #expect(empty > left.count / 5 && empty < left.count, "\(empty) of \(left.count)")
            #expect(zip(left, right).allSatisfy { $0.isNaN || $0 == $1 })
        }
    }

    @Test(
        "Faults of the request have their exit codes",
        arguments: [
            (["--value", "latt"], 65, "Did you mean \"lat\"?"),
            (["--stations", "no.csv"], 66, "no.csv"),
            (["--method", "krigging"], 64, "krigging"),
            (["--cell", "wide"], 64, "wide"),
            (["--crs", "EPSG:0"], 65, "names no coordinate reference system"),
            (["--value", "name"], 65, "expected a number"),
        ] as [([String], Int32, String)])
    func faults(_ change: [String], _ status: Int32, _ message: String) throws {
        try withTemporaryFolder { folder in
            var arguments =
                stations + [
                    "--zones", "Datasets/taiyuan/counties.shp", "--cell", "2km", "--crs",
                    "EPSG:4547", "-o", folder.appending(path: "out.tif").path,
                ]
            if let place = arguments.firstIndex(of: change[0]) {
                arguments[place + 1] = change[1]
            } else {
                arguments += change
            }
            let result = try runTool(arguments)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(try entries(of: folder).isEmpty)
        }
    }

    @Test("A grid that the memory cannot hold is refused at once")
    func tooLarge() throws {
        try withTemporaryFolder { folder in
            let result = try runTool(
                interpolation(to: folder.appending(path: "large.tif").path, cell: "0.5m"))
            #expect(result.status == 65, "\(result.errors)")
            #expect(result.errors.contains("whose bands need more than --memory 1.0 GiB"))
            #expect(try entries(of: folder).isEmpty)
        }
    }
}
