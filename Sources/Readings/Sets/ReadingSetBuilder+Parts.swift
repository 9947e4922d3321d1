extension ReadingSetBuilder {
    /// Adds the readings, counts and notes of `other` behind those so far, as if its tables had been
    /// read into this builder: tables may be read at once, each into a builder of its own.
    ///
    /// - Complexity: O(series and notes of `other`); the readings are not touched.
    public mutating func append(_ other: consuming ReadingSetBuilder) {
        pack()
        other.pack()
        let siteMap = other.sites.map { index(ofSite: $0) }
        let parameterMap = other.parameters.map { index(of: $0) }
        for site in other.sites {
            if let text = other.siteNames[site], let index = siteIndex[site] { name(index, text) }
        }
        let seriesMap = other.owners.map {
            series(site: siteMap[$0.site], parameter: parameterMap[$0.parameter])
        }
        for (index, summary) in zip(seriesMap, other.summaries) { summaries[index].add(summary) }
        for var part in other.parts {
            part.firstFile += files.count
            part.renumber { seriesMap[$0] }
            parts.append(part)
        }
        dry.merge(other.dry) { $0.union($1) }
        files += other.files
        counts += other.counts
        notes += other.notes
        rejections.append(other.rejections)
    }

    /// Packs the readings so far into a part, once they are many: of a long table no more than that
    /// is ever held twice.
    mutating func packWhenLarge() {
        let size = writers.reduce(0) { $0 + $1.bytes.count }
        if size > Self.largestOpenSize { pack() }
    }

    private static let largestOpenSize = 64 << 20

    mutating func pack() {
        var size = 0
        var segments = 0
        for writer in writers where writer.summary.count > 0 {
            size += writer.bytes.count + ReadingPart.longestCount
            segments += 1
        }
        if segments == 0 { return }
        var part = ReadingPart(size: size, segments: segments)
        for index in writers.indices where writers[index].summary.count > 0 {
            part.append(writers[index], series: index)
            summaries[index].add(writers[index].summary)
            writers[index].empty()
        }
        parts.append(part)
    }
}
