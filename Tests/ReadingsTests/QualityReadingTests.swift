import Readings
import Testing

/// What readers keep for checks of quality, and what published statistics see.
@Suite("Readings kept for checks of quality")
struct QualityReadingTests {
    static let rows = [
        ["id", "time", "parameter", "value"],
        ["1001A", "2026-03-01 01:00", "PM2.5", "-3"],
        ["1001A", "2026-03-01 02:00", "PM2.5", "12"],
        ["1001A", "2026-03-01 03:00", "PM2.5", "1x"],
    ]

    static func set(keepsNegatives: Bool) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        try builder.read(
            rows, file: "a.csv", options: ReadingTableOptions(keepsNegatives: keepsNegatives))
        return builder.finish()
    }

    @Test("A negative value is rejected for statistics and kept, with its sign, for quality")
    func negatives() throws {
        let published = try Self.set(keepsNegatives: false)
        #expect(
            published.series(site: "1001A", parameter: .pm25).map(\.value.description) == ["12"])
        #expect(published.counts.rejected == 2 && published.counts.measured == 1)
        #expect(published.rejected.map(\.reason) == [.negative, .text(.notANumber("1x"))])
        #expect(published.rejected.map(\.parameter) == [.pm25, .pm25])
        let kept = try Self.set(keepsNegatives: true)
        #expect(
            kept.series(site: "1001A", parameter: .pm25).map(\.value.description) == ["-3", "12"])
        #expect(kept.counts.rejected == 1 && kept.counts.measured == 2)
    }

    @Test("Repeated readings are kept on request, with their lines")
    func repeated() throws {
        let rows =
            Self.rows.prefix(1) + [
                ["1001A", "2026-03-01 02:00", "PM2.5", "12"],
                ["1001A", "2026-03-01 01:00", "PM2.5", "NA"],
                ["1001A", "2026-03-01 02:00", "PM2.5", "12.0"],
                ["1001A", "2026-03-01 02:00", "PM2.5", "13"],
                ["1001A", "2026-03-01 01:00", "PM2.5", "11"],
            ]
        for keeps in [false, true] {
            var builder = ReadingSetBuilder(keepsRepeated: keeps)
            try builder.read(Array(rows), file: "a.csv")
            let set = builder.finish()
            let kept = set.series(site: "1001A", parameter: .pm25)
            #expect(kept.map(\.value.description) == ["11", "12"])
            #expect(set.counts.equalDuplicates == 2 && set.counts.conflictingDuplicates == 1)
            let dropped = set.repeatedReadings(site: "1001A", parameter: .pm25)
            #expect(dropped.map(\.value.description) == (keeps ? ["NA", "12.0", "13"] : []))
            #expect(dropped.map(\.line) == (keeps ? [3, 4, 5] : []))
            #expect(set.repeatedReadings(site: "1002A", parameter: .pm25).isEmpty)
        }
    }
}
