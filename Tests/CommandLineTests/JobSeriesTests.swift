import Foundation
import TestSupport
import Testing

@Suite("series of a job", .enabled(if: canRunTool, noTool))
struct JobSeriesTests {
    @Test("A job's series is that of the command on the same files, to the last byte")
    func command() throws {
        try withTemporaryFolder { folder in
            let job = try SampleJob(in: folder, isSmall: true)
            try job.edit("exceed: 60, networks: [national, micro]", "exceed: 60")
            let out = folder.appending(path: "out")
            let ran = try runTool(["run", job.path, "-o", out.path, "--lang", "en"])
            #expect(ran.status == 0, "\(ran.errors)")
            let single = try runTool([
                "series", "--stations", job.file("stations.csv").path, "--id-field", "code",
                "--assume-crs", "EPSG:4490", "--readings",
                job.file("air/china_sites_202604*.csv").path, "--parameter", "PM2.5", "--zones",
                job.file("counties.shp").path, "--zone-field", "CODE", "--crs", "EPSG:4547",
                "--every", "day", "--exceed", "60", "--period", "2026-04", "--lang", "en",
            ])
            #expect(single.status == 0, "\(single.errors)")
            let table = try String(
                contentsOf: out.appending(path: "tables/series_PM2.5_day_区县_2026-04.csv"),
                encoding: .utf8)
            #expect(table == single.output)
            #expect(table.split(separator: "\n").count > 300)
            try summary(out, rows: table)
        }
    }

    /// The summary against the rows it sums up.
    private func summary(_ out: URL, rows: String) throws {
        let path = out.appending(path: "tables/series_PM2.5_day_区县_2026-04_summary.csv")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        #expect(
            lines[0] == ["id", "label", "times", "mean", "max", "max_time", "se", "exceed_share"])
        let all = rows.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        for line in lines.dropFirst() {
            let own = all.filter { $0[0] == line[0] && $0[2] != "" }
            #expect(line[2] == String(own.count) && own.count > 20)
            func column(_ index: Int) -> [Double] { own.compactMap { Double($0[index]) } }
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
            let expected = [
                mean(column(2)), column(2).max() ?? .nan,
                mean(column(3).map { $0 * $0 }).squareRoot(), mean(column(5)),
            ]
            for (text, value) in zip([line[3], line[4], line[6], line[7]], expected) {
                #expect(isClose(Double(text) ?? .nan, value, relative: 1e-12))
            }
            let peak = own.first { Double($0[2]) == column(2).max() }
            #expect(line[5] == peak?[1])
        }
    }

    @Test("A series without any reading is a note, not a fault, and writes no file")
    func noReadings() throws {
        try withTemporaryFolder { folder in
            let job = try SampleJob(in: folder, isSmall: true)
            try job.edit("series: {parameter: PM2.5", "series: {parameter: CO2")
            let refused = try runTool(["run", job.path, "-o", "\(folder.path)/no", "--lang", "en"])
            #expect(refused.status == 65 && refused.errors.contains("CO2"), "\(refused.errors)")
            try job.edit("series: {parameter: CO2", "series: {parameter: TP")
            let out = folder.appending(path: "out")
            let ran = try runTool(["run", job.path, "-o", out.path, "--lang", "en"])
            #expect(ran.status == 0, "\(ran.errors)")
            #expect(ran.errors.contains("no station of national, micro has a reading"))
            let names = try FileManager.default.contentsOfDirectory(
                atPath: out.appending(path: "tables").path)
            #expect(!names.contains { $0.hasPrefix("series") } && names.count > 10)
        }
    }
}
