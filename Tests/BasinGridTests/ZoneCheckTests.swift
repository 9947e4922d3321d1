import Foundation
import Reports
import TestSupport
import Testing

@testable import BasinGrid

/// Two units of 10 km by 10 km and 9 km by 10 km in a county of 20 km by 10 km: a gap of 2 km and
/// an overlap of 1 km, over 10 km of height.
@Suite("Checks of zone layers")
struct ZoneCheckTests {
    private func job() -> SmallJob {
        var job = SmallJob()
        job.zoneKind = "control-unit"
        job.basinKind = "county"
        job.zones = [
            ("ZH14010510001", [500, 4200, 510, 4210]), ("ZH14010520001", [509, 4200, 518, 4210]),
        ]
        job.basins = [("140105", [500, 4200, 520, 4210])]
        job.classes = ["ZH14010510001": "优先保护单元", "ZH14010520001": "2"]
        return job
    }

    private func notes(_ job: SmallJob) throws -> [LocalizedText] {
        let inputs = try job.compute().inputs
        return try ZoneChecks(inputs: inputs, threads: 2).notes()
    }

    @Test("A gap and an overlap have their km², width, place, neighbours and remedy")
    func shapes() throws {
        let notes = try notes(job())
        #expect(notes.count == 2, "\(notes.map(\.en))")
        let gap = try #require(notes.first).en
        #expect(
            gap.hasPrefix(
                "\"zones.geojson\" layer \"zones\": a gap of 20.000 km² (mean width 1666.7 m, at"),
            "\(gap)")
        #expect(
            gap.hasSuffix(
                "beside it: ZH14010520001 区ZH14010520001. Draw the missing zone or move a border."))
        let overlap = try #require(notes.last)
        #expect(overlap.en.contains("an overlap of 10.000 km² (mean width 909.1 m, at 114."))
        #expect(overlap.en.hasSuffix("Give it to one of them."))
        #expect(
            overlap.zh.contains("重叠：ZH14010510001 区ZH14010510001, ZH14010520001")
                && overlap.zh.contains("10.000 km²"))
    }

    @Test("Units that tile their county have nothing to note")
    func good() throws {
        var job = job()
        job.zones[1].box = [510, 4200, 520, 4210]
        #expect(try notes(job).isEmpty)
    }

    @Test("Narrow gaps and overlaps are slivers")
    func slivers() throws {
        var job = job()
        job.zones[1].box = [509.995, 4200, 519.995, 4210]
        let notes = try notes(job).map(\.en)
        #expect(notes.count == 2)
        #expect(notes[0].contains("a sliver gap of 0.050000 km² (mean width 5.0 m"))
        #expect(notes[1].contains("a sliver overlap of 0.050000 km² (mean width 5.0 m"))
        #expect(notes.allSatisfy { $0.hasSuffix("Snap the borders to each other.") })
    }

    @Test("A unit outside its county is listed with its share")
    func outside() throws {
        var job = job()
        job.zones[1].box = [510, 4200, 522, 4210]
        let notes = try notes(job).map(\.en)
        #expect(notes.count == 1)
        #expect(
            notes[0].contains(
                "unit ZH14010520001 reaches out of its county 140105 区140105: 20.000 km² (mean width "
                    + "1666.7 m"), "\(notes)")
        #expect(notes[0].contains("16.7 % of the unit"))
    }

    @Test("Malformed codes, old counties, and classes that contradict codes are listed")
    func codes() throws {
        var job = job()
        job.zones = [
            ("ZH14010510001", [500, 4200, 510, 4210]), ("ZH1401052000", [510, 4200, 515, 4210]),
            ("ZH14010620001", [515, 4200, 520, 4210]),
        ]
        job.classes = ["ZH14010510001": "一般管控", "ZH1401052000": "2", "ZH14010620001": "保留区"]
        let notes = try notes(job).map(\.en)
        #expect(notes.count == 4, "\(notes)")
        #expect(
            notes[0].hasSuffix(
                "feature 1: unit ZH14010510001 has the class digit 1 (priority protection), but \"一般管控\" "
                    + "in the field ZHGKDYFL. Correct one of them."))
        #expect(
            notes[1].contains("feature 2: The unit code \"ZH1401052000\" is malformed: it has 12"))
        #expect(notes[2].contains("names the county 140106, which is not among the counties given"))
        #expect(
            notes[3].contains("unit ZH14010620001 has \"保留区\" in the field ZHGKDYFL, expected one"))
    }

    @Test("Without counties a gap is what zones enclose; other zones are checked too")
    func otherZones() throws {
        var job = SmallJob()
        job.zones = [
            ("A", [500, 4200, 510, 4202]), ("B", [500, 4208, 510, 4210]),
            ("C", [500, 4202, 502, 4208]), ("D", [508, 4202, 510, 4208]),
        ]
        job.hotSpots = nil
        let notes = try notes(job).map(\.en)
        #expect(notes.count == 1 && notes[0].contains("a gap of 36.000 km²"), "\(notes)")
    }
}
