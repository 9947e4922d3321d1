import BasinGrid

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
