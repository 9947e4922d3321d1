import Readings
import Testing

@testable import BasinGrid

@Suite("Daily values of stations")
struct DailyValuesTests {
    /// S1 reports 24 hours, S2 one value of the same day, S3 three days.
    private func readings() throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        let hours =
            (1...23).map { ["S1", "2026-04-01 \($0):00", "PM2.5", "30"] }
            + [["S1", "2026-04-02 00:00", "PM2.5", "30"]]
        let days = (1...3).map { ["S3", "2026-04-\($0)", "PM2.5", "50"] }
        try builder.read(
            [["id", "time", "parameter", "value"]] + hours
                + [["S2", "2026-04-01 05:00", "PM2.5", "99"]] + days, file: "air.csv",
            options: ReadingTableOptions(layout: .long))
        return builder.finish()
    }

    @Test("A single reading among hourly stations is an hour, not a day")
    func singleReading() throws {
        let daily = DailyValues(of: try readings())
        let single = daily.values(site: "S2", parameter: .pm25)
        #expect(single.interval == .hour)
        #expect(single.values.isEmpty && single.incompleteDays.count == 1)
    }

    @Test("A series tells its own step, whatever other networks report in")
    func ownStep() throws {
        let daily = DailyValues(of: try readings())
        #expect(daily.values(site: "S1", parameter: .pm25).values.map(\.readings) == [24])
        #expect(daily.values(site: "S3", parameter: .pm25).interval == .day)
        #expect(daily.values(site: "S3", parameter: .pm25).values.count == 3)
    }

    @Test("Asked again, the values are the same; an unknown site has none")
    func again() throws {
        let daily = DailyValues(of: try readings())
        let first = daily.values(site: "S1", parameter: .pm25)
        #expect(daily.values(site: "S1", parameter: .pm25) == first)
        #expect(daily.values(site: "none", parameter: .pm25).values.isEmpty)
    }
}
