import Foundation
import Geometry

/// Draws what stands beside the frame: legend, north arrow and scale bar.
struct MapMargin {
    let drawing: MapDrawing

    private var layout: MapLayout { drawing.layout }

    func write(to writer: inout MarkupWriter) {
        var y = layout.frameTop
        for block in layout.legend {
            write(block, top: y, to: &writer)
            y += block.height
        }
        let bottom = layout.frameTop + layout.frame.height
        writeScaleBar(bottom: bottom, to: &writer)
        let arrowBottom = bottom - MapLayout.scaleBarHeight - 8
        writeNorthArrow(bottom: arrowBottom, to: &writer)
    }

    private func write(
        _ block: MapLayout.LegendBlock, top: Double, to writer: inout MarkupWriter
    ) {
        var y = top
        let size = MapLayout.legendSize
        for line in block.titleLines {
            text(line, x: layout.columnLeft, y: y + 12, size: size + 0.5, isBold: true, to: &writer)
            y += 17
        }
        y += 3
        for entry in block.entries {
            write(entry.symbol, left: layout.columnLeft, middle: y + 8, to: &writer)
            for line in entry.lines {
                text(line, x: layout.columnLeft + 32, y: y + 12, size: size, to: &writer)
                y += MapLayout.entryLine
            }
            if entry.lines.isEmpty { y += MapLayout.entryLine }
        }
    }

    private func write(
        _ symbol: LegendEntry.Symbol, left: Double, middle: Double, to writer: inout MarkupWriter
    ) {
        writer.newline()
        func box(fill: String, stroke: String, width: Double) {
            writer.emptyElement(
                "rect",
                [
                    "x": PathText.number(left), "y": PathText.number(middle - 6), "width": "24",
                    "height": "12", "fill": fill, "stroke": stroke,
                    "stroke-width": NumberText.significant(width, digits: 3),
                ])
        }
        switch symbol {
        case .fill(let colour):
            box(fill: colour.hex, stroke: MapDrawing.quietInk.hex, width: 0.5)
        case .outline(let colour, let width):
            box(fill: "none", stroke: colour.hex, width: width)
        case .line(let colour, let width):
            var path = ""
            PathText.append(
                line: [Pixel(x: left, y: middle), Pixel(x: left + 24, y: middle)], to: &path)
            writer.emptyElement(
                "path",
                [
                    "d": path, "fill": "none", "stroke": colour.hex,
                    "stroke-width": NumberText.significant(width, digits: 3),
                ])
        case .point(let symbol, let colour):
            writer.element("g", ["stroke": "#FFFFFF", "stroke-width": "1"]) { writer in
                MapLayerDrawing.write(
                    symbol, at: Pixel(x: left + 12, y: middle), size: 10, fill: colour,
                    tooltip: nil, to: &writer)
            }
        }
    }

    private func writeNorthArrow(bottom: Double, to writer: inout MarkupWriter) {
        let x = layout.columnLeft + 12
        let top = bottom - 30
        for (side, fill) in [(-7.0, MapDrawing.ink.hex), (7.0, "#FFFFFF")] {
            var path = ""
            PathText.append(
                ring: [
                    Pixel(x: x, y: top), Pixel(x: x + side, y: bottom), Pixel(x: x, y: bottom - 7),
                ], keepsSmall: true, to: &path)
            writer.newline()
            writer.emptyElement(
                "path",
                [
                    "d": path, "fill": fill, "stroke": MapDrawing.ink.hex, "stroke-width": "0.8",
                    "stroke-linejoin": "round",
                ])
        }
        text(
            Phrase.north(drawing.language), x: x, y: top - 5, size: MapLayout.legendSize,
            isBold: true, isCentred: true, to: &writer)
    }

    private func writeScaleBar(bottom: Double, to writer: inout MarkupWriter) {
        guard let bar = ScaleBar(layout.frame, unit: drawing.document.unit) else { return }
        let left = layout.columnLeft
        let y = bottom - 8
        for (start, fill) in [(0.0, MapDrawing.ink.hex), (0.5, "#FFFFFF")] {
            writer.newline()
            writer.emptyElement(
                "rect",
                [
                    "x": PathText.number(left + start * bar.pixels), "y": PathText.number(y),
                    "width": PathText.number(bar.pixels / 2), "height": "5", "fill": fill,
                    "stroke": MapDrawing.ink.hex, "stroke-width": "0.8",
                ])
        }
        text("0", x: left, y: y - 5, size: 10.5, to: &writer)
        text(bar.label, x: left + bar.pixels, y: y - 5, size: 10.5, isCentred: true, to: &writer)
    }

    private func text(
        _ text: String, x: Double, y: Double, size: Double, isBold: Bool = false,
        isCentred: Bool = false, to writer: inout MarkupWriter
    ) {
        writer.newline()
        writer.element(
            "text",
            [
                "x": PathText.number(x), "y": PathText.number(y),
                "font-size": PathText.number(size), "font-weight": isBold ? "700" : nil,
                "text-anchor": isCentred ? "middle" : nil,
            ], text: text)
    }
}

/// A round length that fits beside the map.
struct ScaleBar {
    let metres: Double
    let pixels: Double

    /// `nil` when the map has no scale in metres.
    init?(_ frame: PixelFrame, unit: MapDocument.Unit) {
        let metresPerPixel: Double
        switch unit {
        case .metres(let perUnit): metresPerPixel = perUnit / frame.scaleY
        // The mean length of a degree of latitude on CGCS2000.
        case .degrees: metresPerPixel = 111_133 / frame.scaleY
        }
        guard metresPerPixel > 0, metresPerPixel.isFinite else { return nil }
        let longest = 105 * metresPerPixel
        let power = pow(10, log10(longest).rounded(.down))
        metres = [5, 2, 1].map { $0 * power }.first { $0 <= longest } ?? power
        pixels = metres / metresPerPixel
    }

    /// `20 km` or `500 m`.
    var label: String {
        metres >= 1000
            ? NumberText.significant(metres / 1000, digits: 6) + " km"
            : NumberText.significant(metres, digits: 6) + " m"
    }
}
