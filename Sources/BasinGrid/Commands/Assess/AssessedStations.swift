import Foundation
import GeoFiles
import Geometry
import Readings
import Reports

/// The stations of an assessment, in the order of their files.
struct AssessedStations {
    struct Station {
        var id: String
        var name: String?
        var network: Job.Network
        /// CGCS2000 longitude and latitude.
        var coordinate: Coordinate
    }

    private(set) var stations: [Station] = []
    private(set) var notes: [LocalizedText] = []
    private var known: [String: String] = [:]

    /// The fields of a layer or table of stations; `nil` to find them by their headings.
    struct Fields {
        var id: String?
        var name: String?
        var network: String?
    }

    /// Reads the stations at `path`.
    ///
    /// - Parameter network: The network of stations whose row names none.
    mutating func read(
        _ path: String, options: VectorReadOptions, fields: Fields, network: Job.Network
    ) throws {
        var options = options
        let assumesDegrees = options.assumedCRS == nil && isTable(path)
        if assumesDegrees {
            options.assumedCRS = Self.usualCRS
            notes.append(
                LocalizedText(
                    "\(path)：坐标按 CGCS2000 经纬度（\(Self.usualCRS)）处理；否则请用 --assume-crs 指定。",
                    "\(path): coordinates were taken for CGCS2000 longitudes and latitudes "
                        + "(\(Self.usualCRS)); name others with --assume-crs."))
        }
        let columns = try Self.columns(of: path, options)
        func found(_ places: [PlaceColumn]) -> String? {
            places.lazy.compactMap { place in
                columns.first { ParameterAliases.standard.meaning(of: $0) == .place(place) }
            }.first
        }
        guard let id = fields.id ?? found([.code, .name]) else {
            let list = columns.joined(separator: ", ")
            throw Fault(
                .data, zh: "\(path)：找不到站点编码列。现有的列：\(list)。请用 --id-field 指定。",
                en: "\(path): no column of station codes was found among: \(list). Name it with "
                    + "--id-field.")
        }
        let name = fields.name ?? found([.name]).flatMap { $0 == id ? nil : $0 }
        let networkField =
            fields.network ?? columns.first { ["network", "网络", "站点类型"].contains($0.lowercased()) }
        let points = try readPoints(
            at: path, options: options, x: nil, y: nil,
            fields: [id] + [name, networkField].compactMap { $0 }, into: geographicCRS())
        notes += points.notes.map(\.text)
        for row in points.rows {
            if assumesDegrees, !Self.isDegrees(row.coordinate) {
                throw Fault(
                    .data,
                    zh: "\(path) 第 \(row.number) 行：\(row.coordinate.x), \(row.coordinate.y) 不是经纬度。"
                        + "请用 --assume-crs 指定坐标系。",
                    en:
                        "\(path), row \(row.number): \(row.coordinate.x), \(row.coordinate.y) are not "
                        + "a longitude and latitude. Name the CRS with --assume-crs.")
            }
            let own = networkField.flatMap { row.attributes[$0] } ?? ""
            try append(
                Station(
                    id: row.attributes[id] ?? "", name: name.flatMap { row.attributes[$0] },
                    network: try Self.network(own, row.number, path) ?? network,
                    coordinate: row.coordinate), path, row.number)
        }
    }

    /// What longitudes and latitudes of a table are in where nothing else is said.
    private static let usualCRS = "EPSG:4490"

    private static func isDegrees(_ place: Coordinate) -> Bool {
        abs(place.x) <= 180 && abs(place.y) <= 90
    }

    private mutating func append(_ station: Station, _ path: String, _ row: Int) throws {
        guard !station.id.allSatisfy(\.isWhitespace) else {
            throw Fault(
                .data, zh: "\(path) 第 \(row) 行：站点编码为空。每个站点都需要编码，请补全。",
                en: "\(path), row \(row): the station has no code. Each station needs one: "
                    + "complete it.")
        }
        if let first = known[station.id] {
            throw Fault(
                .data, zh: "\(path) 第 \(row) 行：站点编码 “\(station.id)” 重复，首见于 \(first)。请删去或更正一个。",
                en: "\(path), row \(row): the code \"\(station.id)\" stands in \(first) as well. "
                    + "Delete or correct one of them.")
        }
        known[station.id] = "\(path) (\(row))"
        stations.append(station)
    }

    /// The headings of a table, or the fields of a layer.
    private static func columns(of path: String, _ options: VectorReadOptions) throws -> [String] {
        guard isTable(path) else {
            return try readVectorLayer(at: path, options: options).fields.map(\.name)
        }
        let rows = try readTableRows(
            at: path, sheet: options.layer, encoding: options.encoding
        ).rows.prefix(10).map { row in row.cells.map { $0.trimmingCharacters(in: .whitespaces) } }
        func knownCount(_ cells: [String]) -> Int {
            cells.count { ParameterAliases.standard.meaning(of: $0) != nil }
        }
        // The first of equals is the header.
        return rows.reduce(rows.first ?? []) { knownCount($1) > knownCount($0) ? $1 : $0 }
    }

    private static func network(
        _ text: String, _ row: Int, _ path: String
    ) throws -> Job.Network? {
        if text.allSatisfy(\.isWhitespace) { return nil }
        let word = text.trimmingCharacters(in: .whitespaces).lowercased()
        for network in Job.Network.allCases {
            let names = TableWords.networks[network.rawValue]
            if [network.rawValue, names?.zh, names?.en, names.map { $0.zh + "站" }].contains(word) {
                return network
            }
        }
        if ["微型站", "小微站", "微观站"].contains(word) { return .micro }
        let list = Job.Network.allCases.map(\.rawValue).joined(separator: ", ")
        throw Fault(
            .data, zh: "\(path) 第 \(row) 行：站点网络 “\(text)” 不可识别，应为 \(list) 之一。",
            en: "\(path), row \(row): the network \"\(text)\" is not known, expected one of "
                + "\(list).")
    }
}
