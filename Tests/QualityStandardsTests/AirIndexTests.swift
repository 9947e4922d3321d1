import Foundation
import QualityStandards
import Readings
import TestSupport
import Testing

@Suite("Air quality index")
struct AirIndexTests {
    static func number(_ text: String) throws -> ExactNumber {
        ExactNumber(try DecimalValue(parsing: text))
    }

    static func standard(_ edition: String) throws -> AirIndexStandard {
        try #require(AirIndexStandard.editions.first { $0.edition == edition })
    }

    static func concentrations(_ texts: [String: String]) throws -> [AirIndexItem: ExactNumber] {
        var result: [AirIndexItem: ExactNumber] = [:]
        for (code, text) in texts {
            result[try #require(AirIndexItem(code))] = try number(text)
        }
        return result
    }

    /// Item, concentration, index in 2012 and in 2026; worked by hand.
    static let indices: [(String, String, Int?, Int?)] = [
        ("PM2.5_24h", "0", 0, 0), ("PM2.5_24h", "35", 50, 50), ("PM2.5_24h", "36", 52, 52),
        // 50/40 × 25 + 50 = 81.25 in 2012; the node of 100 in 2026.
        ("PM2.5_24h", "60", 82, 100), ("PM2.5_24h", "60.5", 82, 100),
        ("PM2.5_24h", "60.51", 83, 101), ("PM2.5_24h", "61.5", 84, 102),
        ("PM2.5_24h", "75", 100, 114), ("PM2.5_24h", "501", 500, 500),
        ("PM10_24h", "120", 85, 100), ("PM10_24h", "121", 86, 101), ("PM10_24h", "150", 100, 112),
        ("SO2_24h", "51", 51, 51), ("SO2_1h", "800", 200, 200), ("SO2_1h", "801", nil, 200),
        ("O3_8h", "160", 100, 100), ("O3_8h", "800.4", 300, 300), ("O3_8h", "801", nil, 300),
        ("O3_1h", "900", 350, 350), ("O3_1h", "1300", 500, 500),
        ("NO2_1h", "201", 101, 101), ("CO_24h", "2.05", 50, 50), ("CO_24h", "4.1", 101, 101),
        // 0.05 goes to the even digit 0.0.
        ("CO_24h", "0.05", 0, 0), ("CO_24h", "0.15", 5, 5), ("PM10_24h", "-1", 0, 0),
    ]

    @Test(
        "An index is interpolated, rounded before by GB/T 8170 and up afterwards",
        arguments: indices)
    func items(code: String, concentration: String, in2012: Int?, in2026: Int?) throws {
        let item = try #require(AirIndexItem(code))
        for (edition, expected) in [("HJ633-2012", in2012), ("HJ633-2026", in2026)] {
            let part = try Self.standard(edition).index(of: item, at: Self.number(concentration))
            #expect(try #require(part).value == expected, "\(edition)")
        }
    }

    @Test("A value on a node has the node's index, and the next one above is worse")
    func nodes() throws {
        for standard in AirIndexStandard.editions {
            for item in Set(standard.dailyItems + standard.hourlyItems) {
                let nodes = standard.nodes(of: item)
                #expect(nodes.count >= 5)
                for (concentration, index) in nodes {
                    let exact = ExactNumber(concentration)
                    #expect(standard.index(of: item, at: exact)?.value == index, "\(item)")
                    let step = ExactNumber(
                        DecimalValue(
                            mantissa: 1, decimals: standard.inputDecimals(of: item.parameter)))
                    if index < nodes[nodes.count - 1].index {
                        let next = standard.index(of: item, at: exact + step)?.value ?? 0
                        #expect(next > index, "\(item) \(concentration)")
                    }
                }
            }
        }
    }

    static let day = [
        "SO2_24h": "12", "NO2_24h": "45", "CO_24h": "1.2", "O3_8h": "148", "PM10_24h": "98",
        "PM2.5_24h": "62",
    ]

    @Test("The worked day is good in 2012 and lightly polluted in 2026")
    func workedDay() throws {
        let concentrations = try Self.concentrations(Self.day)
        let old = try Self.standard("HJ633-2012").dailyIndex(concentrations)
        #expect(old.value == 90 && old.level?.categoryInChinese == "良")
        #expect(old.primary.map(\.code) == ["O3_8h"] && old.exceeding == [])
        #expect(old.missing.map(\.code) == ["O3_1h"])
        let new = try Self.standard("HJ633-2026").dailyIndex(concentrations)
        #expect(new.value == 102 && new.level?.category == "light pollution")
        #expect(new.level?.number == 3 && new.level?.nameInChinese == "三级")
        #expect(new.primary.map(\.code) == ["PM2.5_24h"] && new.exceeding == nil)
        #expect(new.missing.isEmpty && new.reason == nil)
    }

    @Test("Pollutants above 100 are named in 2012 only, equal primary ones together")
    func exceedingAndTies() throws {
        let values = try Self.concentrations([
            "SO2_24h": "8", "NO2_24h": "81", "CO_24h": "0.6", "O3_8h": "161", "PM10_24h": "100",
            "PM2.5_24h": "40", "O3_1h": "150",
        ])
        let old = try Self.standard("HJ633-2012").dailyIndex(values)
        #expect(old.value == 101)
        #expect(old.primary.map(\.code) == ["NO2_24h", "O3_8h"])
        #expect(old.exceeding?.map(\.code) == ["NO2_24h", "O3_8h"])
        #expect(try Self.standard("HJ633-2026").dailyIndex(values).exceeding == nil)
    }

    @Test("Without an item, 2026 gives NA up to 100 and an index above; 2012 always the others'")
    func missing() throws {
        var texts = Self.day
        texts["PM2.5_24h"] = nil
        let new = try Self.standard("HJ633-2026")
        let low = new.dailyIndex(try Self.concentrations(texts))
        #expect(low.value == nil && low.level == nil && low.primary.isEmpty)
        #expect(low.items.count == 5)
        #expect(
            low.reason?.description
                == "PM2.5_24h missing, and the index of the others, 90, is not above 100.")
        #expect(
            low.reason?.descriptionInChinese == "缺少PM2.5_24h,其余项目的指数90未超过100。")
        texts["O3_8h"] = "190"
        #expect(new.dailyIndex(try Self.concentrations(texts)).value == 128)
        texts["O3_8h"] = "160"
        let limit = try Self.concentrations(texts)
        #expect(new.dailyIndex(limit).value == nil)
        #expect(try Self.standard("HJ633-2012").dailyIndex(limit).value == 100)
        #expect(new.dailyIndex(limit, missing: .indexOfTheOthers).value == 100)
        #expect(
            new.dailyIndex(limit, missing: .noIndex).reason
                == .incomplete(missing: [try #require(AirIndexItem("PM2.5_24h"))]))
        let planned = new.dailyIndex(
            limit, notMonitored: [try #require(AirIndexItem("PM2.5_24h"))])
        #expect(planned.value == 100 && planned.missing.isEmpty)
        #expect(new.dailyIndex([:]).reason == .noItems)
    }

    @Test("An hour of 2012 takes moving means and, above 800, sulphur dioxide of 24 hours")
    func hours() throws {
        var texts = [
            "SO2_1h": "900", "NO2_1h": "50", "CO_1h": "1", "O3_1h": "100", "O3_8h": "90",
            "PM10_24h": "60", "PM2.5_24h": "30",
        ]
        let old = try Self.standard("HJ633-2012")
        let without = old.hourlyIndex(try Self.concentrations(texts))
        #expect(without.missing.map(\.code) == ["SO2_24h"])
        texts["SO2_24h"] = "475"
        let with = old.hourlyIndex(try Self.concentrations(texts))
        #expect(with.value == 150 && with.primary.map(\.code) == ["SO2_24h"])
        let new = try Self.standard("HJ633-2026")
        texts["PM10_1h"] = "60"
        texts["PM2.5_1h"] = "61"
        let hour = new.hourlyIndex(try Self.concentrations(texts))
        #expect(hour.value == 200 && hour.primary.map(\.code) == ["SO2_1h"])
        #expect(hour.items.first { $0.item.code == "PM2.5_1h" }?.value == 101)
    }

    @Test("Levels follow each other; colours are those of table A.1")
    func levels() throws {
        for standard in AirIndexStandard.editions {
            #expect(
                standard.levels.map(\.categoryInChinese) == [
                    "优", "良", "轻度污染", "中度污染", "重度污染", "严重污染",
                ])
            for (index, number) in [
                (0, 1), (50, 1), (51, 2), (100, 2), (101, 3), (150, 3), (151, 4), (200, 4),
                (201, 5), (300, 5), (301, 6), (500, 6),
            ] {
                #expect(standard.level(of: index).number == number)
            }
            let heavy = standard.levels[4]
            #expect((heavy.red, heavy.green, heavy.blue) == (153, 0, 76))
            #expect((heavy.cyan, heavy.magenta, heavy.yellow, heavy.black) == (10, 100, 40, 30))
        }
        #expect(try Self.standard("HJ633-2012").levels[0].indices.lowerBound == 0)
        #expect(try Self.standard("HJ633-2026").levels[0].indices.lowerBound == 1)
    }

    @Test("Items are read from their codes", arguments: ["PM2_5_24h", "pm2.5_24H", "PM2.5_24h"])
    func codes(text: String) {
        #expect(AirIndexItem(text)?.code == "PM2.5_24h")
        #expect(AirIndexItem("O3_8h")?.parameter == .o3EightHours)
        #expect(AirIndexItem("O3_8h")?.pollutant == .o3)
        #expect(AirIndexItem("PM2.5") == nil)
    }
}
