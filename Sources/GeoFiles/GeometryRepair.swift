import CGDAL
import Geometry

/// The polygons that a geometry becomes, and why it had to change.
struct RepairedPolygons {
    var converted: ConvertedShape
    /// What was wrong, in GEOS's words; `nil` when nothing was.
    var reason: String?
}

/// Makes the polygons of `geometry` valid by GEOS's structure method: parts that overlap are
/// joined, self-crossings become nodes, spikes and collapsed rings vanish.
///
/// Valid geometries come back vertex for vertex. Lines and points that a repair leaves are
/// dropped and said so.
func repairedPolygons(_ geometry: OGRGeometryH, _ messages: GDALMessages) -> RepairedPolygons {
    let plain = convert(geometry)
    guard case .polygons(let polygons) = plain.shape, plain.notFinite == nil else {
        return RepairedPolygons(converted: plain)
    }
    // Rings that the conversion left out would escape the quick proof.
    if !plain.hasDroppedParts, areProvablyValid(polygons) {
        return RepairedPolygons(converted: plain)
    }
    messages.clear()
    if OGR_G_IsValid(geometry) != 0 { return RepairedPolygons(converted: plain) }
    let reason = messages.all.first?.text ?? "invalid geometry"
    let made = try? withOptions(["METHOD=STRUCTURE", "KEEP_COLLAPSED=NO"]) {
        list throws(GeoFileError) in
        OwnedGeometry(owning: basingrid_make_valid(geometry, list))
    }
    messages.clear()
    guard let repaired = made ?? nil else {
        return RepairedPolygons(converted: ConvertedShape(shape: .none), reason: reason)
    }
    return RepairedPolygons(converted: convert(repaired.handle), reason: reason)
}
