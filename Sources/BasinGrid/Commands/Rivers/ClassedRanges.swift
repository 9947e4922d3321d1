import Geometry
import QualityStandards
import Reports
import Rivers

/// The ranges of a network with class, target and value, and their lengths by class.
struct ClassedRanges {
    struct Row {
        var range: SectionRange
        /// The zone's position; `nil` outside all zones, or where none were given.
        var zone: Int?
        var estimate: RangeEstimate?
    }

    let rows: [Row]
    private let network: RiverNetwork
    private let states: GivenSectionStates
    private let zones: [Zone]?

    init(
        _ request: RiversSectionsRequest, _ layer: RiverLayer, _ located: LocatedPoints,
        _ states: GivenSectionStates, zones: [Zone]?
    ) throws {
        let network = layer.network
        self.network = network
        self.states = states
        self.zones = zones
        let sections = located.matched.map { number, position in
            LocatedSection(id: located.layer.ids[number], position: position)
        }
        let needsValues = request.valueField != nil
        let whole = network.ranges(
            of: sections, assignment: request.assignment, cutsEverywhere: true)
        let pieces = zones.map { network.cut(whole, by: $0) } ?? whole.map { ($0, nil) }
        var estimates: [RangeEstimate]?
        if needsValues {
            let weights = try request.weightField.map { field in
                try RiverFields(layer: layer.layer, features: layer.featureOfReach)
                    .numbers(field).map { $0 ?? 0 }
            }
            let values = sections.compactMap { section in
                states.states[section.id]?.value.map { SectionValue(section: section, value: $0) }
            }
            estimates = network.estimates(
                of: pieces.map(\.range), from: values, weights: weights)
        }
        rows = pieces.enumerated().map { number, piece in
            Row(range: piece.range, zone: piece.zone, estimate: estimates?[number])
        }
    }

    /// The class of a range: that of its section.
    func waterClass(_ row: Row) -> String? {
        row.range.section.flatMap { states.states[$0]?.waterClass }
    }

    // MARK: - Ranges

    var table: ReportTable {
        var columns: [ReportTable.Column] = [
            .text("reach", "河段", "Reach"),
            .number("from_m", "起点桩号", "From", decimals: 1, unit: "m"),
            .number("to_m", "终点桩号", "To", decimals: 1, unit: "m"),
            .text("section", "断面", "Section"), .text("class", "水质类别", "Class"),
            .text("target", "目标", "Target"), .text("method", "方法", "Method"),
            .number("length_km", "长度", "Length", decimals: 3, unit: "km"),
            .number("section_m", "沿河距断面", "River distance", decimals: 1, unit: "m"),
        ]
        let hasValues = rows.contains { $0.estimate != nil }
        if hasValues {
            columns += [
                .number("value", "数值", "Value", decimals: 4),
                .text("value_method", "数值方法", "Value by"),
            ]
        }
        if zones != nil { columns.append(.text("zone", "分区", "Zone")) }
        var table = ReportTable(
            id: "ranges", title: LocalizedText("河段水质", "ranges"), columns: columns)
        for row in rows {
            let range = row.range
            var cells: [ReportTable.Cell] = [
                .text(network.reaches[range.reach].id), .number(range.fromMeasure),
                .number(range.toMeasure), ReportTable.Cell(range.section),
                ReportTable.Cell(waterClass(row)),
                ReportTable.Cell(range.section.flatMap { states.states[$0]?.target }),
                .text(range.method.rawValue), .number(range.lengthInMetres / 1000),
                ReportTable.Cell(range.distanceInMetres),
            ]
            if hasValues {
                cells.append(ReportTable.Cell(row.estimate?.value))
                cells.append(ReportTable.Cell(row.estimate?.method.rawValue))
            }
            if let zones { cells.append(ReportTable.Cell(row.zone.map { zones[$0].id })) }
            table.append(cells)
        }
        return table
    }

    // MARK: - Lengths

    /// Kilometres by class: a row a zone in their order, a row a river by name, and the whole.
    ///
    /// Where zones overlap a river counts in each of them, and once in the whole.
    func lengths(threads: Int) -> ReportTable {
        let classes = classNames
        var table = ReportTable(
            id: "lengths", title: LocalizedText("河长", "lengths"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .number("length_km", "河长", "Length", decimals: 3, unit: "km"),
            ]
                + classes.map {
                    .number($0, $0 == Self.unknown ? "未评价" : $0, $0, decimals: 3, unit: "km")
                }, lastRowIsTotal: true)
        func append(_ kind: String, _ id: String, _ metres: [String: Double]) {
            let whole = classes.reduce(0) { $0 + (metres[$1] ?? 0) }
            table.append(
                [.text(kind), .text(id), .number(whole / 1000)]
                    + classes.map { .number((metres[$0] ?? 0) / 1000) })
        }
        if let zones {
            var metres = [[String: Double]](repeating: [:], count: zones.count)
            let parts = network.lengths(of: rows.map(\.range), in: zones, threads: threads)
            for part in parts {
                guard let zone = part.zone else { continue }
                metres[zone][className(rows[part.range]), default: 0] += part.lengthInMetres
            }
            for (zone, metres) in zip(zones, metres) { append("zone", zone.id, metres) }
        }
        for (river, members) in byRiver { append("river", river, metres(members)) }
        append("all", "all", metres(rows))
        return table
    }

    private static let unknown = "unknown"

    private func className(_ row: Row) -> String { waterClass(row) ?? Self.unknown }

    /// The classes of the standard that occur, in its order, then others, then `unknown`.
    private var classNames: [String] {
        let found = Set(rows.map(className))
        let known = WaterClass.allCases.map(\.text)
        let others = found.subtracting(known + [Self.unknown]).sorted()
        return known.filter(found.contains) + others
            + (found.contains(Self.unknown) ? [Self.unknown] : [])
    }

    private func metres(_ rows: [Row]) -> [String: Double] {
        rows.reduce(into: [:]) { $0[className($1), default: 0] += $1.range.lengthInMetres }
    }

    /// The rows of each river by its name, those without a name by the code of the reach.
    private var byRiver: [(river: String, rows: [Row])] {
        let groups = Dictionary(grouping: rows) { row in
            let reach = network.reaches[row.range.reach]
            return reach.label.isEmpty ? reach.id : reach.label
        }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
