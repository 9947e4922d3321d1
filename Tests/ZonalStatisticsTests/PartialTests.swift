import Coverage
import Foundation
import Grids
import TestSupport
import Testing

@testable import SealedFiles
@testable import ZonalStatistics

extension RandomJob {
    var rows: ZoneRows {
        ZoneRows(
            columns: ["id", "name"],
            texts: zones.indices.map { ["Z\($0)", $0 % 3 == 0 ? nil : "区 \($0)"] },
            areasInSquareMetres: zones.map(\.areaInSquareMetres))
    }

    static let facts = [ZonalFact("zones", "abc"), ZonalFact("layout", "wide")]

    /// Writes all parts into `folder` and gives their paths in order.
    func write(
        _ job: ZonalJob, parts: Int, by cut: ZonalPart.Cut, in folder: URL,
        resources: ZonalJob.Resources = ZonalJob.Resources()
    ) throws -> [String] {
        try (1...parts).map { number in
            let path = folder.appending(path: "\(cut.rawValue)-\(number)-\(parts)").path
            try job.writePartial(
                ZonalPart(number, of: parts, by: cut), to: path, rows: rows, facts: Self.facts,
                resources: resources)
            return path
        }
    }
}

@Suite("Parts")
struct ZonalPartTests {
    @Test("Parts share out everything once, in order, as evenly as can be")
    func shares() {
        for total in [0, 1, 2, 7, 100, 12_345] {
            for count in [1, 2, 3, 8, 100] {
                let ranges = (1...count).map {
                    ZonalPart($0, of: count, by: .rows).range(of: total, by: .rows)
                }
                #expect(Array(ranges.joined()) == Array(0..<total))
                let sizes = ranges.map(\.count)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
            }
        }
        #expect(ZonalPart(2, of: 3, by: .rows).range(of: 10, by: .zones) == 0..<10)
        #expect(ZonalPart.whole.range(of: 10, by: .zones) == 0..<10)
        let last = ZonalPart(ZonalPart.mostParts, of: ZonalPart.mostParts)
        #expect(last.range(of: Int(Int32.max), by: .zones).upperBound == Int(Int32.max))
    }
}

