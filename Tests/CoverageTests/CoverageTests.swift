import Geometry
import Grids
import TestSupport
import Testing

@testable import Coverage

/// A polygon on the 3 × 3 grid of unit cells from (0, 0) to (3, 3), and its fractions from the top
/// row down, worked out by hand.
struct HandWorked: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let shell: Ring
    var holes: [Ring] = []
    let expected: [Double]
}

private let handWorked: [HandWorked] = [
    HandWorked(
        testDescription: "a square around the middle of the grid",
        shell: rectangle(0.5, 0.5, 2.5, 2.5),
        expected: [0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25]),
    HandWorked(
        testDescription: "the middle cell itself",
        shell: rectangle(1, 1, 2, 2),
        expected: [0, 0, 0, 0, 1, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "the whole grid",
        shell: rectangle(0, 0, 3, 3),
        expected: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    HandWorked(
        testDescription: "far more than the grid",
        shell: rectangle(-1000, -1000, 1000, 1000),
        expected: [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    HandWorked(
        testDescription: "a polygon inside one cell",
        shell: rectangle(1.25, 1.25, 1.75, 1.5),
        expected: [0, 0, 0, 0, 0.125, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "a triangle over the diagonal",
        shell: ring([(0, 0), (3, 0), (3, 3)]),
        expected: [0, 0, 0.5, 0, 0.5, 1, 0.5, 1, 1]),
    HandWorked(
        testDescription: "a diamond through the corners of cells",
        shell: ring([(1.5, 0.5), (2.5, 1.5), (1.5, 2.5), (0.5, 1.5)]),
        expected: [0, 0.25, 0, 0.25, 1, 0.25, 0, 0.25, 0]),
    HandWorked(
        testDescription: "an edge that runs along a vertical cell edge, moving up",
        shell: ring([(1, 0.5), (2, 0.5), (2, 2.5), (1, 2.5)]),
        expected: [0, 0.5, 0, 0, 1, 0, 0, 0.5, 0]),
    HandWorked(
        testDescription: "starts on a vertical cell edge, moves up and leaves it to the left",
        shell: ring([(1, 0), (1, 1), (0, 2), (0, 0)]),
        expected: [0, 0, 0, 0.5, 0, 0, 1, 0, 0]),
    HandWorked(
        testDescription: "a long shallow edge over all columns",
        shell: ring([(0, 0), (3, 0), (3, 0.75)]),
        expected: [0, 0, 0, 0, 0, 0, 0.125, 0.375, 0.625]),
    HandWorked(
        testDescription: "left of the grid and into it",
        shell: rectangle(-2, 1, 0.5, 2),
        expected: [0, 0, 0, 0.5, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "right of the grid and into it",
        shell: rectangle(2.5, 1, 9, 2),
        expected: [0, 0, 0, 0, 0, 0.5, 0, 0, 0]),
    HandWorked(
        testDescription: "above the grid and into it",
        shell: rectangle(1, 2.75, 2, 7),
        expected: [0, 0.25, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "below the grid and into it",
        shell: rectangle(0, -7, 2, 0.25),
        expected: [0, 0, 0, 0, 0, 0, 0.25, 0.25, 0]),
    HandWorked(
        testDescription: "a slanted edge that enters from the left and leaves at the top",
        shell: ring([(-1, 1), (1, 3), (1, 4), (-1, 4)]),
        expected: [0.5, 0, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "touches the grid in its corner only",
        shell: rectangle(3, 3, 5, 5),
        expected: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "touches the left edge of the grid from outside",
        shell: rectangle(-1, 0, 0, 3),
        expected: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "a hole in the middle",
        shell: rectangle(0, 0, 3, 3), holes: [rectangle(0.5, 0.5, 2.5, 2.5)],
        expected: [0.75, 0.5, 0.75, 0.5, 0, 0.5, 0.75, 0.5, 0.75]),
    HandWorked(
        testDescription: "a hole that touches the shell in a point",
        shell: rectangle(0, 0, 3, 3), holes: [ring([(0, 1.5), (1, 1), (1, 2)])],
        expected: [1, 1, 1, 0.5, 1, 1, 1, 1, 1]),
    HandWorked(
        testDescription: "a hole that fills the shell",
        shell: rectangle(1, 1, 2, 2), holes: [rectangle(1, 1, 2, 2)],
        expected: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "duplicated vertices and a vertex on every cell edge",
        shell: ring([
            (0, 0), (0, 0), (1, 0), (2, 0), (2, 0), (2, 1), (2, 1), (1, 1), (0, 1), (0, 1),
        ]),
        expected: [0, 0, 0, 0, 0, 0, 1, 1, 0]),
    HandWorked(
        testDescription: "a spike of no width out of a square",
        shell: ring([(1, 1), (2, 1), (2.9, 0.3), (2, 1), (2, 2), (1, 2)]),
        expected: [0, 0, 0, 0, 1, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "a line that goes to and fro",
        shell: ring([(0.2, 0.3), (2.7, 2.9), (0.2, 0.3)]),
        expected: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    HandWorked(
        testDescription: "an upright sliver over three rows",
        shell: rectangle(1.25, 0, 1.25 + 0x1p-20, 3),
        expected: [0, 0x1p-20, 0, 0, 0x1p-20, 0, 0, 0x1p-20, 0]),
    HandWorked(
        testDescription: "a lying sliver over three columns",
        shell: rectangle(0, 1.25, 3, 1.25 + 0x1p-20),
        expected: [0, 0, 0, 0x1p-20, 0x1p-20, 0x1p-20, 0, 0, 0]),
    HandWorked(
        testDescription: "a strip thinner than the dust of sums",
        shell: rectangle(1, 1, 1 + 0x1p-42, 2),
        expected: [0, 0, 0, 0, 0, 0, 0, 0, 0]),
]

@Suite("Overlay, worked by hand")
struct OverlayHandWorkedTests {
    let grid = northUpGrid(rows: 3, columns: 3)

    @Test("Fractions are exact", arguments: handWorked)
    func exactFractions(_ example: HandWorked) throws {
        let result = try fractions(
            of: zone(Polygon(shell: example.shell, holes: example.holes)), on: grid)
        #expect(
            result == example.expected,
            "expected\n\(matrix(example.expected, columns: 3))\ngot\n\(matrix(result, columns: 3))")
    }

    @Test("The direction of rings does not matter", arguments: handWorked)
    func directionIsFree(_ example: HandWorked) throws {
        let turned = Polygon(
            shell: Ring(example.shell.coordinates.reversed()),
            holes: example.holes.map { Ring($0.coordinates.reversed()) })
        #expect(try fractions(of: zone(turned), on: grid) == example.expected)
    }

    @Test("On a south-up grid the rows come in reverse", arguments: handWorked)
    func southUp(_ example: HandWorked) throws {
        let southUp = GridGeometry(
            geotransform: Geotransform(originX: 0, columnStepX: 1, originY: 0, rowStepY: 1),
            rows: 3, columns: 3, crs: nil)
        let result = try fractions(
            of: zone(Polygon(shell: example.shell, holes: example.holes)), on: southUp)
        let e = example.expected
        #expect(result == Array(e[6...8] + e[3...5] + e[0...2]))
    }

    @Test("On a grid whose columns run west the columns come in reverse", arguments: handWorked)
    func westward(_ example: HandWorked) throws {
        let westward = GridGeometry(
            geotransform: Geotransform(originX: 3, columnStepX: -1, originY: 3, rowStepY: -1),
            rows: 3, columns: 3, crs: nil)
        let result = try fractions(
            of: zone(Polygon(shell: example.shell, holes: example.holes)), on: westward)
        let e = example.expected
        let mirrored = [2, 1, 0, 5, 4, 3, 8, 7, 6].map { e[$0] }
        #expect(result == mirrored)
    }
}
