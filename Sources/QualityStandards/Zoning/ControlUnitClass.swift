import Readings

/// The class of an environmental control unit (环境管控单元), by its digit in the unit code.
///
/// Source: 生态环境分区管控; 优先保护, 重点管控 and 一般管控 are the three there are.
public enum ControlUnitClass: Int, CaseIterable, Hashable, Sendable {
    /// 优先保护
    case priority = 1
    /// 重点管控
    case key = 2
    /// 一般管控
    case general = 3

    /// `优先保护单元`.
    public var name: String { entry.name }
    /// `优先保护`.
    public var shortName: String { entry.short }
    /// `priority protection`.
    public var nameInEnglish: String { entry.english }

    /// The class that `text` names in any written form: `优先保护单元`, `重点`, `一般管控区`, `2`, `２`,
    /// `Ⅱ`, `2.0`, `1-优先保护`, `key control`.
    ///
    /// `nil` for anything else, also where a word and a digit name different classes.
    public init?(parsing text: String) {
        let plain = normalisedText(text).lowercased()
        let (word, mark) = Self.split(plain)
        let byWord = word.isEmpty ? nil : Self.named(word)
        let byMark = mark.isEmpty ? nil : Self.marked(mark)
        // Words that say nothing alone may stand beside a digit: `2类`.
        if byWord == nil, !(Self.isFiller(word[...]) && byMark != nil || word.isEmpty) {
            return nil
        }
        if !mark.isEmpty, byMark == nil { return nil }
        if let byWord, let byMark, byWord != byMark { return nil }
        guard let found = byWord ?? byMark else { return nil }
        self = found
    }

    private var entry: ZoningData.UnitClass {
        guard let entry = ZoningData.standard.classes.first(where: { $0.digit == rawValue }) else {
            preconditionFailure("zoning_units.json lacks the class \(rawValue)")
        }
        return entry
    }

    /// The words of a text, run together, and its digits.
    private static func split(_ text: String) -> (word: String, mark: String) {
        // A number that came through a spreadsheet.
        let text = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        let isMark = ZoningData.standard.classes.contains { entry in
            entry.marks.contains { $0.lowercased() == text }
        }
        if isMark { return ("", text) }
        var word = ""
        var mark = ""
        for character in text {
            if character.isASCII && character.isNumber || "ⅰⅱⅲ①②③".contains(character) {
                mark.append(character)
            } else if character.isLetter {
                word.append(character)
            }
        }
        return (word, mark)
    }

    private static func marked(_ mark: String) -> ControlUnitClass? {
        allCases.first { $0.entry.marks.contains { $0.lowercased() == mark } }
    }

    private static func named(_ word: String) -> ControlUnitClass? {
        for candidate in allCases {
            for stem in candidate.entry.stems where word.hasPrefix(stem) {
                if isFiller(word.dropFirst(stem.count)) { return candidate }
            }
        }
        return nil
    }

    /// Whether `rest` consists of words that say nothing of the class.
    private static func isFiller(_ rest: Substring) -> Bool {
        if rest.isEmpty { return true }
        return ZoningData.standard.classFillers.contains { filler in
            rest.hasPrefix(filler) && isFiller(rest.dropFirst(filler.count))
        }
    }
}
