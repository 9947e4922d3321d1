import Foundation
import Readings
import TestSupport
import Testing

/// Two months of hourly readings of twelve stations in Beijing (12 × 31 × 24 rows each).
@Suite("Real hourly readings")
struct RealReadingsTests {
    static let folder = TestFolders.realData.map {
        $0.appending(path: "air-hourly-beijing-prsa")
    }
    static let isMandatory = ProcessInfo.processInfo.environment["CI"] == "true"

    static func rows(_ name: String) throws -> [[String]] {
        let url = try #require(folder, "real test data are missing").appending(path: name)
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\r"))
            }
        }
    }

    @Test(
        "Daily means and ozone maxima agree with a plain computation",
        .enabled(if: folder != nil || isMandatory, "real test data are not here"),
        arguments: ["prsa_2014-10_12stations.csv", "prsa_2016-12_12stations.csv"])
    func days(name: String) throws {
        let rows = try Self.rows(name)
        var builder = ReadingSetBuilder()
        try builder.read(
            rows, file: name,
            options: ReadingTableOptions(units: [.co: .microgramsPerCubicMetre]))
        let set = builder.finish()
        #expect(set.sites.count == 12)
        #expect(set.counts.rows == 8928 && set.rejected.isEmpty)
        #expect(set.interval(of: .pm25) == .hour)
        let rules = DailyStatistics()
        var compared = 0
        for site in set.sites {
            for (parameter, column, factor) in [
                (ParameterCode.pm25, 5, 1.0), (.so2, 7, 1), (.co, 9, 0.001),
            ] {
                let found = set.dailyValues(site: site, parameter: parameter, by: rules)
                let plain = Self.plainMeans(rows, site, column: column, factor: factor)
                #expect(found.values.map(\.day.number) == plain.map(\.day))
                for (value, expected) in zip(found.values, plain) {
                    #expect(isClose(value.value.double, expected.value, relative: 1e-12))
                    compared += 1
                }
            }
            let ozone = set.dailyValues(site: site, parameter: .o3EightHours)
            let plain = Self.plainMaxima(rows, site, column: 10)
            #expect(ozone.values.map(\.day.number) == plain.map(\.day))
            for (value, expected) in zip(ozone.values, plain) {
                #expect(isClose(value.value.double, expected.value, relative: 1e-12))
                compared += 1
            }
        }
        #expect(compared > 1300)
    }

    /// Hours 1...24 of each day as Doubles, keyed by the running number of the day.
    private static func hours(
        _ rows: [[String]], _ site: String, _ column: Int
    ) -> [Int: [Int: Double]] {
        var result: [Int: [Int: Double]] = [:]
        for row in rows.dropFirst() where row[17] == site {
            guard let value = Double(row[column]), let year = Int(row[1]), let month = Int(row[2]),
                let date = Int(row[3]), let hour = Int(row[4]),
                let day = CivilDay(year: year, month: month, day: date)
            else { continue }
            result[hour == 0 ? day.number - 1 : day.number, default: [:]][hour == 0 ? 24 : hour] =
                value
        }
        return result
    }

    private static func plainMeans(
        _ rows: [[String]], _ site: String, column: Int, factor: Double
    ) -> [(day: Int, value: Double)] {
        hours(rows, site, column).filter { $0.value.count >= 20 }.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.values.reduce(0, +) / Double($0.value.count) * factor)
        }
    }

    private static func plainMaxima(
        _ rows: [[String]], _ site: String, column: Int
    ) -> [(day: Int, value: Double)] {
        hours(rows, site, column).sorted { $0.key < $1.key }.compactMap { day, values in
            let means = (8...24).compactMap { end -> Double? in
                let window = (end - 7...end).compactMap { values[$0] }
                return window.count >= 6 ? window.reduce(0, +) / Double(window.count) : nil
            }
            guard let largest = means.max(), means.count >= 14 || largest > 160 else { return nil }
            return (day, largest)
        }
    }
}
