import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Faults of a network")
struct FaultTests {
    private func faults(_ reaches: [Reach]) -> [RiverFault] {
        RiverNetwork(reaches: reaches, nodeTolerance: 1).faults(gapLimit: 20)
    }

    @Test("A sound network has none")
    func sound() {
        #expect(confluence.faults(gapLimit: 20).isEmpty)
        #expect(braid.faults(gapLimit: 20).isEmpty)
        #expect(faults([]).isEmpty)
    }

    @Test("A free end near another reach is a gap; beyond the limit it is not")
    func gap() {
        let found = faults([
            reach("m", "汾河", [(0, 0), (200, 0)]), reach("near", "", [(100, 90), (100, 15)]),
            reach("far", "", [(50, 90), (50, 21)]),
        ])
        #expect(found.map(\.kind) == [.gap(other: "m", distanceInMetres: 15)])
        #expect(found.map(\.reachID) == ["near"])
        #expect(found.map(\.place) == [Coordinate(x: 100, y: 15)])
    }

    @Test("The same line twice, also drawn backwards, is found")
    func duplicate() {
        let found = faults([
            reach("1", "甲", [(0, 0), (50, 10), (100, 0)]),
            reach("2", "乙", [(100, 0), (50, 10), (0, 0)]),
        ])
        #expect(found.map(\.kind).contains(.duplicate(of: "1")))
        // Drawn against each other under two names, the pair is a loop too.
        #expect(found.map(\.kind).contains(.loop(through: ["1", "2"])))
        #expect(found.count == 2)
    }

    @Test("Reaches of two rivers that all run in, or all out, run head on")
    func headOn() {
        let found = faults([
            reach("1", "甲", [(0, 0), (100, 0)]), reach("2", "乙", [(200, 0), (100, 0)]),
            reach("3", "丙", [(200, 0), (300, 0)]),
        ])
        #expect(
            found.map(\.kind) == [
                .headOn(isSink: true, count: 2), .headOn(isSink: false, count: 2),
            ])
    }

    @Test("Lines that cross without a node are found once, at a vertex too; joined ones are not")
    func crossing() {
        let found = faults([
            reach("1", "", [(0, 0), (100, 0), (200, 0)]), reach("2", "", [(50, -50), (50, 50)]),
            reach("3", "", [(100, -50), (100, 0), (100, 50)]),
            reach("4", "", [(150, 60), (150, 0)]),
        ])
        #expect(found.map(\.kind) == [.crossing(other: "2"), .crossing(other: "3")])
        #expect(found.map(\.place) == [Coordinate(x: 50, y: 0), Coordinate(x: 100, y: 0)])
    }

    @Test("A fault says what, where and what to do, in both languages")
    func messages() {
        let kinds: [RiverFault.Kind] = [
            .gap(other: "2", distanceInMetres: 15), .duplicate(of: "2"),
            .loop(through: ["1", "2", "3", "4", "5", "6"]), .headOn(isSink: true, count: 2),
            .headOn(isSink: false, count: 2), .crossing(other: "2"), .overhang(lengthInMetres: 3),
            .fold(lengthInMetres: 8), .overlap(other: "2", lengthInMetres: 8),
            .selfCrossing(otherMeasure: 40), .deadEnd, .drawnAgainstFlow(.mouths),
            .drawnAgainstFlow(.river),
        ]
        let faults = kinds.map {
            RiverFault(
                kind: $0, reachID: "1", label: "", reach: 0, measureInMetres: 0,
                place: Coordinate(x: 1, y: 2))
        }
        #expect(
            faults[0].description
                == "Reach \"1\" at 1, 2: ends 15 m from reach \"2\" without meeting it. Move the "
                + "end or raise the tolerance.")
        #expect(
            faults[2].description
                == "Reach \"1\" at 1, 2: the water goes round through \"1\", \"2\", \"3\", \"4\", "
                + "\"5\" … (6). Check the directions.")
        #expect(faults.allSatisfy { $0.descriptionInChinese.contains("请") })
        #expect(Set(faults.map(\.descriptionInChinese)).count == faults.count)
        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(Set(kinds.map(\.code)).count == kinds.count - 1)
    }
}
