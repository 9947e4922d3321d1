import Geometry

/// Where the parts of a map lie: the title above, the frame at the left, legend, north arrow and
/// scale bar in a column at the right, the caption below.
struct MapLayout {
    static let margin = 12.0
    /// The column is as wide as its longest text, within these limits.
    static let columnLimits = 112.0...156.0
    static let columnGap = 16.0
    static let titleSize = 16.0
    static let captionSize = 11.0
    static let legendSize = 11.5
    static let titleLine = 23.0
    static let captionLine = 16.0
    static let entryLine = 18.0
    static let arrowHeight = 48.0
    static let scaleBarHeight = 34.0

    let titleLines: [String]
    let captionLines: [String]
    let legend: [LegendBlock]
    let frameTop: Double
    let frame: PixelFrame
    let height: Double

    /// A legend group with its lines broken.
    struct LegendBlock {
        var titleLines: [String]
        var entries: [(symbol: LegendEntry.Symbol, lines: [String])]

        var height: Double {
            let lines = entries.reduce(0) { $0 + max($1.lines.count, 1) }
            return Double(titleLines.count) * 17 + 3 + Double(lines) * MapLayout.entryLine + 10
        }
    }

    init(_ document: MapDocument, language: ReportLanguage, isStandalone: Bool) {
        let inner = document.width - 2 * Self.margin
        titleLines =
            isStandalone
            ? TextMeasure.wrapped(
                document.title(language), width: inner, fontSize: Self.titleSize) : []
        captionLines =
            isStandalone
            ? TextMeasure.wrapped(
                document.caption?(language) ?? "", width: inner, fontSize: Self.captionSize) : []
        let columnWidth = Self.columnWidth(document.legend, language)
        legend = document.legend.map { Self.block($0, columnWidth, language) }

        let frameWidth = inner - columnWidth - Self.columnGap
        let aspect = PixelFrame.aspect(of: document.box, unit: document.unit)
        let shape =
            document.box.width > 0
            ? document.box.height / (document.box.width * aspect) : 1
        let column =
            legend.reduce(0) { $0 + $1.height } + Self.arrowHeight + Self.scaleBarHeight + 12
        let frameHeight = max(min(max(frameWidth * shape, 240), frameWidth * 1.25), column)
            .rounded()
        frame = PixelFrame(
            showing: document.box, aspect: aspect, width: frameWidth, height: frameHeight,
            margin: 14)
        frameTop =
            titleLines.isEmpty
            ? Self.margin : Self.margin + Double(titleLines.count) * Self.titleLine + 6
        let captionHeight =
            captionLines.isEmpty ? 0 : Double(captionLines.count) * Self.captionLine + 6
        height = (frameTop + frameHeight + captionHeight + Self.margin).rounded(.up)
    }

    var columnLeft: Double { Self.margin + frame.width + Self.columnGap }

    private static func title(_ group: LegendGroup, _ language: ReportLanguage) -> String {
        let title = group.title(language)
        return group.unit.map { "\(title) (\($0(language)))" } ?? title
    }

    private static func columnWidth(
        _ groups: [LegendGroup], _ language: ReportLanguage
    ) -> Double {
        let widths = groups.flatMap { group in
            [TextMeasure.width(title(group, language), fontSize: legendSize + 0.5)]
                + group.entries.map {
                    TextMeasure.width($0.label(language), fontSize: legendSize) + 32
                }
        }
        let widest = (widths.max() ?? 0).rounded(.up) + 2
        return min(max(widest, columnLimits.lowerBound), columnLimits.upperBound)
    }

    private static func block(
        _ group: LegendGroup, _ columnWidth: Double, _ language: ReportLanguage
    ) -> LegendBlock {
        let title = title(group, language)
        return LegendBlock(
            titleLines: title.isEmpty
                ? [] : TextMeasure.wrapped(title, width: columnWidth, fontSize: legendSize + 0.5),
            entries: group.entries.map {
                let lines = TextMeasure.wrapped(
                    $0.label(language), width: columnWidth - 32, fontSize: legendSize)
                return ($0.symbol, lines)
            })
    }
}
