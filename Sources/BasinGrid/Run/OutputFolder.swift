import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that appears whole or not at all.
///
/// Files are written into a hidden folder beside the target; `publish` puts it in the target's
/// place in one step. Whoever looks at any moment, also after a kill, finds the old folder, the
/// new one, or none.
struct OutputFolder {
    let target: URL
    /// Where the files go until `publish`.
    let staging: URL
    private let overwrite: Bool

    /// The marker that says that a folder was written by `run` and may be replaced.
    static let marker = "run.json"

    /// A new staging folder for `target`.
    ///
    /// - Throws: `Fault` of kind `output` when `target` exists and may not be replaced, or when
    ///   the folder cannot be made.
    init(replacing target: URL, overwrite: Bool) throws {
        // A link is followed: what it leads to is replaced, not the link.
        let target = target.standardizedFileURL.resolvingSymlinksInPath()
        try Self.checkReplaceable(target, overwrite: overwrite)
        self.target = target
        self.overwrite = overwrite
        let parent = target.deletingLastPathComponent()
        let name = StagingName(
            target: target.lastPathComponent, host: StagingName.thisHost,
            process: ProcessInfo.processInfo.processIdentifier,
            random: UInt32.random(in: 0...UInt32.max))
        staging = parent.appendingPathComponent(name.text)
        do {
            try FileManager.default.createDirectory(
                at: parent, withIntermediateDirectories: true)
            Self.removeAbandoned(besides: target)
            try FileManager.default.createDirectory(
                at: staging, withIntermediateDirectories: false)
        } catch {
            throw Fault(
                .output, zh: "无法在 \(parent.path) 中创建文件夹：\(error.localizedDescription)。请检查权限与磁盘空间。",
                en: "Cannot create a folder in \(parent.path): \(error.localizedDescription). "
                    + "Check permissions and disk space.")
        }
    }

    /// Whether a run may write `target`: it does not exist, is empty, or holds an earlier run and
    /// `overwrite` is given. A folder with other people's files is never replaced.
    static func checkReplaceable(_ target: URL, overwrite: Bool) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder) else {
            return
        }
        guard isFolder.boolValue else {
            throw Fault(
                .output, zh: "输出 \(target.path) 是一个文件，应为文件夹。请用 -o 指定另一个文件夹。",
                en: "The output \(target.path) is a file, expected a folder. Name another with -o.")
        }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: target.path)) ?? []
        if entries.isEmpty { return }
        guard entries.contains(marker) else {
            throw Fault(
                .output,
                zh: "文件夹 \(target.path) 中有 \(entries.count) 个并非本工具写出的文件或文件夹，"
                    + "不会被替换。请用 -o 指定另一个文件夹。",
                en:
                    "The folder \(target.path) holds \(entries.count) entries and no run.json, so it "
                    + "was not written by a run and will not be replaced. Name another with -o.")
        }
        guard overwrite else {
            throw Fault(
                .output, zh: "输出文件夹 \(target.path) 已存在。请加 --overwrite 覆盖，或用 -o 指定另一个。",
                en: "The output folder \(target.path) exists. Pass --overwrite to replace it, or "
                    + "name another with -o.")
        }
    }

    func path(_ relative: String) -> URL { staging.appendingPathComponent(relative) }

    /// Makes a folder inside the staging folder.
    func makeFolder(_ relative: String) throws {
        do {
            try FileManager.default.createDirectory(
                at: path(relative), withIntermediateDirectories: false)
        } catch {
            throw Fault(
                .output, zh: "无法创建文件夹 \(path(relative).path)：\(error.localizedDescription)。",
                en:
                    "Cannot create the folder \(path(relative).path): \(error.localizedDescription)."
            )
        }
    }

    /// Puts the staging folder in the target's place and removes what was there.
    ///
    /// - Throws: `Fault` of kind `output`, also when something came to stand there that may not be
    ///   replaced; of kind `tryAgain` when the disk is full. What was there stays then.
    func publish() throws {
        try flush()
        try Self.checkReplaceable(target, overwrite: overwrite)
        if rename(staging.path, target.path) == 0 { return }
        // The target holds an earlier run: exchange the two names in one step, then remove the
        // old folder under its new name. A kill between leaves a hidden folder, which the next run
        // removes.
        if exchange(staging.path, target.path) {
            discard()
            return
        }
        // A file system without exchange: for a moment there is no folder under the name. Any other
        // reason leaves the old folder where it is.
        guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
            throw notPublished(String(cString: strerror(errno)))
        }
        let old = staging.deletingPathExtension().appendingPathExtension("old.partial")
        guard rename(target.path, old.path) == 0, rename(staging.path, target.path) == 0 else {
            let reason = String(cString: strerror(errno))
            rename(old.path, target.path)
            throw notPublished(reason)
        }
        try? FileManager.default.removeItem(at: old)
    }

    private func notPublished(_ reason: String) -> Fault {
        Fault(
            .output, zh: "无法把结果放到 \(target.path)：\(reason)。旧文件夹保持不变。",
            en: "Cannot put the result at \(target.path): \(reason). The old folder is unchanged.")
    }

    /// Removes the staging folder; safe to call at any time.
    func discard() {
        try? FileManager.default.removeItem(at: staging)
    }

    /// Writes every file through to the disk, so that a crash after `publish` cannot leave empty
    /// files under final names.
    private func flush() throws {
        let enumerator = FileManager.default.enumerator(atPath: staging.path)
        for case let entry as String in enumerator ?? .init() {
            let descriptor = open(path(entry).path, O_RDONLY)
            guard descriptor >= 0 else { continue }
            let result = fsync(descriptor)
            let code = errno
            close(descriptor)
            if result != 0 && code == ENOSPC {
                throw Fault(
                    .tryAgain, zh: "磁盘已满：\(target.path)。请清理后重试。",
                    en: "The disk is full: \(target.path). Free some space and try again.")
            }
        }
    }

    /// Removes staging folders of this target whose process is gone. What another host writes into
    /// a shared folder stays: its processes are not seen from here.
    private static func removeAbandoned(besides target: URL) {
        let parent = target.deletingLastPathComponent()
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
            guard let name = StagingName(parsing: entry, target: target.lastPathComponent),
                name.host == StagingName.thisHost, kill(name.process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: parent.appendingPathComponent(entry))
        }
    }
}

