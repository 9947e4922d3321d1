import Foundation
import QualityStandards
import Readings
import TestSupport
import Testing

/// The worked examples of the standards folder beside the real test data, where it is.
@Suite("Worked examples of the standards: sections, rivers, rates")
struct WorkedExamplesTests {
    static let file = WorkedExamples.file

    static let isMandatory = mustRunEverything

    struct Example {
        let id: String
        let inputs: [String: Any]
        let expected: [String: Any]
        let result: String?
    }

    static func examples(_ group: String) throws -> [Example] {
        try WorkedExamples.group(group).map {
            Example(
                id: $0["id"] as? String ?? "", inputs: $0["inputs"] as? [String: Any] ?? [:],
                expected: $0["expected"] as? [String: Any] ?? [:],
                result: $0["expected"] as? String)
        }
    }

    @Test(
        "Sections",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func sections() throws {
        for example in try Self.examples("section") {
            let values = try #require(example.inputs["values"] as? [String: String])
            let result = SurfaceWaterStandard.gb3838.assess(
                sample: try SectionAssessmentTests.sample(values),
                body: example.inputs["river"] as? Bool == false ? .lake : .river)
            #expect(result.waterClass?.text == example.expected["class"] as? String)
            #expect(result.status?.text == example.expected["status"] as? String)
            let classes = result.items.map { ($0.parameter.name, $0.waterClass.text) }
            #expect(
                Dictionary(uniqueKeysWithValues: classes)
                    == example.expected["item_classes"] as? [String: String])
            #expect(
                result.mainPollutants.map(\.parameter.name)
                    == example.expected["main_pollutants"] as? [String])
            let multiples = try #require(example.expected["exceedance_2dp"] as? [String: Any])
            for item in result.items where item.waterClass > .iii {
                #expect(
                    item.multiple?.rounded(toDecimals: 2).description
                        == multiples[item.parameter.name] as? String, "\(example.id)")
            }
            #expect(result.items.count { $0.waterClass > .iii } == multiples.count)
        }
    }

    @Test(
        "Rivers by shares",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func rivers() throws {
        for example in try Self.examples("river") {
            guard let classes = example.inputs["classes"] as? [String] else { continue }
            let shares = WaterClassShares(classes.compactMap { WaterClass(parsing: $0) })
            #expect(shares.sections == classes.count)
            #expect(shares.status?.text == example.expected["status"] as? String)
            #expect(
                shares.goodShare?.rounded(toDecimals: 1).description
                    == example.expected["i_iii_percent_1dp"] as? String)
            #expect(
                shares.inferiorShare?.rounded(toDecimals: 1).description
                    == example.expected["inferior_v_percent_1dp"] as? String)
        }
    }

    @Test(
        "Rates",
        .enabled(if: file != nil || isMandatory, "the standards folder is not here"))
    func rates() throws {
        for example in try Self.examples("rates") {
            func number(_ key: String) throws -> ExactNumber {
                let text = try #require(example.inputs[key] as? String)
                return ExactNumber(try DecimalValue(parsing: text))
            }
            switch example.id {
            case "good-days":
                let good = try #require(example.inputs["good_days"] as? Int)
                let valid = try #require(example.inputs["valid_days"] as? Int)
                let share = Figures.percentage(good, of: valid)
                #expect(share?.rounded(toDecimals: 1).description == example.result)
            case "yoy-concentration":
                let change = Figures.changePercentage(
                    now: try number("now"), before: try number("before"))
                #expect(
                    change?.rounded(toDecimals: 1).description
                        == example.expected["change_percent_1dp"] as? String)
            case "yoy-points":
                let points = Figures.changeInPoints(
                    now: try number("now_percent"), before: try number("before_percent"))
                #expect(
                    points.rounded(toDecimals: 1).description
                        == example.expected["points_1dp"] as? String)
            case "exceed-air":
                let limit = try #require(example.inputs["limit"] as? String)
                let multiple = Figures.exceedanceMultiple(
                    try number("value"), limit: try DecimalValue(parsing: limit))
                #expect(multiple?.rounded(toDecimals: 2).description == example.result)
            default: Issue.record("no check for the example \(example.id)")
            }
        }
    }
}
