import Foundation
import TestSupport
import Testing

/// Files of readings and sections, and the tables that the commands make of them.
struct WaterFixture {
    let folder: URL

    /// Writes a file of lines.
    func write(_ name: String, _ lines: [String]) throws {
        try (lines.joined(separator: "\n") + "\n").write(
            to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// A long table of one sample a site: `site: [code: text]`.
    func writeReadings(
        _ name: String, _ sites: [(id: String, time: String, values: [String: String])]
    ) throws {
        let rows = sites.flatMap { site in
            site.values.sorted { $0.key < $1.key }.map {
                "\(site.id),\(site.time),\($0.key),\($0.value)"
            }
        }
        try write(name, ["id,time,parameter,value"] + rows)
    }

    func run(_ arguments: [String]) throws -> ToolResult {
        try runTool(["assess"] + arguments + ["--lang", "en"], in: folder)
    }

    /// The rows of a table by column.
    static func rows(_ text: String) throws -> [[String: String]] {
        let lines = text.split(separator: "\n").map(fields)
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    /// The fields of a line of CSV; those with commas stand in quotes.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    func rows(ofFile name: String) throws -> [[String: String]] {
        try Self.rows(
            try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    /// Runs a command that must end well: the rows of its table.
    func rows(_ arguments: [String]) throws -> [[String: String]] {
        let result = try run(arguments + ["-q"])
        #expect(result.status == 0, "\(result.errors)")
        return try Self.rows(result.output)
    }
}

func withWaterFixture<Result>(_ body: (WaterFixture) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body(WaterFixture(folder: $0)) }
}

@Suite("assess water", .enabled(if: canRunTool, noTool))
struct AssessWaterTests {
    static let good = ["PH": "7.8", "DO": "8.1", "CODMN": "3.2", "TP": "0.08"]
    static let bad = ["PH": "8.0", "DO": "5.6", "CODMN": "7.1", "TP": "0.26"]

    private func writeSmall(_ fixture: WaterFixture) throws {
        try fixture.writeReadings(
            "water.csv",
            [
                ("S1", "2026-04-02", Self.good), ("S1", "2025-04-02", Self.bad),
                ("S2", "2026-04-02", Self.bad), ("S2", "2025-04-02", Self.bad),
                ("L1", "2026-04-03", ["TP": "0.062", "TN": "1.2"]),
            ])
        try fixture.write(
            "sections.csv",
            [
                "code,name,level,target,type,county,river,dry",
                "S1,甲,国控,Ⅲ,河流,东县,清河,否", "S2,乙,省控,Ⅲ,河流,西县,清河,否",
                "S3,丙,省控,Ⅳ,河流,西县,浊河,是", "S4,丁,市控,九类,河流,西县,浊河,否",
                "L1,湖心,国控,Ⅲ,湖库,东县,东湖,否",
            ])
    }

    static let arguments = [
        "water", "--readings", "water.csv", "--sections", "sections.csv", "--period", "2026-04",
        "--compare", "year",
    ]

    @Test("The whole table of sections: assessed, dry, without readings, of a lake")
    func sections() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            let result = try fixture.run(Self.arguments)
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    id,edition,samples,items,class,status,limiting,main_pollutants,target,target_met,class_before,change,note
                    S1,GB3838-2002,1,PH;DO;CODMN;TP,II,优,CODMN;TP,,III,yes,IV,明显好转,
                    S2,GB3838-2002,1,PH;DO;CODMN;TP,IV,轻度污染,CODMN;TP,TP(0.30);CODMN(0.18),III,no,IV,无明显变化,
                    S3,GB3838-2002,0,,,,,,IV,,,,"dry, not assessed; before: dry, not assessed"
                    S4,GB3838-2002,0,,,,,,九类,,,,"no readings in this period; before: no readings in this period; the target ""九类"" is no class"
                    L1,GB3838-2002,1,TP,IV,轻度污染,TP,TP(0.24),III,no,,,"total nitrogen, judged apart, is IV; before: no readings in this period"

                    """)
            #expect(
                result.errors.contains(
                    "Judged by GB3838-2002. Rules used that no second source confirms: pH outside 6 to 9 is 劣V."
                ))
            #expect(
                result.errors.contains(
                    "found by their headings: --id-field code, --level-field level, --target-field target, --type-field type, --owner-field county, --river-field river, --dry-field dry."
                ))
        }
    }

    @Test("The whole table of groups, on comparable sections")
    func groups() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            let result = try fixture.run(
                Self.arguments + ["--groups", "groups.csv", "-o", "water.csv.out.csv"])
            #expect(result.status == 0, "\(result.errors)")
            let rows = try fixture.rows(ofFile: "groups.csv")
            let keys = rows.map { "\($0["kind"] ?? "") \($0["id"] ?? "")" }
            #expect(
                keys == [
                    "river 东湖", "river 浊河", "river 清河", "level 国控", "level 市控", "level 省控",
                    "owner 东县", "owner 西县", "all all",
                ])
            let own = try #require(rows.first { $0["id"] == "清河" })
            // Means of two sections: CODMN 5.15, TP 0.17, DO 6.85: class III; before both IV.
            #expect(own["sections"] == "2" && own["i_iii_share"] == "50.0")
            #expect(own["status"] == "良好" && own["class"] == "III")
            #expect(own["change"] == "有所好转" && own["main_pollutants"] == "")
            // pH 7.9: 0.45; DO 5/6.85; CODMN 5.15/6; TP 0.17/0.2.
            #expect(own["cwqi"] == "2.8883" && own["rank"] == "1")
            #expect(own["target_met_share"] == "50.0")
            let lake = try #require(rows.first { $0["id"] == "东湖" })
            #expect(lake["sections"] == "0" && lake["status"] == "")
            #expect(lake["note"] == "With a class in one period only, left out (1): L1.")
            let dry = try #require(rows.first { $0["id"] == "浊河" })
            #expect(dry["dry"] == "1" && dry["note"] == "Not assessed (1): S4.")
        }
    }

    @Test("Permuted rows and split files give the same bytes")
    func permuted() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            let text = try String(
                contentsOf: fixture.folder.appending(path: "water.csv"), encoding: .utf8)
            let rows = text.split(separator: "\n").dropFirst().map(String.init)
            let header = "id,time,parameter,value"
            try fixture.write("a.csv", [header] + rows.suffix(7).reversed())
            try fixture.write("b.csv", [header] + rows.dropLast(7).reversed())
            var once = Self.arguments
            var other = once
            other.replaceSubrange(1...2, with: ["--readings", "b.csv", "--readings", "a.csv"])
            once += ["--groups", "g1.csv"]
            other += ["--groups", "g2.csv", "--threads", "1"]
            let (first, second) = (try fixture.run(once), try fixture.run(other))
            #expect(first.status == 0 && first.output == second.output)
            #expect(
                try Data(contentsOf: fixture.folder.appending(path: "g1.csv"))
                    == Data(contentsOf: fixture.folder.appending(path: "g2.csv")))
        }
    }

    @Test("Months tell the history, and a dry month is no month missed")
    func months() throws {
        try withWaterFixture { fixture in
            try fixture.writeReadings(
                "water.csv",
                [
                    ("S1", "2026-01-05", Self.good), ("S1", "2026-02-05", Self.bad),
                    ("S1", "2026-03-05", ["断流": "断流"]), ("S1", "2026-04-05", Self.good),
                ].map { ($0.0, $0.1, $0.2.filter { $0.key != "断流" }) })
            try fixture.write("sections.csv", ["code,target", "S1,III"])
            _ = try fixture.rows([
                "water", "--readings", "water.csv", "--sections", "sections.csv", "--period",
                "2026-01..2026-04", "--months", "months.csv",
            ])
            let rows = try fixture.rows(ofFile: "months.csv")
            #expect(rows.map { $0["month"] } == ["2026-01", "2026-02", "2026-03", "2026-04"])
            #expect(rows.map { $0["target_met"] } == ["yes", "no", "", "yes"])
            #expect(rows.map { $0["met_share"] } == ["100.0", "50.0", "50.0", "66.7"])
            #expect(rows[2]["note"] == "no readings in this period")
        }
    }

    @Test("The list of owners wins over the sections' own, and strangers in it are faults")
    func owners() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            try fixture.write("owners.csv", ["断面,责任县区", "S1,北县", "乙,北县"])
            _ = try fixture.rows(
                Self.arguments + ["--owners", "owners.csv", "--groups", "groups.csv"])
            let rows = try fixture.rows(ofFile: "groups.csv").filter { $0["kind"] == "owner" }
            #expect(rows.map { $0["id"] } == ["东县", "北县", "西县"])
            #expect(rows[1]["sections"] == "2")
            try fixture.write("owners.csv", ["断面,责任县区", "S9,北县"])
            let result = try fixture.run(Self.arguments + ["--owners", "owners.csv"])
            #expect(result.status == 65)
            #expect(
                result.errors.contains(
                    "owners.csv, line 2: section is \"S9\", expected one section of --sections, by code or unique name. Correct it."
                ))
        }
    }

    @Test("What is wrong is said together, with its exit code")
    func faults() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            let wrong = try fixture.run([
                "water", "--readings", "none.csv", "--period", "2026-13", "--standard",
                "GB3838-1988", "--zones", "zones.shp",
            ])
            #expect(wrong.status == 65)
            for text in [
                "No file of readings matches \"none.csv\".", "2026-13",
                "Zones, rivers and owners need --sections.",
            ] {
                #expect(wrong.errors.contains(text), "\(wrong.errors)")
            }
            let edition = try fixture.run([
                "water", "--readings", "water.csv", "--period", "2026-04", "--standard",
                "GB3838-1988",
            ])
            #expect(edition.status == 65)
            #expect(edition.errors.contains("No edition \"GB3838-1988\" is known."))
            try fixture.write("double.csv", ["code,target", "S1,III", "S1,II"])
            let double = try fixture.run([
                "water", "--readings", "water.csv", "--period", "2026-04", "--sections",
                "double.csv",
            ])
            #expect(double.status == 65)
            #expect(double.errors.contains("are empty or stand more than once: \"S1\""))
        }
    }

    @Test("A file of one's own rules judges and is told")
    func ownStandard() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            try fixture.write(
                "own.json",
                [
                    "{\"editions\": [{\"edition\": \"本市\", \"from\": \"2020-01-01\", \"items\": [",
                    "{\"code\": \"TP\", \"isEvaluated\": true, \"limits\": [0.01, 0.02, 0.03, 0.04, 0.05]}]}]}",
                ])
            let rows = try fixture.rows(Self.arguments + ["--standard", "own.json"])
            #expect(rows[0]["edition"] == "本市" && rows[0]["class"] == "劣V")
            #expect(rows[0]["main_pollutants"] == "TP(1.67)")
        }
    }

    @Test("Without sections the sites of the readings are judged, as rivers or as lakes")
    func sitesOnly() throws {
        try withWaterFixture { fixture in
            try writeSmall(fixture)
            let plain = ["water", "--readings", "water.csv", "--period", "2026-04"]
            let rows = try fixture.rows(plain)
            #expect(rows.map { $0["id"] } == ["L1", "S1", "S2"])
            #expect(rows.map { $0["class"] } == ["II", "II", "IV"])
            #expect(try fixture.rows(plain + ["--lake"]).map { $0["class"] } == ["IV", "IV", "劣V"])
        }
    }

    /// Two counties beside each other, one above both, and a river through the two.
    private func writeMap(_ fixture: WaterFixture) throws {
        func county(
            _ code: String, _ name: String, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>
        )
            -> String
        {
            let (west, east, south, north) = (
                x.lowerBound, x.upperBound, y.lowerBound, y.upperBound
            )
            return """
                {"type": "Feature", "properties": {"CODE": "\(code)", "NAME": "\(name)"}, "geometry":
                {"type": "Polygon", "coordinates": [[[\(west), \(south)], [\(east), \(south)],
                [\(east), \(north)], [\(west), \(north)], [\(west), \(south)]]]}}
                """
        }
        let counties = [
            county("E", "东县", 110.1...110.2, 35...35.1), county("W", "西县", 110...110.1, 35...35.1),
            county("N", "北县", 110...110.2, 35.1...35.2),
        ].joined(separator: ",")
        try fixture.write(
            "counties.geojson",
            [
                "{\"type\": \"FeatureCollection\", \"name\": \"counties\", \"features\": [\(counties)]}"
            ])
        try fixture.write(
            "rivers.geojson",
            [
                """
                {"type": "FeatureCollection", "name": "rivers", "features": [{"type": "Feature",
                "properties": {"code": "Q", "name": "清河"}, "geometry": {"type": "LineString",
                "coordinates": [[110.0, 35.05], [110.2, 35.05]]}}]}
                """
            ])
        try fixture.write(
            "sections.csv",
            [
                "code,lon,lat,county,type", "A,110.15,35.0501,东县,河流", "B,110.15,35.0499,西县,河流",
                "C,110.05,35.05,,河流", "D,110.05,35.09,,河流", "F,110.3,35.05,,河流",
                "H,110.05,35.05,西县,饮用水水源",
            ])
        let values = ["A": "0.05", "B": "0.15", "C": "0.25", "D": "0.05", "F": "0.05", "H": "0.05"]
        try fixture.writeReadings(
            "water.csv",
            values.sorted { $0.key < $1.key }.map { ($0.key, "2026-04-02", ["TP": $0.value]) })
    }

    @Test("Owners win over places, sources of drinking water stand apart, far sections are told")
    func places() throws {
        try withWaterFixture { fixture in
            try writeMap(fixture)
            let result = try fixture.run([
                "water", "--readings", "water.csv", "--sections", "sections.csv", "--zones",
                "counties.geojson", "--rivers", "rivers.geojson", "--period", "2026-04",
                "--groups", "groups.csv", "-o", "out.csv",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let rows = try fixture.rows(ofFile: "groups.csv")
            let keys = [
                "kind", "id", "sections", "i_iii_share", "status", "main_pollutants", "cwqi",
            ]
            // The worst of A, B, C is 0.25: means (0.05 + 0.15 + 0.25)/3 = 0.15; all with D and F 80 %.
            #expect(
                rows.map { row in keys.map { row[$0] ?? "" }.joined(separator: " ") } == [
                    "river 清河 3 66.7 良好  0.7500", "counties E 1 100.0 优  0.2500",
                    "counties W 3 66.7 良好  0.7500", "counties N 0    ",
                    "owner 东县 1 100.0 优  0.2500", "owner 西县 3 66.7 良好  0.7500",
                    "drinking-water all 1 100.0 优  0.2500", "all all 5 80.0 良好 TP(20.0%) 0.5500",
                ])
            #expect(rows[3]["note"] == "No section in the zone.")
            for text in [
                "Sections beyond 1 km of every river (2): D, F.",
                "sections that lie in another zone than their owner count for the owner (1): B 西县≠东县.",
                "sections in no zone (1): F.",
            ] {
                #expect(result.errors.contains(text), "\(text)")
            }
        }
    }
}
