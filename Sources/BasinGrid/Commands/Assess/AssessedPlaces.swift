import GeoFiles
import Readings
import Reports
import Rivers

/// Where sections or points, zones and rivers are read from.
struct PlaceSources {
    var sections: String?
    var fields = WaterSections.Fields()
    var zones: [String] = []
    var zoneField: String?
    var rivers: String?
    var riverNameField: String?
    var owners: String?
    var reading = VectorReadOptions()
    /// The option that names the sections, for messages.
    var option = "--sections"
}

/// Sections or points, and what they are grouped by; all in the CRS of the sections.
struct AssessedPlaces: Sendable {
    private(set) var sections = WaterSections()
    private(set) var layers: [ZoneLayer] = []
    private(set) var network: RiverNetwork?
    private(set) var notes: [LocalizedText] = []

    /// - Throws: What the readers throw, and a usage fault for zones without sections.
    init(_ sources: PlaceSources) throws {
        guard let path = sources.sections else {
            if !sources.zones.isEmpty || sources.rivers != nil || sources.owners != nil {
                throw Fault(
                    .usage, zh: "分区、河流和责任单位需要用 \(sources.option) 给出点位。",
                    en: "Zones, rivers and owners need \(sources.option).")
            }
            return
        }
        // --layer and --where are for zones.
        var own = sources.reading
        (own.layer, own.attributeFilter) = (nil, nil)
        sections = try WaterSections(
            at: path, fields: sources.fields,
            needsPlaces: !sources.zones.isEmpty || sources.rivers != nil, options: own)
        notes += sections.notes
        for path in sources.zones { try read(zones: path, sources) }
        if let path = sources.rivers { try read(rivers: path, sources) }
        if let path = sources.owners { try read(owners: path, sources) }
    }

    private mutating func read(zones path: String, _ sources: PlaceSources) throws {
        let names = try readVectorLayer(at: path, options: sources.reading).fields.map(\.name)
        let label = names.first { name in
            [.name, .county, .city, .basin].contains { (place: PlaceColumn) in
                ParameterAliases.standard.meaning(of: name) == .place(place)
            }
        }
        let read = try assessedZoneLayer(
            at: path, idField: sources.zoneField, labelField: label, options: sources.reading,
            into: sections.crs)
        layers.append(read.layer)
        notes += read.layer.notes.map(\.text) + read.notes
    }

    private mutating func read(rivers path: String, _ sources: PlaceSources) throws {
        var options = sources.reading
        (options.layer, options.attributeFilter) = (nil, nil)
        let names = try readVectorLayer(at: path, options: options).fields.map(\.name)
        let name =
            sources.riverNameField
            ?? names.first { name in
                [.river, .name].contains { (place: PlaceColumn) in
                    ParameterAliases.standard.meaning(of: name) == .place(place)
                }
            }
        let id = try guessedCodeField(among: names, of: path)
        let rivers = try readRivers(
            at: path, options: options, idField: id, labelField: name, into: sections.crs)
        network = rivers.network
        notes += rivers.notes.map(\.text)
    }

    /// The responsible counties of a user's list.
    private mutating func read(owners path: String, _ sources: PlaceSources) throws {
        let list = try ListFile(
            path,
            columns: [
                ListFile.Column("section", ["id", "code", "断面", "断面编码", "断面名称", "编码"]),
                ListFile.Column(
                    "owner", ["county", "责任县区", "责任区县", "责任单位", "考核县区", "县区", "区县"]),
            ], encoding: sources.reading.encoding)
        let faults = FaultCollector()
        for row in list.rows where row.cells.contains(where: { !$0.isEmpty }) {
            let matches = sections.sections.indices.filter { index in
                let section = sections.sections[index].loaded
                return section.id == row.cells[0] || section.label == row.cells[0]
            }
            guard matches.count == 1, let own = matches.first else {
                faults.add(
                    list.fault(
                        row, "section", row.cells[0], zh: "断面文件中的一个断面（编码或唯一名称）",
                        en: "one section of --sections, by code or unique name"))
                continue
            }
            sections.sections[own].loaded.owner = row.cells[1].isEmpty ? nil : row.cells[1]
        }
        try faults.throwIfAny()
        notes += list.notes.map(\.text)
    }
}
