public import Geometry
public import Grids
import Parallel

/// The exact share of every cell of a grid in every zone.
///
/// The map from raster cells to zones: computed once from geometry, then applied to any raster on
/// the same grid. Memory is proportional to the zones' edges, not to the raster: whole rows of
/// inner cells are one run.
public struct Overlay: Hashable, Sendable {
    /// The grid whose cells are covered.
    public let geometry: GridGeometry
    /// Which part of a cell counts.
    public let method: CoverageMethod
    /// One coverage a zone, in the order of the zones.
    public let zones: [ZoneCoverage]

    /// - Precondition: all runs of `zones` lie on `geometry`.
    public init(
        geometry: GridGeometry, method: CoverageMethod = .fraction, zones: [ZoneCoverage]
    ) {
        self.geometry = geometry
        self.method = method
        self.zones = zones
    }

    /// The coverage of `geometry` by each of `zones`.
    ///
    /// A cell's fraction is the area of its part inside the zone over its own area; the other
    /// methods claim cells whole. Coverage below 1e-12 is 0 and above 1 − 1e-12 is 1, so that no
    /// minimum or maximum sees a foreign cell; where the rounding of the coordinates themselves
    /// weighs more than that (two units in the last place of the grid's outermost coordinate, in
    /// cells), it takes the place of 1e-12. A sum that lies out of 0…1 by more than four times as
    /// much is an error. A ring that follows a cell edge counts for the cell on its inner side
    /// only. A zone without polygons or outside the grid has no runs. Zones may overlap each other.
    ///
    /// On a geographic grid each zone is also laid over the grid a turn of 360 degrees further
    /// east and west, and its cells joined, so that rasters of longitudes 0…360 and zones of
    /// −180…180 meet. Where a grid is wider than 360 degrees, only the columns of its first turn
    /// count. An edge is the straight line between its coordinates; see
    /// `indicesOfZonesWithLongEdges(in:)`.
    ///
    /// - Parameters:
    ///   - zones: Rings in the CRS of `geometry`; orientation is free, parts of one zone do not
    ///     overlap.
    ///   - geometry: Any grid with rows and columns parallel to the axes, north-up or not.
    ///   - method: Which part of a cell counts.
    ///   - threads: How many threads work; the result does not depend on it.
    /// - Throws: `CoverageError`, of the first zone that has one.
    /// - Precondition: `threads` is positive.
    /// - Complexity: O(vertices + cells on edges + rows of each zone), with a factor log(cells on
    ///   edges in a row) where those are many; scratch O(cells on edges of one zone) a thread.
    /// - Accuracy: exact for axis-parallel edges on representable coordinates; else a few ulps of
    ///   the zone's size in cells.
    public init(
        of zones: [Zone], on geometry: GridGeometry, method: CoverageMethod = .fraction,
        threads: Int
    ) throws(CoverageError) {
        guard !geometry.geotransform.isRotated else {
            throw .gridIsRotated(geometry.geotransform)
        }
        guard max(geometry.rows, geometry.columns) < Int(Int32.max) else {
            throw .gridIsTooLarge(rows: geometry.rows, columns: geometry.columns)
        }
        let parts = try mapChunks(Self.plan(zones), threads: threads) {
            (range) throws(CoverageError) in
            var rasterizer = ZoneRasterizer(geometry, method: method)
            var coverages: [ZoneCoverage] = []
            coverages.reserveCapacity(range.count)
            for zone in zones[range] { coverages.append(try rasterizer.coverage(of: zone)) }
            return coverages
        }
        self.init(geometry: geometry, method: method, zones: parts.flatMap { $0 })
    }

    /// Whether any zone covers a part of each cell of `window`, row by row; of the whole grid
    /// without a window.
    ///
    /// - Precondition: `window` lies on the grid.
    /// - Complexity: O(cells of the window + runs in its rows); memory one byte a cell.
    public func anyCoverage(in window: GridWindow? = nil) -> [Bool] {
        let window = window ?? geometry.fullWindow
        precondition(
            geometry.fullWindow.rows.contains(window.rows)
                && geometry.fullWindow.columns.contains(window.columns),
            "the window lies on the grid")
        var mask = [Bool](repeating: false, count: window.cellCount)
        for zone in zones {
            for run in zone.runs(inRows: window.rows) {
                let columns = run.columns.clamped(to: window.columns)
                let start = (Int(run.row) - window.rows.lowerBound) * window.columns.count
                for column in columns { mask[start + column - window.columns.lowerBound] = true }
            }
        }
        return mask
    }

    /// How many vertices, or zones, make a chunk: enough to outweigh a thread's start.
    private static let verticesPerChunk = 1 << 14
    private static let zonesPerChunk = 1 << 10

    /// The zones in chunks of about the same number of vertices.
    private static func plan(_ zones: [Zone]) -> [Range<Int>] {
        var plan: [Range<Int>] = []
        var start = 0
        var vertices = 0
        for (index, zone) in zones.enumerated() {
            for polygon in zone.polygons {
                vertices += polygon.holes.reduce(polygon.shell.coordinates.count) {
                    $0 + $1.coordinates.count
                }
            }
            if vertices >= verticesPerChunk || index + 1 - start >= zonesPerChunk {
                plan.append(start..<index + 1)
                start = index + 1
                vertices = 0
            }
        }
        if start < zones.count { plan.append(start..<zones.count) }
        return plan
    }
}
