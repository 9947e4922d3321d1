/// What is known of the readings of a series, or of a piece of one, without decoding them.
struct SeriesSummary: Sendable {
    var measured = 0
    var belowDetection = 0
    var missing = 0
    var first: Int32 = 0
    var last: Int32 = 0
    /// Every reading is later than the one before it.
    var isIncreasing = true

    var count: Int { measured + belowDetection + missing }

    /// Takes in the readings that follow.
    mutating func add(_ next: SeriesSummary) {
        if next.count == 0 { return }
        if count == 0 {
            self = next
            return
        }
        isIncreasing = isIncreasing && next.isIncreasing && next.first > last
        measured += next.measured
        belowDetection += next.belowDetection
        missing += next.missing
        last = next.last
    }
}

/// Keeps the readings of a series in few bytes: two for most values of a table whose times and
/// lines go on in even steps.
///
/// The bytes are numbers of 7 bits a byte, the highest bit meaning that more follow. A number `n`
/// with `n & 3` of 0, 1 or 2 is a measured value with that many decimals and the digits `n >> 2`,
/// one step of time and line behind the one before. With `n & 3` of 3, `n >> 2` is
/// 0 – other steps follow: file, time and line, each as the difference to the reading before; they
///     count for the next reading and, within one file, for those behind it;
/// 1 – any other value follows: a byte for number and decimals, one for the mark, then the digits;
/// k – k − 1 steps are left out.
struct SeriesWriter: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var summary = SeriesSummary()
    private var file: Int32 = 0
    private var time: Int32 = 0
    private var line: Int32 = 0
    private var timeStep = 0
    private var lineStep = 0

    static let largestPlainMantissa: UInt64 = 1 << 61
    static let mostPlainDecimals = 2
    /// More steps than this are written as a step of their own.
    private static let mostStepsLeftOut = 1 << 20

    /// Adds a measured value that is not negative.
    @inline(__always)
    mutating func append(
        digits: UInt64, decimals: Int, time: Int32, file: Int32, line: Int32
    ) {
        if decimals > Self.mostPlainDecimals || digits >= Self.largestPlainMantissa {
            let value = DecimalValue(mantissa: Int64(digits), decimals: decimals)
            append(
                Reading(
                    time: TimeStamp(minutes: time), value: ReadingValue(value), file: Int(file),
                    line: Int(line)))
            return
        }
        moveTo(time, file, line)
        put(digits << 2 | UInt64(decimals))
        summary.measured += 1
    }

    /// Adds any reading.
    mutating func append(_ reading: Reading) {
        let value = reading.value
        if let number = value.value, number.decimals <= Self.mostPlainDecimals,
            number.mantissa >= 0, UInt64(number.mantissa) < Self.largestPlainMantissa
        {
            append(
                digits: UInt64(number.mantissa), decimals: Int(number.decimals),
                time: reading.time.minutes, file: reading.file, line: reading.line)
            return
        }
        moveTo(reading.time.minutes, reading.file, reading.line)
        put(1 << 2 | 3)
        bytes.append(value.number.decimals | (value.hasNumber ? 0x80 : 0))
        switch value.mark {
        case .none:
            summary.measured += 1
            bytes.append(0)
        case .belowDetection:
            summary.belowDetection += 1
            bytes.append(1)
        case .missing(let mark):
            summary.missing += 1
            bytes.append(2 + mark.rawValue)
        }
        putSigned(Int(value.number.mantissa))
    }

    /// The readings so far in front of none; gives back the bytes.
    mutating func empty() { self = SeriesWriter() }

    @inline(__always)
    private mutating func moveTo(_ time: Int32, _ file: Int32, _ line: Int32) {
        let later = Int(time) - Int(self.time)
        let below = Int(line) - Int(self.line)
        if later <= 0 && summary.count > 0 { summary.isIncreasing = false }
        if file != self.file || later != timeStep || below != lineStep {
            leap(file, later, below)
        }
        if summary.count == 0 { summary.first = time }
        summary.last = time
        self.time = time
        self.line = line
    }

    @inline(never)
    private mutating func leap(_ file: Int32, _ later: Int, _ below: Int) {
        if file == self.file && timeStep != 0 {
            let (steps, rest) = later.quotientAndRemainder(dividingBy: timeStep)
            if rest == 0, (2...Self.mostStepsLeftOut).contains(steps), below == steps * lineStep {
                put(UInt64(steps) << 2 | 3)
                return
            }
        }
        put(3)
        putSigned(Int(file) - Int(self.file))
        putSigned(later)
        putSigned(below)
        if file == self.file {
            timeStep = later
            lineStep = below
        }
        self.file = file
    }

    @inline(__always)
    private mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func putSigned(_ number: Int) {
        put(UInt64(bitPattern: Int64(number << 1 ^ number >> 63)))
    }
}
