import CGDAL
import Geometry

/// The polygons that polygons become, and why they had to change.
struct RepairedPolygons {
    var polygons: [Polygon]
    /// What was wrong, in GEOS's words; `nil` when nothing was.
    var reason: String?
    /// The repair left lines or points, which were dropped.
    var hasDroppedParts = false
}

/// Makes polygons valid. Belongs to one thread at a time.
struct PolygonRepairer {
    private var prover = ValidityProver()

    /// The valid polygons that `polygons`, the parts of one area, become by GEOS's structure
    /// method: parts that overlap are joined, self-crossings become nodes, spikes and collapsed
    /// rings vanish.
    ///
    /// Valid polygons come back vertex for vertex. Lines and points that a repair leaves are
    /// dropped and said so.
    mutating func repaired(
        _ polygons: [Polygon], _ messages: GDALMessages
    ) -> RepairedPolygons {
        if prover.proves(polygons) { return RepairedPolygons(polygons: polygons) }
        messages.clear()
        defer { messages.clear() }
        guard let geometry = makeGeometry(polygons) else { return RepairedPolygons(polygons: []) }
        if OGR_G_IsValid(geometry.handle) != 0 { return RepairedPolygons(polygons: polygons) }
        let reason = messages.all.first?.text ?? "invalid geometry"
        let made = try? withOptions(["METHOD=STRUCTURE", "KEEP_COLLAPSED=NO"]) {
            list throws(GeoFileError) in
            OwnedGeometry(owning: basingrid_make_valid(geometry.handle, list))
        }
        guard let repaired = made ?? nil else {
            return RepairedPolygons(polygons: [], reason: reason)
        }
        let converted = convert(repaired.handle)
        guard case .polygons(let result) = converted.shape else {
            return RepairedPolygons(polygons: [], reason: reason, hasDroppedParts: true)
        }
        return RepairedPolygons(
            polygons: result, reason: reason, hasDroppedParts: converted.hasDroppedParts)
    }
}

/// What was repaired, feature by feature.
struct RepairLog: Sendable {
    private var repaired: [Int64] = []
    private var firstReason = ""
    private var emptied: [Int64] = []
    private var dropped: [Int64] = []

    mutating func add(_ result: RepairedPolygons, _ number: Int64) {
        guard let reason = result.reason else { return }
        if repaired.isEmpty { firstReason = reason }
        repaired.append(number)
        if result.polygons.isEmpty { emptied.append(number) }
        if result.hasDroppedParts { dropped.append(number) }
    }

    /// Adds what was repaired in the features that follow.
    mutating func append(_ next: RepairLog) {
        if repaired.isEmpty { firstReason = next.firstReason }
        repaired += next.repaired
        emptied += next.emptied
        dropped += next.dropped
    }

    func notes(path: String, layer: String) -> [GeoFileNote] {
        var result: [GeoFileNote] = []
        func add(_ kind: GeoFileNote.Kind, _ numbers: [Int64], _ english: String, _ chinese: String)
        {
            result.add(
                kind, numbers, path: path, layer: layer, english: english, chinese: chinese)
        }
        add(
            .geometryRepaired, repaired,
            "\(repaired.count) invalid polygons were repaired; the first: \(firstReason)",
            "修复了 \(repaired.count) 个无效多边形；首个原因：\(firstReason)")
        add(
            .geometryEmpty, emptied,
            "\(emptied.count) features have no area left after the repair",
            "\(emptied.count) 个要素修复后没有面积")
        add(
            .geometryPartsDropped, dropped,
            "the repair of \(dropped.count) features left lines or points, which were dropped",
            "\(dropped.count) 个要素修复后剩余的线或点已舍去")
        return result
    }
}

extension VectorLayer {
    /// The layer with its polygons made valid, noted.
    func repaired() throws(GeoFileError) -> VectorLayer {
        var result = self
        var log = RepairLog()
        try withGDAL { messages throws(GeoFileError) in
            var repairer = PolygonRepairer()
            for index in features.indices {
                guard case .polygons(let polygons) = features[index].shape else { continue }
                let settled = repairer.repaired(polygons, messages)
                log.add(settled, features[index].number)
                result.features[index].shape =
                    settled.polygons.isEmpty ? .none : .polygons(settled.polygons)
            }
        }
        result.notes += log.notes(path: path, layer: name)
        return result
    }
}
