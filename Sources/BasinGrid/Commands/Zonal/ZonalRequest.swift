public import Coverage
import Foundation
public import GeoFiles
import Geometry
import Reports
public import ZonalStatistics

/// Rasters × zones → one table, or one part of it.
public struct ZonalRequest: Sendable {
    /// Rasters as `PATH` or `PATH:band`.
    public var rasters: [String]
    /// The zones; `nil` where a saved overlay has them.
    public var zones: String?
    public var idField: String?
    public var includedFields: [String] = []
    /// Names of statistics, separated by commas.
    public var statistics: String
    public var quantileDefinition = QuantileDefinition.inverseCDF
    /// `nil`: fractions, or what the saved overlay has.
    public var coverage: CoverageMethod?
    /// A raster, or `area`.
    public var weights: String?
    /// A saved overlay.
    public var overlay: String?
    public var isLong = false
    public var reading = VectorReadOptions()
    public var output: String?
    /// Where the part goes instead of a table.
    public var partial: String?
    public var part = ZonalPart.whole

    public init(rasters: [String], statistics: String) {
        self.rasters = rasters
        self.statistics = statistics
    }

    /// Computes and writes the table, or the part.
    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        setRasterBlockCache(bytes: min(options.memory / 8, 32 << 20))
        options.progress(0, LocalizedText("读取数据", "reading"))
        let question = try question()
        let target = TableTarget(output)
        try checkTargets(target, options)
        let rasters = try ZonalRasters(self.rasters, assumedCRS: reading.assumedCRS)
        let zones = try ZonalZones(
            self, rasters, measuresArea: question.statistics.contains(.areaKm2),
            needsKey: partial != nil, keepsShapes: partial == nil && target.holdsShapes && !isLong,
            threads: options.threads)
        let setup = try ZonalSetup(self, question, rasters, zones, threads: options.threads)
        let resources = ZonalJob.Resources(
            threads: options.threads,
            memory: max(options.memory - setup.bytesOutsideKernels, 32 << 20))
        let progress = { (share: Double) in
            options.progress(share, LocalizedText("统计", "statistics"))
        }
        var outcome: CommandOutcome
        if let partial {
            try writeWhole(to: partial, overwrite: options.overwrite) { path in
                try setup.job.writePartial(
                    part, to: path, rows: zones.rows, facts: try facts(rasters, zones, setup),
                    resources: resources, progress: progress)
            }
            outcome = CommandOutcome(outputs: [partial])
        } else {
            let result = try setup.job.run(resources, progress: progress)
            outcome = try write(result, zones, target, options)
            outcome.warnings += weightWarnings(result)
        }
        options.progress(1, LocalizedText("完成", "done"))
        outcome.counts = [("zones", zones.count), ("rasters", rasters.names.count)]
        outcome.warnings += setup.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let question = try question()
        let target = TableTarget(output)
        try checkTargets(target, options)
        let rasters = try ZonalRasters(self.rasters, assumedCRS: reading.assumedCRS)
        let zones = try ZonalZones(
            self, rasters, measuresArea: false, needsKey: false, keepsShapes: true,
            threads: options.threads)
        let cells = rasters.groups.reduce(0) { $0 + $1.geometry.cellCount * $1.stacks.count }
        let bytes = rasters.groups.flatMap(\.stacks).reduce(0) { sum, stack in
            max(sum, ZonalPass.cellsOfTile(of: stack) * 4 * stack.bandCount)
        }
        let paths =
            rasters.paths + (self.zones.map { parts(ofDataset: $0) } ?? [])
            + [overlay, weights == "area" ? nil : weights].compactMap { $0 }
        let needsValues = question.statistics.contains { $0.readsValues }
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) }, writes: [partial ?? output ?? "-"],
            cells: cells,
            memoryInBytes: min(
                options.memory,
                60_000_000 + zones.vertexCount * 32 + bytes * 2 * options.threads
                    + (needsValues ? 64 << 20 : 0)),
            seconds: 0.1 + Double(cells) * (needsValues ? 3e-8 : 1e-8)
                + Double(zones.vertexCount) * 2e-7,
            warnings: zones.warnings)
    }

    private func question() throws -> ZonalQuestion {
        var seen: Set<Statistic> = []
        var asked: [Statistic] = []
        for name in statistics.split(separator: ",") {
            let statistic = try Statistic(name: name.trimmingCharacters(in: .whitespaces))
            guard seen.insert(statistic).inserted else {
                throw Fault(
                    .usage, zh: "--stats 中统计量“\(statistic.name)”重复。每个统计量只写一次。",
                    en: "--stats names \"\(statistic.name)\" twice. Name each statistic once.")
            }
            asked.append(statistic)
        }
        guard !asked.isEmpty else {
            throw Fault(
                .usage, zh: "--stats 为空，应为以逗号分隔的统计量，例如 mean,max,p90。",
                en: "--stats is empty, expected statistics separated by commas, such as "
                    + "mean,max,p90.")
        }
        return ZonalQuestion(asked, quantileDefinition: quantileDefinition)
    }

    private func checkTargets(_ target: TableTarget, _ options: RunOptions) throws {
        if let partial {
            guard output == nil else {
                throw Fault(
                    .usage, zh: "--partial 与 -o 不能同时使用：部分结果由 zonal merge 合并为表格。",
                    en: "--partial and -o exclude each other: zonal merge makes the table of the "
                        + "parts.")
            }
            try checkOutputFile(URL(fileURLWithPath: partial), overwrite: options.overwrite)
        } else {
            guard part == .whole else {
                throw Fault(
                    .usage, zh: "--part 需要 --partial FILE。",
                    en: "--part needs --partial FILE, to which the part is written.")
            }
            try target.checkWritable(overwrite: options.overwrite)
        }
    }

    /// What parts of this request have in common.
    private func facts(
        _ rasters: ZonalRasters, _ zones: ZonalZones, _ setup: ZonalSetup
    ) throws -> [ZonalFact] {
        var facts = [
            ZonalFact("zones", zones.key ?? ""), ZonalFact("coverage", setup.method.rawValue),
            ZonalFact("layout", isLong ? "long" : "wide"),
            ZonalFact("crs", rasters.crs.wkt),
        ]
        for (path, band) in rasters.sources {
            let name = URL(fileURLWithPath: path).lastPathComponent
            facts.append(ZonalFact("raster", "\(name):\(band), \(fileSize(path)) bytes"))
        }
        if let weights {
            let size = weights == "area" ? "" : ", \(fileSize(weights)) bytes"
            let name = URL(fileURLWithPath: weights).lastPathComponent
            facts.append(ZonalFact("weights", name + size))
        }
        return facts
    }

    private func write(
        _ result: ZonalOutcome, _ zones: ZonalZones, _ target: TableTarget, _ options: RunOptions
    ) throws -> CommandOutcome {
        let tables = try result.tables(areasInSquareMetres: zones.rows.areasInSquareMetres)
        let table = zonalTable(
            zones.rows, names: result.bandNames, tables: tables, isLong: isLong)
        return try target.write(
            table, shapes: isLong ? nil : zones.shapes, crs: zones.crs, options: options)
    }

    private func weightWarnings(_ result: ZonalOutcome) -> [LocalizedText] {
        let count = result.zonesWithoutSomeWeights
        guard count > 0 else { return [] }
        return [
            LocalizedText(
                "\(count) 个分区有像元缺少权重：这些像元未计入加权统计。",
                "zones with cells that have a value but no weight: \(count). These cells are left "
                    + "out of the weighted statistics.")
        ]
    }
}

extension GeoFileNote {
    var text: LocalizedText { LocalizedText(zh: descriptionInChinese, en: description) }
}
