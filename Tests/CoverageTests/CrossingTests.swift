import Geometry
import Grids
import TestSupport
import Testing

@testable import Coverage

/// A way in which edges meet the middle cell of the 3 × 3 grid from (0, 0) to (3, 3), worked out
/// by hand; the grid from the top row down.
struct Crossing: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let shells: [Ring]
    var holes: [Ring] = []
    let expected: [Double]
}

private let crossings: [Crossing] = [
    Crossing(
        testDescription: "in by one side and out by the opposite, level",
        shells: [rectangle(0.5, 1.25, 2.5, 1.75)],
        expected: [0, 0, 0, 0.25, 0.5, 0.25, 0, 0, 0]),
    Crossing(
        testDescription: "in by one side and out by the opposite, slanted",
        shells: [ring([(0, 1), (4, 1), (4, 2)])],
        expected: [0, 0, 0, 0.125, 0.375, 0.625, 0, 0, 0]),
    Crossing(
        testDescription: "in by one side and out by the next",
        shells: [ring([(0, 0.5), (2.5, 3), (0, 3)])],
        expected: [1, 0.875, 0.125, 0.875, 0.125, 0, 0.125, 0, 0]),
    Crossing(
        testDescription: "in and out by the same side",
        shells: [ring([(0.5, 1.25), (1.5, 1.5), (0.5, 1.75)])],
        expected: [0, 0, 0, 0.1875, 0.0625, 0, 0, 0, 0]),
    Crossing(
        testDescription: "in and out by the same side, square",
        shells: [rectangle(0.75, 1.25, 1.5, 1.75)],
        expected: [0, 0, 0, 0.125, 0.25, 0, 0, 0, 0]),
    Crossing(
        testDescription: "in and out by two opposite sides, to meet in a point",
        shells: [
            ring([(0.5, 1.25), (1.5, 1.5), (0.5, 1.75)]),
            ring([(2.5, 1.25), (2.5, 1.75), (1.5, 1.5)]),
        ],
        expected: [0, 0, 0, 0.1875, 0.125, 0.1875, 0, 0, 0]),
    Crossing(
        testDescription: "in by a corner and out by the opposite corner",
        shells: [ring([(0, 0), (3, 0), (3, 3)])],
        expected: [0, 0, 0.5, 0, 0.5, 1, 0.5, 1, 1]),
    Crossing(
        testDescription: "in by a corner and out by a side",
        shells: [ring([(1, 1), (3, 1), (3, 2)])],
        expected: [0, 0, 0, 0, 0.25, 0.75, 0, 0, 0]),
    Crossing(
        testDescription: "in by a corner, to a vertex inside, and out by the next corner",
        shells: [ring([(1, 1), (2, 1), (1.5, 1.5)])],
        expected: [0, 0, 0, 0, 0.25, 0, 0, 0, 0]),
    Crossing(
        testDescription: "around a corner of cells",
        shells: [rectangle(1.5, 0.5, 2.5, 1.5)],
        expected: [0, 0, 0, 0, 0.25, 0.25, 0, 0.25, 0.25]),
    Crossing(
        testDescription: "a vertex on a corner, edges in two neighbours",
        shells: [ring([(2, 2), (1.5, 1), (2.5, 1)])],
        expected: [0, 0, 0, 0, 0.25, 0.25, 0, 0, 0]),
    Crossing(
        testDescription: "along a side, over two corners",
        shells: [rectangle(1, 0.5, 1.5, 2.5)],
        expected: [0, 0.25, 0, 0, 0.5, 0, 0, 0.25, 0]),
    Crossing(
        testDescription: "along two opposite sides",
        shells: [rectangle(0.5, 1, 2.5, 2)],
        expected: [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0]),
    Crossing(
        testDescription: "along all sides but for a corner that is cut off",
        shells: [ring([(1, 1), (1.5, 1), (2, 1.5), (2, 2), (1, 2)])],
        expected: [0, 0, 0, 0, 0.875, 0, 0, 0, 0]),
    Crossing(
        testDescription: "along a side for a part, then away into the neighbour",
        shells: [ring([(1, 1), (1.5, 1), (2, 0.5), (2, 2), (1, 2)])],
        expected: [0, 0, 0, 0, 1, 0, 0, 0.125, 0]),
    Crossing(
        testDescription: "vertices on the middle of all sides",
        shells: [ring([(1.5, 1), (2, 1.5), (1.5, 2), (1, 1.5)])],
        expected: [0, 0, 0, 0, 0.5, 0, 0, 0, 0]),
    Crossing(
        testDescription: "touches a side from inside with a vertex",
        shells: [ring([(1.25, 1.25), (1.75, 1.25), (2, 1.5), (1.75, 1.75), (1.25, 1.75)])],
        expected: [0, 0, 0, 0, 0.3125, 0, 0, 0, 0]),
    Crossing(
        testDescription: "touches a side from outside with a vertex",
        shells: [ring([(0.5, 1.25), (1, 1.5), (0.5, 1.75)])],
        expected: [0, 0, 0, 0.125, 0, 0, 0, 0, 0]),
    Crossing(
        testDescription: "wholly inside",
        shells: [rectangle(1.25, 1.5, 1.75, 1.625)],
        expected: [0, 0, 0, 0, 0.0625, 0, 0, 0, 0]),
    Crossing(
        testDescription: "wholly inside, with a hole",
        shells: [rectangle(1.125, 1.125, 1.875, 1.875)], holes: [rectangle(1.25, 1.25, 1.75, 1.75)],
        expected: [0, 0, 0, 0, 0.3125, 0, 0, 0, 0]),
    Crossing(
        testDescription: "two holes in a cell, one of them over a side",
        shells: [rectangle(0, 0, 3, 3)],
        holes: [rectangle(1.25, 1.25, 1.5, 1.5), rectangle(1.75, 1.5, 2.25, 2)],
        expected: [1, 1, 1, 1, 0.8125, 0.875, 1, 1, 1]),
    Crossing(
        testDescription: "a hole that touches two corners",
        shells: [rectangle(0, 0, 3, 3)], holes: [ring([(1, 1), (2, 1.5), (2, 2), (1.5, 2)])],
        expected: [1, 1, 1, 1, 0.5, 1, 1, 1, 1]),
    Crossing(
        testDescription: "several parts inside",
        shells: [
            rectangle(1.125, 1.125, 1.375, 1.375), rectangle(1.5, 1.5, 1.75, 1.875),
            ring([(1.5, 1), (1.75, 1), (1.75, 1.25)]),
        ],
        expected: [0, 0, 0, 0, 0.1875, 0, 0, 0, 0]),
    Crossing(
        testDescription: "several parts that reach in from all sides",
        shells: [
            rectangle(0.5, 1.25, 1.25, 1.75), rectangle(1.75, 1.25, 2.5, 1.75),
            rectangle(1.25, 0.5, 1.75, 1.25), rectangle(1.25, 1.75, 1.75, 2.5),
        ],
        expected: [0, 0.25, 0, 0.25, 0.5, 0.25, 0, 0.25, 0]),
    Crossing(
        testDescription: "in and out by every side, one ring",
        shells: [
            ring([
                (1.25, 0), (1.75, 0), (1.75, 1.25), (3, 1.25), (3, 1.75), (1.75, 1.75), (1.75, 3),
                (1.25, 3), (1.25, 1.75), (0, 1.75), (0, 1.25), (1.25, 1.25),
            ])
        ],
        expected: [0, 0.5, 0, 0.5, 0.75, 0.5, 0, 0.5, 0]),
    Crossing(
        testDescription: "duplicated vertices, inside, on a side and on a corner",
        shells: [
            ring([
                (1, 1), (1, 1), (1, 1), (2, 1), (2, 1.5), (2, 1.5), (1.5, 1.5), (1.5, 1.5),
                (1, 1.5), (1, 1),
            ])
        ],
        expected: [0, 0, 0, 0, 0.5, 0, 0, 0, 0]),
]

