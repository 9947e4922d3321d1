import Foundation
import TestSupport
import Testing

/// The worked examples of water as files of readings, through the command.
@Suite(
    "Worked examples of water through the command",
    .enabled(
        if: canRunTool && WorkedExamples.canRun,
        "the standards folder is not here, or no built tool"
    ))
struct WaterExamplesOnFilesTests {
    private func text(_ any: Any?) -> String {
        any as? String ?? (any as? NSNumber)?.stringValue ?? ""
    }

    private func texts(_ any: Any?) throws -> [String: String] {
        try #require(any as? [String: Any]).mapValues { text($0) }
    }

    @Test("section: class, status, main pollutants with multiples")
    func sections() throws {
        let examples = try WorkedExamples.group("section")
        try withWaterFixture { fixture in
            var sites: [(id: String, time: String, values: [String: String])] = []
            var table = ["code,type"]
            for example in examples {
                let inputs = try #require(example["inputs"] as? [String: Any])
                let id = text(example["id"])
                sites.append((id, "2026-04-15", try texts(inputs["values"])))
                table.append("\(id),\(inputs["river"] as? Bool == false ? "湖库" : "河流")")
            }
            try fixture.writeReadings("water.csv", sites)
            try fixture.write("sections.csv", table)
            let rows = try fixture.rows([
                "water", "--readings", "water.csv", "--sections", "sections.csv", "--period",
                "2026-04",
            ])
            #expect(rows.count == examples.count)
            for (row, example) in zip(rows, examples) {
                let expected = try #require(example["expected"] as? [String: Any])
                #expect(row["class"] == text(expected["class"]))
                #expect(row["status"] == text(expected["status"]))
                let multiples = try #require(expected["exceedance_2dp"] as? [String: Any])
                let main = try #require(expected["main_pollutants"] as? [String])
                let list = main.map { code in
                    (multiples[code] as? String).map { "\(code)(\($0))" } ?? code
                }
                #expect(row["main_pollutants"] == list.joined(separator: ";"), "\(row)")
            }
        }
    }

