import CGDAL
public import Geometry

/// Measures polygons of one system on the ellipsoid of its datum. Belongs to one thread at a time.
///
/// Edges are straight in the polygons' own CRS: in degrees they are integrated as they are; on a
/// plane they are cut into pieces of 500 m, whose ends great circles join on the sphere of equal
/// area.
final class AreaMeter {
    private let ellipsoid: Ellipsoid
    private let inDegrees: StraightDegreesMeter
    private let transformer: ShapeTransformer

    init(crs: CoordinateReferenceSystem) throws(GeoFileError) {
        let base = try geographicBase(of: crs)
        ellipsoid = base.ellipsoid
        inDegrees = StraightDegreesMeter(on: base.ellipsoid)
        transformer = try ShapeTransformer(from: crs, to: base.crs)
    }

    /// Square metres, the edges straight in the polygons' own CRS.
    func area(of polygons: [Polygon]) throws(GeoFileError) -> Double {
        guard transformer.isNeeded else {
            return polygons.reduce(0) { $0 + inDegrees.area(of: $1) }
        }
        return try transformer.transform(polygons).reduce(0) {
            $0 + $1.ellipsoidalArea(on: ellipsoid)
        }
    }
}

/// The area of `polygons` on the ellipsoid of `crs`, in square metres; edges are straight in
/// `crs`. 0 for no polygons.
///
/// - Throws: `wrongContent` for a coordinate that has no longitude and latitude.
public func ellipsoidalArea(
    of polygons: [Polygon], in crs: CoordinateReferenceSystem
) throws(GeoFileError) -> Double {
    try AreaMeter(crs: crs).area(of: polygons)
}

/// One zone that covers all of `zones`, overlaps once.
///
/// - Parameter crs: The CRS of the zones, for the area on its ellipsoid.
/// - Throws: `wrongContent` when GEOS cannot join the polygons.
public func dissolve(
    _ zones: [Zone], id: String, label: String, in crs: CoordinateReferenceSystem
) throws(GeoFileError) -> Zone {
    let parts = zones.flatMap(\.polygons)
    if parts.isEmpty {
        return Zone(
            id: id, label: label, polygons: [], areaInSquareMetres: 0, note: "no usable geometry",
            noteInChinese: "没有可用的几何")
    }
    let joined = try withGDAL { messages throws(GeoFileError) in
        let whole = try required(makeGeometry(.polygons(parts)), cannotJoin(label, messages))
        let union = try required(
            OwnedGeometry(owning: OGR_G_UnionCascaded(whole.handle)), cannotJoin(label, messages))
        return convert(union.handle).shape
    }
    guard case .polygons(let polygons) = joined else {
        throw GeoFileError.wrongContent(
            "", english: "The zones of \"\(label)\" have no area together.",
            chinese: "“\(label)”的各区域合并后没有面积。")
    }
    return Zone(
        id: id, label: label, polygons: polygons,
        areaInSquareMetres: try ellipsoidalArea(of: polygons, in: crs))
}

private func cannotJoin(_ label: String, _ messages: GDALMessages) -> GeoFileError {
    .wrongContent(
        "", cause: messages.cause,
        english: "The zones of \"\(label)\" cannot be joined. Check their geometry.",
        chinese: "“\(label)”的各区域无法合并，请检查几何。")
}
