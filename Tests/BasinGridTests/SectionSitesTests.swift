import Readings
import Testing

@testable import BasinGrid

@Suite("Sections and the names in the readings")
struct SectionSitesTests {
    typealias Section = JudgedSections.Section

    private func sites(
        _ sections: [Section], _ names: [String]
    ) throws -> (sites: SectionSites, judged: JudgedSections) {
        let rows = names.map { [$0, "2026-04-02", "0.01"] }
        let judged = try JudgedSections(sections, try JudgedSections.readings(rows, "TP"))
        return (SectionSites(judged.inputs.sections, readings: judged.inputs.readings), judged)
    }

    @Test("A section is known by its code, else by its label")
    func codeBeforeLabel() throws {
        let (found, judged) = try sites(
            [Section("P1", label: "上兰"), Section("P2", label: "汾河"), Section("P3", label: "无")],
            ["P1", "上兰", "汾河"])
        #expect(found.sites == [.code("P1"), .label("汾河"), .code("P3")])
        #expect(judged.figures.map(\.results[0].now.samples) == [1, 1, 0])
    }

    @Test("A label that several sections have is nobody's: they say so and the readings are named")
    func ambiguousLabel() throws {
        let (found, judged) = try sites(
            [Section("P1", label: "大桥"), Section("P2", label: "大桥"), Section("P3", label: "大桥")],
            ["大桥", "P3"])
        #expect(found.sites == [.ambiguousLabel(3), .ambiguousLabel(3), .code("P3")])
        #expect(judged.state("P1").samples == 0)
        #expect(judged.state("P1").note?.zh == "有 3 个断面同名，监测数据只写名称，无法对应")
        #expect(judged.state("P3").samples == 1)
        let notes = found.notes(stations: [])
        #expect(notes.count == 1)
        #expect(notes.first?.kind == .dropped)
        #expect(notes.first?.text.zh.contains("大桥") == true)
    }

    @Test("A label that is another section's code is that section's")
    func labelIsACode() throws {
        let (found, _) = try sites([Section("P1", label: "P2"), Section("P2")], ["P2"])
        #expect(found.sites == [.code("P1"), .code("P2")])
    }

    @Test("Sites of the readings in no layer are counted in one note")
    func unusedSites() throws {
        let (found, _) = try sites([Section("P1")], ["P1", "X1", "S1", "X2"])
        let notes = found.notes(stations: ["S1"])
        #expect(notes.count == 1)
        #expect(notes.first?.text.zh.contains("2 个点位（2 个数据）") == true)
        #expect(notes.first?.text.en.contains("X1, X2") == true)
        #expect(found.notes(stations: ["S1", "X1", "X2"]).isEmpty)
    }

    @Test("A section with dry visits alone is known by its code or label all the same")
    func dryOnly() throws {
        let readings = try JudgedSections.readings([["汾河", "2026-04-02", "断流"]], "TP")
        let judged = try JudgedSections([Section("P2", label: "汾河")], readings)
        #expect(judged.state("P2").isDry)
        #expect(judged.state("P2").note?.zh == "断流，不参与评价")
    }
}
