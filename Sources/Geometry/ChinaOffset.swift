#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The shifted coordinates of Chinese web maps, to and from true longitude and latitude.
///
/// GCJ-02 (高德, 腾讯) shifts WGS 84 by a few hundred metres; BD-09 (百度) shifts
/// GCJ-02 once more. CGCS2000 and WGS 84 differ by centimetres and are one here. Coordinates are
/// degrees; outside the box 72.004–137.8347 E, 0.8293–55.8271 N there is no shift.
///
/// - Accuracy: this is the public approximation of the official transform, which it meets within
///   about 1–2 m. The inverses undo the forward formulas to 1e-12 degrees (0.1 µm), but for a strip
///   of a few hundred metres along the edge of the box, where one shifted place may have two true
///   ones or none.
public enum ChinaOffset {
    private static let semiMajorAxis = 6_378_245.0
    private static let eccentricitySquared = 0.00669342162296594323
    private static let tolerance = 1e-12

    /// Whether GCJ-02 shifts this place: it lies in the box around China that the formula uses.
    public static func isShifted(_ coordinate: Coordinate) -> Bool {
        coordinate.x >= 72.004 && coordinate.x <= 137.8347 && coordinate.y >= 0.8293
            && coordinate.y <= 55.8271
    }

    /// The GCJ-02 coordinate of a true one.
    public static func gcj02(fromWGS84 coordinate: Coordinate) -> Coordinate {
        guard isShifted(coordinate) else { return coordinate }
        let x = coordinate.x - 105
        let y = coordinate.y - 35
        let latitude = radians(coordinate.y)
        let sine = sin(latitude)
        let m = 1 - eccentricitySquared * sine * sine
        let meridian = semiMajorAxis * (1 - eccentricitySquared) / (m * m.squareRoot())
        let parallel = semiMajorAxis / m.squareRoot() * cos(latitude)
        return Coordinate(
            x: coordinate.x + metresEast(x, y) * 180 / (.pi * parallel),
            y: coordinate.y + metresNorth(x, y) * 180 / (.pi * meridian))
    }

    /// The true coordinate of a GCJ-02 one, by iteration to 1e-12 degrees.
    public static func wgs84(fromGCJ02 coordinate: Coordinate) -> Coordinate {
        inverse(of: coordinate, forward: gcj02(fromWGS84:))
    }

    /// The BD-09 coordinate of a GCJ-02 one.
    public static func bd09(fromGCJ02 coordinate: Coordinate) -> Coordinate {
        let k = Double.pi * 3000 / 180
        let (x, y) = (coordinate.x, coordinate.y)
        let z = (x * x + y * y).squareRoot() + 0.00002 * sin(y * k)
        let theta = atan2(y, x) + 0.000003 * cos(x * k)
        return Coordinate(x: z * cos(theta) + 0.0065, y: z * sin(theta) + 0.006)
    }

    /// The GCJ-02 coordinate of a BD-09 one, by iteration to 1e-12 degrees.
    public static func gcj02(fromBD09 coordinate: Coordinate) -> Coordinate {
        inverse(of: coordinate, forward: bd09(fromGCJ02:))
    }

    /// The BD-09 coordinate of a true one.
    public static func bd09(fromWGS84 coordinate: Coordinate) -> Coordinate {
        bd09(fromGCJ02: gcj02(fromWGS84: coordinate))
    }

    /// The true coordinate of a BD-09 one.
    public static func wgs84(fromBD09 coordinate: Coordinate) -> Coordinate {
        wgs84(fromGCJ02: gcj02(fromBD09: coordinate))
    }

    /// The coordinate in `target` of one in `source`; itself where the two are one.
    public static func convert(
        _ coordinate: Coordinate, from source: WebMapDatum, to target: WebMapDatum
    ) -> Coordinate {
        switch (source, target) {
        case (.wgs84, .wgs84), (.gcj02, .gcj02), (.bd09, .bd09): coordinate
        case (.wgs84, .gcj02): gcj02(fromWGS84: coordinate)
        case (.wgs84, .bd09): bd09(fromWGS84: coordinate)
        case (.gcj02, .wgs84): wgs84(fromGCJ02: coordinate)
        case (.gcj02, .bd09): bd09(fromGCJ02: coordinate)
        case (.bd09, .wgs84): wgs84(fromBD09: coordinate)
        case (.bd09, .gcj02): gcj02(fromBD09: coordinate)
        }
    }

    /// The place that `forward` takes to `target`: a fixed-point iteration, which gains more than
    /// two digits a round because the shifts change slowly.
    private static func inverse(
        of target: Coordinate, forward: (Coordinate) -> Coordinate
    ) -> Coordinate {
        guard target.isFinite else { return target }
        var guess = target
        for _ in 0..<50 {
            let image = forward(guess)
            let dx = target.x - image.x
            let dy = target.y - image.y
            guess = Coordinate(x: guess.x + dx, y: guess.y + dy)
            if abs(dx) < tolerance && abs(dy) < tolerance { break }
        }
        return guess
    }

    private static func metresNorth(_ x: Double, _ y: Double) -> Double {
        var sum = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
        sum += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        sum += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
        sum += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
        return sum
    }

    private static func metresEast(_ x: Double, _ y: Double) -> Double {
        var sum = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
        sum += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        sum += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
        sum += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
        return sum
    }
}

/// What longitudes and latitudes of Chinese data are: true ones, or those of a web map.
public enum WebMapDatum: String, CaseIterable, Hashable, Sendable {
    /// True coordinates; CGCS2000 is the same within centimetres.
    case wgs84
    /// 高德, 腾讯.
    case gcj02
    /// 百度.
    case bd09

    /// `WGS 84`, `GCJ-02`, `BD-09`.
    public var name: String {
        switch self {
        case .wgs84: "WGS 84"
        case .gcj02: "GCJ-02"
        case .bd09: "BD-09"
        }
    }
}
