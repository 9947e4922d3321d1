/// Gives back the readings that a `SeriesWriter` has kept.
struct SeriesDecoder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place: Int
    private var file: Int
    private var time = 0
    private var line = 0
    private var timeStep = 0
    private var lineStep = 0

    /// - Parameters:
    ///   - place: Where a segment begins: the count of its readings.
    ///   - firstFile: The place among all files of the segment's first.
    private init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, firstFile: Int) {
        self.bytes = bytes
        self.place = place
        file = firstFile
    }

    /// Appends the readings of the segment of `part` that begins at `start`.
    static func append(
        _ part: ReadingPart, from start: Int, to readings: inout [Reading]
    ) {
        part.bytes.withUnsafeBufferPointer { bytes in
            var decoder = SeriesDecoder(bytes, at: start, firstFile: part.firstFile)
            let count = Int(decoder.next())
            for _ in 0..<count { readings.append(decoder.reading()) }
        }
    }

    private mutating func reading() -> Reading {
        var (later, below) = (timeStep, lineStep)
        var number = next()
        while number & 3 == 3 && number >> 2 != 1 {
            let steps = Int(number >> 2)
            if steps > 1 {
                later = timeStep * steps
                below = lineStep * steps
            } else {
                let files = nextSigned()
                later = nextSigned()
                below = nextSigned()
                file += files
                if files == 0 {
                    timeStep = later
                    lineStep = below
                }
            }
            number = next()
        }
        time += later
        line += below
        let value =
            number & 3 == 3
            ? otherValue()
            : ReadingValue(DecimalValue(mantissa: Int64(number >> 2), decimals: Int(number & 3)))
        return Reading(
            time: TimeStamp(minutes: Int32(truncatingIfNeeded: time)), value: value, file: file,
            line: line)
    }

    private mutating func otherValue() -> ReadingValue {
        let form = bytes[place]
        let mark = bytes[place + 1]
        place += 2
        let number = DecimalValue(mantissa: Int64(nextSigned()), decimals: Int(form & 0x7F))
        let kind: ReadingMark =
            switch mark {
            case 0: .none
            case 1: .belowDetection
            default: .missing(MissingMark(rawValue: mark - 2) ?? .empty)
            }
        return ReadingValue(number: number, hasNumber: form & 0x80 != 0, mark: kind)
    }

    @inline(__always)
    private mutating func next() -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = bytes[place]
            place += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    private mutating func nextSigned() -> Int {
        let number = next()
        return Int(Int64(bitPattern: number >> 1)) ^ -Int(number & 1)
    }
}
