import GeoFiles
import Geometry
import Reports
import Rivers

/// The lines of a layer as a network in `crs`, measured on the ellipsoid.
///
/// Every part of a multi-line feature is a reach of its own.
///
/// - Throws: `GeoFileError` as `readVectorLayer`; an empty layer, a feature that is not a line, or
///   a layer without CRS.
func readRivers(
    at path: String, options: VectorReadOptions, idField: String, labelField: String?,
    into crs: CoordinateReferenceSystem?
) throws -> (network: RiverNetwork, notes: [ReportNote]) {
    let layer = try readVectorLayer(at: path, options: options)
    let idIndex = try layer.index(ofField: idField)
    let labelIndex = try labelField.map { try layer.index(ofField: $0) }
    let source = try requireCRS(of: layer)
    guard !layer.features.isEmpty else { throw emptyLayer(layer) }
    let target = crs ?? source
    let toTarget = try CoordinateTransformer(from: source, to: target)
    // Lengths are measured on the ellipsoid, whatever the working CRS does to distances.
    let toGeographic = try CoordinateTransformer(
        from: source, to: source.isGeographic ? source : geographicCRS())
    var reaches: [Reach] = []
    var notLines: [Int64] = []
    for feature in layer.features {
        guard case .lines(let lines) = feature.shape else {
            notLines.append(feature.number)
            continue
        }
        for (part, line) in lines.enumerated() {
            let geographic = LineString(try toGeographic.transform(line.coordinates))
            reaches.append(
                Reach(
                    id: feature.attributes[idIndex].text ?? "",
                    label: labelIndex.flatMap { feature.attributes[$0].text } ?? "", part: part,
                    line: LineString(try toTarget.transform(line.coordinates)),
                    segmentLengths: geographic.ellipsoidalSegmentLengths(on: .cgcs2000)))
        }
    }
    guard !reaches.isEmpty else {
        throw Fault(
            .data, zh: "\(path)：图层 \(layer.name) 中没有线要素。河流应为线图层。",
            en: "\(path): layer \(layer.name) holds no lines. Rivers must be a line layer.")
    }
    let metresPerUnit = target.isGeographic ? 111_320.0 : target.metresPerUnit
    let network = RiverNetwork(
        reaches: reaches, nodeTolerance: riverNodeToleranceInMetres / metresPerUnit,
        metresPerUnit: metresPerUnit)
    var notes = layer.notes.map(ReportNote.init)
    if !notLines.isEmpty {
        let list = notLines.prefix(5).map(String.init).joined(separator: ", ")
        notes.append(
            ReportNote(
                .dropped,
                LocalizedText(
                    "\(path)：\(notLines.count) 个要素没有线几何，未纳入河网：\(list)。",
                    "\(path): \(notLines.count) features have no line and are not in the network: "
                        + "\(list).")))
    }
    notes += network.notes.map { note in
        ReportNote(
            note.reportKind, LocalizedText(zh: note.descriptionInChinese, en: note.description))
    }
    return (network, notes)
}

/// Ends of river lines that are this near meet; each gap that is closed is listed.
private let riverNodeToleranceInMetres = 10.0

/// The CRS of a layer; a layer without one is a fault that says what its coordinates look like.
func requireCRS(of layer: VectorLayer) throws -> CoordinateReferenceSystem {
    guard let crs = layer.crs else {
        throw GeoFileError.noCRS(path: layer.path, layer: layer.name, box: layer.boundingBox)
    }
    return crs
}

func emptyLayer(_ layer: VectorLayer) -> Fault {
    Fault(
        .data, zh: "\(layer.path)：图层 \(layer.name) 中没有要素。请检查文件与筛选条件。",
        en: "\(layer.path): layer \(layer.name) has no features. Check the file and the filter.")
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
