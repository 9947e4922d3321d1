import Foundation
import TestSupport
import Testing

/// `basingrid zonal` on rasters and zones made by rasterio and geopandas with fixed seeds.
///
/// The zones of every case: a polygon with holes, one of three parts, a star of 720 vertices, a
/// sliver across the raster, one inside a cell, one on cell edges, the whole raster, one around it,
/// one partly and one wholly outside, one where there is only nodata.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct ZonalCaseTests {
    private static let statistics =
        "count,sum,mean,min,max,range,variance,stdev,cv,valid_share,area_km2"

    /// Two oracles: `shapely.intersection` of every cell with the zone, in double precision, then
    /// the formulas in numpy; and `exactextract.exact_extract`, whose coverage fractions are
    /// Float32, so that a count of one part of a cell is good to 2⁻²⁴.
    @Test(
        "zonal agrees with GEOS and exactextract on awkward rasters",
        arguments: [
            "float64-nodata-and-nan", "float32-tiles", "south-up", "int16-scaled",
            "uint8-second-band:2", "degrees",
        ])
    func awkwardRasters(raster: String) throws {
        try withTemporaryFolder { folder in
            let name = String(raster.prefix { $0 != ":" })
            _ = try Peers.output("zonal_cases", "make", folder.path, name)
            let result = try runTool([
                "zonal", "--raster",
                folder.appending(path: name).path + ".tif"
                    + raster.dropFirst(name.count),
                "--zones", folder.appending(path: name + ".gpkg").path, "--id-field", "id",
                "--include-field", "name", "--stats", Self.statistics,
                "-o", folder.appending(path: name + ".csv").path, "--lang", "en",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let verdict = try Peers.verdict("zonal_cases", "compare", folder.path, name)
            var limits = ["count", "sum", "mean", "min", "max", "range", "variance", "stdev", "cv"]
                .map { Limit("clipped \($0)", within: 1e-9, atLeast: 11) }
            limits += ["count", "sum", "mean", "min", "max", "variance", "stdev", "cv"]
                .map { Limit("exactextract \($0)", within: 0x1p-24, atLeast: 8) }
            limits.append(Limit("clipped valid_share", within: 1e-9, atLeast: 11))
            // The sliver is 3 mm to 2 m wide: its area is a small difference of large coordinates.
            limits.append(Limit("clipped area_km2", within: 1e-6, atLeast: 11))
            expect(verdict, limits)
        }
    }
}
