import Foundation
import Reports
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Scores of zones by a rule file")
struct ScoreTests {
    private func rules(_ text: String, name: String = "rules.yaml") throws -> (
        ScoreRules?, [String]
    ) {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            let faults = FaultCollector()
            let rules = ScoreRuleReader(path: file.path, faults: faults).read()
            return (
                rules, faults.faults.map { $0.text.en.replacing(folder.path + "/", with: "") }
            )
        }
    }

    private static let yaml = """
        scores: 1
        base: 10
        indicators:
          - {name: 浓度, column: PM2.5_mean_mean, direction: lower, steps: {35: 40, 45: 30, 60: 10}}
          - {name: 改善, column: PM2.5_mean_mean, on: change, direction: lower, points: 30, full: -10, zero: 10}
          - {name: 名次, column: PM2.5_mean_max, on: rank, direction: lower, points: 20}

        """

    @Test(
        "Steps: the strictest limit that is kept",
        arguments: [(20.0, 40.0), (35, 40), (35.1, 30), (45, 30), (60, 10), (60.1, 0)])
    func steps(value: Double, points: Double) throws {
        let rule = try #require(try rules(Self.yaml).0?.indicators.first)
        #expect(rule.points(for: value, among: 5) == points)
        #expect(rule.key == "score_PM2.5_mean_mean" && rule.points == 40)
    }

    @Test(
        "Proportion: all points at full and beyond, none at zero and beyond",
        arguments: [(-20.0, 30.0), (-10, 30), (0, 15), (5, 7.5), (10, 0), (99, 0)])
    func linear(value: Double, points: Double) throws {
        let rule = try #require(try rules(Self.yaml).0?.indicators[1])
        #expect(rule.points(for: value, among: 5) == points)
        #expect(rule.key == "score_PM2.5_mean_mean_change")
    }

    @Test("Ranks: all points for the first, none for the last; alone one has all")
    func ranks() throws {
        let rule = try #require(try rules(Self.yaml).0?.indicators[2])
        #expect([1, 2, 3].map { rule.points(for: $0, among: 3) } == [20, 10, 0])
        #expect(rule.points(for: 1, among: 1) == 20)
        #expect(places(of: [3, nil, 1, 3, 2], isLowBest: true) == [3, nil, 1, 3, 2])
        #expect(places(of: [3, nil, 1, 3, 2], isLowBest: false) == [1, nil, 4, 1, 3])
    }

    @Test("CSV says the same as YAML")
    func table() throws {
        let csv = """
            name,column,on,direction,points,steps,full,zero
            浓度,PM2.5_mean_mean,,lower,,35:40;45:30;60:10,,
            改善,PM2.5_mean_mean,change,lower,30,,-10,10
            名次,PM2.5_mean_max,rank,lower,20,,,

            """
        let (made, faults) = try rules(csv, name: "rules.csv")
        #expect(faults == [])
        #expect(made?.indicators == (try rules(Self.yaml).0?.indicators))
    }

    @Test("What is wrong in the rules is said with its place")
    func faults() throws {
        let (_, faults) = try rules(
            """
            indicators:
              - {column: a, direction: down, points: 3}
              - {column: b, direction: lower, points: 3}
              - {column: c, direction: lower, steps: {x: 3}}
              - {colum: d, direction: lower}

            """)
        #expect(faults.count == 5, "\(faults)")
        #expect(
            faults[0].contains(
                "rules.yaml, line 2: the direction of a is \"down\", expected lower or"))
        #expect(faults[1].contains("line 3: the points of b are not understood"))
        #expect(faults[3].contains("Did you mean \"column\"?"))
    }

    private func job() -> SmallJob {
        var job = SmallJob()
        job.moreFiles = ["rules.yaml": Self.yaml]
        job.moreKeys = ["scores: rules.yaml"]
        return job
    }

    @Test("A job's zones have points of each indicator, their sum and its rank")
    func scored() throws {
        let result = try job().compute()
        let table = try #require(result.tables.scores(period: 0))
        let zones = result.tables.zones(layer: 0, period: 0)
        #expect(table.id == "scores_units_2026-04" && table.rows.count == 2)
        let rules = try #require(result.inputs.scores)
        for row in 0..<2 {
            let expected = [
                rules.indicators[0].points(for: zones.number(row, "PM2.5_mean_mean"), among: 2),
                rules.indicators[1].points(
                    for: zones.number(row, "PM2.5_mean_mean_change_percent"), among: 2),
                zones.number(row, "PM2.5_mean_max") < zones.number(1 - row, "PM2.5_mean_max")
                    ? 20 : 0,
            ]
            #expect(rules.indicators.map { table.number(row, $0.key) } == expected)
            #expect(isClose(table.number(row, "score"), 10 + expected.reduce(0, +), relative: 1e-6))
        }
        // A is the cleaner one.
        #expect([0, 1].map { table.number($0, "score_rank") } == [1, 2])
    }

    @Test("A zone without a figure keeps its row, with a note and no rank")
    func missing() throws {
        var job = job()
        job.zones.append(("C", nil))
        let table = try #require(try job.compute(language: .en).tables.scores(period: 0))
        #expect(table.rows.count == 3)
        #expect(table.cell(2, "score") == .empty && table.cell(2, "score_rank") == .empty)
        #expect(table.text(2, "note") == "not ranked, no figure for: 浓度, 改善, 名次")
    }

    @Test("A column that no table will have is a fault before anything is computed")
    func unknownColumn() throws {
        var job = job()
        job.moreFiles["rules.yaml"] = Self.yaml.replacing("PM2.5_mean_max", with: "PM2.5_mean_mex")
            .replacing("base: 10", with: "zones: nowhere")
        let faults = try job.faults()
        #expect(faults.contains { $0.contains("Did you mean \"PM2.5_mean_max\"?") })
        #expect(
            faults.contains {
                $0.contains("no zone layer is called \"nowhere\". The job has: units.")
            })
    }
}
