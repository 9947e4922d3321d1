import GeoFiles
import Geometry
import Reports
import Rivers

/// Which sections belong to which river, basin, zone, level and county.
struct WaterGrouping: Sendable {
    /// A layer of zones.
    struct Layer: Sendable {
        let name: String
        /// For messages.
        let path: String
        let zones: [Zone]
    }

    /// A group of sections by their places in the list of sections.
    struct Group: Sendable {
        /// `river`, `basin`, the zone layer's name, `level`, `owner`, `drinking-water` or `all`.
        let kind: String
        let id: String
        /// The name that people read: a zone's, else the `id`, which is a name.
        let label: String
        let members: [Int]
        /// The parts of a zone, in the CRS of the sections; none for other groups.
        var polygons: [Polygon] = []
        /// Why there are no members, or what else is to be said.
        var remarks: [LocalizedText] = []

        init(_ kind: String, _ id: String, members: [Int]) {
            (self.kind, self.id, label, self.members) = (kind, id, id, members)
        }

        /// A zone of the layer `kind`.
        fileprivate init(_ kind: String, _ zone: Zone, members: [Int]) {
            (self.kind, id, label, self.members) = (kind, zone.id, zone.label, members)
            polygons = zone.polygons
            if members.isEmpty {
                remarks = [LocalizedText("区域内没有断面。", "No section in the zone.")]
            }
        }
    }

    private(set) var groups: [Group] = []
    /// The CRS of sections and zones; `nil` where nothing has a place.
    let crs: CoordinateReferenceSystem?
    private(set) var notes: [LocalizedText] = []

    /// The groups in their order: rivers, basins, zones layer by layer, levels, owners, sources of
    /// drinking water, and last all sections but those.
    ///
    /// A section counts for its owner: where the owner is a zone of a layer, for that zone, wherever
    /// its point falls; where the two differ a note lists it.
    ///
    /// - Parameters:
    ///   - layers: In the CRS of the sections.
    ///   - network: In the CRS of the sections; sections that name no river belong to the nearest
    ///     one within a kilometre.
    init(
        _ sections: [WaterSections.Section], layers: [Layer], network: RiverNetwork?,
        crs: CoordinateReferenceSystem?, threads: Int
    ) {
        self.crs = crs
        let usual = sections.indices.filter { !sections[$0].isDrinkingWater }
        let rivers = Self.rivers(of: sections, network, threads)
        if let lost = Self.withoutRiver(usual, sections, rivers, network) { notes.append(lost) }
        append("river", usual) { rivers[$0] }
        append("basin", usual) { sections[$0].basin }
        var owners = sections.map(\.loaded.owner)
        for layer in layers {
            let places = Self.zones(of: sections.map(\.loaded.coordinate), in: layer.zones)
            append(layer, usual, places, owners: owners, sections)
            // A section that names no owner is the county's in which it falls.
            if layers.count == 1 {
                for index in owners.indices where owners[index] == nil {
                    owners[index] = places[index].map { layer.zones[$0].label }
                }
            }
        }
        append("level", usual) { sections[$0].loaded.level }
        if sections.contains(where: { $0.loaded.owner != nil }) {
            append("owner", usual) { owners[$0] }
        }
        let sources = sections.indices.filter { sections[$0].isDrinkingWater }
        if !sources.isEmpty {
            groups.append(Group("drinking-water", "all", members: sources))
        }
        groups.append(Group("all", "all", members: usual))
    }

    /// The groups of the sections `members` that have a name by `name`, in the order of names.
    private mutating func append(_ kind: String, _ members: [Int], _ name: (Int) -> String?) {
        var own: [String: [Int]] = [:]
        for index in members {
            if let name = name(index) { own[name, default: []].append(index) }
        }
        groups += own.sorted { $0.key < $1.key }.map {
            Group(kind, $0.key, members: $0.value)
        }
    }

    // MARK: - Zones

