/// A column of readings: its place, its parameter and unit, and its site where it has one.
struct ParameterColumn: Sendable {
    let place: Int
    let column: ValueColumn
    let site: String?
}

extension HeaderRow {
    /// The parameter columns; what is left out becomes notes.
    ///
    /// - Throws: `ReadingError.unknownUnit` for a column whose unit is not known.
    func valueColumns(
        except taken: [Int], into builder: inout ReadingSetBuilder
    ) throws(ReadingError) -> [ParameterColumn] {
        var result: [ParameterColumn] = []
        var unknown: [String] = []
        var seen: Set<[String]> = []
        for (place, heading) in headings.enumerated() where !taken.contains(place) {
            guard let meaning = meanings[place] else {
                if !normalisedText(heading).isEmpty { unknown.append(heading) }
                continue
            }
            if case .parameterInUnknownUnit(let code, let unit) = meaning {
                throw .unknownUnit(
                    file: file, line: line, heading: heading, unit: unit,
                    expected: options.unit(of: code)?.text ?? "")
            }
            guard case .parameter(let code, let written) = meaning else { continue }
            if let written, options.isOfOtherMatter(written) {
                throw .unknownUnit(
                    file: file, line: line, heading: heading, unit: written.text,
                    expected: options.unit(of: code)?.text ?? "")
            }
            guard seen.insert([sites[place] ?? "", code.name]).inserted else {
                builder.notes.append(
                    .repeatedColumn(file: file, heading: heading, parameter: code))
                continue
            }
            guard let column = valueColumn(code, heading, written, into: &builder) else {
                continue
            }
            result.append(ParameterColumn(place: place, column: column, site: sites[place]))
        }
        if !unknown.isEmpty {
            builder.notes.append(.unknownColumns(file: file, headings: unknown))
        }
        return result
    }

    private func valueColumn(
        _ code: ParameterCode, _ heading: String, _ written: MeasureUnit?,
        into builder: inout ReadingSetBuilder
    ) -> ValueColumn? {
        let unit = written ?? options.units[code]
        let (from, to) = (unit?.text ?? "", options.unit(of: code)?.text ?? "")
        guard let column = ValueColumn(code, heading: heading, unit: unit, options: options)
        else {
            builder.notes.append(
                .wrongUnit(file: file, heading: heading, unit: from, expected: to))
            return nil
        }
        if column.exponent != 0 {
            builder.notes.append(
                .convertedUnit(file: file, heading: heading, from: from, to: to))
        }
        return column
    }
}
