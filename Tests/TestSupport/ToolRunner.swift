public import Foundation

/// What the built tool said.
public struct ToolResult: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
}

/// The built command line tool, or `nil` where there is none: the environment variable
/// `BASINGRID_TOOL`, or the package's release build.
public let builtTool: URL? = {
    let named = ProcessInfo.processInfo.environment["BASINGRID_TOOL"]
    let tool =
        named.map { URL(fileURLWithPath: $0) }
        ?? TestFolders.package.appending(path: ".build/release/basingrid")
    return FileManager.default.isExecutableFile(atPath: tool.path) ? tool : nil
}()

/// Whether tests must run everything: in continuous integration a missing tool, peer or data set
/// is a failure, not a reason to skip.
public let mustRunEverything = ProcessInfo.processInfo.environment["CI"] == "true"

/// The Python that has the peers: the environment variable `BASINGRID_PYTHON`.
public let peerPython: URL? = {
    let named = ProcessInfo.processInfo.environment["BASINGRID_PYTHON"]
    let python =
        named.map { URL(fileURLWithPath: $0) }
        ?? TestFolders.package.appending(path: ".build-python/bin/python")
    return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
}()

public struct MissingTool: Error, CustomStringConvertible {
    public var description: String
}

/// Runs the built tool and waits for it.
///
/// - Parameters:
///   - arguments: As typed, without the tool's name.
///   - folder: The working folder; the package's own by default.
///   - environment: Added to the process's own; the locale is set to C first.
public func runTool(
    _ arguments: [String], in folder: URL = TestFolders.package, environment: [String: String] = [:]
) throws -> ToolResult {
    guard let tool = builtTool else {
        throw MissingTool(description: "the tool is not built: swift build -c release")
    }
    return try run(tool, arguments, in: folder, environment: environment)
}

/// Runs a program to its end with its output and errors apart.
public func run(
    _ program: URL, _ arguments: [String], in folder: URL = TestFolders.package,
    environment: [String: String] = [:]
) throws -> ToolResult {
    try withTemporaryFolder { scratch in
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var variables = ProcessInfo.processInfo.environment
        variables["LC_ALL"] = "C"
        variables.merge(environment) { $1 }
        process.environment = variables
        // Files, not pipes: a pipe that nobody reads blocks its writer.
        let files = ["out", "err"].map { scratch.appending(path: $0) }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return ToolResult(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