/// The name of a staging folder: `.out.host.1234-5e6f.partial`.
struct StagingName: Equatable {
    var target: String
    var host: String
    var process: Int32
    var random: UInt32

    /// The host's name without the characters that part a staging name.
    static let thisHost = String(
        ProcessInfo.processInfo.hostName.map { $0.isLetter || $0.isNumber ? $0 : "_" })

    var text: String {
        ".\(target).\(host).\(process)-\(String(random, radix: 16)).partial"
    }

    init(target: String, host: String, process: Int32, random: UInt32) {
        self.target = target
        self.host = host
        self.process = process
        self.random = random
    }

    /// `nil` unless `text` is, to the letter, a staging folder of `target`, or an old folder that
    /// was put aside (`.old.partial`).
    init?(parsing text: String, target: String) {
        let prefix = ".\(target)."
        guard text.hasPrefix(prefix) else { return nil }
        var parts = text.dropFirst(prefix.count).split(
            separator: ".", omittingEmptySubsequences: false)
        guard parts.popLast() == "partial" else { return nil }
        if parts.last == "old" { parts.removeLast() }
        guard parts.count == 2 else { return nil }
        let numbers = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard numbers.count == 2, let process = Int32(numbers[0]), process > 0,
            let random = UInt32(numbers[1], radix: 16)
        else { return nil }
        self.init(target: target, host: String(parts[0]), process: process, random: random)
    }
}

/// Exchanges two names in one step; `false` with `errno` set when the system cannot.
private func exchange(_ a: String, _ b: String) -> Bool {
    #if os(Linux)
        // glibc declares renameat2 behind a feature macro that Swift's Glibc module does not set.
        typealias RenameAt2 =
            @convention(c) (
                CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
            ) -> CInt
        guard let symbol = dlsym(nil, "renameat2") else {
            errno = ENOSYS
            return false
        }
        let renameAt2 = unsafeBitCast(symbol, to: RenameAt2.self)
        let renameExchange: CUnsignedInt = 2
        return renameAt2(AT_FDCWD, a, AT_FDCWD, b, renameExchange) == 0
    #else
        return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
    #endif
}
