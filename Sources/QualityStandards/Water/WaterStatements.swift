import Readings

extension SurfaceWaterStandard {
    /// Every rule that no second source confirms, as used, in a fixed order.
    public var statements: [SettingStatement] {
        evaluation.statements(usual: Self.gb3838.evaluation, range: item(.ph)?.range)
            + cityIndex.statements(usual: Self.gb3838.cityIndex)
    }
}

extension WaterEvaluationRules {
    fileprivate func statements(
        usual: WaterEvaluationRules, range: ClosedRange<DecimalValue>?
    ) -> [SettingStatement] {
        func say(_ isDefault: Bool, _ en: String, _ zh: String) -> SettingStatement {
            SettingStatement(isDefault: isDefault, description: en, descriptionInChinese: zh)
        }
        let ends = range.map { ($0.lowerBound.description, $0.upperBound.description) } ?? ("", "")
        let share = (ExactNumber(shareOfDetectionLimit) * ExactNumber(100)).description
        return [
            say(
                outsideRange == usual.outsideRange,
                "pH outside \(ends.0) to \(ends.1) is \(outsideRange).",
                "pH超出\(ends.0)—\(ends.1)判为\(outsideRange.textInChinese)类。"),
            say(
                usesOxygenSaturation == usual.usesOxygenSaturation
                    && oxygenSaturation == usual.oxygenSaturation,
                usesOxygenSaturation
                    ? "Dissolved oxygen of \(oxygenSaturation) % saturation is class I too, "
                        + "saturation being \(saturationNumerator)/(\(saturationOffset) + T)."
                    : "Dissolved oxygen is judged by its concentration, not by its saturation.",
                usesOxygenSaturation
                    ? "溶解氧饱和率达\(oxygenSaturation)%亦为Ⅰ类,饱和浓度取"
                        + "\(saturationNumerator)/(\(saturationOffset)+T)。"
                    : "溶解氧按浓度评价,不按饱和率。"),
            say(
                shareOfDetectionLimit == usual.shareOfDetectionLimit,
                "A result below detection enters means with \(share) % of its limit; alone it is "
                    + "judged by the limit.",
                "未检出结果以检出限的\(share)%参与平均,单个结果按检出限评价。"),
            say(
                samplesInQuarter == usual.samplesInQuarter && monthsInYear == usual.monthsInYear
                    && monthsWithIce == usual.monthsWithIce,
                "A quarter needs \(samplesInQuarter) samples; a year is the mean of "
                    + "\(monthsInYear) monthly means, at least \(monthsWithIce).",
                "季度至少\(samplesInQuarter)个样品;年均值取\(monthsInYear)个月均值,至少"
                    + "\(monthsWithIce)个月。"),
            say(
                multipleDecimals == usual.multipleDecimals,
                "Multiples have \(multipleDecimals) decimals.", "超标倍数保留\(multipleDecimals)位小数。"),
            say(
                slightChange == usual.slightChange && clearChange == usual.clearChange,
                "Sections change by steps of status; groups of \(sectionsForShares) sections and "
                    + "more by the points of I–III less those of 劣V, beyond \(slightChange) and "
                    + "\(clearChange).",
                "断面按水质状况级差判断变化;\(sectionsForShares)个及以上断面按Ⅰ—Ⅲ类与劣Ⅴ类比例变化之差"
                    + "(\(slightChange)、\(clearChange)个百分点)判断。"),
        ]
    }
}

extension CityWaterIndexRules {
    fileprivate func statements(usual: CityWaterIndexRules) -> [SettingStatement] {
        [
            SettingStatement(
                isDefault: neutral == usual.neutral && indexDecimals == usual.indexDecimals,
                description: "The index of cities takes pH by its distance from \(neutral), "
                    + "weights rivers and lakes by their numbers of sections and points, and has "
                    + "\(indexDecimals) decimals.",
                descriptionInChinese: "城市水质指数中pH按与\(neutral)之差计算,河流与湖库按断面(点位)数加权,"
                    + "保留\(indexDecimals)位小数。")
        ]
    }
}
