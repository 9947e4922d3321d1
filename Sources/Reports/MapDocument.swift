public import Geometry
import Foundation

/// A map with title, legend, scale bar and north arrow, drawn as SVG.
public struct MapDocument: Hashable, Sendable {
    /// The unit of the map's coordinates.
    public enum Unit: Hashable, Sendable {
        /// A projected CRS.
        case metres(perUnit: Double)
        /// Longitude and latitude: drawn with the middle parallel true to scale.
        case degrees
    }

    /// A name fit for a file: `pm25_2026-04`.
    public var id: String
    public var title: LocalizedText
    /// What is drawn, in the CRS of the layers; a margin is added around it.
    public var box: BoundingBox
    public var unit: Unit
    /// From the bottom to the top.
    public var layers: [MapLayer]
    public var legend: [LegendGroup]
    /// A sentence or two below the map: method, period, what labels mean.
    public var caption: LocalizedText?
    /// The width of the whole picture in pixels (1/96 inch).
    public var width: Double

    /// - Precondition: `width` is at least 320.
    public init(
        id: String, title: LocalizedText, box: BoundingBox, unit: Unit = .metres(perUnit: 1),
        layers: [MapLayer], legend: [LegendGroup] = [], caption: LocalizedText? = nil,
        width: Double = 680
    ) {
        precondition(width >= 320, "a map is at least 320 pixels wide")
        self.id = id
        self.title = title
        self.box = box
        self.unit = unit
        self.layers = layers
        self.legend = legend
        self.caption = caption
        self.width = width
    }

    /// The map as an SVG 1.1 file of its own, with title and caption.
    ///
    /// Shapes are simplified to 0.3 px and written in tenths of a pixel. Labels that would cover
    /// another label or leave the frame are not drawn; their text remains in the tooltip if one
    /// was given. The same map gives the same text.
    ///
    /// - Complexity: O(v log v) in vertices, O(l²) in labels.
    public func svg(in language: ReportLanguage) -> String {
        var writer = MarkupWriter()
        writer.fragment("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        MapDrawing(self, language: language, isStandalone: true).write(to: &writer)
        writer.newline()
        return writer.output
    }
}
