import Foundation
import GeoFiles
import Geometry
import Interpolation
import Readings
import Reports

/// The stations of a request with their values.
struct RequestedStations {
    var stations: [StationValue]
    /// The unit of the values; empty when it is not known.
    var unit: String
    /// What the values are.
    var name: String
    /// The days that they are made of; `nil` for values from a field.
    var days: DailyFields?
}

extension InterpolationRequest {
    func stationValues(
        in crs: CoordinateReferenceSystem?, _ notes: inout [LocalizedText]
    ) throws -> RequestedStations {
        if readings != nil { return try valuesOfReadings(in: crs, &notes) }
        guard let valueField else {
            throw Fault(
                .usage, zh: "需要 --value 字段，或 --readings 与 --parameter、--period。",
                en: "Name --value FIELD, or --readings with --parameter and --period.")
        }
        let fields = (idField.map { [$0] } ?? []) + [valueField]
        let points = try readPoints(
            at: stations, options: reading, x: nil, y: nil, fields: fields, into: crs)
        notes += points.notes.map(\.text)
        let values = try points.rows.map { row in
            let text = row.attributes[valueField] ?? ""
            let parsed: ReadingValue
            do {
                parsed = try ReadingValue(parsing: text)
            } catch {
                throw Fault(
                    .data,
                    zh: "\(stations) 第 \(row.number) 行：“\(valueField)” 的值 “\(text)” 不是数字。",
                    en:
                        "\(stations), row \(row.number): \"\(valueField)\" is \"\(text)\", expected "
                        + "a number.")
            }
            return StationValue(
                id: idField.flatMap { row.attributes[$0] } ?? String(row.number),
                coordinate: row.coordinate, value: parsed.valueForMean?.double ?? .nan)
        }
        return RequestedStations(stations: values, unit: "", name: valueField)
    }

    private func valuesOfReadings(
        in crs: CoordinateReferenceSystem?, _ notes: inout [LocalizedText]
    ) throws -> RequestedStations {
        guard let readings, let parameter, let period, let idField else {
            throw Fault(
                .usage, zh: "--readings 需要 --id-field、--parameter 与 --period。",
                en: "--readings needs --id-field, --parameter and --period.")
        }
        var table = try form.options()
        let code = try table.aliases.parameter(named: parameter)
        table.parameters = [code, .o3]
        table.parameter = table.parameter ?? code
        let span = try Period(parsing: period)
        let statistic = try periodStatistic(statistic)
        let faults = FaultCollector()
        var reader = ReadingReader(faults: faults)
        let paths = readingFiles(matching: [readings], faults)
        reader.read(paths, sheet: form.sheet, encoding: reading.encoding, options: table)
        let (set, readingNotes) = reader.finish()
        try faults.throwIfAny()
        notes += readingNotes.map(\.text)
        let points = try readPoints(
            at: stations, options: reading, x: nil, y: nil, fields: [idField], into: crs)
        notes += points.notes.map(\.text)
        var series: [(coordinate: Coordinate, values: DailySeries)] = []
        let values = points.rows.map { row -> StationValue in
            let site = row.attributes[idField] ?? ""
            let daily = set.dailyValues(site: site, parameter: code)
            series.append((row.coordinate, daily))
            let value = PeriodStatistics().value(statistic, of: daily, in: span)
            if let reason = value.reason {
                notes.append(
                    LocalizedText(
                        "站点 \(site)：\(reason.descriptionInChinese)", "Station \(site): \(reason)"))
            }
            return StationValue(
                id: site, coordinate: row.coordinate, value: value.double ?? .nan)
        }
        return RequestedStations(
            stations: values, unit: code.unit?.text ?? "",
            name: "\(code.name)_\(statistic.name) \(span.label)",
            days: DailyFields(of: series, in: span))
    }
}
