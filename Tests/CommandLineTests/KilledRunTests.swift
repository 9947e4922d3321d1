import Foundation
import TestSupport
import Testing

@Suite("run: killed at any moment", .serialized, .enabled(if: canRunTool, noTool))
struct KilledRunTests {
    static let kills = 50

    @Test("50 kills at random moments leave a whole folder or none, and the next run cleans up")
    func kills() throws {
        try withTemporaryFolder { parent in
            // Two jobs whose every raster, table and report differ: a mixture would show.
            let jobs = try ["a", "b"].map {
                try SampleJob(in: parent, named: $0, isSmall: true)
            }
            try jobs[1].edit("name: 太原市", name(of: "b"))
            try jobs[1].edit("method: idw, neighbors: 12", "method: idw, neighbors: 3")
            try jobs[1].edit("method: idw, cell: 500m", "method: idw, power: 3, cell: 500m")
            let out = parent.appending(path: "out")
            let duration = try measuredDuration(of: jobs[0], to: out)

            var random = SeededRandom(seed: 20_260_401)
            var (killed, leftovers, whole, none) = (0, 0, 0, 0)
            for round in 0..<Self.kills {
                // Two in three over the whole run, one in three over its end, where the folder
                // is put in place; the first ten may find no folder yet.
                if round == 10, !FileManager.default.fileExists(atPath: out.path) {
                    #expect(try jobs[0].tool("run", "job.yaml", "-o", "../out").status == 0)
                }
                let share =
                    round % 3 == 2
                    ? Double.random(in: 0.85...1.05, using: &random)
                    : Double.random(in: 0...1.02, using: &random)
                let hasDied = try start(jobs[round % 2], killAfter: share * duration)
                killed += hasDied ? 1 : 0
                leftovers += try hidden(in: parent).isEmpty ? 0 : 1
                guard FileManager.default.fileExists(atPath: out.path) else {
                    none += 1
                    continue
                }
                whole += 1
                try expectWhole(out, round: round)
            }
            #expect(killed >= 30, "only \(killed) of \(Self.kills) runs were still at work")
            #expect(leftovers > 0, "no kill met a run that was writing")
            #expect(whole > 0 && whole + none == Self.kills)

            let last = try jobs[0].tool("run", "job.yaml", "-o", "../out", "--overwrite")
            #expect(last.status == 0, "\(last.errors)")
            try expectWhole(out, round: Self.kills)
            #expect(try entries(of: parent) == ["a", "b", "out"], "leftovers stay behind")
        }
    }

    @Test("A run that is told to stop exits with 75 and leaves the old folder and nothing else")
    func interrupted() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let out = parent.appending(path: "out")
            let duration = try measuredDuration(of: job, to: out)
            #expect(try job.tool("run", "job.yaml", "-o", "../out").status == 0)
            let record = { try Data(contentsOf: out.appending(path: "run.json")) }
            var interrupted = 0
            for round in 0..<12 {
                let before = try record()
                let process = try started(job)
                Thread.sleep(forTimeInterval: duration * (0.1 + 0.07 * Double(round)))
                kill(process.processIdentifier, round % 2 == 0 ? SIGTERM : SIGINT)
                process.waitUntilExit()
                #expect(process.terminationReason == .exit)
                let status = process.terminationStatus
                #expect(status == 75 || status == 0, "round \(round): \(status)")
                interrupted += status == 75 ? 1 : 0
                #expect(try entries(of: parent) == ["job", "out"], "round \(round)")
                try expectWhole(out, round: round)
                if round == 0 { #expect(try status == 0 || record() == before) }
            }
            #expect(interrupted >= 3, "only \(interrupted) of 12 runs were still at work")
        }
    }

    private func name(of job: String) -> String { "name: \(job) 太原市" }

    /// The seconds of a run, whose folder is then deleted.
    private func measuredDuration(of job: SampleJob, to out: URL) throws -> Double {
        // The shorter of two: the first may wait for the disk.
        let seconds = try (0..<2).map { _ in
            let start = ContinuousClock.now
            let result = try job.tool("run", "job.yaml", "-o", "../out")
            #expect(result.status == 0, "\(result.errors)")
            try FileManager.default.removeItem(at: out)
            return (ContinuousClock.now - start) / .seconds(1)
        }
        return seconds.min() ?? 0
    }

    /// Starts a run and kills it after `seconds`.
    ///
    /// - Returns: Whether it died of that, rather than having ended.
    private func start(_ job: SampleJob, killAfter seconds: Double) throws -> Bool {
        let process = try started(job)
        Thread.sleep(forTimeInterval: seconds)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    private func started(_ job: SampleJob) throws -> Process {
        let process = Process()
        process.executableURL = try tool()
        process.arguments = ["run", "job.yaml", "-o", "../out", "--overwrite", "-q"]
        process.currentDirectoryURL = job.folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func hidden(in parent: URL) throws -> [String] {
        try entries(of: parent).filter { $0.hasPrefix(".out.") && $0.hasSuffix(".partial") }
    }

    /// Every file that `run.json` lists is there with its checksum, and no other.
    private func expectWhole(_ folder: URL, round: Int) throws {
        let text = try String(contentsOf: folder.appending(path: "run.json"), encoding: .utf8)
        let outputs = try #require(
            jsonObject(text)?["outputs"] as? [[String: Any]], "round \(round): run.json is cut")
        let sums = outputs.map { "\($0["sha256"] ?? "")  \($0["path"] ?? "")\n" }
        let paths = outputs.compactMap { $0["path"] as? String }
        #expect(paths.count >= 12)
        #expect(try files(below: folder) == (paths + ["run.json"]).sorted(), "round \(round)")
        try withTemporaryFolder { scratch in
            let list = scratch.appending(path: "sums")
            try sums.joined().write(to: list, atomically: true, encoding: .utf8)
            let check = try run(
                URL(fileURLWithPath: "/usr/bin/env"),
                ["sha256sum", "--check", "--strict", "--quiet", list.path], in: folder)
            #expect(check.status == 0, "round \(round): \(check.output)\(check.errors)")
        }
    }
}
