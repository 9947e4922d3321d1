import Foundation
import TestSupport
import Testing

/// COD of two sections in two counties: this April, the March before and last April.
private func writeTwoCounties(_ fixture: WaterFixture) throws {
    try fixture.write(
        "water.csv",
        [
            "id,time,parameter,value", "S1,2026-04-02,COD,45", "S1,2026-04-02,NH3N,1.8",
            "S1,2026-03-02,COD,35", "S1,2025-04-02,COD,55", "S2,2026-04-02,COD,45",
            "S2,2026-03-02,COD,18", "S3,2026-04-02,COD,12", "S3,2025-04-02,COD,25",
        ])
    try fixture.write(
        "sections.csv",
        [
            "code,name,target,county,lon,lat", "S1,甲桥,V;COD=50,东县,110.15,35.05",
            "S2,乙桥,COD≤40,西县,110.05,35.05", "S3,丙桥,III,西县,110.06,35.06",
        ])
    func county(_ code: String, _ name: String, _ west: Double) -> String {
        let (east, ring) = (west + 0.1, [35.0, 35.1])
        return """
            {"type": "Feature", "properties": {"CODE": "\(code)", "NAME": "\(name)"}, "geometry":
            {"type": "Polygon", "coordinates": [[[\(west), \(ring[0])], [\(east), \(ring[0])],
            [\(east), \(ring[1])], [\(west), \(ring[1])], [\(west), \(ring[0])]]]}}
            """
    }
    try fixture.write(
        "counties.geojson",
        [
            """
            {"type": "FeatureCollection", "name": "counties", "features": [
            \(county("E", "东县", 110.1)), \(county("W", "西县", 110))]}
            """
        ])
}

@Suite(
    "assess water with two comparisons, limits of items and shapes",
    .enabled(if: canRunTool, noTool))
struct AssessWaterComparisonTests {
    static let arguments = [
        "water", "--readings", "water.csv", "--sections", "sections.csv", "--period", "2026-04",
    ]

    static let ways = [
        ["--compare", "year", "--compare", "month"], ["--compare", "year,month"],
        ["--compare", "2025-04", "--compare", "none", "--compare", "2026-03"],
    ]

    @Test("The second comparison adds its columns behind those of the first", arguments: ways)
    func sections(_ comparisons: [String]) throws {
        try withWaterFixture { fixture in
            try writeTwoCounties(fixture)
            let result = try fixture.run(Self.arguments + comparisons)
            #expect(result.status == 0, "\(result.errors)")
            // 45 劣V, 55 劣V, 35 V, 18 III, 12 I, 25 IV; S1 meets its own 50 and NH3N class V.
            #expect(
                result.output == """
                    id,edition,samples,items,class,status,limiting,main_pollutants,target,target_met,class_before,change,note,class_previous,change_previous
                    S1,GB3838-2002,1,COD;NH3N,劣V,重度污染,COD,COD(1.25);NH3N(0.80),V;COD=50,yes,劣V,无明显变化,,V,有所变差
                    S2,GB3838-2002,1,COD,劣V,重度污染,COD,COD(1.25),COD=40,no,,,before: no readings in this period,III,明显变差
                    S3,GB3838-2002,1,COD,I,优,,,III,yes,IV,明显好转,previous: no readings in this period,,

                    """)
        }
    }

    @Test("Groups are set against each period on the sections comparable with it")
    func groups() throws {
        try withWaterFixture { fixture in
            try writeTwoCounties(fixture)
            let result = try fixture.run(
                Self.arguments + Self.ways[0]
                    + ["--zones", "counties.geojson", "--groups", "groups.csv", "-o", "out.csv"])
            #expect(result.status == 0, "\(result.errors)")
            let rows = try fixture.rows(ofFile: "groups.csv")
            let keys = [
                "kind", "id", "label", "sections", "change", "cwqi", "cwqi_before",
                "sections_previous", "i_iii_previous", "inferior_v_previous", "cwqi_previous",
                "cwqi_change_previous", "change_previous",
            ]
            // Counties hold S1, and S2 with S3: S2 has no year before, S3 no month before. COD alone is
            // in both periods: 45/20, 55/20, 35/20; 12/20, 25/20; 45/20, 18/20. All: (45 + 12)/40,
            // (55 + 25)/40; before the month (35 + 18)/40 against (45 + 45)/40.
            #expect(
                rows.map { row in keys.map { row[$0] ?? "" }.joined(separator: " ") } == [
                    "counties E 东县 1 无明显变化 2.2500 2.7500 1 0.0 0.0 1.7500 28.6 有所变差",
                    "counties W 西县 1 明显好转 0.6000 1.2500 1 100.0 0.0 0.9000 150.0 明显变差",
                    "owner 东县 东县 1 无明显变化 2.2500 2.7500 1 0.0 0.0 1.7500 28.6 有所变差",
                    "owner 西县 西县 1 明显好转 0.6000 1.2500 1 100.0 0.0 0.9000 150.0 明显变差",
                    "all all all 2 无明显变化 1.4250 2.0000 2 50.0 0.0 1.3250 69.8 明显变差",
                ])
            #expect(rows[1]["note"]?.contains("left out (1): S2.") == true)
            #expect(
                rows[1]["note"]?.contains("Not comparable with the second period (1): S3.") == true)
        }
    }

    @Test("Zones have their shapes in the table of groups, other groups none")
    func shapes() throws {
        try withWaterFixture { fixture in
            try writeTwoCounties(fixture)
            let result = try fixture.run(
                Self.arguments + [
                    "--zones", "counties.geojson", "--groups", "groups.geojson", "-o", "out.csv",
                ])
            #expect(result.status == 0, "\(result.errors)")
            let data = try Data(contentsOf: fixture.folder.appending(path: "groups.geojson"))
            let file = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let features = try #require(file["features"] as? [[String: Any]])
            let found = features.map { feature in
                let own = feature["properties"] as? [String: Any]
                let shape = feature["geometry"] as? [String: Any]
                return "\(own?["kind"] ?? "") \(own?["label"] ?? "") \(shape?["type"] ?? "-")"
            }
            #expect(
                found == [
                    "counties 东县 Polygon", "counties 西县 Polygon", "owner 东县 -",
                    "owner 西县 -", "all all -",
                ])
            let packed = try fixture.run(
                Self.arguments + [
                    "--zones", "counties.geojson", "--groups", "groups.gpkg", "-o", "again.csv",
                ])
            #expect(packed.status == 0, "\(packed.errors)")
            let facts = try runTool(["inspect", "groups.gpkg"], in: fixture.folder)
            #expect(
                facts.output.contains("groups: 5 polygons") && facts.output.contains("EPSG:4490"))
        }
    }

    /// What `--compare` is given, and the message.
    static let faults = [
        (["year,month,2024-04"], "--compare names 2025-04, 2026-03, 2024-04, expected at most 2"),
        (
            ["year", "2025-04"],
            "--compare names 2025-04, 2025-04, expected at most 2 period(s), none twice."
        ),
    ]

    @Test("Three comparisons, and the same twice, are refused", arguments: faults)
    func refused(_ comparisons: [String], _ message: String) throws {
        try withWaterFixture { fixture in
            try writeTwoCounties(fixture)
            let result = try fixture.run(
                Self.arguments + comparisons.flatMap { ["--compare", $0] })
            #expect(result.status == 64 && result.errors.contains(message), "\(result.errors)")
            let sea = try fixture.run([
                "sea", "--readings", "water.csv", "--period", "2026-04", "--compare", "year,month",
            ])
            #expect(sea.status == 64 && sea.errors.contains("expected at most 1 period(s)"))
        }
    }

    @Test("Alerts go by a section's own limits of items, before its class")
    func alerts() throws {
        try withWaterFixture { fixture in
            try writeTwoCounties(fixture)
            let result = try fixture.run(
                Self.arguments + ["--alerts", "alerts.csv", "-o", "out.csv"])
            #expect(result.status == 0, "\(result.errors)")
            // 45 is within the 50 of S1, above the 40 of S2; without COD=50 S1 would stand here too.
            #expect(
                try String(
                    contentsOf: fixture.folder.appending(path: "alerts.csv"), encoding: .utf8)
                    == AssessAlertTests.header + """
                        S2,乙桥,西县,water-limit,COD,2026-04-02T00:00,45,40,0.12,2026-04-02T00:00,1,alerts-2026,"worse than the target, or class III without one; perhaps since earlier"

                        """)
        }
    }
}

