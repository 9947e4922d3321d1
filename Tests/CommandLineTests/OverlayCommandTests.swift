import Foundation
import TestSupport
import Testing

@Suite("overlay", .enabled(if: canRunTool, noTool))
struct OverlayCommandTests {
    @Test("A saved overlay gives the bytes of a run with the zones, with and without them")
    func reuse() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            try build(fixture, in: folder)
            let plain = try runTool(fixture.arguments() + ["-o", "plain.csv"], in: folder)
            #expect(plain.status == 0, "\(plain.errors)")
            let saved = try runTool(
                fixture.arguments() + ["--overlay", "zones.bgo", "-o", "saved.csv"], in: folder)
            #expect(saved.status == 0, "\(saved.errors)")
            var arguments = fixture.arguments() + ["--overlay", "zones.bgo", "-o", "alone.csv"]
            for option in ["--zones", "--id-field"] {
                let index = try #require(arguments.firstIndex(of: option))
                arguments.removeSubrange(index...index + 1)
            }
            let alone = try runTool(arguments, in: folder)
            #expect(alone.status == 0, "\(alone.errors)")
            let files = try ["plain.csv", "saved.csv", "alone.csv"].map {
                try Data(contentsOf: folder.appending(path: $0))
            }
            #expect(files[0] == files[1])
            #expect(files[0] == files[2])
        }
    }

    @Test("The same zones and grid give the same file, for any number of threads")
    func sameFile() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            try build(fixture, in: folder, ["--threads", "1"])
            let first = try Data(contentsOf: folder.appending(path: "zones.bgo"))
            try build(fixture, in: folder, ["--threads", "3", "--overwrite"])
            #expect(try Data(contentsOf: folder.appending(path: "zones.bgo")) == first)
        }
    }

    @Test("An overlay is refused for another grid, zones or coverage, and when it is damaged")
    func refusals() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            try build(fixture, in: folder)
            try "id,x,y,v\na,500100,4200100,1\n".write(
                to: folder.appending(path: "points.csv"), atomically: true, encoding: .utf8)
            let coarse = try runTool(
                [
                    "interpolate", "--stations", "points.csv", "--value", "v", "--cell", "150",
                    "--extent", "500000", "4200000", "515000", "4500000", "--crs", "EPSG:4547",
                    "--assume-crs", "EPSG:4547", "-o", "coarse.tif", "-q",
                ], in: folder)
            #expect(coarse.status == 0, "\(coarse.errors)")
            func refusal(_ options: [String], raster: String? = nil) throws -> ToolResult {
                try runTool(
                    [
                        "zonal", "--raster", raster ?? fixture.raster, "--stats", "mean",
                        "--overlay", "zones.bgo", "--lang", "en",
                    ] + options, in: folder)
            }
            let grid = try refusal([], raster: "coarse.tif")
            #expect(grid.status == 65)
            #expect(
                grid.errors.contains("2000 × 100 cells (rows × columns) instead of 3000 × 150"),
                "\(grid.errors)")
            let filtered = try refusal([
                "--zones", fixture.zones, "--id-field", "code", "--where", "code <> 'Z0-0'",
            ])
            #expect(filtered.status == 65)
            #expect(filtered.errors.contains("was not built of these zones"))
            let method = try refusal(["--coverage", "touched"])
            #expect(method.status == 65)
            #expect(method.errors.contains("--coverage fraction"))
            let field = try refusal(["--include-field", "nothing"])
            #expect(field.status == 65)
            #expect(field.errors.contains("has no field \"nothing\"; it has: \"name\""))
            let shapes = try refusal(["-o", "t.gpkg"])
            #expect(shapes.status == 64)
            let file = folder.appending(path: "zones.bgo")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 64
            try bytes.write(to: file)
            let damaged = try refusal([])
            #expect(damaged.status == 65)
            #expect(damaged.errors.contains("zones.bgo"))
        }
    }

    @Test("Control units by county: the pieces make up the zones")
    func crosswise() throws {
        let result = try runShell(
            "\"$TOOL\" overlay zones Datasets/taiyuan/control_units.shp "
                + "Datasets/taiyuan/counties.shp --id-field HJGKDYBM --second-id-field CODE "
                + "--lang en -q")
        #expect(result.status == 0, "\(result.errors)")
        let rows = cells(ofCSV: result.output)
        #expect(
            rows.first
                == ["kind", "first", "second", "area_km2", "first_share", "second_share"])
        var shares: [String: Double] = [:]
        for row in rows.dropFirst() where ["shared", "first_only"].contains(row[0]) {
            shares[row[1], default: 0] += try #require(Double(row[4]))
        }
        #expect(shares.count > 10)
        for (zone, share) in shares { #expect(abs(share - 1) < 1e-6, "\(zone) \(share)") }
    }

    private func build(
        _ fixture: ZonalFixture, in folder: URL, _ options: [String] = []
    ) throws {
        let result = try runTool(
            [
                "overlay", "build", "--zones", fixture.zones, "--id-field", "code",
                "--include-field", "name", "--like", fixture.raster, "-o", "zones.bgo", "-q",
            ] + options, in: folder)
        #expect(result.status == 0, "\(result.errors)")
    }
}
