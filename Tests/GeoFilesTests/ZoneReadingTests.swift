import Foundation
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct ZoneReadingTests {
    private func read(
        _ rows: [(id: FieldValue, name: String, shape: Shape)], crs: String? = "EPSG:4490",
        into target: String? = nil, format: String = "gpkg"
    ) throws -> ZoneLayer {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.\(format)").path
            try writeVector(zoneLayer(rows, crs: crs), to: path)
            return try readZones(
                at: path, idField: "code", labelField: "name",
                into: try target.map { try coordinateReferenceSystem(named: $0) })
        }
    }

    @Test("Zones keep the file's order, their labels and their attributes")
    func order() throws {
        let layer = try read([
            (.text("b"), "乙", .polygons([square(112, 37, 1)])),
            (.text("a"), "甲", .polygons([square(113, 37, 1)])),
        ])
        #expect(layer.zones.map(\.id) == ["b", "a"])
        #expect(layer.zones.map(\.label) == ["乙", "甲"])
        #expect(try layer.values(ofField: "name") == [.text("乙"), .text("甲")])
        #expect(layer.notes.isEmpty)
    }

    @Test("The area is that of the strip between two parallels, whatever the working CRS")
    func area() throws {
        // a² (1 − e²) Δλ/2 · [s/(1 − e²s²) + artanh(e s)/e] from 37° to 38° (Snyder 1987, 3-12).
        let ellipsoid = Ellipsoid.cgcs2000
        let e2 = ellipsoid.eccentricitySquared
        func q(_ degrees: Double) -> Double {
            let s = sin(degrees * .pi / 180)
            return (1 - e2) * (s / (1 - e2 * s * s) + atanh(e2.squareRoot() * s) / e2.squareRoot())
        }
        let a = ellipsoid.semiMajorAxis
        let expected = a * a * (.pi / 180) / 2 * (q(38) - q(37))
        let rows: [(id: FieldValue, name: String, shape: Shape)] = [
            (.text("a"), "a", .polygons([square(112, 37, 1)]))
        ]
        let degrees = try read(rows)
        let metres = try read(rows, into: "EPSG:4547")
        #expect(degrees.zones[0].areaInSquareMetres == metres.zones[0].areaInSquareMetres)
        #expect(isClose(degrees.zones[0].areaInSquareMetres, expected, relative: 1e-8))
        // The same from the plane, whose straight edges differ from the parallels by centimetres.
        let plane = try ellipsoidalArea(of: metres.zones[0].polygons, in: metres.crs)
        #expect(isClose(plane, expected, relative: 1e-6))
    }

    @Test("A bow tie becomes its two halves, counted with its number")
    func bowTie() throws {
        let tie = Polygon(
            shell: Ring([
                Coordinate(x: 112, y: 37), Coordinate(x: 113, y: 38), Coordinate(x: 113, y: 37),
                Coordinate(x: 112, y: 38),
            ]))
        let layer = try read([
            (.text("ok"), "", .polygons([square(110, 37, 1)])),
            (.text("tie"), "", .polygons([tie])),
        ])
        let note = try #require(layer.notes.first { $0.kind == .geometryRepaired })
        #expect(note.count == 1)
        #expect(note.features == [2])
        #expect(note.description.contains("Self-intersection"))
        #expect(layer.zones[1].polygons.count == 2)
        #expect(layer.zones[1].polygons.map(\.area).reduce(0, +) == 0.5)
    }

    @Test("Coordinates that are not finite leave a zone without parts, named")
    func notFinite() throws {
        let layer = try withTemporaryFolder { folder in
            let file = folder.appending(path: "z.shp")
            try writeVector(
                zoneLayer([
                    (.text("a"), "", .polygons([square(112, 37, 1)])),
                    (.text("b"), "", .polygons([square(113, 37, 1)])), (.text("c"), "", .none),
                ]), to: file.path)
            // GDAL writes no such numbers: the x of the second shape's second vertex, in place.
            var bytes = try Data(contentsOf: file)
            let second = 100 + 8 + 4 + 32 + 4 + 4 + 4 + 5 * 16 + 8 + 4 + 32 + 4 + 4 + 4
            bytes.replaceSubrange(
                second + 16..<second + 24,
                with: withUnsafeBytes(of: Double.nan.bitPattern.littleEndian) { Data($0) })
            try bytes.write(to: file)
            return try readZones(at: file.path, idField: "code", labelField: "name")
        }
        #expect(layer.zones.map(\.id) == ["a", "b", "c"])
        #expect(layer.zones[1].polygons.isEmpty)
        #expect(layer.zones[1].note != nil)
        #expect(layer.notes.contains { $0.kind == .geometryNotFinite && $0.features == [1] })
        #expect(layer.notes.contains { $0.kind == .geometryEmpty && $0.features == [2] })
    }

    @Test("Codes that are missing or repeated are listed with their features")
    func codes() throws {
        let shape = Shape.polygons([square(112, 37, 1)])
        let twice = try #require(throws: GeoFileError.self) {
            try read([(.text("a"), "", shape), (.text("b"), "", shape), (.text("a"), "", shape)])
        }
        #expect(twice.kind == .wrongContent)
        #expect(twice.description.contains("\"a\" (feature 1, 3)"))
        #expect(twice.descriptionInChinese.contains("编码重复"))
        let none = try #require(throws: GeoFileError.self) {
            try read([(.null, "", shape), (.text(" "), "", shape), (.text("a"), "", shape)])
        }
        #expect(none.description.contains("feature 1, 2"))
    }

    @Test("An empty layer, points, an unknown field and a lacking CRS are errors")
    func refusals() throws {
        let shape = Shape.polygons([square(112, 37, 1)])
        #expect(try #require(throws: GeoFileError.self) { try read([]) }.kind == .emptyLayer)
        let noCRS = try #require(throws: GeoFileError.self) {
            try read([(.text("a"), "", shape)], crs: nil, format: "shp")
        }
        #expect(noCRS.kind == .unknownCRS)
        #expect(noCRS.description.contains("EPSG:4490"))
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "p.gpkg").path
            let points = OutputLayer(
                name: "p", crs: try coordinateReferenceSystem(named: "EPSG:4490"),
                fields: [VectorField(name: "code", kind: .integer)], geometry: .points,
                features: [
                    Feature(
                        number: 0, shape: .points([Coordinate(x: 1, y: 2)]),
                        attributes: [.integer(1)])
                ])
            try writeVector(points, to: path)
            let kind = try #require(throws: GeoFileError.self) {
                try readZones(at: path, idField: "code")
            }
            #expect(kind.kind == .wrongContent)
            let field = try #require(throws: GeoFileError.self) {
                try readZones(at: path, idField: "cod")
            }
            #expect(field.kind == .unknownField)
        }
    }

    @Test("Long edges keep their course when they are transformed, and neighbours their border")
    func densified() throws {
        let layer = try read(
            [
                (.text("a"), "", .polygons([square(112, 37, 1)])),
                (.text("b"), "", .polygons([square(113, 37, 1)])),
            ], into: "EPSG:4547")
        #expect(layer.notes.map(\.kind) == [.crsTransformed, .edgesDensified])
        let a = Set(layer.zones[0].polygons[0].shell.coordinates)
        let b = Set(layer.zones[1].polygons[0].shell.coordinates)
        // A degree of latitude in steps of at most 500 m.
        #expect(a.intersection(b).count == 224)
        let straight = try read([(.text("a"), "", .polygons([square(112, 37, 1)]))])
        #expect(straight.zones[0].polygons[0].shell.coordinates.count == 5)
    }

    @Test("Dissolved zones lose their common border, and keep their area")
    func dissolving() throws {
        let layer = try read([
            (.text("a"), "", .polygons([square(112, 37, 1)])),
            (.text("b"), "", .polygons([square(113, 37, 1)])),
        ])
        let whole = try dissolve(layer.zones, id: "all", label: "合计", in: layer.crs)
        #expect(whole.polygons.count == 1)
        #expect(whole.polygons[0].area == 2)
        let sum = layer.zones.map(\.areaInSquareMetres).reduce(0, +)
        #expect(isClose(whole.areaInSquareMetres, sum, relative: 1e-12))
        #expect(try dissolve([], id: "x", label: "x", in: layer.crs).polygons.isEmpty)
    }
}
