import Foundation

/// Writes a file that is whole or refused: contents between a head that says what they are and a
/// seal that says that they are all there.
///
/// Numbers are little-endian on any machine. Writing is buffered; until `finish` returns, the file
/// is one that no reader accepts, so it is written under a temporary name and renamed by the
/// caller. After a failure every call throws the same error. Belongs to one thread at a time.
public final class SealedFileWriter {
    /// The path that is written.
    public let path: String

    private let file: FileDescriptor
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var flushed = 0
    private var checksum = Checksum()
    private var failure: SealedFileError?
    private var isFinished = false

    /// Creates the file, or empties the one that is there, and writes its head.
    ///
    /// - Throws: `SealedFileError.cannotWrite`.
    public init(path: String, kind: SealedFileKind, version: UInt32) throws(SealedFileError) {
        self.path = path
        file = try FileDescriptor(writing: path)
        buffer = .allocate(byteCount: 1 << 18, alignment: 16)
        for byte in kind.magic { try write(byte) }
        try write(version)
        try write(0 as UInt32)
        checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        // The file's length, not known yet.
        try write(0 as UInt64)
        try emptyBuffer()
    }

    deinit { buffer.deallocate() }

    /// The number of bytes from the start of the file to what is written next; what
    /// `SealedFileReader.seek(to:)` takes.
    public var position: Int { flushed + filled }

    // MARK: - Values

    public func write(_ value: UInt8) throws(SealedFileError) { try writeInteger(value) }

    /// A byte, 1 for `true`, 0 for `false`.
    public func write(_ value: Bool) throws(SealedFileError) {
        try writeInteger(value ? 1 : 0 as UInt8)
    }

    public func write(_ value: Int32) throws(SealedFileError) { try writeInteger(value) }

    public func write(_ value: UInt32) throws(SealedFileError) { try writeInteger(value) }

    public func write(_ value: Int64) throws(SealedFileError) { try writeInteger(value) }

    public func write(_ value: UInt64) throws(SealedFileError) { try writeInteger(value) }

    /// The bits of `value`, NaN payloads included.
    public func write(_ value: Double) throws(SealedFileError) {
        try writeInteger(value.bitPattern)
    }

    /// The number of UTF-8 bytes, UInt64, then the bytes.
    public func write(_ text: String) throws(SealedFileError) { try write(Array(text.utf8)) }

    /// The number of bytes, UInt64, then the bytes.
    public func write(_ bytes: [UInt8]) throws(SealedFileError) {
        try write(UInt64(bytes.count))
        try withBytes(of: bytes) { (bytes) throws(SealedFileError) in try write(raw: bytes) }
    }

    /// The number of values, UInt64, then the values.
    public func write(_ values: [Double]) throws(SealedFileError) {
        try write(UInt64(values.count))
        #if _endian(little)
            try withBytes(of: values) { (bytes) throws(SealedFileError) in try write(raw: bytes) }
        #else
            for value in values { try write(value) }
        #endif
    }

    /// The bytes as they are, without their number.
    public func write(raw bytes: UnsafeRawBufferPointer) throws(SealedFileError) {
        try check()
        var rest = bytes[...]
        while !rest.isEmpty {
            if filled == buffer.count { try flush() }
            let part = rest.prefix(buffer.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
            filled += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    // MARK: - End

    /// Writes the seal and brings the file to the disk.
    ///
    /// - Throws: `SealedFileError.cannotWrite`, when the disk is full for example.
    /// - Precondition: the file has not been finished before.
    public func finish() throws(SealedFileError) {
        try check()
        let length = UInt64(position + SealedFileLayout.seal)
        try write(length)
        try flush()
        try write(checksum.value)
        try emptyBuffer()
        let head = length.littleEndian
        let isWritten =
            withUnsafeBytes(of: head) { file.write($0, at: SealedFileLayout.length) }
            && file.synchronize()
        guard isWritten else { throw fail() }
        isFinished = true
    }

    // MARK: - Buffer

    @inline(__always)
    private func writeInteger<Value: FixedWidthInteger>(
        _ value: Value
    ) throws(SealedFileError) {
        try check()
        let size = MemoryLayout<Value>.size
        if filled + size > buffer.count { try flush() }
        buffer.storeBytes(of: value.littleEndian, toByteOffset: filled, as: Value.self)
        filled += size
    }

    @inline(__always)
    private func check() throws(SealedFileError) {
        precondition(!isFinished, "nothing is written behind the seal")
        if let failure { throw failure }
    }

    private func flush() throws(SealedFileError) {
        checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        try emptyBuffer()
    }

    /// Writes the buffer without adding it to the checksum.
    private func emptyBuffer() throws(SealedFileError) {
        guard file.write(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), at: flushed) else {
            throw fail()
        }
        flushed += filled
        filled = 0
    }

    private func fail() -> SealedFileError {
        let error = SealedFileError.cannotWrite(path: path, reason: systemReason())
        failure = error
        return error
    }

    private func withBytes<Element>(
        of values: [Element],
        _ body: (UnsafeRawBufferPointer) throws(SealedFileError) -> Void
    ) throws(SealedFileError) {
        var outcome = Result<Void, SealedFileError>.success(())
        values.withUnsafeBytes { bytes in
            outcome = Result { () throws(SealedFileError) in try body(bytes) }
        }
        try outcome.get()
    }
}
