import Coverage
import Foundation
import GeoFiles
import Geometry
import HotSpots
import Reports
import Rivers
import ZonalStatistics

/// What hot spots are looked for among.
public enum HotSpotSiteKind: String, CaseIterable, Sendable {
    /// The cells of a fishnet, or of a raster.
    case cells
    /// The zones themselves, with the values of a field or the means of a raster.
    case zones
    /// The stations themselves.
    case stations
}

/// Zones or stations with their values in every period.
struct HotSpotSites {
    let ids: [String]
    let shapes: [Shape]
    let geometry: OutputGeometry
    let crs: CoordinateReferenceSystem?
    /// In the order of time, the last the period: one mean a site.
    let periods: [[CellMean]]
    /// What each of `periods` is called.
    let labels: [String]
    private(set) var notes: [LocalizedText]
    /// Empty for stations.
    private let zones: [Zone]
    /// Where each site is: the centre of gravity of a zone; not finite without one.
    private let places: [Coordinate]
    private let threads: Int

    /// How far borders of zones may gape and still touch, in metres.
    private static let contiguityTolerance = 1.0

    init(_ request: HotSpotsRequest, _ options: RunOptions) throws {
        threads = options.threads
        switch request.sites {
        case .stations:
            guard let source = request.stations else { throw HotSpotError.noZones }
            var notes: [LocalizedText] = []
            let crs = try request.crs.map { try coordinateReferenceSystem(named: $0) }
            let wanted = try crs ?? Self.riverCRS(request, options)
            let spans = try HotSpotCells.spans(source, request)
            let fields = try HotSpotCells.stationValues(
                source, spans.periods, request, wanted, &notes)
            guard let stations = fields.first else { throw HotSpotError.noZones }
            ids = stations.map(\.id)
            places = stations.map(\.coordinate)
            shapes = stations.map { .points([$0.coordinate]) }
            geometry = .points
            self.crs =
                try wanted
                ?? readPoints(
                    at: source.path,
                    options: VectorReadOptions(
                        encoding: request.reading.encoding,
                        assumedCRS: request.reading.assumedCRS),
                    x: nil, y: nil, fields: [], into: nil
                ).crs
            periods = fields.map { $0.map { CellMean($0.value) } }
            labels = spans.periods.map { $0?.label ?? "value" }
            zones = []
            self.notes = notes
        case .zones, .cells:
            guard let path = request.zones, let field = request.zoneField else {
                throw HotSpotError.noZones
            }
            let rasterCRS = try request.rasters.last.map { try RasterFile(path: $0).geometry.crs }
            let named = try request.crs.map { try coordinateReferenceSystem(named: $0) }
            let layer = try readZones(
                at: path, options: request.reading, idField: field,
                into: (rasterCRS ?? nil) ?? named, measuresArea: false, threads: options.threads)
            zones = layer.zones
            ids = layer.zones.map(\.id)
            places = layer.zones.map { centreOfGravity(of: $0) }
            shapes = layer.zones.map { $0.polygons.isEmpty ? .none : .polygons($0.polygons) }
            geometry = .polygons
            crs = layer.crs
            notes = layer.notes.map(\.text) + layer.zones.compactMap(\.warning)
            if let valueField = request.zoneValueField {
                periods = [try Self.values(of: layer, field: valueField)]
                labels = [valueField]
            } else {
                periods = try collectingFaults(request.rasters) {
                    try Self.means(of: $0, over: layer, options)
                }
                labels = request.rasters.map {
                    URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
                }
            }
        }
    }

    // MARK: - Values

    private static func values(of layer: ZoneLayer, field: String) throws -> [CellMean] {
        var wrong: [String] = []
        let values = try zip(layer.zones, layer.values(ofField: field)).map { zone, value in
            if let number = value.number { return CellMean(number) }
            let text = (value.text ?? "").trimmingCharacters(in: .whitespaces)
            if text.isEmpty { return CellMean.missing }
            if let number = Double(text) { return CellMean(number) }
            wrong.append("\(zone.id) (\"\(text)\")")
            return CellMean.missing
        }
        guard wrong.isEmpty else {
            let list = wrong.prefix(10).joined(separator: ", ")
            throw Fault(
                .data, zh: "\(layer.path)：字段 \(field) 有 \(wrong.count) 个值不是数字：\(list)。请更正。",
                en: "\(layer.path): \(wrong.count) values of field \"\(field)\" are not numbers: "
                    + "\(list). Correct them.")
        }
        return values
    }

    /// The exact means of a raster in the zones.
    private static func means(
        of path: String, over layer: ZoneLayer, _ options: RunOptions
    ) throws -> [CellMean] {
        let raster = try RasterFile(path: path)
        try raster.requireAxisParallel()
        if let own = raster.geometry.crs, !isSame(own, layer.crs) {
            throw Fault(
                .data, zh: "\(path) 的坐标系 \(own.name) 与其他栅格的 \(layer.crs.name) 不同。请先转换栅格。",
                en:
                    "\(path) is in \(own.name), the other rasters in \(layer.crs.name). Convert the "
                    + "raster first.")
        }
        let overlay = try Overlay(
            of: layer.zones, on: raster.geometry, threads: options.threads)
        let table = try zonalStatistics(
            of: raster, over: overlay, zones: layer.zones, statistics: [.mean, .validShare],
            threads: options.threads)
        return table.values.map { CellMean(value: $0[0], validShare: $0[1]) }
    }

