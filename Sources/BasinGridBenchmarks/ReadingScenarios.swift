import BasinGrid
import Foundation

/// Hourly readings of 200 stations over a month, seven items, in the archive layout.
let readings = [
    Scenario(name: "ReadingSetBuilder, archive, 200 stations × 30 days × 7 items", repetitions: 5) {
        _ in
        let rows = archiveMonth()
        return {
            var builder = ReadingSetBuilder()
            try builder.read(rows, file: "archive")
            _ = builder.finish()
        }
    },
    Scenario(name: "readReadings, wide CSV, 229 stations × 365 days × 24 hours", repetitions: 5) {
        threads in
        let path = try longTable()
        return { _ = try readReadings(at: [path], threads: threads) }
    },
    Scenario(name: "readReadings, archive CSV, 2000 stations × 14 days × 7 items", repetitions: 3) {
        threads in
        let paths = try archiveFiles(days: 14)
        return { _ = try readReadings(at: paths, threads: threads) }
    },
    Scenario(name: "ReadingSet.dailyValues, 200 stations × 30 days × 7 items", repetitions: 5) {
        _ in
        var builder = ReadingSetBuilder()
        try builder.read(archiveMonth(), file: "archive")
        let readings = builder.finish()
        return {
            for site in readings.sites {
                for parameter in readings.parameters {
                    _ = readings.dailyValues(site: site, parameter: parameter)
                }
            }
        }
    },
]

private func archiveMonth() -> [[String]] {
    var random = SeededNumbers(seed: 13)
    let sites = (1001...1200).map { "\($0)A" }
    let items = ["PM2.5", "PM10", "SO2", "NO2", "O3", "O3_8h", "CO"]
    var rows = [["date", "hour", "type"] + sites]
    for day in 1...30 {
        let date = "202604" + (day < 10 ? "0\(day)" : "\(day)")
        for hour in 0..<24 {
            for item in items {
                let values = sites.map { _ in
                    Int.random(in: 0..<50, using: &random) == 0
                        ? "" : String(Int.random(in: 1...180, using: &random))
                }
                rows.append([date, String(hour), item] + values)
            }
        }
    }
    return rows
}

/// A table of 2 million rows, a row a station and hour, in the temporary folder.
private func longTable() throws -> String {
    var random = SeededNumbers(seed: 14)
    var text = "time,id,pm25\n"
    let start = TimeStamp(year: 2025, month: 1, day: 1) ?? TimeStamp(minutes: 0)
    let times = (0..<8760).map { hour in
        start.adding(hours: hour).description.replacing("T", with: " ") + ":00"
    }
    for station in 1000..<1229 {
        for time in times {
            text += "\(time),S\(station),\(Int.random(in: 0..<120, using: &random)).5\n"
        }
    }
    return try temporaryFile("readings_long.csv", text)
}

/// Files of a day each in the archive layout, in the temporary folder.
private func archiveFiles(days: Int) throws -> [String] {
    var random = SeededNumbers(seed: 15)
    let sites = (1001...3000).map { "\($0)A" }
    return try (1...days).map { day in
        var text = "date,hour,type," + sites.joined(separator: ",") + "\n"
        for hour in 0..<24 {
            for item in ["PM2.5", "PM10", "SO2", "NO2", "O3", "O3_8h", "CO"] {
                text += "\(20_260_400 + day),\(hour),\(item)"
                for _ in sites { text += ",\(Int.random(in: 1...180, using: &random))" }
                text += "\n"
            }
        }
        return try temporaryFile("china_sites_\(20_260_400 + day).csv", text)
    }
}

private func temporaryFile(_ name: String, _ text: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "basingrid-benchmarks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
}
