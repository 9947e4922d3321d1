public import Geometry

/// What the size of coordinates lets one suppose of their system. A guess for people to judge:
/// nothing is transformed by it.
public struct CRSGuess: Hashable, Sendable, CustomStringConvertible {
    /// The most likely code under CGCS2000; `nil` when the numbers fit several systems or none.
    public let code: String?
    public let description: String
    public let descriptionInChinese: String
}

/// What system the numbers of `box` look like: degrees, a zone-prefixed or plain Gauss–Krüger.
///
/// The datum cannot be guessed from numbers: Xi'an 1980 and CGCS2000 differ by tens of metres.
public func guessCRS(of box: BoundingBox) -> CRSGuess {
    if box.minX >= 73, box.maxX <= 136, box.minY >= 3, box.maxY <= 54 {
        return CRSGuess(
            code: "EPSG:4490",
            description: "The coordinates look like longitude and latitude in China: EPSG:4490 "
                + "(CGCS2000), or EPSG:4326.",
            descriptionInChinese: "坐标看起来是中国范围的经纬度：EPSG:4490（CGCS2000）或 EPSG:4326。")
    }
    if box.minX >= -180, box.maxX <= 180, box.minY >= -90, box.maxY <= 90 {
        return CRSGuess(
            code: nil,
            description: "The coordinates look like longitude and latitude in degrees, outside "
                + "China: perhaps EPSG:4326.",
            descriptionInChinese: "坐标看起来是中国以外的经纬度，可能是 EPSG:4326。")
    }
    let first = (box.minX / 1_000_000).rounded(.down)
    let isOneZone = first == (box.maxX / 1_000_000).rounded(.down)
    guard isOneZone, box.minY > 0, box.maxY < 6_100_000 else { return noGuess }
    let zone = Int(first)
    switch zone {
    case 25...45:
        return CRSGuess(
            code: "EPSG:\(4513 + zone - 25)",
            description: "The eastings begin with \(zone): 3-degree Gauss-Kruger zone \(zone), "
                + "EPSG:\(4513 + zone - 25) if the datum is CGCS2000.",
            descriptionInChinese: "横坐标以 \(zone) 开头：3 度带第 \(zone) 带；若为 CGCS2000 即 "
                + "EPSG:\(4513 + zone - 25)。")
    case 13...23:
        return CRSGuess(
            code: "EPSG:\(4491 + zone - 13)",
            description: "The eastings begin with \(zone): 6-degree Gauss-Kruger zone \(zone), "
                + "EPSG:\(4491 + zone - 13) if the datum is CGCS2000.",
            descriptionInChinese: "横坐标以 \(zone) 开头：6 度带第 \(zone) 带；若为 CGCS2000 即 "
                + "EPSG:\(4491 + zone - 13)。")
    case 0 where box.minX > 100_000 && box.maxX < 900_000:
        return CRSGuess(
            code: nil,
            description: "The eastings have six digits: a Gauss-Kruger system named by its central "
                + "meridian (EPSG:4534 to 4554 for 75 to 135 E under CGCS2000); the numbers do not "
                + "say which meridian.",
            descriptionInChinese: "横坐标为六位数：按中央经线命名的高斯-克吕格投影（CGCS2000 3 度带为 "
                + "EPSG:4534—4554，即 75°—135°E），仅凭数值无法判断中央经线。")
    default:
        return noGuess
    }
}

private let noGuess = CRSGuess(
    code: nil, description: "The coordinates fit no common Chinese system.",
    descriptionInChinese: "坐标不符合常见的国内坐标系。")
