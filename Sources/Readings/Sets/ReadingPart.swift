/// The readings of one stretch of input, such as a file: a segment a series, in one run of bytes.
struct ReadingPart: Sendable {
    /// A segment is the count of its readings, then what a `SeriesWriter` wrote.
    fileprivate(set) var bytes: [UInt8]
    /// The series that have a segment, each once.
    fileprivate(set) var series: [UInt32] = []
    /// Where the segment of each of `series` begins in `bytes`.
    fileprivate(set) var starts: [UInt32] = []
    /// What is added to the files of the readings.
    var firstFile: Int

    /// - Parameter size: How many bytes the segments will have, at most.
    init(size: Int = 0, segments: Int = 0, firstFile: Int = 0) {
        bytes = []
        bytes.reserveCapacity(size)
        series.reserveCapacity(segments)
        starts.reserveCapacity(segments)
        self.firstFile = firstFile
    }

    /// The most bytes that the count in front of a segment takes.
    static let longestCount = 10

    /// Adds the segment of a series.
    mutating func append(_ writer: SeriesWriter, series index: Int) {
        series.append(UInt32(index))
        starts.append(UInt32(bytes.count))
        var count = UInt64(writer.summary.count)
        while count >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: count) | 0x80)
            count >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: count))
        bytes += writer.bytes
    }

    /// Whether no more segments should be added: places in it are of 32 bits.
    var isFull: Bool { bytes.count > 1 << 30 }

    /// Gives the series other numbers.
    mutating func renumber(_ number: (Int) -> Int) {
        for place in series.indices { series[place] = UInt32(number(Int(series[place]))) }
    }

    /// Gives up the bytes: no segment is used any more.
    mutating func drop() { bytes = [] }
}

/// All segments of all series: which parts they are in, and where.
struct SegmentTable: Sendable {
    struct Segment: Sendable {
        let part: UInt32
        let start: UInt32
    }

    private(set) var parts: [ReadingPart]
    /// The segments of series `s` are `firsts[s] ..< firsts[s + 1]`.
    private var firsts: [Int]
    private var segments: [Segment]

    /// - Parameters:
    ///   - parts: In reading order.
    ///   - replaced: Whether the readings of a series are in `anew` alone.
    init(
        _ parts: [ReadingPart], seriesCount: Int, replaced: [Bool], anew: [ReadingPart]
    ) {
        var parts = parts
        var firsts = [Int](repeating: 0, count: seriesCount + 1)
        for part in parts {
            for series in part.series where !replaced[Int(series)] { firsts[Int(series) + 1] += 1 }
        }
        for series in anew.lazy.flatMap(\.series) { firsts[Int(series) + 1] += 1 }
        for series in 0..<seriesCount { firsts[series + 1] += firsts[series] }
        var next = firsts
        var segments = [Segment](
            repeating: Segment(part: 0, start: 0), count: firsts[seriesCount])
        for index in parts.indices {
            var isUsed = false
            for (series, start) in zip(parts[index].series, parts[index].starts)
            where !replaced[Int(series)] {
                segments[next[Int(series)]] = Segment(part: UInt32(index), start: start)
                next[Int(series)] += 1
                isUsed = true
            }
            parts[index].series = []
            parts[index].starts = []
            if !isUsed { parts[index].drop() }
        }
        for part in anew {
            for (series, start) in zip(part.series, part.starts) {
                segments[next[Int(series)]] = Segment(part: UInt32(parts.count), start: start)
            }
            parts.append(part)
        }
        self.parts = parts
        self.firsts = firsts
        self.segments = segments
    }

    /// The readings of a series, in reading order.
    func readings(of series: Int) -> [Reading] {
        var result: [Reading] = []
        for segment in segments[firsts[series]..<firsts[series + 1]] {
            SeriesDecoder.append(
                parts[Int(segment.part)], from: Int(segment.start), to: &result)
        }
        return result
    }
}
