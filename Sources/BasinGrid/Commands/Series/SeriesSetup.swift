import Coverage
import Foundation
import GeoFiles
import Geometry
import Grids
import Interpolation
import Readings
import Reports

/// What a request for a series reads but the readings, checked before any work.
struct SeriesSetup {
    struct Point: Sendable {
        var id: String
        /// In the working CRS.
        var coordinate: Coordinate
    }

    let request: SeriesRequest
    let parameter: ParameterCode
    let period: Period?
    let crs: CoordinateReferenceSystem?
    let zones: [Zone]
    let points: [Point]
    let maker: ZoneSeriesMaker
    let readingPaths: [String]
    /// How the readings are read.
    let form: ReadingTableOptions
    private(set) var notes: [LocalizedText]

    init(_ request: SeriesRequest, _ options: RunOptions) throws {
        self.request = request
        let faults = FaultCollector()
        faults.attempt { try SeriesFile.check(request, overwrite: options.overwrite) }
        faults.attempt { try request.settings.check() }
        let form = faults.attempt { try request.form.options() }
        let code = faults.attempt { try form?.aliases.parameter(named: request.parameter) } ?? nil
        let period = faults.attempt { try request.period.map { try Period(parsing: $0) } } ?? nil
        readingPaths = readingFiles(matching: request.readings, faults)
        var notes: [LocalizedText] = []
        let layer = faults.attempt {
            let source = try readZoneSource(
                at: request.zones, options: request.reading, idField: request.zoneField)
            return try source.settled(
                into: try request.workingCRS(for: source, &notes), measuresArea: false,
                threads: options.threads)
        }
        let read = faults.attempt {
            try readPoints(
                at: request.stations, options: request.stationReading, x: nil, y: nil,
                fields: [request.idField], into: layer?.crs)
        }
        try faults.throwIfAny()
        guard let form, let code, let layer, let read else {
            preconditionFailure("faults were thrown")
        }
        notes += layer.notes.map(\.text) + read.notes.map(\.text)
        let placed = read.rows.filter(\.coordinate.isFinite)
        guard !placed.isEmpty else {
            throw Fault(
                .data, zh: "\(request.stations)：没有一个站点有坐标。",
                en: "\(request.stations): no station has a place.")
        }
        if placed.count < read.rows.count {
            let missing = read.rows.count - placed.count
            notes.append(
                LocalizedText(
                    "有 \(missing) 个站点没有坐标，未采用。",
                    "stations without a place, left out: \(missing)."))
        }
        parameter = code
        self.form = form
        self.period = period
        self.crs = layer.crs
        zones = layer.zones
        points = placed.map {
            Point(id: $0.attributes[request.idField] ?? "", coordinate: $0.coordinate)
        }
        maker = try ZoneSeriesMaker(
            request.settings, stations: points.map(\.coordinate), zones: layer.zones,
            crs: layer.crs)
        self.notes = notes + maker.notes
    }

    /// The values of the parameter at the stations at each time.
    func fields(_ options: RunOptions) throws -> (SeriesFields, [LocalizedText]) {
        let faults = FaultCollector()
        let rejects = RejectsOutput(request.rejects, language: options.language)
        var reader = ReadingReader(faults: faults, threads: options.threads, rejects: rejects)
        // A maximum of 8 hours is made of the day's ozone where there is none of its own.
        let parameters: Set<ParameterCode> =
            parameter == .o3EightHours && request.settings.step != .hour
            ? [parameter, .o3] : [parameter]
        var table = form
        table.parameters = parameters
        table.days = period?.days
        table.parameter = table.parameter ?? parameter
        reader.read(
            readingPaths, sheet: request.form.sheet, encoding: request.reading.encoding,
            options: table
        ) { share in
            options.progress(0.45 * share, LocalizedText("读取数据", "reading"))
        }
        let (set, notes) = reader.finish()
        try faults.throwIfAny()
        _ = try rejects?.write(set, options: options)
        let fields = SeriesFields(
            of: DailyValues(of: set), parameter, at: points.map(\.id), step: request.settings.step,
            in: period)
        guard !fields.times.isEmpty else { throw Self.nothing(parameter, period) }
        return (fields, notes.map(\.text))
    }

    private static func nothing(_ parameter: ParameterCode, _ period: Period?) -> Fault {
        let (zh, en) = period.map { ("在 \($0.label) ", " in \($0.label)") } ?? ("", "")
        return Fault(
            .data,
            zh: "监测数据中没有这些站点\(zh)的 \(parameter.name)。"
                + "请检查 --id-field、--parameter、--period 与 --readings。",
            en: "The readings hold no \(parameter.name) of these stations\(en). Check --id-field, "
                + "--parameter, --period and --readings.")
    }
}

extension SeriesRequest {
    /// The options for the stations: a filter and a layer name go with the zones.
    fileprivate var stationReading: VectorReadOptions {
        VectorReadOptions(encoding: reading.encoding, assumedCRS: reading.assumedCRS)
    }

    /// The CRS asked for; else that of the zones where it is projected; else the CGCS2000 zone of
    /// 3 degrees in which they lie.
    fileprivate func workingCRS(
        for source: ZoneSource, _ notes: inout [LocalizedText]
    ) throws -> CoordinateReferenceSystem {
        if let crs { return try coordinateReferenceSystem(named: crs) }
        let places = source.zones.lazy.flatMap(\.polygons).flatMap(\.shell.coordinates)
        guard source.crs.isGeographic, let box = BoundingBox(around: places) else {
            return source.crs
        }
        guard let code = gaussKruger3Degree(forLongitude: box.centre.x), box.width < 6 else {
            throw Fault(
                .usage,
                zh: "\(zones)：区域的坐标系为经纬度，且不在同一个 3 度带内。请用 --crs 指定投影坐标系。",
                en: "\(zones): the zones are in longitude and latitude and do not fit one zone of "
                    + "3 degrees. Name a projected CRS with --crs.")
        }
        notes.append(
            LocalizedText(
                "未给出 --crs，按区域的中心经度采用 \(code)。",
                "No --crs: \(code) was taken from the longitude of the zones."))
        return try coordinateReferenceSystem(named: code)
    }
}
