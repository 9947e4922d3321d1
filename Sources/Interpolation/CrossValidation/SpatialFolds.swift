import Foundation

/// A division of stations into parts that are left out together, by blocks of the map: stations that
/// stand close together are never on both sides, so that a method is judged by what it says where
/// there are no stations.
///
/// The longer side of the stations' extent is cut into ⌈√(4 · folds)⌉ blocks, the other into blocks
/// of the same size (at least one; longitudes count by the cosine of the middle latitude). Blocks
/// are taken row by row from the south-west; each goes to the fold with the fewest stations so far,
/// the first of equals. The division depends on nothing but the places of the stations.
public struct SpatialFolds: Hashable, Sendable {
    /// How many folds have stations: as many as asked for, unless there are fewer blocks.
    public let count: Int
    /// The fold of each station, from 0, in the order of `PreparedStations.stations`.
    public let folds: [Int]

    /// - Throws: `InterpolationError.foldCountTooSmall` for less than two.
    public init(of stations: PreparedStations, count: Int = 5) throws(InterpolationError) {
        guard count >= 2 else { throw .foldCountTooSmall(count) }
        let coordinates = stations.stations.map(\.coordinate)
        let (minX, maxX) = Self.bounds(coordinates.map(\.x))
        let (minY, maxY) = Self.bounds(coordinates.map(\.y))
        let scale =
            stations.measure == .chord ? cos((minY + maxY) / 2 * (Double.pi / 180)) : 1
        let blocks = Double(4 * count).squareRoot().rounded(.up)
        let side = max((maxX - minX) * scale, maxY - minY) / blocks
        func cell(_ distance: Double) -> Int {
            side > 0 ? min(Int(distance / side), Int(blocks) - 1) : 0
        }
        var members: [[Int]: [Int]] = [:]
        for (index, place) in coordinates.enumerated() {
            let block = [cell(place.y - minY), cell((place.x - minX) * scale)]
            members[block, default: []].append(index)
        }
        var sizes = [Int](repeating: 0, count: count)
        var folds = [Int](repeating: 0, count: coordinates.count)
        for (_, block) in members.sorted(by: { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }) {
            let smallest = sizes.min() ?? 0
            let fold = sizes.firstIndex(of: smallest) ?? 0
            sizes[fold] += block.count
            for station in block { folds[station] = fold }
        }
        self.folds = folds
        self.count = min(members.count, count)
    }

    private static func bounds(_ values: [Double]) -> (low: Double, high: Double) {
        (values.min() ?? 0, values.max() ?? 0)
    }
}
