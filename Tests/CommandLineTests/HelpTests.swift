import Foundation
import TestSupport
import Testing

@Suite("Help and the options of every command", .enabled(if: canRunTool, noTool))
struct HelpTests {
    /// A command with what it needs for a dry run on the small sample job.
    struct Command: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var arguments: [String]
        /// Another output than the command's own would have.
        var output: String

        var words: [String] { testDescription.split(separator: " ").map(String.init) }
    }

    static let commands = [
        Command(testDescription: "run", arguments: ["job.yaml"], output: "../out"),
        Command(testDescription: "check", arguments: ["job.yaml"], output: "../out"),
        Command(testDescription: "inspect", arguments: ["counties.shp"], output: "../facts.json"),
        Command(
            testDescription: "zonal",
            arguments: [
                "--raster", "pm25.tif", "--zones", "counties.shp", "--id-field", "CODE",
            ], output: "../zones.csv"),
        Command(
            testDescription: "interpolate",
            arguments: [
                "--stations", "stations.csv", "--value", "lat", "--zones", "counties.shp",
                "--cell", "2km", "--crs", "EPSG:4547",
            ], output: "../lat.tif"),
        Command(
            testDescription: "zonal merge", arguments: ["whole.part"], output: "../merged.csv"),
        Command(
            testDescription: "overlay build",
            arguments: ["--zones", "counties.shp", "--id-field", "CODE", "--like", "pm25.tif"],
            output: "../counties.bgo"),
        Command(
            testDescription: "overlay zones",
            arguments: [
                "control_units.shp", "counties.shp", "--id-field", "HJGKDYBM",
                "--second-id-field", "CODE",
            ], output: "../crossed.csv"),
        Command(
            testDescription: "rivers locate",
            arguments: [
                "--rivers", "rivers.shp", "--id-field", "code", "--points", "sections.shp",
            ], output: "../located.csv"),
        Command(
            testDescription: "rivers sections",
            arguments: [
                "--rivers", "rivers.shp", "--id-field", "code", "--sections", "sections.shp",
                "--zones", "counties.shp", "--zone-field", "CODE",
            ], output: "../ranges.gpkg"),
        Command(
            testDescription: "rivers trace",
            arguments: [
                "--rivers", "rivers.shp", "--id-field", "code", "--from", "112.43,38.01",
                "--max-distance", "10km", "--direction", "down",
            ], output: "../trace.geojson"),
        Command(
            testDescription: "rivers interpolate",
            arguments: [
                "--rivers", "rivers.shp", "--id-field", "code", "--points", "outfalls.shp",
                "--value", "t_d",
            ], output: "../values.gpkg"),
        Command(
            testDescription: "convert", arguments: ["counties.shp", "--crs", "EPSG:4547"],
            output: "../counties.gpkg"),
        Command(
            testDescription: "assess air",
            arguments: [
                "--readings", "air/*.csv", "--stations", "stations.csv", "--period", "2026-04",
            ], output: "../air.csv"),
        Command(
            testDescription: "assess water",
            arguments: [
                "--readings", "water.xlsx", "--sections", "sections.shp", "--period", "2026-04",
            ], output: "../water.csv"),
        Command(
            testDescription: "assess sea",
            arguments: ["--readings", "water.xlsx", "--period", "2026-04"],
            output: "../sea.csv"),
        Command(
            testDescription: "assess soil",
            arguments: ["--readings", "water.xlsx", "--land", "class1"],
            output: "../soil.csv"),
        Command(
            testDescription: "assess quality",
            arguments: ["--readings", "air/*.csv", "--period", "2025-01"],
            output: "../quality.csv"),
        Command(
            testDescription: "assess compensation",
            arguments: [
                "--rules", TestFolders.dataset("compensation").path + "/heze-2014.json",
                "--readings", "air/*.csv", "--sections", "boundaries.csv", "--period", "2026Q1",
            ], output: "../ledger.csv"),
        Command(
            testDescription: "grid",
            arguments: [
                "--zones", "counties.shp", "--id-field", "CODE", "--cell", "3km", "--crs",
                "EPSG:4547",
            ], output: "../cells.csv"),
        Command(
            testDescription: "hotspots",
            arguments: ["--raster", "pm25.tif", "--gistar", "15km"], output: "../hot.csv"),
        Command(
            testDescription: "rivers check",
            arguments: ["--rivers", "rivers.shp", "--id-field", "code", "--name-field", "name"],
            output: "../faults.csv"),
        Command(testDescription: "demo", arguments: ["."], output: "../out"),
    ]

    /// The options that every command has, with a value where they take one.
    static let options: [[String]] = [
        ["--overwrite"], ["--threads", "2"], ["--memory", "2GiB"], ["--lang", "zh"],
        ["--progress", "json"], ["--progress", "bar"], ["--progress", "none"], ["--json"],
        ["--bom"], ["--quiet"], ["-q"], ["--verbose"], ["-v"], ["--where", "1 = 1"],
        ["--encoding", "GB18030"],
    ]

    @Test("Every command has every option of the contract", arguments: commands, options)
    func everyOption(_ command: Command, _ option: [String]) throws {
        try withTemporaryFolder { parent in
            let job = try prepared(in: parent)
            let before = try files(below: parent)
            let result = try dryRun(command, option + ["-o", command.output], of: job)
            #expect(result.status == 0, "\(result.errors)")
            #expect(!result.output.isEmpty, "a dry run says what it would do")
            #expect(try files(below: parent) == before, "a dry run writes nothing")
        }
    }

    @Test(
        "Options that name a layer or a CRS of the input are known everywhere", arguments: commands)
    func inputOptions(_ command: Command) throws {
        try withTemporaryFolder { parent in
            let job = try prepared(in: parent)
            for option in [["--layer", "nothing"], ["--assume-crs", "EPSG:4490"]] {
                let result = try dryRun(command, option + ["--output", command.output], of: job)
                #expect(result.status == 0 || result.status == 65, "\(result.errors)")
            }
            let help = try runTool(command.words + ["--help"])
            for option in Set(Self.options.map { $0[0] } + ["--layer", "--assume-crs", "-o,"]) {
                #expect(help.output.contains(option), "\(option)")
            }
            #expect(help.output.contains("basingrid \(command.testDescription)"))
            #expect(help.output.contains("Example:"))
        }
    }

    private func prepared(in parent: URL) throws -> SampleJob {
        let job = try SampleJob(in: parent, isSmall: true)
        let raster = try runTool(
            [
                "interpolate", "--stations", "stations.csv", "--assume-crs", "EPSG:4490",
                "--value", "lat", "--zones", "counties.shp", "--cell", "5km", "--crs",
                "EPSG:4547", "-o", "pm25.tif", "-q",
            ], in: job.folder)
        #expect(raster.status == 0, "\(raster.errors)")
        let part = try runTool(
            [
                "zonal", "--raster", "pm25.tif", "--zones", "counties.shp", "--id-field", "CODE",
                "--partial", "whole.part", "-q",
            ], in: job.folder)
        #expect(part.status == 0, "\(part.errors)")
        try "code,upstream,downstream\nS1,A,B\n".write(
            to: job.folder.appending(path: "boundaries.csv"), atomically: true, encoding: .utf8)
        return job
    }

    private func dryRun(
        _ command: Command, _ options: [String], of job: SampleJob
    ) throws -> ToolResult {
        var arguments = command.words + command.arguments + ["--dry-run"] + options
        if command.testDescription == "interpolate", !options.contains("--assume-crs") {
            arguments += ["--assume-crs", "EPSG:4490"]
        }
        return try runTool(arguments, in: job.folder)
    }

    // MARK: - Whole texts

    @Test("The help of the tool is this text")
    func wholeHelp() throws {
        let result = try runTool(["--help"], environment: ["COLUMNS": "80"])
        #expect(result.status == 0)
        #expect(result.output == Self.help)
    }

    @Test("The help of check is this text")
    func checkHelp() throws {
        let result = try runTool(["check", "--help"], environment: ["COLUMNS": "80"])
        #expect(result.output == Self.checkHelp)
    }

    @Test("The help of zonal is this text")
    func zonalHelp() throws {
        let result = try runTool(["zonal", "--help"], environment: ["COLUMNS": "80"])
        #expect(result.output == Self.zonalHelp)
    }

    @Test("The examples of the help run as they are written", arguments: ["inspect", "check"])
    func examples(_ command: String) throws {
        let help = try runTool([command, "--help"], environment: ["COLUMNS": "80"])
        let example = try #require(
            help.output.components(separatedBy: "Example:\n  basingrid ").last?
                .components(separatedBy: "\n").first)
        let result = try runShell("\"$TOOL\" \(example)")
        #expect(result.status == 0, "\(example): \(result.errors)")
    }
}
