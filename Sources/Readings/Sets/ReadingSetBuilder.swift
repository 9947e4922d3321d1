/// Collects readings of any number of tables into a `ReadingSet`.
///
///     var builder = ReadingSetBuilder()
///     try builder.read(rows, file: "water.csv", options: ReadingTableOptions(layout: .wide))
///     let readings = builder.finish()
public struct ReadingSetBuilder: Sendable {
    var files: [String] = []
    var sites: [String] = []
    var siteIndex: [String: Int] = [:]
    var siteNames: [String: String] = [:]
    var parameters: [ParameterCode] = []
    var parameterIndex: [ParameterCode: Int] = [:]
    /// The readings of each series since the last part.
    var writers: [SeriesWriter] = []
    var owners: [(site: Int, parameter: Int)] = []
    /// The place in `writers` by site and parameter: one array a site.
    var places: [[Int]] = []
    var parts: [ReadingPart] = []
    /// What is known of the readings of each series in `parts`.
    var summaries: [SeriesSummary] = []
    var dry: [String: Set<TimeStamp>] = [:]
    var counts = ReadingCounts()
    var notes: [ReadingNote] = []
    var rejections: RejectionLog
    private let onReject: (@Sendable (RejectedReading) -> Void)?
    let keepsRepeated: Bool

    /// As many cells that were not taken stand in a set, unless another number is asked for.
    public static let usuallyKeptRejections = 1000

    /// - Parameters:
    ///   - keepsRepeated: Whether the set holds the readings that repeat a site, parameter and time
    ///     too, for checks of quality; else they are counted only.
    ///   - keptRejections: How many of the cells and rows that are not taken the set lists; all are
    ///     counted.
    ///   - onReject: Is given each of them when it is met, in reading order, such as to write it
    ///     down.
    public init(
        keepsRepeated: Bool = false, keptRejections: Int = usuallyKeptRejections,
        onReject: (@Sendable (RejectedReading) -> Void)? = nil
    ) {
        self.keepsRepeated = keepsRepeated
        rejections = RejectionLog(keeping: keptRejections)
        self.onReject = onReject
    }

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

    /// Adds a note on a table that is not read.
    public mutating func add(_ note: ReadingNote) { notes.append(note) }

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
        writers[series(site: site, parameter: parameter)].append(reading)
    }

    /// Adds a measured value that is not negative.
    @inline(__always)
    mutating func append(
        digits: UInt64, decimals: Int, site: Int, parameter: Int, time: TimeStamp, file: Int32,
        line: Int32
    ) {
        writers[series(site: site, parameter: parameter)].append(
            digits: digits, decimals: decimals, time: time.minutes, file: file, line: line)
    }

    @inline(__always)
    mutating func series(site: Int, parameter: Int) -> Int {
        if parameter < places[site].count {
            let place = places[site][parameter]
            if place >= 0 { return place }
        }
        return addSeries(site: site, parameter: parameter)
    }

    private mutating func addSeries(site: Int, parameter: Int) -> Int {
        while places[site].count <= parameter { places[site].append(-1) }
        places[site][parameter] = writers.count
        writers.append(SeriesWriter())
        summaries.append(SeriesSummary())
        owners.append((site, parameter))
        return writers.count - 1
    }

    /// The name of a site by its index.
    func site(at index: Int) -> String { sites[index] }

    /// The index of a site that is known already.
    func knownIndex(ofSite site: String) -> Int? { siteIndex[site] }

    func hasName(_ site: Int) -> Bool { siteNames[sites[site]] != nil }

    mutating func markDry(site: Int, at time: TimeStamp) {
        dry[sites[site], default: []].insert(time)
    }

    mutating func reject(_ reading: RejectedReading) {
        counts.rejected += 1
        rejections.add(reading)
        onReject?(reading)
    }
}
