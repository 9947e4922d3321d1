import CGDAL
public import Geometry

/// Measures polygons of one system on the ellipsoid of its datum.
final class AreaMeter {
    private let crs: CoordinateReferenceSystem
    private let ellipsoid: Ellipsoid
    private let transformer: ShapeTransformer

    init(crs: CoordinateReferenceSystem) throws(GeoFileError) {
        let base = try geographicBase(of: crs)
        self.crs = crs
        ellipsoid = base.ellipsoid
        transformer = try ShapeTransformer(from: crs, to: base.crs)
    }

    /// Square metres, the edges straight in the polygons' own CRS.
    func area(of polygons: [Polygon]) throws(GeoFileError) -> Double {
        let degrees =
            transformer.isNeeded ? try transformer.transform(polygons) : polygons.map(dense)
        return degrees.reduce(0) { $0 + $1.ellipsoidalArea(on: ellipsoid) }
    }

    private func dense(_ polygon: Polygon) -> Polygon {
        func ring(_ ring: Ring) -> Ring {
            Ring(densified(ring.coordinates, in: crs, longest: longestMeasuredEdge))
        }
        return Polygon(shell: ring(polygon.shell), holes: polygon.holes.map(ring))
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
