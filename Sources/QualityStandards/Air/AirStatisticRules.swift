public import Readings

/// One edition of the rules for statistics: how much data a figure needs, what an annual evaluation
/// looks at, how figures are rounded, what the composite index is made of.
///
/// Source: HJ 663-2013 and HJ 663-2026, table 1; GB 3095, table 4; the rules for ranking cities
/// (城市环境空气质量排名技术规定) for the composite index.
public struct AirStatisticRules: Hashable, Sendable {
    /// One term of the composite index.
    public struct CompositeItem: Hashable, Sendable {
        public let parameter: ParameterCode
        public let statistic: PeriodStatistic
        /// The limit that the statistic is divided by, of class 2.
        public let limit: AveragingTime
        public let weight: DecimalValue

        public init(
            _ parameter: ParameterCode, _ statistic: PeriodStatistic, limit: AveragingTime,
            weight: DecimalValue
        ) {
            self.parameter = parameter
            self.statistic = statistic
            self.limit = limit
            self.weight = weight
        }
    }

    /// `HJ663-2026`.
    public let edition: String
    public let document: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    /// The last day in force; `nil` for the latest edition.
    public let validTo: CivilDay?
    /// What a day needs. The limit above which a maximum of 8-hour means counts in any case is that
    /// of the edition of limits: see `AirStandard.dailyStatistics`.
    public let minimumHoursInDay: Int
    public let minimumHoursInEight: Int
    public let minimumEightHourMeans: Int
    public let countsAboveEightHourLimit: Bool
    public let minimumHoursInMovingDay: Int
    /// What a month and a year need.
    public let periods: PeriodStatistics
    /// The share of a zone's stations, 0...1, that its value needs.
    public let stationShare: DecimalValue
    /// The statistics of the annual evaluation, by parameter.
    public let annual: [ParameterCode: [PeriodStatistic]]
    let concentrationDecimals: [ParameterCode: Int]
    /// The decimals of exceedance multiples, of rates in per cent, of changes in per cent and of the
    /// composite index.
    public let exceedanceDecimals: Int
    public let rateDecimals: Int
    public let changeDecimals: Int
    public let compositeDecimals: Int
    /// Days up to this index are good days (优良天数): 100.
    public let goodIndex: Int
    /// Days above this index are heavily polluted: 200.
    public let heavyIndex: Int
    public let composite: [CompositeItem]
    /// The parameters from which days of sand and dust are deducted.
    public let sandItems: [ParameterCode]

    /// The percentile of the annual evaluation; `nil` where there is none.
    public func annualPercentile(of parameter: ParameterCode) -> PeriodStatistic? {
        annual[parameter]?.first {
            if case .percentile = $0 { true } else { false }
        }
    }

    /// The decimals that reports show: 1 for CO, 0 for the others; not confirmed for HJ 663-2026.
    public func decimals(of parameter: ParameterCode) -> Int {
        concentrationDecimals[parameter] ?? 0
    }
}

extension AirStatisticRules {
    init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys(
            StandardHeading.keys + [
                "minima", "annual", "decimals", "goodIndex", "heavyIndex", "composite",
                "sandItems",
            ])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)

        let minima = try node.required("minima")
        try minima.checkKeys([
            "hoursInDay", "hoursInEight", "eightHourMeans", "aboveEightHourLimit",
            "hoursInMovingDay", "daysInMonth", "daysInFebruary", "daysInYear", "stationShare",
        ])
        minimumHoursInDay = try minima.required("hoursInDay").integer(1...24)
        minimumHoursInEight = try minima.required("hoursInEight").integer(1...8)
        minimumEightHourMeans = try minima.required("eightHourMeans").integer(1...17)
        countsAboveEightHourLimit = try minima.required("aboveEightHourLimit").flag()
        minimumHoursInMovingDay = try minima.required("hoursInMovingDay").integer(1...24)
        var periods = PeriodStatistics()
        periods.minimumDaysInMonth = try minima.required("daysInMonth").integer(1...31)
        periods.minimumDaysInFebruary = try minima.required("daysInFebruary").integer(1...29)
        periods.minimumDaysInYear = try minima.required("daysInYear").integer(1...366)
        self.periods = periods
        let share = try minima.required("stationShare")
        stationShare = try share.amount()
        if stationShare > DecimalValue(mantissa: 1) { throw share.wrong("0 to 1", "0至1") }

        annual = try node.required("annual").byParameter { node throws(StandardError) in
            try node.map { item throws(StandardError) in try Self.statistic(item) }
        }
        let decimals = try node.required("decimals")
        try decimals.checkKeys(["concentration", "exceedance", "rate", "change", "composite"])
        concentrationDecimals = try decimals.required("concentration").byParameter {
            node throws(StandardError) in try node.integer(0...6)
        }
        exceedanceDecimals = try decimals.required("exceedance").integer(0...6)
        rateDecimals = try decimals.required("rate").integer(0...6)
        changeDecimals = try decimals.required("change").integer(0...6)
        compositeDecimals = try decimals.required("composite").integer(0...6)
        goodIndex = try node.required("goodIndex").integer(0...9999)
        heavyIndex = try node.required("heavyIndex").integer(0...9999)
        composite = try node.required("composite").map { item throws(StandardError) in
            try Self.compositeItem(item)
        }
        sandItems = try node.required("sandItems").map { item throws(StandardError) in
            try item.parameter()
        }
    }

    private static func statistic(_ node: StandardNode) throws(StandardError) -> PeriodStatistic {
        guard let statistic = PeriodStatistic(try node.text()) else {
            throw node.wrong("mean, min, max or a percentile such as p95", "mean、min、max或百分位数如p95")
        }
        return statistic
    }

    private static func compositeItem(_ node: StandardNode) throws(StandardError) -> CompositeItem {
        try node.checkKeys(["item", "statistic", "limit", "weight"])
        let limit = try node.required("limit")
        guard let time = AveragingTime(rawValue: try limit.text()) else {
            throw limit.wrong(AveragingTime.listed, AveragingTime.listed)
        }
        return CompositeItem(
            try node.required("item").parameter(), try statistic(node.required("statistic")),
            limit: time, weight: try node.required("weight").amount())
    }
}
