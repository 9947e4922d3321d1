import Foundation
import Geometry

/// Draws the layers of a map inside its frame.
struct MapLayerDrawing {
    let frame: PixelFrame

    func write(_ layer: MapLayer, to writer: inout MarkupWriter) {
        writer.newline()
        switch layer {
        case .areas(let areas, let outline, let opacity):
            write(areas, outline: outline, opacity: opacity, to: &writer)
        case .lines(let lines): write(lines, to: &writer)
        case .points(let points): write(points, to: &writer)
        case .raster(let raster): write(raster, to: &writer)
        }
    }

    private func write(
        _ areas: [MapArea], outline: MapStroke?, opacity: Double, to writer: inout MarkupWriter
    ) {
        let visible = frame.visibleBox
        writer.element(
            "g",
            [
                "fill": "none", "fill-rule": "evenodd",
                "fill-opacity": opacity < 1 ? NumberText.significant(opacity, digits: 3) : nil,
                "stroke": outline?.colour.hex, "stroke-width": outline.map { width($0) },
                "stroke-dasharray": outline.flatMap(dashes), "stroke-linejoin": "round",
            ]
        ) { writer in
            for area in areas {
                let path = path(of: area.polygons, in: visible)
                guard !path.isEmpty else { continue }
                write(
                    "path", ["d": path, "fill": area.fill?.hex], tooltip: area.tooltip, to: &writer)
            }
        }
    }

    private func path(of polygons: [Polygon], in visible: BoundingBox) -> String {
        var path = ""
        let seen = polygons.filter { $0.boundingBox?.intersects(visible) ?? false }
        let sizes = seen.count > 1 ? seen.map(\.area) : [0]
        let largest = seen.indices.max { sizes[$0] < sizes[$1] }
        for (index, polygon) in seen.enumerated() {
            PathText.append(
                ring: frame.pixels(polygon.shell.coordinates), keepsSmall: index == largest,
                to: &path)
            for hole in polygon.holes {
                PathText.append(ring: frame.pixels(hole.coordinates), keepsSmall: false, to: &path)
            }
        }
        return path
    }

    private func write(_ lines: [MapLine], to writer: inout MarkupWriter) {
        let visible = frame.visibleBox
        writer.element(
            "g", ["fill": "none", "stroke-linecap": "round", "stroke-linejoin": "round"]
        ) { writer in
            for line in lines {
                var path = ""
                for part in line.lines where part.boundingBox?.intersects(visible) ?? false {
                    PathText.append(line: frame.pixels(part.coordinates), to: &path)
                }
                guard !path.isEmpty else { continue }
                write(
                    "path",
                    [
                        "d": path, "stroke": line.stroke.colour.hex,
                        "stroke-width": width(line.stroke),
                        "stroke-dasharray": dashes(line.stroke),
                    ], tooltip: line.tooltip, to: &writer)
            }
        }
    }

    private func write(_ points: [MapPoint], to writer: inout MarkupWriter) {
        let visible = frame.visibleBox
        writer.element("g", ["stroke": "#FFFFFF", "stroke-width": "1"]) { writer in
            for point in points
            where point.coordinate.isFinite && visible.contains(point.coordinate) {
                let pixel = frame.pixel(point.coordinate)
                Self.write(
                    point.symbol, at: pixel, size: point.size, fill: point.colour,
                    tooltip: point.tooltip, to: &writer)
            }
        }
    }

    /// A point symbol, on maps and in legends.
    static func write(
        _ symbol: MapPoint.Symbol, at pixel: Pixel, size: Double, fill: Colour,
        tooltip: String?, to writer: inout MarkupWriter
    ) {
        let half = size / 2
        // The group's white edge parts dark symbols from each other; light ones need a dark edge.
        let edge = fill.isLight ? MapDrawing.ink.hex : nil
        func vertices(_ offsets: [(Double, Double)]) -> String {
            var path = ""
            PathText.append(
                ring: offsets.map { Pixel(x: pixel.x + $0.0 * half, y: pixel.y + $0.1 * half) },
                keepsSmall: true, to: &path)
            return path
        }
        let path: String? =
            switch symbol {
            case .circle: nil
            case .square: vertices([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
            case .triangle: vertices([(0, -1.1), (1.05, 0.8), (-1.05, 0.8)])
            case .diamond: vertices([(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)])
            }
        if let path {
            write(
                "path", ["d": path, "fill": fill.hex, "stroke": edge], tooltip: tooltip, to: &writer
            )
        } else {
            write(
                "circle",
                [
                    "cx": PathText.number(pixel.x), "cy": PathText.number(pixel.y),
                    "r": PathText.number(half), "fill": fill.hex, "stroke": edge,
                ], tooltip: tooltip, to: &writer)
        }
    }

    private func write(_ raster: MapRaster, to writer: inout MarkupWriter) {
        let box = raster.extent
        let topLeft = frame.pixel(Coordinate(x: box.minX, y: box.maxY))
        let bottomRight = frame.pixel(Coordinate(x: box.maxX, y: box.minY))
        let data = Data(raster.png()).base64EncodedString()
        writer.emptyElement(
            "image",
            [
                "x": PathText.number(topLeft.x), "y": PathText.number(topLeft.y),
                "width": PathText.number(bottomRight.x - topLeft.x),
                "height": PathText.number(bottomRight.y - topLeft.y),
                "preserveAspectRatio": "none", "image-rendering": "pixelated",
                "opacity": raster.opacity < 1
                    ? NumberText.significant(raster.opacity, digits: 3) : nil,
                "xlink:href": "data:image/png;base64,\(data)",
            ])
    }

    private static func write(
        _ name: StaticString, _ attributes: MarkupWriter.Attributes, tooltip: String?,
        to writer: inout MarkupWriter
    ) {
        writer.newline()
        guard let tooltip, !tooltip.isEmpty else {
            writer.emptyElement(name, attributes)
            return
        }
        writer.element(name, attributes) { $0.element("title", text: tooltip) }
    }

    private func write(
        _ name: StaticString, _ attributes: MarkupWriter.Attributes, tooltip: String?,
        to writer: inout MarkupWriter
    ) {
        Self.write(name, attributes, tooltip: tooltip, to: &writer)
    }

    private func width(_ stroke: MapStroke) -> String {
        NumberText.significant(stroke.width, digits: 3)
    }

    private func dashes(_ stroke: MapStroke) -> String? {
        stroke.dashes.isEmpty ? nil : stroke.dashes.map(PathText.number).joined(separator: " ")
    }
}
