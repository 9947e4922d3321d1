import Geometry
import TestSupport
import Testing

@Suite struct ValidityProofTests {
    private func ring(_ numbers: [(Double, Double)]) -> Ring {
        Ring(numbers.map { Coordinate(x: $0.0, y: $0.1) })
    }

    private func square(_ x: Double, _ y: Double, _ size: Double) -> Ring {
        ring([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
    }

    private func isProved(_ polygons: [Polygon]) -> Bool {
        var prover = ValidityProver()
        return prover.proves(polygons)
    }

    private func isProved(_ shell: [(Double, Double)]) -> Bool {
        isProved([Polygon(shell: ring(shell))])
    }

    @Test("Plain rings are proved valid, repeated vertices and straight sides too")
    func plain() {
        #expect(isProved([Polygon(shell: square(0, 0, 1))]))
        #expect(isProved([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]))
        #expect(isProved([(0, 0), (1, 0), (1, 0), (2, 0), (2, 2)]))
        #expect(isProved([(0, 0), (0, 0), (1, 0), (1, 1), (1, 1), (0, 0), (0, 0)]))
        // Stairs, whose edges go along the axes by turns.
        var stairs: [(Double, Double)] = [(40, 40), (0, 40)]
        for step in 0..<40 {
            let (low, high) = (Double(step), Double(step + 1))
            stairs += [(low, low), (high, low)]
        }
        #expect(isProved(stairs))
    }

    @Test("Rings that cross, touch or fold back on themselves are not proved")
    func faultyRings() {
        #expect(!isProved([(0, 0), (2, 2), (2, 0), (0, 2)]))
        #expect(!isProved([(0, 0), (2, 0), (1, 0), (1, 1)]))
        #expect(!isProved([(0, 0), (1, 1)]))
        #expect(!isProved([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]))
        #expect(!isProved([(0, 0), (1, 0), (2, 0)]))
        // Out and back along one line, and twice round.
        #expect(!isProved([(0, 0), (4, 0), (4, 4), (4, 6), (4, 4), (0, 4)]))
        #expect(!isProved([(0, 0), (1, 0), (1, 1), (0, 0), (1, 0), (1, 1)]))
        #expect(!isProved([Polygon(shell: Ring([]))]))
        #expect(!isProved([Polygon]()))
    }

    @Test("Numbers that are not finite, or too large to compare exactly, are not proved")
    func numbers() {
        for bad in [Double.nan, .infinity, 1e200] {
            #expect(!isProved([(0, 0), (1, 0), (bad, 1)]))
            #expect(!isProved([(bad, 0), (1, 0), (0, 1)]))
            #expect(!isProved([(0, 0), (1, bad), (0, 1)]))
        }
    }

    @Test("A vertex one unit in the last place from an edge is told from one on it")
    func exact() {
        // The edge from (0.1, 0.1) to (0.9, 0.9) and a vertex beside its middle.
        let near = 0.5.nextUp
        #expect(isProved([(0.1, 0.1), (0.9, 0.9), (0.9, 1), (0.5, near), (0.1, 1)]))
        #expect(!isProved([(0.1, 0.1), (0.9, 0.9), (0.9, 1), (0.5, 0.5), (0.1, 1)]))
        #expect(!isProved([(0.1, 0.1), (0.9, 0.9), (0.9, 1), (0.5, 0.5.nextDown), (0.1, 1)]))
    }

    @Test("Parts that are apart are proved; parts that overlap, touch or hold one another are not")
    func parts() {
        func parts(_ rings: Ring...) -> Bool { isProved(rings.map { Polygon(shell: $0) }) }
        #expect(parts(square(0, 0, 1), square(2, 0, 1)))
        #expect(!parts(square(0, 0, 2), square(1, 1, 2)))
        #expect(!parts(square(0, 0, 4), square(1, 1, 1)))
        #expect(!parts(square(1, 1, 1), square(0, 0, 4)))
        #expect(!parts(square(0, 0, 1), square(1, 0, 1)))
        #expect(!parts(square(0, 0, 1), square(1, 1, 1)))
        #expect(!parts(square(0, 0, 1), square(0, 0, 1)))
        // Boxes meet, but the parts are apart.
        let corner = ring([(0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9)])
        #expect(parts(corner, square(3, 3, 4)))
        #expect(parts(square(3, 3, 4), corner))
    }

    @Test("Holes are proved inside their own shell and apart from one another")
    func holes() {
        func holes(_ rings: Ring...) -> Bool {
            isProved([Polygon(shell: square(0, 0, 10), holes: rings)])
        }
        #expect(holes(square(1, 1, 2)))
        #expect(holes(square(1, 1, 2), square(5, 5, 2), square(1, 5, 2)))
        #expect(!holes(square(1, 1, 4), square(2, 2, 1)))
        #expect(!holes(square(2, 2, 1), square(1, 1, 4)))
        #expect(!holes(square(20, 1, 2)))
        #expect(!holes(square(9, 1, 2)))
        #expect(!holes(square(-1, -1, 12)))
        #expect(!holes(square(1, 1, 2), square(3, 1, 2)))
        // A hole may touch its shell in one point; that is for the full check to find.
        #expect(!holes(ring([(0, 5), (2, 4), (2, 6)])))
    }

    @Test("Islands in holes are proved where the hole is the other part's")
    func islands() {
        let land = Polygon(shell: square(0, 0, 10), holes: [square(1, 1, 6)])
        let island = Polygon(shell: square(2, 2, 4))
        let lake = Polygon(shell: square(2, 2, 4), holes: [square(3, 3, 2)])
        let islet = Polygon(shell: square(3.5, 3.5, 1))
        #expect(isProved([land, island]))
        #expect(isProved([island, land]))
        #expect(isProved([islet, land, lake]))
        #expect(!isProved([land, island, islet]))
        #expect(!isProved([land, Polygon(shell: square(8, 8, 1))]))
        // A hole that lies in another part's shell only.
        #expect(!isProved([Polygon(shell: square(20, 0, 5), holes: [square(8, 8, 1)]), land]))
        // An island within its own hole.
        #expect(!isProved([Polygon(shell: square(2, 2, 2), holes: [square(0, 0, 10)])]))
    }

    @Test("A prover gives the same answers whatever it proved before")
    func memory() {
        var prover = ValidityProver()
        let good = [Polygon(shell: square(0, 0, 10), holes: [square(1, 1, 2), square(5, 5, 2)])]
        let bad = [Polygon(shell: square(0, 0, 10), holes: [square(1, 1, 2), square(2, 2, 2)])]
        for _ in 0..<3 {
            let answers = [good, bad, []].map { prover.proves($0) }
            #expect(answers == [true, false, false])
        }
    }

    @Test("A long wavy outline with many islands is proved, and one edge across it is found")
    func large() {
        func circle(_ x: Double, _ y: Double, _ radius: Double, _ count: Int) -> [Coordinate] {
            var random = SeededRandom(seed: UInt64(count))
            // Sines by the recurrence of rotation: no library needed.
            var (dx, dy) = (1.0, 0.0)
            let angle = 2 * Double.pi / Double(count)
            let (cosine, sine) = (1 - angle * angle / 2, angle * (1 - angle * angle / 6))
            return (0..<count).map { _ in
                let length = (dx * dx + dy * dy).squareRoot()
                (dx, dy) = (dx / length, dy / length)
                (dx, dy) = (dx * cosine - dy * sine, dx * sine + dy * cosine)
                let r = radius * Double.random(in: 0.9...1, using: &random)
                return Coordinate(x: x + r * dx, y: y + r * dy)
            }
        }
        var polygons = [Polygon(shell: Ring(circle(0, 0, 100, 20_000)))]
        for row in 0..<30 {
            for column in 0..<30 {
                polygons.append(
                    Polygon(
                        shell: Ring(
                            circle(150 + 3 * Double(row), 3 * Double(column), 1, 40 + column))))
            }
        }
        #expect(isProved(polygons))
        var faulty = polygons[0].shell.coordinates
        faulty[7000] = Coordinate(x: 0, y: 0)
        faulty[14_000] = faulty[1000]
        polygons[0] = Polygon(shell: Ring(faulty))
        #expect(!isProved(polygons))
    }
}
