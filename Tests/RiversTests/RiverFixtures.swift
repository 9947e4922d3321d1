import Geometry
import Rivers
import TestSupport

/// A reach through `places`, of the river `label`.
func reach(_ id: String, _ label: String = "", _ places: [(Double, Double)]) -> Reach {
    Reach(id: id, label: label, line: LineString(places.map { Coordinate(x: $0.0, y: $0.1) }))
}

func point(_ x: Double, _ y: Double, river: String? = nil) -> RiverPoint {
    RiverPoint(coordinate: Coordinate(x: x, y: y), river: river)
}

func section(_ id: String, _ reach: Int, _ measure: Double) -> LocatedSection {
    LocatedSection(id: id, position: RiverPosition(reach: reach, measureInMetres: measure))
}

/// Ranges as short text, for tables: `reach from-to section`.
func summary(_ ranges: [SectionRange]) -> [String] {
    ranges.map { "\($0.reach) \($0.fromMeasure)-\($0.toMeasure) \($0.section ?? "–")" }
}

/// A main river of two reaches (0, 1) from (0, 0) east to (200, 0), joined at (100, 0) by a
/// tributary (2) from (100, 80).
let confluence = RiverNetwork(
    reaches: [
        reach("m1", "汾河", [(0, 0), (100, 0)]), reach("m2", "汾河", [(100, 0), (200, 0)]),
        reach("t", "潇河", [(100, 80), (100, 0)]),
    ], nodeTolerance: 1)

/// A main river that divides at (100, 0) into a northern (1) and a southern arm (2), which meet
/// again at (200, 0).
let braid = RiverNetwork(
    reaches: [
        reach("a", "黄河", [(0, 0), (100, 0)]),
        reach("n", "黄河", [(100, 0), (100, 30), (200, 30), (200, 0)]),
        reach("s", "黄河", [(100, 0), (200, 0)]), reach("b", "黄河", [(200, 0), (300, 0)]),
    ], nodeTolerance: 1)

/// Reaches between random places of a small lattice, so that ends often meet, of any direction.
func randomNetwork(seed: UInt64, reaches count: Int, tolerance: Double = 0.5) -> RiverNetwork {
    var random = SeededRandom(seed: seed)
    let reaches = (0..<count).map { number in
        let vertices = (0..<Int.random(in: 2...5, using: &random)).map { _ in
            (
                Double(Int.random(in: 0...9, using: &random)) * 10,
                Double(Int.random(in: 0...9, using: &random)) * 10
            )
        }
        let river = Int.random(in: 0...8, using: &random)
        return reach("r\(number)", river == 0 ? "" : "河\(river)", vertices)
    }
    return RiverNetwork(reaches: reaches, nodeTolerance: tolerance)
}

/// A tree of straight reaches: each flows into the start of one before it, the first to the mouth.
func randomTree(seed: UInt64, reaches count: Int) -> RiverNetwork {
    var random = SeededRandom(seed: seed)
    var starts = [(0.0, 0.0)]
    var reaches: [Reach] = []
    for number in 0..<count {
        let end = starts[Int.random(in: 0..<starts.count, using: &random)]
        let start = (
            end.0 + Double.random(in: 1...100, using: &random),
            end.1 + Double.random(in: -100...100, using: &random)
        )
        starts.append(start)
        reaches.append(reach("r\(number)", "", [start, end]))
    }
    return RiverNetwork(reaches: reaches, nodeTolerance: 0)
}
