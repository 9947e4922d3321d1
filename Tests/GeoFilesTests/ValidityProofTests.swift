import CGDAL
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

/// The quick proof beside GEOS.
@Suite struct ValidityProofTests {
    private func isValid(_ polygons: [Polygon]) throws -> Bool {
        try withGDAL { _ throws(GeoFileError) in
            makeGeometry(polygons).map { OGR_G_IsValid($0.handle) != 0 } ?? false
        }
    }

    /// A ring through random places of a lattice, where touching and repeating are common.
    private func ring(
        _ count: Int, at x: Int, _ y: Int, side: Int, using random: inout SeededRandom
    ) -> Ring {
        Ring(
            (0..<count).map { _ in
                Coordinate(
                    x: Double(x + Int.random(in: 0..<side, using: &random)),
                    y: Double(y + Int.random(in: 0..<side, using: &random)))
            })
    }

    @Test("One ring that is proved valid, GEOS finds valid", arguments: [3, 4, 5, 6, 8, 12, 20])
    func rings(vertices: Int) throws {
        var random = SeededRandom(seed: UInt64(vertices))
        var prover = ValidityProver()
        var proved = 0
        var valid = 0
        for _ in 0..<2000 {
            let side = vertices > 8 ? 30 : 9
            let polygons = [
                Polygon(shell: ring(vertices, at: 0, 0, side: side, using: &random))
            ]
            let isProved = prover.proves(polygons)
            if isProved { proved += 1 }
            if !isProved, vertices > 8 { continue }
            let isValid = try isValid(polygons)
            if isValid { valid += 1 }
            #expect(isValid || !isProved, "\(polygons)")
            // Of one ring GEOS accepts nothing that touches: all valid ones are proved.
            #expect(isProved || !isValid, "\(polygons)")
        }
        #expect(proved > 0 || vertices > 8)
        #expect(proved <= valid)
    }

    @Test(
        "Parts with holes that are proved valid, GEOS finds valid", arguments: [1, 2, 3, 4, 5, 6])
    func parts(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var prover = ValidityProver()
        var (proved, valid, holes) = (0, 0, 0)
        for _ in 0..<2000 {
            let polygons = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let x = Int.random(in: 0..<20, using: &random)
                let y = Int.random(in: 0..<20, using: &random)
                // Mostly a box with room for holes, else a random quadrangle.
                let size = Int.random(in: 4...24, using: &random)
                let shell =
                    Bool.random(using: &random)
                    ? square(Double(x), Double(y), Double(size)).shell
                    : ring(4, at: x, y, side: size, using: &random)
                let holes = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    ring(
                        Int.random(in: 3...4, using: &random),
                        at: x + Int.random(in: 0..<size, using: &random),
                        y + Int.random(in: 0..<size, using: &random), side: 6, using: &random)
                }
                return Polygon(shell: shell, holes: holes)
            }
            let isProved = prover.proves(polygons)
            let isValid = try isValid(polygons)
            if isValid { valid += 1 }
            guard isProved else { continue }
            proved += 1
            if polygons.contains(where: { !$0.holes.isEmpty }) { holes += 1 }
            #expect(isValid, "\(polygons)")
        }
        #expect(proved > 150 && holes > 20, "\(proved) \(holes) \(valid)")
        #expect(proved > valid / 2)
    }

    @Test("Nested rings in any arrangement are judged as GEOS judges them", arguments: [1, 2, 3])
    func nested(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var prover = ValidityProver()
        var proved = 0
        for _ in 0..<2000 {
            // Boxes in boxes that never touch, dealt out as shells and holes at random.
            var rings = (0..<Int.random(in: 2...6, using: &random)).map { level in
                square(Double(level), Double(level), Double(40 - 2 * level)).shell
            }
            rings += (0..<Int.random(in: 0...2, using: &random)).map { index in
                square(100 + 10 * Double(index), 0, 5).shell
            }
            rings.shuffle(using: &random)
            var polygons: [Polygon] = []
            for ring in rings {
                if polygons.isEmpty || Bool.random(using: &random) {
                    polygons.append(Polygon(shell: ring))
                } else {
                    polygons[Int.random(in: 0..<polygons.count, using: &random)].holes.append(ring)
                }
            }
            let isProved = prover.proves(polygons)
            if isProved { proved += 1 }
            // Nothing touches here: the proof knows as much as GEOS.
            #expect(isProved == (try isValid(polygons)), "\(polygons)")
        }
        #expect(proved > 20)
    }

    @Test("Outlines turned by any angle, with one vertex moved, are never proved wrongly")
    func turned() throws {
        var random = SeededRandom(seed: 11)
        var prover = ValidityProver()
        var (proved, refused) = (0, 0)
        for _ in 0..<1500 {
            let count = Int.random(in: 5...120, using: &random)
            var (dx, dy) = (1.0, 0.0)
            let step = Coordinate(x: 1 - 2 / Double(count * count), y: 6.2 / Double(count))
            var places = (0..<count).map { _ in
                let length = (dx * dx + dy * dy).squareRoot()
                (dx, dy) = (dx / length, dy / length)
                (dx, dy) = (dx * step.x - dy * step.y, dx * step.y + dy * step.x)
                let r = Double.random(in: 0.5...1, using: &random)
                return Coordinate(x: 112 + r * dx, y: 37 + r * dy)
            }
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let moved = Int.random(in: 0..<count, using: &random)
                let other = Int.random(in: 0..<count, using: &random)
                let t = Double.random(in: 0...1, using: &random)
                let (a, b) = (places[other], places[(other + 1) % count])
                // On or beside another edge, as near as numbers can be.
                places[moved] = Coordinate(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t)
            }
            let polygons = [Polygon(shell: Ring(places))]
            if prover.proves(polygons) {
                proved += 1
                #expect(try isValid(polygons), "\(polygons)")
            } else {
                refused += 1
            }
        }
        #expect(proved > 300 && refused > 300)
    }
}
