import Readings
import Testing

@testable import QualityStandards

@Suite("Soil")
struct SoilTests {
    struct Worked: Sendable {
        let land: SoilLand
        let values: [String: String]
        let level: SoilLevel?
        let exceeding: String
    }

    static let worked: [Worked] = [
        // On the screening value is not above it.
        Worked(
            land: .class1, values: ["AS": "20", "PB": "400"], level: .withinScreening,
            exceeding: ""),
        Worked(
            land: .class1, values: ["AS": "20.1", "PB": "500"], level: .aboveScreening,
            exceeding: "PB(0.25);AS(0.00)"),
        Worked(
            land: .class2, values: ["AS": "20.1", "PB": "500"], level: .withinScreening,
            exceeding: ""),
        Worked(
            land: .class1, values: ["CD": "47", "HG": "33.1"], level: .aboveIntervention,
            exceeding: "HG(3.14);CD(1.35)"),
        // Cadmium of paddies: 0.3 up to pH 5.5, 0.4 up to 6.5, 0.8 above 7.5.
        Worked(
            land: .paddy, values: ["PH": "5.5", "CD": "0.35"], level: .aboveScreening,
            exceeding: "CD(0.17)"),
        Worked(
            land: .paddy, values: ["PH": "5.51", "CD": "0.35"], level: .withinScreening,
            exceeding: ""),
        Worked(
            land: .paddy, values: ["PH": "8.1", "CD": "4.01"], level: .aboveIntervention,
            exceeding: "CD(4.01)"),
        // Orchards have values of their own for copper only.
        Worked(
            land: .orchard, values: ["PH": "6", "CU": "150", "CD": "0.31"], level: .aboveScreening,
            exceeding: "CD(0.03)"),
        Worked(
            land: .other, values: ["PH": "6", "CU": "150"], level: .aboveScreening,
            exceeding: "CU(2.00)"),
        // Zinc has no intervention value.
        Worked(
            land: .other, values: ["PH": "6", "ZN": "99999"], level: .aboveScreening,
            exceeding: "ZN(499.00)"),
        Worked(land: .other, values: ["ZN": "100"], level: nil, exceeding: ""),
    ]

    @Test("Levels and multiples as worked by hand", arguments: worked)
    func assesses(_ worked: Worked) throws {
        let standard = try #require(SoilStandard.edition(for: worked.land))
        let result = standard.assess(
            sample: try SectionAssessmentTests.sample(worked.values), land: worked.land)
        #expect(result.level == worked.level)
        #expect(result.exceedingText == worked.exceeding)
        #expect(result.notes.isEmpty == (worked.level != nil))
    }

    @Test("Below detection is within screening where its limit is, else not judged and told")
    func belowDetection() throws {
        let standard = try #require(SoilStandard.edition(for: .class1))
        let result = standard.assess(
            sample: try SectionAssessmentTests.sample(["VC": "0.1L", "TCE": "5L", "HG": "ND"]),
            land: .class1)
        #expect(result.level == .withinScreening && result.items.count == 1)
        #expect(
            result.notes == [
                .uselessDetectionLimit(.mercury), .uselessDetectionLimit(ParameterCode("TCE")),
            ])
        #expect(result.notes[0].descriptionInChinese == "HG未检出,且检出限未注明或高于筛选值,未参与评价。")
        let nothing = standard.assess(sample: [:], land: .class1)
        #expect(nothing.level == nil && nothing.notes == [.nothingToJudge])
    }

    @Test("Farmland without pH is not judged")
    func withoutPH() throws {
        let standard = try #require(SoilStandard.edition(for: .paddy))
        let result = standard.assess(
            sample: try SectionAssessmentTests.sample(["CD": "9"]), land: .paddy)
        #expect(result.level == nil && result.notes == [.withoutPH])
        #expect(
            result.notes[0].description
                == "The pH, which decides between limits, was not measured: not assessed.")
    }

    @Test("Every kind of land has an edition, and screening is never above intervention")
    func tables() throws {
        for land in SoilLand.allCases {
            let standard = try #require(SoilStandard.edition(for: land))
            #expect(
                SoilLand(parsing: land.text) == land && SoilLand(parsing: land.rawValue) == land)
            for item in standard.items {
                for ph in ["5", "6", "7", "8"] {
                    let number = ExactNumber(try DecimalValue(parsing: ph))
                    let limits = try #require(
                        standard.limits(item.parameter, land: land, ph: number))
                    if let intervention = limits.intervention {
                        #expect(limits.screening <= intervention, "\(item.parameter) \(land)")
                    }
                }
            }
        }
        #expect(SoilLand(parsing: "林地") == nil)
        #expect(SoilStandard.editions.map(\.edition).sorted() == ["GB15618-2018", "GB36600-2018"])
    }
}
