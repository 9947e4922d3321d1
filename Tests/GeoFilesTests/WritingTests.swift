import CGDAL
import Foundation
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct WritingTests {
    private func layer() throws -> OutputLayer {
        let fields = [
            VectorField(name: "code", kind: .text, alias: "编码"),
            VectorField(name: "share>30", kind: .real),
            VectorField(name: "PM2.5_mean", kind: .real),
            VectorField(name: "PM2.5_median", kind: .real),
        ]
        let features = (0..<300).map { index in
            let place = square(110 + Double(index % 20), 30 + Double(index / 20), 1)
            let values: [FieldValue] = [
                .text("区\(index)"), .real(Double(index) / 7), .real(.nan), .real(-0.5),
            ]
            return Feature(number: Int64(index), shape: .polygons([place]), attributes: values)
        }
        return OutputLayer(
            name: "zones_1", crs: try coordinateReferenceSystem(named: "EPSG:4490"),
            fields: fields, geometry: .polygons, features: features,
            style: LayerStyle(name: "plain", qml: "<qgis version=\"3.28\"/>"))
    }

    @Test(
        "The same layer gives the same bytes, under another name and a second later",
        arguments: ["gpkg", "geojson", "fgb", "kml", "csv", "json", "xlsx", "shp", "dbf"])
    func sameBytes(format: String) throws {
        try withTemporaryFolder { folder in
            let written = format == "dbf" ? "shp" : format
            let once = folder.appending(path: "once.\(written)")
            try writeVector(layer(), to: once.path)
            Thread.sleep(forTimeInterval: 1.1)
            let again = folder.appending(path: "another name.\(written)")
            try writeVector(layer(), to: again.path)
            func bytes(_ url: URL) throws -> Data {
                try Data(contentsOf: url.deletingPathExtension().appendingPathExtension(format))
            }
            #expect(try bytes(once) == bytes(again))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!left.contains { $0.hasPrefix(".") })
        }
    }

    @Test(
        "Features made while they are written give the same bytes as a layer that holds them",
        arguments: ["gpkg", "geojson", "fgb", "csv", "json", "xlsx", "shp", "dbf"])
    func streams(format: String) throws {
        try withTemporaryFolder { folder in
            let written = format == "dbf" ? "shp" : format
            let whole = try layer()
            var empty = whole
            empty.features = []
            for (name, features) in [("held", nil), ("made", whole.features)] {
                let path = folder.appending(path: "\(name).\(written)").path
                if let features {
                    try writeVector(empty, to: path) { add in try features.forEach(add) }
                } else {
                    try writeVector(whole, to: path)
                }
            }
            func bytes(_ name: String) throws -> Data {
                try Data(contentsOf: folder.appending(path: "\(name).\(format)"))
            }
            #expect(try bytes("made") == bytes("held"))
        }
    }

    @Test(
        "What the maker of features throws is thrown on, and nothing is left",
        arguments: ["gpkg", "fgb", "shp", "geojson"])
    func streamFails(format: String) throws {
        struct Stop: Error {}
        try withTemporaryFolder { folder in
            let whole = try layer()
            var empty = whole
            empty.features = []
            #expect(throws: Stop.self) {
                try writeVector(empty, to: folder.appending(path: "a.\(format)").path) { add in
                    try add(whole.features[0])
                    throw Stop()
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test("An existing output is refused and stays; with overwrite it is replaced")
    func existing() throws {
        try withTemporaryFolder { folder in
            for format in ["gpkg", "geojson", "shp", "fgb", "csv", "json", "xlsx"] {
                let file = folder.appending(path: "a.\(format)")
                try Data("old".utf8).write(to: file)
                let error = try #require(throws: GeoFileError.self) {
                    try writeVector(layer(), to: file.path)
                }
                #expect(error.kind == .exists)
                #expect(try Data(contentsOf: file) == Data("old".utf8))
                try writeVector(layer(), to: file.path, options: .init(overwrite: true))
                #expect(try Data(contentsOf: file) != Data("old".utf8))
            }
        }
    }

    @Test("Names that a shapefile cannot hold become safe and unique, the full ones beside it")
    func shapefileNames() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "z.shp")
            let notes = try writeVector(layer(), to: file.path)
            let read = try readVectorLayer(at: file.path)
            #expect(read.fields.map(\.name) == ["code", "share_gt_3", "PM2_5_mean", "PM2_5_medi"])
            #expect(read.encoding == TextEncoding(name: "UTF-8", source: .declared))
            #expect(read.features[299].attributes[0] == .text("区299"))
            #expect(read.features[3].attributes[2] == .null)
            #expect(isClose(read.features[3].attributes[1].number ?? 0, 3.0 / 7, relative: 1e-14))
            #expect(notes.map(\.kind) == [.fieldRenamed])
            let names = try String(
                contentsOf: folder.appending(path: "z.fields.csv"), encoding: .utf8)
            #expect(
                names == "field,name,alias\ncode,code,编码\nshare_gt_3,share>30,\n"
                    + "PM2_5_mean,PM2.5_mean,\nPM2_5_medi,PM2.5_median,\n")
        }
    }

    @Test(
        "Safe names",
        arguments: [
            (["a", "A", "a"], ["a", "A_1", "a_2"]),
            (["abcdefghijkl", "abcdefghijkm"], ["abcdefghij", "abcdefgh_1"]),
            (["环境管控单元编码"], ["环境管"]), (["30%", ""], ["f30_", "field"]),
        ])
    func safeNames(names: [String], expected: [String]) {
        #expect(FieldNameRules.shapefile(.utf8).safeNames(for: names) == expected)
    }

    @Test("A GeoPackage keeps full names as aliases and styles where QGIS looks for them")
    func geoPackage() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "r.gpkg").path
            var table = try layer()
            table.name = "table"
            table.geometry = .none
            table.style = nil
            try writeGeoPackage([layer(), table], to: path)
            let zones = try readVectorLayer(at: path + ":zones_1")
            #expect(
                zones.fields.map(\.name) == ["code", "share_gt_30", "PM2_5_mean", "PM2_5_median"])
            let aliasQuery =
                "SELECT table_name, column_name, name, title FROM gpkg_data_columns "
                + "WHERE table_name = 'zones_1' ORDER BY rowid"
            #expect(
                try sqlRows(
                    aliasQuery, path)
                    == [
                        ["zones_1", "code", "编码", "编码"],
                        ["zones_1", "share_gt_30", "share>30", "share>30"],
                        ["zones_1", "PM2_5_mean", "PM2.5_mean", "PM2.5_mean"],
                        ["zones_1", "PM2_5_median", "PM2.5_median", "PM2.5_median"],
                    ])
            #expect(zones.crs?.code == "EPSG:4490")
            let plain = try readVectorLayer(at: path + ":table")
            #expect(plain.features.count == 300)
            #expect(plain.notes.isEmpty)
            let styles = try readVectorLayer(
                at: path, options: VectorReadOptions(layer: "layer_styles"))
            #expect(
                styles.fields.map(\.name) == [
                    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                    "styleName", "styleQML", "styleSLD", "useAsDefault", "description", "owner",
                    "ui", "update_time",
                ])
            #expect(styles.features.count == 1)
            #expect(styles.features[0].attributes[2] == .text("zones_1"))
            #expect(styles.features[0].attributes[5] == .text("<qgis version=\"3.28\"/>"))
        }
    }

    @Test(
        "Text that a spreadsheet would run gets an apostrophe, numbers keep their sign",
        arguments: [
            ("=1+1", "'=1+1"), ("+86 351", "'+86 351"), ("@x", "'@x"), ("-a", "'-a"), ("-", "'-"),
            ("-1.5", "-1.5"), ("+2e-3", "+2e-3"), ("-.5", "-.5"), ("汾河", "汾河"), ("", ""),
            ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=a,b", "\"'=a,b\""), (" a", "\" a\""),
            ("a\nb", "\"a\nb\""),
        ])
    func formulas(text: String, cell: String) { #expect(csvCell(text) == cell) }

    @Test(
        "Fields are quoted as RFC 4180 says, and formulas are disarmed",
        arguments: [
            ("a", "a"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("cr\r\nlf", "\"cr\r\nlf\""), ("", ""),
            ("=1+1", "'=1+1"), ("+86", "'+86"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("＝1", "'＝1"), ("a=b", "a=b"), ("'x", "'x"),
            (" x", "\" x\""), ("=a,b", "\"'=a,b\""),
            ("\"\u{301}", "\"\"\"\u{301}\""), ("＋1", "'＋1"), ("\n", "\"'\n\""), ("x ", "\"x \""),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
        ])
    func textFields(text: String, field: String) {
        #expect(csvField(text: text) == field)
    }

    @Test("A line that is only an empty field is not blank")
    func loneEmptyField() {
        #expect(csvText(header: ["a"], rows: [[""], ["x"]]) == "a\n\"\"\nx\n")
        #expect(csvText(header: ["a", "b"], rows: [["", ""]]) == "a,b\n,\n")
    }

    @Test("A CSV file has its mark when asked, and reads back")
    func csv() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.csv")
            try writeCSV(
                header: ["a", "b"], rows: [["1", "x\ny"], ["", "\"q\""]], to: file.path,
                byteOrderMark: true)
            #expect(try Data(contentsOf: file).starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(
                try readTableRows(at: file.path).rows.map(\.cells) == [
                    ["a", "b"], ["1", "x\ny"], ["", "\"q\""],
                ])
            var nulls = try layer()
            nulls.features = Array(nulls.features.prefix(1))
            #expect(csvText(header: [], rows: []) == "")
            #expect(jsonText(nulls).contains("\"PM2.5_mean\": null"))
        }
    }

    @Test("GeoJSON names the CRS, and says so where it cannot; shells run counter-clockwise")
    func geoJSON() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.geojson")
            let shell = Ring(Array(square(112, 37, 1).shell.coordinates.reversed()))
            var one = try layer()
            one.features = [
                Feature(
                    number: 0, shape: .polygons([Polygon(shell: shell)]),
                    attributes: [.text("\"a\"\u{1}"), .integer(1), .null, .real(0.1)]),
                Feature(
                    number: 1, shape: .none, attributes: [.null, .null, .null, .null]),
            ]
            #expect(try writeVector(one, to: file.path).isEmpty)
            #expect(
                try String(contentsOf: file, encoding: .utf8) == """
                    {
                    "type": "FeatureCollection",
                    "name": "zones_1",
                    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
                    "features": [
                    {"type": "Feature", "properties": {"code": "\\"a\\"\\u0001", "share>30": 1, \
                    "PM2.5_mean": null, "PM2.5_median": 0.1}, "geometry": {"type": "Polygon", \
                    "coordinates": [[[112.0, 37.0], [113.0, 37.0], [113.0, 38.0], [112.0, 38.0], \
                    [112.0, 37.0]]]}},
                    {"type": "Feature", "properties": {"code": null, "share>30": null, \
                    "PM2.5_mean": null, "PM2.5_median": null}, "geometry": null}
                    ]
                    }

                    """)
            one.crs?.code = nil
            let notes = try writeVector(one, to: file.path, options: .init(overwrite: true))
            #expect(notes.map(\.kind) == [.crsDropped])
            one.features[0].shape = .points([Coordinate(x: .nan, y: 1)])
            let error = try #require(throws: GeoFileError.self) {
                try writeVector(one, to: file.path, options: .init(overwrite: true))
            }
            #expect(error.kind == .wrongContent)
            #expect(error.feature == 0)
        }
    }

    @Test("A full disk asks for another try")
    func fullDisk() throws {
        let error = try #require(throws: GeoFileError.self) {
            try writeBytes([1, 2, 3], to: "/dev/full", target: "out.csv")
        }
        #expect(error.kind == .tryAgain)
        #expect(error.path == "out.csv")
        #expect(error.descriptionInChinese.contains("磁盘已满"))
    }

    @Test("An unknown extension lists the known ones")
    func extensions() throws {
        let error = try #require(throws: GeoFileError.self) {
            try writeVector(layer(), to: "a.doc")
        }
        #expect(error.kind == .cannotCreate)
        #expect(error.description.contains(".gpkg"))
    }
}

/// The first four columns of what a query gives.
private func sqlRows(_ query: String, _ path: String) throws -> [[String]] {
    try withGDAL { messages throws(GeoFileError) in
        let dataset = try openDataset(path, kinds: GDAL_OF_VECTOR, options: [], messages)
        let result = try required(
            GDALDatasetExecuteSQL(dataset.handle, query, nil, nil),
            GeoFileError.damaged(path, cause: messages.cause))
        defer { GDALDatasetReleaseResultSet(dataset.handle, result) }
        var rows: [[String]] = []
        while let row = OwnedFeature(owning: OGR_L_GetNextFeature(result)) {
            rows.append((0..<4).map { text(OGR_F_GetFieldAsString(row.handle, $0)) })
        }
        return rows
    }
}
