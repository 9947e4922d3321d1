public import Grids

/// Why statistics of a raster over an overlay could not be computed.
public enum ZonalStatisticsError: Error, Hashable, Sendable {
    /// The raster's cells are not those that the overlay was built for.
    case gridsDiffer(raster: GridGeometry, overlay: GridGeometry)
}

extension ZonalStatisticsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .gridsDiffer(let raster, let overlay):
            """
            The raster has \(Self.text(raster)), the overlay was built for \(Self.text(overlay)). \
            Build the overlay again for this raster.
            """
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .gridsDiffer(let raster, let overlay):
            """
            栅格为 \(Self.text(raster))，而叠加结果是按 \(Self.text(overlay)) 建立的。\
            请按该栅格重新建立叠加结果。
            """
        }
    }

    private static func text(_ geometry: GridGeometry) -> String {
        let g = geometry.geotransform
        return """
            \(geometry.rows) × \(geometry.columns) [\(g.originX), \(g.columnStepX), \
            \(g.rowStepX), \(g.originY), \(g.columnStepY), \(g.rowStepY)]
            """
    }
}
