import Readings
import Reports

extension JobReport {
    func seriesSections(period: Int) -> [ReportSection] {
        figures.series[period].map { figures in
            let request = figures.request
            let layer = inputs.zoneLayers[figures.layer].name
            let (stepZh, stepEn) = Self.stepWords(request.settings.step)
            let name = request.parameter.name
            return ReportSection(
                title: heading(
                    period, "\(layer) \(name) \(stepZh)序列", "\(layer), \(name) by \(stepEn)"),
                paragraphs: [method(of: figures)], tables: [tables.seriesSummary(figures)],
                notes: figures.notes)
        }
    }

    private static func stepWords(_ step: SeriesSettings.Step) -> (zh: String, en: String) {
        switch step {
        case .hour: ("逐时", "hour")
        case .day: ("逐日", "day")
        case .month: ("逐月", "month")
        }
    }

    private func method(of figures: SeriesFigures) -> LocalizedText {
        let request = figures.request
        let counts = figures.series.stationCounts
        let range = "\(counts.min() ?? 0)–\(counts.max() ?? 0)"
        let file =
            "tables/"
            + JobTables.seriesName(
                request, layer: inputs.zoneLayers[figures.layer].name, period: figures.period)
            + ".csv"
        var text =
            request.settings.method == "idw"
            ? LocalizedText(
                "区域均值按反距离法由每个时次有数据的站点（\(range) 个）计算，共 \(counts.count) 个时次，全部数值见 \(file)。",
                "Zone means by inverse distance from the stations that reported (\(range)) at each "
                    + "of \(counts.count) times; all values stand in \(file).")
            : LocalizedText(
                "区域均值按块克里金由每个时次有数据的站点（\(range) 个）计算，并给出标准误差；共 \(counts.count) 个时次，全部数值见 \(file)。",
                "Zone means by block kriging, with their standard errors, from the stations that "
                    + "reported (\(range)) at each of \(counts.count) times; all values stand in "
                    + "\(file).")
        if let limit = request.settings.limit {
            let value = NumberText.shortest(limit)
            text = text.appending(
                "超限概率为区域内各处超过 \(value) 的概率的平均，再对时次平均。",
                " The probability is that of being above \(value), averaged over the zone and the "
                    + "times.")
        }
        return text
    }
}
