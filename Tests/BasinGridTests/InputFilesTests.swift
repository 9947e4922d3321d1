import Foundation
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Input files")
struct InputFilesTests {
    private func withFiles(
        _ names: [String], in sub: String = "", _ body: (URL) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let home = sub.isEmpty ? folder : folder.appending(path: sub)
            for name in names {
                let file = home.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data("x".utf8).write(to: file)
            }
            try body(home)
        }
    }

    @Test(
        "A pattern names the files that match, sorted",
        arguments: [
            ("air/*.csv", ["air/b10.csv", "air/b2.csv", "air/[x].csv"].sorted()),
            ("air/b?.csv", ["air/b2.csv"]), ("air/b[0-9].csv", ["air/b2.csv"]),
            ("air/b2.csv", ["air/b2.csv"]), ("air/[x].csv", ["air/[x].csv"]),
            ("air/none*.csv", []), ("air/none.csv", []), ("*/b2.csv", ["air/b2.csv"]),
        ])
    func patterns(pattern: String, expected: [String]) throws {
        try withFiles(["air/b10.csv", "air/b2.csv", "air/[x].csv", "air/b2.txt"]) { folder in
            let found = files(matching: pattern, in: folder.path)
            #expect(found == expected.map { folder.path + "/" + $0 })
            #expect(files(matching: folder.path + "/" + pattern) == found)
        }
    }

    @Test("Brackets and stars in the job's own folder are no pattern")
    func patternInFolderName() throws {
        try withFiles(["a1.csv", "a2.csv"], in: "任务[2026]*") { folder in
            #expect(
                files(matching: "a*.csv", in: folder.path)
                    == ["a1.csv", "a2.csv"].map { folder.path + "/" + $0 })
        }
    }

    @Test("A shapefile's parts are the files of its name, another's are not")
    func shapefileParts() throws {
        let own = ["z.shp", "z.shx", "z.dbf", "z.prj", "z.CPG"]
        try withFiles(own + ["z2.shp", "z.csv", "zz.dbf", "z.shp.xml"]) { folder in
            let parts = parts(ofDataset: folder.path + "/z.shp")
            #expect(parts == own.sorted().map { folder.path + "/" + $0 })
        }
    }

    @Test("Any other file is its only part; what is no file has none")
    func otherParts() throws {
        try withFiles(["z.gpkg"]) { folder in
            #expect(parts(ofDataset: folder.path + "/z.gpkg") == [folder.path + "/z.gpkg"])
            #expect(parts(ofDataset: folder.path + "/none.gpkg") == [])
            #expect(parts(ofDataset: folder.path + "/none.shp") == [])
            #expect(parts(ofDataset: "PG:host=nowhere") == [])
        }
    }
}
