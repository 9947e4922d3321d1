/// Why a standard cannot be applied.
public enum StandardError: Error, Hashable, Sendable {
    /// No edition has this name.
    case unknownEdition(String, known: [String])
    /// A text is no unit code.
    case malformedUnitCode(UnitCodeFault)
    /// A standard's file says something that it should not.
    case file(StandardFileFault)
    /// A scheme of compensation cannot be settled.
    case compensation(CompensationFault)
}

extension StandardError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownEdition(let name, let known):
            "No edition \"\(name)\" is known. Known: \(known.joined(separator: ", ")). Name one "
                + "of them, or write auto to judge by the edition in force."
        case .malformedUnitCode(let fault): fault.description
        case .file(let fault): fault.description
        case .compensation(let fault): fault.description
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .unknownEdition(let name, let known):
            "没有标准版本“\(name)”。已有:\(known.joined(separator: "、"))。请选用其一,"
                + "或写auto按现行版本评价。"
        case .malformedUnitCode(let fault): fault.descriptionInChinese
        case .file(let fault): fault.descriptionInChinese
        case .compensation(let fault): fault.descriptionInChinese
        }
    }
}
