import GeoFiles
import HotSpots
import Reports

/// The styles of layers of hotspot cells, and the colours of maps of them.
enum HotSpotStyle {
    /// The colour of a selected cell.
    static let selectedColour = Colour(0xC0392B)
    /// The colours of the bins −3 … 3, a class each.
    static let binScale = ColourScale(
        breaks: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], colours: ColourRamp.blueWhiteRed.colours(7))

    /// The selected cells filled, by the field that says so.
    static func selected(
        _ field: String = "selected", in language: ReportLanguage
    ) -> LayerStyle {
        LayerStyle(
            name: "selected",
            qml: QMLStyle.categorized(
                field: field,
                scale: CategoryScale([
                    .init(
                        value: "yes", label: LocalizedText("热点网格", "Hotspot cell"),
                        colour: selectedColour)
                ]),
                symbol: .area(outline: .zone, opacity: 0.6), language: language))
    }

    /// Cells by the bin of Gᵢ*.
    static func bins(_ field: String = "bin") -> LayerStyle {
        LayerStyle(
            name: "bin",
            qml: QMLStyle.graduated(
                field: field, scale: binScale, symbol: .area(outline: .zone, opacity: 0.7)))
    }

    /// Cells by what became of them in time.
    static func categories(
        _ field: String = "category", in language: ReportLanguage
    ) -> LayerStyle {
        let hot = ColourRamp.yellowOrangeRed.colours(8)
        let cold = ColourRamp.blueWhiteRed.colours(18)
        let scale = CategoryScale(
            EmergingCategory.allCases.filter { $0 != .noPattern }.map { category in
                .init(
                    value: category.name,
                    label: LocalizedText(category.nameInChinese, category.name),
                    colour: category.number > 0
                        ? hot[category.number - 1] : cold[-category.number - 1])
            })
        return LayerStyle(
            name: "category",
            qml: QMLStyle.categorized(
                field: field, scale: scale, symbol: .area(outline: .zone, opacity: 0.7),
                language: language))
    }
}
