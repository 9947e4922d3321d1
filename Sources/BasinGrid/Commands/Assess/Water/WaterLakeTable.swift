import QualityStandards
import Readings
import Reports

extension WaterAssessmentResult {
    /// The table of lakes: the trophic state of every lake point, and of every lake with more than
    /// one by the means of its points.
    func lakeTable(in language: ReportLanguage) -> ReportTable {
        let components = standard.trophicState.components
        var table = ReportTable(
            id: "assess_water_lakes", title: LocalizedText("湖库营养状态", "Trophic state of lakes"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .number("points", "点位数", "Points", decimals: 0),
                .decimal("tli", "综合营养状态指数", "TLI"), .text("grade", "营养状态", "Grade"),
            ]
                + components.map {
                    .decimal(
                        "tli_\($0.parameter)", "\($0.nameInChinese)营养状态指数", "TLI of \($0.name)")
                } + [
                    .text("edition", "标准版本", "Edition"), .text("note", "说明", "Note"),
                ])
        let lakes = rows.filter { $0.body == .lake }
        for row in lakes {
            table.append(
                lakeCells("point", row.section.loaded.id, [row.result.now.means], language))
        }
        let byName = Dictionary(grouping: lakes.filter { $0.section.river != nil }) {
            $0.section.river ?? ""
        }
        for (name, points) in byName.sorted(by: { $0.key < $1.key }) where points.count > 1 {
            table.append(lakeCells("lake", name, points.map(\.result.now.means), language))
        }
        return table
    }

    private func lakeCells(
        _ kind: String, _ id: String, _ points: [[ParameterCode: ExactNumber]],
        _ language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let state = TrophicState(points, by: standard.trophicState)
        let missing = state.missing.map(\.name).joined(separator: ", ")
        let note = LocalizedText("缺少或无法取对数：\(missing)。", "Missing or not above 0: \(missing).")
        let parts = standard.trophicState.components.map { component in
            state.parts.first { $0.parameter == component.parameter }
        }
        return [
            .text(kind), .text(id), .integer(points.count { !$0.isEmpty }),
            ReportTable.Cell(published: state.value.flatMap(state.published)),
            ReportTable.Cell(state.grade?.nameInChinese),
        ]
            + parts.map { part in
                ReportTable.Cell(published: part.flatMap { state.published($0.value) })
            } + [
                .text(standard.edition),
                missing.isEmpty ? .empty : .text(note.text(in: language)),
            ]
    }
}
