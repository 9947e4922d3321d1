import Foundation
import Geometry
import Parallel
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
        #expect(layer.zones[1].note?.contains("the coordinate (nan, ") == true)
        #expect(layer.zones[1].noteInChinese?.contains("不是有限数值") == true)
        #expect(layer.zones[2].note == "no usable geometry")
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

    /// Zones with something to repair, to leave out and to keep, in every chunk.
    private func mixedRows(_ count: Int) -> [(id: FieldValue, name: String, shape: Shape)] {
        (0..<count).map { index in
            let x = 100 + 0.02 * Double(index % 50)
            let y = 30 + 0.02 * Double(index / 50)
            let shape: Shape
            switch index % 97 {
            case 3:
                let corners = [(0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01)]
                shape = .polygons([
                    Polygon(shell: Ring(corners.map { Coordinate(x: x + $0.0, y: y + $0.1) }))
                ])
            case 5: shape = .none
            case 7:
                shape = .polygons([
                    Polygon(shell: square(x, y, 0.015).shell, holes: [square(x, y, 0.01).shell])
                ])
            default: shape = .polygons([square(x, y, 0.01), square(x + 0.012, y, 0.005)])
            }
            return (.text("z\(index)"), "", shape)
        }
    }

    @Test("Any number of threads settles zones alike, in many chunks")
    func threads() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.gpkg").path
            try writeVector(zoneLayer(mixedRows(3001), crs: "EPSG:4490"), to: path)
            let source = try readZoneSource(at: path, idField: "code")
            let target = try coordinateReferenceSystem(named: "EPSG:4547")
            let counter = ChunkCounter()
            let one = try ChunkCounter.$current.withValue(counter) {
                try source.settled(into: target, threads: 1)
            }
            #expect(counter.count == 7)
            #expect(one.notes.first { $0.kind == .geometryRepaired }?.count == 62)
            #expect(one.zones[5].note == "no usable geometry")
            for threads in [2, 3, 7] {
                #expect(try source.settled(into: target, threads: threads) == one)
            }
            #expect(try readZones(at: path, idField: "code", into: target, threads: 2) == one)
        }
    }

    @Test("Areas are measured where they are asked for only")
    func unmeasured() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.gpkg").path
            try writeVector(zoneLayer(mixedRows(9), crs: "EPSG:4490"), to: path)
            let measured = try readZones(at: path, idField: "code")
            let plain = try readZones(at: path, idField: "code", measuresArea: false)
            #expect(plain.zones.allSatisfy { $0.areaInSquareMetres.isNaN })
            #expect(plain.zones.map(\.polygons) == measured.zones.map(\.polygons))
            #expect(measured.zones.map { $0.areaInSquareMetres > 0 } == (0..<9).map { $0 != 5 })
        }
    }

    @Test("A source holds the zones as digitised, and the first error in file order is thrown")
    func source() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.gpkg").path
            let rows = mixedRows(9)
            try writeVector(zoneLayer(rows, crs: "EPSG:4490"), to: path)
            let source = try readZoneSource(at: path, idField: "code", labelField: "name")
            #expect(source.zones.map(\.id) == (0..<9).map { "z\($0)" })
            #expect(source.zones.map(\.number) == (1...9).map { Int64($0) })
            #expect(source.crs.code == "EPSG:4490")
            #expect(source.zones.map { Shape.polygons($0.polygons) }[3] == rows[3].shape)
            #expect(source.zones[5].polygons.isEmpty)
            #expect(!source.notes.contains { $0.kind == .geometryRepaired })
            var faulty = source
            for index in [2, 6] {
                faulty.zones[index].polygons = [square(5_000_000, 4_000_000, 1)]
            }
            let target = try coordinateReferenceSystem(named: "EPSG:4547")
            let error = try #require(throws: GeoFileError.self) {
                try faulty.settled(into: target, threads: 3)
            }
            #expect(error.feature == 3)
            #expect(error.description.contains("feature 3"))
        }
    }

    @Test("The bytes of a source tell its zones, and nothing else")
    func contentKey() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "z.gpkg").path
            try writeVector(zoneLayer(mixedRows(9), crs: "EPSG:4490"), to: path)
            let source = try readZoneSource(at: path, idField: "code")
            func bytes(_ source: ZoneSource) -> [UInt8] {
                var result: [UInt8] = []
                source.contentKeyBytes { result += $0 }
                return result
            }
            let key = bytes(source)
            #expect(bytes(source) == key)
            // The CRS, then 9 zones, "z0", 2 polygons, 1 ring of 5 vertices.
            let crs = source.crs.wkt.utf8
            #expect(
                key.prefix(8) == [UInt8(crs.count & 255), UInt8(crs.count >> 8), 0, 0, 0, 0, 0, 0])
            #expect(
                Array(key.dropFirst(8 + crs.count).prefix(42)) == [9, 0, 0, 0, 0, 0, 0, 0]
                    + [2, 0, 0, 0, 0, 0, 0, 0, 0x7A, 0x30] + [2, 0, 0, 0, 0, 0, 0, 0]
                    + [1, 0, 0, 0, 0, 0, 0, 0] + [5, 0, 0, 0, 0, 0, 0, 0])
            var same = source
            same.path = "elsewhere"
            same.zones[1].label = "other"
            #expect(bytes(same) == key)
            var others = [ZoneSource](repeating: source, count: 5)
            others[0].zones[8].id = "z9"
            others[1].zones.swapAt(0, 1)
            others[2].zones[0].polygons.swapAt(0, 1)
            others[3].zones[0].polygons[0].holes = [others[3].zones[0].polygons.removeLast().shell]
            others[4].crs = try coordinateReferenceSystem(named: "EPSG:4326")
            for other in others { #expect(bytes(other) != key) }
        }
    }

    @Test("Rings that collapsed are left out and counted; a zone of nothing else says so")
    func collapsed() throws {
        let point = Ring([Coordinate(x: 112.5, y: 37.5), Coordinate(x: 112.5, y: 37.6)])
        let flat = [(112.0, 37.0), (113, 37), (112, 37)].map { Coordinate(x: $0.0, y: $0.1) }
        let layer = try read([
            (.text("a"), "", .polygons([Polygon(shell: square(112, 37, 1).shell, holes: [point])])),
            (.text("b"), "", .polygons([Polygon(shell: Ring(flat))])),
            (
                .text("c"), "",
                .polygons([Polygon(shell: Ring(flat + [Coordinate(x: 114, y: 37), flat[0]]))])
            ),
        ])
        #expect(layer.zones[0].polygons == [square(112, 37, 1)])
        let collapsed = try #require(
            layer.notes.first { $0.description.contains("fewer than three different vertices") })
        #expect(collapsed.kind == .geometryRepaired && collapsed.features == [1, 2])
        #expect(layer.zones[1].note == "no usable geometry")
        #expect(layer.zones[2].polygons.isEmpty)
        #expect(layer.zones[2].note?.contains("nothing is left after the repair") == true)
        #expect(layer.notes.contains { $0.kind == .geometryEmpty && $0.features == [3] })
    }

    @Test("A hole that touches its shell in a point, and repeated vertices, are valid")
    func touching() throws {
        let shell = Ring(
            [(112.0, 37.0), (113, 37), (113, 37), (113, 38), (112, 38), (112, 37.5), (112, 37.5)]
                .map { Coordinate(x: $0.0, y: $0.1) })
        let hole = Ring(
            [(112.0, 37.5), (112.2, 37.4), (112.2, 37.6)].map { Coordinate(x: $0.0, y: $0.1) })
        let polygon = Polygon(shell: shell, holes: [hole])
        let layer = try read([(.text("a"), "", .polygons([polygon]))])
        #expect(layer.notes.isEmpty)
        #expect(layer.zones[0].polygons == [polygon])
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
