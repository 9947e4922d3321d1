import Coverage
import Foundation
import Grids
import TestSupport
import Testing

@testable import SealedFiles
@testable import ZonalStatistics

/// A job with a cell of every kind, whose only part is small.
private func smallJob() throws -> (job: ZonalJob, rows: ZoneRows) {
    let grid = unitGrid(rows: 2, columns: 4, [1, 2, 2, 2, .nan, 4, 5, 6])
    let weights = unitGrid(rows: 2, columns: 4, [1, 0, 2, 1, 1, .nan, 1, 1])
    let zones = [box(0, 0, 4, 2), box(0.5, 0.5, 2, 1.5)]
    var pass = try ZonalPass(
        grid, over: Overlay(of: zones, on: grid.geometry, threads: 1), weights: weights)
    pass.tileSize = TilePlan.TileSize(rows: 1, columns: 4)
    let job = try ZonalJob(
        passes: [(pass, .all)], bands: [ZonalJob.Band(name: "b", pass: 0, band: 0)],
        question: ZonalQuestion(Statistic.list("mean median min_x share>1 weighted_mean frac")))
    let rows = ZoneRows(
        columns: ["id"], texts: [["A"], [nil]], areasInSquareMetres: [.nan, 3])
    return (job, rows)
}

/// Writes `contents` with a seal that is right; not through the writer, which waits for the disk
/// every time.
private func seal(_ contents: [UInt8], _ path: String) throws {
    func word(_ value: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let length = word(24 + contents.count + 16)
    let head = PartialFile.kind.magic + word(1)
    var checksum = Checksum()
    (head + contents + length).withUnsafeBytes { checksum.add($0) }
    let sum = word(Int(bitPattern: UInt(checksum.value)))
    try Data(head + length + contents + length + sum).write(to: URL(fileURLWithPath: path))
}

/// Whether merging and reading the tables works; what fails must be an error of ours.
private func isAccepted(_ path: String) throws -> Bool {
    do {
        let merge = try mergePartials([path])
        _ = try merge.outcome.tables(areasInSquareMetres: merge.rows.areasInSquareMetres)
        return true
    } catch let error as PartialError {
        #expect(error.description.contains(path) || error.description.contains("missing"))
        return false
    } catch is ZonalStatisticsError {
        return false
    }
}

@Suite("Partial results that were damaged, or made up")
struct PartialFuzzTests {
    /// A path to write to, and the bytes of a sound file.
    private func withFile(_ body: (String, [UInt8]) throws -> Void) throws {
        let (job, rows) = try smallJob()
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "part").path
            try job.writePartial(.whole, to: path, rows: rows, facts: [ZonalFact("a", "b")])
            #expect(try isAccepted(path))
            try body(path, Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        }
    }

    private func withContents(_ body: (String, [UInt8]) throws -> Void) throws {
        try withFile { path, bytes in try body(path, Array(bytes[24..<bytes.count - 16])) }
    }

    @Test("Any byte that changes is found")
    func changedBytes() throws {
        try withFile { path, bytes in
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= 1 << (index % 8)
                try Data(damaged).write(to: URL(fileURLWithPath: path))
                #expect(try !isAccepted(path), "byte \(index)")
            }
        }
    }

    @Test("Any cut is found, sealed again or not")
    func cuts() throws {
        try withFile { path, bytes in
            for length in 0..<bytes.count {
                try Data(bytes.prefix(length)).write(to: URL(fileURLWithPath: path))
                #expect(try !isAccepted(path), "\(length) bytes")
            }
        }
        try withContents { path, contents in
            for length in 0..<contents.count {
                try seal(Array(contents.prefix(length)), path)
                #expect(try !isAccepted(path), "\(length) bytes of contents")
            }
            try seal(contents + [0], path)
            #expect(try !isAccepted(path))
        }
    }

    @Test("Bytes that were changed and sealed again never crash, hang or fill the memory")
    func sealedChanges() throws {
        try withContents { path, contents in
            try seal(contents, path)
            #expect(try isAccepted(path))
            var refused = 0
            for index in contents.indices {
                var damaged = contents
                damaged[index] ^= [1, 0x80, 0xFF][index % 3]
                try seal(damaged, path)
                if try !isAccepted(path) { refused += 1 }
            }
            #expect(refused > contents.count / 3)
        }
    }

    @Test(
        "Words that were replaced by absurd numbers and sealed again never do either",
        arguments: [
            .max, 1 << 63, 1 << 62, UInt64(Int64.max), 1 << 40, 1 << 31, (1 << 31) - 1,
            1 << 20,
            0, Double.nan.bitPattern, Double.infinity.bitPattern, (-1.0).bitPattern,
        ] as [UInt64])
    func sealedWords(_ word: UInt64) throws {
        try withContents { path, contents in
            // Every fifth place, so that it lies on all bytes of numbers.
            for index in stride(from: 0, through: contents.count - 8, by: 5) {
                var damaged = contents
                for byte in 0..<8 {
                    damaged[index + byte] = UInt8(truncatingIfNeeded: word >> (8 * UInt64(byte)))
                }
                try seal(damaged, path)
                _ = try isAccepted(path)
            }
        }
    }
}

/// Files that a writer could make, but ours does not.
@Suite("Partial results with impossible contents")
struct PartialNonsenseTests {
    /// What is wrong in a file that `change` has spoilt; `nil` when nothing is found.
    private func fault(
        _ change: (inout PartialHead, inout [UnitRecord]) -> Void
    ) throws -> String? {
        let (job, rows) = try smallJob()
        return try withTemporaryFolder { folder in
            let path = folder.appending(path: "part").path
            try job.writePartial(.whole, to: path, rows: rows, facts: [])
            var (head, units) = try read(path, job)
            #expect(units.count == 4)
            change(&head, &units)
            try write(head, units, path)
            do {
                _ = try mergePartials([path])
                return nil
            } catch PartialError.refused(let faults) {
                guard faults.count == 1,
                    case .unusable(.valueOutOfRange(path, _, let what, _)) = faults[0]
                else { return "\(faults)" }
                return what
            }
        }
    }

