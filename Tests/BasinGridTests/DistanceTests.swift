import Testing

@testable import BasinGrid

@Suite("Distance")
struct DistanceTests {
    @Test(
        "A distance is read with its unit",
        arguments: [
            ("3km", Distance(3000, .metres)), ("500m", Distance(500, .metres)),
            ("0.01deg", Distance(0.01, .degrees)), ("250", Distance(250, .crsUnits)),
            (" 1.5 KM ", Distance(1500, .metres)), ("2e3 m", Distance(2000, .metres)),
        ])
    func reads(text: String, expected: Distance) {
        #expect(Distance(parsing: text) == expected)
    }

    @Test(
        "What is no positive finite length is refused",
        arguments: [
            "", " ", "km", "-1km", "0m", "0", "nan", "inf", "infkm", "1e308km", "3 miles", "3k m",
            "1,5km", "500mm", "--5m", "５００米",
        ])
    func refuses(text: String) {
        #expect(Distance(parsing: text) == nil)
    }

    @Test("A distance in units of a CRS: metres need a projected one, degrees a geographic one")
    func inUnits() throws {
        let plane = try coordinateReferenceSystem(named: "EPSG:4547")
        let globe = try coordinateReferenceSystem(named: "EPSG:4490")
        #expect(try Distance(3000, .metres).inUnits(of: plane) == 3000)
        #expect(try Distance(0.01, .degrees).inUnits(of: globe) == 0.01)
        #expect(try Distance(7, .crsUnits).inUnits(of: plane) == 7)
        #expect(try Distance(7, .crsUnits).inUnits(of: globe) == 7)
        #expect(throws: Fault.self) { try Distance(500, .metres).inUnits(of: globe) }
        #expect(throws: Fault.self) { try Distance(0.1, .degrees).inUnits(of: plane) }
    }
}
