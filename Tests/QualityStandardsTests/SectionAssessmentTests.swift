import Readings
import Testing

@testable import QualityStandards

@Suite("Sections by the surface-water standard")
struct SectionAssessmentTests {
    struct Worked: Sendable {
        let name: String
        var body = WaterBody.river
        let values: [String: String]
        let waterClass: WaterClass
        let status: String
        let classes: [String: WaterClass]
        let pollutants: String
    }

    static let worked: [Worked] = [
        Worked(
            name: "good",
            values: [
                "PH": "7.8", "DO": "8.1", "CODMN": "3.2", "COD": "14", "BOD5": "2.1",
                "NH3N": "0.32", "TP": "0.08", "F": "0.6",
            ], waterClass: .ii, status: "优",
            classes: [
                "PH": .i, "DO": .i, "CODMN": .ii, "COD": .i, "BOD5": .i, "NH3N": .ii, "TP": .ii,
                "F": .i,
            ], pollutants: ""),
        Worked(
            name: "class IV",
            values: [
                "PH": "8.0", "DO": "5.6", "CODMN": "7.1", "COD": "24", "BOD5": "4.6",
                "NH3N": "0.88", "TP": "0.26", "F": "0.9",
            ], waterClass: .iv, status: "轻度污染",
            classes: [
                "PH": .i, "DO": .iii, "CODMN": .iv, "COD": .iv, "BOD5": .iv, "NH3N": .iii,
                "TP": .iv, "F": .i,
            ], pollutants: "TP(0.30);COD(0.20);CODMN(0.18)"),
        Worked(
            name: "worse than V",
            values: [
                "PH": "7.4", "DO": "1.6", "CODMN": "12.0", "COD": "46", "BOD5": "11",
                "NH3N": "3.4", "TP": "0.52", "F": "1.2",
            ], waterClass: .inferiorV, status: "重度污染",
            classes: [
                "PH": .i, "DO": .inferiorV, "CODMN": .v, "COD": .inferiorV, "BOD5": .inferiorV,
                "NH3N": .inferiorV, "TP": .inferiorV, "F": .iv,
            ], pollutants: "NH3N(2.40);BOD5(1.75);TP(1.60)"),
        Worked(
            name: "on the limits of class III",
            values: [
                "PH": "6", "DO": "5", "CODMN": "6", "COD": "20", "BOD5": "4", "NH3N": "1.0",
                "TP": "0.2", "F": "1.0",
            ], waterClass: .iii, status: "良好",
            classes: [
                "PH": .i, "DO": .iii, "CODMN": .iii, "COD": .iii, "BOD5": .iii, "NH3N": .iii,
                "TP": .iii, "F": .i,
            ], pollutants: ""),
        Worked(
            name: "pH outside",
            values: ["PH": "9.2", "DO": "8.0", "CODMN": "3", "COD": "14"],
            waterClass: .inferiorV, status: "重度污染",
            classes: ["PH": .inferiorV, "DO": .i, "CODMN": .ii, "COD": .i], pollutants: "PH"),
        Worked(
            name: "lake", body: .lake,
            values: [
                "PH": "8.2", "DO": "7.9", "CODMN": "4.4", "COD": "18", "BOD5": "2.8",
                "NH3N": "0.2", "TP": "0.062", "F": "0.5",
            ], waterClass: .iv, status: "轻度污染",
            classes: [
                "PH": .i, "DO": .i, "CODMN": .iii, "COD": .iii, "BOD5": .i, "NH3N": .ii, "TP": .iv,
                "F": .i,
            ], pollutants: "TP(0.24)"),
        Worked(
            name: "lead before a larger multiple",
            values: ["COD": "46", "PB": "0.06", "NH3N": "1.2"], waterClass: .inferiorV,
            status: "重度污染", classes: ["COD": .inferiorV, "PB": .v, "NH3N": .iv],
            pollutants: "PB(0.20);COD(1.30);NH3N(0.20)"),
    ]

    static func sample(_ values: [String: String]) throws -> [ParameterCode: ReadingValue] {
        var result: [ParameterCode: ReadingValue] = [:]
        for (name, text) in values {
            result[ParameterCode(name)] = try ReadingValue(parsing: text)
        }
        return result
    }

