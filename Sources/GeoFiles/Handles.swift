import CGDAL
import Foundation

/// An open dataset; closed when its owner goes, or by `close()`.
final class Dataset {
    let handle: GDALDatasetH
    let path: String
    private var isOpen = true

    /// Takes over a handle that was just created.
    init(owning handle: GDALDatasetH, path: String) {
        self.handle = handle
        self.path = path
    }

    deinit {
        if isOpen { _ = basingrid_close(handle) }
    }

    /// Flushes and closes, and throws when either fails or anything failed since `messages` were
    /// cleared.
    func close(_ messages: GDALMessages) throws(GeoFileError) {
        guard isOpen else { return }
        let flushed = basingrid_flush(handle)
        isOpen = false
        let closed = basingrid_close(handle)
        if flushed != CE_None || closed != CE_None || messages.firstFailure != nil {
            throw GeoFileError.cannotCreate(path, cause: messages.cause, errno: 0)
        }
    }

    var driverName: String {
        GDALGetDatasetDriver(handle).map { text(GDALGetDriverShortName($0)) } ?? ""
    }

    var layerNames: [String] {
        (0..<GDALDatasetGetLayerCount(handle)).map { index in
            GDALDatasetGetLayer(handle, index).map { text(OGR_L_GetName($0)) } ?? ""
        }
    }
}

/// A coordinate reference system of PROJ with coordinates in the order of files: x, then y.
final class SpatialReference {
    let handle: OGRSpatialReferenceH

    /// From an EPSG code, WKT, PROJ text or URN.
    init(_ definition: String) throws(GeoFileError) {
        handle = try withGDAL { messages throws(GeoFileError) in
            guard let made = OSRNewSpatialReference(nil) else {
                throw GeoFileError.unknownCRS(definition, cause: messages.cause)
            }
            guard OSRSetFromUserInput(made, definition) == OGRERR_NONE else {
                OSRDestroySpatialReference(made)
                throw GeoFileError.unknownCRS(definition, cause: messages.cause)
            }
            OSRSetAxisMappingStrategy(made, OAMS_TRADITIONAL_GIS_ORDER)
            return made
        }
    }

    deinit { OSRDestroySpatialReference(handle) }
}

/// A geometry that this code owns.
final class OwnedGeometry {
    let handle: OGRGeometryH

    init?(owning handle: OGRGeometryH?) {
        guard let handle else { return nil }
        self.handle = handle
    }

    deinit { OGR_G_DestroyGeometry(handle) }
}

/// A feature that this code owns.
final class OwnedFeature {
    let handle: OGRFeatureH

    init?(owning handle: OGRFeatureH?) {
        guard let handle else { return nil }
        self.handle = handle
    }

    deinit { OGR_F_Destroy(handle) }
}
