import Foundation
import TestSupport
import Testing

@Suite("--dry-run", .enabled(if: canRunTool, noTool))
struct DryRunTests {
    @Test("It lists what a run reads and writes, exactly, and writes nothing")
    func lists() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            let before = try files(below: parent)
            let plan = try job.tool("run", "job.yaml", "-o", "../out", "--dry-run")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(try files(below: parent) == before)
            let lines = plan.output.split(separator: "\n").map(String.init)
            let writes = lines.filter { $0.hasPrefix("write  ../out/") }
                .map { String($0.dropFirst("write  ../out/".count)) }
            let reads = lines.filter { $0.hasPrefix("read   ") }
            #expect(lines.count == reads.count + writes.count + 1)
            let last = try #require(lines.last)
            let form = /\d+ raster cells, about [\d.]+ [KMG]iB of memory, about [\d.]+ s/
            #expect(last.wholeMatch(of: form) != nil, "\(last)")

            #expect(try job.tool("run", "job.yaml", "-o", "../out").status == 0)
            let out = parent.appending(path: "out")
            #expect(try files(below: out) == writes.sorted())
            let record = try String(contentsOf: out.appending(path: "run.json"), encoding: .utf8)
            let inputs = try #require(jsonObject(record)?["inputs"] as? [[String: Any]])
            #expect(reads.count == inputs.count)
            for case let path as String in inputs.map({ $0["path"] as Any }) {
                #expect(reads.contains { $0.contains("/\(path) (") }, "\(path)")
            }
        }
    }

    @Test("It fails as the run would: faults, and an output that exists")
    func fails() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            #expect(try job.tool("run", "job.yaml", "-o", ".", "--dry-run").status == 73)
            try job.edit("id: CODE,", "id: CODES,")
            #expect(try job.tool("run", "job.yaml", "-o", "../out", "--dry-run").status == 65)
            let raster = try runTool([
                "zonal", "--raster", "no.tif", "--zones",
                "Datasets/taiyuan/counties.shp", "--id-field", "CODE", "--dry-run",
            ])
            #expect(raster.status == 66)
        }
    }

    /// The plan of a command as its JSON says it.
    private func plan(_ arguments: [String]) throws -> (cells: Int, bytes: Double, seconds: Double)
    {
        let result = try runTool(arguments + ["--dry-run", "--json"])
        let object = try #require(jsonObject(result.output), "\(result.errors)")
        return (
            try #require(object["cells"] as? Int),
            try #require((object["memory_bytes"] as? NSNumber)?.doubleValue),
            try #require((object["seconds"] as? NSNumber)?.doubleValue)
        )
    }

    @Test(
        "Memory is told within a factor of 2 of the real peak", arguments: ["run", "interpolate"])
    func memory(_ command: String) throws {
        try withTemporaryFolder { parent in
            let arguments =
                command == "run"
                ? ["run", "Datasets/taiyuan/job.yaml", "-o", parent.appending(path: "out").path]
                : interpolation(to: parent.appending(path: "pm25.tif").path, cell: "50m")
            let planned = try plan(arguments).bytes
            guard let peak = try peakMemory(arguments, in: parent) else { return }
            let ratio = planned / peak
            #expect(ratio > 0.5 && ratio < 2, "planned \(planned), real \(peak)")
        }
    }

    /// The peak resident bytes of a run, as GNU time measures them; `nil` where there is none.
    private func peakMemory(_ arguments: [String], in folder: URL) throws -> Double? {
        let time = URL(fileURLWithPath: "/usr/bin/time")
        guard FileManager.default.isExecutableFile(atPath: time.path) else { return nil }
        let file = folder.appending(path: "peak").path
        let result = try TestSupport.run(
            time, ["-f", "%M", "-o", file, try tool().path] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)).map { $0 * 1024 }
    }
}
