public import Geometry

/// Why an interpolation could not be set up or run.
public enum InterpolationError: Error, Hashable, Sendable {
    /// The power of inverse distance is not a positive, finite number.
    case powerNotPositive(Double)
    /// Fewer than one neighbour was asked for.
    case neighbourCountNotPositive(Int)
    /// The least number of neighbours is below 1, or above the `neighbours` that are taken.
    case minimumCountOutOfRange(Int, neighbours: Int?)
    /// The search radius in metres is not a positive, finite number.
    case radiusNotPositive(Double)
    /// No station with a place and a value is left; `dropped` were without one.
    case noStations(dropped: Int)
    /// Stations share one place and the policy is `DuplicatePolicy.error`.
    case coincidentStations(ids: [String], coordinate: Coordinate)
    /// A station of a geographic CRS lies beyond a pole.
    case latitudeOutOfRange(id: String, latitude: Double)
    /// The data name no CRS and the caller did not say that the plane may be assumed.
    case unknownReferenceSystem
    /// The stations were prepared for one way of measuring distances, the targets need another.
    case measuresDiffer(stations: DistanceMeasure, targets: DistanceMeasure)
    /// Stations of a geographic CRS lie this far from their middle: no plane fits them.
    case extentTooWide(degrees: Double)
    /// The largest distance to the nearest station is not a positive, finite number of metres.
    case maxDistanceNotPositive(Double)
    /// Blocked cross-validation needs two folds at least.
    case foldCountTooSmall(Int)
    /// A variogram's text or numbers are wrong.
    case variogram(VariogramFault)
    /// Kriging was asked for what it cannot do.
    case kriging(KrigingFault)
}

extension InterpolationError: CustomStringConvertible {
    /// The error in English.
    public var description: String {
        switch self {
        case .powerNotPositive(let power):
            "The power of inverse distance is \(power), expected a number above 0. Use 2 when in "
                + "doubt."
        case .neighbourCountNotPositive(let count):
            "The number of neighbours is \(count), expected 1 or more. Use 12 when in doubt, or "
                + "\"all\"."
        case .minimumCountOutOfRange(let minimum, let neighbours):
            "The least number of neighbours is \(minimum), expected 1"
                + (neighbours.map { " to \($0), the number of neighbours that are taken." }
                    ?? " or more.")
        case .radiusNotPositive(let radius):
            "The search radius is \(radius) m, expected a number above 0. Leave it out to search "
                + "without a limit."
        case .noStations(let dropped):
            "There is no station with a place and a value (\(dropped) had none). Check the "
                + "coordinates and the value field."
        case .coincidentStations(let ids, let coordinate):
            "Stations \(list(ids)) stand on the same place (\(coordinate.x), \(coordinate.y)). "
                + "Correct their coordinates, or choose mean, first or max for duplicates."
        case .latitudeOutOfRange(let id, let latitude):
            "Station \"\(id)\" has latitude \(latitude), expected -90 to 90. Longitude and "
                + "latitude may be swapped, or the coordinates are in metres: check the fields and "
                + "the CRS."
        case .unknownReferenceSystem:
            "The data name no coordinate reference system, so distances cannot be measured. Give "
                + "the CRS, or say that the coordinates are planar."
        case .measuresDiffer(let stations, let targets):
            "The stations were prepared for \(stations), but the targets need \(targets). "
                + "Transform the stations to the CRS of the targets and prepare them again."
        case .extentTooWide(let degrees):
            "Stations lie up to \((degrees * 10).rounded() / 10)° from their middle, expected 45° at "
                + "most: natural neighbours and triangles need a plane. Use inverse distance or "
                + "the nearest station, or interpolate parts of the data."
        case .maxDistanceNotPositive(let distance):
            "The largest distance to a station is \(distance) m, expected a number above 0. Leave "
                + "it out for no limit."
        case .foldCountTooSmall(let count):
            "Cross-validation by blocks was asked for \(count) fold(s), expected 2 or more."
        case .variogram(let fault): fault.description
        case .kriging(let fault): fault.description
        }
    }

    /// The error in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .powerNotPositive(let power):
            "反距离加权的幂指数为 \(power)，应为大于 0 的数。不确定时请用 2。"
        case .neighbourCountNotPositive(let count):
            "邻近站点数为 \(count)，应不小于 1。不确定时请用 12，或用 all（全部站点）。"
        case .minimumCountOutOfRange(let minimum, let neighbours):
            "最少邻近站点数为 \(minimum)，应"
                + (neighbours.map { "在 1 到 \($0)（邻近站点数）之间。" } ?? "不小于 1。")
        case .radiusNotPositive(let radius):
            "搜索半径为 \(radius) 米，应为大于 0 的数。不限距离时请不要填写。"
        case .noStations(let dropped):
            "没有同时具有坐标和数值的站点（缺坐标或数值的站点 \(dropped) 个）。请检查坐标和数值字段。"
        case .coincidentStations(let ids, let coordinate):
            "站点 \(list(ids)) 位于同一位置（\(coordinate.x), \(coordinate.y)）。"
                + "请更正坐标，或将重复站点的处理方式设为 mean、first 或 max。"
        case .latitudeOutOfRange(let id, let latitude):
            "站点“\(id)”的纬度为 \(latitude)，应在 -90 到 90 之间。"
                + "可能经纬度颠倒，或坐标单位为米：请检查字段和坐标系。"
        case .unknownReferenceSystem:
            "数据没有坐标系，无法计算距离。请指定坐标系，或声明坐标为平面坐标。"
        case .measuresDiffer(let stations, let targets):
            "站点按\(stations.descriptionInChinese)准备，而目标需要\(targets.descriptionInChinese)。"
                + "请将站点转换到目标的坐标系后重新准备。"
        case .extentTooWide(let degrees):
            "站点距其中心最远达 \((degrees * 10).rounded() / 10)°，应不超过 45°：自然邻域法和三角网法需要平面。"
                + "请改用反距离加权或最近站点，或分区插值。"
        case .maxDistanceNotPositive(let distance):
            "到最近站点的最大距离为 \(distance) 米，应为大于 0 的数。不限距离时请不要填写。"
        case .foldCountTooSmall(let count):
            "空间分块交叉验证的折数为 \(count)，应不小于 2。"
        case .variogram(let fault): fault.descriptionInChinese
        case .kriging(let fault): fault.descriptionInChinese
        }
    }

    private func list(_ ids: [String]) -> String {
        ids.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
