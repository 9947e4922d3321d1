/// A parameter and the unit its cells are in: turns cells into values in the parameter's own unit.
struct ValueColumn: Sendable {
    let heading: String
    let parameter: ParameterCode
    /// The unit of cells that write none; `nil` for parameters without a usual unit.
    let unit: MeasureUnit?
    /// The power of ten that brings a cell into the parameter's unit.
    let exponent: Int
    /// Whether a value below 0 is rejected.
    let rejectsNegatives: Bool

    /// `nil` when `unit` measures something else than the parameter.
    init?(
        _ parameter: ParameterCode, heading: String, unit: MeasureUnit?,
        options: ReadingTableOptions
    ) {
        rejectsNegatives = !options.keepsNegatives && !parameter.canBeNegative
        self.parameter = parameter
        self.heading = heading
        let own = options.unit(of: parameter)
        self.unit = unit ?? own
        guard let unit, let own else {
            exponent = 0
            return
        }
        guard let exponent = unit.exponent(to: own) else { return nil }
        self.exponent = exponent
    }

    /// The value of a cell, in the parameter's unit.
    func value(of text: String) throws(RejectedCell) -> ReadingValue {
        let value: ReadingValue
        do {
            value = try ReadingValue(parsing: text, in: unit)
        } catch { throw RejectedCell(reason: .text(error)) }
        if let number = value.value, number.mantissa < 0, rejectsNegatives {
            throw RejectedCell(reason: .negative)
        }
        guard let scaled = value.scaled(byPowerOfTen: exponent) else {
            throw RejectedCell(reason: .text(.tooManyDigits(text)))
        }
        return scaled
    }
}

struct RejectedCell: Error {
    let reason: RejectionReason
}

extension ReadingSetBuilder {
    /// Takes a cell that is empty or a plain number in the parameter's own unit.
    ///
    /// - Returns: Whether it was one; else nothing was taken.
    @inline(__always)
    mutating func takePlain(
        _ cell: UnsafeBufferPointer<UInt8>, site: Int, parameter: Int, time: TimeStamp, file: Int32,
        line: Int
    ) -> Bool {
        if cell.isEmpty {
            counts.empty += 1
            return true
        }
        guard let number = PlainNumber(cell) else { return false }
        append(
            digits: number.digits, decimals: number.decimals, site: site, parameter: parameter,
            time: time, file: file, line: Int32(clamping: line))
        return true
    }

    /// Takes one cell: a reading, an empty cell, or a rejected one.
    mutating func take(
        _ text: String, of column: ValueColumn, site: Int, siteName: String, parameter: Int,
        time: TimeStamp, file: Int, fileName: String, line: Int
    ) {
        if text.isEmpty {
            counts.empty += 1
            return
        }
        do throws(RejectedCell) {
            let value = try column.value(of: text)
            if value.mark == .missing(.empty) {
                counts.empty += 1
                return
            }
            if value.mark == .missing(.dry) { markDry(site: site, at: time) }
            append(
                Reading(time: time, value: value, file: file, line: line), site: site,
                parameter: parameter)
        } catch {
            reject(
                RejectedReading(
                    file: fileName, line: line, site: siteName, parameter: column.parameter,
                    column: column.heading, text: text, reason: error.reason))
        }
    }
}
