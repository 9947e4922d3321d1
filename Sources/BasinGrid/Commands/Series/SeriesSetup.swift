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
    /// The cells that stand for each zone; none for a zone without an area.
    let cells: [ZoneCells]
    let points: [Point]
    let readingPaths: [String]
    /// How the readings are read.
    let form: ReadingTableOptions
    private(set) var notes: [LocalizedText]

    init(_ request: SeriesRequest, _ options: RunOptions) throws {
        self.request = request
        let faults = FaultCollector()
        faults.attempt { try SeriesFile.check(request, overwrite: options.overwrite) }
        faults.attempt { try request.checkOptions() }
        let form = faults.attempt { try request.form.options() }
        let code = faults.attempt { try form?.aliases.parameter(named: request.parameter) } ?? nil
        let period = faults.attempt { try request.period.map { try Period(parsing: $0) } } ?? nil
        readingPaths = request.readings.flatMap { pattern in
            let found = files(matching: pattern)
            if found.isEmpty {
                faults.add(
                    .input, zh: "没有与 “\(pattern)” 匹配的监测数据文件。请检查路径。",
                    en: "No file of readings matches \"\(pattern)\". Check the path.")
            }
            return found
        }
        var notes: [LocalizedText] = []
        let crs = faults.attempt { try request.workingCRS(&notes) } ?? nil
        let layer = faults.attempt {
            try readZones(
                at: request.zones, options: request.reading, idField: request.zoneField, into: crs)
        }
        let read = faults.attempt {
            try readPoints(
                at: request.stations, options: request.stationReading, x: nil, y: nil,
                fields: [request.idField], into: layer?.crs ?? crs)
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
        let zoneCells = try SeriesCells(of: layer.zones, crs: layer.crs, size: request.cell)
        cells = zoneCells.cells
        self.notes = notes + zoneCells.notes
    }

    /// The values of the parameter at the stations at each time.
    func fields(_ options: RunOptions) throws -> (SeriesFields, [LocalizedText]) {
        let faults = FaultCollector()
        var reader = ReadingReader(faults: faults, threads: options.threads)
        // A maximum of 8 hours is made of the day's ozone where there is none of its own.
        let parameters: Set<ParameterCode> =
            parameter == .o3EightHours && request.step != .hour ? [parameter, .o3] : [parameter]
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
        if let rejects = request.rejects {
            _ = try TableTarget(rejects).write(
                set.rejectedTable(language: options.language), shapes: nil, crs: nil,
                options: options)
        }
        let fields = try SeriesFields(
            of: set, parameter, at: points.map(\.id), step: request.step, in: period)
        return (fields, notes.map(\.text))
    }
}

extension SeriesRequest {
    fileprivate func checkOptions() throws {
        guard ["idw", "kriging"].contains(method) else {
            throw unexpected("--method", method, zh: "idw 或 kriging", en: "idw or kriging")
        }
        if let scale, !["hour", "none"].contains(scale) {
            throw unexpected("--variogram-scale", scale, zh: "hour 或 none", en: "hour or none")
        }
        if method == "idw", variogram != "auto" || scale != nil {
            throw Fault(
                .usage, zh: "--variogram 与 --variogram-scale 只用于 --method kriging。",
                en: "--variogram and --variogram-scale go with --method kriging.")
        }
        if variogram != "auto" { _ = try VariogramModel(text: variogram) }
    }

    /// The options for the stations: a filter and a layer name go with the zones.
    fileprivate var stationReading: VectorReadOptions {
        VectorReadOptions(encoding: reading.encoding, assumedCRS: reading.assumedCRS)
    }

    /// The CRS asked for; else that of the zones where it is projected; else the CGCS2000 zone of
    /// 3 degrees in which they lie.
    fileprivate func workingCRS(
        _ notes: inout [LocalizedText]
    ) throws -> CoordinateReferenceSystem? {
        if let crs { return try coordinateReferenceSystem(named: crs) }
        let layer = try readVectorLayer(at: zones, options: reading)
        guard let own = layer.crs, own.isGeographic, let box = layer.boundingBox else {
            return layer.crs
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
