import Foundation

/// A colour of the screen and of print: sRGB, 8 bits a channel.
public struct Colour: Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `0xRRGGBB`; higher bits are ignored.
    public init(_ rgb: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: rgb >> 16), green: UInt8(truncatingIfNeeded: rgb >> 8),
            blue: UInt8(truncatingIfNeeded: rgb))
    }

    /// The colour of `#RRGGBB`, letters of either case; `nil` for anything else.
    public init?(hex: String) {
        let digits = hex.utf8.dropFirst()
        guard hex.utf8.first == UInt8(ascii: "#"), digits.count == 6,
            !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")),
            let rgb = UInt32(String(decoding: Array(digits), as: UTF8.self), radix: 16)
        else { return nil }
        self.init(rgb)
    }

    /// `#RRGGBB`, upper case.
    public var hex: String {
        let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
            .uppercased()
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Whether a white edge around this colour could not be seen on pale ground.
    var isLight: Bool {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue) > 140
    }

    /// The colour for "no data" everywhere: a light grey.
    public static let nodata = Colour(0xD9D9D9)
    public static let white = Colour(0xFFFFFF)
    public static let black = Colour(0x000000)
}

/// A continuous run of colours, even to the eye: anchors joined by straight lines in Oklab.
///
/// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
public struct ColourRamp: Hashable, Sendable {
    /// The colours at equal steps from 0 to 1; two or more.
    public let anchors: [Colour]

    /// - Precondition: two or more anchors.
    public init(_ anchors: [Colour]) {
        precondition(anchors.count >= 2, "a colour ramp needs two or more anchors")
        self.anchors = anchors
    }

    /// Pale yellow over orange to dark red: concentrations. Darkens steadily, so that a grey print
    /// keeps the order.
    public static let yellowOrangeRed = ColourRamp(
        [0xFFF7C8, 0xFCCB6A, 0xF28A3F, 0xCC3A33, 0x741230].map { Colour($0) })
    /// Pale to dark blue: amounts without good or bad.
    public static let blues = ColourRamp(
        [0xEDF5FB, 0xA6CDE6, 0x4A97CB, 0x1C4F8C].map { Colour($0) })
    /// Pale to dark purple: variances and standard errors.
    public static let purples = ColourRamp(
        [0xF5F0F8, 0xC9B3DA, 0x8F67B0, 0x4A2273].map { Colour($0) })
    /// Blue over white to red: changes, blue where values fall.
    public static let blueWhiteRed = ColourRamp(
        [0x1E4E96, 0x7FAEDB, 0xF7F7F5, 0xEE9A75, 0xA51C2C].map { Colour($0) })

    /// The colour at `fraction`; below 0 the first, above 1 the last.
    public func colour(at fraction: Double) -> Colour {
        let position = min(max(fraction, 0), 1) * Double(anchors.count - 1)
        let index = min(Int(position), anchors.count - 2)
        let share = position - Double(index)
        if share == 0 { return anchors[index] }
        if share == 1 { return anchors[index + 1] }
        let mixed =
            Oklab(anchors[index]).vector * (1 - share) + Oklab(anchors[index + 1]).vector * share
        return Oklab(vector: mixed).colour
    }

    /// `count` colours from the first to the last at equal steps; the middle one for a count of 1.
    public func colours(_ count: Int) -> [Colour] {
        guard count > 1 else { return count == 1 ? [colour(at: 0.5)] : [] }
        return (0..<count).map { colour(at: Double($0) / Double(count - 1)) }
    }
}

/// A colour in Oklab: lightness and two opponent axes.
private struct Oklab {
    var vector: SIMD3<Double>

    init(vector: SIMD3<Double>) {
        self.vector = vector
    }

    init(_ colour: Colour) {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let (r, g, b) = (linear(colour.red), linear(colour.green), linear(colour.blue))
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        vector = SIMD3(
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
    }

    var colour: Colour {
        func channel(_ linear: Double) -> UInt8 {
            let value =
                linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055
            return UInt8((min(max(value, 0), 1) * 255).rounded())
        }
        let l = cube(vector.x + 0.3963377774 * vector.y + 0.2158037573 * vector.z)
        let m = cube(vector.x - 0.1055613458 * vector.y - 0.0638541728 * vector.z)
        let s = cube(vector.x - 0.0894841775 * vector.y - 1.2914855480 * vector.z)
        return Colour(
            red: channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            green: channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            blue: channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
    }

    private func cube(_ value: Double) -> Double { value * value * value }
}
