import Foundation
import Synchronization

/// Text that is kept until it is asked for: in memory while it is short, then in a file without a
/// name, which goes with the process however it ends.
final class TextSpool: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var file: FileHandle?
        var failure: Fault?
    }

    private let state = Mutex(State())
    private static let longestPending = 4 << 20

    /// Adds `text`; what goes wrong is told by `forEachBlock(_:)`.
    func append(_ text: String) {
        state.withLock { state in
            state.pending += text.utf8
            if state.pending.count > Self.longestPending { Self.write(&state) }
        }
    }

    /// Adds all of `other`, block by block.
    ///
    /// - Throws: `Fault` of kind `tryAgain` when the disk is full.
    func append(_ other: TextSpool) throws {
        try other.forEachBlock { block in
            state.withLock { state in
                state.pending += block
                if state.pending.count > Self.longestPending { Self.write(&state) }
            }
        }
    }

    /// Gives the text from its beginning, block by block; a block may end inside a character.
    ///
    /// - Throws: What `body` throws, or `Fault` of kind `tryAgain`.
    func forEachBlock(_ body: ([UInt8]) throws -> Void) throws {
        let (file, pending) = try state.withLock { state -> (FileHandle?, [UInt8]) in
            if let failure = state.failure { throw failure }
            return (state.file, state.pending)
        }
        if let file {
            try file.seek(toOffset: 0)
            while let data = try file.read(upToCount: Self.longestPending), !data.isEmpty {
                try body(Array(data))
            }
            try file.seekToEnd()
        }
        if !pending.isEmpty { try body(pending) }
    }

    private static func write(_ state: inout State) {
        guard state.failure == nil else { return }
        do {
            let file = try state.file ?? namelessFile()
            state.file = file
            try file.write(contentsOf: Data(state.pending))
        } catch {
            state.failure = Fault(
                .tryAgain, zh: "无法写入临时文件：\(error)。请检查磁盘空间。",
                en: "A temporary file could not be written: \(error). See whether the disk is full."
            )
        }
        state.pending.removeAll(keepingCapacity: true)
    }

    private static func namelessFile() throws -> FileHandle {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "basingrid-\(UUID().uuidString)")
        try Data().write(to: url)
        let file = try FileHandle(forUpdating: url)
        try FileManager.default.removeItem(at: url)
        return file
    }
}