    @Test("Class, status, items and main pollutants as worked by hand", arguments: worked)
    func assesses(_ worked: Worked) throws {
        let result = SurfaceWaterStandard.gb3838.assess(
            sample: try Self.sample(worked.values), body: worked.body)
        #expect(result.waterClass == worked.waterClass)
        #expect(result.status?.text == worked.status)
        let classes = result.items.map { ($0.parameter.name, $0.waterClass) }
        #expect(Dictionary(uniqueKeysWithValues: classes) == worked.classes)
        #expect(result.mainPollutantsText == worked.pollutants)
        #expect(result.edition == "GB3838-2002")
        #expect(result.notes.isEmpty)
    }

    @Test("Limiting items are those of the section's class; there are none at class I")
    func limits() throws {
        let standard = SurfaceWaterStandard.gb3838
        let iv = standard.assess(sample: try Self.sample(["COD": "24", "TP": "0.3", "DO": "6"]))
        #expect(iv.limitingText == "COD;TP")
        let i = standard.assess(sample: try Self.sample(["COD": "10", "DO": "8"]))
        #expect(i.waterClass == .i && i.limiting.isEmpty)
        #expect(iv.meets(.iii) == false && iv.meets(.iv) == true && i.meets(.i) == true)
    }

    @Test("Below detection is judged by the limit; an unknown limit is not judged")
    func belowDetection() throws {
        let standard = SurfaceWaterStandard.gb3838
        let known = standard.assess(sample: try Self.sample(["HG": "0.00004L", "COD": "12"]))
        #expect(known.waterClass == .i && known.notes.isEmpty && known.items.count == 2)
        let unknown = standard.assess(sample: try Self.sample(["HG": "未检出", "COD": "12"]))
        #expect(unknown.items.map(\.parameter) == [.chemicalOxygenDemand])
        #expect(unknown.notes == [.belowUnknownLimit(.mercury)])
        let high = standard.assess(sample: try Self.sample(["HG": "0.0005L"]))
        #expect(high.waterClass == .iv && high.mainPollutants.isEmpty)
        #expect(
            high.notes == [
                .detectionLimitTooHigh(
                    .mercury, limit: DecimalValue(mantissa: 5, decimals: 4), waterClass: .iv)
            ])
        #expect(high.notes[0].description.contains("0.0005"))
        #expect(high.notes[0].descriptionInChinese.contains("检出限0.0005"))
    }

    @Test("Nothing to judge gives no class and says so; missing is never 0")
    func nothing() throws {
        let result = SurfaceWaterStandard.gb3838.assess(
            sample: try Self.sample(["COD": "—", "TEMP": "12", "TN": "9"]))
        #expect(result.waterClass == nil && result.status == nil && result.meets(.v) == nil)
        #expect(result.notes == [.nothingToJudge])
    }

    @Test("Total nitrogen and faecal coliforms stand beside the class")
    func reference() throws {
        let values = try Self.sample(["COD": "10", "TN": "3", "FC": "50000"])
        let lake = SurfaceWaterStandard.gb3838.assess(sample: values, body: .lake)
        #expect(lake.waterClass == .i)
        #expect(lake.referenceItems.map(\.parameter.name) == ["TN", "FC"])
        #expect(lake.referenceItems.map(\.waterClass) == [.inferiorV, .inferiorV])
        let river = SurfaceWaterStandard.gb3838.assess(sample: values)
        #expect(river.referenceItems.map(\.parameter.name) == ["FC"])
    }

    @Test("A mean is judged unrounded: the least bit above a limit is above it")
    func unrounded() {
        let third = ExactNumber(1) / ExactNumber(3)
        let standard = SurfaceWaterStandard.gb3838
        #expect(standard.classify(.ammonia, ExactNumber(1)) == .iii)
        #expect(standard.classify(.ammonia, third * ExactNumber(3)) == .iii)
        #expect(standard.classify(.ammonia, ExactNumber(1001) / ExactNumber(1000)) == .iv)
    }

    @Test("Means over three sections give the river's class")
    func means() throws {
        let sections = try Self.worked.prefix(4).map(\.values).filter { $0["TP"] != "0.52" }
            .map(Self.sample)
        var means: [ParameterCode: ExactNumber] = [:]
        for code in sections[0].keys {
            let values = sections.compactMap { $0[code]?.value }.map { ExactNumber($0) }
            means[code] = PeriodStatistic.mean.value(of: values)
        }
        let expected = [
            "PH": "7.2667", "DO": "6.2333", "CODMN": "5.4333", "COD": "19.3333", "BOD5": "3.5667",
            "NH3N": "0.7333", "TP": "0.1800", "F": "0.8333",
        ]
        for (name, text) in expected {
            #expect(means[ParameterCode(name)]?.rounded(toDecimals: 4).description == text)
        }
        #expect(SurfaceWaterStandard.gb3838.assess(means: means).waterClass == .iii)
    }

    @Test("The standard has 24 items, 21 of which enter the class, and limits never fall")
    func table() throws {
        let standard = SurfaceWaterStandard.gb3838
        #expect(standard.items.map(\.parameter) == ParameterCode.waterItems)
        #expect(standard.items.count { $0.isEvaluated } == 21)
        for item in standard.items where item.riverLimits != nil {
            for body in WaterBody.allCases {
                let limits = try #require(item.limits(body)?.values)
                #expect(limits.count == 5)
                let ordered = item.isMinimum ? limits.reversed() : limits
                #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0 <= $1 })
            }
        }
        #expect(standard.styles.map(\.waterClass) == WaterClass.allCases)
        #expect(standard.style(of: .ii).colour == "#00CCFF")
        #expect(standard.item(.totalPhosphorus)?.limit(.iii, .lake)?.description == "0.05")
        #expect(standard.item(.totalPhosphorus)?.limit(.inferiorV) == nil)
    }
}

