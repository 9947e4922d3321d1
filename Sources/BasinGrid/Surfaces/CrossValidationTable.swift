import Interpolation
import Reports

/// Stations estimated from the others, as a table.
struct CrossValidationTable {
    private(set) var table: ReportTable

    /// - Parameter leading: Columns of text before the stations' code, for several surfaces.
    init(leading: [ReportTable.Column] = []) {
        table = ReportTable(
            id: "cross_validation", title: LocalizedText("交叉验证", "Cross-validation"),
            columns: leading + [
                .text("id", "站点", "Station"),
                .number("observed", "实测", "Observed", decimals: 1),
                .number("predicted", "估计", "Predicted", decimals: 1),
                .number("variance", "方差", "Variance", decimals: 2),
                .number("residual", "残差", "Residual", decimals: 1),
                .number("z-score", "标准化残差", "z-score", decimals: 2),
            ])
    }

    /// Adds a row a station; a variance that the method does not give is empty.
    mutating func append(_ validation: CrossValidation, leading: [String] = []) {
        for row in validation.rows {
            table.append(
                leading.map { .text($0) } + [
                    .text(row.id), .number(row.observed), ReportTable.Cell(row.predicted),
                    ReportTable.Cell(row.variance), ReportTable.Cell(row.residual),
                    ReportTable.Cell(row.zScore),
                ])
        }
    }
}

extension CrossValidation {
    /// ME, RMSE and MSDR of a method in one line.
    func figures(of method: String) -> LocalizedText {
        let ratio = meanSquaredDeviationRatio.map { " MSDR=\(Self.text($0))" } ?? ""
        // What rounding leaves of residuals that cancel is no mean error.
        let isDust = abs(meanError) < 1e-12 * rootMeanSquareError
        let figures =
            "ME=\(Self.text(isDust ? 0 : meanError)) RMSE=\(Self.text(rootMeanSquareError))" + ratio
        return LocalizedText(
            "交叉验证 \(method)：\(predictedCount) 个站点，\(figures)",
            "cross-validation of \(method): \(predictedCount) stations, \(figures)")
    }

    private static func text(_ value: Double) -> String {
        value.isNaN ? "–" : NumberText.significant(value, digits: 4)
    }
}
