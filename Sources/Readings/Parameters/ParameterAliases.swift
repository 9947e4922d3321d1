/// What a column of a table holds.
public enum ColumnMeaning: Hashable, Sendable {
    /// Readings of a parameter; the unit where the header writes one.
    case parameter(ParameterCode, unit: MeasureUnit?)
    case place(PlaceColumn)
}

/// Columns that are not readings: where, when, and what was noted.
public enum PlaceColumn: String, Hashable, Sendable, CaseIterable {
    case code, name, longitude, latitude, city, county, basin, river, province
    case time, year, month, day, hour
    /// The column of a long table that names the parameter, and the one with the value.
    case parameter, value
    /// The type column of the archive layout.
    case type
    case remark, category, target, primary
}

/// The headings that columns are known by: official codes, Chinese and English names, with or
/// without unit.
public struct ParameterAliases: Sendable {
    private let parameters: [String: ParameterCode]
    private let places: [String: PlaceColumn]

    /// The headings in use at Chinese bureaus, of the national releases and of the standards.
    public static let standard = ParameterAliases(
        parameters: parameterHeadings, places: placeHeadings)

    init(
        parameters: [(ParameterCode, [String])], places: [(PlaceColumn, [String])]
    ) {
        var codes: [String: ParameterCode] = [:]
        for code in ParameterCode.known { codes[Self.key(code.name)] = code }
        for (code, headings) in parameters {
            for heading in headings { codes[Self.key(heading)] = code }
        }
        var columns: [String: PlaceColumn] = [:]
        for (column, headings) in places {
            for heading in headings { columns[Self.key(heading)] = column }
        }
        self.parameters = codes
        self.places = columns
    }

    /// The same with more headings, which win over those known before.
    public func adding(_ headings: [String: ParameterCode]) -> ParameterAliases {
        var more = parameters
        for (heading, code) in headings { more[Self.key(heading)] = code }
        return ParameterAliases(keyed: more, places: places)
    }

    private init(keyed parameters: [String: ParameterCode], places: [String: PlaceColumn]) {
        self.parameters = parameters
        self.places = places
    }

    /// The parameter of a column's header, such as `氨氮(mg/L)`, `ＰＭ２．５`, `NH3-N`; `nil` for a
    /// header that is not known. A bracket is taken off only when it holds a unit.
    public func code(for header: String) -> ParameterCode? {
        if case .parameter(let code, _) = meaning(of: header) { return code }
        return nil
    }

    /// What the column under `header` holds; `nil` when the header is not known.
    public func meaning(of header: String) -> ColumnMeaning? {
        let key = Self.key(header)
        if let code = parameter(key, header) { return .parameter(code, unit: nil) }
        if let column = places[key] { return .place(column) }
        for (name, unit) in Self.withoutUnit(key) {
            if let code = parameter(name, name) { return .parameter(code, unit: unit) }
            if let column = places[name] { return .place(column) }
        }
        return nil
    }

    /// The parameter of a normalised heading. One letter is a code only when written as a capital:
    /// a column `s` or `f` is rarely a measurement.
    private func parameter(_ key: String, _ header: String) -> ParameterCode? {
        guard let code = parameters[key] else { return nil }
        if key.utf8.count == 1 && normalisedText(header).first?.isUppercase != true {
            return nil
        }
        return code
    }

    /// A heading without case, spaces, full-width characters and Chinese brackets.
    static func key(_ header: String) -> String {
        var result = ""
        for character in normalisedText(header).lowercased() {
            switch character {
            case " ", "\n", "\r", "\t": break
            case "【", "〔", "[": result.append("(")
            case "】", "〕", "]": result.append(")")
            case "、": result.append(",")
            default: result.append(character)
            }
        }
        return result
    }

    /// `heading` without a unit at its end, in each way that one can be written: `氨氮(mg/l)`,
    /// `氨氮_mg/l`, `氨氮:mg/l`, `氨氮mg/l`.
    private static func withoutUnit(_ key: String) -> [(String, MeasureUnit)] {
        if key.last == ")", let open = key.lastIndex(of: "(") {
            let inside = key[key.index(after: open)...].dropLast()
            let piece = inside.split(separator: ",").last.map(String.init) ?? String(inside)
            guard let unit = MeasureUnit(parsing: piece) else { return [] }
            // `颗粒物(PM10,ug/m3)` keeps the bracket without its unit.
            let kept = inside.split(separator: ",").dropLast().joined(separator: ",")
            let name = String(key[..<open])
            return kept.isEmpty ? [(name, unit)] : [("\(name)(\(kept))", unit)]
        }
        for mark in ["_", ":", "-", ","] {
            if let place = key.lastIndex(of: Character(mark)),
                let unit = MeasureUnit(parsing: String(key[key.index(after: place)...]))
            {
                return [(String(key[..<place]), unit)]
            }
        }
        for ending in ["mg/l", "ug/l", "mg/m3", "ug/m3", "℃", "us/cm", "ntu", "cells/l", "个/l"]
        where key.hasSuffix(ending) && key.count > ending.count {
            if let unit = MeasureUnit(parsing: ending) {
                return [(String(key.dropLast(ending.count)), unit)]
            }
        }
        return []
    }
}
