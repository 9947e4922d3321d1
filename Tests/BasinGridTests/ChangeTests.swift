import Readings
import Testing

@testable import BasinGrid

@Suite("Changes between two periods")
struct ChangeTests {
    @Test(
        "A change in percent needs two finite values and something above 0 to compare with",
        arguments: [
            (60, 50, 20), (50, 50, 0), (0, 50, -100), (40, 50, -20), (nil, 50, nil),
            (50, nil, nil), (nil, nil, nil), (50, 0, nil), (50, -10, nil), (.nan, 50, nil),
            (50, .nan, nil), (.infinity, 50, nil), (50, .infinity, nil),
        ] as [(Double?, Double?, Double?)])
    func percentages(now: Double?, before: Double?, expected: Double?) {
        #expect(percentChange(now: now, before: before) == expected)
    }

    /// Samples of ammonia that give one class each.
    private static let ammonia = [
        "I": "0.1", "II": "0.4", "III": "0.9", "IV": "1.4", "V": "1.9", "劣V": "3",
    ]

    private func state(_ waterClass: String?) throws -> SectionState {
        guard let waterClass, let value = Self.ammonia[waterClass] else {
            return SectionState(samples: 0, assessment: nil, isDry: false, note: nil)
        }
        let readings = try JudgedSections.readings([["P1", "2026-04-02", value]], "NH3N")
        let judged = try JudgedSections([.init("P1")], readings)
        return judged.state("P1")
    }

    @Test(
        "A section's change goes by steps of its status, of which classes I and II are one",
        arguments: [
            ("I", "II", "无明显变化"), ("II", "I", "无明显变化"), ("III", "III", "无明显变化"),
            ("II", "III", "有所好转"), ("III", "II", "有所变差"), ("II", "IV", "明显好转"),
            ("IV", "I", "明显变差"), ("劣V", "V", "有所变差"), ("I", "劣V", "明显好转"),
            ("III", nil, nil), (nil, "III", nil), (nil, nil, nil),
        ] as [(String?, String?, String?)])
    func sectionChange(now: String?, before: String?, words: String?) throws {
        let result = SectionResult(now: try state(now), before: try state(before))
        #expect(result.now.assessment?.waterClass?.text == now)
        #expect(result.change?.text == words)
    }

    @Test("Without a comparison there is no change")
    func noComparison() throws {
        #expect(SectionResult(now: try state("II"), before: nil).change == nil)
    }
}
