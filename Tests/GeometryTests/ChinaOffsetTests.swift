import Geometry
import TestSupport
import Testing

@Suite("The shifted coordinates of Chinese web maps")
struct ChinaOffsetTests {
    // Public check values to nine decimals; (116.404, 39.915) is the one that most codes print.
    @Test(
        "The shift gives the public check values",
        arguments: [
            (116.404, 39.915, 116.410244499, 39.916404282, 116.416627244, 39.922699552),
            (117.0009, 36.6758, 117.006747099, 36.676070494, 117.013129636, 36.682395376),
            (121.4737, 31.2304, 121.478223059, 31.228457738, 121.484781469, 31.234310594),
            (87.6168, 43.8256, 87.619649949, 43.826805393, 87.626099771, 43.832949795),
        ])
    func checkValues(
        x: Double, y: Double, gcjX: Double, gcjY: Double, bdX: Double, bdY: Double
    ) {
        let place = Coordinate(x: x, y: y)
        let gcj = ChinaOffset.gcj02(fromWGS84: place)
        let bd = ChinaOffset.bd09(fromWGS84: place)
        #expect(abs(gcj.x - gcjX) < 1e-9 && abs(gcj.y - gcjY) < 1e-9)
        #expect(abs(bd.x - bdX) < 1e-9 && abs(bd.y - bdY) < 1e-9)
        #expect(ChinaOffset.wgs84(fromBD09: bd).planarDistance(to: place) < 9e-12)
    }

    @Test("The inverses undo the shift all over China")
    func inverses() {
        var worst = 0.0
        for x in stride(from: 73.5, through: 136, by: 2.5) {
            for y in stride(from: 2.0, through: 54, by: 2.6) {
                let place = Coordinate(x: x, y: y)
                let gcj = ChinaOffset.gcj02(fromWGS84: place)
                let bd = ChinaOffset.bd09(fromGCJ02: gcj)
                worst = max(
                    worst, ChinaOffset.wgs84(fromGCJ02: gcj).planarDistance(to: place),
                    ChinaOffset.gcj02(fromBD09: bd).planarDistance(to: gcj))
            }
        }
        // 9e-12 degrees are 1 µm.
        #expect(worst < 9e-12, "\(worst)")
    }

    @Test("Every way there and back is within 1 µm", arguments: WebMapDatum.allCases)
    func roundTrips(source: WebMapDatum) {
        var random = SeededRandom(seed: 20)
        for _ in 0..<2000 {
            let place = Coordinate(
                x: .random(in: 73...137, using: &random), y: .random(in: 1...55, using: &random))
            for target in WebMapDatum.allCases {
                let there = ChinaOffset.convert(place, from: source, to: target)
                let back = ChinaOffset.convert(there, from: target, to: source)
                #expect(back.planarDistance(to: place) < 9e-12, "\(source) \(target) \(place)")
                #expect((there == place) == (source == target))
            }
        }
    }

    @Test("Outside the box nothing is shifted, and a place that is not finite stays so")
    func outside() {
        let tokyo = Coordinate(x: 139.7, y: 35.7)
        #expect(!ChinaOffset.isShifted(tokyo))
        #expect(ChinaOffset.gcj02(fromWGS84: tokyo) == tokyo)
        #expect(ChinaOffset.wgs84(fromGCJ02: tokyo) == tokyo)
        #expect(ChinaOffset.wgs84(fromBD09: Coordinate(x: .nan, y: 30)).x.isNaN)
    }
}