@Suite("Partial results")
struct PartialTests {
    @Test("Merged in any order they give the bits of one run", arguments: 4000..<4012)
    func merge(_ seed: UInt64) throws {
        let random = try RandomJob(seed: seed, zoneCount: 11)
        // The values of `frac` are many in some jobs.
        var names = random.question.statistics
        if random.bands.allSatisfy({ Set($0.values).count < 900 }) { names.append(.frac) }
        var pass = try ZonalPass(
            random.stack, over: random.overlay, weights: random.weightStack)
        pass.tileSize = random.tileSize
        let job = try ZonalJob(
            passes: [(pass, .all)],
            bands: random.bands.indices.map { ZonalJob.Band(name: "b\($0)", pass: 0, band: $0) },
            question: ZonalQuestion(
                names, quantileDefinition: random.question.quantileDefinition))
        let whole = try job.run()
        let expected = try random.tables(whole)
        var order = SeededRandom(seed: seed)
        for cut in ZonalPart.Cut.allCases {
            for count in [1, 3, 8, 40] {
                try withTemporaryFolder { folder in
                    let paths = try random.write(
                        job, parts: count, by: cut, in: folder,
                        resources: ZonalJob.Resources(threads: 2, memory: 1 << 12))
                    var steps: [Double] = []
                    let merge = try mergePartials(
                        paths.shuffled(using: &order),
                        memory: Bool.random(using: &order) ? 0 : 1 << 29
                    ) { steps.append($0) }
                    let tables = try merge.outcome.tables(
                        areasInSquareMetres: merge.rows.areasInSquareMetres)
                    #expect(
                        tables.map(\.bits) == expected.map(\.bits),
                        "seed \(seed), \(count) parts by \(cut)")
                    #expect(tables.map(\.columns) == expected.map(\.columns))
                    #expect(merge.rows == random.rows)
                    #expect(merge.facts == RandomJob.facts)
                    #expect(merge.partCount == count)
                    #expect(merge.outcome.bandNames == whole.bandNames)
                    #expect(
                        merge.outcome.zonesWithoutSomeWeights == whole.zonesWithoutSomeWeights)
                    #expect(steps.last == 1 && steps == steps.sorted())
                }
            }
        }
    }

    @Test("Weights on a finer grid are merged as well")
    func twoPasses() throws {
        let random = try RandomJob(seed: 4100)
        let fine = random.overlay.geometry.refined(rows: 2, columns: 3)
        let values = try #require(ExpandedRaster(random.stack, onto: fine))
        let weights = try #require(ExpandedRaster(random.weights, onto: fine))
        let fineOverlay = try Overlay(of: random.zones, on: fine, threads: 1)
        let job = try ZonalJob(
            passes: [
                (ZonalPass(random.stack, over: random.overlay), .plain),
                (
                    ZonalPass(values, over: fineOverlay, weights: weights, cellsPerValueCell: 6),
                    .weighted
                ),
            ],
            bands: random.bands.indices.map {
                ZonalJob.Band(name: "b\($0)", pass: 0, band: $0, weightedPass: 1, weightedBand: $0)
            }, question: random.question)
        let expected = try random.tables(job.run()).map(\.bits)
        for cut in ZonalPart.Cut.allCases {
            try withTemporaryFolder { folder in
                let merge = try mergePartials(
                    try random.write(job, parts: 2, by: cut, in: folder))
                #expect(try random.tables(merge.outcome).map(\.bits) == expected)
            }
        }
    }

    @Test("The same part has the same bytes, whatever threads and memory")
    func sameBytes() throws {
        let random = try RandomJob(seed: 4200, zoneCount: 20)
        let job = try random.job()
        try withTemporaryFolder { folder in
            let files = try [(1, 1 << 29), (3, 1), (7, 1 << 20)].map { threads, memory in
                let path = try random.write(
                    job, parts: 1, by: .rows, in: folder,
                    resources: ZonalJob.Resources(threads: threads, memory: memory))[0]
                return try Data(contentsOf: URL(fileURLWithPath: path))
            }
            #expect(Set(files).count == 1)
        }
    }

    @Test("A merge keeps no file of a part open: there may be more of them than a process may open")
    func openFiles() throws {
        let random = try RandomJob(seed: 4300)
        let job = try random.job()
        try withTemporaryFolder { folder in
            let paths = Set(try random.write(job, parts: 9, by: .rows, in: folder))
            var open: [Int] = []
            let merge = try mergePartials(paths.sorted(by: >)) { _ in
                let files = FileManager.default
                open.append(
                    (0..<1024).count {
                        let target = try? files.destinationOfSymbolicLink(
                            atPath: "/proc/self/fd/\($0)")
                        return target.map(paths.contains) ?? false
                    })
            }
            #expect(open.count == 10 && open.allSatisfy { $0 == 0 })
            #expect(
                try random.tables(merge.outcome).map(\.bits) == random.tables(job.run()).map(\.bits)
            )
        }
    }
}

@Suite("Partial results that are refused")
struct PartialFaultTests {
    /// The list of faults of `paths`.
    private func faults(_ paths: [String]) throws -> [PartFault] {
        let error = try #require(throws: PartialError.self) { try mergePartials(paths) }
        switch error {
        case .refused(let faults): return faults
        }
    }

