import CGDAL
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct ValidityProofTests {
    private func ring(_ numbers: [(Double, Double)]) -> Polygon {
        Polygon(shell: Ring(numbers.map { Coordinate(x: $0.0, y: $0.1) }))
    }

    @Test("Plain shapes are proved valid")
    func plain() {
        #expect(areProvablyValid([square(0, 0, 1)]))
        #expect(areProvablyValid([square(0, 0, 1), square(2, 0, 1)]))
        #expect(areProvablyValid([ring([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)])]))
        // A vertex twice in a row, and one in the middle of a straight side.
        #expect(areProvablyValid([ring([(0, 0), (1, 0), (1, 0), (2, 0), (2, 2)])]))
    }

    @Test("Shapes that are wrong, or in doubt, are left to the full check")
    func doubt() {
        #expect(!areProvablyValid([ring([(0, 0), (2, 2), (2, 0), (0, 2)])]))
        #expect(!areProvablyValid([ring([(0, 0), (2, 0), (1, 0), (1, 1)])]))
        #expect(!areProvablyValid([ring([(0, 0), (1, 1)])]))
        #expect(!areProvablyValid([ring([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)])]))
        #expect(!areProvablyValid([square(0, 0, 2), square(1, 1, 2)]))
        #expect(!areProvablyValid([square(0, 0, 4), square(1, 1, 1)]))
        #expect(!areProvablyValid([]))
    }

    @Test("What is proved valid, GEOS finds valid", arguments: [3, 4, 5, 6, 8, 12])
    func againstGEOS(vertices: Int) throws {
        var random = SeededRandom(seed: UInt64(vertices))
        var proved = 0
        for _ in 0..<4000 {
            // A coarse lattice makes touching, overlapping and repeated vertices common.
            let polygon = ring(
                (0..<vertices).map { _ in
                    (
                        Double(Int.random(in: 0..<9, using: &random)),
                        Double(Int.random(in: 0..<9, using: &random))
                    )
                })
            guard areProvablyValid([polygon]) else { continue }
            proved += 1
            let isValid = try withGDAL { _ throws(GeoFileError) in
                makeGeometry(.polygons([polygon])).map { OGR_G_IsValid($0.handle) != 0 }
            }
            #expect(isValid == true, "\(polygon)")
        }
        #expect(proved > 0)
    }
}
