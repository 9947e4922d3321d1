import Readings

/// What a column of a zoning layer holds.
public enum ZoningField: String, CaseIterable, Hashable, Sendable, Decodable {
    case unitCode, unitName, unitClass
    /// Code and name of an element zone (要素管控分区).
    case zoneCode, zoneName
    case province, city, county
    case element, elementType, basin, reach
    case sectionStartLongitude, sectionStartLatitude, sectionEndLongitude, sectionEndLatitude
    /// The four dimensions of the access list.
    case layoutConstraints, pollutantControl, riskControl, resourceEfficiency
    case remarks, area

    /// The heading in Chinese.
    public var name: String { entry.headers.first ?? rawValue }

    /// What a column called `header` may hold, the most likely first; empty for other names.
    ///
    /// Headers are Chinese or pinyin initials in any letter case, whole (`HJGKDYBM`), with
    /// something behind (`HJGKDYBM_1`), or cut as a DBF cuts names: at 10 bytes, which makes
    /// `STHJYSGKFQ` of `STHJYSGKFQBM` and `环境管控单` (GBK) or `环境管` (UTF-8) of
    /// `环境管控单元编码`. A cut name has several meanings when several names begin with it.
    public static func fields(ofHeader header: String) -> [ZoningField] {
        let name = key(header)
        if name.isEmpty { return [] }
        let all = ZoningData.standard.fields
        if let exact = all.first(where: { $0.keys.contains(name) }) { return [exact.key] }
        // The longest known name wins: HJGKDYBM_1 is a code, whatever shorter names there are.
        let suffixed = all.compactMap { field in
            field.keys.filter { isName($0, withSuffixIn: name) }.map(\.count).max()
                .map { (field.key, $0) }
        }
        if let longest = suffixed.map(\.1).max() {
            return suffixed.filter { $0.1 == longest }.map(\.0)
        }
        guard isCut(name) else { return [] }
        return all.filter { $0.keys.contains { $0.hasPrefix(name) } }.map(\.key)
    }

    /// The column of each field among `headers`: certain ones first, then cut names by what is
    /// left. Each column serves one field, the first in the order of the columns.
    public static func columns(of headers: [String]) -> [ZoningField: Int] {
        var result: [ZoningField: Int] = [:]
        let meanings = headers.map(fields(ofHeader:))
        for (column, fields) in meanings.enumerated() where fields.count == 1 {
            if result[fields[0]] == nil { result[fields[0]] = column }
        }
        for (column, fields) in meanings.enumerated() where fields.count > 1 {
            if let free = fields.first(where: { result[$0] == nil }) { result[free] = column }
        }
        return result
    }

    private var entry: ZoningData.Field {
        guard let entry = ZoningData.standard.fields.first(where: { $0.key == self }) else {
            preconditionFailure("zoning_units.json lacks the field \(rawValue)")
        }
        return entry
    }

    /// Whether `header` is `name` with a number or a word behind an underscore.
    private static func isName(_ name: String, withSuffixIn header: String) -> Bool {
        guard header.hasPrefix(name) else { return false }
        let rest = header.dropFirst(name.count)
        return rest.first == "_" || rest.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// Whether a DBF could have cut a longer name to `name`: 10 bytes are full, or no further
    /// Chinese character fits.
    private static func isCut(_ name: String) -> Bool {
        let chinese = name.count { !$0.isASCII }
        let inGBK = name.count + chinese
        let inUTF8 = name.utf8.count
        return inGBK == 10 || chinese > 0 && (inGBK == 9 || (8...10).contains(inUTF8))
    }

    fileprivate static func key(_ header: String) -> String {
        normalisedText(header).uppercased().filter { !$0.isWhitespace }
    }
}

extension ZoningData.Field {
    /// The names and headings in the form in which headers are compared.
    fileprivate var keys: [String] { (names + headers).map(ZoningField.key) }
}
