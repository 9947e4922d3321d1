public import Readings

/// An agreement by which the units above and below river sections compensate each other: a table of
/// terms, each with its rule, its period, and who pays whom.
///
/// Schemes are files (`init(parsing:file:)`), since every agreement has numbers of its own. Money
/// is in the scheme's `currency`, and exact until an amount is rounded once, to `decimals`.
///
/// Source: 流域横向生态保护补偿 agreements between provinces, cities and counties; each file names
/// its own.
public struct CompensationScheme: Hashable, Sendable {
    /// The name in the column `edition`: `heze-2014`.
    public let edition: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    /// What of the scheme is confirmed, and what is not.
    public let status: String
    public let statusInChinese: String
    /// `nil` where it is not known.
    public let validFrom: CivilDay?
    public let validTo: CivilDay?
    /// What amounts are in: `万元`.
    public let currency: String
    /// The decimals of amounts, 0...6.
    public let decimals: Int
    /// The party that stands above the units, such as a province's treasury; `nil` where the units
    /// pay each other only.
    public let fund: String?
    /// Numbers and choices that the agreement leaves open or that are not published.
    public let parameters: [CompensationParameter]
    /// In the order of the file.
    public let terms: [CompensationTerm]
}

/// A number or a choice of a scheme that the user gives.
public struct CompensationParameter: Hashable, Sendable {
    /// What a value may be.
    public enum Kind: Hashable, Sendable {
        /// A number of at least 0, within what is known of it.
        case number(least: DecimalValue?, most: DecimalValue?)
        /// One of these words.
        case choice([String])
    }

    public let name: String
    public let title: String
    public let titleInChinese: String
    public let kind: Kind
    /// What is used where no value is given; `nil` where one must be given.
    public let standard: CompensationValue?
}

/// A number or a word that stands for a parameter.
public enum CompensationValue: Hashable, Sendable {
    case number(DecimalValue)
    case word(String)
}

extension CompensationValue: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .word(let word): word
        }
    }
}

/// One term of a scheme.
public struct CompensationTerm: Hashable, Sendable {
    /// The name in the column `term`.
    public let name: String
    public let title: String
    public let titleInChinese: String
    /// How often the term is settled; one of `CompensationInterval`, or a parameter.
    public let every: CompensationSetting
    /// The types of sections that the term is for; empty for all.
    public let types: [String]
    /// Whether a unit is not charged for water that came to it as bad: the section's `inflow` is
    /// no better than the section itself.
    public let exemptsBadInflow: Bool
    public let rule: CompensationRule
}

/// How often a term is settled.
public enum CompensationInterval: String, Hashable, Sendable, CaseIterable {
    case month, quarter, year
    /// Once for the whole period that is asked for.
    case period
}

/// A word of a rule, as it stands or as a parameter.
public enum CompensationSetting: Hashable, Sendable {
    case word(String)
    case parameter(String)
}

/// A number of a rule, as it stands or as a parameter.
public enum CompensationAmount: Hashable, Sendable {
    case number(DecimalValue)
    case parameter(String)
}

/// A side of a payment.
public enum CompensationParty: String, Hashable, Sendable, CaseIterable {
    case upstream, downstream, fund
}

/// Who pays whom, and how much for one unit of what is measured: a class, a point, a mg/L.
public struct CompensationFlow: Hashable, Sendable {
    public let payer: CompensationParty
    public let payee: CompensationParty
    /// `nil` where the rule has a rate for every item or band.
    public let rate: CompensationAmount?
    /// The least that is paid once anything is.
    public let least: CompensationAmount?
    /// The most that is paid (封顶).
    public let most: CompensationAmount?
}

/// How a term becomes an amount. Each rule measures something; what is better than the base flows
/// one way, what is worse the other, and a flow that is absent pays nothing.
public enum CompensationRule: Hashable, Sendable {
    /// A rate for each class better or worse than the base. Without items all of the standard's.
    case classSteps(
        base: CompensationBase, items: [ParameterCode], better: CompensationFlow?,
        worse: CompensationFlow?)
    /// A rate for each point of change in per cent against the comparison, item by item or of the
    /// index over the items: the mean of C/C₀ × 100. `points` is one of `CompensationPoints`.
    case change(
        items: [ParameterCode], ofIndex: Bool, points: CompensationSetting,
        better: CompensationFlow?, worse: CompensationFlow?)
    /// For each item a rate for each mg/L below or above a base.
    case concentration(
        [CompensationItemBase], better: CompensationFlow?, worse: CompensationFlow?)
    /// A base by band of the exceedance multiple m over the target, times 1 + m.
    case bands(CompensationBands, items: [ParameterCode], worse: CompensationFlow)
    /// A fixed amount where all conditions hold, another where they don't.
    case fixed(
        [CompensationCondition], items: [ParameterCode], scope: CompensationScope,
        met: CompensationFlow?, unmet: CompensationFlow?)
}

/// The class that a section is compared with.
public enum CompensationBase: Hashable, Sendable {
    /// The section's own target.
    case target
    case waterClass(WaterClass)
}

/// Whether part of a point counts.
public enum CompensationPoints: String, Hashable, Sendable, CaseIterable {
    case proRata = "pro-rata"
    /// Whole points only; the rest of a point is dropped.
    case whole
}

/// An item with its base in mg/L and the rate for one mg/L.
public struct CompensationItemBase: Hashable, Sendable {
    public let item: ParameterCode
    public let base: DecimalValue
    public let rate: CompensationAmount
}

/// Bases by exceedance multiple.
public struct CompensationBands: Hashable, Sendable {
    /// One band: multiples up to `upTo`, which belongs to it; `nil` for the last.
    public struct Band: Hashable, Sendable {
        public let upTo: DecimalValue?
        public let base: CompensationAmount
    }

    /// The smallest multiple that pays.
    public let from: DecimalValue
    /// The lowest first.
    public let bands: [Band]
    /// The bands are for targets above these; empty for any.
    public let targetsAbove: [ParameterCode: DecimalValue]
    /// The bands are for targets of at most these; empty for any.
    public let targetsAtMost: [ParameterCode: DecimalValue]

    /// Whether a target of `item` is one that the bands are for.
    func cover(_ item: ParameterCode, target: DecimalValue) -> Bool {
        (targetsAbove[item].map { target > $0 } ?? true)
            && (targetsAtMost[item].map { target <= $0 } ?? true)
    }

    /// The band of `multiple`; `nil` below the first.
    func band(of multiple: ExactNumber) -> Band? {
        if multiple < ExactNumber(from) || multiple.numerator <= 0 { return nil }
        return bands.first { band in band.upTo.map { multiple <= ExactNumber($0) } ?? true }
    }
}

/// What must hold for a fixed amount.
public enum CompensationCondition: Hashable, Sendable {
    /// Class and items are within the section's targets, or they are not.
    case attains(Bool)
    case classAtMost(WaterClass)
    case classWorseThan(WaterClass)
    /// The share of the months that attain is above this many per cent.
    case attainedShareAbove(DecimalValue)
}

/// What a fixed amount is paid for.
public enum CompensationScope: String, Hashable, Sendable, CaseIterable {
    case section
    /// Once for all sections of an upstream unit together: the conditions hold at each of them.
    case unit
}
