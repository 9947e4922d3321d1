import Testing

@testable import Readings

@Suite("Days, times and periods")
struct TimeTests {
    @Test("Every day from 1600 to 2400 goes to its date and back, without a gap")
    func calendar() throws {
        var day = try #require(CivilDay(year: 1600, month: 1, day: 1))
        for year in 1600...2400 {
            for month in 1...12 {
                for date in 1...CivilDay.days(inMonth: month, of: year) {
                    #expect(day.date == (year, month, date))
                    #expect(CivilDay(year: year, month: month, day: date) == day)
                    day = day.advanced(by: 1)
                }
            }
        }
        #expect(CivilDay(year: 1970, month: 1, day: 1)?.number == 0)
        #expect(CivilDay(year: 2026, month: 11, day: 22)?.number == 20_779)
    }

    @Test("Dates that are not in the calendar are none")
    func impossible() {
        #expect(CivilDay(year: 2025, month: 2, day: 29) == nil)
        #expect(CivilDay(year: 2025, month: 13, day: 1) == nil)
        #expect(CivilDay(year: 2025, month: 4, day: 31) == nil)
        #expect(CivilDay(year: 2025, month: 4, day: 0) == nil)
        #expect(TimeStamp(year: 2025, month: 1, day: 1, hour: 24, minute: 1) == nil)
        #expect(TimeStamp(year: 2025, month: 1, day: 1, hour: 12, minute: 60) == nil)
    }

    @Test(
        "A time is read in every form",
        arguments: [
            ("2026/3/13 0:00", "2026-03-13T00:00"), ("2026-03-13", "2026-03-13T00:00"),
            ("20260313", "2026-03-13T00:00"), ("2026年3月13日", "2026-03-13T00:00"),
            ("2026-03-13 16时", "2026-03-13T16:00"), ("2026-03-13T16:05:59", "2026-03-13T16:05"),
            ("2026-03-13T16:00:00.000", "2026-03-13T16:00"), ("2026.3.13", "2026-03-13T00:00"),
            ("2026年3月13日16时30分", "2026-03-13T16:30"), ("2026031316", "2026-03-13T16:00"),
            ("202603131630", "2026-03-13T16:30"), ("２０２６－０３－１３　１６：００", "2026-03-13T16:00"),
            ("2026-03-13 24:00", "2026-03-14T00:00"), ("2026-03-13T08:00Z", "2026-03-13T16:00"),
            ("2026-03-13T16:00:00+08:00", "2026-03-13T16:00"),
            ("2026-03-13T16:00:00-0500", "2026-03-14T05:00"), ("2026-03", "2026-03-01T00:00"),
            ("2026年3月", "2026-03-01T00:00"), ("46094", "2026-03-13T00:00"),
            ("46094.6666666667", "2026-03-13T16:00"), ("46094.0", "2026-03-13T00:00"),
            ("2024-02-29", "2024-02-29T00:00"), (" 2026-03-13 ", "2026-03-13T00:00"),
            ("2026-03-13  8:05", "2026-03-13T08:05"),
        ])
    func parsesTimes(text: String, expected: String) throws {
        #expect(try TimeStamp(parsing: text).description == expected)
    }

    @Test(
        "Text that is no time is refused",
        arguments: [
            "", "16:00", "2026", "2026-13-01", "2025-02-29", "13/3/2026", "3-13 16:00", "19999",
            "80001", "202603", "2026-03-13 25:00", "2026-03-13 16:61", "昨天", "2026-03-13x",
            "2026-03-13 16:00+", "—",
        ])
    func refusesTimes(text: String) {
        #expect(throws: ReadingTextError.notATime(text)) { try TimeStamp(parsing: text) }
    }

    @Test("An hour's label is its end: 00:00 is hour 24 of the day before")
    func hours() throws {
        let midnight = try TimeStamp(parsing: "2026-03-01 00:00").hourEndingHere
        #expect(midnight.day.description == "2026-02-28" && midnight.hour == 24)
        let one = try TimeStamp(parsing: "2026-03-01 01:00").hourEndingHere
        #expect(one.day.description == "2026-03-01" && one.hour == 1)
        #expect(try TimeStamp(parsing: "2026-03-01 00:30").hourEndingHere.hour == 1)
        #expect(try TimeStamp(parsing: "2026-03-01 23:00").hourEndingHere.hour == 23)
        let old = try TimeStamp(parsing: "1965-12-31 23:10")
        #expect(old.description == "1965-12-31T23:10" && old.hour == 23 && old.minute == 10)
    }

