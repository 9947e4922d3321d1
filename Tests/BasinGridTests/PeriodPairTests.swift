import Readings
import Testing

@testable import BasinGrid

@Suite("Periods and what they are compared with")
struct PeriodPairTests {
    private func pairs(_ compare: String?) throws -> [[String?]] {
        let line = compare.map { "\ncompare: \($0)" } ?? ""
        let job = try JobText(
            "basingrid: 1\nperiods: [2026-04, 2026-01..2026-04, 2024-02]\n"
                + "zones: {path: z.shp, id: code}" + line
        ).read()
        return job.periodPairs.map { [$0.now.label, $0.before?.label] }
    }

    @Test("Without compare, and with none, nothing is compared")
    func none() throws {
        let expected: [[String?]] = [
            ["2026-04", nil], ["2026-01..2026-04", nil], ["2024-02", nil],
        ]
        #expect(try pairs(nil) == expected)
        #expect(try pairs("none") == expected)
    }

    @Test("year is the same period a year before, leap days or not")
    func year() throws {
        #expect(
            try pairs("year") == [
                ["2026-04", "2025-04"], ["2026-01..2026-04", "2025-01..2025-04"],
                ["2024-02", "2023-02"],
            ])
    }

    /// What `compare` says, and the periods that April 2026 is compared with.
    static let lists: [(String, [String?])] = [
        ("[year, month]", ["2025-04", "2026-03"]), ("[month, year]", ["2026-03", "2025-04"]),
        ("[year]", ["2025-04", nil]), ("[none, month]", ["2026-03", nil]),
        ("year", ["2025-04", nil]),
    ]

    @Test("A list of words compares sections a second time", arguments: lists)
    func twice(_ compare: String, _ others: [String?]) throws {
        let job = try JobText(
            "basingrid: 1\nperiods: 2026-04\nzones: {path: z.shp, id: code}\ncompare: \(compare)"
        ).read()
        let pair = try #require(job.periodPairs.first)
        #expect([pair.before?.label, pair.previous?.label] == others)
    }

    @Test("month is the period of the same length just before")
    func month() throws {
        #expect(
            try pairs("month") == [
                ["2026-04", "2026-03"], ["2026-01..2026-04", "2025-09..2025-12"],
                ["2024-02", "2024-01"],
            ])
    }

    @Test("A list gives one for each")
    func list() throws {
        #expect(
            try pairs("[2020-04, 2020-01..2020-04, 2019-02]") == [
                ["2026-04", "2020-04"], ["2026-01..2026-04", "2020-01..2020-04"],
                ["2024-02", "2019-02"],
            ])
    }
}
