import Readings
import Reports

extension JobTables {
    /// `series_<parameter>_<step>_<layer>_<period>`, without the rows.
    static func seriesName(
        _ request: Job.SeriesRequest, layer: String, period: Period
    ) -> String {
        "series_\(request.parameter.name)_\(request.settings.step.rawValue)_"
            + "\(fileNamePart(layer))_\(period.label)"
    }

    /// The rows of a series as CSV.
    func seriesCSV(_ figures: SeriesFigures, byteOrderMark: Bool) -> String {
        figures.series.csv(
            zones: inputs.zoneLayers[figures.layer].zones.map(\.id), times: figures.times,
            byteOrderMark: byteOrderMark)
    }

    /// One row a zone: what a series comes to.
    func seriesSummary(_ figures: SeriesFigures) -> ReportTable {
        let request = figures.request
        let layer = inputs.zoneLayers[figures.layer]
        let unit = request.parameter.unit.map { LocalizedText($0.text) }
        let hasErrors = figures.series.errors != nil
        let hasLimit = figures.series.exceedance != nil
        var columns: [ReportTable.Column] = [
            .text("id", "编码", "Code"), .text("label", "名称", "Name"),
            .number("times", "时次", "Times", decimals: 0),
            .number("mean", "均值", "Mean", decimals: 1, unit: unit),
            .number("max", "最大值", "Maximum", decimals: 1, unit: unit),
            .text("max_time", "最大值时间", "When"),
        ]
        if hasErrors { columns.append(.number("se", "标准误差", "Error", decimals: 1, unit: unit)) }
        if hasLimit {
            columns.append(
                .number("exceed_share", "超限概率", "Probability above the limit", decimals: 3))
        }
        let name = Self.seriesName(request, layer: layer.name, period: figures.period)
        return ReportTable(
            id: "\(name)_summary",
            title: LocalizedText(
                "\(layer.name) \(request.parameter.name) 序列（\(figures.period.labelInChinese)）",
                "\(layer.name): series of \(request.parameter.name), \(figures.period.label)"),
            columns: columns,
            rows: layer.zones.enumerated().map { index, zone in
                let summary = figures.summary(ofZone: index)
                var cells: [ReportTable.Cell] = [
                    .text(zone.id), .text(zone.label), .integer(summary?.count ?? 0),
                    ReportTable.Cell(summary?.mean), ReportTable.Cell(summary?.highest),
                    ReportTable.Cell(summary?.highestTime),
                ]
                if hasErrors { cells.append(ReportTable.Cell(summary?.error)) }
                if hasLimit { cells.append(ReportTable.Cell(summary?.exceedShare)) }
                return cells
            })
    }
}
