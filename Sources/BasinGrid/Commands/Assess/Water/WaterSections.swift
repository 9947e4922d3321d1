import GeoFiles
import Geometry
import Readings
import Reports

/// The sections of an assessment with what their table says of them.
struct WaterSections: Sendable {
    /// A section with the names by which it is grouped.
    struct Section: Sendable {
        var loaded: JobInputs.LoadedSection
        var river: String?
        var basin: String?
        /// What the table says under the fields that were asked for besides.
        var attributes: [String: String] = [:]

        /// Whether it is a source of drinking water, which stands apart from rivers and zones.
        var isDrinkingWater: Bool {
            [loaded.type, loaded.level].contains { text in
                ["水源", "饮用", "drinking"].contains { text?.lowercased().contains($0) ?? false }
            }
        }
    }

    /// The fields to read.
    struct Fields: Sendable {
        /// `nil` to find a field by its heading.
        var named: SectionFieldNames
        /// Fields that are kept as attributes.
        var others: [String]

        init(_ named: SectionFieldNames = SectionFieldNames(), others: [String] = []) {
            self.named = named
            self.others = others
        }
    }

    var sections: [Section] = []
    /// The CRS of the coordinates; `nil` where sections have none.
    private(set) var crs: CoordinateReferenceSystem?
    private(set) var notes: [LocalizedText] = []
    let hasFile: Bool

    /// No file: sections are taken from the readings.
    init() { hasFile = false }

    /// The sections of a point layer or table.
    ///
    /// - Parameter needsPlaces: Whether coordinates are needed; else a table may have none.
    /// - Throws: As `readPoints`, and a `Fault` for codes that are empty or not unique.
    init(
        at path: String, fields: Fields, needsPlaces: Bool, options: VectorReadOptions
    ) throws {
        hasFile = true
        var options = options
        let names = try Self.fieldNames(at: path, options)
        let found = try FoundFields(fields.named, among: names, of: path)
        let wanted = found.all + fields.others
        let rows: [PointSet.Row]
        if needsPlaces {
            if options.assumedCRS == nil, isTable(path) {
                options.assumedCRS = "EPSG:4490"
                notes.append(
                    LocalizedText(
                        "\(path)：坐标按 CGCS2000 经纬度（EPSG:4490）处理，可用 --assume-crs 指定。",
                        "\(path): the coordinates were taken for CGCS2000 longitude and latitude "
                            + "(EPSG:4490); --assume-crs names another."))
            }
            let points = try readPoints(
                at: path, options: options, x: nil, y: nil, fields: wanted, into: nil)
            notes += points.notes.map(\.text)
            crs = points.crs
            rows = points.rows
        } else {
            rows = try Self.attributes(at: path, options, wanted)
        }
        notes += found.notes
        notes += unreadFlags(rows, field: found.dry).map(\.text)
        sections = rows.map { Self.section($0, found) }
        try checkCodes(path, found.id)
    }

