import Foundation
import Grids
import TestSupport
import Testing

@testable import Coverage
@testable import SealedFiles

@Suite("Overlay files that are refused")
struct OverlayFileFuzzTests {
    /// Contents of a sound file, without head and seal, and a path to write to.
    private func withContents(_ body: (String, [UInt8]) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            try sampleOverlayFile().write(to: path)
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            try body(path, Array(bytes[24..<bytes.count - 16]))
        }
    }

    /// Writes `contents` with a seal that is right; not through the writer, which waits for the
    /// disk every time.
    private func seal(_ contents: [UInt8], _ path: String) throws {
        func word(_ value: Int) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let length = word(24 + contents.count + 16)
        let head = OverlayFile.kind.magic + word(1)
        var checksum = Checksum()
        (head + contents + length).withUnsafeBytes { checksum.add($0) }
        let sum = word(Int(bitPattern: UInt(checksum.value)))
        try Data(head + length + contents + length + sum).write(to: URL(fileURLWithPath: path))
    }

    @Test("Any byte that changes is found by the seal")
    func changedBytes() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            try sampleOverlayFile().write(to: path)
            let url = URL(fileURLWithPath: path)
            let bytes = Array(try Data(contentsOf: url))
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= 0x20
                try Data(damaged).write(to: url)
                #expect(throws: SealedFileError.self, "byte \(index)") {
                    try OverlayFile(reading: path)
                }
            }
        }
    }

    @Test("Any cut is found by the seal")
    func cuts() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            try sampleOverlayFile().write(to: path)
            let url = URL(fileURLWithPath: path)
            let bytes = Array(try Data(contentsOf: url))
            for length in 0..<bytes.count {
                try Data(bytes.prefix(length)).write(to: url)
                let error = #expect(throws: SealedFileError.self) {
                    try OverlayFile(reading: path)
                }
                guard case .wrongLength = error else {
                    Issue.record("\(length): \(String(describing: error))")
                    return
                }
            }
        }
    }

    @Test("Contents that were cut and sealed again are refused at every length")
    func sealedCuts() throws {
        try withContents { path, contents in
            for length in 0..<contents.count {
                try seal(Array(contents.prefix(length)), path)
                #expect(throws: SealedFileError.self, "\(length)") {
                    try OverlayFile(reading: path)
                }
            }
            try seal(contents + [0], path)
            #expect(
                throws: SealedFileError.valueOutOfRange(
                    path: path, kind: OverlayFile.kind, what: "bytes after the contents",
                    found: "1")
            ) { try OverlayFile(reading: path) }
        }
    }

    @Test("Contents that were changed and sealed again are a sound overlay or refused")
    func sealedChanges() throws {
        try withContents { path, contents in
            var refused = 0
            for index in contents.indices {
                for byte in [0, 0x7F, 0x80, 0xFF] as [UInt8] where byte != contents[index] {
                    var changed = contents
                    changed[index] = byte
                    try seal(changed, path)
                    do throws(SealedFileError) {
                        expectSound(try OverlayFile(reading: path))
                    } catch {
                        refused += 1
                    }
                }
            }
            #expect(refused > contents.count)
        }
    }

    @Test("Garbage that is sealed is refused", arguments: 0..<40)
    func sealedGarbage(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        try withContents { path, contents in
            var garbage = contents
            let start = Int.random(in: 0..<garbage.count, using: &random)
            for index in start..<garbage.count {
                garbage[index] = UInt8.random(in: 0...255, using: &random)
            }
            try seal(garbage, path)
            #expect(throws: SealedFileError.self) { try OverlayFile(reading: path) }
        }
    }

    private func expectSound(_ file: OverlayFile) {
        let geometry = file.overlay.geometry
        for zone in file.overlay.zones {
            #expect(zone.zoneAreaInCells.isFinite && zone.zoneAreaInCells >= 0)
            #expect(
                zone.runs.allSatisfy {
                    $0.length > 0 && $0.row >= 0 && Int($0.row) < geometry.rows && $0.column >= 0
                        && $0.columns.upperBound <= geometry.columns && $0.fraction > 0
                        && $0.fraction <= 1
                })
            #expect(
                zip(zone.runs, zone.runs.dropFirst()).allSatisfy { a, b in
                    a.row < b.row || (a.row == b.row && a.columns.upperBound <= b.column)
                })
        }
    }
}

/// A value in an overlay that cannot be, and what the error says.
struct Nonsense: CustomTestStringConvertible, Sendable {
    var testDescription: String { what }
    let what: String
    let found: String
    var method = CoverageMethod.fraction
    var runs: [CoverageRun] = [
        CoverageRun(row: 1, column: 0, length: 2, fraction: 0.5),
        CoverageRun(row: 1, column: 2, length: 1, fraction: 1),
        CoverageRun(row: 2, column: 1, length: 2, fraction: 0.25),
    ]
    var area = 7.0
    var rows = 3
    var counts: [UInt32] = [2, 1]
    var runCount: UInt64?
    var firstRow: Int32 = 1
    var rowCount: Int32?
    var zoneCount: UInt64 = 1
    var step = 1.0
}