    @Test("river and change: shares, status, mean rule, words of change")
    func rivers() throws {
        let phosphorus = [
            "I": "0.01", "II": "0.05", "III": "0.15", "IV": "0.25", "V": "0.35", "劣V": "0.5",
        ]
        for example in try WorkedExamples.group("river") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try texts(
                (example["expected"] as? [String: Any])?.filter { $0.key != "mean" })
            var values: [[String: String]] = []
            if let classes = inputs["classes"] as? [String] {
                values = classes.map { ["TP": phosphorus[$0] ?? ""] }
            } else {
                values = try #require(inputs["sections"] as? [[String: Any]]).map { try texts($0) }
            }
            try withWaterFixture { fixture in
                try fixture.writeReadings(
                    "water.csv",
                    values.enumerated().map { ("S\($0.offset)", "2026-04-15", $0.element) })
                _ = try fixture.rows([
                    "water", "--readings", "water.csv", "--period", "2026-04", "--groups", "g.csv",
                ])
                let row = try #require(try fixture.rows(ofFile: "g.csv").last)
                if let share = expected["i_iii_percent_1dp"] {
                    #expect(row["i_iii_share"] == share)
                    #expect(row["inferior_v_share"] == expected["inferior_v_percent_1dp"])
                    #expect(row["status"] == expected["status"])
                } else {
                    #expect(row["class"] == expected["class"])
                }
            }
        }
        for example in try WorkedExamples.group("change") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            guard let before = inputs["before"] as? String, let after = inputs["after"] as? String
            else { continue }
            try withWaterFixture { fixture in
                try fixture.writeReadings(
                    "water.csv",
                    [
                        ("S", "2025-04-15", ["TP": phosphorus[before] ?? ""]),
                        ("S", "2026-04-15", ["TP": phosphorus[after] ?? ""]),
                    ])
                let row = try #require(
                    try fixture.rows([
                        "water", "--readings", "water.csv", "--period", "2026-04", "--compare",
                        "year",
                    ]).first)
                #expect(row["change"] == text(example["expected"]))
            }
        }
    }

    @Test("river changes: shares of forty sections or more give X and its words")
    func riverChanges() throws {
        for example in try WorkedExamples.group("change") {
            let inputs = try texts(example["inputs"])
            guard let good = inputs["i_iii_after"] else { continue }
            let expected = try texts(example["expected"])
            func sections(_ good: String?, _ inferior: String?) throws -> [String] {
                // 200 sections: half a per cent each.
                let (good, inferior) = (
                    try #require(Double(good ?? "")), try #require(Double(inferior ?? ""))
                )
                let (first, last) = (Int((good * 2).rounded()), Int((inferior * 2).rounded()))
                return Array(repeating: "0.05", count: first)
                    + Array(repeating: "0.25", count: 200 - first - last)
                    + Array(repeating: "0.5", count: last)
            }
            let now = try sections(good, inputs["inferior_after"])
            let before = try sections(inputs["i_iii_before"], inputs["inferior_before"])
            try withWaterFixture { fixture in
                try fixture.writeReadings(
                    "water.csv",
                    zip(now, before).enumerated().flatMap { index, pair in
                        [
                            ("S\(index)", "2026-04-15", ["TP": pair.0]),
                            ("S\(index)", "2025-04-15", ["TP": pair.1]),
                        ]
                    })
                _ = try fixture.rows([
                    "water", "--readings", "water.csv", "--period", "2026-04", "--compare", "year",
                    "--groups", "g.csv",
                ])
                let row = try #require(try fixture.rows(ofFile: "g.csv").last)
                #expect(row["i_iii_share"] == good && row["change"] == expected["change"])
            }
        }
    }

    @Test("tli: parts, index, grade of lakes")
    func lakes() throws {
        for example in try WorkedExamples.group("tli") {
            let inputs = try texts(example["inputs"])
            let expected = try #require(example["expected"] as? [String: Any])
            let tolerance = try #require(example["tolerance"] as? Double)
            let codes = inputs.keys.sorted()
            let heads = codes.map { $0 == "CHLA" ? "叶绿素a(mg/m3)" : $0 }
            try withWaterFixture { fixture in
                try fixture.write(
                    "lake.csv",
                    [
                        "id,time," + heads.joined(separator: ","),
                        "L,2026-07-01," + codes.map { inputs[$0] ?? "" }.joined(separator: ","),
                    ])
                _ = try fixture.rows([
                    "water", "--readings", "lake.csv", "--lake", "--period", "2026-07", "--lakes",
                    "t.csv",
                ])
                let row = try #require(try fixture.rows(ofFile: "t.csv").first)
                #expect(row["grade"] == text(expected["grade"]))
                let value = try #require(Double(row["tli"] ?? ""))
                #expect(abs(value - (try #require(expected["tli"] as? Double))) <= tolerance)
                for (code, wanted) in try #require(expected["parts"] as? [String: Double]) {
                    let part = try #require(Double(row["tli_\(code)"] ?? ""))
                    #expect(abs(part - wanted) <= tolerance, "\(code)")
                }
            }
        }
    }

    @Test("cwqi: rivers, lakes and the city")
    func cities() throws {
        for example in try WorkedExamples.group("cwqi") {
            let inputs = try #require(example["inputs"] as? [String: Any])
            let expected = try texts(example["expected"])
            let rivers = try #require(inputs["rivers"] as? [[String: Any]])
            let lakes = try #require(inputs["lakes"] as? [[String: Any]])
            try withWaterFixture { fixture in
                var table = ["code,type,level"]
                var sites: [(id: String, time: String, values: [String: String])] = []
                for (index, values) in (rivers + lakes).enumerated() {
                    let isLake = index >= rivers.count
                    table.append("S\(index),\(isLake ? "湖库,湖" : "河流,河")")
                    sites.append(("S\(index)", "2026-04-15", try texts(values)))
                }
                try fixture.write("sections.csv", table)
                try fixture.writeReadings("water.csv", sites)
                _ = try fixture.rows([
                    "water", "--readings", "water.csv", "--sections", "sections.csv", "--period",
                    "2026-04", "--groups", "g.csv",
                ])
                let rows = try fixture.rows(ofFile: "g.csv")
                #expect(rows.first { $0["id"] == "河" }?["cwqi"] == expected["river_4dp"])
                #expect(rows.first { $0["id"] == "湖" }?["cwqi"] == expected["lake_4dp"])
                #expect(rows.last?["cwqi"] == expected["city_4dp"])
            }
        }
    }

    @Test("spearman: coefficient, critical value, significance, words")
    func trends() throws {
        for example in try WorkedExamples.group("spearman") {
            guard let inputs = example["inputs"] as? [String: Any],
                let yearly = inputs["yearly"] as? [String]
            else { continue }
            let expected = try #require(example["expected"] as? [String: Any])
            try withWaterFixture { fixture in
                // Every month of a year has the year's value.
                try fixture.writeReadings(
                    "water.csv",
                    yearly.enumerated().flatMap { index, value in
                        (1...12).map { month in
                            (
                                "S", "\(2019 + index)-\(month < 10 ? "0" : "")\(month)-10",
                                ["NH3N": value]
                            )
                        }
                    })
                _ = try fixture.rows([
                    "water", "--readings", "water.csv", "--period", "\(2018 + yearly.count)",
                    "--trends", "t.csv",
                ])
                let row = try #require(try fixture.rows(ofFile: "t.csv").first)
                #expect(row["years"] == "\(yearly.count)" && row["first_year"] == "2019")
                #expect(row["rs"] == text(expected["rs_3dp"]))
                #expect(row["critical"] == text(expected["critical_0.05"]))
                #expect((row["significant"] == "yes") == (expected["significant"] as? Bool))
                #expect(row["trend"] == text(expected["trend"]))
            }
        }
    }

    @Test("sea: classes of points")
    func sea() throws {
        let examples = try WorkedExamples.group("sea")
        try withWaterFixture { fixture in
            try fixture.writeReadings(
                "sea.csv",
                try examples.map { (text($0["id"]), "2026-05-10", try texts($0["inputs"])) })
            let rows = try fixture.rows(["sea", "--readings", "sea.csv", "--period", "2026-05"])
            #expect(rows.count == examples.count)
            for example in examples {
                let row = rows.first { $0["id"] == text(example["id"]) }
                #expect(row?["class"] == text(example["expected"]))
            }
        }
    }
}