    struct Stretch: Sendable {
        let text: String
        let first: String
        let last: String
        let before: String
        let preceding: String
        let chinese: String
    }

    static let periods = [
        Stretch(
            text: "2026-04", first: "2026-04-01", last: "2026-04-30", before: "2025-04",
            preceding: "2026-03", chinese: "2026年4月"),
        Stretch(
            text: "2026-01..2026-04", first: "2026-01-01", last: "2026-04-30",
            before: "2025-01..2025-04", preceding: "2025-09..2025-12", chinese: "2026年1—4月"),
        Stretch(
            text: "2026", first: "2026-01-01", last: "2026-12-31", before: "2025",
            preceding: "2025", chinese: "2026年"),
        Stretch(
            text: "2026-03-05", first: "2026-03-05", last: "2026-03-05", before: "2025-03-05",
            preceding: "2026-03-04", chinese: "2026年3月5日"),
        Stretch(
            text: "2026-03-05..2026-03-20", first: "2026-03-05", last: "2026-03-20",
            before: "2025-03-05..2025-03-20", preceding: "2026-02-17..2026-03-04",
            chinese: "2026年3月5日—3月20日"),
        Stretch(
            text: "2026Q1", first: "2026-01-01", last: "2026-03-31", before: "2025Q1",
            preceding: "2025Q4", chinese: "2026年第1季度"),
        Stretch(
            text: "2024-02", first: "2024-02-01", last: "2024-02-29", before: "2023-02",
            preceding: "2024-01", chinese: "2024年2月"),
        Stretch(
            text: "2024-02-29", first: "2024-02-29", last: "2024-02-29", before: "2023-02-28",
            preceding: "2024-02-28", chinese: "2024年2月29日"),
        Stretch(
            text: "2025-11..2026-02", first: "2025-11-01", last: "2026-02-28",
            before: "2024-11..2025-02", preceding: "2025-07..2025-10", chinese: "2025年11月—2026年2月"),
        Stretch(
            text: "2026-01", first: "2026-01-01", last: "2026-01-31", before: "2025-01",
            preceding: "2025-12", chinese: "2026年1月"),
    ]

    @Test("A period knows its days, its label and the periods to compare with", arguments: periods)
    func knowsItself(_ stretch: Stretch) throws {
        let period = try Period(parsing: stretch.text)
        #expect(period.firstDay.description == stretch.first)
        #expect(period.lastDay.description == stretch.last)
        #expect(period.label == stretch.text)
        #expect(period.yearBefore.label == stretch.before)
        #expect(period.precedingPeriod.label == stretch.preceding)
        #expect(period.labelInChinese == stretch.chinese)
        #expect(period.precedingPeriod.lastDay.advanced(by: 1) == period.firstDay)
        #expect(period.contains(period.lastDay))
        #expect(!period.contains(period.lastDay.advanced(by: 1)))
        #expect(period.months.reduce(0) { $0 + $1.dayCount } == period.dayCount)
        #expect(period.months.count == period.monthCount)
    }

    @Test(
        "Other ways to write a period become one",
        arguments: [
            ("2026-4", "2026-04"), ("2026-1..2026-4", "2026-01..2026-04"), ("2026q2", "2026Q2"),
            ("2026-Q2", "2026Q2"), ("２０２６－０４", "2026-04"), ("2026-3-5", "2026-03-05"),
            ("2025..2026", "2025-01..2026-12"), ("2026..2026", "2026"),
        ])
    func periodForms(text: String, label: String) throws {
        #expect(try Period(parsing: text).label == label)
    }

    @Test(
        "Text that is no period is refused in both languages",
        arguments: [
            "", "2026-13", "26-04", "2026Q5", "2026-02-30", "2026-01..2026", "April", "2026-04..",
            "2026-01..2026-13", "2026/04", "2026-01...2026-04",
        ])
    func refusesPeriods(text: String) throws {
        let error = try #require(throws: ReadingError.self) { try Period(parsing: text) }
        #expect(error == .notAPeriod(text))
        #expect(error.description.contains("\"\(text)\" is not a period"))
        #expect(error.descriptionInChinese.contains("“\(text)”不是时段"))
    }

    @Test("A period that ends before it begins says so")
    func backwards() {
        #expect(throws: ReadingError.periodEndsBeforeItBegins("2026-04..2026-01")) {
            try Period(parsing: "2026-04..2026-01")
        }
    }
}
