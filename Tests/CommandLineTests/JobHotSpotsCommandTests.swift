import Foundation
import TestSupport
import Testing

/// The job's `hotspots` against the command of the same name, on the micro-stations of the sample.
@Suite("hotspots of run", .enabled(if: canRunTool, noTool))
struct JobHotSpotsCommandTests {
    private static let entry =
        "hotspots: {parameter: PM2.5, cell: 3km, top: 29, networks: [national, micro]}"

    private func rows(of csv: String) -> [String: [String: String]] {
        let all = cells(ofCSV: csv.replacing("\u{FEFF}", with: ""))
        var rows: [String: [String: String]] = [:]
        for row in all.dropFirst() {
            let named = Dictionary(uniqueKeysWithValues: zip(all[0], row))
            rows[named["cell_id"] ?? ""] = named
        }
        return rows
    }

    /// The tables of the job with `keys`, and those of the command with `options`.
    private func both(
        _ keys: String, _ options: [String], period: String = "2026-04"
    ) throws -> (job: [String: [String: String]], command: [String: [String: String]]) {
        try withTemporaryFolder { folder in
            let sample = try SampleJob(in: folder, isSmall: true)
            try sample.edit(
                Self.entry, "hotspots: {parameter: PM2.5, cell: 3km, networks: [micro], \(keys)}")
            try sample.edit("periods: [2026-04]", "periods: [\(period)]")
            let out = folder.appending(path: "out").path
            let run = try runTool(["run", sample.path, "-o", out, "--quiet"])
            #expect(run.status == 0, "\(run.errors)")
            let table = try String(
                contentsOfFile: "\(out)/tables/hotspots_\(period).csv", encoding: .utf8)
            let command = try runTool(
                [
                    "hotspots", "--stations", sample.file("micro.csv").path, "--station-field",
                    "code", "--assume-crs", "EPSG:4490", "--readings",
                    sample.file("micro_readings.csv").path, "--parameter", "PM2.5", "--period",
                    period, "--zones", sample.file("control_units.shp").path, "--id-field",
                    "HJGKDYBM", "--crs", "EPSG:4547", "--cell", "3km", "--quiet",
                ] + options)
            #expect(command.status == 0, "\(command.errors)")
            return (rows(of: table), rows(of: command.output))
        }
    }

    @Test(
        "Kriged and plain values, errors, ranks, selection and significance are the command's",
        arguments: [
            (
                "method: kriging, top: 29, gistar: 9km",
                ["--method", "kriging", "--top", "29", "--gistar", "9km"],
                ["value", "se", "rank", "selected", "z", "p", "bin", "zone", "valid_share"]
            ),
            (
                "method: mean, share: 0.2, per_zone: true, gistar: 6km, fdr: none",
                ["--method", "mean", "--share", "0.2", "--per-zone", "--gistar", "6km"]
                    + ["--fdr", "none"],
                ["value", "rank", "selected", "z", "p", "bin", "zone", "valid_share"]
            ),
        ])
    func sameRows(keys: String, options: [String], columns: [String]) throws {
        let (job, command) = try both(keys, options)
        #expect(job.count == command.count && job.count > 500)
        for (id, row) in command {
            for column in columns {
                #expect(job[id]?[column] == row[column], "\(id) \(column)")
            }
        }
        #expect(job.values.contains { $0["selected"] == "yes" })
    }
}
