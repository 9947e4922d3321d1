import Readings
import Testing

@testable import QualityStandards

@Suite("Soil")
struct SoilTests {
    /// A sample on a kind of land, the level it has and the items above screening with multiples.
    typealias Worked = (land: SoilLand, values: String, level: SoilLevel?, exceeding: String)

    static let worked: [Worked] = [
        // On the screening value is not above it.
        (.class1, "AS=20 PB=400", .withinScreening, ""),
        (.class1, "AS=20.1 PB=500", .aboveScreening, "PB(0.25);AS(0.00)"),
        (.class2, "AS=20.1 PB=500", .withinScreening, ""),
        (.class1, "CD=47 HG=33.1", .aboveIntervention, "HG(3.14);CD(1.35)"),
        // Cadmium of paddies: 0.3 up to pH 5.5, 0.4 up to 6.5, 0.8 above 7.5.
        (.paddy, "PH=5.5 CD=0.35", .aboveScreening, "CD(0.17)"),
        (.paddy, "PH=5.51 CD=0.35", .withinScreening, ""),
        (.paddy, "PH=8.1 CD=4.01", .aboveIntervention, "CD(4.01)"),
        // Orchards have values of their own for copper only.
        (.orchard, "PH=6 CU=150 CD=0.31", .aboveScreening, "CD(0.03)"),
        (.other, "PH=6 CU=150", .aboveScreening, "CU(2.00)"),
        // Zinc has no intervention value.
        (.other, "PH=6 ZN=99999", .aboveScreening, "ZN(499.00)"),
        (.other, "ZN=100", nil, ""),
    ]

    /// `AS=20 PB=400`.
    private static func sample(_ text: String) throws -> [ParameterCode: ReadingValue] {
        let pairs = text.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
        return try SectionAssessmentTests.sample(
            Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
    }

    @Test("Levels and multiples as worked by hand", arguments: worked)
    func assesses(_ worked: Worked) throws {
        let standard = try #require(SoilStandard.edition(for: worked.land))
        let result = standard.assess(sample: try Self.sample(worked.values), land: worked.land)
        #expect(result.level == worked.level)
        #expect(result.exceedingText == worked.exceeding)
        #expect(result.notes.isEmpty == (worked.level != nil))
    }

    @Test("An edition is found by its name, without case, spaces and dashes")
    func named() throws {
        #expect(try SoilStandard.edition(named: "gb 36600 2018").edition == "GB36600-2018")
        let error = #expect(throws: StandardError.self) {
            try SoilStandard.edition(named: "GB15618")
        }
        #expect(error?.description.contains("Known: GB15618-2018, GB36600-2018") == true)
        #expect(error?.descriptionInChinese.contains("GB15618-2018") == true)
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
