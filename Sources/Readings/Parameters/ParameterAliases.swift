import Suggestions

/// What a column of a table holds.
public enum ColumnMeaning: Hashable, Sendable {
    /// Readings of a parameter; the unit where the header writes one.
    case parameter(ParameterCode, unit: MeasureUnit?)
    /// Readings of a parameter in a unit that is not known, as written.
    case parameterInUnknownUnit(ParameterCode, unit: String)
    case place(PlaceColumn)
}

/// Columns that are not readings: where, when, and what was noted.
public enum PlaceColumn: String, Hashable, Sendable, CaseIterable {
    case code, name, longitude, latitude, city, county, basin, river, province
    case time, year, month, day, hour
    /// The column of a long table that names the parameter, and the one with the value.
    case parameter, value
    /// The column of a long table with the units of its values.
    case unit
    /// The number of the row.
    case serial
    /// The type column of the archive layout.
    case type
    case remark, category, target, primary
}

/// The headings that columns are known by: official codes, Chinese and English names, with or
/// without unit.
public struct ParameterAliases: Sendable {
    private var parameters: [String: ParameterCode] = [:]
    private var places: [String: PlaceColumn] = [:]
    /// Headings as listed, for suggestions.
    private var listed: [String] = []
    private var valueWords: Set<String> = []
    private var groupWords: Set<String> = []
    private(set) var summaryRows = SummaryRows()

    /// The headings in use at Chinese bureaus, of the national releases and of the standards.
    public static let standard: ParameterAliases = {
        var aliases = ParameterAliases()
        for code in ParameterCode.known { aliases.take(code.name, as: code) }
        aliases.take(.standard)
        return aliases
    }()

    private init() {}

    /// The same with more headings, which win over those known before.
    public func adding(_ headings: [String: ParameterCode]) -> ParameterAliases {
        var result = self
        for (heading, code) in headings { result.take(heading, as: code) }
        return result
    }

    /// The same with the headings of a data file, which win over those known before.
    ///
    /// The form is that of the list in this module, `Data/headings.json`: an object with `form`
    /// (`basingrid-headings-1`) and any of `parameters` (code to headings), `columns` (kind of
    /// column to headings), `value_words`, `group_words`, `summary_rows` and `remark_rows`.
    ///
    /// - Parameters:
    ///   - json: The file's bytes.
    ///   - file: Its name, for messages.
    /// - Throws: `ReadingError.damagedHeadings`.
    public func adding(
        json: [UInt8], file: String
    ) throws(ReadingError) -> ParameterAliases {
        var result = self
        result.take(try HeadingList(json: json, file: file))
        return result
    }

    private mutating func take(_ list: HeadingList) {
        // In a fixed order, so that a heading listed twice means the same on every run.
        for (code, headings) in list.parameters.sorted(by: { $0.key < $1.key }) {
            for heading in headings { take(heading, as: ParameterCode(code)) }
        }
        for column in PlaceColumn.allCases {
            for heading in list.columns[column] ?? [] {
                let key = Self.key(heading)
                parameters[key] = nil
                if places.updateValue(column, forKey: key) == nil { listed.append(heading) }
            }
        }
        valueWords.formUnion(list.valueWords.map(Self.key))
        groupWords.formUnion(list.groupWords.map(Self.key))
        summaryRows.add(list)
    }

    private mutating func take(_ heading: String, as code: ParameterCode) {
        let key = Self.key(heading)
        places[key] = nil
        if parameters.updateValue(code, forKey: key) == nil { listed.append(heading) }
    }

    /// Whether `heading`, below a parameter's, means the value of that parameter.
    func isValueWord(_ heading: String) -> Bool {
        let key = Self.key(heading)
        return valueWords.contains(key)
            || Self.withoutUnit(key).contains { valueWords.contains($0.0) }
    }

