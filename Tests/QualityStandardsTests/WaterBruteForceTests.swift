import Readings
import TestSupport
import Testing

@testable import QualityStandards

/// The rules once more, literally, on integers of 0.00001 mg/L: nothing of the product is used.
private enum Literal {
    /// Number of the item, code, whether limits are minima, limits I…V in rivers and in lakes.
    static let table: [(code: String, isMinimum: Bool, river: [Int], lake: [Int])] = [
        ("DO", true, [750_000, 600_000, 500_000, 300_000, 200_000], []),
        ("CODMN", false, [200_000, 400_000, 600_000, 1_000_000, 1_500_000], []),
        ("COD", false, [1_500_000, 1_500_000, 2_000_000, 3_000_000, 4_000_000], []),
        ("BOD5", false, [300_000, 300_000, 400_000, 600_000, 1_000_000], []),
        ("NH3N", false, [15_000, 50_000, 100_000, 150_000, 200_000], []),
        (
            "TP", false, [2_000, 10_000, 20_000, 30_000, 40_000],
            [1_000, 2_500, 5_000, 10_000, 20_000]
        ),
        ("CU", false, [1_000, 100_000, 100_000, 100_000, 100_000], []),
        ("ZN", false, [5_000, 100_000, 100_000, 200_000, 200_000], []),
        ("F", false, [100_000, 100_000, 100_000, 150_000, 150_000], []),
        ("SE", false, [1_000, 1_000, 1_000, 2_000, 2_000], []),
        ("AS", false, [5_000, 5_000, 5_000, 10_000, 10_000], []),
        ("HG", false, [5, 5, 10, 100, 100], []),
        ("CD", false, [100, 500, 500, 500, 1_000], []),
        ("CR6", false, [1_000, 5_000, 5_000, 5_000, 10_000], []),
        ("PB", false, [1_000, 1_000, 5_000, 5_000, 10_000], []),
        ("CN", false, [500, 5_000, 20_000, 20_000, 20_000], []),
        ("VPHEN", false, [200, 200, 500, 1_000, 10_000], []),
        ("OIL", false, [5_000, 5_000, 5_000, 50_000, 100_000], []),
        ("LAS", false, [20_000, 20_000, 20_000, 30_000, 30_000], []),
        ("S", false, [5_000, 10_000, 20_000, 50_000, 100_000], []),
    ]
    static let names = ["I", "II", "III", "IV", "V", "劣V"]
    static let first = ["CN", "PB", "CR6", "HG", "CD", "AS"]

    struct Judged {
        var code: String
        var rank: Int
        /// (C − S)/S as a fraction; `nil` for pH and oxygen.
        var multiple: (top: Int, bottom: Int)?
    }

    static func judge(_ values: [String: Int], isLake: Bool) -> [Judged] {
        var result: [Judged] = []
        if let ph = values["PH"] {
            result.append(Judged(code: "PH", rank: ph < 600_000 || ph > 900_000 ? 5 : 0))
        }
        for row in table {
            guard let value = values[row.code] else { continue }
            let limits = isLake && !row.lake.isEmpty ? row.lake : row.river
            var rank = 5
            for place in stride(from: 4, through: 0, by: -1)
            where row.isMinimum ? value >= limits[place] : value <= limits[place] {
                rank = place
            }
            let multiple = row.isMinimum ? nil : (top: value - limits[2], bottom: limits[2])
            result.append(Judged(code: row.code, rank: rank, multiple: multiple))
        }
        return result
    }

    /// Two decimals, a half to the even digit.
    static func text(_ multiple: (top: Int, bottom: Int)) -> String {
        let scaled = multiple.top * 100
        var hundredths = scaled / multiple.bottom
        let rest = 2 * (scaled % multiple.bottom)
        if rest > multiple.bottom || (rest == multiple.bottom && hundredths % 2 == 1) {
            hundredths += 1
        }
        let decimals = hundredths % 100
        return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }

    static func pollutants(_ items: [Judged]) -> String {
        var left = items.filter { $0.rank > 2 }
        var texts: [String] = []
        while !left.isEmpty && texts.count < 3 {
            var best = 0
            for place in left.indices where precedes(left[place], left[best]) { best = place }
            let own = left.remove(at: best)
            texts.append(own.code + (own.multiple.map { "(\(text($0)))" } ?? ""))
        }
        return texts.joined(separator: ";")
    }

    private static func precedes(_ a: Judged, _ b: Judged) -> Bool {
        let (firstA, firstB) = (first.contains(a.code), first.contains(b.code))
        if firstA != firstB { return firstA }
        if a.rank != b.rank { return a.rank > b.rank }
        let (x, y) = (a.multiple ?? (0, 1), b.multiple ?? (0, 1))
        let (left, right) = (x.0 * y.1, y.0 * x.1)
        return left == right ? a.code < b.code : left > right
    }
}

@Suite("Sections beside a literal re-implementation")
struct WaterBruteForceTests {
    /// A sample in units of 0.00001: often on a limit, beside one, or missing.
    private func sample(_ random: inout SeededRandom) -> [String: Int] {
        var values: [String: Int] = [:]
        for row in Literal.table where Int.random(in: 0..<8, using: &random) > 0 {
            let limit = (row.river + row.lake).randomElement(using: &random) ?? 1
            switch Int.random(in: 0..<6, using: &random) {
            case 0: values[row.code] = limit
            case 1: values[row.code] = limit + 1
            case 2: values[row.code] = max(0, limit - 1)
            case 3: values[row.code] = limit * Int.random(in: 1...5, using: &random)
            default: values[row.code] = Int.random(in: 0...(limit * 2), using: &random)
            }
        }
        if Bool.random(using: &random) {
            let ends = [600_000, 900_000, 599_999, 900_001, 750_000]
            values["PH"] = ends.randomElement(using: &random)
        }
        return values
    }

    @Test("10 000 random samples have class, items, pollutants and multiples of the literal rules")
    func random() {
        var random = SeededRandom(seed: 3838)
        let standard = SurfaceWaterStandard.gb3838
        for number in 0..<10_000 {
            let values = sample(&random)
            let isLake = number.isMultiple(of: 3)
            let readings = Dictionary(
                uniqueKeysWithValues: values.map {
                    (
                        ParameterCode($0.key),
                        ReadingValue(DecimalValue(mantissa: Int64($0.value), decimals: 5))
                    )
                })
            let own = standard.assess(sample: readings, body: isLake ? .lake : .river)
            let items = Literal.judge(values, isLake: isLake)
            let worst = items.map(\.rank).max()
            #expect(own.waterClass?.text == worst.map { Literal.names[$0] }, "\(values)")
            let classes = Dictionary(
                uniqueKeysWithValues: own.items.map { ($0.parameter.name, $0.waterClass.text) })
            let expected = Dictionary(
                uniqueKeysWithValues: items.map { ($0.code, Literal.names[$0.rank]) })
            #expect(classes == expected)
            #expect(own.mainPollutantsText == Literal.pollutants(items), "\(values)")
            let limiting = worst == 0 ? [] : items.filter { $0.rank == worst }.map(\.code)
            #expect(Set(own.limiting.map(\.parameter.name)) == Set(limiting))
            // A mean of the one sample is judged alike.
            let means = readings.compactMapValues { $0.value.map { ExactNumber($0) } }
            #expect(
                standard.assess(means: means, body: own.body).mainPollutants == own.mainPollutants)
        }
    }
}
