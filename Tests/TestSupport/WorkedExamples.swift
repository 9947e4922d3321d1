public import Foundation

/// The worked examples of the standards folder beside the real test data.
public enum WorkedExamples {
    /// The file; `nil` where it is absent.
    public static let file: URL? = {
        let url = TestFolders.realData?.deletingLastPathComponent()
            .appending(path: "standards/examples.json")
        return url.flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }
    }()

    /// Whether tests of examples run: the file is there, or its absence must be seen.
    public static let canRun = file != nil || mustRunEverything

    /// The examples of a group: objects with `id`, `inputs` and `expected`.
    ///
    /// - Throws: `MissingExamples` where there are none.
    public static func group(_ name: String) throws -> [[String: Any]] {
        guard let file else { throw MissingExamples(group: name) }
        let whole = try JSONSerialization.jsonObject(with: try Data(contentsOf: file))
        let all = (whole as? [String: Any])?["examples"] as? [[String: Any]] ?? []
        let own = all.filter { $0["group"] as? String == name }
        if own.isEmpty { throw MissingExamples(group: name) }
        return own
    }
}

/// There are no worked examples of a group.
public struct MissingExamples: Error {
    public var group: String
}