    private static func section(_ row: PointSet.Row, _ fields: FoundFields) -> Section {
        func value(_ field: String?) -> String? {
            let text = field.flatMap { row.attributes[$0] }?.trimmingSpaces
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        let id = value(fields.id) ?? ""
        return Section(
            loaded: JobInputs.LoadedSection(
                id: id, label: value(fields.name) ?? id, coordinate: row.coordinate,
                level: value(fields.level), target: value(fields.target),
                type: value(fields.type), owner: value(fields.owner),
                isDry: value(fields.dry).map(isYes) ?? false),
            river: value(fields.river), basin: value(fields.basin), attributes: row.attributes)
    }

    private func checkCodes(_ path: String, _ field: String) throws {
        let groups = Dictionary(grouping: sections, by: \.loaded.id)
        let repeated = groups.filter { $1.count > 1 || $0.isEmpty }.keys.sorted()
        guard repeated.isEmpty else {
            let list = repeated.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
            throw Fault(
                .data, zh: "\(path)：“\(field)” 列的断面编码为空或重复：\(list)。编码应唯一，请更正。",
                en: "\(path): codes in \"\(field)\" are empty or stand more than once: \(list). "
                    + "Codes must be unique: correct them.")
        }
    }

    /// Takes the sites of the readings for sections where no file names them.
    mutating func add(sitesOf readings: ReadingSet) {
        guard !hasFile else { return }
        // By code: the order in which files name sites says nothing.
        sections = readings.sites.sorted().map { site in
            Section(
                loaded: JobInputs.LoadedSection(
                    id: site, label: readings.siteNames[site] ?? site,
                    coordinate: Coordinate(x: 0, y: 0), isDry: false))
        }
        notes.append(
            LocalizedText(
                "未给出点位文件：监测数据中的 \(sections.count) 个点位全部参与评价，没有目标与分组。",
                "No file of sections or points: all \(sections.count) site(s) of the readings are "
                    + "assessed, without targets and groups."))
    }

    // MARK: - Fields

    static func fieldNames(at path: String, _ options: VectorReadOptions) throws -> [String] {
        try layer(at: path, options).fields.map(\.name)
    }

    private static func layer(at path: String, _ options: VectorReadOptions) throws -> VectorLayer {
        isTable(path)
            ? try readTableLayer(at: path, encoding: options.encoding, isText: true)
            : try readVectorLayer(at: path, options: options)
    }

    /// The rows without places.
    static func attributes(
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
}

extension JobInputs.LoadedSection {
    /// A section of which nothing but its place is known.
    init(id: String, label: String, coordinate: Coordinate, isDry: Bool) {
        self.init(
            id: id, label: label, coordinate: coordinate, level: nil, target: nil, type: nil,
            owner: nil, isDry: isDry)
    }
}

/// The fields of a table of sections: those that are named, else those found by their headings.
private struct FoundFields {
    let id: String
    let name: String?
    let level: String?
    let target: String?
    let type: String?
    let owner: String?
    let river: String?
    let basin: String?
    let dry: String?
    let notes: [LocalizedText]

    init(_ given: SectionFieldNames, among names: [String], of path: String) throws {
        func found(
            _ own: String?, _ place: PlaceColumn?, _ words: String...
        ) -> String? {
            if let own { return own }
            let byWord = names.first { words.contains($0.lowercased()) }
            return byWord
                ?? place.flatMap { place in
                    names.first { ParameterAliases.standard.meaning(of: $0) == .place(place) }
                }
        }
        id = try given.id ?? guessedCodeField(among: names, of: path)
        name = found(given.name, .name, "label")
        level = found(given.level, nil, "level", "级别", "断面级别", "控制级别", "断面属性", "考核级别")
        target = found(given.target, .target, "target")
        type = found(given.type, nil, "type", "类型", "断面类型", "水体类型", "水体性质", "用地类型", "土地利用类型")
        owner = found(given.owner, .county, "owner", "责任县区", "责任区县", "责任单位", "考核县区")
        river = found(given.river, .river, "river")
        basin = found(given.basin, .basin, "basin")
        dry = found(given.dry, nil, "dry", "断流", "是否断流")
        let guessed = [
            ("--id-field", given.id == nil ? id : nil),
            ("--level-field", given.level == nil ? level : nil),
            ("--target-field", given.target == nil ? target : nil),
            ("--type-field", given.type == nil ? type : nil),
            ("--owner-field", given.owner == nil ? owner : nil),
            ("--river-field", given.river == nil ? river : nil),
            ("--basin-field", given.basin == nil ? basin : nil),
            ("--dry-field", given.dry == nil ? dry : nil),
        ].compactMap { option, field in field.map { "\(option) \($0)" } }
        notes =
            guessed.isEmpty
            ? []
            : [
                LocalizedText(
                    "\(path)：按表头采用 \(guessed.joined(separator: "、"))。",
                    "\(path): found by their headings: \(guessed.joined(separator: ", ")).")
            ]
    }

    var all: [String] {
        [id] + [name, level, target, type, owner, river, basin, dry].compactMap(\.self)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
