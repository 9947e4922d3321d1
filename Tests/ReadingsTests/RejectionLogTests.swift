import Synchronization
import Testing

@testable import Readings

@Suite("Readings that were not taken")
struct RejectionLogTests {
    /// A row of each site with `x`, then one without a site.
    private func rows(_ sites: [String]) -> [[String]] {
        [["id", "time", "PM2.5"]] + sites.map { [$0, "2026-03-05", "x"] }
            + [["", "2026-03-05", "1"]]
    }

    @Test("All are counted, by reason and by series; as many are kept as asked for")
    func bounded() throws {
        var builder = ReadingSetBuilder(keptRejections: 2)
        try builder.read(rows(["A", "B", "A", "C"]), file: "a.csv")
        let set = builder.finish()
        #expect(set.counts.rejected == 5)
        #expect(set.rejected.map(\.line) == [2, 3])
        let counts = set.rejectionCounts
        #expect(counts.map(\.kind) == [.notANumber, .noSite] && counts.map(\.count) == [4, 1])
        #expect(counts.map(\.first.line) == [2, 6])
        #expect(
            ["A", "B", "C", "D"].map { set.rejectedCount(site: $0, parameter: .pm25) }
                == [2, 1, 1, 0])
    }

    @Test("Builders behind each other are as one")
    func joined() throws {
        var whole = ReadingSetBuilder(keptRejections: 3)
        for (file, sites) in [("a.csv", ["A", "B"]), ("b.csv", ["A", "C"])] {
            var part = ReadingSetBuilder(keptRejections: 3)
            try part.read(rows(sites), file: file)
            whole.append(part)
        }
        let set = whole.finish()
        #expect(set.counts.rejected == 6)
        #expect(set.rejected.map { "\($0.file) \($0.line)" } == ["a.csv 2", "a.csv 3", "a.csv 4"])
        #expect(set.rejectionCounts.map(\.count) == [4, 2])
        #expect(set.rejectedCount(site: "A", parameter: .pm25) == 2)
    }

    @Test("Each is handed on when it is met, also those that are not kept")
    func handedOn() throws {
        let lines = Lines()
        var builder = ReadingSetBuilder(keptRejections: 0) { lines.add($0.line) }
        try builder.read(rows(["A", "B", "C"]), file: "a.csv")
        let set = builder.finish()
        #expect(set.rejected.isEmpty && set.counts.rejected == 4)
        #expect(lines.all == [2, 3, 4, 5])
    }
}

private final class Lines: Sendable {
    private let state = Mutex<[Int]>([])

    func add(_ line: Int) { state.withLock { $0.append(line) } }
    var all: [Int] { state.withLock { $0 } }
}
