extension Period {
    /// The period that `text` writes: `2026-04`, `2026-01..2026-04`, `2026`, `2026Q1`,
    /// `2026-03-05`, `2026-03-05..2026-03-20`. Months and days may lack their leading zero.
    ///
    /// - Throws: `ReadingError.notAPeriod`, and `.periodEndsBeforeItBegins`.
    public init(parsing text: String) throws(ReadingError) {
        let clean = normalisedText(text)
        if let quarter = Self.quarter(clean) {
            self = quarter
            return
        }
        guard let (first, last) = Self.ends(of: clean),
            let start = Self.parts(first), let end = Self.parts(last), start.count == end.count
        else { throw .notAPeriod(text) }
        guard start.lexicographicallyPrecedes(end) || start == end else {
            throw .periodEndsBeforeItBegins(text)
        }
        guard let period = Self.period(from: start, to: end) else { throw .notAPeriod(text) }
        self = period
    }

    private static func ends(of text: String) -> (Substring, Substring)? {
        guard let dots = text.firstRange(of: "..") else { return (text[...], text[...]) }
        return (text[..<dots.lowerBound], text[dots.upperBound...])
    }

    /// Year, then month, then day, as many as are written.
    private static func parts(_ text: Substring) -> [Int]? {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = pieces.compactMap { $0.allSatisfy(\.isASCIIDigit) ? Int($0) : nil }
        guard (1...3).contains(pieces.count), numbers.count == pieces.count,
            pieces[0].count == 4, pieces.dropFirst().allSatisfy({ (1...2).contains($0.count) })
        else { return nil }
        return numbers
    }

    private static func quarter(_ text: String) -> Period? {
        let pieces = text.uppercased().split(separator: "Q", omittingEmptySubsequences: false)
        guard pieces.count == 2, let year = parts(pieces[0].trimmedDash), year.count == 1,
            let number = Int(pieces[1]), (1...4).contains(number)
        else { return nil }
        return Period(.quarter, year: year[0], month: number * 3 - 2, count: 3)
    }

    private static func period(from start: [Int], to end: [Int]) -> Period? {
        switch start.count {
        case 1:
            let years = end[0] - start[0] + 1
            return Period(
                years == 1 ? .year : .months, year: start[0], month: 1, count: years * 12)
        case 2:
            guard (1...12).contains(end[1]) else { return nil }
            let count = end[0] * 12 + end[1] - start[0] * 12 - start[1] + 1
            return Period(.months, year: start[0], month: start[1], count: count)
        default:
            guard let first = CivilDay(year: start[0], month: start[1], day: start[2]),
                let last = CivilDay(year: end[0], month: end[1], day: end[2])
            else { return nil }
            return Period(days: first, through: last)
        }
    }
}

extension Substring {
    /// `2026-` of `2026-Q1` without the dash.
    fileprivate var trimmedDash: Substring { last == "-" ? dropLast() : self }
}
