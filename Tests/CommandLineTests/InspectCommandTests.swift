import Foundation
import TestSupport
import Testing

@Suite("inspect", .enabled(if: canRunTool, noTool))
struct InspectCommandTests {
    @Test("The whole text about a shapefile")
    func shapefile() throws {
        let result = try runTool(["inspect", "Datasets/taiyuan/counties.shp"])
        #expect(result.status == 0)
        #expect(
            result.output == """
                Datasets/taiyuan/counties.shp  (ESRI Shapefile)
                  layer  counties: 10 polygons
                  CRS  EPSG:4490 China Geodetic Coordinate System 2000
                  encoding  GB18030 (found)
                  extent  111.508792 37.457198 113.151284 38.420062
                    CODE  text  140105 | 140106 | 140107 | 140108 | 140109
                    NAME  text  小店区 | 迎泽区 | 杏花岭区 | 尖草坪区 | 万柏林区
                    CITY  text  太原市
                    ! "Datasets/taiyuan/counties.shp" layer "counties": names no text encoding; \
                20 texts fit GB18030

                """)
    }

    @Test(
        "Every kind of file of the sample data says what it is",
        arguments: [
            ("control_units.shp", ["control_units: 62 polygons", "GB18030 (found)", "EPSG:4490"]),
            ("basins.shp", ["basins: 6 polygons"]), ("rivers.shp", ["rivers: 7 lines"]),
            ("sections.shp", ["sections: 9 points", "target  text  Ⅱ | Ⅲ | Ⅳ"]),
            ("stations.csv", ["(CSV)", "12 rows", "1: code | name | lon | lat | background"]),
            (
                "micro_readings.csv",
                ["readings  2025-01-01T00:00 – 2026-04-30T00:00, 40 sites, PM2.5"]
            ),
            ("air/china_sites_20260401.csv", ["sites, ", "PM2.5", "O3_8h"]),
            (
                "water.xlsx",
                [
                    "(workbook)", "sheet  2025年 38 rows", "sheet  2026年 38 rows",
                    "readings  2026-01-03T00:00 – 2026-04-08T00:00, 9 sites",
                ]
            ),
        ])
    func everyKind(_ name: String, _ parts: [String]) throws {
        let result = try runTool(["inspect", "Datasets/taiyuan/\(name)"])
        #expect(result.status == 0, "\(result.errors)")
        for part in parts {
            #expect(result.output.contains(part), "expected “\(part)” in:\n\(result.output)")
        }
    }

    @Test("A raster says its grid, blocks, nodata and unit")
    func raster() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "pm25.tif").path
            #expect(try runTool(interpolation(to: path)).status == 0)
            let result = try runTool(["inspect", path, "--lang", "zh"])
            for part in [
                "(GTiff)", "栅格  145 × 107, 1000.0 × 1000.0",
                "坐标系  EPSG:4547 CGCS2000 / 3-degree Gauss-Kruger CM 114E", "COG",
                "1  Float32  nodata -9999  µg/m³  PM2.5_mean 2026-03",
            ] {
                #expect(result.output.contains(part), "expected “\(part)” in:\n\(result.output)")
            }
        }
    }

    @Test("-o FILE.json holds what --json prints about the datasets")
    func json() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "facts.json")
            let paths = ["Datasets/taiyuan/basins.shp", "Datasets/taiyuan/water.xlsx"]
            let written = try runTool(["inspect"] + paths + ["-o", file.path])
            #expect(written.status == 0 && written.output.isEmpty)
            let text = try String(contentsOf: file, encoding: .utf8)
            let datasets = try #require(jsonObject(text)?["datasets"] as? [[String: Any]])
            #expect(datasets.compactMap { $0["path"] as? String } == paths)
            let printed = jsonObject(try runTool(["inspect"] + paths + ["--json"]).output)
            let same = try #require(printed?["datasets"] as? [[String: Any]])
            #expect(NSArray(array: same) == NSArray(array: datasets))
            #expect(try runTool(["inspect"] + paths + ["-o", file.path]).status == 73)
        }
    }

    @Test("All faults of all paths are listed together")
    func faults() throws {
        try withTemporaryFolder { folder in
            let noise = folder.appending(path: "noise.shp")
            try Data("not a shapefile".utf8).write(to: noise)
            for part in ["shx", "dbf"] {
                try Data().write(to: folder.appending(path: "noise.\(part)"))
            }
            let result = try runTool(["inspect", "nothing.gpkg", noise.path])
            #expect(result.status == 65)
            #expect(result.errors.contains("\"nothing.gpkg\" does not exist."))
            #expect(result.errors.contains("noise.shp\""))
            #expect(result.errors.split(separator: "\n").count == 2)
            #expect(try runTool(["inspect", "nothing.gpkg"]).status == 66)
        }
    }
}
