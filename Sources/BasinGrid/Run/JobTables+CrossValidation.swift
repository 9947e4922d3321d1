import Interpolation
import Reports

extension JobTables {
    /// The stations of every surface, each estimated from the others; `nil` without a surface.
    var crossValidation: ReportTable? {
        var table = ReportTable(
            id: "cross_validation", title: LocalizedText("交叉验证", "Cross-validation"),
            columns: [
                .text("raster", "栅格", "Raster"), .text("period", "时段", "Period"),
                .text("id", "站点", "Station"),
                .number("observed", "实测", "Observed", decimals: 1),
                .number("predicted", "估计", "Predicted", decimals: 1),
                .number("variance", "方差", "Variance", decimals: 2),
                .number("residual", "残差", "Residual", decimals: 1),
                .number("z_score", "标准化残差", "z-score", decimals: 2),
            ])
        for surface in figures.surfaces.joined() {
            for row in surface.validation?.rows ?? [] {
                table.append([
                    .text(surface.request.name), .text(surface.period.label), .text(row.id),
                    .number(row.observed), ReportTable.Cell(row.predicted),
                    ReportTable.Cell(row.variance), ReportTable.Cell(row.residual),
                    ReportTable.Cell(row.zScore),
                ])
            }
        }
        return table.rows.isEmpty ? nil : table
    }
}
