import Foundation
import TestSupport
import Testing

/// 62 control units, 10 counties, 6 basins, and the whole of each layer.
private let zoneRows = 62 + 10 + 6 + 3
/// Two rasters, each now and a year before, for two periods.
private let rasters = 2 * 2 * 2

/// The job of `Datasets/taiyuan` against Python: every script starts from the written rasters or
/// the input files, never from anything that BasinGrid has in memory.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped), .serialized)
struct SampleJobTests {
    /// `exactextract.exact_extract(raster, zones, ["mean", "count", "sum", "stdev"])`, zones put
    /// into the raster's CRS by geopandas with a vertex every 500 m, as BasinGrid does. Its coverage
    /// fractions are Float32, hence 1e-6 and not 1e-12. Without those vertices the edges of zones
    /// are chords, and means move by some 1e-6: the last line shows how little the choice matters.
    /// Areas: `pyproj.Geod.geometry_area_perimeter` on the ellipsoid of CGCS2000.
    @Test("Zone statistics are those of exactextract on the rasters written")
    func zoneStatistics() throws {
        let verdict = try Peers.verdict(
            "zone_statistics", try SampleRun.folder().path, SampleRun.dataset.path)
        let all = zoneRows * rasters
        expect(
            verdict,
            [
                Limit("mean", within: 1e-6, atLeast: all),
                Limit("count", within: 1e-6, atLeast: all),
                Limit("sum", within: 1e-6, atLeast: all),
                Limit("stdev", within: 1e-6, atLeast: all),
                Limit("valid_share", within: 1e-6, atLeast: all),
                Limit("min", atLeast: all),
                Limit("max", atLeast: all),
                Limit("area_km2", within: 1e-6, atLeast: zoneRows * 2),
                Limit("mean_change", within: 1e-9, atLeast: all / 2),
                Limit("mean_change_percent", within: 1e-9, atLeast: all / 2),
                Limit("mean with edges left as chords", within: 1e-5, atLeast: all),
            ])
    }

    /// `rio cogeo validate --strict`; rasterio for type, nodata, unit, CRS and place; the metadata
    /// statistics against numpy's; the style as XML.
    @Test("Every raster is a valid COG, described, aligned and styled")
    func rasterFiles() throws {
        let verdict = try Peers.verdict("rasters", try SampleRun.folder().path)
        expect(
            verdict,
            [
                Limit("cloud optimised", atLeast: 12),
                Limit("statistics", within: 1e-9, atLeast: 48),
                Limit("valid percent", within: 1e-6, atLeast: 12),
                Limit("style's colours", atLeast: 12),
                Limit("change is the difference", atLeast: 4),
            ])
    }

    /// Σ(z/d²)/Σ(1/d²) over the 12 nearest of the station table, in numpy. A cell is a Float32, so
    /// the limit is half the spacing of Float32, 2⁻²⁴.
    @Test("Raster cells are the inverse-distance means of the station table")
    func surfaces() throws {
        let verdict = try Peers.verdict(
            "surfaces", try SampleRun.folder().path, SampleRun.dataset.path)
        expect(
            verdict,
            [
                Limit("cell", within: 0x1p-24, atLeast: 200_000),
                Limit("cells with a value are those that a zone covers", atLeast: rasters),
            ])
    }

    /// The archive read and reduced by pandas: 20 hours a day, 27 days a month, hour 0 the last of
    /// the day before; `numpy.percentile(…, 90)`.
    @Test("Station values are those that pandas makes of the readings")
    func stations() throws {
        let verdict = try Peers.verdict(
            "stations", try SampleRun.folder().path, SampleRun.dataset.path)
        expect(
            verdict,
            [
                Limit("position", within: 1e-6, atLeast: 2 * 51 * 2),
                Limit("PM2.5_mean", within: 1e-9, atLeast: 51 * 2),
                Limit("PM2.5_mean_before", within: 1e-9, atLeast: 51 * 2),
                Limit("O3_8h_p90", within: 1e-9, atLeast: 11 * 2),
                Limit("O3_8h_p90_before", within: 1e-9, atLeast: 11 * 2),
                Limit("change in percent", within: 1e-9, atLeast: 62 * 2),
                Limit("valid days", atLeast: 62 * 2),
            ])
    }

