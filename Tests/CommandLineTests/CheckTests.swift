import Foundation
import TestSupport
import Testing

@Suite("check", .enabled(if: canRunTool, noTool))
struct CheckTests {
    @Test("Seven faults are listed together, each with its place, and exit with 65")
    func sevenFaults() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            try job.edit("standard: auto", "standrad: auto")
            try job.edit("id: CODE,", "id: CODES,")
            try job.remove("basins.shx")
            try job.edit("path: micro.csv", "path: mikro.csv")
            try job.edit("air/*.csv", "wind/*.csv")
            try job.edit("statistic: p90", "statistic: p900")
            let whole = try Data(contentsOf: job.file("rivers.shp"))
            try whole.prefix(200).write(to: job.file("rivers.shp"))

            let result = try job.tool("check", "job.yaml")
            #expect(result.status == 65)
            let errors = result.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
            #expect(errors.count == 7, "\(result.errors)")
            for part in [
                "unknown key \"standrad\". Did you mean \"standard\"?", "Field \"CODES\" not found",
                "basins.shx\" is missing", "mikro.csv\" does not exist",
                "no file of readings matches \"wind/*.csv\"",
                "unknown statistic over a period \"p900\"", "rivers.shp\"",
            ] {
                #expect(errors.filter { $0.contains(part) }.count == 1, "expected “\(part)” once")
            }
            #expect(result.output.isEmpty)
            #expect(try entries(of: parent) == ["job"])
        }
    }

    @Test("Faults of missing inputs alone exit with 65 as well: the job could not run")
    func missingInputs() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            try job.remove("basins.shx")
            #expect(try job.tool("check", "job.yaml").status == 65)
        }
    }

    @Test("A good job exits with 0, says so, and nothing is written")
    func goodJob() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            let before = try files(below: parent)
            let result = try job.tool("check", "job.yaml", "-o", "out")
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output
                    == "The job can run: 2 periods, 3 zone layers, 51 stations, 9 sections.\n")
            #expect(!result.errors.contains("error: "))
            #expect(try files(below: parent) == before)
            let chinese = try job.tool("check", "job.yaml", "--lang", "zh")
            #expect(chinese.output == "任务可以运行：2 个时段，3 个区域图层，51 个站点，9 个断面。\n")
            #expect(try job.tool("check", "job.yaml", "-q").output.isEmpty)
        }
    }

    @Test("What is repaired or guessed is listed as a note")
    func notes() throws {
        let result = try runTool(["check", "Datasets/taiyuan/job.yaml"])
        for part in [
            "note: \"control_units.shp\" layer \"control_units\": names no text encoding; "
                + "310 texts fit GB18030",
            "its flow was turned. Measures still run as digitised.",
            "water.xlsx[2025年] and 1 more: the header was found in line 2",
        ] {
            #expect(result.errors.contains(part), "expected “\(part)” in:\n\(result.errors)")
        }
    }
}
