import Foundation

/// A file that appears under its name only when it is complete.
///
/// Everything is written to a hidden file of a random name in the same folder; `publish()` puts
/// it in place. A file that is not published is deleted with its owner.
final class WholeFile {
    let target: String
    /// Where to write until the file is complete; has the same extension as the target.
    let temporary: String
    private var isPublished = false

    /// - Throws: `exists` when the target is there and may not be overwritten; `cannotCreate`
    ///   when its folder is not.
    init(_ target: String, overwrite: Bool) throws(GeoFileError) {
        self.target = target
        let url = URL(fileURLWithPath: target)
        let folder = url.deletingLastPathComponent()
        if !overwrite, FileManager.default.fileExists(atPath: target) {
            throw GeoFileError.exists(target)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw GeoFileError.cannotCreate(target, cause: "no folder \"\(folder.path)\"")
        }
        guard access(folder.path, W_OK) == 0 else {
            throw GeoFileError.cannotCreate(target, cause: String(cString: strerror(errno)))
        }
        let mark = String(UInt64.random(in: .min ... .max), radix: 36)
        let suffix = url.pathExtension.isEmpty ? "" : ".\(url.pathExtension)"
        temporary = folder.appendingPathComponent(".basingrid-\(getpid())-\(mark)\(suffix)").path
    }

    deinit {
        if !isPublished { removeTemporaries() }
    }

    /// Puts the file in place of whatever has its name.
    ///
    /// - Throws: `cannotCreate`, or `tryAgain` when the disk is full.
    func publish() throws(GeoFileError) {
        try flushToDisk(temporary, target: target)
        guard rename(temporary, target) == 0 else {
            let code = errno
            throw GeoFileError.cannotCreate(
                target, cause: String(cString: strerror(code)), errno: code)
        }
        isPublished = true
        removeTemporaries()
    }

    /// Deletes the temporary file and those that a library put beside it.
    private func removeTemporaries() {
        let url = URL(fileURLWithPath: temporary)
        let stem = url.deletingPathExtension().lastPathComponent
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(stem) {
            unlink(folder.appendingPathComponent(name).path)
        }
    }
}

/// Waits until the disk has a file's bytes, and throws when it could not take them.
func flushToDisk(_ path: String, target: String) throws(GeoFileError) {
    let descriptor = open(path, O_RDWR)
    guard descriptor >= 0 else {
        let code = errno
        throw GeoFileError.cannotCreate(target, cause: String(cString: strerror(code)), errno: code)
    }
    defer { close(descriptor) }
    // Devices without anything to flush say so with EINVAL.
    if fsync(descriptor) != 0, errno != EINVAL {
        let code = errno
        throw GeoFileError.cannotCreate(target, cause: String(cString: strerror(code)), errno: code)
    }
}

/// A new file that takes text piece by piece, gathered into large writes.
final class FileSink {
    private let descriptor: Int32
    private let target: String
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 20

    /// - Parameter target: The name of the file in errors.
    init(_ path: String, target: String) throws(GeoFileError) {
        self.target = target
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(target) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ text: String) throws(GeoFileError) { try append(bytes: text.utf8) }

    func append(bytes: some Sequence<UInt8>) throws(GeoFileError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try finish() }
    }

    /// Writes what is still gathered.
    ///
    /// - Throws: `tryAgain` when the disk is full, else `cannotCreate`.
    func finish() throws(GeoFileError) {
        var offset = 0
        while offset < buffer.count {
            let written = buffer.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(target) }
            offset += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ target: String) -> GeoFileError {
        let code = errno
        return .cannotCreate(target, cause: String(cString: strerror(code)), errno: code)
    }
}

/// Writes `bytes` as the whole content of a new file at `path`, named `target` in errors.
func writeBytes(_ bytes: [UInt8], to path: String, target: String) throws(GeoFileError) {
    let sink = try FileSink(path, target: target)
    try sink.append(bytes: bytes)
    try sink.finish()
}

/// Gives `body` a temporary name to write to, and puts the file in place at `path` when it is done.
///
/// - Throws: `GeoFileError` `exists`, `cannotCreate`, or `tryAgain` when the disk is full; what
///   `body` throws. Nothing is left then.
public func writeWhole(
    to path: String, overwrite: Bool = false, _ body: (_ temporaryPath: String) throws -> Void
) throws {
    let file = try WholeFile(path, overwrite: overwrite)
    try body(file.temporary)
    try file.publish()
}

/// Writes `text` in UTF-8 as a whole file.
///
/// - Throws: `exists`, `cannotCreate`, or `tryAgain` when the disk is full.
public func writeText(
    _ text: String, to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    try writeText(bytes: Array(text.utf8), to: path, overwrite: overwrite)
}

/// Writes a text that is UTF-8 already as a whole file.
///
/// - Throws: `exists`, `cannotCreate`, or `tryAgain` when the disk is full.
public func writeText(
    bytes: [UInt8], to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    try writeBytes(bytes, to: file.temporary, target: path)
    try file.publish()
}

/// Writes the texts that `body` gives to `append`, in order and in UTF-8, as a whole file; memory
/// holds a megabyte of them.
///
/// - Throws: `GeoFileError` `exists`, `cannotCreate`, or `tryAgain` when the disk is full; what
///   `body` throws. Nothing is left then.
public func writeText(
    to path: String, overwrite: Bool = false,
    _ body: (_ append: (String) throws -> Void) throws -> Void
) throws {
    let file = try WholeFile(path, overwrite: overwrite)
    let sink = try FileSink(file.temporary, target: path)
    try body { try sink.append($0) }
    try sink.finish()
    try file.publish()
}
