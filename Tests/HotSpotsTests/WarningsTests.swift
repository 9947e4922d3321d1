import HotSpots
import Testing

@Suite("Monthly warnings, persistence and alerts")
struct WarningsTests {
    @Test("The three kinds of a city, with ties and without improvements")
    func warnings() {
        let warnings = MonthlyWarnings(
            zones: [0, 0, 0, 1, nil], month: [50, 50, 40, 60, 99],
            lastYear: [40, 50, 20, 80, 1], lastMonth: [.nan, 25, 40, 60, 1]
        ).warnings
        let texts = warnings.map {
            "\($0.zone) \($0.kind.rawValue) \($0.cell) \($0.value) \($0.rank)"
        }
        #expect(
            texts == [
                "0 highest 0 50.0 1", "0 highest 1 50.0 1", "0 change-year 2 100.0 1",
                "0 change-month 1 100.0 1", "1 highest 3 60.0 1",
            ])
    }

    @Test("Without an earlier period there are no warnings of change")
    func noEarlier() {
        let warnings = MonthlyWarnings(
            zones: [0, 0], month: [5, .nan], lastYear: nil, lastMonth: nil, count: 3)
        #expect(warnings.warnings.map(\.cell) == [0])
    }

    @Test("How often and how long without a break")
    func persistence() {
        let persistence = Persistence([
            [true, true, false], [false, true, true], [true, true, false],
        ])
        #expect(persistence.counts == [2, 3, 1] && persistence.runs == [1, 3, 0])
        #expect(Persistence([]).counts.isEmpty)
    }

    @Test("A cell is released after its rank fell twice in a row")
    func release() {
        let ranks: [[Int?]] = [[1, 2, 3, 1], [2, 1, 5, nil], [3, 4, 5, 3]]
        #expect(Persistence.released(ranks: ranks, afterFalls: 2) == [true, false, false, false])
        #expect(Persistence.released(ranks: ranks, afterFalls: 1) == [true, true, false, false])
        #expect(Persistence.released(ranks: ranks, afterFalls: 3) == [false, false, false, false])
    }

    @Test("Hours above the zone's mean in runs, above a limit, above neighbours, sudden rises")
    func alerts() {
        let links = SpatialWeights(binary: [[1], [0, 2], [1], []])
        let hours: [[Double]] = [
            [10, 10, 10, 80], [30, 10, 10, 80], [30, 10, 10, .nan], [30, 10, .nan, 80],
        ]
        let rules = CellAlertRules([
            .init(.factorOfZoneMean, 1.5, hoursInARow: 2), .init(.limit, 80, hoursInARow: 2),
            .init(.factorOfNeighbours, 2), .init(.factorOfHourBefore, 3), .init(.limit, 30),
        ])
        let tallies = rules.tallies(of: hours, zones: [0, 0, 0, 1], links: links)
        // Zone mean 50/3, then 20: 30 is at 1.5 times or above in three hours in a row.
        #expect(tallies[0].hours[0] == 3 && tallies[1].hours[0] == 0)
        #expect(tallies[0].hours[2...] == [3, 1, 3])
        // Two hours at the limit; the gap ends the run, and one hour alone is no alert.
        #expect(tallies[3].hours[1] == 2 && tallies[3].validHours == 3)
        #expect(tallies[0].alertHours == 10 && tallies[2].alertHours == 0)
        let none = CellAlertRules([]).tallies(of: hours, zones: [0, 0, 0, 1], links: links)
        #expect(none.map(\.alertHours) == [0, 0, 0, 0])
    }
}
