/// Collects readings of any number of tables into a `ReadingSet`.
///
///     var builder = ReadingSetBuilder()
///     try builder.read(rows, file: "water.csv", options: ReadingTableOptions(layout: .wide))
///     let readings = builder.finish()
public struct ReadingSetBuilder: Sendable {
    private var files: [String] = []
    private var sites: [String] = []
    private var siteIndex: [String: Int] = [:]
    private var siteNames: [String: String] = [:]
    private var parameters: [ParameterCode] = []
    private var parameterIndex: [ParameterCode: Int] = [:]
    private var series: [[Reading]] = []
    private var owners: [(site: Int, parameter: Int)] = []
    /// The place in `series` by site and parameter: one array a site.
    private var places: [[Int]] = []
    private var dry: [String: Set<TimeStamp>] = [:]
    var counts = ReadingCounts()
    var notes: [ReadingNote] = []
    private var rejected: [RejectedReading] = []
    private let keepsRepeated: Bool

    /// - Parameter keepsRepeated: Whether the set holds the readings that repeat a site, parameter
    ///   and time too, for checks of quality; else they are counted only.
    public init(keepsRepeated: Bool = false) { self.keepsRepeated = keepsRepeated }

    /// Reads all rows of one table; see `ReadingTable` for tables that do not fit in memory.
    ///
    /// - Parameters:
    ///   - rows: Cells as text, row by row, header included.
    ///   - firstLine: The line of the first row in its file.
    ///   - file: The name for messages.
    /// - Throws: `ReadingError` when no header is found or a needed column is missing.
    public mutating func read(
        _ rows: [[String]], firstLine: Int = 1, file: String,
        options: ReadingTableOptions = ReadingTableOptions()
    ) throws(ReadingError) {
        var table = ReadingTable(file: file, options: options)
        for (index, row) in rows.enumerated() {
            try table.read(row, line: firstLine + index, into: &self)
        }
        try table.finish(into: &self)
    }

    /// Adds one reading that does not come from a table.
    public mutating func add(_ reading: Reading, site: String, parameter: ParameterCode) {
        append(reading, site: index(ofSite: site), parameter: index(of: parameter))
    }

    // MARK: - For tables

    mutating func index(ofFile name: String) -> Int {
        files.append(name)
        return files.count - 1
    }

    mutating func index(ofSite site: String) -> Int {
        if let index = siteIndex[site] { return index }
        siteIndex[site] = sites.count
        sites.append(site)
        places.append([])
        return sites.count - 1
    }

    mutating func index(of parameter: ParameterCode) -> Int {
        if let index = parameterIndex[parameter] { return index }
        parameterIndex[parameter] = parameters.count
        parameters.append(parameter)
        return parameters.count - 1
    }

    mutating func name(_ site: Int, _ name: String) {
        if siteNames[sites[site]] == nil && name != sites[site] { siteNames[sites[site]] = name }
    }

    mutating func append(_ reading: Reading, site: Int, parameter: Int) {
        while places[site].count <= parameter { places[site].append(-1) }
        if places[site][parameter] < 0 {
            places[site][parameter] = series.count
            series.append([])
            owners.append((site, parameter))
        }
        series[places[site][parameter]].append(reading)
    }

    mutating func markDry(site: Int, at time: TimeStamp) {
        dry[sites[site], default: []].insert(time)
    }

    mutating func reject(_ reading: RejectedReading) {
        counts.rejected += 1
        rejected.append(reading)
    }

    // MARK: - The set

    /// All readings so far, sorted by time within each series.
    ///
    /// The same site, parameter and time twice: equal values count once; of different values the
    /// one that was read first is kept and the others are counted as conflicting, because a table
    /// read later is not more right than one read earlier. A value beats a mark for no value.
    public consuming func finish() -> ReadingSet {
        var duplicates = Duplicates()
        var index: [ReadingSet.SeriesKey: Int] = [:]
        var dropped: [ReadingSet.SeriesKey: [Reading]] = [:]
        var first: TimeStamp?
        var last: TimeStamp?
        for place in series.indices {
            let site = sites[owners[place].site]
            let parameter = parameters[owners[place].parameter]
            let key = ReadingSet.SeriesKey(site: site, parameter: parameter)
            index[key] = place
            var own: [Reading] = []
            swap(&own, &series[place])
            own = duplicates.removed(
                from: Self.sorted(own), site: site, parameter: parameter, files: files)
            if keepsRepeated && !duplicates.dropped.isEmpty { dropped[key] = duplicates.dropped }
            for reading in own { count(reading.value) }
            if let start = own.first?.time { first = min(first ?? start, start) }
            if let end = own.last?.time { last = max(last ?? end, end) }
            series[place] = own
        }
        counts.equalDuplicates = duplicates.equal
        counts.conflictingDuplicates = duplicates.conflicting
        if let example = duplicates.firstConflicting {
            notes.append(.conflictingDuplicates(count: duplicates.conflicting, first: example))
        }
        if let example = duplicates.firstEqual {
            notes.append(.equalDuplicates(count: duplicates.equal, first: example))
        }
        var span: ClosedRange<TimeStamp>?
        if let first, let last { span = first...last }
        return ReadingSet(
            sites: sites, siteNames: siteNames, parameters: parameters, files: files,
            counts: counts, notes: notes, rejected: rejected, timeSpan: span, allSeries: series,
            seriesIndex: index, dropped: dropped, dry: dry)
    }

    private mutating func count(_ value: ReadingValue) {
        switch value.mark {
        case .none: counts.measured += 1
        case .belowDetection: counts.belowDetection += 1
        case .missing: counts.markedMissing += 1
        }
    }

    /// By time, then in reading order.
    private static func sorted(_ readings: [Reading]) -> [Reading] {
        let isSorted = zip(readings, readings.dropFirst()).allSatisfy { $0.time <= $1.time }
        if isSorted { return readings }
        return readings.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
    }
}

/// What was found of repeated readings.
private struct Duplicates {
    var equal = 0
    var conflicting = 0
    var firstEqual: ReadingNote.Duplicate?
    var firstConflicting: ReadingNote.Duplicate?
    /// What was taken out of the last series, sorted by time.
    private(set) var dropped: [Reading] = []

    /// `readings` with one reading a time.
    mutating func removed(
        from readings: [Reading], site: String, parameter: ParameterCode, files: [String]
    ) -> [Reading] {
        dropped = []
        let hasNone = zip(readings, readings.dropFirst()).allSatisfy { $0.time < $1.time }
        if hasNone { return readings }
        var result: [Reading] = []
        for reading in readings {
            guard let kept = result.last, kept.time == reading.time else {
                result.append(reading)
                continue
            }
            func place() -> ReadingNote.Duplicate {
                ReadingNote.Duplicate(
                    site: site, parameter: parameter, time: kept.time,
                    kept: kept.value.description, keptLine: Int(kept.line),
                    other: reading.value.description, otherLine: Int(reading.line),
                    keptFile: Self.name(kept.file, files), otherFile: Self.name(reading.file, files)
                )
            }
            if kept.value.isMissing && !reading.value.isMissing {
                dropped.append(kept)
                result[result.count - 1] = reading
                equal += 1
                continue
            }
            dropped.append(reading)
            if kept.value == reading.value || reading.value.isMissing {
                equal += 1
                if firstEqual == nil { firstEqual = place() }
            } else {
                conflicting += 1
                if firstConflicting == nil { firstConflicting = place() }
            }
        }
        return result
    }

    private static func name(_ file: Int32, _ files: [String]) -> String {
        files.indices.contains(Int(file)) ? files[Int(file)] : ""
    }
}
