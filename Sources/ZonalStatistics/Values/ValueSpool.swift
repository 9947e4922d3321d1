import Foundation

/// A temporary file for runs of values that memory does not hold; it has no name and vanishes with
/// the process.
final class ValueSpool {
    private let file: FileHandle
    private var end = 0

    init() throws(ZonalStatisticsError) {
        // mkstemp puts a random name in place of the six letters.
        let name = "basingrid-" + String(repeating: "X", count: 6)
        var template = Array(
            FileManager.default.temporaryDirectory.appendingPathComponent(name).path.utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure() }
        unlink(template)
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func failure() -> ZonalStatisticsError {
        .noRoomForValues(cause: String(cString: strerror(errno)))
    }

    /// Appends `run`.
    func store(_ run: ValueRun) throws(ZonalStatisticsError) -> RunPlace {
        let place = RunPlace(
            spool: self, offset: end, wholeCount: run.whole.count,
            hasCounts: !run.counts.isEmpty, partCount: run.parts.count,
            wholeCells: run.wholeCells)
        try append(run.whole)
        try append(run.counts)
        try append(run.parts)
        try append(run.fractions)
        return place
    }

    private func append<Element>(_ elements: [Element]) throws(ZonalStatisticsError) {
        let count = elements.count * MemoryLayout<Element>.stride
        let isWritten = elements.withUnsafeBytes { bytes in
            transfer(count) { done in
                pwrite(
                    file.fileDescriptor, bytes.baseAddress.map { $0 + done }, count - done,
                    off_t(end + done))
            }
        }
        if !isWritten { throw Self.failure() }
        end += count
    }

    /// Calls `step` with the bytes done so far until all `count` are; it returns how many more are.
    /// False when it fails; `errno` says why.
    private func transfer(_ count: Int, _ step: (_ done: Int) -> Int) -> Bool {
        var done = 0
        while done < count {
            let more = step(done)
            if more < 0, errno == EINTR { continue }
            if more <= 0 { return false }
            done += more
        }
        return true
    }

    /// `count` values from the byte `offset` on.
    func doubles(at offset: Int, count: Int) throws(ZonalStatisticsError) -> [Double] {
        try numbers(at: offset, count: count, zero: 0)
    }

    func counts(at offset: Int, count: Int) throws(ZonalStatisticsError) -> [UInt32] {
        try numbers(at: offset, count: count, zero: 0)
    }

    private func numbers<Number>(
        at offset: Int, count: Int, zero: Number
    ) throws(ZonalStatisticsError) -> [Number] {
        var result = [Number](repeating: zero, count: count)
        let isRead = result.withUnsafeMutableBytes { bytes in
            transfer(bytes.count) { done in
                pread(
                    file.fileDescriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
                    off_t(offset + done))
            }
        }
        if !isRead { throw Self.failure() }
        return result
    }
}
