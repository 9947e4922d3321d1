public import Foundation

/// Folders that tests read, found relative to the package.
public enum TestFolders {
    /// The package's own folder.
    public static let package: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `Datasets/<name>`.
    public static func dataset(_ name: String) -> URL {
        package.appending(path: "Datasets").appending(path: name)
    }

    /// The folder of real test data that is not part of the package: the environment variable
    /// `BASINGRID_TEST_DATA`, or `../shared/data` beside the package; `nil` where absent.
    public static var realData: URL? {
        let named = ProcessInfo.processInfo.environment["BASINGRID_TEST_DATA"]
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}

/// Runs `body` with a new empty folder, and deletes the folder afterwards.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "basingrid-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
