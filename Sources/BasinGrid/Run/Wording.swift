import Readings
import Reports
import ZonalStatistics

extension PeriodStatistic {
    /// `均值`, `第90百分位数`.
    var nameInChinese: String {
        switch self {
        case .mean: "均值"
        case .minimum: "最小值"
        case .maximum: "最大值"
        case .percentile(let percent): "第\(percent)百分位数"
        }
    }
}

extension Statistic {
    /// The heading that people read.
    var heading: LocalizedText {
        switch self {
        case .count: LocalizedText("网格数", "Cells")
        case .sum: LocalizedText("合计", "Sum")
        case .mean: LocalizedText("平均", "Mean")
        case .min: LocalizedText("最小", "Min")
        case .max: LocalizedText("最大", "Max")
        case .range: LocalizedText("极差", "Range")
        case .stdev: LocalizedText("标准差", "Std dev")
        case .variance: LocalizedText("方差", "Variance")
        case .cv: LocalizedText("变异系数", "CV")
        case .validShare: LocalizedText("有效比例", "Valid share")
        case .areaKm2: LocalizedText("面积", "Area")
        }
    }

    /// Whether the statistic is in the unit of the values.
    var hasUnitOfValues: Bool {
        switch self {
        case .mean, .min, .max, .range, .stdev: true
        case .count, .sum, .variance, .cv, .validShare, .areaKm2: false
        }
    }

    /// The decimals that people see.
    var decimals: Int {
        switch self {
        case .validShare, .cv: 3
        case .stdev, .variance: 2
        default: 1
        }
    }
}
