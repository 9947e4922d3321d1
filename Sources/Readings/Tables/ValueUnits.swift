/// Writes the unit behind each value of a long table whose units stand in a column of their own, or
/// in the heading of the values, so that a value is read in it and converted.
struct ValueUnits: Sendable {
    private let parameter: Int
    private let value: Int
    private let unit: Int?
    /// The unit in the heading of the values, for cells of the unit column that name none.
    private let common: MeasureUnit?
    private let options: ReadingTableOptions
    private var converted: [[String]: Int] = [:]
    private var known: [String: ParameterCode?] = [:]

    /// `nil` for a table without units beside its values.
    init?(_ header: HeaderRow) {
        guard let value = header.index(of: .value), let parameter = header.index(of: .parameter)
        else { return nil }
        self.value = value
        self.parameter = parameter
        unit = header.index(of: .unit)
        options = header.options
        common = options.aliases.unit(behind: header.headings[value])
        if unit == nil && common == nil { return nil }
    }

    /// Adds the unit to a cell that is a number or a result below detection and writes none.
    mutating func complete(_ row: inout [String]) {
        guard value < row.count else { return }
        let text = normalisedText(row[value])
        guard text.contains(where: \.isASCIIDigit), let last = text.last,
            last.isASCIIDigit || last == "." || last == "L" || last == "l",
            (try? ReadingValue(parsing: text))?.isMissing == false
        else { return }
        var written = unit.map { normalisedText(cell(row, $0)) } ?? ""
        if case .none = UnitCell(written) { written = common?.text ?? "" }
        if written.isEmpty { return }
        row[value] = "\(text) \(written)"
        guard let code = code(of: cell(row, parameter)), let own = options.unit(of: code),
            let found = MeasureUnit(parsing: written), let exponent = found.exponent(to: own),
            exponent != 0
        else { return }
        converted[[code.name, found.text, own.text], default: 0] += 1
    }

    private mutating func code(of text: String) -> ParameterCode? {
        if let code = known[text] { return code }
        let code = options.aliases.code(for: text)
        known[text] = .some(code)
        return code
    }

    /// What was converted, by parameter.
    var notes: [TableNote] {
        converted.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count in
            .valuesConverted(
                count: count, parameter: ParameterCode(key[0]), from: key[1], to: key[2])
        }
    }
}
