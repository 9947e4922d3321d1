/// A choice that was made, in words.
public struct SettingStatement: Hashable, Sendable {
    /// Whether it is the default of the edition's data, or of BasinGrid's own edition for a user's file.
    public let isDefault: Bool
    public let description: String
    public let descriptionInChinese: String
}
