/// What is suspicious about a reading. A flag never removes a reading: it says where to look.
///
/// `QualityRules` holds the numbers behind every flag, each with its meaning.
public struct QualityFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A value below 0 of a parameter that cannot be negative. Statistics do not use it.
    public static let negative = QualityFlags(rawValue: 1 << 0)
    /// A measured 0 of a parameter that is never 0, such as a gas or a particle.
    public static let zero = QualityFlags(rawValue: 1 << 1)
    /// Outside of what the parameter can be.
    public static let range = QualityFlags(rawValue: 1 << 2)
    /// One of too many equal values in a row.
    public static let constantRun = QualityFlags(rawValue: 1 << 3)
    /// Far above, or far below, both of its neighbours in time.
    public static let spike = QualityFlags(rawValue: 1 << 4)
    /// Far from what the nearest stations read in the same interval.
    public static let neighbour = QualityFlags(rawValue: 1 << 5)
    /// A part above its whole at the same time: PM2.5 above PM10.
    public static let inconsistent = QualityFlags(rawValue: 1 << 6)
    /// There is the same site, parameter and time again, with the same value.
    public static let equalDuplicate = QualityFlags(rawValue: 1 << 7)
    /// There is the same site, parameter and time again, with another value.
    public static let conflictingDuplicate = QualityFlags(rawValue: 1 << 8)

    /// Every flag alone, in the order of columns.
    public static let each: [QualityFlags] = [
        .negative, .zero, .range, .constantRun, .spike, .neighbour, .inconsistent,
        .equalDuplicate, .conflictingDuplicate,
    ]

    /// The names of the flags set, in the order of columns.
    public var names: [String] {
        zip(Self.each, Self.columnNames).filter { contains($0.0) }.map(\.1)
    }

    private static let columnNames = [
        "negative", "zero", "range", "constant", "spike", "neighbour", "inconsistent",
        "duplicate_equal", "duplicate_conflicting",
    ]
}

extension QualityFlags: CustomStringConvertible {
    /// The names as files write them: `zero;constant`.
    public var description: String { names.joined(separator: ";") }
}
