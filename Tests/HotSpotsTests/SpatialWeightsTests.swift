import Geometry
import HotSpots
import TestSupport
import Testing

@Suite("Spatial weights")
struct SpatialWeightsTests {
    private let places = [(0.0, 0.0), (3, 4), (6, 8), (100, 0)].map {
        Coordinate(x: $0.0, y: $0.1)
    }

    @Test("A distance band takes sites at exactly that distance")
    func band() throws {
        let weights = try SpatialWeights.band(
            of: places, radiusInMetres: 5, distance: PlanarDistance())
        #expect(weights == SpatialWeights(binary: [[1], [0, 2], [1], []]))
        #expect(try SpatialWeights.planarBand(of: places, radius: 5, threads: 2) == weights)
        let inverse = try SpatialWeights.band(
            of: places, radiusInMetres: 10, distance: PlanarDistance(),
            weighting: .inverse(power: 2))
        #expect(isClose(inverse.weight(0, 1), 1 / 25, relative: 1e-15))
        #expect(isClose(inverse.weight(0, 2), 1 / 100, relative: 1e-15))
        #expect(inverse.weight(0, 3) == 0)
    }

    @Test("An index finds what all pairs find")
    func index() throws {
        var random = SeededRandom(seed: 77)
        let places = (0..<400).map { index in
            index == 7
                ? Coordinate(x: .nan, y: 0)
                : Coordinate(
                    x: Double.random(in: 0..<10, using: &random),
                    y: Double.random(in: 0..<10, using: &random))
        }
        let all = try SpatialWeights.band(
            of: places, radiusInMetres: 1, distance: PlanarDistance(), threads: 3)
        #expect(try SpatialWeights.planarBand(of: places, radius: 1) == all)
        #expect(all.neighbourCount(of: 7) == 0 && all.neighbours.count > 400)
    }

    @Test("The nearest sites, of equally far ones the first, and all when there are too few")
    func nearest() throws {
        let two = try SpatialWeights.nearest(2, of: places, distance: PlanarDistance())
        #expect(two == SpatialWeights(binary: [[1, 2], [0, 2], [1, 0], [2, 1]]))
        let one = try SpatialWeights.nearest(1, of: places, distance: PlanarDistance())
        #expect(one == SpatialWeights(binary: [[1], [0], [1], [2]]))
        #expect(
            try SpatialWeights.nearest(9, of: places, distance: PlanarDistance(), threads: 2)
                .neighbours.count == 12)
    }

    @Test("The nearest in a plane through an index are those of all pairs", arguments: [1, 5, 30])
    func planarNearest(count: Int) throws {
        var random = SeededRandom(seed: 78)
        let places = (0..<300).map { index in
            index == 7
                ? Coordinate(x: .nan, y: 0)
                : Coordinate(
                    x: Double(Int.random(in: 0..<40, using: &random)),
                    y: Double.random(in: 0..<(index % 5 == 0 ? 400 : 2), using: &random))
        }
        let all = try SpatialWeights.nearest(count, of: places, distance: PlanarDistance())
        #expect(try SpatialWeights.planarNearest(count, of: places, threads: 2) == all)
        #expect(try SpatialWeights.planarNearest(900, of: places).neighbours.count == 299 * 298)
        #expect(try SpatialWeights.planarNearest(3, of: [places[0]]).neighbours.isEmpty)
    }

    @Test("Zones that share an edge, a corner, a part of an edge, or nothing")
    func contiguity() {
        let zones = [
            rectangle("a", 0...1, 0...1), rectangle("b", 1...2, 0...1),
            rectangle("c", 1...2, 1...2), rectangle("d", 0.25...0.75, -1...0),
            rectangle("e", 5...6, 5...6),
            Zone(id: "f", label: "", polygons: [], areaInSquareMetres: 0),
        ]
        let queen = SpatialWeights.contiguity(of: zones, .queen, threads: 2)
        #expect(queen == SpatialWeights(binary: [[1, 2, 3], [0, 2], [0, 1], [0], [], []]))
        let rook = SpatialWeights.contiguity(of: zones, .rook)
        #expect(rook == SpatialWeights(binary: [[1, 3], [0, 2], [1], [0], [], []]))
    }

    @Test("A gap within the tolerance still touches; zones that overlap are neighbours")
    func tolerance() {
        let zones = [rectangle("a", 0...1, 0...1), rectangle("b", 1.01...2, 0.2...0.8)]
        #expect(SpatialWeights.contiguity(of: zones).neighbours.isEmpty)
        for kind in Contiguity.allCases {
            #expect(
                SpatialWeights.contiguity(of: zones, kind, tolerance: 0.02)
                    == SpatialWeights(binary: [[1], [0]]))
        }
        let crossing = [rectangle("a", 0...3, 1...2), rectangle("b", 1...2, 0...3)]
        #expect(
            SpatialWeights.contiguity(of: crossing, .rook) == SpatialWeights(binary: [[1], [0]]))
    }

    @Test("Discs count the cells at exactly the radius, squares all around")
    func neighbourhoods() throws {
        #expect(try GridNeighbourhood.disc(radius: 1).halfWidths == [1, 0])
        #expect(try GridNeighbourhood.disc(radius: 5).halfWidths == [5, 4, 4, 4, 3, 0])
        #expect(try GridNeighbourhood.disc(radius: 10).cellCount == 317)
        #expect(
            try GridNeighbourhood.disc(radius: 30_000, cellWidth: 3000, cellHeight: 3000)
                == .disc(radius: 10))
        #expect(
            try GridNeighbourhood.disc(radius: 0.3, cellWidth: 0.1, cellHeight: 0.1).halfWidths[0]
                == 3)
        #expect(GridNeighbourhood.square(reach: 1).cellCount == 9)
        let flat = try GridNeighbourhood.disc(radius: 2, cellWidth: 1, cellHeight: 2)
        #expect(flat.halfWidths == [2, 0])
    }

    @Test("Radii that reach no cell, or far too many, are refused in both languages")
    func radii() {
        let none = #expect(throws: HotSpotError.radiusWithoutNeighbours(radius: 2, cellSize: 3)) {
            try GridNeighbourhood.disc(radius: 2, cellWidth: 3, cellHeight: 3)
        }
        #expect(none?.description.contains("at least 3.0") == true)
        #expect(none?.descriptionInChinese.contains("没有其他单元") == true)
        #expect(throws: HotSpotError.radiusTooLarge(radius: 1e6, cellSize: 1)) {
            try GridNeighbourhood.disc(radius: 1e6)
        }
        #expect(throws: HotSpotError.radiusNotPositive(0)) {
            try SpatialWeights.planarBand(of: [], radius: 0)
        }
        #expect(throws: HotSpotError.neighbourCountNotPositive(0)) {
            try SpatialWeights.nearest(0, of: [], distance: PlanarDistance())
        }
    }
}
