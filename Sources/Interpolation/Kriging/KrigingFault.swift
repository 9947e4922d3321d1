public import Geometry

/// Why kriging could not be set up or run.
public enum KrigingFault: Hashable, Sendable {
    /// An external field has not one number a prepared station.
    case driftCountDiffers(field: Int, found: Int, expected: Int)
    /// An external field has no finite number at a station.
    case driftMissing(field: Int, at: Coordinate)
    /// As many external fields are needed at the targets as at the stations.
    case driftFieldsDiffer(found: Int, expected: Int)
    /// The known mean of simple kriging is not finite.
    case meanNotFinite(Double)
    /// Kriging with a known mean, or by distances alone, needs a sill, and the model has none.
    case sillMissing(VariogramModel)
    /// With distances of some kind the model is not known to be positive definite.
    case modelNotAdmitted(VariogramModel, AdmittedModels)
    /// Anisotropy is a direction in a plane, and the CRS has longitudes and latitudes.
    case anisotropyNeedsPlane
    /// So many stations in one system take more memory than is reasonable.
    case tooManyStations(count: Int, largest: Int)
    /// A search needs at least as many stations as an estimate.
    case minimumAboveCount(minimum: Int, count: Int)
    /// The sides of a block are not positive, finite numbers.
    case blockNotPositive(width: Double, height: Double)
    /// A block is to be cut into fewer than one or more than the largest number of parts a side.
    case blockPartsOutOfRange(Int, largest: Int)
    /// A weighted point of a zone, or a station of a series, is not finite.
    case placeNotFinite(Coordinate)
}

extension KrigingFault: CustomStringConvertible {
    /// The fault in English.
    public var description: String {
        switch self {
        case .driftCountDiffers(let field, let found, let expected):
            "External field \(field + 1) has \(found) values at the stations, expected \(expected). "
                + "Give one a prepared station."
        case .driftMissing(let field, let place):
            "External field \(field + 1) has no value at the station at (\(place.x), \(place.y)). "
                + "Leave the station out, or use a field that covers it."
        case .driftFieldsDiffer(let found, let expected):
            "\(found) external field(s) are given at the targets, expected \(expected) as at the "
                + "stations."
        case .meanNotFinite(let mean):
            "The known mean of simple kriging is \(mean), expected a finite number."
        case .sillMissing(let model):
            "This kriging needs a variogram with a sill, and \"\(model)\" has none. Give the "
                + "linear structure a range, use another model, or leave out a known mean."
        case .modelNotAdmitted(let model, let admitted):
            "The variogram \"\(model)\" cannot be used here. \(admitted)"
        case .anisotropyNeedsPlane:
            "An anisotropic variogram needs projected coordinates, and the stations have "
                + "longitudes and latitudes. Give a projected CRS, or leave out the anisotropy."
        case .tooManyStations(let count, let largest):
            "\(count) stations are too many for one system of equations, at most \(largest) are. "
                + "Krige with the nearest stations, for example 16."
        case .minimumAboveCount(let minimum, let count):
            "At least \(minimum) stations are asked for within the radius, but only the nearest "
                + "\(count) are used. Lower the minimum."
        case .blockNotPositive(let width, let height):
            "The blocks are \(width) by \(height), expected numbers above 0 in CRS units."
        case .blockPartsOutOfRange(let parts, let largest):
            "A block is to be cut into \(parts) parts a side, expected 1 to \(largest)."
        case .placeNotFinite(let place):
            "(\(place.x), \(place.y)) is no place. Check the coordinates."
        }
    }

    /// The fault in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .driftCountDiffers(let field, let found, let expected):
            "第 \(field + 1) 个外部变量在站点上有 \(found) 个值，应为 \(expected) 个。"
                + "每个站点需要一个值。"
        case .driftMissing(let field, let place):
            "第 \(field + 1) 个外部变量在站点（\(place.x), \(place.y)）处没有值。"
                + "请剔除该站点，或使用覆盖该处的变量。"
        case .driftFieldsDiffer(let found, let expected):
            "目标处给出 \(found) 个外部变量，应与站点相同，为 \(expected) 个。"
        case .meanNotFinite(let mean):
            "简单克里金的已知均值为 \(mean)，应为有限数。"
        case .sillMissing(let model):
            "此种克里金需要有基台值的变异函数，而“\(model)”没有。"
                + "请为线性结构给出变程、换用其他模型，或不指定已知均值。"
        case .modelNotAdmitted(let model, let admitted):
            "变异函数“\(model)”不能用于此处。\(admitted.descriptionInChinese)"
        case .anisotropyNeedsPlane:
            "各向异性变异函数需要投影坐标，而站点为经纬度。请指定投影坐标系，或去掉各向异性。"
        case .tooManyStations(let count, let largest):
            "\(count) 个站点无法放在同一个方程组中（最多 \(largest) 个）。"
                + "请使用最近的若干站点，例如 16 个。"
        case .minimumAboveCount(let minimum, let count):
            "半径内至少要求 \(minimum) 个站点，但只使用最近的 \(count) 个。请降低最少站点数。"
        case .blockNotPositive(let width, let height):
            "块的大小为 \(width) × \(height)，应为大于 0 的数（坐标系单位）。"
        case .blockPartsOutOfRange(let parts, let largest):
            "块每边分为 \(parts) 份，应为 1 至 \(largest)。"
        case .placeNotFinite(let place):
            "（\(place.x), \(place.y)）不是有效位置，请检查坐标。"
        }
    }
}
