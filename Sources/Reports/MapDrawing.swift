import Foundation
import Geometry

/// Draws one map as SVG.
///
/// There are no ids and no style sheet in it, so that many maps can stand in one HTML file: the
/// frame clips because it is an `<svg>` of its own.
struct MapDrawing {
    static let fonts =
        "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
    static let ink = Colour(0x22303A)
    static let quietInk = Colour(0x5B6770)

    let document: MapDocument
    let language: ReportLanguage
    let isStandalone: Bool
    let layout: MapLayout

    /// - Parameter isStandalone: Whether title and caption are part of the drawing.
    init(_ document: MapDocument, language: ReportLanguage, isStandalone: Bool) {
        self.document = document
        self.language = language
        self.isStandalone = isStandalone
        layout = MapLayout(document, language: language, isStandalone: isStandalone)
    }

    func write(to writer: inout MarkupWriter) {
        let width = PathText.number(document.width)
        let height = PathText.number(layout.height)
        writer.element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg",
                "xmlns:xlink": "http://www.w3.org/1999/xlink",
                "width": width, "height": height, "viewBox": "0 0 \(width) \(height)",
                "font-family": Self.fonts, "fill": Self.ink.hex, "role": "img",
                "aria-label": document.title(language), "lang": language.tag,
            ]
        ) { writer in
            if isStandalone {
                writer.emptyElement("rect", ["width": width, "height": height, "fill": "#FFFFFF"])
            }
            writeText(layout.titleLines, size: MapLayout.titleSize, isBold: true, to: &writer)
            writeFrame(to: &writer)
            MapMargin(drawing: self).write(to: &writer)
            writeCaption(to: &writer)
        }
    }

    private func writeText(
        _ lines: [String], size: Double, isBold: Bool, to writer: inout MarkupWriter
    ) {
        for (index, line) in lines.enumerated() {
            let y = MapLayout.margin + Double(index) * MapLayout.titleLine + size
            writer.newline()
            writer.element(
                "text",
                [
                    "x": PathText.number(MapLayout.margin), "y": PathText.number(y),
                    "font-size": PathText.number(size), "font-weight": isBold ? "700" : nil,
                ], text: line)
        }
    }

    private func writeCaption(to writer: inout MarkupWriter) {
        for (index, line) in layout.captionLines.enumerated() {
            let y =
                layout.frameTop + layout.frame.height + 6
                + Double(index + 1) * MapLayout.captionLine
            writer.newline()
            writer.element(
                "text",
                [
                    "x": PathText.number(MapLayout.margin), "y": PathText.number(y),
                    "font-size": PathText.number(MapLayout.captionSize), "fill": Self.quietInk.hex,
                ], text: line)
        }
    }

    private func writeFrame(to writer: inout MarkupWriter) {
        let width = PathText.number(layout.frame.width)
        let height = PathText.number(layout.frame.height)
        let x = PathText.number(MapLayout.margin)
        let y = PathText.number(layout.frameTop)
        writer.newline()
        writer.element(
            "svg",
            [
                "x": x, "y": y, "width": width, "height": height,
                "viewBox": "0 0 \(width) \(height)", "overflow": "hidden",
            ]
        ) { writer in
            writer.emptyElement("rect", ["width": width, "height": height, "fill": "#F4F7F9"])
            let layers = MapLayerDrawing(frame: layout.frame)
            for layer in document.layers { layers.write(layer, to: &writer) }
            var labels = LabelPlacement(width: layout.frame.width, height: layout.frame.height)
            labels.place(document.layers, in: layout.frame)
            labels.write(to: &writer)
        }
        writer.newline()
        writer.emptyElement(
            "rect",
            [
                "x": x, "y": y, "width": width, "height": height, "fill": "none",
                "stroke": "#9AA5AD", "stroke-width": "0.8",
            ])
    }
}
