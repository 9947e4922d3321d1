/// The bytes of a workbook in the format of Excel 97 to 2003 (.xls): a compound file that holds one
/// stream of BIFF8 records.
///
/// Sources: [MS-XLS] 2.4 for the records, [MS-CFB] 2.2 to 2.6 for the container.
public struct OldWorkbook: Sendable {
    public enum Cell: Sendable {
        case empty
        case text(String)
        case number(Double)
        /// A number in a format: `m/d/yy h:mm` is 22, own codes are numbered from 164.
        case formatted(Double, format: UInt16)
    }

    public struct Sheet: Sendable {
        public var name: String
        public var rows: [[Cell]]

        public init(name: String, rows: [[Cell]]) {
            self.name = name
            self.rows = rows
        }
    }

    public var sheets: [Sheet]
    /// Codes of own formats; the first is number 164.
    public var formats: [String] = []
    public var countsDaysFrom1904 = false

    public init(sheets: [Sheet]) { self.sheets = sheets }

    /// The whole file.
    public var bytes: [UInt8] { compound(stream) }

    // MARK: - Records

    private var stream: [UInt8] {
        let texts = sharedTexts
        let bodies = sheets.map { body(of: $0, texts: texts) }
        // The places of the sheets are known once the globals have their length.
        var places = [Int](repeating: 0, count: sheets.count)
        let length = globals(places, texts).count
        var end = length
        for index in sheets.indices {
            places[index] = end
            end += bodies[index].count
        }
        return globals(places, texts) + bodies.flatMap { $0 }
    }

    private var sharedTexts: [String] {
        var result: [String] = []
        for sheet in sheets {
            for case .text(let text) in sheet.rows.joined() where !result.contains(text) {
                result.append(text)
            }
        }
        return result
    }

    private func globals(_ places: [Int], _ texts: [String]) -> [UInt8] {
        var result = beginning(kind: 0x0005)
        result += record(0x0042, little(1200, 2))
        result += record(0x0022, little(countsDaysFrom1904 ? 1 : 0, 2))
        for (index, code) in formats.enumerated() {
            result += record(0x041E, little(164 + index, 2) + unicode(code, lengthBytes: 2))
        }
        for format in styles {
            result += record(
                0x00E0, little(0, 2) + little(Int(format), 2) + [UInt8](repeating: 0, count: 16))
        }
        for (sheet, place) in zip(sheets, places) {
            result += record(
                0x0085, little(place, 4) + little(0, 2) + unicode(sheet.name, lengthBytes: 1))
        }
        let strings = texts.flatMap { unicode($0, lengthBytes: 2) }
        result += record(0x00FC, little(texts.count, 4) + little(texts.count, 4) + strings)
        return result + record(0x000A, [])
    }

    /// The formats in use, the general one first: a cell's style is its place here.
    private var styles: [UInt16] {
        var result: [UInt16] = [0]
        for sheet in sheets {
            for case .formatted(_, let format) in sheet.rows.joined()
            where !result.contains(format) {
                result.append(format)
            }
        }
        return result
    }

    private func body(of sheet: Sheet, texts: [String]) -> [UInt8] {
        let width = sheet.rows.map(\.count).max() ?? 0
        var result = beginning(kind: 0x0010)
        result += record(
            0x0200,
            little(0, 4) + little(sheet.rows.count, 4) + little(0, 2) + little(width, 2)
                + little(0, 2))
        for (row, cells) in sheet.rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                let place = little(row, 2) + little(column, 2)
                switch cell {
                case .empty: break
                case .text(let text):
                    let index = texts.firstIndex(of: text) ?? 0
                    result += record(0x00FD, place + little(0, 2) + little(index, 4))
                case .number(let value):
                    result += record(0x0203, place + little(0, 2) + double(value))
                case .formatted(let value, let format):
                    let style = styles.firstIndex(of: format) ?? 0
                    result += record(0x0203, place + little(style, 2) + double(value))
                }
            }
        }
        return result + record(0x000A, [])
    }

    private func beginning(kind: Int) -> [UInt8] {
        record(
            0x0809,
            little(0x0600, 2) + little(kind, 2) + little(0x0DBB, 2) + little(0x07CC, 2)
                + little(0x41, 4) + little(6, 4))
    }

    private func record(_ kind: Int, _ content: [UInt8]) -> [UInt8] {
        little(kind, 2) + little(content.count, 2) + content
    }

    private func unicode(_ text: String, lengthBytes: Int) -> [UInt8] {
        let units = Array(text.utf16)
        return little(units.count, lengthBytes) + [1] + units.flatMap { little(Int($0), 2) }
    }

    private func double(_ value: Double) -> [UInt8] {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }

    // MARK: - Container

    /// A compound file of sectors of 512 bytes: allocation table, directory, the stream.
    private func compound(_ stream: [UInt8]) -> [UInt8] {
        // Streams below 4096 bytes would have to stand in smaller sectors.
        var content = stream
        let size = max(4096, (content.count + 511) / 512 * 512)
        content += [UInt8](repeating: 0, count: size - content.count)
        let sectors = size / 512
        precondition(sectors + 2 <= 128, "one sector of the allocation table names 128 sectors")
        var table = little(0xFFFF_FFFD, 4) + little(0xFFFF_FFFE, 4)
        for index in 0..<sectors {
            table += little(index + 1 == sectors ? 0xFFFF_FFFE : index + 3, 4)
        }
        while table.count < 512 { table += little(0xFFFF_FFFF, 4) }
        var directory = entry("Root Entry", kind: 5, child: 1, start: 0xFFFF_FFFE, size: 0)
        directory += entry("Workbook", kind: 2, child: 0xFFFF_FFFF, start: 2, size: size)
        directory += [UInt8](repeating: 0, count: 256)
        return header + table + directory + content
    }

    private var header: [UInt8] {
        var result: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        result += [UInt8](repeating: 0, count: 16)
        result += little(0x3E, 2) + little(3, 2) + little(0xFFFE, 2) + little(9, 2) + little(6, 2)
        result += [UInt8](repeating: 0, count: 6) + little(0, 4)
        // One sector of the allocation table, the directory in sector 1.
        result += little(1, 4) + little(1, 4) + little(0, 4) + little(4096, 4)
        result += little(0xFFFF_FFFE, 4) + little(0, 4) + little(0xFFFF_FFFE, 4) + little(0, 4)
        result += little(0, 4)
        while result.count < 512 { result += little(0xFFFF_FFFF, 4) }
        return result
    }

    private func entry(
        _ name: String, kind: UInt8, child: Int, start: Int, size: Int
    ) -> [UInt8] {
        var result = name.utf16.flatMap { little(Int($0), 2) }
        result += [UInt8](repeating: 0, count: 64 - result.count)
        result += little(name.utf16.count * 2 + 2, 2) + [kind, 1]
        result += little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4) + little(child, 4)
        result += [UInt8](repeating: 0, count: 36)
        return result + little(start, 4) + little(size, 4) + little(0, 4)
    }
}

/// The last `width` bytes of `value`, the lowest first.
private func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
