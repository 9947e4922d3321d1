/// Takes a text table apart, plainly, byte by byte: cells between delimiters, quotes as in RFC 4180.
///
/// Works on bytes, for delimiters and quotes never occur inside a character of UTF-8 or GB18030.
/// A quote inside a cell that does not begin with one stands for itself.
struct PlainDelimitedParser {
    private enum State {
        case startOfCell
        case plain
        case quoted
        case quoteInQuoted
    }

    private let delimiter: UInt8
    private var state = State.startOfCell
    private var cell: [UInt8] = []
    private var row: [[UInt8]] = []
    private var line = 1
    private var rowLine = 1
    private var afterReturn = false
    /// The line at which the open quoted cell began.
    private(set) var quoteLine = 1

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Whether the input so far ends inside quotes.
    var isInsideQuotes: Bool { state == .quoted }

    /// Takes more bytes and gives every row that ends in them to `body`; blank lines are passed
    /// over.
    mutating func add(
        _ bytes: some Sequence<UInt8>,
        _ body: (Int, [[UInt8]]) -> Void
    ) {
        for byte in bytes {
            if afterReturn {
                afterReturn = false
                if byte == 0x0A {
                    if state == .quoted { cell.append(byte) }
                    continue
                }
            }
            if byte == 0x0A || byte == 0x0D {
                afterReturn = byte == 0x0D
                line += 1
                if state == .quoted {
                    cell.append(byte)
                    continue
                }
                endRow(body)
            } else {
                take(byte)
            }
        }
    }

    /// Gives the last row, when the input does not end with a line end.
    mutating func finish(
        _ body: (Int, [[UInt8]]) -> Void
    ) { endRow(body) }

    private mutating func take(_ byte: UInt8) {
        let isQuote = byte == 0x22
        switch state {
        case .startOfCell where isQuote:
            state = .quoted
            quoteLine = line
        case .quoted:
            if isQuote { state = .quoteInQuoted } else { cell.append(byte) }
        case .quoteInQuoted where isQuote:
            cell.append(byte)
            state = .quoted
        case .startOfCell, .plain, .quoteInQuoted:
            if byte == delimiter {
                endCell()
            } else {
                cell.append(byte)
                state = .plain
            }
        }
    }

    private mutating func endCell() {
        row.append(cell)
        cell.removeAll(keepingCapacity: true)
        state = .startOfCell
    }

    private mutating func endRow(
        _ body: (Int, [[UInt8]]) -> Void
    ) {
        defer { rowLine = line }
        if row.isEmpty && cell.isEmpty && state == .startOfCell { return }
        endCell()
        let finished = row
        row.removeAll(keepingCapacity: true)
        body(rowLine, finished)
    }
}
