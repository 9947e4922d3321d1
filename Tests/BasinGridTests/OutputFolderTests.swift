import Foundation
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Output folders")
struct OutputFolderTests {
    private let files = FileManager.default

    private func write(_ text: String, _ folder: URL, _ name: String) throws {
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func read(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func entries(_ folder: URL) throws -> [String] {
        try files.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func fault(_ body: () throws -> Void) -> Fault? {
        #expect(throws: Fault.self, performing: body)
    }

    @Test("A new folder appears with all its files when it is published, and not before")
    func publishes() throws {
        try withTemporaryFolder { home in
            let target = home.appending(path: "deep/out")
            let folder = try OutputFolder(replacing: target, overwrite: false)
            try write("new", folder.staging, "run.json")
            #expect(!files.fileExists(atPath: target.path))
            try folder.publish()
            #expect(try read(target, "run.json") == "new")
            #expect(try entries(home.appending(path: "deep")) == ["out"])
        }
    }

    @Test("An empty folder may be filled; a file, another's folder and an old run may not")
    func refuses() throws {
        try withTemporaryFolder { home in
            let empty = home.appending(path: "empty")
            try files.createDirectory(at: empty, withIntermediateDirectories: true)
            try OutputFolder.checkReplaceable(empty, overwrite: false)

            try write("x", home, "file")
            let file = fault {
                try OutputFolder.checkReplaceable(home.appending(path: "file"), overwrite: true)
            }
            #expect(file?.kind == .output)
            #expect(file?.text.en.contains("is a file") == true)

            let foreign = home.appending(path: "foreign")
            try write("x", foreign, "thesis.docx")
            for overwrite in [false, true] {
                let fault = fault {
                    _ = try OutputFolder(replacing: foreign, overwrite: overwrite)
                }
                #expect(fault?.kind == .output)
                #expect(fault?.text.en.contains("no run.json") == true)
                #expect(fault?.text.zh.contains("不会被替换") == true)
            }
            #expect(try entries(foreign) == ["thesis.docx"])

            let old = home.appending(path: "old")
            try write("x", old, "run.json")
            let refused = fault { try OutputFolder.checkReplaceable(old, overwrite: false) }
            #expect(refused?.text.en.contains("--overwrite") == true)
            try OutputFolder.checkReplaceable(old, overwrite: true)
        }
    }

    @Test("An old run is exchanged whole: nothing of it stays, and nothing beside the folder")
    func replaces() throws {
        try withTemporaryFolder { home in
            let target = home.appending(path: "out")
            try write("old", target, "run.json")
            try write("old", target.appending(path: "tables"), "gone.csv")
            let folder = try OutputFolder(replacing: target, overwrite: true)
            try write("new", folder.staging, "run.json")
            #expect(try read(target, "run.json") == "old")
            try folder.publish()
            #expect(try read(target, "run.json") == "new")
            #expect(try entries(target) == ["run.json"])
            #expect(try entries(home) == ["out"])
        }
    }

    @Test("A run that fails leaves the old folder as it was")
    func discards() throws {
        try withTemporaryFolder { home in
            let target = home.appending(path: "out")
            try write("old", target, "run.json")
            let folder = try OutputFolder(replacing: target, overwrite: true)
            try write("half", folder.staging, "run.json")
            folder.discard()
            folder.discard()
            #expect(try read(target, "run.json") == "old")
            #expect(try entries(home) == ["out"])
        }
    }

    @Test("What came to stand under the name while the run went on is not replaced")
    func checksAgain() throws {
        try withTemporaryFolder { home in
            let target = home.appending(path: "out")
            let folder = try OutputFolder(replacing: target, overwrite: true)
            try write("new", folder.staging, "run.json")
            try write("mine", target, "thesis.docx")
            #expect(fault { try folder.publish() }?.kind == .output)
            #expect(try read(target, "thesis.docx") == "mine")
        }
    }

    @Test("A link to a folder is followed, not replaced")
    func followsLinks() throws {
        try withTemporaryFolder { home in
            let real = home.appending(path: "real")
            let link = home.appending(path: "link")
            try write("old", real, "run.json")
            try files.createSymbolicLink(at: link, withDestinationURL: real)
            let folder = try OutputFolder(replacing: link, overwrite: true)
            try write("new", folder.staging, "run.json")
            try folder.publish()
            #expect(try read(real, "run.json") == "new")
            #expect(try files.destinationOfSymbolicLink(atPath: link.path) == real.path)
        }
    }

    @Test("A folder that cannot be made is a fault of the output")
    func cannotMake() throws {
        try withTemporaryFolder { home in
            try write("x", home, "file")
            let fault = fault {
                _ = try OutputFolder(
                    replacing: home.appending(path: "file/out"), overwrite: false)
            }
            #expect(fault?.kind == .output)
        }
    }

    // MARK: - What a killed run leaves

    private func staging(
        _ target: String, host: String = StagingName.thisHost, process: Int32
    ) -> String {
        StagingName(target: target, host: host, process: process, random: 0xBEEF).text
    }

    /// The number of a process that has ended.
    private func endedProcess() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exit 0"]
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }

    @Test("Only the folders of this target whose process on this host is gone are removed")
    func removesAbandoned() throws {
        try withTemporaryFolder { home in
            let gone = try endedProcess()
            let living = ProcessInfo.processInfo.processIdentifier
            let kept = [
                staging("out", process: living), staging("other", process: gone),
                staging("out.5", process: gone), staging("out.\(gone)-1", process: gone),
                staging("out", host: "elsewhere", process: gone), ".out.partial",
                ".out.\(gone).partial", ".out.x.0-1.partial", "out.\(gone)-1.partial",
            ]
            let abandoned = [
                staging("out", process: gone),
                staging("out", process: gone).replacingOccurrences(
                    of: ".partial", with: ".old.partial"),
            ]
            for name in kept + abandoned { try write("x", home.appending(path: name), "a") }
            let folder = try OutputFolder(
                replacing: home.appending(path: "out"), overwrite: false)
            folder.discard()
            #expect(try entries(home) == kept.sorted())
        }
    }

    @Test("A staging name reads back, and only for its own target")
    func namesReadBack() {
        let name = StagingName(target: "输出 1", host: "node_7", process: 42, random: 0xFF)
        #expect(name.text == ".输出 1.node_7.42-ff.partial")
        #expect(StagingName(parsing: name.text, target: "输出 1") == name)
        #expect(StagingName(parsing: name.text, target: "输出") == nil)
        #expect(StagingName(parsing: ".a.h.-1-ff.partial", target: "a") == nil)
        #expect(StagingName(parsing: ".a.h.0-ff.partial", target: "a") == nil)
        #expect(StagingName(parsing: ".a.h.1-xyz.partial", target: "a") == nil)
    }
}
