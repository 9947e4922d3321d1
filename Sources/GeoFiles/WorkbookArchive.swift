import CGDAL

/// An XLSX workbook, read part by part from its archive.
///
/// GDAL's own driver drops the hour of a date whose format writes `h` once (`yyyy/m/d h:mm`) and
/// does not know the calendar from 1904, so that the sheets are read here.
struct WorkbookArchive {
    struct Sheet {
        var name: String
        var part: String
        var isHidden: Bool
    }

    let path: String
    private(set) var sheets: [Sheet] = []
    /// Whether day numbers are counted from 1904-01-01.
    private(set) var countsDaysFrom1904 = false
    private var sharedTexts: [String] = []
    private var formats: [SheetNumberFormat] = []

    /// The day of serial 0, counted from 1970-01-01.
    private var origin: Int { countsDaysFrom1904 ? -24_107 : -25_569 }

    /// - Throws: `damaged` when a part that every workbook has is missing or cut off.
    init(_ path: String) throws(GeoFileError) {
        self.path = path
        let top = try relations(of: "")
        guard let book = top.first(where: { $0.kind == "officeDocument" })?.target else {
            throw GeoFileError.damaged(path, cause: "it has no workbook part")
        }
        let links = try relations(of: book)
        try readBook(book, links)
        if let styles = links.first(where: { $0.kind == "styles" }) {
            formats = Self.formats(try part(styles.target))
        }
        if let texts = links.first(where: { $0.kind == "sharedStrings" }) {
            sharedTexts = Self.texts(try part(texts.target))
        }
    }

    // MARK: - Parts

    private struct Relation {
        var id: String
        var kind: String
        var target: String
    }

    /// The file itself was found before: a part that cannot be read is damage.
    private func part(_ name: String) throws(GeoFileError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(GeoFileError) {
            bytes = try self.bytes(ofPart: name)
        } catch {
            throw GeoFileError.damaged(path, cause: "its part \"\(name)\" cannot be read")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw GeoFileError.damaged(path, cause: "\"\(name)\" is in UTF-16")
        }
        return bytes
    }