    /// Classes from the workbook by openpyxl and the table of GB 3838 written out once more; lengths
    /// by `pyproj.Geod.geometry_length` of the river cut by shapely. The multiples have two
    /// decimals, so half of the last one is the limit. A cut within an edge is placed by its share
    /// of the edge, which differs from the ellipsoid by up to a millimetre.
    @Test("Classes of sections and lengths of river are those worked out from the files")
    func sectionsAndLengths() throws {
        let verdict = try Peers.verdict(
            "river_sections", try SampleRun.folder().path, SampleRun.dataset.path)
        expect(
            verdict,
            [
                Limit("class", atLeast: 9 * 2),
                Limit("class before", atLeast: 9 * 2),
                Limit("limiting items", atLeast: 8 * 2),
                Limit("main pollutants", atLeast: 8 * 2),
                Limit("multiple", within: 0.5 + 1e-9, atLeast: 20),
                Limit("dry section says so", atLeast: 2),
                Limit("river in a zone of 1 km and more", within: 1e-6, atLeast: 60),
                Limit("river in a zone", within: 1e-3, atLeast: zoneRows * 2),
                Limit("length by class", within: 1e-3, atLeast: zoneRows * 2 * 8),
                Limit("whole river", within: 1e-9, atLeast: 2),
                Limit("classes of the whole river", within: 1e-9, atLeast: 2),
            ])
    }

    /// `exactextract.exact_extract(raster, boxes, ["mean", "count"])`; shares by shapely.
    @Test("Hotspot cells have the raster's means in their boxes, and their ranks")
    func hotspots() throws {
        let verdict = try Peers.verdict(
            "hotspots", try SampleRun.folder().path, SampleRun.dataset.path)
        expect(
            verdict,
            [
                Limit("value", within: 1e-6, atLeast: 875 * 2),
                Limit("before", within: 1e-6, atLeast: 875 * 2),
                Limit("change_percent", within: 1e-6, atLeast: 875 * 2),
                Limit("valid_share", within: 1e-6, atLeast: 875 * 2),
                Limit("share of the main zone", within: 1e-9, atLeast: 875 * 2),
                Limit("no other zone has more of the cell", within: 1e-9, atLeast: 875 * 2),
                Limit("rank", atLeast: 875 * 2),
                Limit("id", atLeast: 875 * 2),
                Limit("number of hotspots", atLeast: 2),
            ])
    }

    /// SQLite's own check, the columns that QGIS looks for, pyogrio's reading of every layer.
    @Test("results.gpkg is whole, valid, styled, and has the rows of the tables")
    func geoPackage() throws {
        let verdict = try Peers.verdict(
            "geopackage", try SampleRun.folder().path, SampleRun.dataset.path)
        expect(
            verdict,
            [
                Limit("one default style a layer", atLeast: 7),
                Limit("style's field is in the layer", atLeast: 7),
                Limit("CRS", atLeast: 7),
                Limit("valid geometry", atLeast: 7),
                Limit("extent", within: 1e-6, atLeast: 28),
                // Numbers of the file are those of the tables to the last digit.
                Limit("numbers", within: 0, atLeast: 20_000),
                Limit("texts", atLeast: 5000),
                Limit("shape", within: 1e-9, atLeast: 78),
                Limit("river length by class", within: 1e-9, atLeast: 16),
                Limit("ranges of a reach leave no gap", within: 1e-6, atLeast: 7),
            ])
    }
}

/// The report in a browser.
@Suite(.serialized)
struct ReportPageTests {
    private static let browser: String? = ["chromium", "chromium-browser", "google-chrome"]
        .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(
        "report.html opens without a network, and its numbers are those of the tables, rounded",
        .enabled(
            if: Peers.canRun && (browser != nil || mustRunEverything),
            "needs the built tool, the peers and Chromium"))
    func page() throws {
        let browser = try #require(Self.browser, "Chromium is not installed")
        let verdict = try Peers.verdict(
            "report", try SampleRun.folder().path, SampleRun.dataset.path, browser)
        expect(
            verdict,
            [
                Limit("nothing to load", atLeast: 1),
                Limit("no scripts", atLeast: 1),
                Limit("zone codes", atLeast: 78),
                Limit("zone names", atLeast: 78),
                Limit("numbers are those of the file, rounded", atLeast: 4000),
                Limit("texts are those of the file", atLeast: 1000),
                Limit("picture's colours", atLeast: 1),
                Limit("picture is not blank", atLeast: 1),
            ])
    }
}
