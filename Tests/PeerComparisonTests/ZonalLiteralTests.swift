import Foundation
import TestSupport
import Testing

/// `basingrid zonal` against the definition of every statistic, written out in Python with cells cut
/// by GEOS and exact sums, on small rasters that are awkward on purpose.
///
/// The zones of every raster: stars with holes, multipolygons, overlapping ones, partly and wholly
/// outside, within a cell, of whole cells, along centres and diagonals of cells, a sliver, a ring,
/// all nodata, around everything, without a geometry.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct ZonalLiteralTests {
    /// A run of the tool, as a script prints it.
    private struct LiteralRun: Decodable {
        var name: String
        var arguments: [String]
    }

    private static let withClasses: Set = ["ties", "land-cover", "constant"]

    /// Slivers of 1e-5 of a cell keep 11 digits of their area, resultants of directions that nearly
    /// cancel 10; what is chosen and not computed must be the same number. Areas: zones get a vertex
    /// every 500 m, for which the tool promises 2.7e-7.
    private static func limits(_ raster: String) -> [Limit] {
        let chosen = [
            "min", "max", "range", "mode", "minority", "variety", "min_x", "min_y", "max_x",
            "max_y",
        ]
        let computed = [
            "sum", "mean", "variance", "stdev", "cv", "share", "weighted_sum", "weighted_mean",
            "weighted_variance", "weighted_stdev",
        ]
        var limits = chosen.map { Limit($0, atLeast: 24) }
        limits += computed.map { Limit($0, within: 1e-10, atLeast: 24) }
        limits += [
            Limit("count", within: 1e-10, atLeast: 29),
            Limit("valid_share", within: 1e-10, atLeast: 28),
            Limit("circular_mean", within: 1e-9, atLeast: 24),
            Limit("area_km2", within: 3e-7, atLeast: 28),
            Limit("quantile, inverse-cdf", atLeast: 7 * 24),
            Limit("quantile, linear", within: 1e-10, atLeast: 7 * 24),
            Limit("empty on both sides", atLeast: 100),
            Limit("columns", atLeast: 2),
            Limit("order of the zones", atLeast: 2),
        ]
        if withClasses.contains(raster) {
            limits.append(Limit("frac", within: 1e-10, atLeast: 24))
        }
        return limits
    }

    @Test(
        "every statistic of zonal agrees with its literal definition on awkward rasters",
        arguments: [
            "ties", "degrees", "land-cover", "elevation", "wind", "two-bands", "south-up",
            "pacific", "far-from-zero", "constant",
        ])
    func literalDefinitions(raster: String) throws {
        try withTemporaryFolder { folder in
            let text = try Peers.output("zonal_literal_cases", "make", folder.path, raster)
            let runs = try JSONDecoder().decode([LiteralRun].self, from: Data(text.utf8))
            #expect(runs.count >= 2)
            for run in runs {
                let result = try runTool(run.arguments, in: folder)
                #expect(result.status == 0, "\(raster), \(run.name): \(result.errors)")
            }
            expect(
                try Peers.verdict("zonal_literal_cases", "compare", folder.path, raster),
                Self.limits(raster))
        }
    }
}

/// `basingrid zonal` against exactextract 0.3.0 and numpy on a raster of 330 × 552 cells over the
/// zones of `Datasets/taiyuan`.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct ZonalExactextractTests {
    private static let moments = ["count", "sum", "mean", "min", "max", "stdev"]
    private static let quantiles = ["median", "p0", "p5", "p37.5", "p90", "p100"]
    private static let surface = [
        "count", "sum", "mean", "min", "max", "variance", "stdev", "cv", "mode", "minority",
        "variety", "min_x", "min_y", "max_x", "max_y", "weighted_mean", "weighted_variance",
        "weighted_stdev",
    ]

    /// The table's name, the raster, whether zones are boxes of whole cells, statistics, options.
    private static let runs: [(String, String, Bool, [String], [String])] = [
        ("fraction", "surface", false, surface, ["--weights", "weights.tif"]),
        ("linear", "surface", false, quantiles, linear),
        ("classes", "classes", false, ["mode", "minority", "variety", "frac"], []),
        ("center", "surface", false, moments + quantiles, ["--coverage", "center"]),
        ("center-linear", "surface", false, quantiles, ["--coverage", "center"] + linear),
        ("whole", "surface", true, moments + quantiles, []),
        ("whole-linear", "surface", true, quantiles, linear),
    ]
    private static let linear = ["--quantile-definition", "linear"]

    /// exactextract's coverage fractions are Float32, hence 1e-6. Whole cells are numpy's to the last
    /// digits, `numpy.quantile(…, method: "inverted_cdf")` to the last.
    @Test(
        "zonal agrees with exactextract on fractions, with numpy and GDAL on whole cells",
        arguments: [("counties.shp", "CODE", 10), ("control_units.shp", "HJGKDYBM", 62)])
    func surfaceOfTaiyuan(layer: String, field: String, zones: Int) throws {
        try withTemporaryFolder { folder in
            _ = try Peers.output("zonal_exactextract", "make", folder.path)
            let path = TestFolders.dataset("taiyuan").appending(path: layer).path
            for (name, raster, isWhole, statistics, options) in Self.runs {
                let result = try runTool(
                    [
                        "zonal", "--raster", raster + ".tif", "--zones",
                        isWhole ? "whole.gpkg" : path, "--id-field", isWhole ? "id" : field,
                        "--stats", statistics.joined(separator: ","), "-o", name + ".csv",
                        "--lang", "en", "--quiet",
                    ] + options, in: folder)
                #expect(result.status == 0, "\(name): \(result.errors)")
            }
            expect(
                try Peers.verdict("zonal_exactextract", "compare", folder.path, path, field),
                Self.limits(zones))
        }
    }

    private static func limits(_ zones: Int) -> [Limit] {
        var limits = surface.map { Limit("exactextract \($0)", within: 1e-6, atLeast: zones) }
        limits += ["mode", "minority", "variety"].map {
            Limit("exactextract \($0) of classes", atLeast: zones)
        }
        limits += [
            Limit("exactextract linear quantile", within: 1e-6, atLeast: quantiles.count * zones),
            Limit("exactextract frac", within: 1e-6, atLeast: 7 * zones),
            Limit("zone", atLeast: zones),
        ]
        for (label, count) in [("center", zones), ("whole cells", 25)] {
            limits += moments.map { Limit("\(label) \($0)", within: 1e-12, atLeast: count) }
            limits.append(Limit("\(label) inverted_cdf", atLeast: quantiles.count * count))
            limits.append(
                Limit("\(label) linear", within: 1e-12, atLeast: quantiles.count * count))
        }
        return limits
    }
}