@Suite("Water classes")
struct WaterClassTests {
    @Test(
        "A class is read in every form",
        arguments: [
            ("I", WaterClass.i), ("Ⅲ", .iii), ("III", .iii), ("III类", .iii), ("Ⅲ类", .iii),
            ("劣Ⅴ", .inferiorV), ("劣五类", .inferiorV), (">V", .inferiorV), ("劣V类", .inferiorV),
            ("＞Ⅴ", .inferiorV), ("1", .i), ("6", .inferiorV), ("iv", .iv), (" 四类 ", .iv),
            ("５", .v), ("Ⅱ类水质", .ii),
        ])
    func reads(text: String, expected: WaterClass) {
        #expect(WaterClass(parsing: text) == expected)
    }

    @Test("Other text is no class", arguments: ["", "7", "0", "劣", "劣Ⅳ", "VI", "优", "—"])
    func refuses(text: String) { #expect(WaterClass(parsing: text) == nil) }

    @Test("Every class reads back from its own text, and they are in order")
    func roundTrip() {
        for own in WaterClass.allCases {
            #expect(WaterClass(parsing: own.text) == own)
            #expect(WaterClass(parsing: own.textInChinese) == own)
        }
        #expect(WaterClass.allCases.sorted() == WaterClass.allCases)
    }

    static let shares: [([WaterClass], String, String, WaterStatus)] = [
        (Array(repeating: .ii, count: 9) + [.iv], "90.0", "0.0", .excellent),
        (Array(repeating: .ii, count: 7) + [.iii, .iv, .v], "80.0", "0.0", .good),
        (
            Array(repeating: .iii, count: 6) + [.iv, .iv, .v, .inferiorV], "60.0", "10.0",
            .lightPollution
        ),
        ([.iii, .iii, .iii, .iv, .inferiorV], "60.0", "20.0", .moderatePollution),
        ([.iii, .iii, .iii, .inferiorV, .inferiorV], "60.0", "40.0", .heavyPollution),
        ([.i, .i, .i, .iv], "75.0", "0.0", .good),
    ]

    @Test("Shares of sections give the status of a river", arguments: shares)
    func rivers(classes: [WaterClass], good: String, inferior: String, status: WaterStatus) {
        let shares = WaterClassShares(classes)
        #expect(shares.goodShare?.rounded(toDecimals: 1).description == good)
        #expect(shares.inferiorShare?.rounded(toDecimals: 1).description == inferior)
        #expect(shares.status == status)
        #expect(WaterClassShares([]).status == nil)
    }
}
