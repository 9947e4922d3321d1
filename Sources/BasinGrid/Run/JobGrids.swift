import Coverage
import Foundation
import GeoFiles
import Geometry
import Grids
import HotSpots

/// The grids of a job with the coverage of its zones, each built once.
struct JobGrids {
    let inputs: JobInputs
    let threads: Int
    /// The union of each zone layer, for the row of the whole.
    let wholes: [Zone]
    private var built: [GridGeometry: GridCoverage] = [:]

    /// One grid with the coverage of all zone layers.
    struct GridCoverage: Sendable {
        /// For each zone layer the coverage of its zones, then of their union.
        var overlays: [Overlay]
        /// Whether a zone of any layer touches the cell, row-major.
        var mask: [Bool]
    }

    init(_ inputs: JobInputs, threads: Int) throws {
        self.inputs = inputs
        self.threads = threads
        wholes = try inputs.zoneLayers.map { layer in
            try dissolve(layer.zones, id: "all", label: "全部", in: inputs.crs)
        }
    }

    /// The smallest box around all zones.
    ///
    /// - Throws: `Fault` when no zone has a geometry.
    func extent() throws -> BoundingBox {
        let boxes = inputs.zoneLayers.compactMap(\.boundingBox)
        guard let first = boxes.first else {
            throw Fault(
                .data, zh: "所有区域图层都没有可用的多边形。请检查区域文件。",
                en: "No zone layer has a usable polygon. Check the zone files.")
        }
        return boxes.dropFirst().reduce(first) { $0.union($1) }
    }

    /// The grid of cells of `cell` over all zones.
    func geometry(cell: Distance) throws -> GridGeometry {
        GridGeometry(
            covering: try extent(), cellSize: try cell.inUnits(of: inputs.crs), crs: inputs.crs)
    }

    /// The zones' coverage of `geometry`.
    mutating func coverage(of geometry: GridGeometry) throws -> GridCoverage {
        if let known = built[geometry] { return known }
        let overlays = try zip(inputs.zoneLayers, wholes).map { layer, whole in
            try Overlay(of: layer.zones + [whole], on: geometry, threads: threads)
        }
        var mask = [Bool](repeating: false, count: geometry.cellCount)
        for overlay in overlays {
            for (index, isCovered) in overlay.anyCoverage().enumerated() where isCovered {
                mask[index] = true
            }
        }
        let result = GridCoverage(overlays: overlays, mask: mask)
        built[geometry] = result
        return result
    }
}

extension Distance {
    /// The length in the units of `crs`.
    ///
    /// - Throws: `Fault` for metres in a geographic CRS and degrees in a projected one: neither
    ///   can be one size everywhere.
    func inUnits(of crs: CoordinateReferenceSystem) throws -> Double {
        switch unit {
        case .crsUnits: return value
        case .metres where !crs.isGeographic: return value / crs.metresPerUnit
        case .degrees where crs.isGeographic: return value
        case .metres:
            throw Fault(
                .data,
                zh: "单元大小以米给出，而坐标系 \(crs.name) 以度为单位。请改用投影坐标系，或以 deg 给出大小。",
                en:
                    "The cell size is in metres, but \(crs.name) is in degrees. Use a projected CRS, "
                    + "or give the size in deg.")
        case .degrees:
            throw Fault(
                .data,
                zh: "单元大小以度给出，而坐标系 \(crs.name) 是投影坐标系。请以 m 或 km 给出大小。",
                en: "The cell size is in degrees, but \(crs.name) is projected. Give it in m or km."
            )
        }
    }
}
