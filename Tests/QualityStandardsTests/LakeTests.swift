import Readings
import Testing

@testable import QualityStandards

@Suite("Trophic states of lakes")
struct LakeTests {
    /// Chlorophyll in mg/L, as readings are kept.
    private func state(_ values: [String: String]) throws -> TrophicState {
        var means: [ParameterCode: ExactNumber] = [:]
        for (code, text) in values {
            means[ParameterCode(code)] = ExactNumber(try DecimalValue(parsing: text))
        }
        return TrophicState(means)
    }

    static let first = ["CHLA": "0.020", "TP": "0.05", "TN": "1.0", "SD": "1.0", "CODMN": "4.0"]

    @Test("The worked lake: parts, index and grade")
    func worked() throws {
        let state = try state(Self.first)
        let parts = state.parts.map { state.published($0.value)?.description }
        #expect(parts == ["57.534", "45.709", "54.530", "51.180", "37.979"])
        #expect(state.value.flatMap(state.published)?.description == "50.022")
        #expect(state.grade?.nameInChinese == "轻度富营养")
        let weights = state.parts.map(\.weight)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
        #expect(
            zip(weights, [0.2663, 0.1879, 0.1790, 0.1834, 0.1834]).allSatisfy {
                abs($0 - $1) < 5e-5
            })
    }

    @Test("A component that is missing or not above 0 leaves no index and is named")
    func missing() throws {
        var values = Self.first
        values["SD"] = nil
        values["TN"] = "0"
        let state = try state(values)
        #expect(state.value == nil && state.grade == nil && state.parts.count == 3)
        #expect(state.missing.map(\.name) == ["TN", "SD"])
    }

    @Test("Several points are judged by the means of the components")
    func points() throws {
        func means(_ transparency: String) throws -> [ParameterCode: ExactNumber] {
            var values = Self.first
            values["SD"] = transparency
            return try values.reduce(into: [:]) {
                $0[ParameterCode($1.key)] = ExactNumber(try DecimalValue(parsing: $1.value))
            }
        }
        let lake = TrophicState([try means("0.5"), try means("1.5")])
        #expect(lake == (try state(Self.first)))
    }

    @Test(
        "Grades change at 30, above 50, 60 and 70",
        arguments: [
            (29.99, "贫营养"), (30, "中营养"), (50, "中营养"), (50.01, "轻度富营养"), (60, "轻度富营养"),
            (60.01, "中度富营养"), (70, "中度富营养"), (70.01, "重度富营养"),
        ])
    func grades(index: Double, name: String) {
        let rules = SurfaceWaterStandard.gb3838.trophicState
        #expect(rules.grade(of: index)?.nameInChinese == name)
    }
}
