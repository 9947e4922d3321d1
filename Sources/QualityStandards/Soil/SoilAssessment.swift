public import Readings

/// What a point's values say by the soil standards.
public struct SoilAssessment: Hashable, Sendable {
    /// One item of a point.
    public struct Item: Hashable, Sendable {
        public let parameter: ParameterCode
        public let value: ExactNumber
        public let level: SoilLevel
        /// (C − S)/S over the screening value where it is exceeded, unrounded; else `nil`.
        public let multiple: ExactNumber?
        fileprivate let decimals: Int

        /// `CD(1.25)`; the code alone where there is no multiple.
        public var text: String {
            guard let multiple else { return parameter.name }
            return "\(parameter.name)(\(multiple.rounded(toDecimals: decimals)))"
        }
    }

    public let edition: String
    public let land: SoilLand
    /// The worst level of the items; `nil` when no item could be judged.
    public let level: SoilLevel?
    /// The items that entered, in the order of the standard.
    public let items: [Item]
    public let notes: [SoilNote]

    /// The items above their screening value, the worst level first, then by multiple, then by code.
    public var exceeding: [Item] {
        items.filter { $0.level > .withinScreening }.sorted { one, other in
            if one.level != other.level { return one.level > other.level }
            let (left, right) = (one.multiple ?? ExactNumber(0), other.multiple ?? ExactNumber(0))
            return left == right ? one.parameter < other.parameter : left > right
        }
    }

    public var exceedingText: String { exceeding.map(\.text).joined(separator: ";") }
}

/// Something about a point's soil that the reader should know.
public enum SoilNote: Hashable, Sendable {
    /// The pH that decides between limits was not measured: nothing is judged.
    case withoutPH
    /// A result below a detection limit that is not written, or that is above the screening value:
    /// not judged.
    case uselessDetectionLimit(ParameterCode)
    /// No item has a value.
    case nothingToJudge
}

extension SoilNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .withoutPH: "The pH, which decides between limits, was not measured: not assessed."
        case .uselessDetectionLimit(let parameter):
            "\(parameter) is below a detection limit that is not written or is above the screening "
                + "value, and was not judged."
        case .nothingToJudge: "No item of the standard has a value."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .withoutPH: "未测pH,无法选定限值,未评价。"
        case .uselessDetectionLimit(let parameter):
            "\(parameter)未检出,且检出限未注明或高于筛选值,未参与评价。"
        case .nothingToJudge: "没有可参与评价的项目。"
        }
    }
}

extension SoilStandard {
    /// The assessment of one sample, values in mg/kg.
    ///
    /// A value on the screening or intervention value is not above it. A result below detection is
    /// within screening where its limit is. Where pH decides and is missing nothing is judged.
    ///
    /// - Precondition: `lands` contains `land`.
    public func assess(
        sample: [ParameterCode: ReadingValue], land: SoilLand
    ) -> SoilAssessment {
        precondition(lands.contains(land), "a kind of land is judged by its own standard")
        let ph = sample[.ph]?.value.map { ExactNumber($0) }
        if ph == nil, !upperPH.isEmpty { return nothing(land, [.withoutPH]) }
        var judged: [SoilAssessment.Item] = []
        var notes: [SoilNote] = []
        for item in items {
            guard let reading = sample[item.parameter], !reading.isMissing,
                let limits = limits(item.parameter, land: land, ph: ph)
            else { continue }
            let isTooHigh = reading.valueForClass.map { $0 > limits.screening } ?? true
            guard let value = reading.valueForClass, !(reading.isBelowDetection && isTooHigh) else {
                notes.append(.uselessDetectionLimit(item.parameter))
                continue
            }
            let isIntervention = limits.intervention.map { value > $0 } ?? false
            let level: SoilLevel =
                isIntervention
                ? .aboveIntervention : isTooHigh ? .aboveScreening : .withinScreening
            let exact = ExactNumber(value)
            judged.append(
                SoilAssessment.Item(
                    parameter: item.parameter, value: exact, level: level,
                    multiple: level == .withinScreening
                        ? nil : Figures.exceedanceMultiple(exact, limit: limits.screening),
                    decimals: multipleDecimals))
        }
        if judged.isEmpty { return nothing(land, notes + [.nothingToJudge]) }
        return SoilAssessment(
            edition: edition, land: land, level: judged.map(\.level).max(), items: judged,
            notes: notes)
    }

    private func nothing(_ land: SoilLand, _ notes: [SoilNote]) -> SoilAssessment {
        SoilAssessment(edition: edition, land: land, level: nil, items: [], notes: notes)
    }
}
