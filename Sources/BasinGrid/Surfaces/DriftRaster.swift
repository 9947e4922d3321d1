import Foundation
import GeoFiles
import Geometry
import Grids
import Interpolation
import Reports

/// A raster whose values the mean follows: read between its cell centres by bilinear interpolation,
/// so that at the centre of a cell of its own it is that cell's value.
struct DriftRaster: Sendable {
    private let grid: Grid<Double>
    private let target: GridGeometry
    private let path: String

    init(path: String, _ target: GridGeometry, _ options: RunOptions) throws {
        let reader = try RasterReader(path: path)
        let geometry = reader.geometry
        if let own = geometry.crs, let wanted = target.crs, own != wanted {
            throw Fault(
                .data,
                zh: "\(path)：坐标系为 \(own.name)，网格为 \(wanted.name)。请先用 convert 转换栅格。",
                en: "\(path): its CRS is \(own.name), that of the grid \(wanted.name). Convert the "
                    + "raster first.")
        }
        guard !geometry.geotransform.isRotated else {
            throw Fault(
                .data, zh: "\(path)：栅格有旋转，不能作为漂移项。请先用 gdalwarp 转正。",
                en: "\(path): the raster is rotated and cannot be a drift. Warp it north-up first.")
        }
        guard geometry.cellCount * 8 < options.memory / 2 else {
            throw Fault(
                .data,
                zh: "\(path)：作为漂移项的栅格有 \(geometry.cellCount) 个单元，超过 --memory 的一半。"
                    + "请裁剪栅格，或提高 --memory。",
                en: "\(path): the drift raster has \(geometry.cellCount) cells, more than half of "
                    + "--memory holds. Clip it, or raise --memory.")
        }
        grid = try reader.readGrid()
        self.target = target
        self.path = path
    }

    /// The values at the stations; refuses stations without one.
    func values(at stations: PreparedStations) throws -> [Double] {
        try stations.stations.map { station in
            let value = value(at: station.coordinate)
            guard value.isFinite else {
                throw Fault(
                    .data,
                    zh: "\(path)：站点 \(station.id) 处没有漂移值。请用覆盖所有站点的栅格，或去掉该站点。",
                    en: "\(path): there is no drift value at station \(station.id). Use a raster "
                        + "that covers all stations, or leave that station out.")
            }
            return value
        }
    }

    /// The values at the centres of whole rows of the target, row by row.
    var rows: KrigingDriftRows {
        { rows in
            var values: [Double] = []
            values.reserveCapacity(rows.count * target.columns)
            for row in rows {
                for column in 0..<target.columns {
                    values.append(value(at: target.centre(row: row, column: column)))
                }
            }
            return [values]
        }
    }

    /// NaN outside the raster and where a neighbour that counts has no data.
    func value(at coordinate: Coordinate) -> Double {
        grid.interpolatedValue(at: coordinate) ?? .nan
    }
}