    /// The CRS of the rivers, in a plane, where stations are neighbours along rivers.
    private static func riverCRS(
        _ request: HotSpotsRequest, _ options: RunOptions
    ) throws -> CoordinateReferenceSystem? {
        guard let rivers = request.rivers else { return nil }
        return try RiverLayer(
            rivers, projectsDegrees: true, memory: options.memory
        ).crs
    }

    // MARK: - Neighbours

    /// The neighbours that a text on `option` means among the sites.
    func neighbours(
        _ text: String, option: String, _ request: HotSpotsRequest, _ options: RunOptions
    ) throws -> CellNeighbours {
        CellNeighbours(
            sites: try weights(
                NeighbourChoice(parsing: text, option: option), option: option, request, options),
            threads: threads)
    }

    private func weights(
        _ choice: NeighbourChoice, option: String, _ request: HotSpotsRequest,
        _ options: RunOptions
    ) throws -> SpatialWeights {
        switch choice {
        case .disc(let text):
            let metres = try metres(text, option: option, in: crs)
            return try isGeographic
                ? .band(
                    of: places, radiusInMetres: metres, distance: GeodesicDistance(),
                    threads: threads)
                : .band(of: places, radiusInMetres: metres, distance: planar, threads: threads)
        case .nearest(let count):
            return try isGeographic
                ? .nearest(count, of: places, distance: GeodesicDistance(), threads: threads)
                : .nearest(count, of: places, distance: planar, threads: threads)
        case .contiguity(let kind):
            guard !zones.isEmpty else {
                throw unexpected(
                    option, "contiguity", zh: "站点的邻域：距离、nearest:8 或 river:20km",
                    en: "neighbours of stations: a distance, nearest:8 or river:20km")
            }
            let metresPerUnit = isGeographic ? 111_320 : (crs?.metresPerUnit ?? 1)
            return .contiguity(
                of: zones, kind, tolerance: Self.contiguityTolerance / metresPerUnit,
                threads: threads)
        case .square(let reach):
            throw unexpected(
                option, "square:\(reach)", zh: "距离、nearest:8、contiguity 或 river:20km（square 用于网格）",
                en: "a distance, nearest:8, contiguity or river:20km; square is of cells")
        case .river(let text):
            guard let rivers = request.rivers, zones.isEmpty, let crs else {
                throw Fault(
                    .usage, zh: "\(option) river:\(text) 需要 --sites stations 与 --rivers PATH。",
                    en: "\(option) river:\(text) needs --sites stations and --rivers PATH.")
            }
            let layer =
                try request.crs == nil
                ? RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
                : RiverLayer(rivers, into: crs, memory: options.memory)
            let distance = RiverDistance(
                along: layer.network, stations: places,
                within: try metres(request.riverDistance, option: "--max-distance", in: crs))
            return try .band(
                of: places, radiusInMetres: try metres(text, option: option, in: crs),
                distance: distance, threads: threads)
        }
    }

    private var isGeographic: Bool { crs?.isGeographic ?? false }
    private var planar: PlanarDistance {
        PlanarDistance(metresPerUnit: crs?.metresPerUnit ?? 1)
    }
}

extension CellMean {
    /// A value without a raster behind it.
    fileprivate init(_ value: Double) {
        self.init(value: value, validShare: value.isNaN ? 0 : 1)
    }
}

/// The centre of gravity of a zone's area in its CRS; not finite for a zone without area.
private func centreOfGravity(of zone: Zone) -> Coordinate {
    var (x, y, area) = (0.0, 0.0, 0.0)
    guard let origin = zone.boundingBox?.centre else { return Coordinate(x: .nan, y: .nan) }
    for polygon in zone.polygons {
        for (number, ring) in polygon.rings.enumerated() {
            var (ringX, ringY, twice) = (0.0, 0.0, 0.0)
            for (a, b) in zip(ring.coordinates, ring.coordinates.dropFirst()) {
                let (ax, ay) = (a.x - origin.x, a.y - origin.y)
                let (bx, by) = (b.x - origin.x, b.y - origin.y)
                let cross = ax * by - bx * ay
                ringX += (ax + bx) * cross
                ringY += (ay + by) * cross
                twice += cross
            }
            // Orientation is free: a shell adds, a hole takes away.
            let sign = (twice < 0 ? -1.0 : 1) * (number == 0 ? 1 : -1)
            x += sign * ringX
            y += sign * ringY
            area += sign * twice
        }
    }
    return Coordinate(x: origin.x + x / (3 * area), y: origin.y + y / (3 * area))
}
