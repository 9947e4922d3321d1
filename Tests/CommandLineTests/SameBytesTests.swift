import Coverage
import Foundation
import GeoFiles
import Geometry
import Grids
import Parallel
import TestSupport
import Testing
import ZonalStatistics

@Suite("Same bytes")
struct SameBytesTests {
    @Test(
        "A run gives the same files for 1, 2, 3 and 7 threads, at another time, place and hour",
        .enabled(if: canRunTool, noTool))
    func run() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            #expect(try job.tool("run", "job.yaml", "-o", "../1", "--threads", "1").status == 0)
            let first = parent.appending(path: "1")
            let names = try files(below: first)
            #expect(names.count > 30)
            for threads in ["2", "3", "7"] {
                let result = try job.tool(
                    "run", "job.yaml", "-o", "../\(threads)", "--threads", threads)
                #expect(result.status == 0, "\(result.errors)")
                try expectSame(first, parent.appending(path: threads), names, threads)
            }
            // From another folder, by another path, in another time zone and locale.
            let other = try SampleJob(in: parent, named: "deeper")
            let elsewhere = try runTool(
                ["run", other.path, "-o", "out/elsewhere"], in: parent,
                environment: ["TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"])
            #expect(elsewhere.status == 0, "\(elsewhere.errors)")
            try expectSame(
                first, parent.appending(path: "out/elsewhere"), names, "elsewhere")
        }
    }

    private func expectSame(_ a: URL, _ b: URL, _ names: [String], _ what: String) throws {
        #expect(try files(below: b) == names)
        for name in names where name != "run.json" {
            let (left, right) = (a.appending(path: name), b.appending(path: name))
            #expect(
                try Data(contentsOf: left) == Data(contentsOf: right),
                "\(name) differs (\(what))")
        }
    }

    @Test(
        "A table and a raster have the same bytes for 1, 2, 3 and 7 threads",
        .enabled(if: canRunTool, noTool))
    func commands() throws {
        try withTemporaryFolder { parent in
            let counts = ["1", "2", "3", "7"]
            for threads in counts {
                // The file's name is also the layer's: a folder for each.
                let folder = parent.appending(path: threads)
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: false)
                let raster = folder.appending(path: "pm25.tif").path
                let made = try runTool(interpolation(to: raster) + ["--threads", threads])
                #expect(made.status == 0, "\(made.errors)")
                for kind in ["gpkg", "xlsx", "csv"] {
                    let measured = try runTool([
                        "zonal", "--raster", raster, "--zones",
                        "Datasets/taiyuan/control_units.shp", "--id-field", "HJGKDYBM",
                        "--stats", "count,mean,stdev,sum", "--threads", threads, "-o",
                        folder.appending(path: "zones.\(kind)").path,
                    ])
                    #expect(measured.status == 0, "\(measured.errors)")
                }
            }
            let first = parent.appending(path: "1")
            let names = ["pm25.qml", "pm25.tif", "zones.csv", "zones.gpkg", "zones.xlsx"]
            for threads in counts {
                try expectSame(first, parent.appending(path: threads), names, threads)
            }
        }
    }

    // MARK: - Chunk seams

    @Test("Real zones over many tiles: the same bits for any threads, over at least 10 chunks")
    func chunkSeams() throws {
        let crs = try coordinateReferenceSystem(named: "EPSG:4547")
        let layer = try readZones(
            at: TestFolders.dataset("taiyuan").appending(path: "control_units.shp").path,
            idField: "HJGKDYBM", into: crs)
        let boxes = layer.zones.flatMap(\.polygons).flatMap(\.rings).flatMap(\.coordinates)
        let geometry = GridGeometry(
            covering: try #require(BoundingBox(around: boxes)), cellSize: 100, crs: crs)
        let source = roughSurface(on: geometry)

        var results: [[[UInt64]]] = []
        for threads in [1, 2, 3, 7] {
            let counter = ChunkCounter()
            let table = try ChunkCounter.$current.withValue(counter) {
                let overlay = try Overlay(of: layer.zones, on: geometry, threads: threads)
                return try zonalStatistics(
                    of: source, over: overlay, zones: layer.zones,
                    statistics: Statistic.plain.filter { !$0.isWeighted && $0 != .frac },
                    threads: threads)
            }
            #expect(counter.count >= 10, "\(threads) threads: \(counter.count) chunks")
            results.append(table.values.map { $0.map(\.bitPattern) })
        }
        #expect(results.dropFirst().allSatisfy { $0 == results[0] })
        #expect(results[0].count == 62)
    }

    /// Values of many sizes, so that sums in another order give other last bits; one in ten empty.
    private func roughSurface(on geometry: GridGeometry) -> Grid<Float> {
        var random = SeededRandom(seed: 3095)
        let values = (0..<geometry.cellCount).map { _ -> Float in
            if Double.random(in: 0..<1, using: &random) < 0.1 { return -9999 }
            return Float(exp(Double.random(in: -12...12, using: &random)))
        }
        return Grid(geometry: geometry, values: values, nodata: -9999)
    }
}

/// The example of `interpolate --help`, to `path`.
func interpolation(to path: String, cell: String = "1km") -> [String] {
    [
        "interpolate", "--stations", "Datasets/taiyuan/stations.csv", "--id-field", "code",
        "--assume-crs", "EPSG:4490", "--readings",
        "Datasets/taiyuan/air/china_sites_202603*.csv", "--parameter", "PM2.5", "--period",
        "2026-03", "--statistic", "mean", "--cell", cell, "--zones",
        "Datasets/taiyuan/counties.shp", "--mask", "--crs", "EPSG:4547", "-o", path,
    ]
}
