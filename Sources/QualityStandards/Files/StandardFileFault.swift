/// What is wrong in a standard's file, and where.
public struct StandardFileFault: Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Hashable, Sendable {
        /// A value is not what its key needs, or the text is not JSON; `found` is empty at the end.
        case unexpected(found: String, expected: String, expectedInChinese: String)
        /// The object at the place lacks this key.
        case missingKey(String)
        /// The key at the place has no meaning.
        case unknownKey(known: [String])
    }

    public let file: String
    /// The first line is 1.
    public let line: Int
    /// The keys from the top: `limits[0].values.PM2.5`; empty at the top itself.
    public let key: String
    public let kind: Kind

    public init(file: String, line: Int, key: String, _ kind: Kind) {
        self.file = file
        self.line = line
        self.key = key
        self.kind = kind
    }
}

extension StandardFileFault: CustomStringConvertible {
    public var description: String {
        let place = "\(file), line \(line)" + (key.isEmpty ? "" : ", \(key)")
        switch kind {
        case .unexpected(let found, let expected, _):
            return "\(place): found \(found.isEmpty ? "the end of the file" : found), expected "
                + "\(expected). Correct the file."
        case .missingKey(let key):
            return "\(place): the key \"\(key)\" is missing. Add it."
        case .unknownKey(let known):
            return "\(place): this key is not known. Known here: \(known.joined(separator: ", ")). "
                + "Correct or delete it."
        }
    }

    public var descriptionInChinese: String {
        let place = "\(file)第\(line)行" + (key.isEmpty ? "" : ",\(key)")
        switch kind {
        case .unexpected(let found, _, let expected):
            return "\(place):此处为\(found.isEmpty ? "文件结尾" : found),应为\(expected)。请更正文件。"
        case .missingKey(let key):
            return "\(place):缺少键“\(key)”。请补充。"
        case .unknownKey(let known):
            return "\(place):无法识别的键。可用:\(known.joined(separator: "、"))。请更正或删除。"
        }
    }
}
