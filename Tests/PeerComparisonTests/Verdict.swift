import Foundation
import TestSupport
import Testing

/// What a script in `peers/` says of BasinGrid's numbers.
struct Verdict: Decodable {
    /// How far one quantity is from the peer's.
    struct Agreement: Decodable {
        /// How many values were compared.
        var compared: Int
        /// The largest difference: relative, unless the script says otherwise.
        var worst: Double
        /// Where that is, with both values.
        var place: String
    }

    var agreements: [String: Agreement]
    /// Statements that do not hold, each with its place.
    var faults: [String]
}

/// A peer or the tool could not be run.
struct PeerFailure: Error, CustomStringConvertible {
    var description: String
}

/// The Python peers.
enum Peers {
    /// Whether a test runs; where something must run everything, a missing part fails in the test.
    static let canRun = mustRunEverything || (builtTool != nil && peerPython != nil)

    /// Why a test was skipped.
    static let whySkipped: Comment =
        "needs the built tool (BASINGRID_TOOL) and the peers of requirements.txt (BASINGRID_PYTHON)"

    private static let scripts = TestFolders.package.appending(
        path: "Tests/PeerComparisonTests/peers")

    /// Runs a script of `peers/` in the repository's root and returns what it prints.
    static func output(
        _ script: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> String {
        try output(script, arguments, environment)
    }

    private static func output(
        _ script: String, _ arguments: [String], _ environment: [String: String]
    ) throws -> String {
        guard let peerPython else {
            throw PeerFailure(description: "no Python with the peers: set BASINGRID_PYTHON")
        }
        let result = try run(
            peerPython, [scripts.appending(path: script + ".py").path] + arguments,
            environment: ["PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"]
                .merging(environment) { $1 })
        guard result.status == 0 else {
            throw PeerFailure(
                description: "\(script).py failed:\n\(result.errors.suffix(2000))")
        }
        return result.output
    }

    /// Runs a script of `peers/` that prints a verdict.
    static func verdict(_ script: String, _ arguments: String...) throws -> Verdict {
        let text = try output(script, arguments, [:])
        return try JSONDecoder().decode(Verdict.self, from: Data(text.utf8))
    }
}

/// One run of the job in `Datasets/taiyuan`, shared by all tests.
enum SampleRun {
    static let dataset = TestFolders.dataset("taiyuan")

    /// The folder that the run wrote.
    static func folder() throws -> URL { try result.get() }

    private static let result = Result<URL, any Error> {
        let parent = FileManager.default.temporaryDirectory
            .appending(path: "basingrid-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        scratch = parent
        atexit { SampleRun.removeScratch() }
        let folder = parent.appending(path: "out")
        let job = dataset.appending(path: "job.yaml").path
        let result = try runTool(["run", job, "-o", folder.path, "--quiet"])
        guard result.status == 0 else {
            throw PeerFailure(description: "run gave \(result.status):\n\(result.errors)")
        }
        return folder
    }

    // Written once, inside the one initialisation of `result`; read when the process ends.
    nonisolated(unsafe) private static var scratch: URL?

    private static func removeScratch() {
        if let scratch { try? FileManager.default.removeItem(at: scratch) }
    }
}

/// Expects that no statement of `verdict` fails and that it has these quantities and no others, each
/// within its limit over at least `count` values.
func expect(
    _ verdict: Verdict, _ limits: [Limit], sourceLocation: SourceLocation = #_sourceLocation
) {
    for fault in verdict.faults {
        Issue.record("\(fault)", sourceLocation: sourceLocation)
    }
    for limit in limits {
        guard let found = verdict.agreements[limit.quantity] else {
            Issue.record("\(limit.quantity) was not compared", sourceLocation: sourceLocation)
            continue
        }
        #expect(
            found.worst <= limit.difference,
            "\(limit.quantity): worst difference \(found.worst) at \(found.place)",
            sourceLocation: sourceLocation)
        #expect(
            found.compared >= limit.count,
            "\(limit.quantity): \(found.compared) compared, expected \(limit.count) or more",
            sourceLocation: sourceLocation)
    }
    let named = Set(limits.map(\.quantity))
    for (quantity, found) in verdict.agreements where !named.contains(quantity) {
        // A statement without a number, or an equality: its failures are among the faults.
        #expect(
            found.worst == 0, "\(quantity) has no limit; worst \(found.worst) at \(found.place)",
            sourceLocation: sourceLocation)
    }
}

/// How far a quantity may be from the peer's.
struct Limit {
    var quantity: String
    var difference: Double
    var count: Int

    init(_ quantity: String, within difference: Double = 0, atLeast count: Int) {
        self.quantity = quantity
        self.difference = difference
        self.count = count
    }
}
