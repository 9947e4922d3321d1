import Geometry
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Nearest stations")
struct NearestStationsTests {
    @Test("They are those of measuring every distance, in order", arguments: 1...8)
    func bruteForce(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        // A city, and from the fifth seed on a country, with places that coincide.
        let size = seed < 5 ? 0.5 : 30
        var places = (0..<80).map { _ in
            Coordinate(
                x: 105 + Double.random(in: 0...size, using: &random),
                y: 25 + Double.random(in: 0...size / 2, using: &random))
        }
        places += places.prefix(6)
        let search = NearestStations(places)
        let metres = GeodesicDistance()
        for index in places.indices {
            let candidates = places.indices.filter { ($0 + index) % 3 != 0 }
            for (count, limit) in [(1, Double.infinity), (5, .infinity), (5, 20_000), (200, 1e6)] {
                let all = candidates.filter { $0 != index }.map {
                    (
                        index: $0,
                        metres: metres.distanceInMetres(from: places[index], to: places[$0])
                    )
                }.filter { $0.metres <= limit }
                    .sorted { ($0.metres, $0.index) < ($1.metres, $1.index) }.prefix(count)
                let found = search.nearest(
                    to: index, among: candidates, count: count, withinMetres: limit)
                #expect(found.map(\.index) == all.map(\.index))
                #expect(found.map(\.metres) == all.map(\.metres))
            }
        }
    }

    @Test("Without candidates there is none, and a place is not its own neighbour")
    func none() {
        let search = NearestStations([Coordinate(x: 112, y: 38), Coordinate(x: 112, y: 38)])
        #expect(search.nearest(to: 0, among: [], count: 3).isEmpty)
        #expect(search.nearest(to: 0, among: [0], count: 3).isEmpty)
        let twin = search.nearest(to: 0, among: [0, 1], count: 3)
        #expect(twin.map(\.index) == [1] && twin.map(\.metres) == [0])
    }
}
