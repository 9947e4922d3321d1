import Coverage
import Foundation
import GeoFiles
import Geometry
import Grids
import HotSpots
import Interpolation
import Readings
import Reports

/// The cells of a request with their values in every period.
struct HotSpotCells {
    let fishnet: Fishnet
    let cells: [FishnetCell]
    /// The zones that cells are laid over; none for the extent of a raster.
    let zones: [Zone]
    /// In the order of time, the last the period: one mean a cell.
    private(set) var periods: [[CellMean]] = []
    /// What each of `periods` is called.
    private(set) var labels: [String] = []
    /// The same period of the year before, and the one before.
    private(set) var lastYear: [CellMean]?
    private(set) var lastMonth: [CellMean]?
    /// Standard errors of the last period; `nil` where values are no estimates.
    private(set) var errors: [Double]?
    private(set) var notes: [LocalizedText]

    init(_ request: HotSpotsRequest, _ options: RunOptions) throws {
        let base = try request.rasters.last.map { try RasterReader(path: $0) }
        let layer = try Self.zones(request, base?.geometry.crs)
        notes = layer?.notes.map(\.text) ?? []
        notes += layer?.zones.compactMap(\.warning) ?? []
        zones = layer?.zones ?? []
        fishnet = try Self.fishnet(request, layer, base?.geometry)
        if let layer {
            cells = fishnet.cells(
                over: try Overlay(
                    of: layer.zones, on: fishnet.geometry, threads: options.threads))
        } else {
            let grid = fishnet.geometry
            let fishnet = fishnet
            cells = (0..<grid.cellCount).map {
                fishnet.cell(row: $0 / grid.columns, column: $0 % grid.columns)
            }
        }
        if let stations = request.stations {
            try estimate(from: stations, request, layer?.crs, options)
        } else {
            try average(request, options)
        }
    }

    private static func zones(
        _ request: HotSpotsRequest, _ rasterCRS: CoordinateReferenceSystem?
    ) throws -> ZoneLayer? {
        guard let path = request.zones, let field = request.zoneField else { return nil }
        let named = try request.crs.map { try coordinateReferenceSystem(named: $0) }
        return try readZones(
            at: path, options: request.reading, idField: field, into: rasterCRS ?? named,
            measuresArea: false)
    }

    /// The fishnet over the zones, or over the raster; without a cell size its cells are the
    /// raster's.
    private static func fishnet(
        _ request: HotSpotsRequest, _ layer: ZoneLayer?, _ raster: GridGeometry?
    ) throws -> Fishnet {
        let crs = layer?.crs ?? raster?.crs
        let metresPerUnit = crs?.metresPerUnit ?? 1
        var origin = Coordinate(x: 0, y: 0)
        var size: Double
        if let text = request.cell {
            guard let distance = Distance(parsing: text) else {
                throw unexpected("--cell", text, zh: "距离，如 3km", en: "a distance such as 3km")
            }
            size = try crs.map { try distance.inUnits(of: $0) } ?? distance.value
            size *= metresPerUnit
        } else {
            guard let raster, !raster.geotransform.isRotated,
                abs(raster.cellSize.width - raster.cellSize.height)
                    <= 1e-9 * raster.cellSize.width
            else {
                throw Fault(
                    .data, zh: "栅格单元不是正方形，请用 --cell 指定网格边长。",
                    en: "The raster's cells are no squares: name the size of cells with --cell.")
            }
            size = raster.cellSize.width * metresPerUnit
            origin = Coordinate(x: raster.extent.minX, y: raster.extent.minY)
        }
        if let layer {
            return try Fishnet(
                covering: layer.zones, cellSizeInMetres: size, crs: crs, origin: origin,
                assumesPlane: crs == nil)
        }
        guard let raster else { throw HotSpotError.noZones }
        return try Fishnet(
            covering: raster.extent, cellSizeInMetres: size, crs: crs, origin: origin,
            assumesPlane: crs == nil)
    }

    // MARK: - Rasters

