/// Layer styles for QGIS 3: files with the extension `.qml`, also kept in the table `layer_styles`
/// of a GeoPackage.
///
/// Symbols carry their properties twice, as `Option` (from QGIS 3.18 on) and as `prop` (before).
/// The same input gives the same text.
public enum QMLStyle {
    /// What a raster shows between the breaks of a scale.
    public enum RasterColouring: Hashable, Sendable {
        /// One colour a class.
        case classes
        /// Colours run into each other.
        case interpolated
    }

    /// How features are drawn; sizes are map pixels (1/96 inch).
    public enum Symbol: Hashable, Sendable {
        /// Filled areas; without an outline when it is `nil`; `opacity` 0…1 of the whole symbol.
        case area(outline: MapStroke?, opacity: Double = 1)
        case line(width: Double)
        case point(MapPoint.Symbol, size: Double)
    }

    /// A style for the first band of a raster: single-band pseudocolour.
    public static func raster(
        _ scale: ColourScale, colouring: RasterColouring = .classes
    ) -> String {
        document { writer in
            writer.element("pipe") { writer in
                RasterStyle(scale: scale, colouring: colouring).write(to: &writer)
            }
            writer.newline()
            writer.element("blendMode", text: "0")
        }
    }

    /// A style for the first band of a raster whose values are numbers of classes: each in the
    /// colour of the category of that value, others not drawn.
    ///
    /// - Parameter scale: Categories whose values are numbers as text.
    public static func classifiedRaster(
        _ scale: CategoryScale, language: ReportLanguage
    ) -> String {
        document { writer in
            writer.element("pipe") { writer in
                writer.newline()
                writer.element(
                    "rasterrenderer",
                    [
                        "type": "paletted", "band": "1", "opacity": "1", "alphaBand": "-1",
                        "nodataColor": "",
                    ]
                ) { writer in
                    writer.emptyElement("rasterTransparency")
                    writer.newline()
                    writer.element("colorPalette") { writer in
                        for category in scale.categories {
                            writer.newline()
                            writer.emptyElement(
                                "paletteEntry",
                                [
                                    "value": category.value, "label": category.label(language),
                                    "color": category.colour.hex.lowercased(), "alpha": "255",
                                ])
                        }
                    }
                }
                writer.newline()
                writer.emptyElement("rasterresampler")
                writer.newline()
            }
            writer.newline()
            writer.element("blendMode", text: "0")
        }
    }

    /// A style that colours features by the number in `field`. Features without a number are not
    /// drawn, as QGIS has it.
    public static func graduated(
        field: String, scale: ColourScale, symbol: Symbol
    ) -> String {
        let bounds = [-1e30] + scale.breaks + [1e30]
        return vector(
            [
                "type": "graduatedSymbol", "attr": field, "graduatedMethod": "GraduatedColor",
                "symbollevels": "0", "enableorderby": "0", "forceraster": "0",
            ], colours: scale.colours, symbol: symbol
        ) { writer in
            writer.element("ranges") { writer in
                for index in scale.colours.indices {
                    writer.newline()
                    writer.emptyElement(
                        "range",
                        [
                            "lower": NumberText.shortest(bounds[index]),
                            "upper": NumberText.shortest(bounds[index + 1]),
                            "symbol": String(index), "label": scale.label(ofClass: index),
                            "render": "true",
                        ])
                }
            }
        }
    }

    /// A style that colours features by the text in `field`; all other texts, and none, get the
    /// scale's colour for no data.
    public static func categorized(
        field: String, scale: CategoryScale, symbol: Symbol, language: ReportLanguage
    ) -> String {
        let others = CategoryScale.Category(
            value: "", label: Phrase.nodata, colour: scale.nodata)
        let categories = scale.categories + [others]
        return vector(
            [
                "type": "categorizedSymbol", "attr": field, "symbollevels": "0",
                "enableorderby": "0", "forceraster": "0",
            ], colours: categories.map(\.colour), symbol: symbol
        ) { writer in
            writer.element("categories") { writer in
                for (index, category) in categories.enumerated() {
                    writer.newline()
                    writer.emptyElement(
                        "category",
                        [
                            "type": "string", "value": category.value, "symbol": String(index),
                            "label": category.label(language), "render": "true",
                        ])
                }
            }
        }
    }

    /// A style that draws all features alike.
    public static func single(_ colour: Colour, symbol: Symbol) -> String {
        vector(
            [
                "type": "singleSymbol", "symbollevels": "0", "enableorderby": "0",
                "forceraster": "0",
            ], colours: [colour], symbol: symbol
        ) { _ in }
    }

    private static func document(_ content: (inout MarkupWriter) -> Void) -> String {
        var writer = MarkupWriter()
        writer.fragment("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")
        writer.element("qgis", ["version": "3.22.0", "styleCategories": "Symbology"]) { writer in
            writer.newline()
            content(&writer)
            writer.newline()
        }
        writer.newline()
        return writer.output
    }

    private static func vector(
        _ attributes: MarkupWriter.Attributes, colours: [Colour], symbol: Symbol,
        classes: (inout MarkupWriter) -> Void
    ) -> String {
        document { writer in
            writer.element("renderer-v2", attributes) { writer in
                writer.newline()
                classes(&writer)
                writer.newline()
                writer.element("symbols") { writer in
                    for (index, colour) in colours.enumerated() {
                        writer.newline()
                        SymbolStyle(symbol: symbol, colour: colour)
                            .write(number: index, to: &writer)
                    }
                }
                writer.newline()
                writer.emptyElement("rotation")
                writer.emptyElement("sizescale")
            }
            writer.newline()
            writer.element("blendMode", text: "0")
            writer.element("featureBlendMode", text: "0")
        }
    }
}