@Suite("What one reading stands for", .enabled(if: canRunTool, noTool))
struct AssessIntervalTests {
    /// Three hours about the end of April.
    static func write(_ fixture: WaterFixture, _ item: String, _ values: [String]) throws {
        let times = ["2026-04-30 23:00", "2026-05-01 00:00", "2026-05-01 01:00"]
        try fixture.write(
            "hours.csv",
            ["id,time,parameter,value"] + zip(times, values).map { "S1,\($0),\(item),\($1)" })
    }

    /// The command, its item, values of the three hours, further arguments, and the column with what
    /// April comes to: by hours the first two, else the first alone.
    static let commands: [(String, String, [String], [String], String, String, String)] = [
        ("water", "COD", ["18", "24", "99"], ["--period", "2026-04"], "class", "IV", "III"),
        ("sea", "COD", ["1.8", "2.6", "9"], ["--period", "2026-04"], "class", "二类", "一类"),
        (
            "soil", "CU", ["100", "9000", "1"], ["--period", "2026-04", "--land", "class1"],
            "level",
            "超管制值", "未超筛选值"
        ),
        (
            "compensation", "COD", ["18", "24", "99"],
            [
                "--period", "2026-04", "--rules", "scheme.json", "--sections",
                "sections.csv",
            ], "measured", "21", "18"
        ),
    ]

    @Test(
        "An hour of midnight belongs to the day before, a sample of a day to its own",
        arguments: commands)
    func midnight(
        _ command: String, _ item: String, _ values: [String], _ more: [String], _ column: String,
        _ byHour: String, _ byDay: String
    ) throws {
        try withWaterFixture { fixture in
            try Self.write(fixture, item, values)
            try fixture.write("sections.csv", ["code,upstream,downstream,target", "S1,甲县,乙县,III"])
            try fixture.write(
                "scheme.json",
                [
                    """
                    {"edition": "e", "currency": "万元", "decimals": 1, "terms": [{"name": "t",
                    "kind": "concentration", "every": "month", "items": {"COD": {"base": 30, "amount": 2}},
                    "better": {"payer": "downstream", "payee": "upstream"}}]}
                    """
                ])
            let plain = [command, "--readings", "hours.csv"] + more
            for (interval, expected) in [("auto", byHour), ("hour", byHour), ("day", byDay)] {
                let result = try fixture.run(plain + ["--interval", interval])
                #expect(result.status == 0, "\(result.errors)")
                let row = try #require(try WaterFixture.rows(result.output).first)
                #expect(row[column] == expected, "\(interval)")
                let isSaid = result.errors.contains("The readings stand for 1 hour(s) each")
                #expect(isSaid == (expected == byHour))
            }
        }
    }
}