    private mutating func average(_ request: HotSpotsRequest, _ options: RunOptions) throws {
        func means(_ path: String) throws -> [CellMean] {
            let reader = try RasterReader(path: path)
            if let own = reader.geometry.crs, let wanted = fishnet.crs, !isSame(own, wanted) {
                throw Fault(
                    .data,
                    zh: "\(path) 的坐标系 \(own.name) 与网格的 \(wanted.name) 不同。请先转换栅格。",
                    en:
                        "\(path) is in \(own.name), the cells in \(wanted.name). Convert the raster "
                        + "first.")
            }
            return try fishnet.cellMeans(of: reader, in: cells, threads: options.threads)
        }
        periods = try collectingFaults(request.rasters, means)
        labels = request.rasters.map {
            URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
        }
        lastYear = try request.lastYear.map(means)
        lastMonth = try request.lastMonth.map(means)
    }

    // MARK: - Stations

    private mutating func estimate(
        from source: HotSpotsRequest.StationSource, _ request: HotSpotsRequest,
        _ crs: CoordinateReferenceSystem?, _ options: RunOptions
    ) throws {
        let spans = try Self.spans(source, request)
        let fields = try Self.stationValues(source, spans.all, request, crs, &notes).map {
            (places: $0.map(\.coordinate), values: $0.map(\.value))
        }
        // Every period reads the same files and says the same of them.
        notes = notes.enumerated().filter { !notes[..<$0.offset].contains($0.element) }
            .map(\.element)
        let count = spans.periods.count
        let estimates: [[CellMean]]
        if source.method == "mean" {
            estimates = fields.map {
                CellPoints($0.places, in: cells, of: fishnet).means(of: $0.values)
            }
        } else {
            guard source.method == "kriging" else {
                throw unexpected(
                    "--method", source.method, zh: "kriging 或 mean", en: "kriging or mean")
            }
            let kriged = try CellKriging(
                variogram: source.variogram, places: fields[0].places, name: source.path,
                cells: cells, crs: crs, threads: options.threads
            ).estimates(of: fields.map(\.values), fittedTo: count, &notes)
            estimates = kriged.map(\.means)
            errors = kriged[count - 1].errors
        }
        periods = Array(estimates[..<count])
        labels = spans.periods.map { $0?.label ?? "value" }
        var next = count
        if spans.lastYear != nil {
            lastYear = estimates[next]
            next += 1
        }
        if spans.lastMonth != nil { lastMonth = estimates[next] }
    }

    /// The stations with a place and their values in each span, in the same order in all.
    static func stationValues(
        _ source: HotSpotsRequest.StationSource, _ spans: [Period?], _ request: HotSpotsRequest,
        _ crs: CoordinateReferenceSystem?, _ notes: inout [LocalizedText]
    ) throws -> [[StationValue]] {
        var fields: [[StationValue]] = []
        for span in spans {
            var values = InterpolationRequest(stations: source.path)
            values.idField = source.idField
            values.valueField = source.valueField
            values.readings = source.readings
            values.parameter = source.parameter
            values.period = span?.label
            values.statistic = source.statistic
            values.form = source.form
            values.reading = request.reading
            values.reading.layer = nil
            values.reading.attributeFilter = nil
            fields.append(
                try values.stationValues(in: crs, &notes).stations.filter(\.coordinate.isFinite))
        }
        return fields
    }

    /// The periods that are needed of readings: months for a stack, and those compared with.
    struct Spans {
        var periods: [Period?]
        var lastYear: Period?
        var lastMonth: Period?

        var all: [Period?] {
            periods + [lastYear, lastMonth].compactMap { $0 }.map { $0 as Period? }
        }
    }

    static func spans(
        _ source: HotSpotsRequest.StationSource, _ request: HotSpotsRequest
    ) throws -> Spans {
        guard source.readings != nil, let text = source.period else {
            guard request.rank == .value, !request.needsMonths else {
                throw Fault(
                    .usage,
                    zh: "变化、--emerging、--months 与 --release-after 需要 --readings 与 --period。",
                    en: "Changes, --emerging, --months and --release-after need --readings and "
                        + "--period.")
            }
            return Spans(periods: [nil])
        }
        let period = try Period(parsing: text)
        let months = request.needsMonths ? period.months : [period]
        let last = months.last ?? period
        return Spans(
            periods: months.map { $0 },
            lastYear: request.warns || request.rank == .changeOnYear ? last.yearBefore : nil,
            lastMonth: request.warns || request.rank == .changeOnMonth
                ? last.precedingPeriod : nil)
    }
}

extension HotSpotsRequest {
    /// Whether the months of the stations' period are needed one by one.
    fileprivate var needsMonths: Bool { isEmerging || takesMonths || releasedAfter != nil }
}