    @Test("Missing, doubled, mixed and damaged parts are all listed, in both languages")
    func wholeList() throws {
        let random = try RandomJob(seed: 5000)
        let job = try random.job()
        try withTemporaryFolder { folder in
            let paths = try random.write(job, parts: 8, by: .zones, in: folder)
            let other = try random.write(job, parts: 8, by: .rows, in: folder)
            let copy = folder.appending(path: "copy").path
            try FileManager.default.copyItem(atPath: paths[1], toPath: copy)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: paths[7]))
            bytes[100] ^= 4
            let broken = folder.appending(path: "broken").path
            try bytes.write(to: URL(fileURLWithPath: broken))
            let absent = folder.appending(path: "absent").path
            let given = [paths[0], paths[1], broken, other[4], copy, paths[5], absent]
            let expected: [PartFault] = [
                .unusable(.damaged(path: broken, kind: PartialFile.kind)),
                .unusable(.missing(path: absent)),
                .mixed(
                    path: other[4], other: paths[0], what: "cut", found: "rows", expected: "zones"),
                .doubled(number: 2, count: 8, paths: [paths[1], copy]),
                .missing(numbers: [3, 4, 5, 7, 8], count: 8),
            ]
            let error = try #require(throws: PartialError.self) { try mergePartials(given) }
            #expect(error == .refused(expected))
            #expect(
                error.description == """
                    The partial results cannot be merged:
                      - "\(broken)" is a partial result of basingrid zonal whose bytes changed after \
                    it was written: its checksum does not match. Write it again, or copy it again \
                    whole.
                      - There is no file "\(absent)". Check the path.
                      - "\(other[4])" is of another job than "\(paths[0])": cut is rows, expected \
                    zones. Merge the parts of one job only.
                      - Part 2 of 8 is there 2 times: "\(paths[1])", "\(copy)". Name it once.
                      - 5 of 8 parts are missing: 3-5, 7-8. Run them and name their files as well.
                    """)
            #expect(
                error.descriptionInChinese == """
                    部分结果无法合并：
                      - basingrid zonal 的部分结果“\(broken)”已损坏：写成之后内容有变，校验和不符。\
                    请重新生成，或重新完整复制。
                      - 文件“\(absent)”不存在。请检查路径。
                      - “\(other[4])”与“\(paths[0])”不属于同一任务：切分方式为 rows，应为 zones。\
                    只能合并同一任务的部分结果。
                      - 第 2/8 部分出现 2 次：“\(paths[1])”、“\(copy)”。请只保留一个。
                      - 共 8 部分，缺少 5 个：3-5, 7-8。请先运行这些部分并一并给出。
                    """)
        }
    }

    @Test("Every difference between jobs is named")
    func mixed() throws {
        let random = try RandomJob(seed: 5001)
        try withTemporaryFolder { folder in
            func file(
                _ name: String, _ job: ZonalJob, facts: [ZonalFact] = RandomJob.facts,
                rows: ZoneRows? = nil, part: ZonalPart = ZonalPart(1, of: 2)
            ) throws -> String {
                let path = folder.appending(path: name).path
                try job.writePartial(part, to: path, rows: rows ?? random.rows, facts: facts)
                return path
            }
            func job(
                _ names: String = "mean weighted_mean", name: String = "b",
                definition: QuantileDefinition = .inverseCDF, refined: Int = 1, band: Int = 0
            ) throws -> ZonalJob {
                let geometry = random.overlay.geometry.refined(rows: refined, columns: 1)
                let overlay = try Overlay(of: random.zones, on: geometry, threads: 1)
                let grid = Grid(
                    geometry: geometry, values: [Double](repeating: 1, count: geometry.cellCount))
                return try ZonalJob(
                    passes: [
                        (
                            ZonalPass(
                                BlockStack(bands: [grid, grid]), over: overlay, weights: grid), .all
                        )
                    ],
                    bands: [
                        ZonalJob.Band(name: name, pass: 0, band: band),
                        ZonalJob.Band(name: "c", pass: 0, band: 1),
                    ],
                    question: ZonalQuestion(Statistic.list(names), quantileDefinition: definition))
            }
            let second = ZonalPart(2, of: 2)
            let first = try file("first", job())
            var renamed = random.rows
            renamed.columns[1] = "名称"
            let others = [
                ("zones", try file("a", job(), facts: [ZonalFact("zones", "x")], part: second)),
                ("fact", try file("b", job(), facts: [ZonalFact("y", "abc")], part: second)),
                ("number of facts", try file("c", job(), facts: [], part: second)),
                ("statistics", try file("d", job("mean"), part: second)),
                ("quantile definition", try file("e", job(definition: .linear), part: second)),
                ("rasters", try file("f", job(name: "other"), part: second)),
                ("columns", try file("g", job(), rows: renamed, part: second)),
                ("grids", try file("h", job(refined: 2), part: second)),
                ("bands", try file("i", job(band: 1), part: second)),
                ("number of parts", try file("j", job(), part: ZonalPart(2, of: 3))),
                ("cut", try file("k", job(), part: ZonalPart(2, of: 2, by: .rows))),
            ]
            for (what, path) in others {
                let found = try faults([first, path])
                guard case .mixed(path, first, what, let mine, let theirs) = found[0] else {
                    Issue.record("\(what): \(found)")
                    continue
                }
                #expect(mine != theirs)
                #expect(found.dropFirst() == [.missing(numbers: [2], count: 2)])
                let text = "\(what) is \(mine), expected \(theirs)."
                #expect(PartialError.refused(found).description.contains(text))
                #expect(!text.contains("ZonalStatistics"))
                #expect(what == "zones" || !found[0].descriptionInChinese.contains(what + "为"))
            }
        }
    }

    @Test("A file that is no partial result is refused as such")
    func foreign() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "text.csv").path
            try Data("id,mean\n1,2\n".utf8).write(to: URL(fileURLWithPath: path))
            #expect(
                try faults([path])
                    == [.unusable(.wrongKind(path: path, expected: PartialFile.kind))])
        }
    }
}
