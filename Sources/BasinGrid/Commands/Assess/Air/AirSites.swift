import Foundation
import GeoFiles
import Geometry
import QualityStandards
import Readings
import Reports

/// The stations and zones of an assessment, and which stations belong to which zone.
struct AirSites: Sendable {
    /// A station with readings, or one that should have them.
    struct Station: Sendable {
        let id: String
        /// Whether official statistics take it; micro-stations and others stand apart.
        let isNational: Bool
        fileprivate(set) var coordinate: Coordinate?
    }

    /// A zone with its national stations.
    struct ZoneStations: Sendable {
        let id: String
        let stations: [String]
        /// Why the zone has none; `nil` when it has.
        let reason: LocalizedText?
        let shape: Shape
    }

    private(set) var stations: [Station] = []
    private(set) var zones: [ZoneStations] = []
    /// The name of the zone layer.
    private(set) var layer = ""
    private(set) var crs: CoordinateReferenceSystem?
    private(set) var notes: [LocalizedText] = []
    private(set) var paths: [String] = []
    let hasStationFile: Bool

    /// Reads stations and zones; without a file of stations they are taken from the readings by
    /// `addStations(of:)`.
    init(_ request: AirAssessmentRequest) throws {
        hasStationFile = request.stations != nil
        guard hasStationFile || request.zones == nil else {
            throw Fault(
                .usage, zh: "--zones 需要用 --stations 给出站点位置。",
                en: "--zones needs --stations, which say where the stations are.")
        }
        let read = try request.zones.map {
            try assessedZoneLayer(at: $0, idField: request.zoneField, options: request.reading)
        }
        let zones = read?.layer
        if let zones {
            layer = zones.name
            crs = zones.crs
            notes += zones.notes.map(\.text) + (read?.notes ?? [])
        }
        if let path = request.stations {
            try readStations(at: path, request, into: zones?.crs)
            paths += parts(ofDataset: path)
        }
        if let zones {
            paths += request.zones.map { parts(ofDataset: $0) } ?? []
            assign(to: zones.zones)
        }
    }

    /// The stations of a job and, of one of its zone layers, which of them each zone has.
    init(_ stations: [JobInputs.LoadedStation], in layer: JobInputs.LoadedZoneLayer?) {
        hasStationFile = true
        self.stations = stations.map {
            Station(id: $0.id, isNational: $0.network == .national, coordinate: $0.coordinate)
        }
        if let layer {
            self.layer = layer.name
            assign(to: layer.zones)
        }
    }

    /// The national stations of all zones, each once; without zones all national stations.
    var whole: [String] {
        let national = stations.filter(\.isNational).map(\.id)
        guard !zones.isEmpty else { return national }
        let inside = Set(zones.flatMap(\.stations))
        return national.filter(inside.contains)
    }

    /// Takes the sites of readings for stations where no file names them, or says which are not
    /// among those of the file.
    mutating func add(sitesOf readings: ReadingSet) {
        if hasStationFile {
            let known = Set(stations.map(\.id))
            let others = readings.sites.filter { !known.contains($0) }.sorted()
            guard let first = others.first else { return }
            notes.append(
                LocalizedText(
                    "监测数据中有 \(others.count) 个站点不在站点文件中，未评价，首个：\(first)。",
                    "\(others.count) site(s) of the readings are not in the stations' file and were "
                        + "not assessed, the first: \(first)."))
            return
        }
        // By code: the order in which files name sites says nothing.
        stations = readings.sites.sorted().map { Station(id: $0, isNational: true) }
        notes.append(
            LocalizedText(
                "未给出 --stations：监测数据中的 \(stations.count) 个站点均按国控点计入总体。",
                "No --stations: all \(stations.count) site(s) of the readings count as national "
                    + "stations."))
    }

    // MARK: - Stations

