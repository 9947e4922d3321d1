import GeoFiles
import Geometry
import Grids
import HotSpots

/// Which sites are neighbours, as a person writes it: `9km`, `disc:9km`, `square:3`, `nearest:8`,
/// `contiguity`, `contiguity:rook`, `river:20km`.
enum NeighbourChoice: Hashable {
    /// All up to a distance, as typed.
    case disc(String)
    /// All cells up to so many rows and columns away.
    case square(Int)
    /// The so many nearest.
    case nearest(Int)
    case contiguity(Contiguity)
    /// All up to a distance along the rivers, as typed.
    case river(String)

    /// - Parameter option: Where the text stands, for messages.
    /// - Throws: `Fault` for any other text.
    init(parsing text: String, option: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? String(parts[1]) : nil
        let known: NeighbourChoice? =
            switch (String(parts[0]), value) {
            case ("disc", let value?): .disc(value)
            case ("square", let value?): Int(value).flatMap { 1...10_000 ~= $0 ? .square($0) : nil }
            case ("nearest", let value?): Int(value).flatMap { $0 > 0 ? .nearest($0) : nil }
            case ("contiguity", nil): .contiguity(.queen)
            case ("contiguity", let value?): Contiguity(rawValue: value).map { .contiguity($0) }
            case ("river", let value?): .river(value)
            case (let value, nil): Distance(parsing: value).map { _ in .disc(value) }
            default: nil
            }
        guard let known else {
            throw unexpected(
                option, text,
                zh: "距离（如 9km）、square:3、nearest:8、contiguity、contiguity:rook 或 river:20km",
                en:
                    "a distance such as 9km, or square:3, nearest:8, contiguity, contiguity:rook or "
                    + "river:20km")
        }
        self = known
    }

    /// The neighbourhood on a grid; `nil` where neighbours are not the same for every cell.
    ///
    /// - Throws: `Fault` for metres on a grid of degrees, `HotSpotError`.
    func neighbourhood(on geometry: GridGeometry, option: String) throws -> GridNeighbourhood? {
        switch self {
        case .disc(let text):
            guard let distance = Distance(parsing: text) else {
                throw unexpected(option, text, zh: "距离，如 9km", en: "a distance such as 9km")
            }
            let units = try geometry.crs.map { try distance.inUnits(of: $0) } ?? distance.value
            return try .disc(radius: units, on: geometry)
        case .square(let reach): return .square(reach: reach)
        case .contiguity(.queen): return .square(reach: 1)
        case .contiguity(.rook): return try .disc(radius: 1)
        case .nearest, .river: return nil
        }
    }
}
