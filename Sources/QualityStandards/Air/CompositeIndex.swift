public import Readings

/// The composite index of a period (环境空气质量综合指数) with its parts.
///
/// I = Σ w · C/S: C is the period's mean, for CO the 95th percentile of the daily means, for ozone
/// the 90th of the daily maxima of 8-hour means; S the annual limit of class 2, for CO the daily, for
/// ozone the 8-hour limit. Smaller is better.
///
/// Source: the rules for ranking cities (城市环境空气质量排名技术规定); which limits hold since March
/// 2026 and whether items are weighted is not confirmed, hence `AirSettings`.
public struct CompositeIndex: Hashable, Sendable {
    /// The part of one parameter (单项指数).
    public struct Part: Hashable, Sendable {
        public let parameter: ParameterCode
        /// C/S without the weight, before rounding; `nil` when the data do not suffice.
        public let value: ExactNumber?
        public let weight: DecimalValue
    }

    public let parts: [Part]
    /// The edition of the limits.
    public let edition: String
    /// The sum before rounding; `nil` when a part is lacking.
    public let value: ExactNumber?
    private let decimals: Int

    /// The index as it is published: 2 decimals.
    public var published: DecimalValue? { value?.rounded(toDecimals: decimals) }

    /// The share of each part in the index, in per cent; empty when there is no index or it is 0.
    public var contributions: [ParameterCode: ExactNumber] {
        guard let value, value.numerator != 0 else { return [:] }
        var result: [ParameterCode: ExactNumber] = [:]
        for part in parts {
            if let own = part.value {
                result[part.parameter] =
                    own * ExactNumber(part.weight) * ExactNumber(100) / value
            }
        }
        return result
    }

    /// The index of given concentrations, such as those of a bulletin.
    ///
    /// - Parameter concentrations: The statistic of every parameter; absent ones are lacking.
    public init(
        _ concentrations: [ParameterCode: ExactNumber], by standard: AirStandard,
        terms: [AirStatisticRules.CompositeItem]? = nil
    ) {
        let values = (terms ?? standard.statistics.composite).map {
            ($0, concentrations[$0.parameter])
        }
        self.init(values, standard)
    }

    /// The index of statistics of a period.
    init(
        of terms: [AirStatisticRules.CompositeItem], by standard: AirStandard, basis: FigureBasis,
        _ statistic: (ParameterCode, PeriodStatistic) -> PeriodValue
    ) {
        let values = terms.map { term -> (AirStatisticRules.CompositeItem, ExactNumber?) in
            let full = statistic(term.parameter, term.statistic).value
            if basis == .full { return (term, full) }
            let decimals = standard.decimals(of: term.parameter)
            return (term, full.map { ExactNumber($0.rounded(toDecimals: decimals)) })
        }
        self.init(values, standard)
    }

    private init(
        _ values: [(AirStatisticRules.CompositeItem, ExactNumber?)], _ standard: AirStandard
    ) {
        parts = values.map { term, value in
            let limit = standard.limit(term.parameter, term.limit)
            return Part(
                parameter: term.parameter,
                value: value.flatMap { value in limit.map { value / ExactNumber($0) } },
                weight: term.weight)
        }
        edition = standard.edition
        decimals = standard.statistics.compositeDecimals
        let weighted = parts.compactMap { part in part.value.map { $0 * ExactNumber(part.weight) } }
        value =
            weighted.count == parts.count && !parts.isEmpty
            ? weighted.reduce(ExactNumber(0)) { $0 + $1 } : nil
    }
}
