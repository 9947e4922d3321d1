import Geometry

/// Puts labels on a map where they fit: points first, then the larger areas, then lines; a label
/// that would cover another, a point's symbol or the frame's edge is not drawn. A point's label
/// keeps off lines where one of eight places around the point allows it.
struct LabelPlacement {
    private static let areaSize = 11.0
    private static let pointSize = 10.0

    private let width: Double
    private let height: Double
    private var taken: [BoundingBox] = []
    private var segments: [(Pixel, Pixel)] = []
    private var labels: [Label] = []

    private struct Label {
        var lines: [String]
        /// The middle of the label.
        var centre: Pixel
        var size: Double
        var isItalic: Bool

        var box: BoundingBox {
            let half = (lines.map { TextMeasure.width($0, fontSize: size) }.max() ?? 0) / 2 + 1
            let tall = Double(lines.count) * size * 1.2 / 2
            return BoundingBox(
                minX: centre.x - half, minY: centre.y - tall, maxX: centre.x + half,
                maxY: centre.y + tall)
        }
    }

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func place(_ layers: [MapLayer], in frame: PixelFrame) {
        for case .points(let points) in layers {
            for point in points where point.coordinate.isFinite {
                let pixel = frame.pixel(point.coordinate)
                let box = BoundingBox(minX: pixel.x, minY: pixel.y, maxX: pixel.x, maxY: pixel.y)
                taken.append(box.expanded(by: Self.reach(of: point)))
            }
        }
        if layers.contains(where: \.hasPointLabels) {
            for case .lines(let lines) in layers {
                for part in lines.lazy.flatMap(\.lines) {
                    let pixels = PathText.simplified(frame.pixels(part.coordinates))
                    segments += zip(pixels, pixels.dropFirst())
                }
            }
        }
        for case .points(let points) in layers { place(points, frame) }
        for case .areas(let areas, _, _) in layers { place(areas, frame) }
        for case .lines(let lines) in layers { place(lines, frame) }
    }

    private mutating func place(_ areas: [MapArea], _ frame: PixelFrame) {
        let labelled = areas.compactMap { area -> (text: String, polygon: Polygon, area: Double)? in
            guard let text = area.label, !text.isEmpty,
                let largest = area.polygons.max(by: { $0.area < $1.area })
            else { return nil }
            return (text, largest, largest.area)
        }
        // A stable order: equal areas keep the order of the layer.
        let order = labelled.indices.sorted {
            let (a, b) = (labelled[$0].area, labelled[$1].area)
            return a != b ? a > b : $0 < $1
        }
        for index in order {
            let (text, polygon, _) = labelled[index]
            guard let chord = InteriorChord(of: polygon, in: frame) else { continue }
            for lines in Self.breakings(of: text) {
                let label = Label(
                    lines: lines, centre: chord.centre, size: Self.areaSize, isItalic: false)
                if label.box.width <= chord.length * 1.06 && fits(label.box) {
                    add(label)
                    break
                }
            }
        }
    }

    /// The text in one line, then in two of about equal length.
    private static func breakings(of text: String) -> [[String]] {
        let full = TextMeasure.width(text, fontSize: areaSize)
        let halves = TextMeasure.wrapped(text, width: full * 0.6, fontSize: areaSize)
        return halves.count == 2 ? [[text], halves] : [[text]]
    }

    private mutating func place(_ points: [MapPoint], _ frame: PixelFrame) {
        for point in points where point.coordinate.isFinite {
            guard let text = point.label, !text.isEmpty else { continue }
            let pixel = frame.pixel(point.coordinate)
            let half = TextMeasure.width(text, fontSize: Self.pointSize) / 2 + 1
            let side = Self.reach(of: point) + 1 + half
            let above = Self.reach(of: point) + 0.5 + Self.pointSize * 0.6
            let places = [
                (side, 0), (-side, 0), (0, -above), (0, above), (side, -above), (-side, -above),
                (side, above), (-side, above),
            ].map { dx, dy in
                Label(
                    lines: [text], centre: Pixel(x: pixel.x + dx, y: pixel.y + dy),
                    size: Self.pointSize, isItalic: false)
            }.filter { fits($0.box) }
            if let best = places.first(where: { isOffLines($0.box) }) ?? places.first { add(best) }
        }
    }

    /// From a symbol's middle to its farthest side, with half of its edge.
    private static func reach(of point: MapPoint) -> Double { point.size * 0.575 + 0.5 }

    private func isOffLines(_ box: BoundingBox) -> Bool {
        !segments.contains { Self.crosses(box, $0.0, $0.1) }
    }

