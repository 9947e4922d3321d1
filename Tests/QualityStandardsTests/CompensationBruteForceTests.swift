import QualityStandards
import Readings
import TestSupport
import Testing

/// A fraction of its own: this file shares no arithmetic with what it checks.
private struct Ratio {
    var top: Int128
    var bottom: Int128

    init(_ top: Int128, _ bottom: Int128 = 1) {
        var (a, b) = (top.magnitude, bottom.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        let common = Int128(max(a, 1)) * (bottom < 0 ? -1 : 1)
        self.top = top / common
        self.bottom = bottom / common
    }

    static func + (a: Ratio, b: Ratio) -> Ratio {
        Ratio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
    }
    static func - (a: Ratio, b: Ratio) -> Ratio { a + Ratio(-b.top, b.bottom) }
    static func * (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.top, a.bottom * b.bottom) }
    static func / (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.bottom, a.bottom * b.top) }
    static func > (a: Ratio, b: Ratio) -> Bool { a.top * b.bottom > b.top * a.bottom }

    static func mean(_ list: [Ratio]) -> Ratio {
        list.reduce(Ratio(0), +) / Ratio(Int128(list.count))
    }

    /// In hundredths, half to even.
    var hundredths: Int128 {
        let scaled = top * 100
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: bottom)
        if rest * 2 > bottom || (rest * 2 == bottom && !whole.isMultiple(of: 2)) {
            return whole + 1
        }
        return whole
    }
}

@Suite("Compensation against a slow, literal calculation")
struct CompensationBruteForceTests {
    /// Concentrations in hundredths of mg/L by section, year, month, item.
    private typealias Water = [String: [Int: [[String: [Int128]]]]]

    private static let scheme = """
        {"edition": "all", "decimals": 2, "fund": "省",
         "terms": [
          {"name": "steps", "kind": "class", "every": "quarter", "base": "III", "items": ["COD", "NH3N"],
           "better": {"payer": "downstream", "payee": "upstream", "amount": 7.5},
           "worse": {"payer": "upstream", "payee": "downstream", "amount": 12.25, "most": 30}},
          {"name": "change", "kind": "change", "every": "month", "items": ["COD", "NH3N"], "of": "item",
           "points": "whole",
           "better": {"payer": "fund", "payee": "upstream", "amount": 4},
           "worse": {"payer": "upstream", "payee": "fund", "amount": 5.5, "least": 50, "most": 300}},
          {"name": "index", "kind": "change", "every": "year", "items": ["COD", "NH3N"], "of": "index",
           "points": "pro-rata",
           "better": {"payer": "downstream", "payee": "upstream", "amount": 100},
           "worse": {"payer": "upstream", "payee": "downstream", "amount": 100, "most": 4000}},
          {"name": "mg", "kind": "concentration", "every": "month",
           "items": {"COD": {"base": 30, "amount": 2}, "NH3N": {"base": 1.5, "amount": 30}},
           "better": {"payer": "fund", "payee": "upstream"},
           "worse": {"payer": "upstream", "payee": "fund"}},
          {"name": "bands", "kind": "bands", "every": "month", "items": ["COD"], "from": 0.1,
           "bands": [{"upTo": 0.5, "amount": 10}, {"upTo": 1.0, "amount": 25}, {"amount": 50}],
           "worse": {"payer": "upstream", "payee": "downstream"}},
          {"name": "fixed", "kind": "fixed", "every": "month", "items": ["COD", "NH3N"],
           "when": {"attains": true},
           "met": {"payer": "downstream", "payee": "upstream", "amount": 3},
           "unmet": {"payer": "upstream", "payee": "downstream", "amount": 5}}
         ]}
        """

    private static let codLimits: [Int128] = [1500, 1500, 2000, 3000, 4000]
    private static let ammoniaLimits: [Int128] = [15, 50, 100, 150, 200]

    /// One to three samples a month and item, of sections that now attain and now don't.
    private static func water(_ random: inout some RandomNumberGenerator) -> Water {
        var water: Water = [:]
        for site in ["S1", "S2", "S3"] {
            for year in [2025, 2026] {
                water[site, default: [:]][year] = (0..<12).map { _ in
                    let count = Int.random(in: 1...3, using: &random)
                    return [
                        "COD": (0..<count).map { _ in .random(in: 1000...5000, using: &random) },
                        "NH3N": (0..<count).map { _ in .random(in: 5...300, using: &random) },
                    ]
                }
            }
        }
        return water
    }

    private static func rows(_ water: Water) -> [(String, String, String, String)] {
        water.keys.sorted().flatMap { site in
            [2025, 2026].flatMap { year in
                (1...12).flatMap { month in
                    (water[site]?[year]?[month - 1] ?? [:]).flatMap { item, values in
                        values.enumerated().map { index, value in
                            let cents = value % 100
                            return (
                                site, "\(year)-\(month)-\(5 + 7 * index)", item,
                                "\(value / 100).\(cents < 10 ? "0" : "")\(cents)"
                            )
                        }
                    }
                }
            }
        }
    }

