import Readings
import Testing

@Suite("Hourly means, moving means, and means over stations")
struct SitePoolingTests {
    static let day = CivilDay(number: 20_000)

    static func hours(_ values: [Int?], from first: Int = 1) -> [HourlyMean] {
        values.enumerated().compactMap { offset, value in
            value.map {
                let number = first - 1 + offset
                return HourlyMean(
                    day: day.advanced(by: number / 24), hour: number % 24 + 1,
                    value: ExactNumber($0))
            }
        }
    }

    @Test("Readings within one hour give its mean; the hour of 00:00 is the last of its day")
    func means() throws {
        func reading(_ time: String, _ value: String) throws -> Reading {
            Reading(
                time: try TimeStamp(parsing: time), value: try ReadingValue(parsing: value))
        }
        let found = HourlyMean.means(of: [
            try reading("2026-03-01 00:30", "1"), try reading("2026-03-01 01:00", "2"),
            try reading("2026-03-01 02:00", "-"), try reading("2026-03-02 00:00", "0.2L"),
        ])
        #expect(found.map(\.hour) == [1, 24])
        #expect(found.map(\.day.description) == ["2026-03-01", "2026-03-01"])
        #expect(found.map(\.value) == [ExactNumber(3, over: 2), ExactNumber(1, over: 10)])
        #expect(HourlyMean.means(of: []).isEmpty)
    }

    @Test("A moving mean needs its minimum and bridges a missing hour")
    func moving() {
        let hours = Self.hours([10, nil, 30, 50])
        let found = HourlyMean.movingMeans(of: hours, length: 3, minimum: 2)
        #expect(found.map(\.hour) == [3, 4])
        #expect(found.map(\.value) == [ExactNumber(20), ExactNumber(40)])
        let single = HourlyMean.movingMeans(of: hours, length: 2, minimum: 1)
        #expect(single.map(\.hour) == [1, 2, 3, 4])
        #expect(single.map(\.value) == [10, 10, 30, 40].map { ExactNumber($0) })
        #expect(HourlyMean.movingMeans(of: [], length: 24, minimum: 20).isEmpty)
    }

    @Test("A moving mean of 24 hours is the plain sum, over days and gaps")
    func movingAgainstPlainSum() {
        let hours = Self.hours((0..<100).map { $0 % 7 == 3 ? nil : $0 * $0 % 31 })
        let found = HourlyMean.movingMeans(of: hours, length: 24, minimum: 20)
        #expect(!found.isEmpty)
        for mean in found {
            let window = hours.filter { other in
                let age = (mean.day.number - other.day.number) * 24 + mean.hour - other.hour
                return (0..<24).contains(age)
            }
            #expect(window.count >= 20)
            let sum = window.reduce(ExactNumber(0)) { $0 + $1.value }
            #expect(mean.value == sum / ExactNumber(window.count))
        }
    }

    @Test("The mean over stations counts those that are there, and needs its share")
    func hourByHour() throws {
        let stations = [
            Self.hours([10, 20, nil]), Self.hours([20, nil, nil]), Self.hours([nil, 40, 7]), [],
        ]
        let any = HourlyMean.mean(ofStations: stations)
        #expect(any.map(\.value) == [15, 30, 7].map { ExactNumber($0) })
        let half = HourlyMean.mean(ofStations: stations, share: try DecimalValue(parsing: "0.5"))
        #expect(half.map(\.hour) == [1, 2])
        let most = HourlyMean.mean(ofStations: stations, share: try DecimalValue(parsing: "0.51"))
        #expect(most.isEmpty)
        #expect(HourlyMean.mean(ofStations: stations.reversed()) == any)
        #expect(HourlyMean.mean(ofStations: []).isEmpty)
    }

    @Test("Day by day and hour by hour differ when hours are missing")
    func dayByDay() {
        let full = Self.hours([Int?](repeating: 10, count: 24))
        let cut = Self.hours([Int?](repeating: 40, count: 20))
        let rules = DailyStatistics()
        let days = [full, cut].map { rules.dailyValues(ofHours: $0, parameter: .pm25) }
        let byDay = DailySeries.mean(ofStations: days, parameter: .pm25)
        #expect(byDay.values.map(\.value) == [ExactNumber(25)])
        #expect(byDay.values.first?.readings == 2)
        let byHour = rules.dailyValues(
            ofHours: HourlyMean.mean(ofStations: [full, cut]), parameter: .pm25)
        // 20 hours of 25 and 4 of 10.
        #expect(byHour.values.map(\.value) == [ExactNumber(540, over: 24)])
    }

    @Test("A day with too few stations is incomplete, not valid")
    func incomplete() {
        let one = DailySeries(
            parameter: .so2, interval: .hour,
            values: [DailyValue(day: Self.day, value: ExactNumber(5), readings: 24)],
            incompleteDays: [Self.day.advanced(by: 1)])
        let none = DailySeries(parameter: .so2, interval: nil, values: [])
        let strict = DailySeries.mean(
            ofStations: [one, none], parameter: .so2, share: DecimalValue(mantissa: 1))
        #expect(strict.values.isEmpty)
        #expect(strict.incompleteDays == [Self.day, Self.day.advanced(by: 1)])
        let any = DailySeries.mean(ofStations: [none, one], parameter: .so2)
        #expect(any.values.map(\.value) == [ExactNumber(5)] && any.interval == .hour)
        #expect(any.incompleteDays == [Self.day.advanced(by: 1)])
    }

    @Test("The largest hourly mean needs as many hours as a daily mean")
    func maxima() {
        let rules = DailyStatistics()
        let enough = Self.hours((0..<20).map { $0 })
        let found = rules.dailyMaxima(ofHours: enough, parameter: .o3)
        #expect(found.values.map(\.value) == [ExactNumber(19)])
        let few = rules.dailyMaxima(ofHours: Array(enough.dropLast()), parameter: .o3)
        #expect(few.values.isEmpty && few.incompleteDays == [Self.day])
    }
}
