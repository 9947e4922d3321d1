import Geometry
import TestSupport
import Testing

@testable import GeoFiles

@Suite("Gaps, overlaps and parts outside of a zone layer")
struct ZoneTopologyTests {
    private func zone(_ id: String, _ boxes: [Double]...) -> Zone {
        Zone(
            id: id, label: id,
            polygons: boxes.map { box in
                Polygon(
                    shell: Ring([
                        Coordinate(x: box[0], y: box[1]), Coordinate(x: box[2], y: box[1]),
                        Coordinate(x: box[2], y: box[3]), Coordinate(x: box[0], y: box[3]),
                        Coordinate(x: box[0], y: box[1]),
                    ]), holes: [])
            }, areaInSquareMetres: .nan)
    }

    private func crs() throws -> CoordinateReferenceSystem {
        try coordinateReferenceSystem(named: "EPSG:4547")
    }

    // Two squares of 4 km side 1 km apart in a frame of 9 km by 4 km; the central meridian is at
    // x = 500 000, so that areas are those of the plane to 1e-6.
    private let west = [498_000.0, 4_200_000, 502_000, 4_204_000]
    private let east = [503_000.0, 4_200_000, 507_000, 4_204_000]

    @Test("A gap between zones inside a frame has its area, width, place and neighbours")
    func gapInFrame() throws {
        let result = try topology(
            of: [zone("a", west), zone("b", east)],
            within: [zone("county", [498_000, 4_200_000, 507_000, 4_204_000])], crs: try crs(),
            leastAreaInSquareMetres: 1, threads: 2)
        #expect(result.overlaps.isEmpty && result.smallCount == 0)
        #expect(result.gaps.count == 1)
        let gap = try #require(result.gaps.first)
        #expect(isClose(gap.areaInSquareMetres, 4e6, relative: 2e-6))
        // 2 · 4 km² ÷ 10 km.
        #expect(isClose(gap.widthInMetres, 800, relative: 2e-6))
        #expect(gap.place == Coordinate(x: 502_500, y: 4_202_000))
        #expect(gap.zones == [0, 1])
    }

    @Test("Without a frame a gap is what zones enclose; an island in it is no gap")
    func enclosed() throws {
        let ring = [
            [0.0, 0, 10, 2], [0, 8, 10, 10], [0, 2, 2, 8], [8, 2, 10, 8],
        ].map { box in box.enumerated().map { $1 * 1000 + ($0 % 2 == 0 ? 495_000 : 4_200_000) } }
        var zones = ring.enumerated().map { zone("\($0)", $1) }
        zones.append(zone("island", [499_000, 4_204_000, 501_000, 4_206_000]))
        let result = try topology(
            of: zones, crs: try crs(), leastAreaInSquareMetres: 1, threads: 1)
        #expect(result.gaps.count == 1)
        let gap = try #require(result.gaps.first)
        #expect(isClose(gap.areaInSquareMetres, 32e6, relative: 2e-6))
        #expect(gap.zones == [0, 1, 2, 3, 4])
        #expect(zones.allSatisfy { !$0.contains(gap.place) })
    }

    @Test("An overlap has its area, width and place; slivers below the least area are counted")
    func overlaps() throws {
        let zones = [
            zone("a", west), zone("b", [501_500, 4_200_000, 503_000, 4_204_000]),
            zone("c", [502_999.9999, 4_200_000, 507_000, 4_204_000]),
        ]
        let result = try topology(
            of: zones, crs: try crs(), leastAreaInSquareMetres: 1, threads: 2)
        #expect(result.gaps.isEmpty)
        #expect(result.overlaps.count == 1 && result.overlaps[0].zones == [0, 1])
        #expect(isClose(result.overlaps[0].areaInSquareMetres, 2e6, relative: 2e-6))
        // 2 · 2 km² ÷ 9 km.
        #expect(isClose(result.overlaps[0].widthInMetres, 4000.0 / 9, relative: 2e-6))
        #expect(result.overlaps[0].place == Coordinate(x: 501_750, y: 4_202_000))
        #expect(result.smallCount == 1)
        #expect(isClose(result.smallAreaInSquareMetres, 0.4, relative: 1e-3))
    }

    @Test("The order of zones changes positions only, and threads nothing")
    func invariants() throws {
        let zones = [
            zone("a", west), zone("b", east), zone("c", [501_000, 4_203_000, 504_000, 4_205_000]),
        ]
        let frame = [zone("county", [498_000, 4_200_000, 507_000, 4_205_000])]
        func run(_ zones: [Zone], _ threads: Int) throws -> ZoneTopology {
            try topology(
                of: zones, within: frame, crs: crs(), leastAreaInSquareMetres: 1, threads: threads)
        }
        let plain = try run(zones, 1)
        #expect(try run(zones, 3) == plain)
        let turned = try run(zones.reversed(), 1)
        #expect(
            zip(turned.gaps, plain.gaps).allSatisfy {
                isClose($0.areaInSquareMetres, $1.areaInSquareMetres, relative: 1e-9)
            })
        // The frame's area = the zones' − the overlaps' + the gaps'.
        let sum =
            plain.gaps.reduce(0) { $0 + $1.areaInSquareMetres } + 16e6 + 16e6 + 6e6
            - plain.overlaps.reduce(0) { $0 + $1.areaInSquareMetres }
        #expect(isClose(sum, 45e6, relative: 2e-6))
    }

    @Test("The part of a zone outside its area, and none where it lies inside")
    func outside() throws {
        let unit = zone("u", west)
        let county = zone("county", [499_000, 4_200_000, 507_000, 4_204_000])
        let part = try #require(try partOutside(unit, at: 7, of: county, crs: try crs()))
        #expect(isClose(part.areaInSquareMetres, 4e6, relative: 2e-6) && part.zones == [7])
        #expect(part.place == Coordinate(x: 498_500, y: 4_202_000))
        #expect(try partOutside(zone("e", east), at: 0, of: county, crs: try crs()) == nil)
    }

    @Test("Zones without parts, and none at all, have no faults")
    func degenerate() throws {
        let empty = Zone(id: "x", label: "x", polygons: [], areaInSquareMetres: 0)
        for zones in [[], [empty], [empty, zone("a", west)]] {
            let result = try topology(
                of: zones, crs: try crs(), leastAreaInSquareMetres: 1, threads: 1)
            #expect(result.gaps.isEmpty && result.overlaps.isEmpty && result.smallCount == 0)
        }
    }
}
