import CGDAL
import Foundation
public import Geometry

/// Coordinates of one system made into coordinates of another; both in traditional order (x is
/// easting or longitude). Belongs to one thread at a time.
public final class CoordinateTransformer {
    public let source: CoordinateReferenceSystem
    public let target: CoordinateReferenceSystem
    /// Whether PROJ knows how the two datums differ. Where it does not (Xi'an 1980 to CGCS2000
    /// needs local parameters), they are taken as the same: errors of tens of metres.
    public let isDatumShiftKnown: Bool
    private let handle: OGRCoordinateTransformationH
    private let ends: (SpatialReference, SpatialReference)

    /// - Throws: `unknownCRS` when a definition is not understood or no way leads from one to the
    ///   other.
    public init(
        from source: CoordinateReferenceSystem, to target: CoordinateReferenceSystem
    ) throws(GeoFileError) {
        self.source = source
        self.target = target
        let ends = (try SpatialReference(source.wkt), try SpatialReference(target.wkt))
        self.ends = ends
        let made = try withGDAL { messages throws(GeoFileError) in
            if let exact = Self.make(ends.0, ends.1, ballpark: false) { return (exact, true) }
            let rough = Self.make(ends.0, ends.1, ballpark: true)
            return (
                try required(
                    rough,
                    GeoFileError(
                        .unknownCRS, path: "", cause: messages.cause,
                        english: "No transformation leads from \"\(source.name)\" to "
                            + "\"\(target.name)\". Choose another working CRS.",
                        chinese: "无法从“\(source.name)”转换到“\(target.name)”，请选择其他坐标系。")), false
            )
        }
        handle = made.0
        isDatumShiftKnown = made.1
    }

    deinit { OCTDestroyCoordinateTransformation(handle) }

    /// A transformation; without `ballpark`, only one that PROJ has parameters for.
    private static func make(
        _ source: SpatialReference, _ target: SpatialReference, ballpark: Bool
    ) -> OGRCoordinateTransformationH? {
        let options = OCTNewCoordinateTransformationOptions()
        defer { OCTDestroyCoordinateTransformationOptions(options) }
        OCTCoordinateTransformationOptionsSetBallparkAllowed(options, ballpark ? 1 : 0)
        return OCTNewCoordinateTransformationEx(source.handle, target.handle, options)
    }

    /// The coordinates in the target system, in the same order.
    ///
    /// - Throws: `wrongContent` naming the first coordinate that has no place there, or that is
    ///   not finite.
    public func transform(_ coordinates: [Coordinate]) throws(GeoFileError) -> [Coordinate] {
        if coordinates.isEmpty { return [] }
        var x = coordinates.map(\.x)
        var y = coordinates.map(\.y)
        var success = [Int32](repeating: 0, count: coordinates.count)
        let cause = try withGDAL { messages throws(GeoFileError) in
            _ = OCTTransformEx(handle, Int32(x.count), &x, &y, nil, &success)
            return messages.firstFailure
        }
        var result: [Coordinate] = []
        result.reserveCapacity(x.count)
        for index in x.indices {
            let made = Coordinate(x: x[index], y: y[index])
            guard success[index] != 0, made.isFinite else {
                throw unplaceable(coordinates[index], cause: cause)
            }
            result.append(made)
        }
        return result
    }

    private func unplaceable(_ coordinate: Coordinate, cause: String?) -> GeoFileError {
        .wrongContent(
            "", cause: cause,
            english: "The coordinate (\(coordinate.x), \(coordinate.y)) of \"\(source.name)\" has "
                + "no place in \"\(target.name)\". Check the data's CRS and the working CRS.",
            chinese: "“\(source.name)”中的坐标（\(coordinate.x), \(coordinate.y)）无法转换到"
                + "“\(target.name)”，请检查数据坐标系和工作坐标系。")
    }
}
