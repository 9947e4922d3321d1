import QualityStandards
import Readings
import Testing

@Suite("The ledger of compensation")
struct CompensationLedgerTests {
    private typealias Base = CompensationTests
    private typealias Row = (String, String, String, String)

    private static let values: [(String, String)] = [
        ("COD", "18"), ("NH3N", "0.8"), ("TP", "0.1"), ("F", "0.5"),
    ]

    /// All four items of Shandong's scheme in every month of two years, but for `changes`.
    private func twoYears(
        _ site: String, changes: [(item: String, month: Int, value: String)] = []
    ) -> [Row] {
        Self.values.flatMap { item, value in
            (1...12).flatMap { month -> [Row] in
                let own = changes.first { $0.item == item && $0.month == month }?.value ?? value
                return Base.months(site, 2026, item, own, [month])
                    + Base.months(site, 2025, item, value, [month])
            }
        }
    }

    private func year() throws -> Period { try Period(parsing: "2026") }

    // MARK: - Shandong 2019

    @Test("Shandong: points of change, a month worse than V, drinking water, and the basic amount")
    func shandong() throws {
        let drinking = CompensationSection(
            id: "D", upstream: ["甲市"], downstream: ["乙市"], type: "饮用水", target: .ii)
        let outflow = CompensationSection(
            id: "S", upstream: ["甲市"], downstream: ["乙市"], target: .iii)
        let rows =
            twoYears("S", changes: [("COD", 3, "17.1"), ("NH3N", 4, "2.4"), ("TP", 5, "0.105")])
            + twoYears("D")
        let ledger = try Base.scheme("shandong-2019").settle(
            [outflow, drinking], readings: try Base.readings(rows), period: try year(),
            choices: Base.choices(["basic=1800", "deterioration=5"]))
        let paid = Base.lines(ledger).filter { !$0.hasSuffix(" 0.00") && !$0.hasSuffix(": 0.00") }
        #expect(
            paid == [
                // 17.1 of 18: 5 points better.
                "2026-03 change COD: 山东省 → 甲市 20.00",
                // 2.4 of 0.8: 200 points worse.
                "2026-04 change NH3N: 甲市 → 山东省 1000.00",
                // 0.105 of 0.1: 5 points worse.
                "2026-05 change TP: 甲市 → 山东省 25.00",
                "2026-04 inferior class: 甲市 → 山东省 100.00",
                // D is of class III all year, its target II.
                "2026 drinking class: 甲市 → 乙市 400.00",
            ])
        // Both sections have 4 × 12 changes and 12 months; D the year; the city its basic amount.
        #expect(ledger.entries.count == 2 * 60 + 1 + 1)
        let basic = try #require(ledger.entries.last)
        #expect(basic.unit == "甲市" && basic.section == nil && basic.term == "basic")
        #expect(basic.amount?.description == "0.00" && basic.payer == nil)
    }

    @Test("Shandong: the basic amount is a city's when all its sections attain")
    func basic() throws {
        let sections = [("A", "甲市"), ("B", "甲市"), ("C", "乙市")].map {
            CompensationSection(id: $0.0, upstream: [$0.1], downstream: [], target: .iii)
        }
        let rows = twoYears("A") + twoYears("B") + twoYears("C", changes: [("COD", 1, "60")])
        let ledger = try Base.scheme("shandong-2019").settle(
            sections, readings: try Base.readings(rows), period: try year(),
            choices: Base.choices(["basic=1600", "basic@甲市=2000", "deterioration=200"]))
        let basic = ledger.entries.filter { $0.term == "basic" }
        // The mean of C's COD is (11 × 18 + 60)/12 = 21.5.
        #expect(basic.map(\.unit) == ["乙市", "甲市"])
        #expect(basic.map { $0.amount?.description } == ["0.00", "2000.00"])
        #expect(basic.map(\.payee) == [nil, "甲市"])
    }

    // MARK: - Parameters

    @Test("What a scheme does not publish must be given, all of it told together")
    func missing() throws {
        let section = try Base.section()
        let readings = try Base.readings(twoYears("S1"))
        let error = try #require(throws: StandardError.self) {
            try Base.scheme("shandong-2019").settle(
                [section], readings: readings, period: try year())
        }
        #expect(
            error.description
                == "The scheme shandong-2019 leaves open what the agreement says of: basic (basic compensation of a city for a year, by its number of sections: a number from 1600 to 2000); deterioration (what a city pays for one point of deterioration: a number from 5 to 200). Give each of them, such as --set basic=VALUE, or NAME@PLACE=VALUE for a section or a unit."
        )
        #expect(
            error.descriptionInChinese
                == "方案shandong-2019中下列约定未公开:basic(各市年度基本补偿,按断面数量:1600至2000之间的数值);deterioration(每恶化1个百分点的缴纳额:5至200之间的数值)。请用--set basic=数值逐一给出,或用NAME@断面或单元=数值分别给出。"
        )
    }

    /// Choices that are refused, and the two messages.
    static let refused: [(String, String, String)] = [
        (
            "basic=1599",
            "The parameter basic (basic compensation of a city for a year, by its number of sections) is \"1599\", expected a number from 1600 to 2000. Correct it.",
            "参数basic(各市年度基本补偿,按断面数量)为“1599”,应为1600至2000之间的数值。请更正。"
        ),
        (
            "points=half",
            "The parameter points (whether part of a point counts) is \"half\", expected one of pro-rata, whole. Correct it.",
            "参数points(不足1个百分点是否按比例计算)为“half”,应为pro-rata、whole之一。请更正。"
        ),
        (
            "base=1700",
            "The scheme has no parameter \"base\". It has: basic, deterioration, points. Correct the name.",
            "方案没有参数“base”。已有:basic、deterioration、points。请更正名称。"
        ),
    ]

    @Test("A choice that a scheme does not have is refused", arguments: refused)
    func refuse(choice: String, en: String, zh: String) throws {
        let section = try Base.section()
        let error = try #require(throws: StandardError.self) {
            try Base.scheme("shandong-2019").settle(
                [section], readings: try Base.readings([]), period: try year(),
                choices: Base.choices([choice]))
        }
        #expect(error.description == en)
        #expect(error.descriptionInChinese == zh)
    }

    @Test("Whole points drop the rest of a point; a default that is not confirmed is said")
    func points() throws {
        // 17.2 of 18: 4.44 points better.
        let rows = twoYears("S1", changes: [("COD", 3, "17.2")])
        let scheme = try Base.scheme("shandong-2019")
        func amount(_ more: [String]) throws -> (String?, [CompensationNote]) {
            let ledger = try scheme.settle(
                [try Base.section()], readings: try Base.readings(rows),
                period: try Period(parsing: "2026-03"),
                choices: Base.choices(["basic=1600", "deterioration=5"] + more))
            let cod = ledger.entries.first { $0.measurement.subject == "COD" }
            return (cod?.amount?.description, ledger.notes)
        }
        let (proRata, notes) = try amount([])
        #expect(proRata == "17.78" && notes.count == 2)
        #expect(
            notes.last?.description
                == "points (whether part of a point counts) is not confirmed: pro-rata was used; --set points=… names another."
        )
        #expect(
            notes.last?.descriptionInChinese
                == "points(不足1个百分点是否按比例计算)未经证实:按pro-rata计算,可用--set points=…指定。")
        let (whole, rest) = try amount(["points=whole"])
        #expect(whole == "16.00" && rest.count == 1)
    }

    // MARK: - Shares

    @Test("Banks of a border river share equally, and the shares add up to the last cent")
    func border() throws {
        let section = CompensationSection(
            id: "S1", upstream: ["丙县", "甲县", "乙县"], downstream: ["丁县", "戊县"], target: .iii)
        let rows = Base.months("S1", 2026, "COD", "18")
        let ledger = try Base.scheme("shandong-counties-2021").settle(
            [section], readings: try Base.readings(rows), period: try year(),
            choices: Base.choices(["amount=1000.01"]))
        let payments = ledger.entries.compactMap(\.payment)
        #expect(
            payments.map { "\($0.payer) → \($0.payee) \($0.amount)" } == [
                "丁县 → 丙县 166.67", "丁县 → 乙县 166.67", "丁县 → 甲县 166.67",
                "戊县 → 丙县 166.67", "戊县 → 乙县 166.67", "戊县 → 甲县 166.66",
            ])
        #expect(ledger.total.description == "1000.01")
        #expect(
            ledger.entries[0].notes.map(\.description)
                == ["An equal share of 1000.01: 2 payer(s), 3 payee(s)."])
    }

    @Test("What all units pay is what all units receive")
    func conserved() throws {
        let sections = (1...5).map { index in
            CompensationSection(
                id: "S\(index)", upstream: ["U\(index)", "V\(index)"],
                downstream: ["U\(index + 1)"], target: .iii)
        }
        let rows = (1...5).flatMap { Base.months("S\($0)", 2026, "COD", "\(15 + 2 * $0)") }
        let ledger = try Base.scheme("shandong-counties-2021").settle(
            sections, readings: try Base.readings(rows), period: try year(),
            choices: Base.choices(["amount=1234.57"]))
        let balances = ledger.balances
        let zero = ExactNumber(0)
        #expect(balances.map { ExactNumber($0.net) }.reduce(zero, +) == zero)
        #expect(
            balances.map { ExactNumber($0.paid) }.reduce(zero, +)
                == ExactNumber(try DecimalValue(parsing: "6172.85")))
        for balance in balances {
            let parts = balance.counterparts.values.map { ExactNumber($0.net) }
            #expect(parts.reduce(zero, +) == ExactNumber(balance.net))
        }
        // U2 stands upstream of S2 (attained) and downstream of S1 (attained).
        let second = try #require(balances.first { $0.unit == "U2" })
        #expect(second.paid.description == "1234.57" && second.received.description == "617.29")
    }
}
