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
        case .median: LocalizedText("中位数", "Median")
        case .percentile(let number):
            LocalizedText("第 \(number.text) 百分位", "Percentile \(number.text)")
        case .mode: LocalizedText("众数", "Mode")
        case .minority: LocalizedText("最少值", "Minority")
        case .variety: LocalizedText("取值数", "Variety")
        case .minX: LocalizedText("最小处 x", "x of min")
        case .minY: LocalizedText("最小处 y", "y of min")
        case .maxX: LocalizedText("最大处 x", "x of max")
        case .maxY: LocalizedText("最大处 y", "y of max")
        case .frac: LocalizedText("类别占比", "Share of class")
        case .shareAbove(let limit):
            LocalizedText("大于 \(limit.text) 的比例", "Share above \(limit.text)")
        case .weightedMean: LocalizedText("加权平均", "Weighted mean")
        case .weightedSum: LocalizedText("加权合计", "Weighted sum")
        case .weightedStdev: LocalizedText("加权标准差", "Weighted std dev")
        case .weightedVariance: LocalizedText("加权方差", "Weighted variance")
        case .circularMean: LocalizedText("平均方向", "Mean direction")
        case .validShare: LocalizedText("有效比例", "Valid share")
        case .areaKm2: LocalizedText("面积", "Area")
        }
    }

    /// Whether the statistic is in the unit of the values.
    var hasUnitOfValues: Bool {
        switch self {
        case .mean, .min, .max, .range, .stdev, .median, .percentile, .mode, .minority,
            .weightedMean, .weightedStdev, .circularMean:
            true
        case .count, .sum, .variance, .cv, .variety, .minX, .minY, .maxX, .maxY, .frac,
            .shareAbove, .weightedSum, .weightedVariance, .validShare, .areaKm2:
            false
        }
    }

    /// The decimals that people see.
    var decimals: Int {
        switch self {
        case .validShare, .cv, .shareAbove, .frac: 3
        case .variety: 0
        case .stdev, .variance: 2
        default: 1
        }
    }
}
