import QualityStandards
import Readings
import Testing

@Suite("Compensation where data are lacking or contradict each other")
struct CompensationEdgeTests {
    private typealias Base = CompensationTests

    private func heze(
        _ rows: [(String, String, String, String)], _ sections: [CompensationSection]? = nil,
        period: String = "2026Q1"
    ) throws -> CompensationLedger {
        try Base.scheme("heze-2014").settle(
            try sections ?? [try Base.section()], readings: try Base.readings(rows),
            period: try Period(parsing: period))
    }

    private func words(_ entry: CompensationEntry) -> [String] {
        entry.notes.flatMap { [$0.description, $0.descriptionInChinese] }
    }

    @Test("A section without samples keeps its lines, with the reason")
    func noSamples() throws {
        let ledger = try heze(Base.months("S1", 2026, "COD", "20", [1, 2]))
        #expect(
            Base.lines(ledger)
                == ["2026Q1 quarterly COD: 菏泽市 → 甲县 20.0", "2026Q1 quarterly NH3N: —"])
        #expect(
            words(ledger.entries[1])
                == ["NH3N: no readings in 2026Q1.", "NH3N:2026年第1季度无数据。"])
    }

    @Test("A quarter needs two samples, a year eight months, as the standard's rules say")
    func minima() throws {
        let one = try heze(Base.months("S1", 2026, "COD", "20", [2]))
        #expect(one.entries[0].amount == nil)
        #expect(
            words(one.entries[0])
                == ["1 sample(s), and a quarter needs 2: not assessed.", "仅有1个样品,季度评价需2个,未评价。"])
        let scheme = try Base.scheme("yellow-river-2021")
        for (count, isSettled) in [(7, false), (8, true), (12, true)] {
            let rows = Base.months("S1", 2026, "COD", "15", Array(1...count))
            let ledger = try scheme.settle(
                [try Base.section()], readings: try Base.readings(rows),
                period: try Period(parsing: "2026"))
            #expect((ledger.entries[0].amount != nil) == isSettled, "\(count) months")
            let expected: [String] =
                switch count {
                case 7:
                    [
                        "Samples in 7 month(s), and a year needs 8: not assessed.",
                        "仅有7个月的样品,年度评价需8个月,未评价。",
                    ]
                case 8: ["The year is the mean of 8 months instead of 12.", "年均值由8个月计算,应为12个月。"]
                default: []
                }
            #expect(words(ledger.entries[0]) == expected)
        }
    }

    @Test("A year is the mean of its months, however many samples each has")
    func yearOfMonths() throws {
        var rows = Base.months("S1", 2026, "COD", "15")
        // Eleven more samples of January: its mean is 15 + 12 × 11/12 = 26, the year's 15.92.
        rows += (10...20).map { ("S1", "2026-01-\($0)", "COD", "27") }
        let ledger = try Base.scheme("yellow-river-2021").settle(
            [try Base.section()], readings: try Base.readings(rows),
            period: try Period(parsing: "2026"))
        // Above 15: class III, where the mean of all samples, 20.74, were class IV.
        #expect(ledger.entries[0].measurement.measured == .waterClass(.iii))
        #expect(ledger.entries[0].amount?.description == "0")
        #expect(ledger.entries[0].measurement.samples.count == 23)
    }

    @Test("A dry section is marked and not settled; with samples it is settled all the same")
    func dry() throws {
        let section = CompensationSection(
            id: "S1", upstream: ["甲县"], downstream: ["乙县"], target: .iii, isDry: true)
        let dry = try heze([], [section])
        #expect(dry.entries.map(\.notes) == [[.dry(visits: 0)], [.dry(visits: 0)]])
        #expect(words(dry.entries[0]) == ["Dry, not settled.", "断流,未核算。"])
        let wet = try heze(Base.months("S1", 2026, "COD", "20", [1, 2]), [section])
        #expect(wet.entries[0].amount?.description == "20.0")
    }

    @Test("Half of the detection limit stands for a result below it")
    func belowDetection() throws {
        let rows =
            Base.months("S1", 2026, "NH3N", "1.0", [1])
            + Base.months("S1", 2026, "NH3N", "0.2L", [2])
        let ledger = try heze(rows)
        // (1.0 + 0.1)/2 = 0.55: (1.5 − 0.55) × 30.
        #expect(ledger.entries[1].measurement.measured?.description == "0.55")
        #expect(ledger.entries[1].amount?.description == "28.5")
        let unknown = try heze(Base.months("S1", 2026, "NH3N", "ND", [1, 2]))
        #expect(unknown.entries[1].amount == nil)
        #expect(unknown.entries[1].notes.count == 1)
    }

    @Test("Nothing to compare with, and a 0 before, settle nothing and say so")
    func before() throws {
        var rows = Base.months("S1", 2026, "COD", "15")
        let scheme = try CompensationScheme(
            parsing: """
                {"edition": "x", "decimals": 0, "terms": [{"name": "c", "kind": "change",
                  "every": "year", "items": ["COD"], "of": "item", "points": "pro-rata",
                  "better": {"payer": "downstream", "payee": "upstream", "amount": 1}}]}
                """, file: "x.json")
        func note() throws -> [String] {
            let ledger = try scheme.settle(
                [try Base.section()], readings: try Base.readings(rows),
                period: try Period(parsing: "2026"))
            #expect(ledger.entries.count == 1 && ledger.entries[0].amount == nil)
            return words(ledger.entries[0])
        }
        #expect(
            try note() == [
                "Nothing to compare with: COD: no readings in 2025.", "无可对比数据:COD:2025年无数据。",
            ])
        rows += Base.months("S1", 2025, "COD", "0")
        #expect(
            try note() == [
                "COD was 0 before, a change in per cent has no value.", "COD上期为0,无法计算变化百分比。",
            ])
    }

    @Test("A comparison of one's own replaces the year before, month by month")
    func comparison() throws {
        let scheme = try CompensationScheme(
            parsing: """
                {"edition": "x", "decimals": 1, "terms": [{"name": "c", "kind": "change",
                  "every": "month", "items": ["COD"], "of": "item", "points": "pro-rata",
                  "worse": {"payer": "upstream", "payee": "downstream", "amount": 1}}]}
                """, file: "x.json")
        let rows =
            Base.months("S1", 2026, "COD", "30") + Base.months("S1", 2025, "COD", "10")
            + Base.months("S1", 2023, "COD", "20", [11, 12])
        func amounts(_ comparison: String?) throws -> [String?] {
            try scheme.settle(
                [try Base.section()], readings: try Base.readings(rows),
                period: try Period(parsing: "2026-01..2026-02"),
                comparison: try comparison.map { try Period(parsing: $0) }
            ).entries.map { $0.amount?.description }
        }
        #expect(try amounts(nil) == ["200.0", "200.0"])
        #expect(try amounts("2023-11..2023-12") == ["50.0", "50.0"])
        #expect(try amounts("2023-12..2024-01") == ["50.0", nil])
    }

    @Test("Water that came as bad exempts the unit; better water, or none known, does not")
    func inflow() throws {
        let scheme = try CompensationScheme(
            parsing: """
                {"edition": "x", "decimals": 0, "terms": [{"name": "c", "kind": "bands",
                  "every": "month", "items": ["COD"], "inflow": "exempt", "bands": [{"amount": 10}],
                  "worse": {"payer": "upstream", "payee": "downstream"}}]}
                """, file: "x.json")
        let below = CompensationSection(
            id: "B", upstream: ["甲县"], downstream: ["乙县"], target: .iii, inflow: "A")
        let above = CompensationSection(id: "A", upstream: ["丙县"], downstream: ["甲县"], target: .iii)
        func outcome(_ inflow: String?) throws -> (String?, [String]) {
            let rows =
                Base.months("B", 2026, "COD", "40", [1])
                + (inflow.map { Base.months("A", 2026, "COD", $0, [1]) } ?? [])
            let ledger = try scheme.settle(
                [below, above], readings: try Base.readings(rows),
                period: try Period(parsing: "2026-01"))
            return (ledger.entries[0].amount?.description, words(ledger.entries[0]))
        }
        // 10 × (1 + 1).
        #expect(try outcome("39") == ("20", []))
        let same = try outcome("40")
        #expect(same.0 == "0")
        #expect(
            same.1 == ["Not charged: the inflow A is no better (40).", "不扣缴:入境断面A水质不优于本断面(40)。"])
        let unknown = try outcome(nil)
        #expect(unknown.0 == "20")
        #expect(
            unknown.1
                == ["The inflow A has no samples, so that nothing is exempted.", "入境断面A无数据,未予免扣。"])
    }

    @Test("A unit, a target or a term that a section lacks is named in its line")
    func lacks() throws {
        let bare = CompensationSection(id: "S1", upstream: [], downstream: [])
        let rows =
            Base.months("S1", 2026, "COD", "20", [1, 2, 3])
        let noUnit = try heze(rows, [bare])
        #expect(noUnit.entries[0].notes == [.noUnit(.upstream)])
        #expect(noUnit.entries[0].amount == nil && noUnit.entries[0].payer == nil)
        let month = try Period(parsing: "2026-01")
        let noTarget = try Base.scheme("zhoukou").settle(
            [bare], readings: try Base.readings(rows), period: month,
            choices: Base.choices((1...5).map { "band\($0)=1" }))
        #expect(noTarget.entries[0].notes == [.noTarget(.chemicalOxygenDemand)])
        let only = try CompensationScheme(
            parsing: """
                {"edition": "x", "decimals": 0, "terms": [{"name": "c", "kind": "class",
                  "every": "month", "base": "III", "types": ["饮用水"]}]}
                """, file: "x.json")
        let noTerm = try only.settle([bare], readings: try Base.readings(rows), period: month)
        #expect(noTerm.entries.map(\.term) == [nil])
        #expect(
            words(noTerm.entries[0])
                == ["No term of the scheme is for a section of this type.", "方案没有适用于该类型断面的条款。"])
    }

    /// Sections and period that contradict, and the two messages.
    static let contradictions: [(CompensationFault, String, String)] = [
        (
            .repeatedSection("S1"),
            "The section \"S1\" stands twice among the sections. Keep one of them.",
            "断面“S1”出现两次。请只保留一个。"
        ),
        (
            .onBothSides(section: "S1", unit: "甲县"),
            "The section \"S1\" has \"甲县\" upstream and downstream, which would pay itself. Name each unit on one side.",
            "断面“S1”的上游和下游都有“甲县”,将向自身付款。每个单元请只写在一侧。"
        ),
        (
            .unknownInflow(section: "S1", inflow: "S0"),
            "The inflow \"S0\" of the section \"S1\" is not among the sections. Add it or correct the code.",
            "断面“S1”的入境断面“S0”不在断面表中。请补充或更正编码。"
        ),
    ]

    @Test("Contradictions are refused", arguments: contradictions)
    func contradiction(fault: CompensationFault, en: String, zh: String) throws {
        let section = try Base.section()
        var sections = [section, section]
        switch fault {
        case .onBothSides:
            sections = [CompensationSection(id: "S1", upstream: ["甲县", "乙县"], downstream: ["甲县"])]
        case .unknownInflow:
            sections = [
                CompensationSection(id: "S1", upstream: ["甲"], downstream: ["乙"], inflow: "S0")
            ]
        default: break
        }
        let error = try #require(throws: StandardError.self) { try heze([], sections) }
        #expect(error == .compensation(fault))
        #expect(error.description == en && error.descriptionInChinese == zh)
    }

    @Test(
        "A period of days, and a comparison of another length, are refused",
        arguments: [
            (
                "2026-01-05..2026-02-04", nil,
                "The period 2026-01-05..2026-02-04 is not made of whole months, which compensation is settled by. Give months, quarters or years, such as 2026-01..2026-06.",
                "时段2026-01-05..2026-02-04不是整月,补偿按整月核算。请给出月、季度或年,如2026-01..2026-06。"
            ),
            (
                "2026-01..2026-03", "2025-01",
                "The comparison 2025-01 has 1 month(s), the period 2026-01..2026-03 3. Give as many months, or year.",
                "对比时段2025-01有1个月,评价时段2026-01..2026-03有3个月。请给出同样长的时段,或写year。"
            ),
        ] as [(String, String?, String, String)])
    func periods(period: String, comparison: String?, en: String, zh: String) throws {
        let section = try Base.section()
        let error = try #require(throws: StandardError.self) {
            try Base.scheme("heze-2014").settle(
                [section], readings: try Base.readings([]), period: try Period(parsing: period),
                comparison: try comparison.map { try Period(parsing: $0) })
        }
        #expect(error.description == en && error.descriptionInChinese == zh)
    }

    @Test("A scheme that is not in force in the period is applied, and that is said")
    func validity() throws {
        let ledger = try heze(Base.months("S1", 2013, "COD", "20", [1, 2]), period: "2013Q1")
        #expect(ledger.entries[0].amount?.description == "20.0")
        let note = try #require(ledger.notes.last)
        #expect(note.description == "The scheme heze-2014 is in force only from 2014-01-01.")
        #expect(note.descriptionInChinese == "方案heze-2014仅在2014-01-01起有效。")
    }
}
