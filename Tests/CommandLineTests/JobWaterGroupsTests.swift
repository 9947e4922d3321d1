import Foundation
import TestSupport
import Testing

@Suite("Groups of sections in a job", .enabled(if: canRunTool, noTool))
struct JobWaterGroupsTests {
    @Test("Rivers, levels, counties and the whole are those of assess water on the same files")
    func command() throws {
        try withTemporaryFolder { folder in
            let job = try SampleJob(in: folder)
            try job.edit("periods: [2026-04, 2026-01..2026-04]", "periods: [2026-01..2026-04]")
            try job.edit("air/*.csv", "air/china_sites_202604*.csv")
            let out = folder.appending(path: "out")
            let ran = try runTool(["run", job.path, "-o", out.path, "--lang", "en"])
            #expect(ran.status == 0, "\(ran.errors)")
            let groups = folder.appending(path: "groups.csv")
            let assessed = try runTool([
                "assess", "water", "--readings", job.file("water.xlsx").path, "--sections",
                job.file("sections.shp").path, "--rivers", job.file("rivers.shp").path,
                "--period", "2026-01..2026-04", "--compare", "year", "--groups", groups.path,
                "--lang", "en", "-o", folder.appending(path: "water.csv").path,
            ])
            #expect(assessed.status == 0, "\(assessed.errors)")
            let kinds: Set<String> = ["river", "level", "owner", "all"]
            func lines(_ path: URL) throws -> [[String]] {
                cells(ofCSV: try String(contentsOf: path, encoding: .utf8)).filter {
                    kinds.contains($0[0]) || $0[0] == "kind"
                }
            }
            let expected = try lines(groups)
            let found = try lines(out.appending(path: "tables/water_groups_2026-01..2026-04.csv"))
            #expect(found == expected)
            #expect(found.count == 1 + 1 + 3 + 6 + 1)
            // Worked by hand from sections_2026-01..2026-04.csv: 4 of the 8 judged are I–III, 5 were.
            let all = Dictionary(uniqueKeysWithValues: zip(found[0], found[found.count - 1]))
            #expect(all["sections"] == "8" && all["dry"] == "1")
            #expect(all["i_iii_share"] == "50.0" && all["i_iii_before"] == "62.5")
            #expect(all["status"] == "轻度污染" && all["change"] == "有所变差")
        }
    }
}
