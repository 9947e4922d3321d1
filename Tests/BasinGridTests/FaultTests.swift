import GeoFiles
import Testing

@testable import BasinGrid

@Suite("Faults")
struct FaultTests {
    struct Unknown: Error {}

    @Test("Faults of one kind keep it; mixed ones are faults of the data")
    func kindsMerge() {
        let missing = Fault(.input, zh: "甲", en: "a")
        let wrong = Fault(.data, zh: "乙", en: "b")
        #expect(Faults([missing, missing]).kind == .input)
        #expect(Faults([missing, wrong]).kind == .data)
        #expect(Faults([Fault(.output, zh: "", en: ""), missing]).kind == .data)
    }

    @Test("A fault made of several says all of them")
    func mergesTexts() {
        let fault = Fault(
            Faults([Fault(.input, zh: "甲", en: "a"), Fault(.input, zh: "乙", en: "b")]))
        #expect(fault.kind == .input)
        #expect(fault.text.zh == "甲\n乙")
        #expect(fault.text.en == "a\nb")
    }

    @Test("Errors of modules keep their words and get the kind of their exit code")
    func convertsErrors() {
        let unknown = Fault(Unknown())
        #expect(unknown.kind == .software)
        #expect(unknown.kind.rawValue == 70)
        let missing = #expect(throws: GeoFileError.self) {
            try readVectorLayer(at: "/nowhere/zones.shp")
        }
        #expect(missing.map { Fault($0).kind } == .input)
        #expect(missing.map { Fault($0).text.en.contains("/nowhere/zones.shp") } == true)
    }

    @Test("A collector keeps each fault once, in order, and goes on after one")
    func collects() throws {
        let faults = FaultCollector()
        try faults.throwIfAny()
        #expect(faults.attempt { 1 } == 1)
        #expect(faults.attempt { throw Fault(.input, zh: "甲", en: "a") } as Int? == nil)
        faults.add(.input, zh: "甲", en: "a")
        let more = Faults([Fault(.data, zh: "乙", en: "b"), Fault(.input, zh: "甲", en: "a")])
        #expect(faults.attempt { throw more } as Int? == nil)
        #expect(faults.faults.map(\.text.en) == ["a", "b"])
        let thrown = #expect(throws: Faults.self) { try faults.throwIfAny() }
        #expect(thrown?.all.count == 2)
    }
}
