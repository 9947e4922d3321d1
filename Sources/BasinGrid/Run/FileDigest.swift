import Crypto
public import Foundation

/// A file's size and SHA-256, as `run.json` records it.
public struct FileDigest: Hashable, Sendable {
    public var path: String
    public var bytes: Int
    public var sha256: String

    /// The digest of the file at `url`, called `path`.
    ///
    /// - Complexity: reads the file once, a mebibyte at a time.
    public init(of url: URL, as path: String) throws {
        guard let file = try? FileHandle(forReadingFrom: url) else {
            throw Fault(
                .input, zh: "无法读取文件 \(url.path)。", en: "Cannot read the file \(url.path).")
        }
        defer { try? file.close() }
        var hash = SHA256()
        var count = 0
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
            hash.update(data: block)
            count += block.count
        }
        self.path = path
        bytes = count
        sha256 = hash.finalize().hexadecimal
    }
}
