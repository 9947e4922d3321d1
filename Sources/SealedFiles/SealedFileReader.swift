import Foundation

/// Reads a file that was written by `SealedFileWriter`, and refuses one that is not whole.
///
/// Opening reads the file once from end to end, with 1 MiB of memory, and checks kind, version,
/// length and checksum. Values then come in order, or from any `position` that the writer gave;
/// nothing is allocated for a count that the rest of the file cannot hold. The names of values,
/// `what`, are those of the format's table and appear in errors. Belongs to one thread at a time;
/// `makeReader` makes more of them on the same open file, for 64 KiB each.
public final class SealedFileReader {
    /// The path that was opened.
    public let path: String
    /// What the file is.
    public let kind: SealedFileKind
    /// The version of the file's format, one of those asked for.
    public let version: UInt32
    /// The seal's checksum, which tells contents apart.
    public let checksum: UInt64

    private let file: FileDescriptor
    /// The end of the contents, from the start of the file.
    private let end: Int
    private let buffer: UnsafeMutableRawBufferPointer
    /// The bytes of the file that the buffer holds.
    private var window = 0..<0

    /// Where the next value is read, from the start of the file.
    public private(set) var position = SealedFileLayout.contents

    /// Opens a file and checks it whole.
    ///
    /// - Parameters:
    ///   - path: A regular file.
    ///   - kind: What it must be.
    ///   - supportedVersions: The versions of the format that the caller reads.
    /// - Throws: `SealedFileError`: every case but `cannotWrite`, `endsBefore` and
    ///   `valueOutOfRange`.
    /// - Complexity: O(bytes of the file).
    public init(
        path: String, kind: SealedFileKind, supportedVersions: ClosedRange<UInt32>
    ) throws(SealedFileError) {
        let file = try FileDescriptor(reading: path)
        let seal = try SealInspection(
            file: file, path: path, kind: kind, supportedVersions: supportedVersions
        ).run()
        self.path = path
        self.kind = kind
        self.file = file
        version = seal.version
        checksum = seal.checksum
        end = seal.length - SealedFileLayout.seal
        buffer = Self.makeBuffer()
    }

    private init(like other: SealedFileReader) {
        path = other.path
        kind = other.kind
        version = other.version
        checksum = other.checksum
        file = other.file
        end = other.end
        buffer = Self.makeBuffer()
    }

    deinit { buffer.deallocate() }

    /// Another reader of the same open file, at the start of the contents; the check is not done
    /// again.
    public func makeReader() -> SealedFileReader { SealedFileReader(like: self) }

    /// The number of bytes from `position` to the end of the contents.
    public var remaining: Int { end - position }

    /// Goes to `position`, one that the writer gave.
    ///
    /// - Throws: `SealedFileError.valueOutOfRange` for a position out of the contents.
    public func seek(
        to position: Int, _ what: @autoclosure () -> String = "position"
    ) throws(SealedFileError) {
        guard position >= SealedFileLayout.contents, position <= end else {
            throw outOfRange(what(), "\(position)")
        }
        self.position = position
    }

    /// Checks that all contents have been read.
    ///
    /// - Throws: `SealedFileError.valueOutOfRange` when bytes are left.
    public func expectEnd() throws(SealedFileError) {
        guard remaining == 0 else { throw outOfRange("bytes after the contents", "\(remaining)") }
    }

    /// The error of a value that cannot be, for the caller to throw.
    public func outOfRange(_ what: String, _ found: String) -> SealedFileError {
        .valueOutOfRange(path: path, kind: kind, what: what, found: found)
    }

    // MARK: - Bytes

    /// Fills `target` with the next bytes.
    ///
    /// - Throws: `SealedFileError.endsBefore` when fewer are left.
    public func read(
        into target: UnsafeMutableRawBufferPointer, _ what: @autoclosure () -> String
    ) throws(SealedFileError) {
        guard target.count <= remaining else {
            throw .endsBefore(path: path, kind: kind, what: what())
        }
        let held = window.clamped(to: position..<position + target.count)
        var done = 0
        if held.lowerBound == position, !held.isEmpty {
            let start = position - window.lowerBound
            target.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: buffer[start..<start + held.count]))
            done = held.count
        }
        let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
        if rest.count >= buffer.count {
            try load(rest, at: position + done)
        } else if !rest.isEmpty {
            try fillBuffer(at: position + done)
            rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<rest.count]))
        }
        position += target.count
    }

    /// The next value, little-endian in the file.
    @inline(__always)
    func readInteger<Value: FixedWidthInteger>(
        _ what: () -> String
    ) throws(SealedFileError) -> Value {
        let size = MemoryLayout<Value>.size
        if position < window.lowerBound || position + size > window.upperBound {
            guard size <= remaining else {
                throw .endsBefore(path: path, kind: kind, what: what())
            }
            try fillBuffer(at: position)
        }
        let value = buffer.loadUnaligned(
            fromByteOffset: position - window.lowerBound, as: Value.self)
        position += size
        return Value(littleEndian: value)
    }

    /// The next `count` bytes in the buffer, until the next read; `nil` when they are more than it
    /// holds.
    func takeBuffered(
        _ count: Int, _ what: () -> String
    ) throws(SealedFileError) -> UnsafeRawBufferPointer? {
        guard count <= buffer.count else { return nil }
        if position < window.lowerBound || position + count > window.upperBound {
            guard count <= remaining else {
                throw .endsBefore(path: path, kind: kind, what: what())
            }
            try fillBuffer(at: position)
        }
        let start = position - window.lowerBound
        position += count
        return UnsafeRawBufferPointer(rebasing: buffer[start..<start + count])
    }

    private func fillBuffer(at offset: Int) throws(SealedFileError) {
        let count = min(buffer.count, end - offset)
        window = 0..<0
        try load(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: offset)
        window = offset..<offset + count
    }

    private func load(
        _ target: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(SealedFileError) {
        let count = file.read(into: target, at: offset)
        guard count >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
        guard count == target.count else {
            throw .unreadable(path: path, reason: "the file became shorter while it was read")
        }
    }

    private static func makeBuffer() -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: 1 << 16, alignment: 16)
    }
}
