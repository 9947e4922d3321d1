import Readings
import Reports

extension JobTables {
    /// `stations_<period>`: a row a station with its value in each surface that it feeds.
    func stations(period: Int) -> ReportTable? {
        guard !inputs.stations.isEmpty else { return nil }
        let label = figures.pairs[period].now.label
        var columns: [ReportTable.Column] = [
            .text("id", "站点编码", "Code"), .text("label", "站点", "Station"),
            .text("network", "类型", "Network", words: TableWords.networks),
            .init(key: "x", heading: "x", kind: .number(decimals: 1)),
            .init(key: "y", heading: "y", kind: .number(decimals: 1)),
        ]
        for surface in figures.surfaces[period] {
            let name = surface.request.name
            let group = LocalizedText(name)
            let unit = surface.request.parameter.unit.map { LocalizedText($0.text) }
            columns.append(
                .init(
                    key: name, heading: LocalizedText("值", "Value"), unit: unit,
                    kind: .number(decimals: 1), group: group))
            columns.append(
                .init(
                    key: name + "_valid_days", heading: LocalizedText("有效天数", "Valid days"),
                    kind: .number(decimals: 0), group: group))
            if surface.before != nil {
                columns.append(
                    .init(
                        key: name + "_before", heading: LocalizedText("比较期", "Before"),
                        unit: unit, kind: .number(decimals: 1), group: group))
                columns.append(
                    .init(
                        key: name + "_change_percent", heading: LocalizedText("变化率", "Change"),
                        unit: "%", kind: .number(decimals: 1), group: group))
            }
        }
        columns.append(.text("note", "备注", "Note"))
        let rows = inputs.stations.indices.map { stationCells($0, period: period) }
        return ReportTable(
            id: "stations_\(label)",
            title: LocalizedText(
                "站点统计（\(figures.pairs[period].now.labelInChinese)）", "Stations, \(label)"),
            columns: columns, rows: rows)
    }

    private func stationCells(_ index: Int, period: Int) -> [ReportTable.Cell] {
        let station = inputs.stations[index]
        var cells: [ReportTable.Cell] = [
            .text(station.id), .text(station.label), .text(station.network.rawValue),
            .number(station.coordinate.x), .number(station.coordinate.y),
        ]
        var notes: [String] = []
        for surface in figures.surfaces[period] {
            let figure = surface.stations.first { $0.station == index }
            cells.append(ReportTable.Cell(figure?.now.double))
            cells.append(figure.map { .integer($0.now.validDays) } ?? .empty)
            if surface.before != nil {
                cells.append(ReportTable.Cell(figure?.past?.double))
                cells.append(
                    ReportTable.Cell(
                        percentChange(now: figure?.now.double, before: figure?.past?.double)))
            }
            for reason in [figure?.now.reason, figure?.past?.reason].compactMap({ $0 }) {
                let text = language == .zh ? reason.descriptionInChinese : reason.description
                if !notes.contains(text) { notes.append(text) }
            }
        }
        cells.append(ReportTable.Cell(notes.isEmpty ? nil : notes.joined(separator: " ")))
        return cells
    }
}
