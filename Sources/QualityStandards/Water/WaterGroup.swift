public import Readings

/// A river, basin, zone, level or county in one period: what its sections say together.
///
/// Five sections or more are judged by the shares of their classes; fewer by the mean of each item
/// over the sections, classed as a section is. River sections and lake points have means of their
/// own, and the worse of the two classes is the group's.
///
/// Source: 环办[2011]22号.
public struct WaterGroup: Hashable, Sendable {
    /// How the status was found.
    public enum Method: Hashable, Sendable {
        case shares, means
    }

    /// An item that exceeds class III.
    public struct Pollutant: Hashable, Sendable {
        public let parameter: ParameterCode
        /// The share of sections worse than class III in per cent, under the method of shares.
        public let exceedanceRate: ExactNumber?
        /// `TP(40.0%)` by shares, `TP(0.30)` by means.
        public let text: String
    }

    /// The sections that have a class.
    public let sections: Int
    /// Sections that were dry, and those without class for other reasons.
    public let drySections: Int
    public let unassessedSections: Int
    /// Sections that meet their target, of those that have target and class.
    public let attaining: Int
    public let withTarget: Int
    public let shares: WaterClassShares
    public let method: Method
    /// The class by the means; `nil` under the method of shares and without sections.
    public let waterClass: WaterClass?
    /// `nil` without sections.
    public let status: WaterStatus?
    /// At most three, by shares those that exceed at most sections first, equal ones by code.
    public let mainPollutants: [Pollutant]
    /// The index of cities over the sections with a class.
    public let index: CityWaterIndex

    /// - Parameter items: The items that enter the index; `nil` for all.
    /// - Complexity: O(sections × items).
    public init(
        _ all: [GroupedSection], indexItems items: Set<ParameterCode>? = nil,
        by standard: SurfaceWaterStandard
    ) {
        let assessed = all.filter { $0.waterClass != nil }
        sections = assessed.count
        drySections = all.count { $0.isDry }
        unassessedSections = all.count - assessed.count - drySections
        attaining = assessed.count { $0.meetsTarget == true }
        withTarget = assessed.count { $0.meetsTarget != nil }
        shares = WaterClassShares(assessed.compactMap(\.waterClass), by: standard.evaluation)
        let rivers = assessed.filter { $0.body == .river }.map(\.means)
        let lakes = assessed.filter { $0.body == .lake }.map(\.means)
        index = CityWaterIndex(rivers: rivers, lakes: lakes, items: items, by: standard)
        if assessed.count >= standard.evaluation.sectionsForShares {
            method = .shares
            waterClass = nil
            status = shares.status
            mainPollutants = Self.exceeding(in: assessed, standard.evaluation)
        } else {
            method = .means
            let worse = Self.worse(
                rivers.isEmpty ? nil : standard.assess(means: meansOverSections(rivers)),
                lakes.isEmpty ? nil : standard.assess(means: meansOverSections(lakes), body: .lake))
            waterClass = worse?.waterClass
            status = worse?.status
            mainPollutants =
                worse?.mainPollutants.map {
                    Pollutant(parameter: $0.parameter, exceedanceRate: nil, text: $0.text)
                } ?? []
        }
    }

    /// The main pollutants as tables write them.
    public var mainPollutantsText: String { mainPollutants.map(\.text).joined(separator: ";") }

    /// The share of sections that meet their target in per cent; `nil` without targets.
    public var attainmentRate: ExactNumber? { Figures.percentage(attaining, of: withTarget) }

    private static func worse(
        _ river: SectionAssessment?, _ lake: SectionAssessment?
    ) -> SectionAssessment? {
        guard let ownClass = lake?.waterClass else { return river ?? lake }
        guard let riverClass = river?.waterClass else { return lake }
        return ownClass > riverClass ? lake : river
    }

    /// The items by the share of sections where they are worse than class III (断面超标率).
    private static func exceeding(
        in sections: [GroupedSection], _ rules: WaterEvaluationRules
    ) -> [Pollutant] {
        var counts: [ParameterCode: Int] = [:]
        for section in sections {
            for item in section.assessment?.items ?? [] where item.isExceeding {
                counts[item.parameter, default: 0] += 1
            }
        }
        let ordered = counts.sorted {
            $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
        }
        return ordered.prefix(rules.pollutantCount).map { parameter, count in
            let rate = Figures.percentage(count, of: sections.count)
            let text = rate.map { "(\($0.rounded(toDecimals: rules.shareDecimals))%)" } ?? ""
            return Pollutant(
                parameter: parameter, exceedanceRate: rate, text: parameter.name + text)
        }
    }
}

/// A group in two periods, on the sections that have a class in both (可比断面).
public struct WaterGroupComparison: Hashable, Sendable {
    /// Both sides on comparable sections; their indices on the items that both have.
    public let now: WaterGroup
    public let before: WaterGroup
    /// Sections with a class in one of the periods only.
    public let incomparable: [String]
    /// The change of the index in per cent, negative when it got better; `nil` without an index.
    public let indexChange: Change?
    /// Whether all comparable sections have the exempt class or a better one, and meet their
    /// targets, in both periods: such a city has no rank of change.
    public let isExemptFromChangeRanking: Bool
    private let rules: WaterEvaluationRules

    public init(
        _ now: [GroupedSection], before: [GroupedSection], by standard: SurfaceWaterStandard
    ) {
        func assessed(_ sections: [GroupedSection]) -> Set<String> {
            Set(sections.filter { $0.waterClass != nil }.map(\.id))
        }
        let (own, other) = (assessed(now), assessed(before))
        let both = own.intersection(other)
        incomparable = own.symmetricDifference(other).sorted()
        let nowSections = now.filter { both.contains($0.id) }
        let beforeSections = before.filter { both.contains($0.id) }
        func items(_ sections: [GroupedSection]) -> Set<ParameterCode> {
            Set(sections.flatMap { $0.means.keys })
        }
        let shared = items(nowSections).intersection(items(beforeSections))
        self.now = WaterGroup(nowSections, indexItems: shared, by: standard)
        self.before = WaterGroup(beforeSections, indexItems: shared, by: standard)
        indexChange = .percent(
            now: self.now.index.value, before: self.before.index.value,
            decimals: standard.cityIndex.changeDecimals)
        isExemptFromChangeRanking =
            !both.isEmpty
            && (nowSections + beforeSections).allSatisfy { section in
                (section.waterClass ?? .inferiorV) <= standard.cityIndex.exemptClass
                    && section.meetsTarget != false
            }
        rules = standard.evaluation
    }

    /// The change: by X = ΔG − ΔD where shares decide the status, else by the steps of status of the
    /// means; `nil` without comparable sections.
    public var change: WaterChange? {
        if now.method == .shares {
            return now.shares.balance(since: before.shares).map {
                WaterChange(balance: $0, by: rules)
            }
        }
        guard let status = now.status, let statusBefore = before.status else { return nil }
        return WaterChange(now: status, before: statusBefore)
    }
}
