import GeoFiles
import Geometry
import Reports
import Rivers

/// A line layer read and joined to a network.
struct RiverLayer {
    let network: RiverNetwork
    /// The CRS of the network.
    let crs: CoordinateReferenceSystem
    /// The CRS of the file.
    let fileCRS: CoordinateReferenceSystem
    /// The layer itself, in its own order.
    let layer: VectorLayer
    /// For each reach the position of its feature in the layer.
    let featureOfReach: [Int]
    /// What was noticed when the layer was read.
    let ownNotes: [ReportNote]

    /// How lengths are measured.
    enum Measuring {
        /// On the ellipsoid, whatever the CRS does to distances.
        case ellipsoidal
        /// In the plane of a projected CRS; on the ellipsoid in degrees.
        case inCRS
    }

    /// - Parameters:
    ///   - crs: What the lines are brought into; `nil` keeps the layer's own.
    ///   - projectsDegrees: Whether lines in degrees are brought into a plane that fits them, for
    ///     distances from points; lengths stay those on the ellipsoid.
    ///   - memory: The bytes of which a raster of elevations may take half.
    /// - Throws: `GeoFileError` as `readVectorLayer`; a `Fault` for an empty layer, one without
    ///   lines or CRS, and for settings that do not fit together.
    init(
        _ settings: RiverLayerSettings, into crs: CoordinateReferenceSystem? = nil,
        measuring: Measuring = .inCRS, projectsDegrees: Bool = false, memory: Int
    ) throws {
        try settings.checkUsage()
        layer = try readVectorLayer(at: settings.path, options: settings.reading)
        let source = try requireCRS(of: layer)
        guard !layer.features.isEmpty else { throw emptyLayer(layer) }
        let isMoved = crs == nil && projectsDegrees && source.isGeographic
        let target = isMoved ? try projectedCRS(fitting: layer, in: source) : crs ?? source
        self.crs = target
        fileCRS = source
        let builder = try ReachBuilder(
            layer, settings, source: source, target: target,
            measuring: isMoved ? .ellipsoidal : measuring)
        let built = try builder.build()
        featureOfReach = built.features
        guard !built.reaches.isEmpty else {
            throw Fault(
                .data, zh: "\(settings.path)：图层 \(layer.name) 中没有线要素。河流应为线图层。",
                en: "\(settings.path): layer \(layer.name) holds no lines. Rivers must be a line "
                    + "layer.")
        }
        var rules = NetworkRules(
            nodeTolerance: try units(settings.tolerance, "--tolerance", of: target),
            metresPerUnit: metresPerUnit(of: target))
        rules.joinsSharedVertices = settings.joinsSharedVertices
        let fields = RiverFields(layer: layer, features: built.features)
        rules.flow = try fields.flowRule(settings, crs: target, memory: memory)
        rules.mainStemRanks = try settings.rankField.map { try fields.ranks($0) }
        rules.mouths = try settings.mouths.flatMap {
            try mouths($0, settings, of: source, in: target)
        }
        rules.mouthLimit = try units(settings.mouthDistance, "--mouth-distance", of: target)
        network = RiverNetwork(reaches: built.reaches, rules: rules)
        ownNotes = layer.notes.map(ReportNote.init) + [built.note].compactMap(\.self)
    }

    /// What was noticed on the way, that of the network last.
    var notes: [ReportNote] {
        ownNotes
            + network.notes.map { note in
                ReportNote(
                    note.reportKind,
                    LocalizedText(zh: note.descriptionInChinese, en: note.description))
            }
    }
}

/// Metres in one unit of a CRS; of a degree, those on a meridian.
func metresPerUnit(of crs: CoordinateReferenceSystem) -> Double {
    crs.isGeographic ? 111_320 : crs.metresPerUnit
}

/// A distance as typed in the units of a CRS.
func units(
    _ text: String, _ option: String, of crs: CoordinateReferenceSystem
) throws -> Double {
    guard let distance = Distance(parsing: text) else {
        throw Fault(
            .usage, zh: "\(option) 为“\(text)”，应为带单位的距离，如 500m、3km、0.01deg。",
            en: "\(option) is \"\(text)\", expected a distance such as 500m, 3km or 0.01deg.")
    }
    switch distance.unit {
    case .metres: return distance.value / metresPerUnit(of: crs)
    case .crsUnits: return distance.value
    case .degrees:
        guard crs.isGeographic else {
            throw Fault(
                .usage, zh: "\(option) 以度为单位，而河流坐标系为 \(crs.name)（米）。请以米为单位。",
                en: "\(option) is in degrees, but the CRS of the rivers is \(crs.name), in metres. "
                    + "Give it in metres.")
        }
        return distance.value
    }
}

