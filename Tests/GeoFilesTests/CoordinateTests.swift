import Geometry
import GeoFiles
import TestSupport
import Testing

@Suite struct CoordinateTests {
    @Test("A code, a bare number and WKT name the same system")
    func names() throws {
        let byCode = try coordinateReferenceSystem(named: "EPSG:4547")
        #expect(byCode.code == "EPSG:4547")
        #expect(byCode.name == "CGCS2000 / 3-degree Gauss-Kruger CM 114E")
        #expect(!byCode.isGeographic)
        #expect(byCode.metresPerUnit == 1)
        #expect(try coordinateReferenceSystem(named: "4547") == byCode)
        #expect(isSame(try coordinateReferenceSystem(named: byCode.wkt), byCode))
        let degrees = try coordinateReferenceSystem(named: "EPSG:4490")
        #expect(degrees.isGeographic)
        #expect(!isSame(degrees, byCode))
        #expect(!isSame(degrees, try coordinateReferenceSystem(named: "EPSG:4610")))
    }

    @Test("A text that names no system is an error that says how to write it")
    func unknownName() throws {
        let error = try #require(throws: GeoFileError.self) {
            try coordinateReferenceSystem(named: "EPSG:999999")
        }
        #expect(error.kind == .unknownCRS)
        #expect(error.sentence.contains("EPSG:4547"))
        #expect(error.descriptionInChinese.contains("不是可识别的坐标系"))
    }

    // standards/coordinates.md, from a Krüger series and from PROJ.
    @Test(
        "Longitude and latitude land on the published eastings and northings",
        arguments: [
            ("EPSG:4527", 117.0009, 36.6758, 39_500_080.449, 4_060_533.007),
            ("EPSG:4548", 117.0009, 36.6758, 500_080.449, 4_060_533.007),
            ("EPSG:4528", 120.1551, 30.2741, 40_514_923.734, 3_350_508.870),
            ("EPSG:4499", 120.1551, 30.2741, 21_226_207.944, 3_353_927.223),
        ])
    func knownPlaces(
        code: String, longitude: Double, latitude: Double, easting: Double, northing: Double
    ) throws {
        let degrees = try coordinateReferenceSystem(named: "EPSG:4490")
        let metres = try coordinateReferenceSystem(named: code)
        let forward = try CoordinateTransformer(from: degrees, to: metres)
        let place = try forward.transform([Coordinate(x: longitude, y: latitude)])[0]
        #expect(isClose(place.x, easting, absolute: 0.0006))
        #expect(isClose(place.y, northing, absolute: 0.0006))
        let back = try CoordinateTransformer(from: metres, to: degrees).transform([place])[0]
        #expect(isClose(back.x, longitude, absolute: 1e-9))
        #expect(isClose(back.y, latitude, absolute: 1e-9))
        #expect(forward.isDatumShiftKnown)
    }

    @Test("Between datums without known parameters the shift is said to be unknown")
    func unknownShift() throws {
        let old = try coordinateReferenceSystem(named: "EPSG:4610")
        let new = try coordinateReferenceSystem(named: "EPSG:4490")
        let transformer = try CoordinateTransformer(from: old, to: new)
        #expect(!transformer.isDatumShiftKnown)
        #expect(try transformer.transform([Coordinate(x: 112, y: 37)]).count == 1)
    }

    @Test("A coordinate without a place is named")
    func noPlace() throws {
        let transformer = try CoordinateTransformer(
            from: coordinateReferenceSystem(named: "EPSG:4490"),
            to: coordinateReferenceSystem(named: "EPSG:4547"))
        for bad in [Coordinate(x: .nan, y: 30), Coordinate(x: 113, y: 4_000_000)] {
            let error = try #require(throws: GeoFileError.self) {
                try transformer.transform([Coordinate(x: 113, y: 30), bad])
            }
            #expect(error.kind == .wrongContent)
            #expect(error.description.contains("(\(bad.x), \(bad.y))"))
        }
        #expect(try transformer.transform([]).isEmpty)
    }

    @Test(
        "The 3-degree zone follows the longitude",
        arguments: [
            (112.5, "EPSG:4547"), (115.49, "EPSG:4547"), (115.5, "EPSG:4548"),
            (75, "EPSG:4534"), (73.5, "EPSG:4534"), (135, "EPSG:4554"),
        ])
    func zones(longitude: Double, code: String) {
        #expect(gaussKruger3Degree(forLongitude: longitude) == code)
    }

    @Test("Outside China there is no zone")
    func noZone() {
        #expect(gaussKruger3Degree(forLongitude: 10) == nil)
        #expect(gaussKruger3Degree(forLongitude: .nan) == nil)
    }

    @Test(
        "Numbers are guessed as their size allows",
        arguments: [
            (BoundingBox(minX: 111, minY: 36, maxX: 114, maxY: 39), "EPSG:4490"),
            (BoundingBox(minX: 38_400_000, minY: 4e6, maxX: 38_600_000, maxY: 4.2e6), "EPSG:4526"),
            (BoundingBox(minX: 20_400_000, minY: 4e6, maxX: 20_600_000, maxY: 4.2e6), "EPSG:4498"),
            (BoundingBox(minX: 400_000, minY: 4e6, maxX: 600_000, maxY: 4.2e6), nil),
            (BoundingBox(minX: -1e9, minY: 0, maxX: 1e9, maxY: 1), nil),
        ] as [(BoundingBox, String?)])
    func guesses(box: BoundingBox, code: String?) {
        #expect(guessCRS(of: box).code == code)
    }
}