    private func read(_ path: String, _ job: ZonalJob) throws -> (PartialHead, [UnitRecord]) {
        let reader = try SealedFileReader(
            path: path, kind: PartialFile.kind, supportedVersions: 1...1)
        let head = try reader.readPartialHead()
        var units: [UnitRecord] = []
        while let unit = try reader.readUnit(
            head, pass: head.passes[0], job.question.needs(.all))
        {
            units.append(unit)
        }
        try reader.expectEnd()
        return (head, units)
    }

    private func write(_ head: PartialHead, _ units: [UnitRecord], _ path: String) throws {
        let writer = try SealedFileWriter(path: path, kind: PartialFile.kind, version: 1)
        try writer.write(head)
        for unit in units {
            try writer.write(
                unit.state, values: unit.values, zone: unit.zone, band: unit.band, tile: unit.tile)
        }
        try writer.write(PartialFile.Mark.end.rawValue)
        try writer.finish()
    }

    @Test("A file that is written again as it was is accepted")
    func unchanged() throws {
        #expect(try fault { _, _ in } == nil)
    }

    private static let unitChanges: [(String, @Sendable (inout [UnitRecord]) -> Void)] = [
        ("order of units", { $0.swapAt(0, 1) }),
        ("order of units", { $0.swapAt(1, 2) }),
        ("order of units", { $0.append($0[3]) }),
        ("zone", { $0[3].zone = 2 }), ("zone", { $0[3].zone = -1 }),
        ("tile", { $0[3].tile = 2 }), ("tile", { $0[0].tile = -1 }),
        ("tile", { $0[3].tile = .max }), ("band", { $0[0].band = 1 }),
        ("values", { $0[0].values[0].whole.reverse() }),
        ("values", { $0[0].values[0].whole[0] = .nan }),
        ("values", { $0[0].values[0].whole[1] = .nan }),
        ("values", { $0[0].values[0].counts[0] = 0 }),
        ("values", { $0[1].values[0].parts.reverse() }),
        ("values", { $0[1].values[0].parts[1] = .nan }),
        ("values", { $0[1].values[0].fractions[0] = 0 }),
        ("values", { $0[1].values[0].fractions[0] = 1 }),
        ("values", { $0[1].values[0].fractions[1] = .nan }),
        ("values", { $0[1].values[0].fractions[1] = -0.5 }),
        ("count", { $0[0].state.moments.count.high = -1 }),
        ("count", { $0[0].state.moments.count.high = .nan }),
        ("count", { $0[0].state.weighted.count.low = -9 }),
        ("minimum", { $0[0].state.moments.minimum = 9 }),
        ("minimum", { $0[0].state.moments.maximum = .nan }),
        ("minimum", { $0[0].state.moments.count = CompensatedSum() }),
        ("share", { $0[0].state.above[0].high = -1 }),
        ("share", { $0[0].state.above[0].low = .nan }),
        ("cells without weight", { $0[0].state.withoutWeight.high = -1 }),
        ("cell", { $0[0].state.minimumPlace = nil }),
        ("cell", { $0[0].state.maximumPlace = ZoneState.CellPlace(row: 2, column: 0) }),
        ("cell", { $0[0].state.maximumPlace = ZoneState.CellPlace(row: 0, column: -1) }),
    ]

    @Test(
        "Units that cannot be are refused",
        arguments: unitChanges)
    func units(_ what: String, _ change: @Sendable (inout [UnitRecord]) -> Void) throws {
        #expect(try fault { change(&$1) } == what)
    }

    private static let headChanges: [(String, @Sendable (inout PartialHead) -> Void)] = [
        ("statistics", { $0.statistics[0] = "maen" }),
        ("rows", { $0.passes[0].rows = 0 }), ("rows", { $0.passes[0].rows = -5 }),
        ("columns", { $0.passes[0].columns = Int(Int32.max) + 1 }),
        ("columns of tiles", { $0.passes[0].tileColumns = 0 }),
        ("cells a value cell", { $0.passes[0].cellsPerValueCell = 0 }),
        ("bands of a pass", { $0.passes[0].bandCount = 2 }),
        ("bands of a pass", { $0.passes[0].bandCount = .max }),
        ("geotransform", { $0.passes[0].transform.originX = .nan }),
        ("geotransform", { $0.passes[0].transform.rowStepY = 0 }),
        ("geotransform", { $0.passes[0].transform.rowStepX = 1 }),
        ("band", { $0.bands[0].pass = 1 }), ("band", { $0.bands[0].band = 1 }),
        ("band", { $0.bands[0].pass = -1 }),
        ("weighted band", { $0.bands[0].weightedPass = 7 }),
        ("weighted band", { $0.bands[0].weightedBand = 1 }),
        ("pass of a band", { $0.passes[0].role = .weighted }),
        ("zones of the part", { $0.zoneCount = 3 }),
        ("zones of the part", { $0.zoneCount = 1 }),
        ("number of zones", { $0.zoneCount = .max }),
    ]

    @Test(
        "Heads that cannot be are refused",
        arguments: headChanges)
    func heads(_ what: String, _ change: @Sendable (inout PartialHead) -> Void) throws {
        #expect(try fault { head, _ in change(&head) } == what)
    }
}
