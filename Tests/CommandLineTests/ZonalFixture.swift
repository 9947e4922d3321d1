import Foundation
import GeoFiles
import Geometry
import Grids
import TestSupport

/// Rasters and zones for runs of `zonal` with seams: 3 000 × 150 cells of 100 m in blocks of 16
/// rows, and 12 × 4 zones that tile a part of them and cross every seam.
struct ZonalFixture {
    let raster: String
    let other: String
    let zones: String

    static let everyStatistic =
        "count,sum,mean,min,max,range,stdev,variance,cv,median,p5,p99.5,mode,minority,variety,"
        + "min_x,min_y,max_x,max_y,share>50,circular_mean,weighted_mean,weighted_sum,"
        + "weighted_stdev,weighted_variance,area_km2,valid_share"

    init(in folder: URL) throws {
        let crs = try coordinateReferenceSystem(named: "EPSG:4547")
        let geometry = GridGeometry(
            covering: BoundingBox(minX: 500_000, minY: 4_200_000, maxX: 515_000, maxY: 4_500_000),
            cellSize: 100, crs: crs)
        var random = SeededRandom(seed: 31)
        func grid() -> Grid<Float> {
            Grid(
                geometry: geometry,
                values: (0..<geometry.cellCount).map { _ in
                    Double.random(in: 0...1, using: &random) < 0.05
                        ? -9999 : Float(Int.random(in: 0...3599, using: &random)) / 10
                }, nodata: -9999)
        }
        raster = folder.appending(path: "first.tif").path
        other = folder.appending(path: "second.tif").path
        try writeRaster(grid(), to: raster)
        try writeRaster(grid(), to: other)
        zones = folder.appending(path: "zones.gpkg").path
        var features: [Feature] = []
        for row in 0..<12 {
            for column in 0..<4 {
                let x = 499_000 + Double(column) * 4_321.7
                let y = 4_199_000 + Double(row) * 25_123.4
                let ring = Ring([
                    Coordinate(x: x, y: y), Coordinate(x: x + 4_321.7, y: y),
                    Coordinate(x: x + 4_321.7, y: y + 25_123.4),
                    Coordinate(x: x, y: y + 25_123.4),
                ])
                features.append(
                    Feature(
                        number: Int64(features.count), shape: .polygons([Polygon(shell: ring)]),
                        attributes: [.text("Z\(row)-\(column)"), .text("第\(row)行")]))
            }
        }
        try writeVector(
            OutputLayer(
                name: "zones", crs: crs,
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "name", kind: .text),
                ], geometry: .polygons, features: features), to: zones)
    }

    /// The arguments of a run over both rasters.
    func arguments(_ statistics: String = everyStatistic) -> [String] {
        [
            "zonal", "--raster", raster, "--raster", other, "--zones", zones, "--id-field", "code",
            "--include-field", "name", "--stats", statistics, "--weights", "area", "--lang", "en",
            "-q",
        ]
    }
}