    /// Whether `heading` groups other headings and says nothing itself.
    func isGroupWord(_ heading: String) -> Bool {
        let key = Self.key(heading)
        return groupWords.contains(key)
            || Self.withoutUnit(key).contains { groupWords.contains($0.0) }
    }

    /// The unit behind a heading that is no parameter's, such as `监测结果(mg/L)`.
    func unit(behind heading: String) -> MeasureUnit? {
        Self.withoutUnit(Self.key(heading)).first?.1
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
            // `单位:mg/L` is a line above a table, not the heading of a column of units.
            if let column = places[name], column != .unit { return .place(column) }
        }
        if let (name, unit) = Self.unknownUnit(in: normalisedText(header)),
            let code = parameter(Self.key(name), name)
        {
            return .parameterInUnknownUnit(code, unit: unit)
        }
        return nil
    }

    /// The known heading that is nearest to `heading`; `nil` when none is near, and for a heading
    /// that is known itself.
    ///
    /// The one that `heading` is a slip for (`Suggestions.nearest`), else the longest that it
    /// contains or is contained in, of at least three characters: `PM2.5实况浓度` is like `PM2.5`.
    public func nearest(to heading: String) -> String? {
        let key = Self.key(heading)
        let keys = listed.map(Self.key)
        guard !key.isEmpty, !keys.contains(key) else { return nil }
        if let near = Suggestions.nearest(to: key, in: keys) {
            return keys.firstIndex(of: near).map { listed[$0] }
        }
        let parts = keys.indices.filter {
            min(key.count, keys[$0].count) > 2
                && (key.contains(keys[$0]) || keys[$0].contains(key))
        }
        return parts.min { keys[$0].count > keys[$1].count }.map { listed[$0] }
    }

    /// The parameters that `text` names, each once, in the order of the text.
    func parameters(in text: String) -> [(code: ParameterCode, unit: MeasureUnit?)] {
        let characters = Array(Self.key(text))
        var found: [(code: ParameterCode, unit: MeasureUnit?)] = []
        var index = 0
        while index < characters.count {
            guard let (code, end) = longestName(characters, from: index) else {
                index += 1
                continue
            }
            if !found.contains(where: { $0.code == code }) {
                found.append((code, Self.bracketedUnit(characters, from: end)))
            }
            index = end
        }
        return found
    }

    private func longestName(
        _ text: [Character], from start: Int
    ) -> (ParameterCode, end: Int)? {
        func isWord(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber)
        }
        if start > 0, isWord(text[start]), isWord(text[start - 1]) { return nil }
        let longest = min(text.count, start + 16)
        for end in stride(from: longest, to: start + 1, by: -1) {
            if isWord(text[end - 1]), end < text.count, isWord(text[end]) { continue }
            if let code = parameters[String(text[start..<end])] { return (code, end) }
        }
        return nil
    }

    private static func bracketedUnit(_ text: [Character], from start: Int) -> MeasureUnit? {
        guard let open = text[start...].firstIndex(of: "("),
            let close = text[open...].firstIndex(of: ")")
        else { return nil }
        return MeasureUnit(parsing: String(text[(open + 1)..<close]))
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
        for ending in [
            "mg/l", "ug/l", "mg/m3", "ug/m3", "mg/kg", "ug/kg", "℃", "us/cm", "ntu", "cells/l",
            "个/l",
        ]
        where key.hasSuffix(ending) && key.count > ending.count {
            if let unit = MeasureUnit(parsing: ending) {
                return [(String(key.dropLast(ending.count)), unit)]
            }
        }
        return []
    }

    /// A name and what stands behind it like a unit that is not known: `氨氮(ppm)`, `SO2(ug/kg)`.
    private static func unknownUnit(in heading: String) -> (String, String)? {
        guard heading.last == ")", let open = heading.lastIndex(of: "(") else { return nil }
        let inside = String(heading[heading.index(after: open)...].dropLast())
        guard MeasureUnit.looksLikeUnit(inside) else { return nil }
        return (String(heading[..<open]), inside)
    }
}
