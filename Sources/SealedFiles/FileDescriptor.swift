import Foundation

/// An open file of the system, closed with its last owner.
final class FileDescriptor: Sendable {
    private let number: Int32

    /// Opens a file to read.
    init(reading path: String) throws(SealedFileError) {
        number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .missing(path: path) }
            throw .unreadable(path: path, reason: systemReason())
        }
    }

    /// Creates a file to write, or empties the one that is there.
    init(writing path: String) throws(SealedFileError) {
        number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard number >= 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
    }

    deinit { close(number) }

    /// The number of bytes of a regular file; `nil` for anything else.
    var length: Int? {
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reads up to `target.count` bytes from `offset` on: fewer at the end of the file only, −1 on
    /// failure, with the reason in `errno`.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        var done = 0
        while done < target.count {
            let part = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = pread(number, part.baseAddress, part.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            if count < 0 { return -1 }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Writes all of `bytes` at `offset`; `false` on failure, with the reason in `errno`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let part = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(number, part.baseAddress, part.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            done += count
        }
        return true
    }

    /// Brings what was written to the disk; `false` on failure, with the reason in `errno`.
    func synchronize() -> Bool { fsync(number) == 0 }
}

/// What the system says of its last failure.
func systemReason() -> String { String(cString: strerror(errno)) }
