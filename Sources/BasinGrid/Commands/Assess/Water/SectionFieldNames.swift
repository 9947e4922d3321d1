/// The fields of a table of sections or points, where they are not to be found by their headings.
public struct SectionFieldNames: Sendable {
    public var id: String?
    public var name: String?
    public var level: String?
    public var target: String?
    public var type: String?
    public var owner: String?
    public var river: String?
    public var basin: String?
    public var dry: String?

    public init() {}
}
