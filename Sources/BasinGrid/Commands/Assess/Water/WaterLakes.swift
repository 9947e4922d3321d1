import QualityStandards
import Readings
import Reports

/// The trophic state of every point of a lake, and of every lake with more than one by the means of
/// its points.
struct WaterLakes: Sendable {
    /// A point of a lake over a period.
    struct Point: Sendable {
        let id: String
        /// The lake, where the points name it.
        let lake: String?
        /// Empty without samples.
        let means: [ParameterCode: ExactNumber]
    }

    let standard: SurfaceWaterStandard
    let points: [Point]

    /// A row a point, then a row a lake.
    func table(_ id: String = "assess_water_lakes", in language: ReportLanguage) -> ReportTable {
        let components = standard.trophicState.components
        var table = ReportTable(
            id: id, title: LocalizedText("湖库营养状态", "Trophic state of lakes"),
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
        for point in points {
            table.append(cells("point", point.id, [point.means], language))
        }
        let byName = Dictionary(grouping: points.filter { $0.lake != nil }) { $0.lake ?? "" }
        for (name, own) in byName.sorted(by: { $0.key < $1.key }) where own.count > 1 {
            table.append(cells("lake", name, own.map(\.means), language))
        }
        return table
    }

    private func cells(
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

extension WaterAssessmentResult {
    var lakes: WaterLakes {
        WaterLakes(
            standard: standard,
            points: rows.filter { $0.body == .lake }.map {
                WaterLakes.Point(
                    id: $0.section.loaded.id, lake: $0.section.river, means: $0.result.now.means)
            })
    }
}
