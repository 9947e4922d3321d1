import Geometry

/// Lines and rings as SVG path data: simplified, in tenths of a pixel, relative to the vertex
/// before.
enum PathText {
    /// How far a simplified line may lie from the line, in pixels.
    static let tolerance = 0.3

    /// The path of a polygon's rings; a ring smaller than half a pixel is left out unless it is
    /// `keepsSmall`, so that no zone disappears.
    static func append(ring pixels: [Pixel], keepsSmall: Bool, to path: inout String) {
        let kept = rounded(simplified(pixels))
        var points = kept
        if points.count > 1 && points.first == points.last { points.removeLast() }
        if points.count < 3 {
            guard keepsSmall, let first = points.first else { return }
            points = [first, Tenths(first.x + 5, first.y), Tenths(first.x + 5, first.y + 5)]
        }
        append(points, to: &path)
        path += "z"
    }

    /// The path of a line; nothing when it is shorter than a tenth of a pixel.
    static func append(line pixels: [Pixel], to path: inout String) {
        let points = rounded(simplified(pixels))
        if points.count >= 2 { append(points, to: &path) }
    }

    /// A number with at most one decimal: `12`, `0.3`.
    static func number(_ value: Double) -> String {
        text(tenths: Int((value * 10).rounded()))
    }

    private static func append(_ points: [Tenths], to path: inout String) {
        guard var last = points.first else { return }
        path += "M\(text(tenths: last.x)) \(text(tenths: last.y))"
        var isFirst = true
        for point in points.dropFirst() {
            let dx = text(tenths: point.x - last.x)
            let dy = text(tenths: point.y - last.y)
            // A minus sign parts two numbers as well as a space does.
            path += isFirst ? "l" : (dx.first == "-" ? "" : " ")
            path += dx
            path += dy.first == "-" ? dy : " " + dy
            last = point
            isFirst = false
        }
    }

    private static func text(tenths: Int) -> String {
        let whole = abs(tenths) / 10
        let rest = abs(tenths) % 10
        let sign = tenths < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    /// Tenths of pixels, repeats left out.
    private static func rounded(_ pixels: [Pixel]) -> [Tenths] {
        var result: [Tenths] = []
        for pixel in pixels {
            let point = Tenths(tenths(pixel.x), tenths(pixel.y))
            if result.last != point { result.append(point) }
        }
        return result
    }

    /// Far outside the frame the exact place is of no matter, but it must fit an integer.
    private static func tenths(_ value: Double) -> Int {
        Int((min(max(value, -1e7), 1e7) * 10).rounded())
    }

    /// The vertices that the line needs to stay within `tolerance`, after those closer than a tenth
    /// of a pixel to the one before are left out.
    ///
    /// Source: D. Douglas, T. Peucker, 1973.
    static func simplified(_ all: [Pixel]) -> [Pixel] {
        let pixels = thinned(all)
        guard pixels.count > 2 else { return pixels }
        var isKept = Array(repeating: false, count: pixels.count)
        isKept[0] = true
        isKept[pixels.count - 1] = true
        var spans = [(0, pixels.count - 1)]
        while let (first, last) = spans.popLast() {
            var farthest = (index: first, squared: tolerance * tolerance)
            for index in first + 1..<max(last, first + 1) {
                let squared = squaredDistance(pixels[index], pixels[first], pixels[last])
                if squared > farthest.squared { farthest = (index, squared) }
            }
            if farthest.index > first {
                isKept[farthest.index] = true
                spans.append((first, farthest.index))
                spans.append((farthest.index, last))
            }
        }
        return pixels.indices.filter { isKept[$0] }.map { pixels[$0] }
    }

    /// A line drawn much smaller than it was digitised loses most vertices here, in one pass.
    private static func thinned(_ pixels: [Pixel]) -> [Pixel] {
        guard var last = pixels.first, let end = pixels.last else { return [] }
        var result = [last]
        for pixel in pixels.dropFirst().dropLast() {
            let (dx, dy) = (pixel.x - last.x, pixel.y - last.y)
            if dx * dx + dy * dy >= 0.01 {
                result.append(pixel)
                last = pixel
            }
        }
        if pixels.count > 1 { result.append(end) }
        return result
    }

    /// From `p` to the segment a–b; to `a` where a = b, as at a ring's ends.
    private static func squaredDistance(_ p: Pixel, _ a: Pixel, _ b: Pixel) -> Double {
        let dx = b.x - a.x
        let dy = b.y - a.y
        let length = dx * dx + dy * dy
        var t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0
        t = min(max(t, 0), 1)
        let ex = p.x - a.x - t * dx
        let ey = p.y - a.y - t * dy
        return ex * ex + ey * ey
    }
}

/// A place in whole tenths of a pixel.
private struct Tenths: Hashable {
    var x: Int
    var y: Int

    init(_ x: Int, _ y: Int) {
        self.x = x
        self.y = y
    }
}
