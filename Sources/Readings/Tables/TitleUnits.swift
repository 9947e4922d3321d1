/// The units that a line above a table gives its columns: `单位：mg/L（pH无量纲）`,
/// `单位：μg/m³（CO为mg/m³）`.
struct TitleUnits: Sendable {
    private var general: MeasureUnit?
    private var own: [ParameterCode: MeasureUnit] = [:]
    /// A unit that is not known.
    private(set) var unknown: String?

    private let options: ReadingTableOptions

    /// `nil` for a line that gives no units; `单位` alone also means an organisation.
    init?(_ text: String, options: ReadingTableOptions) {
        self.options = options
        let clean = normalisedText(text)
        guard let rest = Self.afterWord(clean) else { return nil }
        for piece in rest.split(whereSeparator: { ",;、(); \n".contains($0) }) {
            take(String(piece))
        }
        if general == nil && own.isEmpty && unknown == nil { return nil }
    }

    /// What stands behind `单位:` at the beginning of a line or of a bracket.
    private static func afterWord(_ text: String) -> Substring? {
        for word in ["单位:", "unit:", "Unit:", "units:", "Units:"] {
            guard let place = text.firstRange(of: word) else { continue }
            let before = text[..<place.lowerBound].last
            if before.map({ "( ,;".contains($0) }) ?? true { return text[place.upperBound...] }
        }
        return nil
    }

    private mutating func take(_ piece: String) {
        if let unit = MeasureUnit(parsing: piece) {
            if options.isOfOtherMatter(unit) { unknown = unknown ?? piece }
            if general == nil { general = unit }
            return
        }
        for word in ["除外", "除", "其余", "其他", "均为", "为"] where piece == word { return }
        var name = piece[...]
        var unit: MeasureUnit?
        // The longest end that is a unit: `CO为mg/m3`, `pH无量纲`.
        for index in piece.indices.dropFirst() {
            if let found = MeasureUnit(parsing: String(piece[index...])), piece[index] != "-" {
                unit = found
                name = piece[..<index]
                break
            }
        }
        for word in ["均为", "为", ":", "="] where name.hasSuffix(word) {
            name = name.dropLast(word.count)
        }
        if name.hasPrefix("除") { name = name.dropFirst() }
        if let unit {
            if ["外", "其余", "其他", "其余项目", "其他项目"].contains(String(name)) || name.isEmpty {
                general = unit
            } else if let code = options.aliases.code(for: String(name)) {
                own[code] = unit
            }
        } else if MeasureUnit.looksLikeUnit(piece), unknown == nil {
            unknown = piece
        }
    }

    /// The unit of a column of `code` that writes none; `nil` where the line says nothing of it.
    func unit(of code: ParameterCode) -> MeasureUnit? {
        if let unit = own[code] { return unit }
        // One unit over all columns is not that of pH or of a temperature.
        guard let general, let usual = options.unit(of: code), general.exponent(to: usual) != nil
        else {
            return nil
        }
        return general
    }
}
