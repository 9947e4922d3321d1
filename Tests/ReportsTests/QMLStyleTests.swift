import Reports
import Testing

@Suite("QGIS styles")
struct QMLStyleTests {
    private let scale = ColourScale(
        breaks: [10, 20], colours: [Colour(0xFFFFCC), Colour(0xFD8D3C), Colour(0x800026)],
        dataRange: 4...31)

    @Test("A raster's classes end where the scale breaks, the last at infinity")
    func rasterClasses() {
        let style = ParsedMarkup(QMLStyle.raster(scale))
        #expect(style.fault == nil)
        #expect(style.elements.first?.name == "qgis")
        #expect(style.all("rasterrenderer").first?.attributes["type"] == "singlebandpseudocolor")
        #expect(style.all("colorrampshader").first?.attributes["colorRampType"] == "DISCRETE")
        let items = style.all("item").map(\.attributes)
        #expect(items.map { $0["value"] } == ["10", "20", "inf"])
        #expect(items.map { $0["label"] } == ["≤ 10", "10–20", "> 20"])
        #expect(items.map { $0["color"] } == ["#ffffcc", "#fd8d3c", "#800026"])
    }

    @Test("An interpolated raster runs from the smallest to the largest value")
    func rasterInterpolated() {
        let style = ParsedMarkup(QMLStyle.raster(scale, colouring: .interpolated))
        #expect(style.all("item").map { $0.attributes["value"] } == ["4", "15", "31"])
        #expect(style.all("colorrampshader").first?.attributes["colorRampType"] == "INTERPOLATED")
        let plain = ColourScale.sequential([5, 5])
        #expect(ParsedMarkup(QMLStyle.raster(plain, colouring: .interpolated)).fault == nil)
    }

    @Test("A raster of classes has one colour and name for each number")
    func classifiedRaster() {
        let scale = CategoryScale([
            .init(
                value: "1", label: LocalizedText(zh: "Ⅰ类", en: "class I"), colour: Colour(0x0070C0)),
            .init(value: "0", label: LocalizedText(zh: "无", en: "none"), colour: Colour(0x9AA5AD)),
        ])
        let style = ParsedMarkup(QMLStyle.classifiedRaster(scale, language: .en))
        #expect(style.fault == nil)
        #expect(style.all("rasterrenderer").first?.attributes["type"] == "paletted")
        let entries = style.all("paletteEntry").map(\.attributes)
        #expect(entries.map { $0["value"] } == ["1", "0"])
        #expect(entries.map { $0["label"] } == ["class I", "none"])
        #expect(entries.map { $0["color"] } == ["#0070c0", "#9aa5ad"])
    }

    @Test("Graduated ranges follow each other without a gap, one symbol each")
    func graduated() {
        let style = ParsedMarkup(
            QMLStyle.graduated(
                field: "PM2.5_mean", scale: scale, symbol: .area(outline: .zone, opacity: 0.8)))
        #expect(style.fault == nil)
        let renderer = style.all("renderer-v2").first?.attributes
        #expect(renderer?["type"] == "graduatedSymbol" && renderer?["attr"] == "PM2.5_mean")
        let ranges = style.all("range").map(\.attributes)
        #expect(ranges.map { $0["lower"] } == ["-1e+30", "10", "20"])
        #expect(ranges.map { $0["upper"] } == ["10", "20", "1e+30"])
        #expect(style.all("symbol").map { $0.attributes["name"] } == ["0", "1", "2"])
        #expect(style.all("symbol").first?.attributes["alpha"] == "0.8")
        #expect(style.all("layer").first?.attributes["class"] == "SimpleFill")
        let colours = style.all("prop").filter { $0.attributes["k"] == "color" }
        #expect(colours.first?.attributes["v"] == "255,255,204,255")
        let options = style.all("Option").filter { $0.attributes["name"] == "color" }
        #expect(options.map { $0.attributes["value"] } == colours.map { $0.attributes["v"] })
    }

    @Test("Categories keep the order of the scale, then come all others")
    func categorized() {
        let style = ParsedMarkup(
            QMLStyle.categorized(
                field: "class", scale: SampleReport.waterClasses, symbol: .line(width: 3),
                language: .zh))
        let categories = style.all("category").map(\.attributes)
        #expect(categories.map { $0["value"] } == ["I", "II", "III", "IV", "V", "劣V", ""])
        #expect(categories.last?["label"] == "无数据")
        #expect(style.all("layer").first?.attributes["class"] == "SimpleLine")
        // 3 px are 0.79375 mm.
        let widths = style.all("prop").filter { $0.attributes["k"] == "line_width" }
        #expect(widths.first?.attributes["v"] == "0.794")
    }

    @Test("Points have one marker")
    func points() {
        let style = ParsedMarkup(QMLStyle.single(.black, symbol: .point(.diamond, size: 8)))
        #expect(style.fault == nil)
        #expect(style.all("symbol").map { $0.attributes["type"] } == ["marker"])
        #expect(
            style.all("prop").first { $0.attributes["k"] == "name" }?.attributes["v"] == "diamond")
    }

    @Test("Field names and labels are escaped", arguments: attacks)
    func escaping(attack: String) {
        let scale = CategoryScale([
            .init(value: attack, label: LocalizedText(attack), colour: .black)
        ])
        let text = QMLStyle.categorized(
            field: attack, scale: scale, symbol: .area(outline: nil), language: .en)
        let style = ParsedMarkup(text)
        #expect(style.fault == nil)
        #expect(style.all("category").count == 2)
        #expect(
            text
                == QMLStyle.categorized(
                    field: attack, scale: scale, symbol: .area(outline: nil), language: .en))
    }
}
