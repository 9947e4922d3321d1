import Foundation
import GeoFiles
import Geometry
import Readings
import Reports

/// Writes a series: a table ordered by zone, then time, or a file of dimensions zone and time.
struct SeriesFile {
    private let series: ZoneSeries
    private let setup: SeriesSetup
    private let times: [(label: String, hour: Double)]

    init(_ series: ZoneSeries, _ setup: SeriesSetup, times: [(label: String, hour: Double)]) {
        self.series = series
        self.setup = setup
        self.times = times
    }

    /// Whether the output could be written, known before any work.
    static func check(_ request: SeriesRequest, overwrite: Bool) throws {
        for path in [request.output, request.rejects].compactMap({ $0 }) where path != "-" {
            if path.lowercased().hasSuffix(".nc") {
                try checkOutputFile(URL(fileURLWithPath: path), overwrite: overwrite)
            } else {
                try TableTarget(path).checkWritable(overwrite: overwrite)
            }
        }
    }

    func write(_ options: RunOptions) throws -> CommandOutcome {
        let path = setup.request.output
        if let path, path.lowercased().hasSuffix(".nc") {
            try writeNetCDF(table, to: path, overwrite: options.overwrite)
            return CommandOutcome(outputs: [path])
        }
        guard let path, path != "-" else {
            return CommandOutcome(standardOutput: csv(options))
        }
        if path.lowercased().hasSuffix(".csv") {
            try writeText(csv(options), to: path, overwrite: options.overwrite)
            return CommandOutcome(outputs: [path])
        }
        return try writeRows(to: path, options)
    }

    private func csv(_ options: RunOptions) -> String {
        series.csv(
            zones: setup.zones.map(\.id), times: times.map(\.label),
            byteOrderMark: options.byteOrderMark)
    }

    // MARK: - Layers

    /// The rows as a table without shapes; a GeoPackage has the zones in a layer of their own, to
    /// join by their code.
    private func writeRows(to path: String, _ options: RunOptions) throws -> CommandOutcome {
        let rows = OutputLayer(
            name: "series", fields: series.fields, geometry: .none, features: features,
            description: title)
        guard path.lowercased().hasSuffix(".gpkg") else {
            let notes = try writeVector(
                rows, to: path,
                options: VectorWriteOptions(
                    overwrite: options.overwrite, byteOrderMark: options.byteOrderMark))
            return CommandOutcome(outputs: [path], warnings: notes.map(\.text))
        }
        let zones = OutputLayer(
            name: "zones", crs: setup.crs, fields: [VectorField(name: "zone", kind: .text)],
            geometry: .polygons,
            features: setup.zones.enumerated().map { index, zone in
                Feature(
                    number: Int64(index), shape: .polygons(zone.polygons),
                    attributes: [.text(zone.id)])
            })
        try writeGeoPackage([zones, rows], to: path, overwrite: options.overwrite)
        return CommandOutcome(outputs: [path])
    }

    private var features: [Feature] {
        var features: [Feature] = []
        features.reserveCapacity(series.values.count)
        for (zone, id) in setup.zones.map(\.id).enumerated() {
            for (time, label) in times.map(\.label).enumerated() {
                let place = zone * times.count + time
                var attributes: [FieldValue] = [
                    .text(id), .text(label), Self.cell(series.values[place]),
                    Self.cell(series.errors?[place]),
                    .integer(Int64(series.stationCounts[time])),
                ]
                if let exceedance = series.exceedance {
                    attributes.append(Self.cell(exceedance[place]))
                }
                features.append(
                    Feature(number: Int64(place), shape: .none, attributes: attributes))
            }
        }
        return features
    }

    private static func cell(_ value: Double?) -> FieldValue {
        guard let value, value.isFinite else { return .null }
        return .real(value)
    }

    // MARK: - Dimensions

    private var title: String {
        "\(setup.parameter.name) by zone and \(setup.request.settings.step.rawValue), "
            + "\(setup.request.settings.method)"
    }

    private var table: ZoneSeriesTable {
        let unit = setup.parameter.unit?.text ?? ""
        let name = setup.parameter.name
        var quantities = [
            ZoneSeriesTable.Quantity(
                name: "value", description: "mean of \(name) in the zone", unit: unit,
                values: series.values)
        ]
        if let errors = series.errors {
            quantities.append(
                ZoneSeriesTable.Quantity(
                    name: "se", description: "standard error of the mean", unit: unit,
                    values: errors))
        }
        quantities.append(
            ZoneSeriesTable.Quantity(
                name: "n_stations", description: "stations that reported", unit: "1",
                values: setup.zones.flatMap { _ in series.stationCounts.map(Double.init) },
                isCount: true))
        if let exceedance = series.exceedance {
            let limit = setup.request.settings.limit.map { NumberText.shortest($0) } ?? ""
            quantities.append(
                ZoneSeriesTable.Quantity(
                    name: "exceed_share",
                    description: "mean probability in the zone that \(name) is above \(limit)",
                    unit: "1", values: exceedance))
        }
        return ZoneSeriesTable(
            title: title, zones: setup.zones.map(\.id), hours: times.map(\.hour),
            clock: "the clock of the readings, Beijing time (UTC+8) for Chinese networks",
            quantities: quantities)
    }
}