/// The renderer of a raster's style.
private struct RasterStyle {
    let scale: ColourScale
    let colouring: QMLStyle.RasterColouring

    private struct Item {
        var value: Double
        var label: String
        var colour: Colour
    }

    func write(to writer: inout MarkupWriter) {
        let items = items
        let low = scale.dataRange?.lowerBound ?? scale.breaks.first ?? 0
        let high = scale.dataRange?.upperBound ?? scale.breaks.last ?? low
        let (minimum, maximum) = (NumberText.shortest(low), NumberText.shortest(high))
        writer.newline()
        writer.element(
            "rasterrenderer",
            [
                "type": "singlebandpseudocolor", "band": "1", "opacity": "1", "alphaBand": "-1",
                "nodataColor": "", "classificationMin": minimum, "classificationMax": maximum,
            ]
        ) { writer in
            writer.emptyElement("rasterTransparency")
            writer.newline()
            writer.element("rastershader") { writer in
                writer.element(
                    "colorrampshader",
                    [
                        "colorRampType": colouring == .classes ? "DISCRETE" : "INTERPOLATED",
                        "classificationMode": "1", "clip": "0", "minimumValue": minimum,
                        "maximumValue": maximum,
                    ]
                ) { writer in
                    for item in items {
                        writer.newline()
                        writer.emptyElement(
                            "item",
                            [
                                "value": NumberText.shortest(item.value), "label": item.label,
                                "color": item.colour.hex.lowercased(), "alpha": "255",
                            ])
                    }
                }
            }
        }
        writer.newline()
        writer.emptyElement("rasterresampler")
        writer.newline()
    }

    /// Discrete items name the upper end of each class, as QGIS reads them: value ≤ item.
    private var items: [Item] {
        switch colouring {
        case .classes:
            let ends = scale.breaks + [.infinity]
            return zip(ends, scale.colours).enumerated().map { index, pair in
                Item(value: pair.0, label: scale.label(ofClass: index), colour: pair.1)
            }
        case .interpolated:
            return zip(middles, scale.colours).map {
                Item(value: $0, label: NumberText.significant($0, digits: 4), colour: $1)
            }
        }
    }

    /// The middle of each class, ascending; of the open classes, their end of the data.
    private var middles: [Double] {
        guard let first = scale.breaks.first, let last = scale.breaks.last else {
            return [scale.dataRange?.lowerBound ?? 0]
        }
        let inner = zip(scale.breaks, scale.breaks.dropFirst()).map { ($0 + $1) / 2 }
        let low = min(scale.dataRange?.lowerBound ?? first, first)
        let high = max(scale.dataRange?.upperBound ?? last, last)
        return [low] + inner + [high]
    }
}

/// One symbol of a vector style.
private struct SymbolStyle {
    let symbol: QMLStyle.Symbol
    let colour: Colour

    func write(number: Int, to writer: inout MarkupWriter) {
        writer.element(
            "symbol",
            [
                "type": kind.symbol, "name": String(number),
                "alpha": NumberText.significant(opacity, digits: 3), "clip_to_extent": "1",
                "force_rhr": "0",
            ]
        ) { writer in
            writer.element(
                "layer", ["class": kind.layer, "enabled": "1", "locked": "0", "pass": "0"]
            ) { writer in
                let properties = properties
                writer.element("Option", ["type": "Map"]) { writer in
                    for (name, value) in properties {
                        writer.emptyElement(
                            "Option", ["type": "QString", "name": name, "value": value])
                    }
                }
                for (name, value) in properties {
                    writer.emptyElement("prop", ["k": name, "v": value])
                }
            }
        }
    }

    private var opacity: Double {
        if case .area(_, let opacity) = symbol { return opacity }
        return 1
    }

    private var kind: (symbol: String, layer: String) {
        switch symbol {
        case .area: ("fill", "SimpleFill")
        case .line: ("line", "SimpleLine")
        case .point: ("marker", "SimpleMarker")
        }
    }

    private var properties: [(String, String)] {
        switch symbol {
        case .area(let outline, _):
            [
                ("color", Self.text(colour)), ("style", "solid"),
                ("outline_color", Self.text(outline?.colour ?? .black)),
                ("outline_style", outline == nil ? "no" : "solid"),
                ("outline_width", Self.millimetres(outline?.width ?? 0)),
                ("outline_width_unit", "MM"), ("joinstyle", "round"),
            ]
        case .line(let width):
            [
                ("line_color", Self.text(colour)), ("line_style", "solid"),
                ("line_width", Self.millimetres(width)), ("line_width_unit", "MM"),
                ("capstyle", "round"), ("joinstyle", "round"),
            ]
        case .point(let shape, let size):
            [
                ("name", shape.rawValue), ("color", Self.text(colour)),
                ("outline_color", Self.text(.white)), ("outline_style", "solid"),
                ("outline_width", "0.2"), ("outline_width_unit", "MM"),
                ("size", Self.millimetres(size)), ("size_unit", "MM"),
                ("scale_method", "diameter"),
            ]
        }
    }

    private static func text(_ colour: Colour) -> String {
        "\(colour.red),\(colour.green),\(colour.blue),255"
    }

    private static func millimetres(_ pixels: Double) -> String {
        NumberText.significant(pixels * 25.4 / 96, digits: 3)
    }
}
