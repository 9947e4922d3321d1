import Testing

@testable import ZonalStatistics

@Suite("Statistic names")
struct StatisticTests {
    private static let served = """
        count sum mean min max range stdev variance cv median mode minority variety min_x min_y \
        max_x max_y frac weighted_mean weighted_sum weighted_stdev weighted_variance \
        circular_mean area_km2 valid_share pNN share>LIMIT
        """

    @Test(
        "A name gives its statistic and back",
        arguments: Statistic.plain.map(\.name) + [
            "p0", "p5", "p50", "p90", "p99.5", "p100", "p0.01", "share>30", "share>0.5", "share>-2",
            "share>1e3", "share>-1.5E-3", "share>0",
        ])
    func roundTrip(_ name: String) throws {
        #expect(try Statistic(name: name).name == name)
    }

    @Test(
        "A percentile keeps its number",
        arguments: [("p0", 0), ("p99.5", 0.995), ("p100", 1), ("median", 0.5), ("p50", 0.5)])
    func percentiles(_ name: String, _ quantile: Double) throws {
        #expect(try Statistic(name: name).quantile == quantile)
    }

    @Test("A share keeps its limit", arguments: [("share>-2", -2), ("share>1e3", 1000)])
    func shares(_ name: String, _ limit: Double) throws {
        guard case .shareAbove(let number) = try Statistic(name: name) else {
            Issue.record("\(name) is no share")
            return
        }
        #expect(number.value == limit && number.text == name.dropFirst(6))
    }

    @Test(
        "An unknown name proposes the nearest",
        arguments: [
            ("maen", "mean"), ("Mean", "mean"), ("std", "stdev"), ("valid-share", "valid_share"),
            ("medain", "median"), ("weightedmean", "weighted_mean"), ("Majority", "mode"),
            ("p900", "p90"), ("p100.1", nil), ("p", nil), ("p0x10", nil),
            ("p９", nil), ("share>x", "share>30"), ("share>", "share>30"),
            ("share>nan", "share>30"), ("share>inf", "share>30"), ("share>0x10", "share>30"),
            ("share>+3", "share>30"), ("share>=30", "share>30"), ("share> 30", "share>30"),
            ("share>1e999", nil), ("zzzzzz", nil), ("", nil),
        ] as [(String, String?)])
    func unknown(_ name: String, _ nearest: String?) {
        #expect(throws: StatisticError.unknown(name, nearest: nearest)) {
            try Statistic(name: name)
        }
    }

    @Test("Messages say what there is")
    func messages() {
        let near = StatisticError.unknown("maen", nearest: "mean")
        #expect(
            near.description == """
                Statistic "maen" is unknown. Did you mean "mean"? There are: \(Self.served).
                """)
        #expect(near.descriptionInChinese == "未知的统计量“maen”，是否指“mean”？可用：\(Self.served)。")
        let far = StatisticError.unknown("zz", nearest: nil)
        #expect(far.description == "Statistic \"zz\" is unknown. There are: \(Self.served).")
        #expect(far.descriptionInChinese == "未知的统计量“zz”。可用：\(Self.served)。")
        let weights = StatisticError.needsWeights("weighted_mean")
        #expect(
            weights.description == """
                Statistic "weighted_mean" needs weights. Name a raster of weights, or "area".
                """)
        #expect(
            weights.descriptionInChinese == """
                统计量“weighted_mean”需要权重。请指定权重栅格，或用“area”按面积加权。
                """)
    }

    @Test("A weighted statistic without weights is refused")
    func needsWeights() throws {
        #expect(throws: StatisticError.needsWeights("weighted_sum")) {
            try values(
                "mean weighted_sum", of: unitGrid(rows: 1, columns: 1, [1]), in: box(0, 0, 1, 1))
        }
    }
}