    private func bytes(ofPart name: String) throws(GeoFileError) -> [UInt8] {
        let stream = try ByteStream("/vsizip/{\(path)}/\(name)")
        var bytes: [UInt8] = []
        let size = 1 << 20
        while true {
            var failure: GeoFileError?
            var count = 0
            let block = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
                guard let start = buffer.baseAddress else { return }
                do throws(GeoFileError) { count = try stream.read(into: start, count: size) } catch
                {
                    failure = error
                }
                used = count
            }
            if let failure { throw failure }
            if block.isEmpty { break }
            bytes += block
        }
        return bytes
    }

    /// Where the part `name` refers to, as names of parts.
    private func relations(of name: String) throws(GeoFileError) -> [Relation] {
        let cut = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        let folder = String(name[..<cut])
        var scanner = MarkupScanner(try part("\(folder)_rels/\(name[cut...]).rels"))
        var result: [Relation] = []
        while let event = scanner.next() {
            guard case .open("Relationship", _) = event, let id = scanner.attribute("Id"),
                let type = scanner.attribute("Type"), let target = scanner.attribute("Target")
            else { continue }
            let kind = type[
                (type.lastIndex(of: "/").map { type.index(after: $0) } ?? type.startIndex)...]
            result.append(
                Relation(
                    id: id, kind: String(kind),
                    target: target.first == "/" ? String(target.dropFirst()) : folder + target))
        }
        return result
    }

    private mutating func readBook(
        _ name: String, _ links: [Relation]
    ) throws(GeoFileError) {
        var scanner = MarkupScanner(try part(name))
        while let event = scanner.next() {
            if case .open("workbookPr", _) = event {
                let value = scanner.attribute("date1904")
                countsDaysFrom1904 = value == "1" || value == "true"
            }
            guard case .open("sheet", _) = event, let name = scanner.attribute("name"),
                let id = scanner.attribute("id"),
                let link = links.first(where: { $0.id == id }), link.kind == "worksheet"
            else { continue }
            let state = scanner.attribute("state")
            sheets.append(
                Sheet(name: name, part: link.target, isHidden: state != nil && state != "visible"))
        }
    }

    /// The format of each style of cells.
    private static func formats(_ bytes: [UInt8]) -> [SheetNumberFormat] {
        var scanner = MarkupScanner(bytes)
        var own: [Int: SheetNumberFormat] = [:]
        var result: [SheetNumberFormat] = []
        var isInCells = false
        while let event = scanner.next() {
            switch event {
            case .open("numFmt", _):
                guard let id = scanner.attribute("numFmtId").flatMap({ Int($0) }),
                    let code = scanner.attribute("formatCode")
                else { continue }
                own[id] = SheetNumberFormat(code: code)
            case .open("cellXfs", let isEmpty): isInCells = !isEmpty
            case .close("cellXfs"): isInCells = false
            case .open("xf", _) where isInCells:
                let id = scanner.attribute("numFmtId").flatMap { Int($0) } ?? 0
                result.append(own[id] ?? SheetNumberFormat(builtIn: id))
            default: break
            }
        }
        return result
    }

    /// The texts that cells share; readings (furigana) of them are left out.
    private static func texts(_ bytes: [UInt8]) -> [String] {
        var scanner = MarkupScanner(bytes)
        var result: [String] = []
        while let event = scanner.next() {
            guard case .open("si", let isEmpty) = event else { continue }
            result.append(isEmpty ? "" : Self.plain(scanner.text(except: "rPh")))
        }
        return result
    }

    /// `text` with characters that are written as `_x000D_`.
    private static func plain(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
                ?? String(match.0)
        }
    }

    // MARK: - Rows

    /// Gives the rows of a sheet that are not blank to `body`, in order.
    ///
    /// - Complexity: O(bytes of the sheet), which are in memory while it is read.
    func forEachRow(
        of sheet: Sheet, _ body: (TableRow) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        var scanner = MarkupScanner(try part(sheet.part))
        var row = TableRow(number: 0, cells: [])
        var column = 0
        var width = 0
        var isWhole = false
        while let event = scanner.next() {
            switch event {
            case .open("row", let isEmpty):
                row.number = scanner.attribute("r").flatMap { Int($0) } ?? row.number + 1
                row.cells.removeAll(keepingCapacity: true)
                column = 0
                if isEmpty { continue }
            case .open("c", let isEmpty):
                if let place = scanner.attribute("r") { column = Self.column(place) ?? column }
                let text = isEmpty ? "" : cellText(&scanner)
                if !text.isEmpty {
                    while row.cells.count <= column { row.cells.append("") }
                    row.cells[column] = text
                }
                column += 1
            case .close("row"):
                if row.cells.isEmpty { continue }
                width = max(width, row.cells.count)
                while row.cells.count < width { row.cells.append("") }
                try body(row)
            case .close("worksheet"): isWhole = true
            default: break
            }
        }
        if !isWhole {
            throw GeoFileError.damaged(
                path, layer: sheet.name, cause: "\"\(sheet.part)\" ends too early")
        }
    }

    /// The column of a place such as `AB12`, from 0.
    private static func column(_ place: String) -> Int? {
        var number = 0
        for byte in place.utf8 {
            switch byte {
            case 0x41...0x5A: number = number * 26 + Int(byte) - 0x40
            case 0x61...0x7A: number = number * 26 + Int(byte) - 0x60
            default: return number > 0 && number <= 16_384 ? number - 1 : nil
            }
        }
        return nil
    }

    /// The text of the cell that was just opened.
    private func cellText(_ scanner: inout MarkupScanner) -> String {
        let kind = scanner.attribute("t") ?? "n"
        let style = scanner.attribute("s").flatMap { Int($0) }
        var value = ""
        while let event = scanner.next() {
            switch event {
            case .open("v", false): value = scanner.text()
            case .open("is", false): value = Self.plain(scanner.text(except: "rPh"))
            case .open("f", false): _ = scanner.text()
            case .close("c"): return text(of: value, kind: kind, style: style)
            default: break
            }
        }
        return value
    }

    private func text(of value: String, kind: String, style: Int?) -> String {
        switch kind {
        case "s":
            guard let index = Int(value), sharedTexts.indices.contains(index) else { return "" }
            return sharedTexts[index]
        case "n":
            let format = style.flatMap { formats.indices.contains($0) ? formats[$0] : nil }
            if let format, format != .number, let number = Double(value),
                let text = format.text(of: number, origin: origin)
            {
                return text
            }
            return shortestNumber(value)
        case "d": return value.replacing("T", with: " ")
        default: return value
        }
    }
}
