import Readings
import Testing

@testable import QualityStandards

@Suite("Targets of sections")
struct WaterTargetTests {
    @Test(
        "A class, limits of items or both, in the ways that tables write them",
        arguments: [
            ("Ⅲ", "III"), ("V;COD=50", "V;COD=50"), ("Ⅴ类；COD≤50；氨氮=3.0", "V;COD=50;NH3N=3.0"),
            ("溶解氧≥2、劣Ⅴ", "劣V;DO=2"), ("总磷:0.4", "TP=0.4"), ("", ""), (" — ", ""), ("/", ""),
        ])
    func texts(_ text: String, _ written: String) throws {
        let target = try #require(WaterTarget(parsing: text))
        #expect(target.text == written && target.isEmpty == written.isEmpty)
    }

    @Test(
        "What is neither is no target",
        arguments: ["九类", "III;II", "COD", "COD=多", "COD=0", "COD=5;COD=6", "苯=1;III;x"])
    func unread(_ text: String) {
        #expect(WaterTarget(parsing: text) == nil)
    }

    /// Values, target, and whether it is met.
    static let judged: [([String: String], String, Bool?)] = [
        (["COD": "45", "NH3N": "1.8"], "V", false),
        // The limit of an item goes before that of the class, also where it is wider.
        (["COD": "45", "NH3N": "1.8"], "V;COD=50", true),
        (["COD": "50", "NH3N": "2.1"], "V;COD=50", false),
        (["COD": "16", "NH3N": "0.1"], "III;COD=15", false), (["COD": "15"], "III;COD=15", true),
        // Of dissolved oxygen the least that is allowed.
        (["DO": "2.0"], "DO=2", true), (["DO": "1.9"], "DO=2", false),
        // An item that was not measured says nothing; nor does a target of others.
        (["NH3N": "0.9"], "III;COD=15", true), (["NH3N": "0.9"], "COD=15", nil), ([:], "III", nil),
        (["TP": "0.05", "TN": "3"], "TN=2", nil),
    ]

    @Test("Items by their own limits, the others by the class", arguments: judged)
    func meets(_ values: [String: String], _ text: String, _ isMet: Bool?) throws {
        let target = try #require(WaterTarget(parsing: text))
        let sample = try SectionAssessmentTests.sample(values)
        #expect(SurfaceWaterStandard.gb3838.assess(sample: sample).meets(target) == isMet)
    }

    @Test(
        "Total nitrogen of a lake, which stands outside of the class, has a limit where one is set")
    func reference() throws {
        let sample = try SectionAssessmentTests.sample(["TP": "0.04", "TN": "3"])
        let lake = SurfaceWaterStandard.gb3838.assess(sample: sample, body: .lake)
        #expect(lake.meets(try #require(WaterTarget(parsing: "III"))) == true)
        #expect(lake.meets(try #require(WaterTarget(parsing: "III;TN=2"))) == false)
    }
}
