import GeoFiles
import Geometry
import Grids
import Reports
import Rivers

/// The fields of a river layer, one value a reach.
struct RiverFields {
    let layer: VectorLayer
    /// For each reach the position of its feature.
    let features: [Int]

    /// The texts of a field; `nil` where a feature has none.
    func texts(_ field: String) throws -> [String?] {
        let index = try layer.index(ofField: field)
        return features.map { feature in
            layer.features[feature].attributes[index].text.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// The numbers of a field; `nil` where a feature has none.
    ///
    /// - Throws: A fault that lists the features whose value is no number.
    func numbers(_ field: String) throws -> [Double?] {
        let index = try layer.index(ofField: field)
        var wrong: [String] = []
        let values = features.map { position -> Double? in
            let feature = layer.features[position]
            guard let text = feature.attributes[index].text, !text.isEmpty else { return nil }
            if let number = feature.attributes[index].number ?? Double(text), number.isFinite {
                return number
            }
            wrong.append("\(feature.number) (\"\(text)\")")
            return nil
        }
        guard wrong.isEmpty else {
            let list = wrong.prefix(10).joined(separator: ", ")
            throw Fault(
                .data,
                zh: "\(layer.path)：图层 \(layer.name) 的字段 \(field) 有 \(wrong.count) 个值不是数字：\(list)。"
                    + "请更正。",
                en: "\(layer.path): layer \(layer.name) has \(wrong.count) values of field "
                    + "\"\(field)\" that are not numbers: \(list). Correct them.")
        }
        return values
    }

    /// Ranks for the main stem; a reach without one comes last.
    func ranks(_ field: String) throws -> [Double] {
        try numbers(field).map { $0 ?? .greatestFiniteMagnitude }
    }

    /// The rule that the settings name.
    func flowRule(
        _ settings: RiverLayerSettings, crs: CoordinateReferenceSystem, memory: Int
    ) throws -> FlowRule {
        switch settings.direction {
        case .river: return .river
        case .digitised: return .digitised
        case .fromTo:
            let from = try texts(settings.fromField ?? "")
            let to = try texts(settings.toField ?? "")
            return .nodeFields(
                zip(from, to).map { from, to in
                    guard let from, let to else { return nil }
                    return ReachNodeNames(from: from, to: to)
                })
        case .nextDown: return .nextDown(try texts(settings.nextField ?? ""))
        case .elevation:
            let surface = try ElevationSurface(
                path: settings.elevation ?? "", crs: crs, memory: memory)
            return .elevation { surface.elevation(at: $0) }
        }
    }
}

/// A raster of elevations, asked place by place: between cell centres by bilinear interpolation.
private struct ElevationSurface: Sendable {
    private let grid: Grid<Double>

    init(path: String, crs: CoordinateReferenceSystem, memory: Int) throws {
        let reader = try RasterReader(path: path)
        try reader.file.requireAxisParallel()
        if let own = reader.geometry.crs, !isSame(own, crs) {
            throw Fault(
                .data,
                zh: "\(path)：坐标系为 \(own.name)，河流为 \(crs.name)。请先用 convert 转换栅格。",
                en: "\(path): its CRS is \(own.name), that of the rivers \(crs.name). Convert the "
                    + "raster first.")
        }
        guard reader.geometry.cellCount * 8 < memory / 2 else {
            throw Fault(
                .data,
                zh: "\(path)：高程栅格有 \(reader.geometry.cellCount) 个单元，超过 --memory 的一半。请裁剪栅格，"
                    + "或提高 --memory。",
                en: "\(path): the elevations have \(reader.geometry.cellCount) cells, more than "
                    + "half of --memory holds. Clip the raster, or raise --memory.")
        }
        grid = try reader.readGrid()
    }

    /// Metres; `nil` outside the raster and beside a cell without data.
    func elevation(at place: Coordinate) -> Double? {
        grid.interpolatedValue(at: place)
    }
}
