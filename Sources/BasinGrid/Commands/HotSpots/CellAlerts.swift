import GeoFiles
import Geometry
import HotSpots
import Interpolation
import Readings
import Reports

/// The alert hours of cells by the rules of a table, from the hourly readings of stations.
struct CellAlerts {
    private let names: [String]
    private let tallies: [CellAlertRules.Tally]
    private(set) var notes: [LocalizedText]

    /// Reads the readings of the request's period hour by hour; a cell's hourly value is made as its
    /// mean of the period: kriged, or the plain mean of the stations inside.
    ///
    /// - Throws: `Fault` for a wrong table, and when there are no hourly readings.
    init(
        _ path: String, _ source: HotSpotsRequest.StationSource, _ reading: VectorReadOptions,
        _ cells: HotSpotCells, _ options: RunOptions
    ) throws {
        let file = try AlertRuleFile(path, encoding: reading.encoding)
        names = file.names
        let hourly = try HourlyStations(source, reading, into: cells.fishnet.crs, options)
        var notes = file.notes
        let rules = CellAlertRules(file.rules)
        var counter = rules.counter(zones: cells.cells.map(\.responsibleZone))
        let around = try file.neighbours.map {
            try CellNeighbours(
                $0, option: "neighbours", of: cells.cells, in: cells.fishnet,
                threads: options.threads)
        }
        func add(_ values: [Double]) { counter.add(values, neighbours: around?.sums(of: values)) }
        if source.method == "mean" {
            let points = CellPoints(hourly.places, in: cells.cells, of: cells.fishnet)
            for hour in hourly.hours { add(points.means(of: hour).map(\.value)) }
        } else {
            try CellKriging(
                variogram: source.variogram, places: hourly.places, name: source.path,
                cells: cells.cells, crs: cells.fishnet.crs, threads: options.threads
            ).forEachHour(of: hourly.hours, &notes, add)
        }
        tallies = counter.tallies
        self.notes = hourly.notes + notes
    }

    /// How many cells had an alert.
    var alertedCount: Int { tallies.count { $0.alertHours > 0 } }

    /// Hours with a value, alert hours by rule and together, and the rules that were broken.
    var columns: HotSpotColumns {
        HotSpotColumns(
            columns: [HotSpotColumns.number("hours", 0)]
                + names.map { HotSpotColumns.number("alert_" + $0, 0) }
                + [HotSpotColumns.number("alert_hours", 0), HotSpotColumns.text("alerts")],
            cells: { cell in
                let tally = tallies[cell]
                let broken = zip(names, tally.hours).filter { $1 > 0 }.map(\.0)
                return [.integer(tally.validHours)] + tally.hours.map { .integer($0) }
                    + [
                        .integer(tally.alertHours),
                        broken.isEmpty ? .empty : .text(broken.joined(separator: ";")),
                    ]
            })
    }
}

/// Hourly values at stations.
struct HourlyStations {
    let places: [Coordinate]
    /// Hour by hour a value a station; NaN for a silent one.
    let hours: [[Double]]
    let notes: [LocalizedText]

    init(
        _ source: HotSpotsRequest.StationSource, _ reading: VectorReadOptions,
        into crs: CoordinateReferenceSystem?, _ options: RunOptions
    ) throws {
        guard let readings = source.readings, let name = source.parameter,
            let idField = source.idField, let text = source.period
        else {
            throw Fault(
                .usage,
                zh: "--alert-rules 需要 --readings、--parameter、--period 与 --station-field。",
                en: "--alert-rules needs --readings, --parameter, --period and --station-field.")
        }
        let period = try Period(parsing: text)
        var table = try source.form.options()
        let code = try table.aliases.parameter(named: name)
        table.parameters = [code]
        table.parameter = table.parameter ?? code
        table.days = period.days
        let faults = FaultCollector()
        var reader = ReadingReader(faults: faults, threads: options.threads)
        let paths = readingFiles(matching: [readings], faults)
        reader.read(paths, sheet: source.form.sheet, encoding: reading.encoding, options: table)
        let (set, readingNotes) = reader.finish()
        try faults.throwIfAny()
        let points = try readPoints(
            at: source.path,
            options: VectorReadOptions(
                encoding: reading.encoding, assumedCRS: reading.assumedCRS),
            x: nil, y: nil, fields: [idField], into: crs)
        let placed = points.rows.filter(\.coordinate.isFinite)
        let fields = SeriesFields(
            of: DailyValues(of: set), code, at: placed.map { $0.attributes[idField] ?? "" },
            step: .hour, in: period)
        guard !fields.times.isEmpty else {
            throw Fault(
                .data,
                zh: "监测数据中没有这些站点在 \(period.label) 的 \(code.name) 小时值。"
                    + "请检查 --station-field、--parameter、--period 与 --readings。",
                en:
                    "The readings hold no hourly \(code.name) of these stations in \(period.label). "
                    + "Check --station-field, --parameter, --period and --readings.")
        }
        places = placed.map(\.coordinate)
        hours = fields.times.indices.map { Array(fields.values(at: $0)) }
        notes = readingNotes.map(\.text) + points.notes.map(\.text)
    }
}
