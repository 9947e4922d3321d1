import Coverage
import GeoFiles
import Grids
import HotSpots

/// Adds up the hot cells of a fishnet by the zones that they lie in.
struct HotSpotAreas {
    private let grid: GridGeometry
    /// For each zone layer the coverage of its zones, then of their union.
    private let overlays: [Overlay]
    /// Of every cell of the fishnet, row-major, in square metres on the ellipsoid.
    private let cellAreas: [Double]

    init(_ fishnet: Fishnet, _ overlays: [Overlay]) throws {
        grid = fishnet.geometry
        self.overlays = overlays
        let areas = try GridCellAreas(grid)
        cellAreas = try (0..<grid.rows).flatMap { try areas.areas(row: $0) }
    }

    /// Zone layer × zone, the whole last.
    ///
    /// - Parameter hot: Cells of the fishnet.
    /// - Complexity: O(cells of all zones).
    func areas(of hot: [FishnetCell]) -> [[HotSpotArea]] {
        var isHot = [Bool](repeating: false, count: grid.cellCount)
        for cell in hot { isHot[cell.row * grid.columns + cell.column] = true }
        return overlays.map { $0.zones.map { area(of: $0, isHot) } }
    }

    private func area(of zone: ZoneCoverage, _ isHot: [Bool]) -> HotSpotArea {
        var area = HotSpotArea()
        for run in zone.runs {
            for column in run.columns {
                let cell = Int(run.row) * grid.columns + column
                let part = run.fraction * cellAreas[cell]
                area.zoneSquareMetres += part
                guard isHot[cell] else { continue }
                area.cells += 1
                area.squareMetres += part
            }
        }
        return area
    }
}