/// One of the eight ways to turn and mirror a square.
private struct Symmetry {
    let number: Int

    func apply(_ x: Double, _ y: Double) -> (Double, Double) {
        var (x, y) = (x - 1.5, y - 1.5)
        if number >= 4 { x = -x }
        for _ in 0..<number % 4 { (x, y) = (-y, x) }
        return (x + 1.5, y + 1.5)
    }

    func apply(_ ring: Ring) -> Ring {
        Ring(
            ring.coordinates.map {
                let (x, y) = apply($0.x, $0.y)
                return Coordinate(x: x, y: y)
            })
    }

    func apply(_ cells: [Double]) -> [Double] {
        var result = cells
        for row in 0..<3 {
            for column in 0..<3 {
                let (x, y) = apply(Double(column) + 0.5, 2.5 - Double(row))
                result[Int(3 - y) * 3 + Int(x)] = cells[row * 3 + column]
            }
        }
        return result
    }
}

@Suite("Overlay, every way through a cell")
struct CrossingTests {
    @Test(
        "Fractions are exact, however the grid is turned, from whatever vertex",
        arguments: crossings)
    func exactInAllSymmetries(_ crossing: Crossing) throws {
        let grid = northUpGrid(rows: 3, columns: 3)
        for symmetry in (0..<8).map(Symmetry.init) {
            let expected = symmetry.apply(crossing.expected)
            for start in 0..<crossing.shells[0].coordinates.count - 1 {
                for isReversed in [false, true] {
                    var polygons = crossing.shells.map {
                        Polygon(shell: turned(symmetry.apply($0), start, isReversed))
                    }
                    polygons[0].holes = crossing.holes.map {
                        turned(symmetry.apply($0), start, isReversed)
                    }
                    let zone = Zone(
                        id: "Z", label: "Z", polygons: polygons, areaInSquareMetres: 0)
                    let result = try fractions(of: zone, on: grid)
                    #expect(
                        result == expected,
                        """
                        symmetry \(symmetry.number), from vertex \(start); expected
                        \(matrix(expected, columns: 3))
                        got
                        \(matrix(result, columns: 3))
                        """)
                }
            }
        }
    }

    /// The same ring from another vertex on, forwards or backwards.
    private func turned(_ ring: Ring, _ start: Int, _ isReversed: Bool) -> Ring {
        let open = ring.coordinates.dropLast()
        let cut = open.startIndex + start % open.count
        let moved = Array(open[cut...] + open[..<cut])
        return Ring(isReversed ? moved.reversed() : moved)
    }
}
