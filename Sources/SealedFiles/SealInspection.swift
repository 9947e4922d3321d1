/// The check of a file that was just opened: kind, version, length, checksum.
struct SealInspection {
    let file: FileDescriptor
    let path: String
    let kind: SealedFileKind
    let supportedVersions: ClosedRange<UInt32>

    /// What a sound file says of itself.
    struct Seal {
        var version: UInt32
        var length: Int
        var checksum: UInt64
    }

    private static let blockSize = 1 << 20

    func run() throws(SealedFileError) -> Seal {
        guard let length = file.length else {
            throw .unreadable(path: path, reason: "it is not a regular file")
        }
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.blockSize, alignment: 16)
        defer { block.deallocate() }
        let head = try load(0, min(length, SealedFileLayout.contents), into: block)
        guard head.prefix(8).elementsEqual(kind.magic.prefix(head.count)) else {
            throw .wrongKind(path: path, expected: kind)
        }
        guard head.count == SealedFileLayout.contents else {
            throw .wrongLength(path: path, kind: kind, found: length, expected: nil)
        }
        let version = UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        guard supportedVersions.contains(version) else {
            throw .unsupportedVersion(
                path: path, kind: kind, found: version, supported: supportedVersions)
        }
        try check(length, against: word(head, SealedFileLayout.length))
        let checksum = try checksum(of: length, head: head, block)
        return Seal(version: version, length: length, checksum: checksum)
    }

    /// Compares the length that the file has with the one in its head.
    private func check(_ length: Int, against written: UInt64) throws(SealedFileError) {
        let isFinished = written >= UInt64(SealedFileLayout.smallest) && written <= UInt64(Int.max)
        guard isFinished, Int(written) == length else {
            throw .wrongLength(
                path: path, kind: kind, found: length, expected: isFinished ? Int(written) : nil)
        }
    }

    /// The checksum of all that it covers, which is also the one in the seal.
    private func checksum(
        of length: Int, head: UnsafeRawBufferPointer, _ block: UnsafeMutableRawBufferPointer
    ) throws(SealedFileError) -> UInt64 {
        var checksum = Checksum()
        checksum.add(UnsafeRawBufferPointer(rebasing: head[..<SealedFileLayout.length]))
        var offset = SealedFileLayout.contents
        let end = length - 8
        while offset < end {
            let part = try load(offset, min(end - offset, block.count), into: block)
            checksum.add(part)
            offset += part.count
        }
        let seal = try load(length - SealedFileLayout.seal, SealedFileLayout.seal, into: block)
        guard word(seal, 0) == UInt64(length), word(seal, 8) == checksum.value else {
            throw .damaged(path: path, kind: kind)
        }
        return checksum.value
    }

    private func load(
        _ offset: Int, _ count: Int, into block: UnsafeMutableRawBufferPointer
    ) throws(SealedFileError) -> UnsafeRawBufferPointer {
        let read = file.read(
            into: UnsafeMutableRawBufferPointer(rebasing: block[..<count]), at: offset)
        guard read == count else {
            throw .unreadable(
                path: path,
                reason: read < 0 ? systemReason() : "the file became shorter while it was read")
        }
        return UnsafeRawBufferPointer(rebasing: block[..<count])
    }

    private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
