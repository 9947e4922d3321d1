import Foundation
import TestSupport
import Testing

@Suite("What goes where: results, messages, progress", .enabled(if: canRunTool, noTool))
struct StreamTests {
    // MARK: - JSON

    @Test("--json prints one object with outputs, counts, warnings and seconds")
    func json() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let raster = parent.appending(path: "pm25.tif").path
            let commands: [[String]] = [
                ["run", job.path, "-o", parent.appending(path: "out").path],
                ["demo", job.folder.path, "-o", parent.appending(path: "demo").path],
                ["check", job.path],
                ["inspect", job.path.replacing("job.yaml", with: "basins.shp")],
                interpolation(to: raster), zonal(raster), zonal(raster) + ["-o", "-"],
                zonal(raster) + ["-o", parent.appending(path: "zones.csv").path],
            ]
            for command in commands {
                let result = try runTool(command + ["--json"])
                #expect(result.status == 0, "\(command[0]): \(result.errors)")
                let object = try #require(jsonObject(result.output), "\(command[0])")
                let outputs = try #require(object["outputs"] as? [String])
                #expect(object["counts"] is [String: Int], "\(command[0])")
                #expect(object["warnings"] is [String], "\(command[0])")
                let seconds = try #require(object["seconds"] as? Double)
                #expect(seconds > 0 && seconds < 60)
                for output in outputs {
                    #expect(FileManager.default.fileExists(atPath: output), "\(output)")
                }
            }
        }
    }

    @Test("A table on standard output stands in the one object of --json")
    func jsonWithTable() throws {
        try withTemporaryFolder { parent in
            let raster = parent.appending(path: "pm25.tif").path
            #expect(try runTool(interpolation(to: raster)).status == 0)
            let plain = try runTool(zonal(raster))
            let object = try #require(jsonObject(try runTool(zonal(raster) + ["--json"]).output))
            #expect(object["result"] as? String == plain.output)
        }
    }

    @Test("A failure under --json is one object with the exit code and the messages")
    func jsonFailure() throws {
        let result = try runTool(["run", "nothing.yaml", "--json", "--lang", "zh"])
        #expect(result.status == 66)
        let error = try #require(jsonObject(result.output)?["error"] as? [String: Any])
        #expect(error["exit"] as? Int == 66)
        #expect(
            error["messages"] as? [String] == [
                "无法读取任务文件 nothing.yaml：文件不存在或没有读取权限。请检查路径。"
            ])
    }

    private func zonal(_ raster: String) -> [String] {
        [
            "zonal", "--raster", raster, "--zones", "Datasets/taiyuan/counties.shp", "--id-field",
            "CODE", "--stats", "count,mean",
        ]
    }

    // MARK: - Progress

    @Test("--progress json gives one object a line, with fractions that rise to 1")
    func progress() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let raster = parent.appending(path: "pm25.tif").path
            let commands: [[String]] = [
                ["run", job.path, "-o", parent.appending(path: "out").path], ["check", job.path],
                interpolation(to: raster), zonal(raster),
                ["inspect", "Datasets/taiyuan/basins.shp", "Datasets/taiyuan/rivers.shp"],
            ]
            for command in commands {
                let result = try runTool(command + ["--progress", "json", "-q"])
                #expect(result.status == 0, "\(result.errors)")
                let lines = result.errors.split(separator: "\n").map(String.init)
                let objects = lines.compactMap(jsonObject)
                #expect(objects.count == lines.count, "\(command[0]): \(result.errors)")
                #expect(objects.count >= 2, "\(command[0])")
                let fractions = objects.compactMap { $0["fraction"] as? Double }
                #expect(fractions.count == objects.count)
                #expect(fractions == fractions.sorted() && fractions.first == 0)
                #expect(fractions.last == 1)
                let elapsed = objects.compactMap { $0["elapsed_s"] as? Double }
                #expect(elapsed.count == objects.count && elapsed == elapsed.sorted())
                #expect(objects.allSatisfy { ($0["stage"] as? String)?.isEmpty == false })
                #expect(objects.allSatisfy { $0["remaining_s"] != nil })
                #expect(objects.last?["remaining_s"] as? Double == 0)
            }
        }
    }

    @Test("Without a terminal there is no bar; --progress none says nothing")
    func noBar() throws {
        for options in [[], ["--progress", "bar"], ["--progress", "none"]] {
            let result = try runTool(["check", "Datasets/taiyuan/job.yaml", "-q"] + options)
            #expect(result.errors.isEmpty)
        }
    }

    // MARK: - Quiet and standard output

    @Test("--quiet prints nothing on success, but a result that was asked for")
    func quiet() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let raster = parent.appending(path: "pm25.tif").path
            for command in [
                ["run", job.path, "-o", parent.appending(path: "out").path], ["check", job.path],
                ["demo", job.folder.path, "-o", parent.appending(path: "demo").path],
                interpolation(to: raster), zonal(raster) + ["-o", raster + ".csv"],
            ] {
                let result = try runTool(command + ["--quiet"])
                #expect(result.status == 0)
                #expect(result.output.isEmpty && result.errors.isEmpty, "\(command[0])")
            }
            let table = try runTool(zonal(raster) + ["-q"])
            #expect(table.output.hasPrefix("CODE,count,mean\n140105,"))
            #expect(table.errors.isEmpty)
            // Errors are printed all the same.
            #expect(try !runTool(["run", "nothing.yaml", "-q"]).errors.isEmpty)
        }
    }

    @Test("Standard output carries results only; messages go to standard error")
    func standardOutput() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let run = try job.tool("run", "job.yaml", "-o", "../out")
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("report.html\n") && run.errors.contains("done in "))
            let raster = parent.appending(path: "out/rasters/PM2.5_mean_2026-04.tif").path
            for target in [[], ["-o", "-"]] {
                let table = try runTool(zonal(raster) + target)
                let rows = cells(ofCSV: table.output)
                #expect(rows.count == 11 && rows.allSatisfy { $0.count == 3 })
                #expect(table.errors.contains("note: "))
            }
        }
    }

    @Test("A full disk behind standard output is another try, not a crash")
    func fullOutput() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let result = try runShell("\"$TOOL\" inspect Datasets/taiyuan/basins.shp > /dev/full")
        #expect(result.status == 75)
        #expect(result.errors.contains("Cannot write to standard output"))
    }

    @Test("A closed standard error is no reason to fail")
    func closedErrors() throws {
        let result = try runShell("\"$TOOL\" check Datasets/taiyuan/job.yaml 2>&-")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("The job can run"))
    }

    // MARK: - Language and byte order mark

    @Test("--bom puts a mark before CSV; --lang zh does so in a run's tables")
    func byteOrderMark() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let table = "tables/zones_区县_2026-04.csv"
            for (options, hasMark) in [
                ([], false), (["--bom"], true), (["--lang", "zh"], true),
                (["--lang", "en"], false),
            ] {
                let result = try runTool(
                    ["run", "job.yaml", "-o", "../out", "--overwrite"] + options, in: job.folder)
                #expect(result.status == 0)
                let data = try Data(contentsOf: parent.appending(path: "out/\(table)"))
                #expect(data.starts(with: [0xEF, 0xBB, 0xBF]) == hasMark, "\(options)")
            }
            let raster = parent.appending(path: "out/rasters/PM2.5_mean_2026-04.tif").path
            let marked = try runTool(zonal(raster) + ["--bom"])
            #expect(marked.output.unicodeScalars.first == "\u{FEFF}")
            let file = parent.appending(path: "zones.csv")
            #expect(try runTool(zonal(raster) + ["--bom", "-o", file.path]).status == 0)
            #expect(try Data(contentsOf: file).starts(with: [0xEF, 0xBB, 0xBF]))
        }
    }

    @Test("Messages follow --lang, else the locale; reports are Chinese unless asked otherwise")
    func language() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let chinese = try job.tool("run", "job.yaml", "-o", "../zh", "--lang", "zh")
            #expect(chinese.errors.contains("提示：") && chinese.errors.contains("用时 "))
            #expect(!chinese.errors.contains("note: "))
            let byLocale = try job.tool("check", "job.yaml", environment: ["LC_ALL": "zh_CN.UTF-8"])
            #expect(byLocale.output.hasPrefix("任务可以运行"))
            let english = try job.tool("run", "job.yaml", "-o", "../en", "--lang", "en")
            #expect(english.errors.contains("note: "))
            #expect(try job.tool("run", "job.yaml", "-o", "../plain").status == 0)
            let report = { (name: String) in
                try String(
                    contentsOf: parent.appending(path: "\(name)/report.html"), encoding: .utf8)
            }
            #expect(try report("zh") == report("plain"))
            #expect(try report("en").contains("<html lang=\"en\""))
            #expect(try report("zh").contains("<html lang=\"zh"))
        }
    }
}
