/// The times of rows, told from bytes in the forms that nearly all tables have; what has another
/// form is left to `TimeStamp(parsing:)`.
struct RowTimes: Sendable {
    private let columns: TimeColumns
    private let shift: Int32
    /// The last date, `2026-03-13`, and its midnight.
    private var date: (UInt64, UInt16) = (0, 0)
    private var midnight: Int32 = 0

    init(_ columns: TimeColumns, options: ReadingTableOptions) {
        self.columns = columns
        shift = options.labelled(TimeStamp(minutes: 0)).minutes
    }

    /// The time of `row`, as the end of its hour where an hour is labelled by its beginning; `nil`
    /// for text in another form, which need not be wrong.
    @inline(__always)
    mutating func time(of row: CellRow) -> TimeStamp? {
        let minutes: Int32?
        switch columns {
        case .text(let time, let hour): minutes = text(row[time], hour: hour.map { row[$0] })
        case .parts(let year, let month, let day, let hour):
            minutes = Self.parts(
                row[year], row[month], day.map { row[$0] }, hour.map { row[$0] })
        }
        return minutes.map { TimeStamp(minutes: $0 + shift) }
    }

    @inline(__always)
    private mutating func text(
        _ text: UnsafeBufferPointer<UInt8>, hour: UnsafeBufferPointer<UInt8>?
    ) -> Int32? {
        guard let minutes = minutes(text) else { return nil }
        guard let hour, !hour.isEmpty, minutes % 1440 == 0 else { return minutes }
        guard let number = plainNumber(hour, digits: 1...2), number <= 24 else { return nil }
        return minutes + Int32(number) * 60
    }

    /// The minutes of a date, or of a date and a time of day.
    @inline(__always)
    private mutating func minutes(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard text.count >= 10 else { return Self.shortDate(text) }
        guard let start = UnsafeRawPointer(text.baseAddress) else { return nil }
        let date = (
            start.loadUnaligned(as: UInt64.self),
            start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        )
        if date != self.date {
            guard let midnight = Self.midnight(UnsafeBufferPointer(rebasing: text[0..<10])) else {
                return Self.looseTime(text)
            }
            self.date = date
            self.midnight = midnight
        }
        if text.count == 10 { return midnight }
        guard let clock = Self.clock(text) else { return nil }
        return midnight + clock
    }

    /// The minutes of ` 16:30`, `T16:30` or ` 16:30:00` behind a date of ten bytes.
    @inline(__always)
    private static func clock(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard text.count == 16 || text.count == 19, text[10] == 0x20 || text[10] == 0x54,
            text[13] == 0x3A, let hour = twoDigits(text, 11), let minute = twoDigits(text, 14),
            hour < 24, minute < 60
        else { return nil }
        if text.count == 19 {
            guard text[16] == 0x3A, let second = twoDigits(text, 17), second < 60 else {
                return nil
            }
        }
        return hour * 60 + minute
    }

    @inline(__always)
    private static func twoDigits(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int32? {
        let (tens, ones) = (text[place] &- 0x30, text[place + 1] &- 0x30)
        return tens < 10 && ones < 10 ? Int32(tens) * 10 + Int32(ones) : nil
    }

    /// The midnight of `2026-03-13` or `2026/03/13`.
    private static func midnight(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard text[4] == 0x2D || text[4] == 0x2F, text[7] == text[4],
            let century = twoDigits(text, 0), let year = twoDigits(text, 2),
            let month = twoDigits(text, 5), let day = twoDigits(text, 8)
        else { return nil }
        return midnight(Int(century * 100 + year), Int(month), Int(day))
    }

    private static func midnight(_ year: Int, _ month: Int, _ day: Int) -> Int32? {
        guard (1000...4000).contains(year) else { return nil }
        return TimeStamp(year: year, month: month, day: day)?.minutes
    }

    /// `20260313`, `2026/3/13`.
    private static func shortDate(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        if text.count == 8, let number = plainNumber(text, digits: 8...8) {
            return midnight(number / 10_000, number / 100 % 100, number % 100)
        }
        return looseTime(text)
    }

    /// `2026/3/5 8:00`, `2026-3-5 8:00:00`, `2026/3/5`.
    private static func looseTime(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        var scan = TimeScan(text)
        guard let year = scan.number(digits: 4...4), let separator = scan.next(),
            separator == 0x2D || separator == 0x2F, let month = scan.number(digits: 1...2),
            scan.next() == separator, let day = scan.number(digits: 1...2),
            let date = midnight(year, month, day)
        else { return nil }
        if scan.isAtEnd { return date }
        let gap = scan.next()
        guard gap == 0x20 || gap == 0x54, let hour = scan.number(digits: 1...2),
            scan.next() == 0x3A, let minute = scan.number(digits: 2...2), hour < 24, minute < 60
        else { return nil }
        if !scan.isAtEnd {
            guard scan.next() == 0x3A, let second = scan.number(digits: 2...2), second < 60,
                scan.isAtEnd
            else { return nil }
        }
        return date + Int32(hour * 60 + minute)
    }

    /// The time of year, month, day and hour, each a plain number.
    private static func parts(
        _ year: UnsafeBufferPointer<UInt8>, _ month: UnsafeBufferPointer<UInt8>,
        _ day: UnsafeBufferPointer<UInt8>?, _ hour: UnsafeBufferPointer<UInt8>?
    ) -> Int32? {
        guard let year = plainNumber(year, digits: 4...4),
            let month = plainNumber(month, digits: 1...2),
            let day = day.map({ plainNumber($0, digits: 1...2) }) ?? 1,
            let hour = hour.map({ plainNumber($0, digits: 1...2) }) ?? 0, hour <= 24,
            let date = midnight(year, month, day)
        else { return nil }
        return date + Int32(hour * 60)
    }
}

/// Walks over a text of digits and marks.
private struct TimeScan {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { place == text.count }

    mutating func next() -> UInt8? {
        guard place < text.count else { return nil }
        place += 1
        return text[place - 1]
    }

    /// The number that begins here, all digits that follow each other.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        let start = place
        var number = 0
        while place < text.count, text[place] &- 0x30 < 10, place - start <= digits.upperBound {
            number = number * 10 + Int(text[place] &- 0x30)
            place += 1
        }
        return digits.contains(place - start) ? number : nil
    }
}

/// The number that a text of nothing but digits is; `nil` for anything else.
@inline(__always)
func plainNumber(_ text: UnsafeBufferPointer<UInt8>, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.count) else { return nil }
    var number = 0
    for byte in text {
        let digit = byte &- 0x30
        if digit > 9 { return nil }
        number = number * 10 + Int(digit)
    }
    return number
}