/// The mouths that one text names.
private func mouths(
    _ text: String, _ settings: RiverLayerSettings, of source: CoordinateReferenceSystem,
    in crs: CoordinateReferenceSystem
) throws -> [Coordinate] {
    if let place = MouthText(text) {
        guard source != crs else { return [place.coordinate] }
        return try CoordinateTransformer(from: source, to: crs).transform([place.coordinate])
    }
    let options = VectorReadOptions(
        encoding: settings.reading.encoding, assumedCRS: settings.reading.assumedCRS)
    return try readPoints(at: text, options: options, x: nil, y: nil, fields: [], into: crs)
        .rows.map(\.coordinate)
}

/// Makes reaches of the features of a layer: every part of a multi-line is one of its own.
private struct ReachBuilder {
    let layer: VectorLayer
    let settings: RiverLayerSettings
    let toTarget: CoordinateTransformer?
    /// `nil` where lengths are those of the plane.
    let toGeographic: CoordinateTransformer?
    let metresPerUnit: Double
    let idIndex: Int?
    let labelIndex: Int?

    init(
        _ layer: VectorLayer, _ settings: RiverLayerSettings,
        source: CoordinateReferenceSystem, target: CoordinateReferenceSystem,
        measuring: RiverLayer.Measuring
    ) throws {
        self.layer = layer
        self.settings = settings
        toTarget = source == target ? nil : try CoordinateTransformer(from: source, to: target)
        let isPlanar = measuring == .inCRS && !target.isGeographic
        toGeographic =
            isPlanar
            ? nil
            : try CoordinateTransformer(
                from: source, to: source.isGeographic ? source : geographicCRS())
        metresPerUnit = target.metresPerUnit
        idIndex = try settings.idField.map { try layer.index(ofField: $0) }
        labelIndex = try settings.nameField.map { try layer.index(ofField: $0) }
    }

    struct Built {
        var reaches: [Reach] = []
        var features: [Int] = []
        /// What was left out.
        var note: ReportNote?
    }

    func build() throws -> Built {
        var built = Built()
        var notLines: [Int64] = []
        for (position, feature) in layer.features.enumerated() {
            guard case .lines(let lines) = feature.shape else {
                notLines.append(feature.number)
                continue
            }
            let id = idIndex.map { feature.attributes[$0].text ?? "" } ?? "\(feature.number)"
            let label = labelIndex.flatMap { feature.attributes[$0].text } ?? ""
            for (part, line) in lines.enumerated() {
                let placed = try toTarget.map { LineString(try $0.transform(line.coordinates)) }
                built.reaches.append(
                    Reach(
                        id: id, label: label, part: part, line: placed ?? line,
                        segmentLengths: try segmentLengths(of: line, in: placed ?? line)))
                built.features.append(position)
            }
        }
        built.note = note(notLines)
        return built
    }

    private func segmentLengths(of line: LineString, in placed: LineString) throws -> [Double]? {
        if let toGeographic {
            return LineString(try toGeographic.transform(line.coordinates))
                .ellipsoidalSegmentLengths(on: .cgcs2000)
        }
        guard metresPerUnit != 1 else { return nil }
        let vertices = placed.coordinates
        return zip(vertices, vertices.dropFirst()).map {
            $0.planarDistance(to: $1) * metresPerUnit
        }
    }

    private func note(_ notLines: [Int64]) -> ReportNote? {
        if notLines.isEmpty { return nil }
        let list = notLines.prefix(5).map(String.init).joined(separator: ", ")
        return ReportNote(
            .dropped,
            LocalizedText(
                "\(settings.path)：\(notLines.count) 个要素没有线几何，未纳入河网：\(list)。",
                "\(settings.path): \(notLines.count) features have no line and are not in the "
                    + "network: \(list)."))
    }
}

extension RiverNote {
    fileprivate var reportKind: ReportNote.Kind {
        switch kind {
        case .gapClosed, .joinedInMidReach, .joinedAtVertex, .drawnAgainstFlow: .repaired
        case .directionUnclear, .nextNotMet, .nodeApart: .guessed
        case .flowBroken, .nextUnknown: .remark
        case .unusable, .mouthFarAway: .dropped
        }
    }
}
