import Foundation
import TestSupport
import Testing

/// Units in a county of 20 km by 10 km, through `check`.
@Suite("check of zone layers", .enabled(if: canRunTool, noTool))
struct ZoneFaultTests {
    private static let good: [(id: String, box: [Double]?)] = [
        ("ZH14010510001", [500, 4200, 510, 4210]), ("ZH14010520001", [510, 4200, 520, 4210]),
    ]

    private func job(
        _ zones: [(id: String, box: [Double]?)], classes: [String: String] = [:]
    ) -> SmallJob {
        var job = SmallJob()
        job.zoneKind = "control-unit"
        job.basinKind = "county"
        job.zones = zones
        job.basins = [("140105", [500, 4200, 520, 4210])]
        job.classes = classes.isEmpty ? ["ZH14010510001": "优先保护单元"] : classes
        return job
    }

    /// The notes of `check` that speak of the zone layer.
    private func notes(_ job: SmallJob, _ language: String = "en") throws -> [String] {
        try withTemporaryFolder { folder in
            let path = try job.write(into: folder)
            let before = try files(below: folder)
            let result = try runTool(["check", path, "--lang", language])
            #expect(result.status == 0, "\(result.errors)")
            #expect(try files(below: folder) == before, "check writes nothing")
            return result.errors.split(separator: "\n").map(String.init).filter {
                $0.contains("zones.geojson")
                    && ["gap", "overlap", "county", "class", "digit", "空隙", "重叠"]
                        .contains(where: $0.contains)
            }
        }
    }

    @Test("Units that tile their county have nothing to note")
    func tiling() throws {
        #expect(try notes(job(Self.good)).isEmpty)
    }

    @Test("A gap and an overlap have their km² and their neighbours, in both languages")
    func shapes() throws {
        var zones = Self.good
        zones[1].box = [509, 4200, 518, 4210]
        let english = try notes(job(zones))
        #expect(english.count == 2, "\(english)")
        // 2 km and 1 km over 10 km of height.
        #expect(english.first?.contains("a gap of 20.000 km² (mean width 1666.7 m") == true)
        #expect(english.last?.contains("an overlap of 10.000 km² (mean width 909.1 m") == true)
        #expect(english.last?.contains("ZH14010510001 区ZH14010510001, ZH14010520001") == true)
        let chinese = try notes(job(zones), "zh")
        #expect(chinese.count == 2)
        #expect(chinese.first?.contains("空隙") == true && chinese.last?.contains("重叠") == true)
    }

    @Test("Narrow ones are slivers")
    func slivers() throws {
        var zones = Self.good
        zones[1].box = [509.995, 4200, 519.995, 4210]
        let notes = try notes(job(zones))
        // 5 m over 10 km.
        #expect(notes.count == 2, "\(notes)")
        #expect(notes.first?.contains("a sliver gap of 0.050000 km² (mean width 5.0 m") == true)
        #expect(notes.last?.contains("a sliver overlap of 0.050000 km² (mean width 5.0 m") == true)
    }

    @Test("A unit that reaches out of its county is listed with its share")
    func outside() throws {
        var zones = Self.good
        zones[1].box = [510, 4200, 522, 4210]
        let notes = try notes(job(zones))
        // 2 km of 12 km: 16.7 %.
        #expect(notes.count == 1, "\(notes)")
        #expect(
            notes.first?.contains(
                "unit ZH14010520001 reaches out of its county 140105 区140105: 20.000 km²") == true)
        #expect(notes.first?.contains("16.7 % of the unit") == true)
    }

    @Test("A class that contradicts its code and a malformed code are listed")
    func classes() throws {
        let zones: [(id: String, box: [Double]?)] = [
            ("ZH14010510001", [500, 4200, 510, 4210]), ("ZH1401052000", [510, 4200, 520, 4210]),
        ]
        let job = job(zones, classes: ["ZH14010510001": "一般管控", "ZH1401052000": "2"])
        try withTemporaryFolder { folder in
            let result = try runTool(["check", try job.write(into: folder), "--lang", "en"])
            #expect(result.status == 0)
            for part in [
                "feature 1: unit ZH14010510001 has the class digit 1 (priority protection), but "
                    + "\"一般管控\" in the field ZHGKDYFL. Correct one of them.",
                "feature 2: The unit code \"ZH1401052000\" is malformed: it has 12",
            ] {
                #expect(result.errors.contains(part), "expected “\(part)” in \(result.errors)")
            }
        }
    }

    /// Codes of the worked examples of the standards: digits, class, what is said.
    static let examples: [(code: String, expected: String?)] = [
        ("ZH14010520001", nil), ("ZH14010540001", "is malformed"), ("ZH1401052001", "is malformed"),
    ]

    @Test("Unit codes are parsed and checked", arguments: examples)
    func unitCode(_ code: String, _ expected: String?) throws {
        var zones = Self.good
        zones[1].id = code
        let job = job(zones)
        try withTemporaryFolder { folder in
            let result = try runTool(["check", try job.write(into: folder), "--lang", "en"])
            #expect(result.status == 0)
            let said = result.errors.contains("The unit code \"\(code)\"")
            #expect(said == (expected != nil), "\(result.errors)")
            if let expected { #expect(result.errors.contains("\"\(code)\" \(expected)")) }
        }
    }
}
