import Interpolation
import Reports

/// Stations estimated from the others, as a table and one line of figures.
struct CrossValidationTable {
    let table: ReportTable
    let summary: LocalizedText

    init(_ validation: CrossValidation, method: String) {
        let hasVariance = validation.rows.contains { $0.variance != nil }
        let hasFolds = validation.rows.contains { $0.fold != nil }
        var columns = [
            Self.column("id", "站点", "Station", .text),
            Self.column("observed", "实测", "Observed"),
            Self.column("predicted", "估计", "Predicted"),
        ]
        if hasVariance { columns.append(Self.column("variance", "方差", "Variance")) }
        columns.append(Self.column("residual", "残差", "Residual"))
        if hasVariance { columns.append(Self.column("z_score", "标准化残差", "z-score")) }
        if hasFolds { columns.append(Self.column("fold", "分组", "Fold")) }
        var table = ReportTable(
            id: "cross_validation", title: LocalizedText("交叉验证", "Cross-validation"),
            columns: columns)
        for row in validation.rows {
            var cells: [ReportTable.Cell] = [
                .text(row.id), .number(row.observed), ReportTable.Cell(row.predicted),
            ]
            if hasVariance { cells.append(ReportTable.Cell(row.variance)) }
            cells.append(ReportTable.Cell(row.residual))
            if hasVariance { cells.append(ReportTable.Cell(row.zScore)) }
            if hasFolds { cells.append(row.fold.map { .integer($0) } ?? .empty) }
            table.append(cells)
        }
        self.table = table
        summary = Self.figures(of: validation, method: method)
    }

    /// ME, RMSE and MSDR of a method in one line.
    static func figures(of validation: CrossValidation, method: String) -> LocalizedText {
        let count = validation.predictedCount
        let ratio = validation.meanSquaredDeviationRatio.map { " MSDR=\(number($0))" } ?? ""
        // What rounding leaves of residuals that cancel is no mean error.
        let error = validation.meanError
        let isDust = abs(error) < 1e-12 * validation.rootMeanSquareError
        let figures =
            "ME=\(number(isDust ? 0 : error)) RMSE=\(number(validation.rootMeanSquareError))"
            + ratio
        return LocalizedText(
            "交叉验证 \(method)：\(count) 个站点，\(figures)",
            "cross-validation of \(method): \(count) stations, \(figures)")
    }

    private static func number(_ value: Double) -> String {
        value.isNaN ? "–" : NumberText.significant(value, digits: 4)
    }

    private static func column(
        _ key: String, _ zh: String, _ en: String,
        _ kind: ReportTable.Kind = .number(decimals: nil)
    ) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh, en), kind: kind)
    }
}
