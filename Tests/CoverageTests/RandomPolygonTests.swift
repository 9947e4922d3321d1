import Geometry
import Grids
import TestSupport
import Testing

@testable import Coverage

/// Polygons between an upper and a lower border that each run from west to east, side by side, with
/// holes of the same shape; vertices often on cell edges and corners, sometimes twice.
private func borderZone(on geometry: GridGeometry, _ random: inout SeededRandom) -> Zone {
    let box = geometry.extent.expanded(by: Double.random(in: 0...2, using: &random))
    let snap: Double = [0, 0.25, 0.5, 1].randomElement(using: &random) ?? 0
    func snapped(_ value: Double) -> Double { snap == 0 ? value : (value / snap).rounded() * snap }
    let parts = Int.random(in: 1...3, using: &random)
    let width = (box.width / Double(parts)).rounded(.down)
    var polygons: [Polygon] = []
    for part in 0..<parts {
        let count = Int.random(in: 2...6, using: &random)
        let west = box.minX.rounded(.up) + Double(part) * width
        let xs = Set((0..<count).map { _ in snapped(Double.random(in: 0...width, using: &random)) })
            .sorted()
        guard xs.count > 1 else { continue }
        let middle = snapped(box.centre.y)
        func border(_ sign: Double) -> [Coordinate] {
            xs.flatMap { x -> [Coordinate] in
                let reach = Double.random(in: 1...(box.height / 2 - 1), using: &random)
                let vertex = Coordinate(x: west + x, y: middle + sign * snapped(reach))
                return Array(repeating: vertex, count: Int.random(in: 1...2, using: &random))
            }
        }
        var shell = border(-1) + border(1).reversed()
        if Bool.random(using: &random) { shell.reverse() }
        var holes: [Ring] = []
        if Bool.random(using: &random), let first = xs.first, let last = xs.last {
            // Within 1 of the middle line both borders leave room.
            holes.append(
                ring([
                    (west + first, middle), (west + (first + last) / 2, middle - 0.5),
                    (west + last, middle), (west + (first + last) / 2, middle + 0.75),
                ]))
        }
        polygons.append(Polygon(shell: Ring(shell), holes: holes))
    }
    return Zone(id: "Z", label: "Z", polygons: polygons, areaInSquareMetres: 0)
}

@Suite("Overlay of random polygons")
struct RandomPolygonTests {
    private func expectClose(
        _ result: [Double], _ expected: [Double], columns: Int, tolerance: Double, _ seed: UInt64
    ) {
        let worst = zip(result, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(
            worst <= tolerance,
            """
            seed \(seed), off by \(worst); expected
            \(matrix(expected, columns: columns))
            got
            \(matrix(result, columns: columns))
            """)
    }

    @Test("Borders with holes and parts agree with clipping", arguments: 0..<12 as Range<UInt64>)
    func bordersAgainstClipping(_ round: UInt64) throws {
        let geometry = northUpGrid(rows: 5, columns: 6)
        for seed in round * 200..<(round + 1) * 200 {
            var random = SeededRandom(seed: seed)
            let zone = borderZone(on: geometry, &random)
            expectClose(
                try fractions(of: zone, on: geometry), fractionsByClipping(zone, on: geometry),
                columns: 6, tolerance: 1e-12, seed)
        }
    }

    @Test("Stars with holes and parts agree with clipping", arguments: 0..<12 as Range<UInt64>)
    func starsAgainstClipping(_ round: UInt64) throws {
        let geometry = northUpGrid(rows: 4, columns: 5)
        for seed in round * 100..<(round + 1) * 100 {
            var random = SeededRandom(seed: seed)
            let zone = randomZone(on: geometry, &random)
            expectClose(
                try fractions(of: zone, on: geometry), fractionsByClipping(zone, on: geometry),
                columns: 5, tolerance: 1e-12, seed)
        }
    }

    @Test(
        "A zone partly outside covers what it covers of a wider grid",
        arguments: 0..<200 as Range<UInt64>)
    func partlyOutside(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let small = northUpGrid(rows: 4, columns: 5)
        let wide = GridGeometry(
            geotransform: Geotransform(originX: -10, columnStepX: 1, originY: 14, rowStepY: -1),
            rows: 24, columns: 25, crs: nil)
        let zone = randomZone(on: small, &random)
        let all = try fractions(of: zone, on: wide)
        let cut = (0..<4).flatMap { row in (0..<5).map { all[(row + 10) * 25 + $0 + 10] } }
        expectClose(
            try fractions(of: zone, on: small), cut, columns: 5, tolerance: 1e-13, seed)
    }

    @Test("Zones that overlap each other are covered each as if alone")
    func overlappingZones() throws {
        var random = SeededRandom(seed: 12)
        let geometry = northUpGrid(rows: 8, columns: 9)
        let zones = (0..<200).map { _ in randomZone(on: geometry, &random) }
        let together = try Overlay(of: zones, on: geometry, threads: 2)
        for (zone, coverage) in zip(zones, together.zones) {
            #expect(try Overlay(of: [zone], on: geometry, threads: 1).zones == [coverage])
        }
    }

    // MARK: - Tilings

    @Test(
        "The shares of zones that fill the plane add up to 1 in every cell",
        arguments: 0..<120 as Range<UInt64>)
    func tilings(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let geometry = northUpGrid(rows: 10, columns: 11)
        // Nodes that move to multiples of a quarter must not pass each other.
        let isSnapped = seed % 3 == 0
        let most = isSnapped ? 6 : 18
        let mesh = jitteredMesh(
            rows: Int.random(in: 1...most, using: &random),
            columns: Int.random(in: 1...most, using: &random),
            over: geometry.extent.expanded(
                by: isSnapped ? 1 : Double.random(in: 0...2, using: &random)),
            snap: isSnapped ? 0.25 : 0, &random)
        let sums = try sums(of: mesh, on: geometry)
        #expect(
            sums.allSatisfy { abs($0 - 1) <= 1e-12 }, "\(seed)\n\(matrix(sums, columns: 11))")
    }

    @Test(
        "The same in degrees, to the rounding of the coordinates",
        arguments: 0..<20 as Range<UInt64>)
    func tilingsInDegrees(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 111.37, columnStepX: 0.01, originY: 38.13, rowStepY: -0.01),
            rows: 11, columns: 8, crs: nil)
        let mesh = jitteredMesh(
            rows: 7, columns: 7, over: geometry.extent.expanded(by: 0.013), snap: 0, &random)
        let sums = try sums(of: mesh, on: geometry)
        #expect(sums.allSatisfy { abs($0 - 1) <= 8 * geometry.coverageDust })
    }

    private func sums(of zones: [Zone], on geometry: GridGeometry) throws -> [Double] {
        var sums = [Double](repeating: 0, count: geometry.cellCount)
        for coverage in try Overlay(of: zones, on: geometry, threads: 1).zones {
            for run in coverage.runs {
                for column in run.columns {
                    sums[Int(run.row) * geometry.columns + column] += run.fraction
                }
            }
        }
        return sums
    }
}
