import Testing

@testable import ZonalStatistics

@Suite("Statistic names")
struct StatisticTests {
    @Test("A name gives its statistic and back", arguments: Statistic.allCases)
    func roundTrip(_ statistic: Statistic) throws {
        #expect(try Statistic(name: statistic.name) == statistic)
    }

    @Test("The names are those of the command line")
    func names() {
        #expect(
            Statistic.allCases.map(\.name).joined(separator: " ")
                == "count sum mean min max range stdev variance cv valid_share area_km2")
    }

    @Test(
        "A statistic that is defined but not computed says so",
        arguments: [
            "median", "p0", "p90", "p99.5", "p100", "mode", "minority", "variety", "min_x",
            "min_y", "max_x", "max_y", "frac", "share>30", "share>0.5", "share>-2",
            "weighted_mean", "weighted_sum", "weighted_stdev", "weighted_variance",
            "circular_mean",
        ])
    func notServedYet(_ name: String) {
        #expect(throws: StatisticError.notServedYet(name)) { try Statistic(name: name) }
    }

    @Test(
        "An unknown name proposes the nearest",
        arguments: [
            ("maen", "mean"), ("Mean", "mean"), ("std", "stdev"), ("valid-share", "valid_share"),
            ("p101", "p90"), ("share>x", "share>30"), ("medain", "median"), ("zzzzzz", nil),
            ("", nil),
        ] as [(String, String?)])
    func unknown(_ name: String, _ nearest: String?) {
        #expect(throws: StatisticError.unknown(name, nearest: nearest)) {
            try Statistic(name: name)
        }
    }

    @Test("Messages say what is served")
    func messages() {
        let served = "count sum mean min max range stdev variance cv valid_share area_km2"
        let later = StatisticError.notServedYet("p90")
        #expect(later.description == "Statistic \"p90\" is not served yet. Served now: \(served).")
        #expect(later.descriptionInChinese == "统计量“p90”暂不支持。目前支持：\(served)。")
        let near = StatisticError.unknown("maen", nearest: "mean")
        #expect(
            near.description == """
                Statistic "maen" is unknown. Did you mean "mean"? Served now: \(served).
                """)
        #expect(
            near.descriptionInChinese == "未知的统计量“maen”，是否指“mean”？目前支持：\(served)。")
        let far = StatisticError.unknown("zz", nearest: nil)
        #expect(far.description == "Statistic \"zz\" is unknown. Served now: \(served).")
        #expect(far.descriptionInChinese == "未知的统计量“zz”。目前支持：\(served)。")
    }
}