    /// The amounts in hundredths by section, then `term period item`; positive is received by the
    /// upstream unit.
    private static func expected(_ water: Water, _ site: String) -> [String: Int128] {
        func values(_ year: Int, _ months: ClosedRange<Int>, _ item: String) -> [Ratio] {
            months.flatMap { water[site]?[year]?[$0 - 1][item] ?? [] }.map { Ratio($0, 100) }
        }
        func mean(_ year: Int, _ months: ClosedRange<Int>, _ item: String) -> Ratio {
            Ratio.mean(values(year, months, item))
        }
        func waterClass(_ months: ClosedRange<Int>) -> Int {
            func own(_ item: String, _ limits: [Int128]) -> Int {
                1 + limits.count { mean(2026, months, item) > Ratio($0, 100) }
            }
            return max(own("COD", codLimits), own("NH3N", ammoniaLimits))
        }
        var result: [String: Int128] = [:]
        for quarter in 1...4 {
            let steps = waterClass(quarter * 3 - 2...quarter * 3) - 3
            let amount = steps > 0 ? -min(Int128(steps) * 1225, 3000) : Int128(-steps) * 750
            result["steps 2026Q\(quarter) class"] = amount
        }
        for month in 1...12 {
            let own = month...month
            let label = "2026-\(month < 10 ? "0" : "")\(month)"
            for item in ["COD", "NH3N"] {
                let ratio = mean(2026, own, item) / mean(2025, own, item)
                let points = ratio * Ratio(100) - Ratio(100)
                let whole = points.top / points.bottom
                result["change \(label) \(item)"] =
                    whole > 0 ? -min(max(whole * 550, 5000), 30000) : -whole * 400
                let base = item == "COD" ? Ratio(30) : Ratio(3, 2)
                let rate = item == "COD" ? Ratio(2) : Ratio(30)
                let amount = (base - mean(2026, own, item)) * rate
                result["mg \(label) \(item)"] =
                    amount.top < 0 ? -(Ratio(0) - amount).hundredths : amount.hundredths
            }
            let multiple = (mean(2026, own, "COD") - Ratio(20)) / Ratio(20)
            let start = Ratio(1, 10)
            var paid = Ratio(0)
            if !(start > multiple) {
                let band = multiple > Ratio(1) ? 50 : multiple > Ratio(1, 2) ? 25 : 10
                paid = Ratio(Int128(band)) * (Ratio(1) + multiple)
            }
            result["bands \(label) COD"] = -paid.hundredths
            result["fixed \(label) class"] = waterClass(own) <= 3 ? 300 : -500
        }
        let ratios = ["COD", "NH3N"].map { item in
            Ratio.mean((1...12).map { mean(2026, $0...$0, item) })
                / Ratio.mean((1...12).map { mean(2025, $0...$0, item) })
        }
        let change = Ratio.mean(ratios) * Ratio(100) - Ratio(100)
        result["index 2026 index"] =
            change.top > 0
            ? -min((change * Ratio(100)).hundredths, 400_000)
            : ((Ratio(0) - change) * Ratio(100)).hundredths
        return result
    }

    private static func sections() -> [CompensationSection] {
        ["S1", "S2", "S3"].map {
            CompensationSection(
                id: $0, upstream: ["上\($0)"], downstream: ["下\($0)"], target: .iii)
        }
    }

    private static func settled(
        _ rows: [(String, String, String, String)]
    ) throws -> CompensationLedger {
        try CompensationScheme(parsing: scheme, file: "all.json").settle(
            sections(), readings: try CompensationTests.readings(rows),
            period: try Period(parsing: "2026"))
    }

    @Test("Every amount of random water is that of the literal calculation", arguments: 1...20)
    func amounts(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let water = Self.water(&random)
        let ledger = try Self.settled(Self.rows(water))
        for site in ["S1", "S2", "S3"] {
            var found: [String: Int128] = [:]
            for entry in ledger.entries where entry.section == site {
                let amount = try #require(entry.amount)
                let isReceived = entry.payee == "上\(site)"
                let key = "\(entry.term ?? "") \(entry.period) \(entry.measurement.subject)"
                #expect(amount.decimals == 2)
                found[key] = Int128(amount.mantissa) * (isReceived ? 1 : -1)
            }
            #expect(found == Self.expected(water, site))
        }
    }

    @Test("The order of rows, and the files they stand in, change nothing", arguments: [3, 4])
    func permuted(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = Self.rows(Self.water(&random))
        let first = try Self.settled(rows)
        let second = try Self.settled(rows.shuffled(using: &random))
        #expect(CompensationTests.lines(first) == CompensationTests.lines(second))
        #expect(first.balances.map(\.net) == second.balances.map(\.net))
        var builder = ReadingSetBuilder()
        for (index, part) in [rows.prefix(70), rows.dropFirst(70)].enumerated().reversed() {
            try builder.read(
                [["id", "time", "parameter", "value"]] + part.map { [$0.0, $0.1, $0.2, $0.3] },
                file: "part\(index).csv", options: ReadingTableOptions(layout: .long))
        }
        let third = try CompensationScheme(parsing: Self.scheme, file: "all.json").settle(
            Self.sections(), readings: builder.finish(), period: try Period(parsing: "2026"))
        #expect(CompensationTests.lines(first) == CompensationTests.lines(third))
    }
}
