public import Readings

/// Rules that say when the newest readings of a station or section call for attention: above a
/// limit, suddenly changed, far from the others at the same time.
///
/// No published document sets such rules; the embedded ones (`standard`) are practice with
/// changeable numbers, and a file of one's own replaces them.
///
/// Source: local practice of hotspot-grid and automatic-station supervision, not confirmed.
public struct AlertRuleSet: Hashable, Sendable {
    /// The name of the rules: `alerts-2026`.
    public let edition: String
    public let title: String
    public let titleInChinese: String
    /// What of the rules is confirmed.
    public let status: String
    public let statusInChinese: String
    /// In the order of the file.
    public let rules: [AlertRule]
}

/// What an alert is about.
public enum AlertMedium: String, Hashable, Sendable, CaseIterable {
    case air, water
}

/// One rule of alerts.
public struct AlertRule: Hashable, Sendable {
    /// The name in the column `rule`.
    public let name: String
    public let title: String
    public let titleInChinese: String
    public let medium: AlertMedium
    public let items: [ParameterCode]
    /// What a reading must stand for; `nil` for readings of any spacing.
    public let interval: ReadingInterval?
    public let test: AlertTest
    /// How many readings in a row must call for attention, the newest among them.
    public let readings: Int
    /// Readings further apart than this many hours are no run; `nil` for any distance.
    public let longestGapInHours: Int?
    /// A series counts whose newest reading is at most this many hours older than the newest of all;
    /// `nil` for any age.
    public let oldestInHours: Int?
    /// How many days before its newest reading a series is looked at; `nil` for all.
    public let days: Int?
}

/// What makes a reading call for attention.
public enum AlertTest: Hashable, Sendable {
    /// Beyond a limit: above it, for dissolved oxygen below it, for pH outside the range.
    case exceeds(AlertLimit)
    /// At least `factor` times the mean of the `window` readings before it, and at least `least`
    /// more; for dissolved oxygen at most the mean over `factor`, and at least `least` less.
    case changes(factor: DecimalValue, window: Int, least: [ParameterCode: DecimalValue])
    /// At least `factor` times the mean of at least `stations` other stations at the same time, and
    /// at least `least` more.
    case differs(factor: DecimalValue, stations: Int, least: [ParameterCode: DecimalValue])
}

/// A limit of an alert.
public enum AlertLimit: Hashable, Sendable {
    case values([ParameterCode: DecimalValue])
    /// The limit of the air standard in force on the reading's day.
    case air(AveragingTime)
    /// The limit of the section's own target, or where it has none, or `usesTarget` is false, that
    /// of the class.
    case water(WaterClass, usesTarget: Bool)
}

/// A station or section that alerts are looked for at.
public struct AlertSite: Hashable, Sendable {
    public let id: String
    /// What the readings call the site; its code by default.
    public var site: String
    public var name: String?
    /// Who answers for the site: a county, a company.
    public var owner: String?
    public var body: WaterBody
    public var target: WaterClass?
    public var itemTargets: [ParameterCode: DecimalValue]

    public init(
        id: String, name: String? = nil, owner: String? = nil, body: WaterBody = .river,
        target: WaterClass? = nil, itemTargets: [ParameterCode: DecimalValue] = [:]
    ) {
        self.id = id
        site = id
        self.name = name
        self.owner = owner
        self.body = body
        self.target = target
        self.itemTargets = itemTargets
    }
}
