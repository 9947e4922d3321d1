import Foundation
import GeoFiles
import Geometry
import TestSupport
import Testing

/// Why tests of the command line are skipped.
let noTool: Comment = "no built tool: swift build -c release, or set BASINGRID_TOOL"

/// Whether tests that run the tool run: there is one, or its absence must be seen.
let canRunTool = builtTool != nil || mustRunEverything

/// The sample job in a folder of its own, in which a test may plant faults.
struct SampleJob {
    let folder: URL

    /// A copy of `Datasets/taiyuan` in `parent/name`.
    ///
    /// - Parameters:
    ///   - isSmall: Leave out what takes time: the months before April 2026 and their comparison.
    init(in parent: URL, named name: String = "job", isSmall: Bool = false) throws {
        folder = parent.appending(path: name)
        try FileManager.default.copyItem(at: TestFolders.dataset("taiyuan"), to: folder)
        if isSmall {
            try edit("periods: [2026-04, 2026-01..2026-04]", "periods: [2026-04]")
            try edit("compare: year", "compare: none")
            try edit("air/*.csv", "air/china_sites_202604*.csv")
        }
    }

    var path: String { file("job.yaml").path }

    func file(_ name: String) -> URL { folder.appending(path: name) }

    /// Replaces the one place of the job file that says `old`.
    func edit(_ old: String, _ new: String) throws {
        let text = try String(contentsOf: file("job.yaml"), encoding: .utf8)
        let parts = text.components(separatedBy: old)
        guard parts.count == 2 else { throw NotInJob(text: old, times: parts.count - 1) }
        try parts.joined(separator: new).write(
            to: file("job.yaml"), atomically: true, encoding: .utf8)
    }

    /// Deletes a file of the data.
    func remove(_ name: String) throws { try FileManager.default.removeItem(at: file(name)) }

    /// Writes a layer of the data anew after `change`, as a GeoPackage of the same stem, and has
    /// the job read it.
    func rewrite(_ name: String, _ change: (inout OutputLayer) -> Void) throws {
        var layer = OutputLayer(try readVectorLayer(at: file("\(name).shp").path))
        change(&layer)
        try writeVector(layer, to: file("\(name).gpkg").path)
        try edit("path: \(name).shp", "path: \(name).gpkg")
    }

    /// Runs a command on the job.
    func tool(_ arguments: String..., environment: [String: String] = [:]) throws -> ToolResult {
        try runTool(arguments, in: folder, environment: environment)
    }
}

struct NotInJob: Error {
    var text: String
    var times: Int
}

/// The built tool; a failure where there is none, as in continuous integration.
func tool() throws -> URL { try #require(builtTool, noTool) }

/// Runs a line of shell in which `$TOOL` is the built tool.
func runShell(_ line: String) throws -> ToolResult {
    try run(
        URL(fileURLWithPath: "/bin/sh"), ["-c", line], environment: ["TOOL": try tool().path])
}

/// The files below `folder` by their relative paths, hidden ones too.
func files(below folder: URL) throws -> [String] {
    let entries = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return entries.filter { entry in
        var isFolder: ObjCBool = false
        let path = folder.appending(path: entry).path
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }.sorted()
}

/// The entries of `folder`, hidden ones too.
func entries(of folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// The one JSON object that `text` is; `nil` when it is anything else.
func jsonObject(_ text: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
}

/// The rows of CSV text without quoted cells.
func cells(ofCSV text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