    private mutating func readStations(
        at path: String, _ request: AirAssessmentRequest, into crs: CoordinateReferenceSystem?
    ) throws {
        var options = request.reading
        (options.layer, options.attributeFilter) = (nil, nil)
        let names = try Self.fieldNames(at: path, options)
        let idField = try request.idField ?? guessedCodeField(among: names, of: path)
        if request.idField == nil {
            notes.append(
                LocalizedText(
                    "\(path)：以 “\(idField)” 列为站点编码（可用 --id-field 指定）。",
                    "\(path): \"\(idField)\" was taken for the stations' code (--id-field names "
                        + "another)."))
        }
        let networkField = request.networkField ?? names.first { $0.lowercased() == "network" }
        let fields = [idField] + (networkField.map { [$0] } ?? [])
        let rows: [PointSet.Row]
        if crs != nil {
            if options.assumedCRS == nil, isTable(path) {
                options.assumedCRS = "EPSG:4490"
                notes.append(
                    LocalizedText(
                        "\(path)：坐标按 CGCS2000 经纬度（EPSG:4490）处理，可用 --assume-crs 指定。",
                        "\(path): the coordinates were taken for CGCS2000 longitude and latitude "
                            + "(EPSG:4490); --assume-crs names another."))
            }
            let points = try readPoints(
                at: path, options: options, x: nil, y: nil, fields: fields, into: crs)
            notes += points.notes.map(\.text)
            rows = points.rows
        } else {
            rows = try Self.attributes(at: path, options, fields)
        }
        stations = rows.map { row in
            let network = networkField.flatMap { row.attributes[$0] } ?? ""
            return Station(
                id: (row.attributes[idField] ?? "").trimmingCharacters(in: .whitespaces),
                isNational: networkField == nil || Self.isNational(network),
                coordinate: crs == nil ? nil : row.coordinate)
        }
        try checkCodes(path, idField)
    }

    private func checkCodes(_ path: String, _ field: String) throws {
        let groups = Dictionary(grouping: stations, by: \.id)
        let repeated = groups.filter { $1.count > 1 }.keys.sorted()
        guard repeated.isEmpty, groups[""] == nil else {
            let list = repeated.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
            throw Fault(
                .data, zh: "\(path)：“\(field)” 列的站点编码为空或重复：\(list)。编码应唯一，请更正。",
                en: "\(path): codes in \"\(field)\" are empty or stand more than once: \(list). "
                    + "Codes must be unique: correct them.")
        }
    }

    /// Whether the word of a network names the national one.
    static func isNational(_ network: String) -> Bool {
        let word = network.trimmingCharacters(in: .whitespaces).lowercased()
        return word.contains("national") || word.contains("国控")
    }

    private static func fieldNames(
        at path: String, _ options: VectorReadOptions
    ) throws -> [String] {
        try layer(at: path, options).fields.map(\.name)
    }

    private static func layer(at path: String, _ options: VectorReadOptions) throws -> VectorLayer {
        isTable(path)
            ? try readTableLayer(at: path, encoding: options.encoding, isText: true)
            : try readVectorLayer(at: path, options: options)
    }

    /// The rows without places: their coordinates are of no use.
    private static func attributes(
        at path: String, _ options: VectorReadOptions, _ fields: [String]
    ) throws -> [PointSet.Row] {
        let layer = try layer(at: path, options)
        let indices = try fields.map { try layer.index(ofField: $0) }
        return layer.features.map { feature in
            let values = zip(fields, indices).map { ($0, feature.attributes[$1].text ?? "") }
            return PointSet.Row(
                number: Int(feature.number), coordinate: Coordinate(x: 0, y: 0),
                attributes: Dictionary(values, uniquingKeysWith: { first, _ in first }))
        }
    }

    // MARK: - Zones

    /// The national stations in a zone; most zones of large layers have none near.
    private func nationalStations(in zone: Zone) -> [String] {
        guard let box = zone.boundingBox else { return [] }
        let near = stations.filter { station in
            station.isNational
                && station.coordinate.map {
                    $0.x >= box.minX && $0.x <= box.maxX && $0.y >= box.minY && $0.y <= box.maxY
                } ?? false
        }
        if near.isEmpty { return [] }
        let index = PolygonIndex(zone.polygons)
        return near.filter { $0.coordinate.map(index.contains) ?? false }.map(\.id)
    }

    private mutating func assign(to zones: [Zone]) {
        var placed: Set<String> = []
        self.zones = zones.map { zone in
            let inside = nationalStations(in: zone)
            placed.formUnion(inside)
            let reason = zone.note.map {
                LocalizedText(zone.noteInChinese ?? $0, $0)
            }
            return ZoneStations(
                id: zone.id, stations: inside,
                reason: inside.isEmpty
                    ? reason ?? LocalizedText("区域内无国控站点。", "No national station in the zone.")
                    : nil,
                shape: .polygons(zone.polygons))
        }
        let outside = stations.filter { $0.isNational && !placed.contains($0.id) }
        if let first = outside.first {
            notes.append(
                LocalizedText(
                    "\(outside.count) 个国控站点不在任何区域内，不计入总体，首个：\(first.id)。",
                    "\(outside.count) national station(s) lie in no zone and do not enter the whole, "
                        + "the first: \(first.id)."))
        }
    }
}