    /// The groups of a layer, one a zone, in the order of the layer.
    private mutating func append(
        _ layer: Layer, _ members: [Int], _ places: [Int?], owners: [String?],
        _ sections: [WaterSections.Section]
    ) {
        var byName: [String: Int] = [:]
        for (index, zone) in layer.zones.enumerated() {
            byName[zone.label] = byName[zone.label] ?? index
            byName[zone.id] = index
        }
        var own = [[Int]](repeating: [], count: layer.zones.count)
        var differing: [String] = []
        var outside: [String] = []
        for index in members {
            let owned = owners[index].flatMap { byName[$0] }
            if let owned, let place = places[index], owned != place {
                differing.append(
                    "\(sections[index].loaded.id) \(layer.zones[owned].label)"
                        + "≠\(layer.zones[place].label)")
            }
            if let zone = owned ?? places[index] {
                own[zone].append(index)
            } else {
                outside.append(sections[index].loaded.id)
            }
        }
        groups += zip(layer.zones, own).map { Group(layer.name, $0, members: $1) }
        notes += Self.note(
            differing,
            zh: "\(layer.path)：断面所在区域与责任单位不同，按责任单位归属",
            en:
                "\(layer.path): sections that lie in another zone than their owner count for the owner"
        )
        notes += Self.note(
            outside, zh: "\(layer.path)：不在任何区域内的断面",
            en: "\(layer.path): sections in no zone")
    }

    private static func note(_ items: [String], zh: String, en: String) -> [LocalizedText] {
        if items.isEmpty { return [] }
        let list = items.prefix(20).joined(separator: ", ")
        return [
            LocalizedText(
                "\(zh)（\(items.count) 个）：\(list)。", "\(en) (\(items.count)): \(list).")
        ]
    }

    /// The zone in which each point lies: the first that contains it.
    static func zones(of points: [Coordinate], in zones: [Zone]) -> [Int?] {
        var result = [Int?](repeating: nil, count: points.count)
        for (index, zone) in zones.enumerated() {
            guard let box = zone.boundingBox else { continue }
            let near = points.indices.filter { place in
                let point = points[place]
                return result[place] == nil && point.x >= box.minX && point.x <= box.maxX
                    && point.y >= box.minY && point.y <= box.maxY
            }
            if near.isEmpty { continue }
            let polygons = PolygonIndex(zone.polygons)
            for place in near where polygons.contains(points[place]) { result[place] = index }
        }
        return result
    }

    // MARK: - Rivers

    /// The river of each section: the one it names, else the nearest within the limit.
    private static func rivers(
        of sections: [WaterSections.Section], _ network: RiverNetwork?, _ threads: Int
    ) -> [String?] {
        let named = sections.map(\.river)
        guard let network else { return named }
        let places = network.locate(
            sections.map { RiverPoint(coordinate: $0.loaded.coordinate) },
            within: SectionJudge.matchLimitInMetres, threads: threads)
        return zip(named, places).map { name, place in
            name
                ?? place.reach.map { network.reaches[$0] }.map {
                    $0.label.isEmpty ? $0.id : $0.label
                }
        }
    }

    private static func withoutRiver(
        _ members: [Int], _ sections: [WaterSections.Section], _ rivers: [String?],
        _ network: RiverNetwork?
    ) -> LocalizedText? {
        guard network != nil else { return nil }
        let lost = members.filter { rivers[$0] == nil }.map { sections[$0].loaded.id }
        return note(
            lost, zh: "距所有河流超过 1 km 的断面不计入河流", en: "Sections beyond 1 km of every river"
        )
        .first
    }
}

extension WaterGrouping.Layer {
    init(_ layer: ZoneLayer) { self.init(name: layer.name, path: layer.path, zones: layer.zones) }

    init(_ layer: JobInputs.LoadedZoneLayer) {
        self.init(name: layer.name, path: layer.path, zones: layer.zones)
    }
}
