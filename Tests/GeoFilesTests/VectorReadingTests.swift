import Foundation
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

/// A square with its lower left corner at (`x`, `y`).
func square(_ x: Double, _ y: Double, _ size: Double) -> Polygon {
    Polygon(
        shell: Ring([
            Coordinate(x: x, y: y), Coordinate(x: x + size, y: y),
            Coordinate(x: x + size, y: y + size), Coordinate(x: x, y: y + size),
        ]))
}

/// A layer of polygons with a code and a name.
func zoneLayer(
    _ rows: [(id: FieldValue, name: String, shape: Shape)], crs: String? = "EPSG:4490",
    name: String = "zones"
) throws -> OutputLayer {
    OutputLayer(
        name: name, crs: try crs.map { try coordinateReferenceSystem(named: $0) },
        fields: [VectorField(name: "code", kind: .text), VectorField(name: "name", kind: .text)],
        geometry: .polygons,
        features: rows.enumerated().map { index, row in
            Feature(
                number: Int64(index), shape: row.shape,
                attributes: [row.id, .text(row.name)])
        })
}

@Suite struct VectorReadingTests {
    @Test(
        "What is written is read back, in every vector format",
        arguments: ["gpkg", "geojson", "shp", "fgb"])
    func roundTrip(format: String) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "layer.\(format)").path
            let hole = Ring([
                Coordinate(x: 112.2, y: 37.2), Coordinate(x: 112.2, y: 37.4),
                Coordinate(x: 112.4, y: 37.4), Coordinate(x: 112.2, y: 37.2),
            ])
            var first = square(112, 37, 0.5)
            first.holes = [hole]
            let layer = OutputLayer(
                name: "layer", crs: try coordinateReferenceSystem(named: "EPSG:4490"),
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "n", kind: .integer),
                    VectorField(name: "value", kind: .real), VectorField(name: "day", kind: .date),
                ],
                geometry: .polygons,
                features: [
                    Feature(
                        number: 1, shape: .polygons([first, square(113, 37, 0.25)]),
                        attributes: [
                            .text("汾河"), .integer(-7), .real(0.1), .text("2026-03-01"),
                        ]),
                    Feature(
                        number: 2, shape: .polygons([square(114, 38, 0.125)]),
                        attributes: [.null, .null, .null, .null]),
                ])
            try writeVector(layer, to: path)
            let read = try readVectorLayer(at: path)
            #expect(read.crs.map { isSame($0, layer.crs ?? $0) } == true)
            #expect(read.fields.map(\.name) == ["code", "n", "value", "day"])
            // FlatGeobuf has moments only, no days.
            let isDay = format != "fgb"
            #expect(read.fields.map(\.kind) == [.text, .integer, .real, isDay ? .date : .dateTime])
            let day = isDay ? "2026-03-01" : "2026-03-01T00:00:00"
            #expect(
                read.features.map(\.attributes) == [
                    [.text("汾河"), .integer(-7), .real(0.1), .text(day)],
                    [.null, .null, .null, .null],
                ])
            for (a, b) in zip(read.features, layer.features) {
                guard case .polygons(let got) = a.shape, case .polygons(let put) = b.shape else {
                    Issue.record("polygons expected")
                    return
                }
                #expect(got.map(\.area) == put.map(\.area))
                #expect(got.map(\.holes.count) == put.map(\.holes.count))
            }
        }
    }

    @Test("A GBK shapefile without .cpg is read as GB18030, field names too, and noted")
    func gbk() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "单元.shp").path
            try writeGBKShapefile(at: path, names: ["汾河", "太原市小店区", "ascii"], width: 12)
            let layer = try readVectorLayer(at: path)
            #expect(layer.encoding == TextEncoding(name: "GB18030", source: .found))
            #expect(layer.fields.map(\.name) == ["名称"])
            #expect(
                layer.features.map(\.attributes) == [
                    [.text("汾河")], [.text("太原市小店区")], [.text("ascii")],
                ])
            #expect(layer.notes.map(\.kind) == [.encodingGuessed])
            let filtered = try readVectorLayer(
                at: path, options: VectorReadOptions(attributeFilter: "名称 = '汾河'"))
            #expect(filtered.features.map(\.number) == [0])
        }
    }

    @Test("The broken tail of a cut GBK value is dropped and counted")
    func cutTail() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "cut.shp").path
            // Five bytes hold two characters and a half.
            try writeGBKShapefile(at: path, names: ["太原市", "河"], width: 5)
            let layer = try readVectorLayer(at: path)
            #expect(layer.features.map(\.attributes) == [[.text("太原")], [.text("河")]])
            let note = try #require(layer.notes.first { $0.kind == .textCut })
            #expect(note.count == 1)
            #expect(note.features == [0])
        }
    }

    @Test("A .cpg that the bytes contradict is not believed, and that is said")
    func lyingCodePage() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "lie.shp").path
            try writeGBKShapefile(at: path, names: ["汾河"], width: 12)
            try Data("UTF-8".utf8).write(to: folder.appending(path: "lie.cpg"))
            let layer = try readVectorLayer(at: path)
            #expect(layer.features[0].attributes == [.text("汾河")])
            #expect(layer.notes.map(\.kind) == [.encodingContradicted])
            // A name that the caller gives is obeyed, and what it cannot explain is counted.
            let forced = try readVectorLayer(
                at: path, options: VectorReadOptions(encoding: "utf8"))
            #expect(forced.encoding == TextEncoding(name: "UTF-8", source: .given))
            #expect(forced.notes.map(\.kind) == [.textUndecodable])
        }
    }

    @Test("A missing .shx or .dbf is named", arguments: ["shx", "dbf"])
    func missingPart(part: String) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.shp").path
            try writeGBKShapefile(at: path, names: ["河"], width: 5)
            try FileManager.default.removeItem(at: folder.appending(path: "a.\(part)"))
            let error = try #require(throws: GeoFileError.self) { try readVectorLayer(at: path) }
            #expect(error.kind == .missing)
            #expect(
                error.description == "\"\(path)\" is incomplete: \"a.\(part)\" is missing. A "
                    + "shapefile needs its .shp, .shx and .dbf side by side; copy the missing part "
                    + "beside it.")
            #expect(error.descriptionInChinese.contains("缺少“a.\(part)”"))
        }
    }

    @Test("A file that is not there, and one that is no dataset")
    func noFile() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "none.gpkg").path
            let missing = try #require(throws: GeoFileError.self) { try readVectorLayer(at: path) }
            #expect(missing.kind == .missing)
            try Data("not a database".utf8).write(to: URL(fileURLWithPath: path))
            let damaged = try #require(throws: GeoFileError.self) { try readVectorLayer(at: path) }
            #expect(damaged.kind == .damaged)
            #expect(damaged.cause?.isEmpty == false)
        }
    }

    @Test("Layers are named by option or behind a colon; an unknown one lists those there are")
    func layers() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "two.gpkg").path
            let zones = try zoneLayer([(.text("1"), "a", .polygons([square(112, 37, 1)]))])
            var basins = zones
            basins.name = "流域"
            basins.style = LayerStyle(name: "plain", qml: "<qgis/>")
            try writeGeoPackage([zones, basins], to: path)
            #expect(try readVectorLayer(at: path + ":流域").name == "流域")
            let unnamed = try #require(throws: GeoFileError.self) { try readVectorLayer(at: path) }
            #expect(unnamed.description.contains("has 2 layers: \"zones\", \"流域\""))
            let unknown = try #require(throws: GeoFileError.self) {
                try readVectorLayer(at: path, options: VectorReadOptions(layer: "zone"))
            }
            #expect(unknown.kind == .unknownLayer)
            #expect(unknown.description.contains("It has: \"zones\", \"流域\""))
        }
    }

    @Test("An unknown field lists the fields and the nearest; letter case does not count")
    func fields() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.gpkg").path
            try writeVector(
                zoneLayer([(.text("1"), "a", .polygons([square(112, 37, 1)]))]), to: path)
            let layer = try readVectorLayer(at: path)
            #expect(try layer.index(ofField: "NAME") == 1)
            let error = try #require(throws: GeoFileError.self) { try layer.index(ofField: "nmae") }
            #expect(
                error.description == "Field \"nmae\" not found in layer \"zones\" of \"\(path)\". "
                    + "Did you mean \"name\"? It has: \"code\", \"name\".")
            #expect(error.descriptionInChinese.contains("是否为“name”"))
            let one = try readVectorLayer(at: path, options: VectorReadOptions(fields: ["name"]))
            #expect(one.features[0].attributes == [.text("a")])
            let bad = try #require(throws: GeoFileError.self) {
                try readVectorLayer(at: path, options: VectorReadOptions(attributeFilter: "x = 1"))
            }
            #expect(bad.kind == .unknownField)
        }
    }

    @Test("A CRS is assumed only where there is none, and noted")
    func assumed() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.shp").path
            try writeGBKShapefile(at: path, names: ["a"], width: 5)
            #expect(try readVectorLayer(at: path).crs == nil)
            let layer = try readVectorLayer(
                at: path, options: VectorReadOptions(assumedCRS: "EPSG:4490"))
            #expect(layer.crs?.code == "EPSG:4490")
            #expect(layer.notes.map(\.kind).contains(.crsAssumed))
            let error = try #require(throws: GeoFileError.self) {
                try readVectorLayer(at: path).transformed(
                    to: coordinateReferenceSystem(named: "EPSG:4547"))
            }
            #expect(error.kind == .unknownCRS)
            #expect(error.description.contains("--assume-crs"))
            #expect(error.description.contains("EPSG:4490"))
        }
    }

    @Test("A password stays out of messages")
    func password() throws {
        let error = try #require(throws: GeoFileError.self) {
            try readVectorLayer(
                at: "PG:host=127.0.0.1 port=1 dbname=x user=u password=secret connect_timeout=1")
        }
        #expect(error.kind == .unreachableService)
        #expect(!error.description.contains("secret"))
        #expect(error.description.contains("password=***"))
    }

    @Test(
        "Real rivers in GBK have their names",
        .enabled(if: TestFolders.realData != nil, "needs ../shared/data"))
    func realRivers() throws {
        let folder = try #require(TestFolders.realData)
        let path = folder.appending(path: "rivers-ngcc-1m4m-gbk/hyd2_4l.shp").path
        let layer = try readVectorLayer(at: path)
        #expect(layer.features.count == 2143)
        #expect(layer.encoding == TextEncoding(name: "GB18030", source: .found))
        let name = try layer.index(ofField: "NAME")
        #expect(layer.features.filter { $0.attributes[name] == .text("汾河") }.count == 13)
        #expect(layer.crs == nil)
    }
}
