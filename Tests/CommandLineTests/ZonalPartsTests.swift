import Foundation
import TestSupport
import Testing

@Suite("zonal in parts", .enabled(if: canRunTool, noTool))
struct ZonalPartsTests {
    @Test(
        "The merged table is byte for byte that of one run",
        arguments: ["zones", "rows"], [1, 3, 8])
    func sameBytes(by cut: String, parts count: Int) throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            for layout in [[], ["--long"]] {
                let whole = try runTool(fixture.arguments() + layout, in: folder)
                #expect(whole.status == 0, "\(whole.errors)")
                let parts = try writeParts(fixture, count, by: cut, layout, in: folder)
                let merged = try runTool(
                    ["zonal", "merge"] + parts.reversed() + ["--lang", "en"], in: folder)
                #expect(merged.status == 0, "\(merged.errors)")
                #expect(merged.output == whole.output)
            }
        }
    }

    @Test("A merge to GeoPackage needs the zones, and then is that of one run")
    func shapes() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            let whole = try runTool(
                fixture.arguments("mean,median") + ["-o", "a.gpkg"], in: folder)
            #expect(whole.status == 0, "\(whole.errors)")
            let parts = try writeParts(
                fixture, 2, by: "rows", [], in: folder, statistics: "mean,median")
            let merge = ["zonal", "merge"] + parts + ["-o", "b.gpkg", "--lang", "en"]
            let refused = try runTool(merge, in: folder)
            #expect(refused.status == 64)
            #expect(refused.errors.contains("--zones PATH --id-field FIELD"))
            let merged = try runTool(
                merge + ["--zones", fixture.zones, "--id-field", "code"], in: folder)
            #expect(merged.status == 0, "\(merged.errors)")
            let tables = try ["a.gpkg", "b.gpkg"].map {
                try runTool(["inspect", $0, "--json"], in: folder).output
                    .replacingOccurrences(of: $0, with: "x")
                    .replacingOccurrences(of: "\"a\"", with: "x")
                    .replacingOccurrences(of: "\"b\"", with: "x")
            }
            #expect(tables[0].contains("first_mean"))
            #expect(tables[1].contains("first_mean"))
        }
    }

    @Test("Missing, doubled, damaged and foreign parts are refused in one list; nothing is written")
    func refusals() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            let parts = try writeParts(
                fixture, 5, by: "zones", [], in: folder, statistics: "mean,median")
            let foreign = try writeParts(
                fixture, 5, by: "zones", ["--coverage", "center"], in: folder, name: "foreign",
                statistics: "mean,median")
            var bytes = try Data(contentsOf: folder.appending(path: parts[4]))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: folder.appending(path: "damaged.part"))
            let result = try runTool(
                [
                    "zonal", "merge", parts[0], parts[1], parts[1], "damaged.part", foreign[2],
                    "nowhere.part", "-o", "merged.csv", "--lang", "en",
                ], in: folder)
            #expect(result.status == 65)
            #expect(result.errors.contains("\"damaged.part\""))
            #expect(result.errors.contains("\"nowhere.part\""))
            #expect(
                result.errors.contains(
                    "coverage is center, expected fraction"), "\(result.errors)")
            #expect(result.errors.contains("Part 2 of 5 is there 2 times"))
            #expect(result.errors.contains("3 of 5 parts are missing: 3-5"))
            #expect(
                !FileManager.default.fileExists(
                    atPath: folder.appending(path: "merged.csv").path))
            let dry = try runTool(
                ["zonal", "merge", parts[0], "--dry-run", "--lang", "en"], in: folder)
            #expect(dry.status == 65)
        }
    }

    @Test("Threads and memory do not change a byte")
    func threadsAndMemory() throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            let plain = try runTool(fixture.arguments() + ["--threads", "1"], in: folder)
            #expect(plain.status == 0, "\(plain.errors)")
            for options in [
                ["--threads", "2"], ["--threads", "3"], ["--threads", "7"],
                ["--memory", "64MiB"], ["--threads", "7", "--memory", "48MiB"],
            ] {
                let result = try runTool(fixture.arguments() + options, in: folder)
                #expect(result.output == plain.output, "\(options)")
            }
        }
    }

    @Test(
        "Options that do not go together are named",
        arguments: [
            (["--part", "1/2"], "--part needs --partial FILE"),
            (["--partial", "p", "-o", "t.csv"], "--partial and -o exclude each other"),
            (["--part", "3/2", "--partial", "p"], "3/2"),
            (["--stats", "mean,mean"], "names \"mean\" twice"),
        ])
    func wrongUsage(options: [String], message: String) throws {
        try withTemporaryFolder { folder in
            let fixture = try ZonalFixture(in: folder)
            let result = try runTool(fixture.arguments() + options, in: folder)
            #expect(result.status == 64, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }

    private func writeParts(
        _ fixture: ZonalFixture, _ count: Int, by cut: String, _ layout: [String],
        in folder: URL, name: String = "part",
        statistics: String = ZonalFixture.everyStatistic
    ) throws -> [String] {
        try (1...count).map { number in
            let file = "\(name)\(number).part"
            let result = try runTool(
                fixture.arguments(statistics) + layout + [
                    "--partial", file, "--part", "\(number)/\(count)", "--part-by", cut,
                    "--overwrite",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            return file
        }
    }
}
