import GeoFiles
import Geometry
import Reports
import Rivers

/// Points brought to a network, with what is to be said of those that are far, doubtful or nowhere.
struct LocatedPoints {
    let layer: RiverPointLayer
    let locations: [PointLocation]
    let warnings: [LocalizedText]

    /// - Parameters:
    ///   - nameField: The field with the name of the river that a point belongs to.
    ///   - limit: The farthest match, in metres.
    ///   - margin: How much farther, in metres, a second reach may be and still be doubtful; `nil`
    ///     says nothing of it.
    init(
        _ layer: RiverPointLayer, on rivers: RiverLayer, nameField: String?, within limit: Double,
        ambiguousWithin margin: Double? = nil, threads: Int
    ) throws {
        self.layer = layer
        let points = layer.riverPoints(named: nameField)
        let locations = try rivers.located(points, within: limit, threads: threads)
        self.locations = locations
        let numbers = layer.ids.indices
        let far = numbers.filter {
            locations[$0].reach == nil && locations[$0].distanceInMetres != nil
        }
        let nowhere = numbers.filter { !layer.places[$0].isFinite }
        let unnamed = numbers.filter {
            points[$0].river != nil && locations[$0].reach != nil
                && !locations[$0].isMatchedByName
        }
        let doubtful = numbers.filter { number in
            margin.map { locations[number].isAmbiguous(within: $0) } ?? false
        }
        func codes(_ numbers: [Int]) -> String { listed(numbers.map { layer.ids[$0] }) }
        let size = NumberText.fixed(limit, decimals: 0)
        let all: [([Int], LocalizedText)] = [
            (
                far,
                LocalizedText(
                    "\(layer.path)：\(far.count) 个点距河流超过 \(size) 米，未匹配：\(codes(far))。",
                    "\(layer.path): \(far.count) points are more than \(size) m from any river and "
                        + "were not matched: \(codes(far)).")
            ),
            (
                nowhere,
                LocalizedText(
                    "\(layer.path)：\(nowhere.count) 个点没有坐标：\(codes(nowhere))。",
                    "\(layer.path): \(nowhere.count) points have no place: \(codes(nowhere)).")
            ),
            (
                unnamed,
                LocalizedText(
                    "\(layer.path)：\(unnamed.count) 个点的河名在河流图层中不存在，按最近的河段匹配："
                        + "\(codes(unnamed))。",
                    "\(layer.path): \(unnamed.count) points name a river that the layer does not "
                        + "have, and went to the nearest reach: \(codes(unnamed)).")
            ),
            (
                doubtful,
                LocalizedText(
                    "\(layer.path)：\(doubtful.count) 个点到另一河段几乎同样近，请核对：\(codes(doubtful))。",
                    "\(layer.path): \(doubtful.count) points are nearly as near to a second reach; "
                        + "check them: \(codes(doubtful)).")
            ),
        ]
        warnings = layer.notes + all.filter { !$0.0.isEmpty }.map(\.1)
    }

    /// The points that were matched, by number.
    var matched: [(number: Int, position: RiverPosition)] {
        locations.indices.compactMap { number in
            locations[number].position.map { (number, $0) }
        }
    }
}
