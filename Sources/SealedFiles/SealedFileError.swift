/// Why a sealed file could not be read or written.
public enum SealedFileError: Error, Hashable, Sendable {
    /// There is no such file.
    case missing(path: String)
    /// The file cannot be opened or read; `reason` is the system's.
    case unreadable(path: String, reason: String)
    /// The file does not begin as its kind does.
    case wrongKind(path: String, expected: SealedFileKind)
    /// The file's format is of a version that this build does not read.
    case unsupportedVersion(
        path: String, kind: SealedFileKind, found: UInt32, supported: ClosedRange<UInt32>)
    /// The file has fewer or more bytes than were written; `expected` is `nil` when the writer did
    /// not get to its end, or the cut is in the file's head.
    case wrongLength(path: String, kind: SealedFileKind, found: Int, expected: Int?)
    /// The bytes are not those that were sealed.
    case damaged(path: String, kind: SealedFileKind)
    /// The contents end before the value `what`, as the format's table names it.
    case endsBefore(path: String, kind: SealedFileKind, what: String)
    /// The seal is right but the value `what`, as the format's table names it, is impossible.
    case valueOutOfRange(path: String, kind: SealedFileKind, what: String, found: String)
    /// The file cannot be created or written; `reason` is the system's.
    case cannotWrite(path: String, reason: String)
}

extension SealedFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path):
            "There is no file \"\(path)\". Check the path."
        case .unreadable(let path, let reason):
            "\"\(path)\" cannot be read: \(reason)."
        case .wrongKind(let path, let kind):
            "\"\(path)\" is not \(kind.name). Pass a file that was written as one."
        case .unsupportedVersion(let path, let kind, let found, let supported):
            """
            "\(path)" is \(kind.name) of format version \(found), expected \(versions(supported)). \
            Write it again with this version of the tool.
            """
        case .wrongLength(let path, let kind, let found, let expected):
            if let expected, found > expected {
                """
                "\(path)" is \(kind.name) with bytes after its end: \(found) found, \(expected) \
                expected. Write it again, or copy it again whole.
                """
            } else if let expected {
                """
                "\(path)" is \(kind.name) cut short: \(found) bytes found, \(expected) expected. \
                Write it again, or copy it again whole.
                """
            } else {
                """
                "\(path)" is \(kind.name) that was not written to its end: \(found) bytes found. \
                Write it again, or copy it again whole.
                """
            }
        case .damaged(let path, let kind):
            """
            "\(path)" is \(kind.name) whose bytes changed after it was written: its checksum does \
            not match. Write it again, or copy it again whole.
            """
        case .endsBefore(let path, let kind, let what):
            """
            "\(path)" is \(kind.name) whose contents end before "\(what)". Write it again.
            """
        case .valueOutOfRange(let path, let kind, let what, let found):
            """
            "\(path)" is \(kind.name) with an impossible value: "\(what)" is \(found). Write it \
            again.
            """
        case .cannotWrite(let path, let reason):
            "\"\(path)\" cannot be written: \(reason)."
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .missing(let path):
            "文件“\(path)”不存在。请检查路径。"
        case .unreadable(let path, let reason):
            "无法读取“\(path)”：\(reason)。"
        case .wrongKind(let path, let kind):
            "“\(path)”不是\(kind.nameInChinese)。请指定正确的文件。"
        case .unsupportedVersion(let path, let kind, let found, let supported):
            """
            \(kind.nameInChinese)“\(path)”的格式版本为 \(found)，应为 \(versions(supported))。\
            请用本版本的工具重新生成。
            """
        case .wrongLength(let path, let kind, let found, let expected):
            if let expected, found > expected {
                """
                \(kind.nameInChinese)“\(path)”末尾有多余内容：实有 \(found) 字节，应为 \(expected) 字节。\
                请重新生成，或重新完整复制。
                """
            } else if let expected {
                """
                \(kind.nameInChinese)“\(path)”不完整：实有 \(found) 字节，应为 \(expected) 字节。\
                请重新生成，或重新完整复制。
                """
            } else {
                """
                \(kind.nameInChinese)“\(path)”没有写完：实有 \(found) 字节。请重新生成，或重新完整复制。
                """
            }
        case .damaged(let path, let kind):
            """
            \(kind.nameInChinese)“\(path)”已损坏：写成之后内容有变，校验和不符。\
            请重新生成，或重新完整复制。
            """
        case .endsBefore(let path, let kind, let what):
            "\(kind.nameInChinese)“\(path)”的内容在“\(what)”之前就结束了。请重新生成。"
        case .valueOutOfRange(let path, let kind, let what, let found):
            "\(kind.nameInChinese)“\(path)”中“\(what)”的值 \(found) 不可能出现。请重新生成。"
        case .cannotWrite(let path, let reason):
            "无法写入“\(path)”：\(reason)。"
        }
    }

    private func versions(_ range: ClosedRange<UInt32>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
}
