import Geometry
import Grids

/// The cells of a window that a zone is laid over, and by how many degrees it is moved for it.
struct ZonePlacement {
    /// What is added to the zone's x coordinates, once each.
    var shifts: [Double]
    /// The cells to look at, in rows and columns of the grid; they may lie out of it.
    var window: GridWindow
}

/// Where the zones of a grid are placed: once, or on a geographic grid also a turn of the Earth
/// further east and west, so that a raster of longitudes 0…360 meets zones of −180…180.
struct PlacementRule {
    private let geometry: GridGeometry
    private let turns: [Double]
    /// The columns that count: those of the first 360 degrees.
    private let columns: Range<Int>

    init(_ geometry: GridGeometry) {
        self.geometry = geometry
        guard geometry.crs?.isGeographic == true else {
            turns = [0]
            columns = 0..<geometry.columns
            return
        }
        turns = [0, 360, -360]
        // The 1e-6 of a cell forgives a cell size that was written with few digits.
        let columnsATurn = (360 / geometry.cellSize.width - 1e-6).rounded(.up)
        columns = 0..<max(1, Int(min(columnsATurn, Double(geometry.columns))))
    }

    /// The placement of a zone within `box` on the grid; `nil` when it lies outside.
    func placement(of box: BoundingBox) -> ZonePlacement? {
        var result: ZonePlacement?
        for shift in turns {
            let moved = BoundingBox(
                minX: box.minX + shift, minY: box.minY, maxX: box.maxX + shift, maxY: box.maxY)
            guard var window = geometry.window(covering: moved) else { continue }
            window.columns = window.columns.clamped(to: columns)
            if window.columns.isEmpty { continue }
            if let known = result?.window {
                window.columns =
                    min(
                        known.columns.lowerBound, window.columns.lowerBound)..<max(
                        known.columns.upperBound, window.columns.upperBound)
            }
            result = ZonePlacement(shifts: (result?.shifts ?? []) + [shift], window: window)
        }
        return result
    }

    /// The placement of a zone within `box` on the grid continued without end; `nil` when it would
    /// reach over more cells than runs can number.
    func endlessPlacement(of box: BoundingBox) -> ZonePlacement? {
        let frame = CellFrame(geometry.geotransform, row: 0, column: 0)
        let a = frame.position(of: Coordinate(x: box.minX, y: box.minY))
        let b = frame.position(of: Coordinate(x: box.maxX, y: box.maxY))
        guard let columns = span(a.u, b.u), let rows = span(a.v, b.v) else { return nil }
        return ZonePlacement(shifts: [0], window: GridWindow(rows: rows, columns: columns))
    }

    private func span(_ a: Double, _ b: Double) -> Range<Int>? {
        let low = min(a, b).rounded(.down)
        let high = max(max(a, b).rounded(.up), low + 1)
        guard low > Double(Int32.min), high < Double(Int32.max) else { return nil }
        return Int(low)..<Int(high)
    }
}