    /// Whether a segment has a part in `box`.
    ///
    /// Source: Y.-D. Liang, B. Barsky, 1984.
    private static func crosses(_ box: BoundingBox, _ a: Pixel, _ b: Pixel) -> Bool {
        var enter = 0.0
        var leave = 1.0
        for (start, step, low, high) in [
            (a.x, b.x - a.x, box.minX, box.maxX), (a.y, b.y - a.y, box.minY, box.maxY),
        ] {
            if step == 0 {
                if start < low || start > high { return false }
                continue
            }
            let (t, u) = ((low - start) / step, (high - start) / step)
            enter = max(enter, min(t, u))
            leave = min(leave, max(t, u))
        }
        return enter <= leave
    }

    private mutating func place(_ lines: [MapLine], _ frame: PixelFrame) {
        for line in lines {
            guard let text = line.label, !text.isEmpty,
                let longest = line.lines.max(by: { $0.planarLength < $1.planarLength }),
                let middle = Self.middle(of: frame.pixels(longest.coordinates))
            else { continue }
            for dy in [-8.0, 8.0] {
                let label = Label(
                    lines: [text], centre: Pixel(x: middle.x, y: middle.y + dy),
                    size: Self.pointSize, isItalic: true)
                if fits(label.box) {
                    add(label)
                    break
                }
            }
        }
    }

    private static func middle(of pixels: [Pixel]) -> Pixel? {
        func length(_ a: Pixel, _ b: Pixel) -> Double {
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            return (dx * dx + dy * dy).squareRoot()
        }
        var rest = zip(pixels, pixels.dropFirst()).reduce(0) { $0 + length($1.0, $1.1) } / 2
        for (a, b) in zip(pixels, pixels.dropFirst()) {
            let step = length(a, b)
            if step >= rest && step > 0 {
                let t = rest / step
                return Pixel(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t)
            }
            rest -= step
        }
        return nil
    }

    private func fits(_ box: BoundingBox) -> Bool {
        box.minX >= 1 && box.minY >= 1 && box.maxX <= width - 1 && box.maxY <= height - 1
            && !taken.contains(where: box.intersects)
    }

    private mutating func add(_ label: Label) {
        taken.append(label.box)
        labels.append(label)
    }

    /// Every label twice: a white halo, then the text, so that no viewer paints one over the other.
    func write(to writer: inout MarkupWriter) {
        guard !labels.isEmpty else { return }
        writer.newline()
        writer.element(
            "g",
            [
                "text-anchor": "middle", "stroke": "#FFFFFF", "stroke-width": "3",
                "stroke-linejoin": "round", "fill": "#FFFFFF", "stroke-opacity": "0.92",
                "aria-hidden": "true", "pointer-events": "none",
            ]
        ) { writer in
            for label in labels { Self.write(label, to: &writer) }
        }
        writer.newline()
        writer.element("g", ["text-anchor": "middle", "pointer-events": "none"]) { writer in
            for label in labels { Self.write(label, to: &writer) }
        }
    }

    private static func write(_ label: Label, to writer: inout MarkupWriter) {
        let step = label.size * 1.2
        let first = label.centre.y - Double(label.lines.count - 1) * step / 2 + label.size * 0.36
        for (index, line) in label.lines.enumerated() {
            writer.newline()
            writer.element(
                "text",
                [
                    "x": PathText.number(label.centre.x),
                    "y": PathText.number(first + Double(index) * step),
                    "font-size": PathText.number(label.size),
                    "font-style": label.isItalic ? "italic" : nil,
                ], text: line)
        }
    }
}

extension MapLayer {
    fileprivate var hasPointLabels: Bool {
        if case .points(let points) = self { return points.contains { $0.label != nil } }
        return false
    }
}

/// The best of nine horizontal lines through an area: the longest inside, the middle preferred.
struct InteriorChord {
    let centre: Pixel
    let length: Double

    init?(of polygon: Polygon, in frame: PixelFrame) {
        let rings = polygon.rings.map { PathText.simplified(frame.pixels($0.coordinates)) }
        let ys = (rings.first ?? []).map(\.y)
        guard let top = ys.min(), let bottom = ys.max(), bottom > top else { return nil }
        var best: (score: Double, centre: Pixel, length: Double)?
        for step in 1...9 {
            let share = Double(step) / 10
            let y = top + (bottom - top) * share
            let crossings = rings.flatMap { Self.crossings(of: $0, at: y) }.sorted()
            for index in stride(from: 0, to: crossings.count - 1, by: 2) {
                let length = crossings[index + 1] - crossings[index]
                let score = length * (1 - abs(share - 0.5))
                if score > best?.score ?? 0 {
                    let x = (crossings[index] + crossings[index + 1]) / 2
                    best = (score, Pixel(x: x, y: y), length)
                }
            }
        }
        guard let best else { return nil }
        centre = best.centre
        length = best.length
    }

    private static func crossings(of ring: [Pixel], at y: Double) -> [Double] {
        var result: [Double] = []
        for (a, b) in zip(ring, ring.dropFirst()) where (a.y <= y) != (b.y <= y) {
            result.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
        }
        return result
    }
}
