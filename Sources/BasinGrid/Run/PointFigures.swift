import Geometry
import Reports

/// Where the points of a job's point layers, and its stations and sections, lie in its zones.
struct PointFigures: Sendable {
    /// Points and sums of one point layer in one zone.
    struct Tally: Hashable, Sendable {
        var count = 0
        /// One a summed field; `nil` where no point has a value.
        var sums: [Double?]

        init(fields: Int) { sums = [Double?](repeating: nil, count: fields) }

        mutating func add(_ point: JobInputs.LoadedPoint) {
            count += 1
            for (index, value) in point.values.enumerated() {
                if let value { sums[index] = (sums[index] ?? 0) + value }
            }
        }
    }

    /// Point layer × point × zone layer: the zones that hold the point.
    let zones: [[[[Int]]]]
    /// Zone layer × point layer × row: every zone, then the whole.
    let tallies: [[[Tally]]]
    /// Zone layer × row: stations and sections in every zone, then in the whole.
    let stations: [[Int]]
    let sections: [[Int]]

    init(_ inputs: JobInputs) {
        let locators = inputs.zoneLayers.map { ZoneLocator($0.zones) }
        let zones = inputs.points.map { layer in
            layer.points.map { point in locators.map { $0.zones(holding: point.coordinate) } }
        }
        self.zones = zones
        tallies = inputs.zoneLayers.indices.map { zoneLayer in
            let count = inputs.zoneLayers[zoneLayer].zones.count
            return inputs.points.enumerated().map { number, layer in
                var rows = [Tally](
                    repeating: Tally(fields: layer.sumFields.count), count: count + 1)
                for (point, held) in zip(layer.points, zones[number]) {
                    for zone in held[zoneLayer] { rows[zone].add(point) }
                    if !held[zoneLayer].isEmpty { rows[count].add(point) }
                }
                return rows
            }
        }
        func counts(_ places: [Coordinate]) -> [[Int]] {
            zip(inputs.zoneLayers, locators).map { layer, locator in
                var rows = [Int](repeating: 0, count: layer.zones.count + 1)
                for place in places {
                    let held = locator.zones(holding: place)
                    for zone in held { rows[zone] += 1 }
                    if !held.isEmpty { rows[layer.zones.count] += 1 }
                }
                return rows
            }
        }
        stations = counts(inputs.stations.map(\.coordinate))
        sections = counts(inputs.sections.map(\.coordinate))
    }

    /// The points that lie in no zone of a layer: how many, and the first few by their codes.
    func notes(_ inputs: JobInputs) -> [ReportNote] {
        inputs.points.enumerated().flatMap { number, layer in
            inputs.zoneLayers.enumerated().compactMap { index, zoneLayer -> ReportNote? in
                let outside = layer.points.indices.filter { zones[number][$0][index].isEmpty }
                guard !outside.isEmpty else { return nil }
                let list = outside.prefix(5).map { layer.points[$0].id }.joined(separator: ", ")
                return ReportNote(
                    .missing,
                    LocalizedText(
                        "\(layer.name)：\(layer.points.count) 个点中有 \(outside.count) 个不在“\(zoneLayer.name)”的任何区域内，"
                            + "未计入：\(list)。请核对坐标与坐标系。",
                        "\(layer.name): \(outside.count) of \(layer.points.count) points lie in no "
                            + "zone of \(zoneLayer.name) and are not counted there: \(list). Check "
                            + "their coordinates and CRS."))
            }
        }
    }
}

/// Finds the zones that hold a place.
private struct ZoneLocator {
    private let indices: [PolygonIndex]
    private let tree: PackedRTree

    init(_ zones: [Zone]) {
        indices = zones.map { PolygonIndex($0.polygons) }
        tree = PackedRTree(indices.map(\.boundingBox))
    }

    /// The zones with `place` inside; for a place on borders alone, the first of those that meet
    /// there, so that neighbours do not count it twice.
    func zones(holding place: Coordinate) -> [Int] {
        let box = BoundingBox(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y)
        var inside: [Int] = []
        var onBorder: [Int] = []
        for zone in tree.items(intersecting: box).sorted() {
            switch indices[zone].location(of: place) {
            case .inside: inside.append(zone)
            case .onBoundary: onBorder.append(zone)
            case .outside: break
            }
        }
        return inside.isEmpty ? Array(onBorder.prefix(1)) : inside
    }
}
