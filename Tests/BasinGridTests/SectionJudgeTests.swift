import QualityStandards
import Readings
import Testing

@testable import BasinGrid

@Suite("Judging sections")
struct SectionJudgeTests {
    typealias Section = JudgedSections.Section

    private func judge(
        _ sections: [Section], _ rows: [[String]], _ item: String = "TP", before: String? = nil
    ) throws -> JudgedSections {
        try JudgedSections(
            sections, try JudgedSections.readings(rows, item),
            before: before.map { try Period(parsing: $0) })
    }

    @Test("A single sample below detection is judged by its limit, not by half of it")
    func singleBelowDetection() throws {
        // Total phosphorus of a river: class I up to 0.02, class II up to 0.1.
        let state = try judge([Section("P1")], [["P1", "2026-04-02", "0.03L"]]).state("P1")
        #expect(state.samples == 1)
        #expect(state.assessment?.waterClass == .ii)
        #expect(state.assessment?.items.first?.isBelowDetection == true)
        #expect(state.note?.en.contains("detection limit") == true)
    }

    @Test("In a mean of samples half of the limit stands for a result below it")
    func meanOfHalves() throws {
        // (0.03 ÷ 2 + 0.025) ÷ 2 = 0.02: class I.
        let state = try judge(
            [Section("P1")], [["P1", "2026-04-02", "0.03L"], ["P1", "2026-04-12", "0.025"]]
        ).state("P1")
        #expect(state.samples == 2)
        #expect(state.assessment?.waterClass == .i)
    }

    @Test("A mean takes the samples of its period alone and names what exceeds")
    func meanOfPeriod() throws {
        // (0.25 + 0.35) ÷ 2 = 0.3: class IV; (0.3 − 0.2) ÷ 0.2 = 0.50.
        let state = try judge(
            [Section("P1")],
            [
                ["P1", "2026-03-31", "9"], ["P1", "2026-04-01", "0.25"],
                ["P1", "2026-04-30", "0.35"], ["P1", "2026-05-01", "9"],
            ]
        ).state("P1")
        #expect(state.samples == 2)
        #expect(state.assessment?.waterClass == .iv)
        #expect(state.assessment?.mainPollutantsText == "TP(0.50)")
        #expect(state.note == nil)
    }

    @Test("The type of a section decides between the limits of rivers and of lakes")
    func lakes() throws {
        // 0.04 is class II in a river and class III in a lake.
        let judged = try judge(
            [
                Section("R", type: "河流"), Section("L", type: "湖库"),
                Section("I", type: "入湖河流断面"),
            ],
            ["R", "L", "I"].map { [$0, "2026-04-02", "0.04"] })
        #expect(judged.state("I").assessment?.waterClass == .ii)
        #expect(judged.state("R").assessment?.waterClass == .ii)
        #expect(judged.state("L").assessment?.waterClass == .iii)
    }

    @Test("A dry visit without samples makes the section dry; with samples it is counted")
    func dryVisits() throws {
        let judged = try judge(
            [Section("P1"), Section("P2")],
            [
                ["P1", "2026-04-02", "断流"], ["P2", "2026-04-02", "0.01"],
                ["P2", "2026-04-12", "断流"],
            ])
        let (dry, wet) = (judged.state("P1"), judged.state("P2"))
        #expect(dry.isDry && dry.samples == 0 && dry.assessment == nil)
        #expect(dry.lengthClass == "dry")
        #expect(dry.note?.zh == "断流，不参与评价")
        #expect(!wet.isDry && wet.samples == 1 && wet.lengthClass == "I")
        #expect(wet.note?.zh == "断流 1 次")
    }

    @Test("A section that the layer calls dry is dry without samples and assessed with them, said")
    func markedDry() throws {
        let judged = try judge(
            [Section("P1", isDry: true), Section("P2", isDry: true)],
            [["P2", "2026-04-02", "0.01"]])
        #expect(judged.state("P1").isDry)
        #expect(judged.state("P1").lengthClass == "dry")
        #expect(!judged.state("P2").isDry)
        #expect(judged.state("P2").lengthClass == "I")
        #expect(judged.state("P2").note?.zh == "图层注明断流，但本期有 1 个样品，按样品评价")
        #expect(judged.state("P2").note?.en.contains("marked as dry") == true)
    }

    @Test("Without readings in the period there is a row and a reason")
    func noReadings() throws {
        let state = try judge([Section("P1")], [["P1", "2026-03-02", "0.01"]]).state("P1")
        #expect(state.samples == 0 && state.assessment == nil && !state.isDry)
        #expect(state.lengthClass == "unknown")
        #expect(state.note?.zh == "本期没有监测数据")
        #expect(state.note?.en == "no readings in this period")
    }

    @Test("Results below limits that nobody wrote are no missing readings, and are told")
    func unknownLimits() throws {
        let one = try judge([Section("P1")], [["P1", "2026-04-02", "ND"]]).state("P1")
        #expect(one.samples == 1)
        #expect(one.assessment?.waterClass == nil)
        #expect(one.note?.en.contains("TP") == true)
        let two = try judge(
            [Section("P1")], [["P1", "2026-04-02", "ND"], ["P1", "2026-04-09", "ND"]]
        ).state("P1")
        #expect(two.samples == 2)
        #expect(two.note?.en.contains("all 2 result(s)") == true)
    }

    @Test("The period compared with is judged alike")
    func comparison() throws {
        let judged = try judge(
            [Section("P1")], [["P1", "2026-04-02", "0.15"], ["P1", "2025-04-02", "0.25"]],
            before: "2025-04")
        let result = judged.figures[0].results[0]
        #expect(result.now.assessment?.waterClass == .iii)
        #expect(result.before?.assessment?.waterClass == .iv)
        #expect(result.change?.text == "有所好转")
    }

    @Test("Without rivers a section has no place, and every section has its row in order")
    func rows() throws {
        let judged = try judge([Section("P2"), Section("P1"), Section("P3")], [])
        #expect(judged.figures.map(\.section.id) == ["P2", "P1", "P3"])
        #expect(judged.figures.allSatisfy { $0.location == nil && $0.results.count == 1 })
    }
}
