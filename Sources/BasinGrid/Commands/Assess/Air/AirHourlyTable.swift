import Foundation
import QualityStandards
import Readings
import Reports

/// The table of hours of an assessment: a row an hour of the period for every station, zone and the
/// whole, each hour judged by the edition of its day.
struct AirHourlyTable {
    private let basis: AirBasis
    private let sites: AirSites
    private let maker: AirDailyMaker
    private let items: Set<AirIndexItem>

    /// - Parameter maker: Its readings begin a day before the period, for moving means.
    init(_ result: AirAssessmentResult, _ maker: AirDailyMaker) {
        basis = result.basis
        sites = result.sites
        self.maker = maker
        items = basis.dailyEditions.reduce(into: []) { $0.formUnion($1.index.hourlySources) }
    }

    /// Writes the table; CSV is written as it is made.
    ///
    /// - Complexity: O(sites × hours); memory of CSV: one site, of other formats the table.
    func write(to path: String, options: RunOptions) throws -> CommandOutcome {
        guard URL(fileURLWithPath: path).pathExtension.lowercased() == "csv" else {
            var table = ReportTable(
                id: "hourly_air", title: LocalizedText("环境空气质量时报", "Air hour by hour"),
                columns: Self.columns)
            forEachRow { table.append($0) }
            return try TableTarget(path).write(table, shapes: nil, crs: nil, options: options)
        }
        let columns = Self.columns
        try writeText(to: path, overwrite: options.overwrite) { append in
            let empty = ReportTable(id: "", title: "", columns: columns)
            try append(empty.csv(bom: options.byteOrderMark))
            try forEachRow { try append(ReportTable.csvLine(of: $0)) }
        }
        return CommandOutcome(outputs: [path])
    }

    private static var columns: [ReportTable.Column] {
        let keys = [
            AirAssessmentResult.text("id", "编码", "Code"),
            AirAssessmentResult.text("time", "时间", "Time"),
            AirAssessmentResult.text("edition", "标准版本", "Edition"),
            AirAssessmentResult.count("aqi", "AQI", "AQI"),
            AirAssessmentResult.count("level", "级别", "Level"),
            AirAssessmentResult.text("primary", "首要污染物", "Primary"),
        ]
        return keys + AirAssessmentResult.indexColumns
    }

    private func forEachRow(_ body: ([ReportTable.Cell]) throws -> Void) rethrows {
        for station in sites.stations {
            try forEachRow(
                of: station.id, maker.hourlyValues(ofStation: station.id, items: items), body)
        }
        let share = basis.settings.stationShare
        for zone in sites.zones {
            try forEachRow(
                of: zone.id,
                maker.hourlyValues(ofZone: zone.stations, share: share, items: items), body)
        }
        try forEachRow(
            of: "all", maker.hourlyValues(ofZone: sites.whole, share: share, items: items), body)
    }

    private func forEachRow(
        of id: String, _ values: AirHourlyValues, _ body: ([ReportTable.Cell]) throws -> Void
    ) rethrows {
        for number in basis.period.firstDay.number...basis.period.lastDay.number {
            let day = CivilDay(number: number)
            let standard = AirStandard.edition(inForceOn: day, among: basis.dailyEditions)
            for hour in 1...24 {
                let index = values.index(
                    on: day, hour: hour, by: standard.index, missing: basis.settings.missingItems)
                let time = TimeStamp(day, hour: hour)?.description ?? ""
                try body(
                    [.text(id), .text(time), .text(standard.edition)]
                        + AirAssessmentResult.cells(of: index))
            }
        }
    }
}
