extension ReadingSetBuilder {
    /// All readings so far, sorted by time within each series.
    ///
    /// The same site, parameter and time twice: equal values count once; of different values the
    /// one that was read first is kept and the others are counted as conflicting, because a table
    /// read later is not more right than one read earlier. A value beats a mark for no value.
    ///
    /// - Complexity: O(series); series whose readings came out of order or twice are sorted.
    public consuming func finish() -> ReadingSet {
        pack()
        var index: [ReadingSet.SeriesKey: Int] = [:]
        for (place, owner) in owners.enumerated() {
            let key = ReadingSet.SeriesKey(
                site: sites[owner.site], parameter: parameters[owner.parameter])
            index[key] = place
        }
        var dropped: [ReadingSet.SeriesKey: [Reading]] = [:]
        let segments = sortedSegments(&dropped)
        let filled = summaries.filter { $0.count > 0 }
        for summary in filled { count(summary) }
        var span: ClosedRange<TimeStamp>?
        if let first = filled.map(\.first).min(), let last = filled.map(\.last).max() {
            span = TimeStamp(minutes: first)...TimeStamp(minutes: last)
        }
        return ReadingSet(
            sites: sites, siteNames: siteNames, parameters: parameters, files: files,
            counts: counts, notes: notes, rejections: rejections, timeSpan: span,
            segments: segments,
            seriesIndex: index, dropped: dropped, dry: dry)
    }

    /// The parts, with those series made anew that were not in order of time.
    private mutating func sortedSegments(
        _ dropped: inout [ReadingSet.SeriesKey: [Reading]]
    ) -> SegmentTable {
        let isUnsorted = summaries.map { !$0.isIncreasing }
        let before = SegmentTable(
            parts, seriesCount: summaries.count,
            replaced: [Bool](repeating: false, count: summaries.count), anew: [])
        guard isUnsorted.contains(true) else { return before }
        var duplicates = Duplicates()
        var sorted = [ReadingPart()]
        for place in isUnsorted.indices where isUnsorted[place] {
            let site = sites[owners[place].site]
            let parameter = parameters[owners[place].parameter]
            let own = duplicates.removed(
                from: Self.sorted(before.readings(of: place)), site: site, parameter: parameter,
                files: files)
            if keepsRepeated && !duplicates.dropped.isEmpty {
                dropped[ReadingSet.SeriesKey(site: site, parameter: parameter)] =
                    duplicates.dropped
            }
            var writer = SeriesWriter()
            for reading in own { writer.append(reading) }
            if sorted[sorted.count - 1].isFull { sorted.append(ReadingPart()) }
            sorted[sorted.count - 1].append(writer, series: place)
            summaries[place] = writer.summary
        }
        duplicates.note(in: &counts, &notes)
        return SegmentTable(
            parts, seriesCount: summaries.count, replaced: isUnsorted, anew: sorted)
    }

    private mutating func count(_ summary: SeriesSummary) {
        counts.measured += summary.measured
        counts.belowDetection += summary.belowDetection
        counts.markedMissing += summary.missing
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
