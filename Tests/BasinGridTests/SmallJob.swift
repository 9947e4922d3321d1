import Foundation
import Geometry
import Readings
import Reports
import TestSupport

@testable import BasinGrid

/// A job small enough to work out by hand, in EPSG:4547 (metres; the central meridian is x = 500 000,
/// where lengths are true to a millionth).
///
///     y 4210000 ┌─────────┬─────────┐   zones A (west) and B (east), 10 km squares
///               │ A    S3 │ B       │   stations S1 (503, 4205), S2 (509, 4203), S3 (517, 4207)
///       4205000 ┝S1━━P1━━━┿━━━P2━━━━┥   one river along y = 4205000, digitised eastwards
///       4200000 └─────────┴─────────┘   sections P1 at 5 km (300 m off the river), P2 at 15 km
///
/// Readings: 35 days from 2026-04-01, and April 2025.
struct SmallJob {
    /// Rings of zones: code and west, south, east, north in kilometres; `nil` for no geometry.
    var zones: [(id: String, box: [Double]?)] = [
        ("A", [500, 4200, 510, 4210]), ("B", [510, 4200, 520, 4210]),
    ]
    /// A second zone layer, called `basins`.
    var basins: [(id: String, box: [Double]?)]?
    var hasStations = true
    var hasRivers = true
    var hasSections = true
    var periods = "[2026-04]"
    var compare = "year"
    var crs = "EPSG:4547"
    var rasters = "[{parameter: PM2.5, statistic: mean, cell: 2km}]"
    var hotSpots: String? = "{parameter: PM2.5, cell: 5km, top: 2}"
    var statistics = "[mean, max, min, count, sum, valid_share, area_km2]"
    var formats = "[gpkg, csv, geotiff, html]"
    /// More lines of the job file.
    var moreKeys: [String] = []
    /// More files beside it: name and content.
    var moreFiles: [String: String] = [:]
    /// The kinds of the two zone layers.
    var zoneKind: String?
    var basinKind: String?
    /// The class field of zones by their codes.
    var classes: [String: String] = [:]
    /// More rows of readings: id,time,parameter,value.
    var moreReadings: [String] = []

    static let stationPlaces = [
        Coordinate(x: 503_000, y: 4_205_000), Coordinate(x: 509_000, y: 4_203_000),
        Coordinate(x: 517_000, y: 4_207_000),
    ]
    /// The means of April 2026: 30 + d mod 3, 50 + d mod 2, and 70 on all days d.
    static let means = [31, 50.5, 70]
    /// The means of April 2025.
    static let meansBefore = [20.0, 40, 60]

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
            "readings:", "  - {path: 'air*.csv', layout: long}",
            "  - {path: water.csv, layout: wide, site: code, time: time}",
            "zonal: {stats: \(statistics)}", "outputs: {formats: \(formats)}",
        ]
        return (lines + moreKeys).joined(separator: "\n") + "\n"
    }

    private func kind(_ name: String?) -> String { name.map { ", kind: \($0)" } ?? "" }

    // MARK: - Files

    /// Writes all files into `folder`; the path of the job.
    func write(into folder: URL) throws -> String {
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
        try put("air.csv", "id,time,parameter,value\n" + air().joined(separator: "\n") + "\n")
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

    // MARK: - Results

    /// The figures and tables, without writing a folder.
    struct Results {
        var job: Job
        var inputs: JobInputs
        var figures: JobFigures
        var tables: JobTables

        var layers: JobLayers {
            JobLayers(inputs: inputs, figures: figures, tables: tables, language: .zh)
        }

        func notes(of kind: ReportNote.Kind) -> [String] {
            figures.notes.filter { $0.kind == kind }.map(\.text.en)
        }
    }

    func compute(threads: Int = 1, language: ReportLanguage = .zh) throws -> Results {
        try withTemporaryFolder { folder in
            let options = RunOptions(threads: threads, language: language)
            let (job, inputs) = try JobRun(path: try write(into: folder), options: options).load()
            let figures = try JobComputation(job: job, inputs: inputs, options: options).figures()
            return Results(
                job: job, inputs: inputs, figures: figures,
                tables: JobTables(job: job, inputs: inputs, figures: figures, language: language))
        }
    }

    /// The faults in English with which the job is refused.
    func faults() throws -> [String] {
        try withTemporaryFolder { folder in
            do {
                _ = try JobRun(
                    path: try write(into: folder), options: RunOptions(threads: 1)
                ).load()
                return []
            } catch let faults as Faults {
                return faults.all.map(\.text.en)
            }
        }
    }
}

extension ReportTable {
    /// The cell in a row and the column called `key`.
    func cell(_ row: Int, _ key: String) -> Cell? {
        guard rows.indices.contains(row), let column = columns.firstIndex(where: { $0.key == key })
        else { return nil }
        return rows[row][column]
    }

    /// The number there, NaN for none.
    func number(_ row: Int, _ key: String) -> Double {
        switch cell(row, key) {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .decimal(let text): Double(text) ?? .nan
        case .empty, .text, nil: .nan
        }
    }

    /// The text there; `nil` for an empty cell.
    func text(_ row: Int, _ key: String) -> String? {
        guard case .text(let text) = cell(row, key) else { return nil }
        return text
    }
}

/// Inverse squared distance at cell centres, and its mean, least and largest value over boxes, by
/// plain sums.
struct PlainSurface {
    var values: [Double]

    func value(x: Double, y: Double) -> Double {
        var (top, bottom) = (0.0, 0.0)
        for (place, value) in zip(SmallJob.stationPlaces, values) {
            let squared = (place.x - x) * (place.x - x) + (place.y - y) * (place.y - y)
            if squared == 0 { return value }
            top += value / squared
            bottom += 1 / squared
        }
        return top / bottom
    }

    /// Over a box in kilometres, of cells of `cell` kilometres aligned to whole multiples.
    func statistics(
        _ box: [Double], cell: Double
    ) -> (mean: Double, min: Double, max: Double, count: Double) {
        var (sum, count, least, largest) = (0.0, 0.0, Double.infinity, -Double.infinity)
        for column in Int((box[0] / cell).rounded(.down))..<Int((box[2] / cell).rounded(.up)) {
            for row in Int((box[1] / cell).rounded(.down))..<Int((box[3] / cell).rounded(.up)) {
                let (west, south) = (Double(column) * cell, Double(row) * cell)
                let width = min(west + cell, box[2]) - max(west, box[0])
                let height = min(south + cell, box[3]) - max(south, box[1])
                let share = width * height / (cell * cell)
                let value = value(x: (west + cell / 2) * 1000, y: (south + cell / 2) * 1000)
                sum += share * value
                count += share
                least = min(least, value)
                largest = max(largest, value)
            }
        }
        return (sum / count, least, largest, count)
    }
}
