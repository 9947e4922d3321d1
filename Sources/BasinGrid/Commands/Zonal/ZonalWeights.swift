import GeoFiles
import Geometry
import Grids

/// The weights of a request: a raster, or the area of cells.
struct ZonalWeights {
    /// Weights as a pass takes them.
    enum Place {
        /// On the grid of the values.
        case onGrid(any RasterStack)
        /// On a grid that cuts the values' cells, `cells` in each.
        case finer(GridGeometry, any RasterStack, cells: Int)
    }

    /// `nil` for the area.
    private let raster: RasterFile?
    private let path: String
    private let crs: CoordinateReferenceSystem

    init(_ given: String, _ rasters: ZonalRasters) throws {
        path = given
        crs = rasters.crs
        raster = given == "area" ? nil : try RasterFile(path: given)
        guard let raster else { return }
        try raster.requireAxisParallel()
        if let own = raster.geometry.crs, !isSame(own, crs) {
            throw Fault(
                .data,
                zh: "权重栅格 \(given) 的坐标系 \(own.name) 与数值栅格 \(crs.name) 不同。请先转换到同一坐标系。",
                en:
                    "The weights \(given) are in \(own.name), the values in \(crs.name). Bring them "
                    + "to one CRS first.")
        }
    }

    /// The weights for values on `grid`, and what there is to say about them.
    func placed(on grid: GridGeometry) throws -> (place: Place, note: LocalizedText?) {
        guard let file = raster else { return try areas(on: grid) }
        let runsTheOtherWay =
            (file.geometry.geotransform.rowStepY < 0) != (grid.geotransform.rowStepY < 0)
        let raster: any RasterStack = runsTheOtherWay ? FlippedRaster(file) : file
        if let expanded = ExpandedRaster(raster, onto: grid) { return (.onGrid(expanded), nil) }
        if let nesting = GridNesting(of: raster.geometry, in: grid) {
            let finer = grid.refined(rows: nesting.rows, columns: nesting.columns)
            if let weights = ExpandedRaster(raster, onto: finer) {
                return (.finer(finer, weights, cells: nesting.rows * nesting.columns), nil)
            }
        }
        return (
            .onGrid(AveragedRaster(raster, onto: grid)),
            LocalizedText(
                "权重栅格 \(path) 与数值栅格的网格不能套合：已按面积加权平均重采样到数值栅格。",
                "The weights \(path) do not nest with the values' grid: they were resampled to it as "
                    + "area-weighted means.")
        )
    }

    /// The area of every cell in km²: on the ellipsoid for longitude and latitude, in the plane for
    /// a projected grid.
    private func areas(on grid: GridGeometry) throws -> (place: Place, note: LocalizedText?) {
        let size = grid.cellSize
        guard crs.isGeographic else {
            let scale = crs.metresPerUnit * crs.metresPerUnit / 1e6
            let area = size.width * size.height * scale
            let values = [Double](repeating: area, count: grid.rows)
            return (
                .onGrid(RowRaster(geometry: grid, rowValues: values)),
                LocalizedText(
                    "栅格为投影坐标：面积权重取平面像元面积，各像元相同。",
                    "The raster is projected: the area of a cell is that in the plane, the same for "
                        + "all.")
            )
        }
        let ellipsoid = try ellipsoid(of: crs)
        let areas = (0..<grid.rows).map { row in
            let a = grid.geotransform.coordinate(row: Double(row), column: 0).y
            let b = grid.geotransform.coordinate(row: Double(row + 1), column: 0).y
            return ellipsoidalCellArea(
                south: max(min(a, b), -90), north: min(max(a, b), 90), width: size.width,
                on: ellipsoid) / 1e6
        }
        return (.onGrid(RowRaster(geometry: grid, rowValues: areas)), nil)
    }
}
