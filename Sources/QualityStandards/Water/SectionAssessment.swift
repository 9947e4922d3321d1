public import Readings

/// What a section's values say by the standard.
public struct SectionAssessment: Hashable, Sendable {
    /// The edition that judged.
    public let edition: String
    public let body: WaterBody
    /// The worst class of the evaluated items; `nil` when no item could be judged.
    public let waterClass: WaterClass?
    /// The items that entered, in the order of the standard.
    public let items: [ItemAssessment]
    /// Items outside of the class: total nitrogen of lakes, faecal coliforms.
    public let referenceItems: [ItemAssessment]
    /// The items that have the section's class, in the order of the standard; empty for class I.
    public let limiting: [ItemAssessment]
    /// At most three items worse than class III: cyanide and heavy metals first, then by class,
    /// then by multiple, then by code. Empty when the section is of class III or better.
    public let mainPollutants: [ItemAssessment]
    public let notes: [AssessmentNote]

    public var status: WaterStatus? { waterClass.map(WaterStatus.init) }

    /// The main pollutants as tables write them: `TP(0.30);COD(0.20)`; empty when there are none.
    public var mainPollutantsText: String {
        mainPollutants.map(\.text).joined(separator: ";")
    }

    /// The limiting items' codes: `TP;COD`.
    public var limitingText: String { limiting.map(\.parameter.name).joined(separator: ";") }

    /// Whether the class is not worse than `target`; `nil` when there is no class.
    public func meets(_ target: WaterClass) -> Bool? { waterClass.map { $0 <= target } }
}

/// One item of a section.
public struct ItemAssessment: Hashable, Sendable {
    public let parameter: ParameterCode
    /// What was judged; below detection the limit.
    public let value: ExactNumber
    public let isBelowDetection: Bool
    /// Whether limits of the item are least values: dissolved oxygen.
    public let isMinimum: Bool
    public let waterClass: WaterClass
    /// (C − S)/S over class III where the item is worse than class III, unrounded; `nil` for the
    /// others, and for water temperature, pH and dissolved oxygen.
    public let multiple: ExactNumber?

    /// The decimals of the printed multiple; 1 and 2 are both in use.
    public let multipleDecimals: Int

    /// `TP(0.30)`; the code alone where there is no multiple.
    public var text: String {
        guard let multiple else { return parameter.name }
        return "\(parameter.name)(\(multiple.rounded(toDecimals: multipleDecimals)))"
    }
}

/// Something about an assessment that the reader should know.
public enum AssessmentNote: Hashable, Sendable {
    /// A result below a limit that was not written: not judged.
    case belowUnknownLimit(ParameterCode)
    /// The detection limit is above the class I limit: the class may be better than the one given.
    case detectionLimitTooHigh(ParameterCode, limit: DecimalValue, waterClass: WaterClass)
    /// No item of the standard had a value.
    case nothingToJudge
    /// Too few samples for the period: not judged.
    case tooFewSamples(found: Int, needed: Int)
    /// Samples in too few months of a year: not judged.
    case tooFewMonths(found: Int, needed: Int)
    /// A year is judged by fewer months than it should have.
    case monthsMissing(found: Int, expected: Int)
    /// The section was dry at so many visits of the period.
    case dryVisits(Int)
    /// All results of an item are below limits that are not written.
    case noKnownLimit(InsufficientData)
}

extension AssessmentNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .belowUnknownLimit(let parameter):
            "\(parameter) is below a detection limit that is not written and was not judged."
        case .detectionLimitTooHigh(let parameter, let limit, let waterClass):
            "\(parameter) is below its detection limit \(limit), which is above class I: judged "
                + "as \(waterClass), it may be better."
        case .nothingToJudge: "No evaluated item has a value."
        case .tooFewSamples(let found, let needed):
            "\(found) sample(s), and a quarter needs \(needed): not assessed."
        case .tooFewMonths(let found, let needed):
            "Samples in \(found) month(s), and a year needs \(needed): not assessed."
        case .monthsMissing(let found, let expected):
            "The year is the mean of \(found) months instead of \(expected)."
        case .dryVisits(let count): "Dry at \(count) visits."
        case .noKnownLimit(let reason): reason.description
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .belowUnknownLimit(let parameter):
            "\(parameter)未检出且未注明检出限,未参与评价。"
        case .detectionLimitTooHigh(let parameter, let limit, let waterClass):
            "\(parameter)低于检出限\(limit),但检出限高于Ⅰ类限值,按"
                + "\(waterClass.textInChinese)类评价,实际可能更好。"
        case .nothingToJudge: "没有可参与评价的项目。"
        case .tooFewSamples(let found, let needed):
            "仅有\(found)个样品,季度评价需\(needed)个,未评价。"
        case .tooFewMonths(let found, let needed):
            "仅有\(found)个月的样品,年度评价需\(needed)个月,未评价。"
        case .monthsMissing(let found, let expected):
            "年均值由\(found)个月计算,应为\(expected)个月。"
        case .dryVisits(let count): "断流 \(count) 次。"
        case .noKnownLimit(let reason): reason.descriptionInChinese
        }
    }
}
