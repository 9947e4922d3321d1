/// What a sealed file holds: the eight bytes that it begins with, and its name for messages.
public struct SealedFileKind: Hashable, Sendable {
    /// The first eight bytes of every file of the kind.
    public let magic: [UInt8]
    /// What people call such a file, with its article: `an overlay file`.
    public let name: String
    /// The same in Chinese.
    public let nameInChinese: String

    /// - Precondition: `magic` has eight bytes of UTF-8.
    public init(magic: String, name: String, nameInChinese: String) {
        precondition(magic.utf8.count == 8, "the magic of a sealed file has eight bytes")
        self.magic = Array(magic.utf8)
        self.name = name
        self.nameInChinese = nameInChinese
    }
}
