import CGDAL
import Foundation
public import Geometry

/// The coordinate reference system that `text` names.
///
/// - Parameter text: `EPSG:4547`, a bare EPSG number, WKT 1 or 2, a PROJ text or a URN.
/// - Throws: `unknownCRS` when PROJ knows no such system.
public func coordinateReferenceSystem(
    named text: String
) throws(GeoFileError) -> CoordinateReferenceSystem {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let definition = Int(trimmed) == nil ? trimmed : "EPSG:\(trimmed)"
    let reference = try SpatialReference(definition)
    guard let described = describe(reference.handle) else {
        throw GeoFileError.unknownCRS(text, cause: nil)
    }
    return described
}

/// Whether two systems give the same coordinates to the same place: same datum, projection and
/// units. Names and the order of axes do not count.
public func isSame(
    _ a: CoordinateReferenceSystem, _ b: CoordinateReferenceSystem
) -> Bool {
    if a.wkt == b.wkt { return true }
    if let code = a.code, code == b.code { return true }
    guard let first = try? SpatialReference(a.wkt), let second = try? SpatialReference(b.wkt)
    else { return false }
    let options = [
        "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
        "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
    ]
    let same = try? withGDAL { _ throws(GeoFileError) in
        try withOptions(options) { list throws(GeoFileError) in
            basingrid_is_same(first.handle, second.handle, list) != 0
        }
    }
    return same ?? false
}

/// The code of the CGCS2000 3-degree Gauss–Krüger system (central-meridian form, six-digit
/// eastings) whose zone holds `longitude`, such as `EPSG:4547` for 114° E; `nil` outside
/// 73.5…136.5° E.
///
/// Zone = floor((longitude + 1.5) / 3); EPSG = 4534 + zone − 25 (EPSG dataset v11.022).
public func gaussKruger3Degree(forLongitude longitude: Double) -> String? {
    guard longitude >= 73.5, longitude < 136.5 else { return nil }
    let zone = Int(((longitude + 1.5) / 3).rounded(.down))
    return "EPSG:\(4534 + zone - 25)"
}

/// A system as plain text; `nil` for one without a definition.
func describe(_ reference: OGRSpatialReferenceH?) -> CoordinateReferenceSystem? {
    guard let reference, let wkt = exportWKT(reference), !wkt.isEmpty else { return nil }
    let authority = text(OSRGetAuthorityName(reference, nil))
    let number = text(OSRGetAuthorityCode(reference, nil))
    let isGeographic = OSRIsGeographic(reference) != 0
    let unit = OSRGetLinearUnits(reference, nil)
    return CoordinateReferenceSystem(
        code: authority.isEmpty || number.isEmpty ? nil : "\(authority):\(number)",
        name: text(OSRGetName(reference)), wkt: wkt, isGeographic: isGeographic,
        metresPerUnit: isGeographic || !(unit > 0) ? 1 : unit)
}

private func exportWKT(_ reference: OGRSpatialReferenceH) -> String? {
    var result: UnsafeMutablePointer<CChar>?
    let code = try? withOptions(["FORMAT=WKT2_2019", "MULTILINE=NO"]) { list throws(GeoFileError) in
        basingrid_export_wkt(reference, &result, list)
    }
    defer { VSIFree(result) }
    guard code == OGRERR_NONE, let result else { return nil }
    return String(cString: result)
}

/// The ellipsoid of a system's datum.
///
/// - Throws: `unknownCRS` for a system without one.
public func ellipsoid(of crs: CoordinateReferenceSystem) throws(GeoFileError) -> Ellipsoid {
    try geographicBase(of: crs).ellipsoid
}

/// The longitudes and latitudes that a system is built on, and their ellipsoid.
func geographicBase(
    of crs: CoordinateReferenceSystem
) throws(GeoFileError) -> (crs: CoordinateReferenceSystem, ellipsoid: Ellipsoid) {
    let reference = try SpatialReference(crs.wkt)
    var failure: OGRErr = OGRERR_NONE
    let axis = OSRGetSemiMajor(reference.handle, &failure)
    let flattening = OSRGetInvFlattening(reference.handle, &failure)
    guard let base = OSRCloneGeogCS(reference.handle) else {
        throw GeoFileError.unknownCRS(crs.name, cause: nil)
    }
    defer { OSRDestroySpatialReference(base) }
    guard failure == OGRERR_NONE, axis > 0, axis.isFinite, let described = describe(base) else {
        throw GeoFileError.unknownCRS(crs.name, cause: nil)
    }
    return (
        described,
        // A sphere is written with an inverse flattening of 0.
        Ellipsoid(
            semiMajorAxis: axis, inverseFlattening: flattening > 1 ? flattening : .infinity)
    )
}