private let nonsense: [Nonsense] = [
    Nonsense(what: "zones[0].runs[1].column", found: "1") { $0.runs[1].column = 1 },
    Nonsense(what: "zones[0].runs[0].column", found: "-1") { $0.runs[0].column = -1 },
    Nonsense(what: "zones[0].runs[2].column", found: "3") { $0.runs[2].column = 3 },
    Nonsense(what: "zones[0].runs[2].column", found: "2147483647") { $0.runs[2].column = .max },
    Nonsense(what: "zones[0].runs[1].length", found: "2") { $0.runs[1].length = 2 },
    Nonsense(what: "zones[0].runs[0].length", found: "0") { $0.runs[0].length = 0 },
    Nonsense(what: "zones[0].runs[0].length", found: "-2147483648") { $0.runs[0].length = .min },
    Nonsense(what: "zones[0].runs[2].length", found: "2147483647") { $0.runs[2].length = .max },
    Nonsense(what: "zones[0].runs[1].fraction", found: "nan") { $0.runs[1].fraction = .nan },
    Nonsense(what: "zones[0].runs[1].fraction", found: "0.0") { $0.runs[1].fraction = 0 },
    Nonsense(what: "zones[0].runs[1].fraction", found: "1.0000000000000002") {
        $0.runs[1].fraction = 1.0.nextUp
    },
    Nonsense(what: "zones[0].runs[0].fraction", found: "0.5") { $0.method = .center },
    Nonsense(what: "zones[0].zoneAreaInCells", found: "-1.0") { $0.area = -1 },
    Nonsense(what: "zones[0].zoneAreaInCells", found: "inf") { $0.area = .infinity },
    Nonsense(what: "zones[0].firstRow", found: "-1") { $0.firstRow = -1 },
    Nonsense(what: "zones[0].firstRow", found: "3") { $0.firstRow = 3 },
    Nonsense(what: "zones[0].rowCount", found: "3") { $0.rowCount = 3 },
    Nonsense(what: "zones[0].rowCount", found: "-2147483648") { $0.rowCount = .min },
    Nonsense(what: "zones[0].rowCount", found: "0") { $0.rowCount = 0 },
    Nonsense(what: "zones[0].rows[0].runCount", found: "0") { $0.counts = [0, 3] },
    Nonsense(what: "zones[0].rows[1].runCount", found: "4294967295") { $0.counts = [2, .max] },
    Nonsense(what: "zones[0].runCount", found: "3") { $0.counts = [1, 1] },
    Nonsense(what: "zones[0].runCount", found: "18446744073709551615") { $0.runCount = .max },
    Nonsense(what: "zones[0].runCount", found: "4") { $0.runCount = 4 },
    Nonsense(what: "zones", found: "1000000000000") { $0.zoneCount = 1_000_000_000_000 },
    Nonsense(what: "grid.rows", found: "0") { $0.rows = 0 },
    Nonsense(what: "grid.rows", found: "-9223372036854775808") { $0.rows = .min },
    Nonsense(what: "grid.columnStepX, grid.rowStepY", found: "0") { $0.step = 0 },
    Nonsense(what: "grid.columnStepX", found: "nan") { $0.step = .nan },
]

extension Nonsense {
    init(what: String, found: String, _ change: (inout Nonsense) -> Void) {
        self.init(what: what, found: found)
        change(&self)
    }

    func write(to path: String) throws {
        let writer = try SealedFileWriter(path: path, kind: OverlayFile.kind, version: 1)
        for number in [0, step, 0, 3, 0, -1] { try writer.write(number) }
        try writer.write(Int64(rows))
        try writer.write(3 as Int64)
        try writer.write(false)
        for text in [method.rawValue, "", "", "id"] { try writer.write(text) }
        try writer.write(0 as UInt64)
        try writer.write(zoneCount)
        for text in ["Z", "Z"] { try writer.write(text) }
        try writer.write(false)
        try writer.write(0.0)
        try writer.write(false)
        try writer.write(false)
        try writer.write(area)
        try writer.write(runCount ?? UInt64(runs.count))
        try writer.write(firstRow)
        try writer.write(rowCount ?? Int32(counts.count))
        for count in counts { try writer.write(count) }
        for run in runs {
            try writer.write(run.column)
            try writer.write(run.length)
            try writer.write(run.fraction)
        }
        try writer.finish()
    }
}

@Suite("Overlay files with nonsense under a sound seal")
struct OverlayNonsenseTests {
    @Test("A file written by hand as the documentation says is read")
    func sound() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            let sound = Nonsense(what: "", found: "")
            try sound.write(to: path)
            let file = try OverlayFile(reading: path)
            #expect(file.overlay.zones == [ZoneCoverage(runs: sound.runs, zoneAreaInCells: 7)])
            #expect(file.zones == [OverlayZone(id: "Z", label: "Z", areaInSquareMetres: nil)])
        }
    }

    @Test("The error names the value", arguments: nonsense)
    func named(_ example: Nonsense) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "overlay").path
            try example.write(to: path)
            #expect(
                throws: SealedFileError.valueOutOfRange(
                    path: path, kind: OverlayFile.kind, what: example.what, found: example.found)
            ) { try OverlayFile(reading: path) }
        }
    }
}
