public import Foundation
public import Geometry

/// A job small enough to work out by hand, in EPSG:4547 (metres; the central meridian is x = 500 000,
/// where lengths are true to a millionth).
///
///     y 4210000 ┌─────────┬─────────┐   zones A (west) and B (east), 10 km squares
///               │ A    S3 │ B       │   stations S1 (503, 4205), S2 (509, 4203), S3 (517, 4207)
///       4205000 ┝S1━━P1━━━┿━━━P2━━━━┥   one river along y = 4205000, digitised eastwards
///       4200000 └─────────┴─────────┘   sections P1 at 5 km (300 m off the river), P2 at 15 km
///
/// Readings: 35 days from 2026-04-01, and April 2025.
public struct SmallJob: Sendable {
    /// Rings of zones: code and west, south, east, north in kilometres; `nil` for no geometry.
    public var zones: [(id: String, box: [Double]?)] = [
        ("A", [500, 4200, 510, 4210]), ("B", [510, 4200, 520, 4210]),
    ]
    /// A second zone layer, called `basins`.
    public var basins: [(id: String, box: [Double]?)]?
    public var hasStations = true
    public var hasRivers = true
    public var hasSections = true
    public var periods = "[2026-04]"
    public var compare = "year"
    public var crs = "EPSG:4547"
    public var rasters = "[{parameter: PM2.5, statistic: mean, cell: 2km}]"
    public var hotSpots: String? = "{parameter: PM2.5, cell: 5km, top: 2}"
    public var statistics = "[mean, max, min, count, sum, valid_share, area_km2]"
    public var formats = "[gpkg, csv, geotiff, html]"
    /// More lines of the job file.
    public var moreKeys: [String] = []
    /// More files beside it: name and content.
    public var moreFiles: [String: String] = [:]
    /// The kinds of the two zone layers.
    public var zoneKind: String?
    public var basinKind: String?
    /// The class field of zones by their codes.
    public var classes: [String: String] = [:]
    /// How the tables of air are to be read, and their header.
    public var airEntry = "layout: long"
    public var airHeader = "id,time,parameter,value"
    /// More rows of readings: id,time,parameter,value.
    public var moreReadings: [String] = []

    public init() {}

    public static let stationPlaces = [
        Coordinate(x: 503_000, y: 4_205_000), Coordinate(x: 509_000, y: 4_203_000),
        Coordinate(x: 517_000, y: 4_207_000),
    ]
    /// The means of April 2026: 30 + d mod 3, 50 + d mod 2, and 70 on all days d.
    public static let means = [31, 50.5, 70]
    /// The means of April 2025.
    public static let meansBefore = [20.0, 40, 60]

    private func yaml() -> String {
        var lines = [
            "basingrid: 1", "name: 小任务", "crs: \(crs)", "periods: \(periods)",
            "compare: \(compare)",
            "zones:",
            "  - {name: units, path: zones.geojson, id: code, label: name\(kind(zoneKind))}",
        ]
        if basins != nil {
            lines.append(
                "  - {name: basins, path: basins.geojson, id: code, label: name\(kind(basinKind))}")
        }
        if hasStations {
            lines.append(
                "stations: [{path: stations.csv, id: code, x: x, y: y, crs: 'EPSG:4547'}]")
            lines.append("rasters: \(rasters)")
            if let hotSpots { lines.append("hotspots: \(hotSpots)") }
        }
        if hasSections {
            lines.append(
                "sections: {path: sections.geojson, id: code, label: name, target: target, dry: dry}"
            )
        }
        if hasRivers { lines.append("rivers: {path: rivers.geojson, id: code, label: name}") }
        lines += [
            "readings:", "  - {path: 'air*.csv', \(airEntry)}",
            "  - {path: water.csv, layout: wide, site: code, time: time}",
            "zonal: {stats: \(statistics)}", "outputs: {formats: \(formats)}",
        ]
        return (lines + moreKeys).joined(separator: "\n") + "\n"
    }

    private func kind(_ name: String?) -> String { name.map { ", kind: \($0)" } ?? "" }

    // MARK: - Files

    /// Writes all files into `folder`; the path of the job.
    public func write(into folder: URL) throws -> String {
        func put(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try put("job.yaml", yaml())
        for (name, content) in moreFiles { try put(name, content) }
        try put("zones.geojson", collection(zones.map(zone)))
        if let basins { try put("basins.geojson", collection(basins.map(zone))) }
        let places = Self.stationPlaces.enumerated()
        try put(
            "stations.csv",
            "code,x,y\n" + places.map { "S\($0 + 1),\($1.x),\($1.y)\n" }.joined())
        try put("air.csv", "\(airHeader)\n" + air().joined(separator: "\n") + "\n")
        try put(
            "rivers.geojson",
            collection([
                feature(
                    "LineString", "[[500000,4205000],[520000,4205000]]",
                    ["code": "R1", "name": "清河"])
            ]))
        try put(
            "sections.geojson",
            collection([
                feature(
                    "Point", "[505000,4205300]",
                    ["code": "P1", "name": "上桥", "target": "III", "dry": "否"]),
                feature(
                    "Point", "[515000,4205000]",
                    ["code": "P2", "name": "下桥", "target": "II", "dry": "否"]),
            ]))
        try put(
            "water.csv",
            """
            code,time,CODMN,NH3N,TP
            P1,2026-04-02,3,0.4,0.25
            P1,2026-04-16,4,0.6,0.35
            P2,2026-04-02,1.5,0.10,0.01L
            P1,2025-04-02,7,0.4,0.05
            P2,2025-04-02,1.5,0.4,0.05

            """)
        return folder.appending(path: "job.yaml").path
    }

    private func air() -> [String] {
        var rows: [String] = []
        for day in 1...35 {
            let date = day <= 30 ? "2026-04-\(day)" : "2026-05-\(day - 30)"
            rows.append("S1,\(date),PM2.5,\(30 + day % 3)")
            rows.append("S2,\(date),PM2.5,\(50 + day % 2)")
            rows.append("S3,\(date),PM2.5,70")
        }
        for day in 1...30 {
            for (station, value) in Self.meansBefore.enumerated() {
                rows.append("S\(station + 1),2025-04-\(day),PM2.5,\(value)")
            }
        }
        return rows + moreReadings
    }

    private func zone(_ zone: (id: String, box: [Double]?)) -> String {
        var properties = ["code": zone.id, "name": "区\(zone.id)"]
        if !classes.isEmpty { properties["ZHGKDYFL"] = classes[zone.id] ?? "" }
        guard let box = zone.box?.map({ $0 * 1000 }) else {
            return feature(nil, "", properties)
        }
        let ring = [[0, 1], [2, 1], [2, 3], [0, 3], [0, 1]].map { "[\(box[$0[0]]),\(box[$0[1]])]" }
        return feature("Polygon", "[[\(ring.joined(separator: ","))]]", properties)
    }

    private func feature(_ type: String?, _ coordinates: String, _ properties: [String: String])
        -> String
    {
        let geometry = type.map { "{\"type\":\"\($0)\",\"coordinates\":\(coordinates)}" } ?? "null"
        let fields = properties.sorted { $0.key < $1.key }.map { "\"\($0)\":\"\($1)\"" }
        return "{\"type\":\"Feature\",\"properties\":{\(fields.joined(separator: ","))},"
            + "\"geometry\":\(geometry)}"
    }

    private func collection(_ features: [String]) -> String {
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
            + "{\"name\":\"urn:ogc:def:crs:EPSG::4547\"}},\"features\":["
            + features.joined(separator: ",\n") + "]}"
    }
}
