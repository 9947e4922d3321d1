import Geometry
import Reports

/// The fault that the value of an option is.
func unexpected(_ option: String, _ found: String, zh: String, en: String) -> Fault {
    Fault(
        .usage, zh: "\(option) 的值为 “\(found)”，应为\(zh)。",
        en: "\(option) is \"\(found)\", expected \(en).")
}

/// The case of `type` that an option names.
func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, of type: Choice.Type, option: String
) throws -> Choice where Choice.RawValue == String {
    if let value = Choice(rawValue: text) { return value }
    let all = Choice.allCases.map(\.rawValue)
    throw unexpected(
        option, text, zh: "\(all.joined(separator: "、")) 之一",
        en: "one of \(all.joined(separator: ", "))")
}

/// The distance that an option names, in metres; a bare number is in units of `crs`.
func metres(
    _ text: String, option: String, in crs: CoordinateReferenceSystem?
) throws -> Double {
    guard let distance = Distance(parsing: text), distance.unit != .degrees else {
        throw unexpected(option, text, zh: "距离，如 50km", en: "a distance such as 50km")
    }
    guard distance.unit == .crsUnits, let crs, !crs.isGeographic else { return distance.value }
    return distance.value * crs.metresPerUnit
}

/// How messages name a setting.
enum OptionNaming: Hashable, Sendable {
    /// `--variogram-scale`.
    case options
    /// `variogram_scale`, a key of a job file.
    case keys

    /// - Parameter words: As the option is written, without the hyphens before it.
    func name(_ words: String) -> String {
        switch self {
        case .options: "--\(words)"
        case .keys: words.split(separator: "-").joined(separator: "_")
        }
    }
}
