import Foundation
import GeoFiles
import Geometry
import Grids
import HotSpots
import Interpolation
import Logging
import QualityStandards
import Readings
import Reports
import ZonalStatistics

/// The main job: read → map → measure → publish.
public struct JobRun {
    let path: String
    let defaults: VectorReadOptions
    let options: RunOptions

    /// - Parameters:
    ///   - path: The job file.
    ///   - defaults: How vector inputs are read whose job entry says nothing.
    public init(
        path: String, defaults: VectorReadOptions = VectorReadOptions(), options: RunOptions
    ) {
        self.path = path
        self.defaults = defaults
        self.options = options
    }

    /// The folder that a run without `-o` writes: `<job file>-out` beside the job.
    public var defaultOutput: String {
        let job = URL(fileURLWithPath: path).deletingPathExtension()
        return job.deletingLastPathComponent()
            .appendingPathComponent(job.lastPathComponent + "-out").relativeName
    }

    /// Runs the job and writes the folder `output`, whole or not at all.
    ///
    /// - Throws: `Faults` or `Fault`; nothing is left behind then, and an old folder stays as it
    ///   was.
    public func run(output: String) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = try Self.folder(output)
        try OutputFolder.checkReplaceable(target, overwrite: options.overwrite)
        setRasterBlockCache(bytes: options.memory / 4)

        options.progress(0, LocalizedText("读取数据", "reading"))
        let (job, inputs) = try load()
        try checkMemory(of: job, inputs)
        options.progress(0.3, LocalizedText("计算", "computing"))
        let figures = try JobComputation(job: job, inputs: inputs, options: options).figures()

        options.progress(0.6, LocalizedText("写出结果", "writing"))
        let folder = try OutputFolder(replacing: target, overwrite: options.overwrite)
        do {
            let publication = JobPublication(
                job: job, inputs: inputs, figures: figures, options: options, folder: folder)
            let outputs = try publication.write(since: start)
            options.progress(0.98, LocalizedText("发布", "publishing"))
            try folder.publish()
            options.progress(1, LocalizedText("完成", "done"))
            return CommandOutcome(
                outputs: outputs.map { target.appendingPathComponent($0).relativeName },
                counts: counts(job, inputs, figures), warnings: figures.notes.map(\.text),
                seconds: (ContinuousClock.now - start) / .seconds(1))
        } catch {
            folder.discard()
            throw error
        }
    }

    /// What `run` would read and write, from validating everything; without `output`, what a check
    /// reads.
    public func plan(output: String?) throws -> DryRunPlan {
        let start = ContinuousClock.now
        if let output {
            try OutputFolder.checkReplaceable(
                Self.folder(output), overwrite: options.overwrite)
        }
        let (job, inputs) = try load()
        try checkMemory(of: job, inputs)
        let reading = (ContinuousClock.now - start) / .seconds(1)
        let cells = try Self.cells(of: job, inputs)
        let names = output == nil ? [] : JobPublication.outputNames(of: job, inputs)
        return DryRunPlan(
            reads: inputs.files.map { ($0.path, fileSize($0.path)) },
            writes: names.map { "\(output ?? "")/\($0)" }, cells: cells,
            memoryInBytes: Self.memory(of: job, inputs, cells: cells),
            // Reading was just measured; the rest grows with the cells.
            seconds: reading + 0.5 + Double(cells) * 4e-6, warnings: inputs.notes.map(\.text))
    }

    /// The folder that `output` names.
    private static func folder(_ output: String) throws -> URL {
        guard output != "-" else {
            throw Fault(
                .usage, zh: "任务的结果是一个文件夹，不能写到标准输出。请用 -o 指定文件夹。",
                en: "A job writes a folder, which standard output cannot take. Name one with -o.")
        }
        return URL(fileURLWithPath: output)
    }

    /// The job and its inputs, or every fault that can be seen.
    func load() throws -> (Job, JobInputs) {
        let faults = FaultCollector()
        let job = Job.parse(at: path, into: faults)
        let inputs = job.flatMap { job in
            JobInputReader(
                job: job, defaults: defaults, faults: faults, threads: options.threads
            ).read()
        }
        if let job { JobRules(job: job, inputs: inputs, faults: faults).check() }
        try faults.throwIfAny()
        guard let job, let inputs else {
            throw Fault(.software, zh: "任务未能读取。", en: "The job could not be read.")
        }
        return (job, inputs)
    }

    private func counts(
        _ job: Job, _ inputs: JobInputs, _ figures: JobFigures
    ) -> [(name: String, value: Int)] {
        [
            ("periods", job.periods.count),
            ("zones", inputs.zoneLayers.reduce(0) { $0 + $1.zones.count }),
            ("stations", inputs.stations.count), ("sections", inputs.sections.count),
            ("sites_with_readings", inputs.readings.sites.count),
            ("readings", inputs.readings.counts.measured + inputs.readings.counts.belowDetection),
            ("rejected_readings", inputs.readings.counts.rejected),
            ("hotspot_cells", figures.hotSpots.first?.first?.cells.count ?? 0),
            ("warnings", figures.notes.count),
        ]
    }

    // MARK: - Size

    /// The cells of all rasters of one period, also of one that hotspots alone need.
    static func cells(of job: Job, _ inputs: JobInputs) throws -> Int {
        let boxes = inputs.zoneLayers.compactMap(\.boundingBox)
        guard let first = boxes.first else { return 0 }
        let box = boxes.dropFirst().reduce(first) { $0.union($1) }
        var sizes = try job.rasters.map { try $0.cell.inUnits(of: inputs.crs) }
        for hotSpots in job.hotSpots where hotSpots.method == .raster {
            if job.rasters.contains(where: { $0.feeds(hotSpots) }) { continue }
            sizes.append(try hotSpots.surfaceCell.inUnits(of: inputs.crs))
        }
        let cells = sizes.reduce(0.0) { total, size in
            total + (box.width / size + 2) * (box.height / size + 2)
        }
        return cells < 1e15 ? Int(cells) : Int(1e15)
    }

    /// The estimated peak: the process itself, the readings, and the rasters of all periods with
    /// their comparison and change.
    static func memory(of job: Job, _ inputs: JobInputs, cells: Int) -> Int {
        let counts = inputs.readings.counts
        let readings = counts.measured + counts.belowDetection + counts.markedMissing
        let perCell = 16 * max(job.periods.count, 1) + 24
        let product = cells.multipliedReportingOverflow(by: perCell)
        return product.overflow ? .max : 90_000_000 + readings * 80 + product.partialValue
    }

    fileprivate func checkMemory(of job: Job, _ inputs: JobInputs) throws {
        let cells = try Self.cells(of: job, inputs)
        let needed = Self.memory(of: job, inputs, cells: cells)
        guard needed > options.memory else { return }
        let (need, have) = (ByteCount(needed), ByteCount(options.memory))
        throw Fault(
            .data,
            zh: "任务的栅格共 \(cells) 个单元，约需内存 \(need)，超过 --memory \(have)。请加大单元，或提高 --memory。",
            en: "The job's rasters have \(cells) cells and need about \(need) of memory, more than "
                + "--memory \(have). Choose a larger cell, or raise --memory.")
    }
}

/// Reads every input of the job at `path` and lists all that is wrong; writes nothing.
///
/// - Throws: `Faults` of kind `data` when the job could not run.
public func checkJob(
    at path: String, defaults: VectorReadOptions, options: RunOptions
) throws -> CommandOutcome {
    let start = ContinuousClock.now
    let run = JobRun(path: path, defaults: defaults, options: options)
    do {
        options.progress(0, LocalizedText("读取数据", "reading"))
        let (job, inputs) = try run.load()
        try run.checkMemory(of: job, inputs)
        options.progress(0.5, LocalizedText("检查区域", "checking zones"))
        let zoneNotes = try ZoneChecks(inputs: inputs, threads: options.threads).notes()
        options.progress(1, LocalizedText("完成", "done"))
        let language = options.language
        let words = LocalizedText(
            "任务可以运行：\(job.periods.count) 个时段，\(inputs.zoneLayers.count) 个区域图层，"
                + "\(inputs.stations.count) 个站点，\(inputs.sections.count) 个断面。\n",
            "The job can run: \(job.periods.count) periods, \(inputs.zoneLayers.count) zone layers, "
                + "\(inputs.stations.count) stations, \(inputs.sections.count) sections.\n")
        return CommandOutcome(
            counts: [
                ("periods", job.periods.count), ("zone_layers", inputs.zoneLayers.count),
                ("stations", inputs.stations.count), ("sections", inputs.sections.count),
                ("warnings", inputs.notes.count + zoneNotes.count),
            ],
            warnings: inputs.notes.map(\.text) + zoneNotes,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            standardOutput: words.text(in: language))
    } catch let faults as Faults {
        // The contract: 65 when the job could not run, whatever kind the faults are.
        throw Faults(faults.all.map { Fault(.data, zh: $0.text.zh, en: $0.text.en) })
    }
}

/// The rules that tie a job's entries to each other and to the inputs.
struct JobRules {
    let job: Job
    let inputs: JobInputs?
    let faults: FaultCollector

    func check() {
        checkScores()
        // A file that cannot be read is told where it is read.
        let standard = try? AirStandardChoice(job.standard, resolve: job.resolve)
        for period in job.periods {
            faults.attempt { _ = try standard?.edition(on: period.lastDay) }
        }
        let needsStations =
            !job.rasters.isEmpty || !job.hotSpots.isEmpty || !job.series.isEmpty
        if needsStations && job.stations.isEmpty {
            faults.add(
                zh: "\(job.path)：任务要求栅格、热点或序列，但没有 “stations”。请给出站点。",
                en:
                    "\(job.path): the job asks for rasters, hotspots or series but has no \"stations\". "
                    + "Name them.")
        }
        checkNames()
        checkNetworks()
        checkSeries()
        checkHotSpots()
        if let inputs { checkCells(inputs) }
    }

    /// Two layers of one name would write one file.
    private func checkNames() {
        // Some file systems hold `A` and `a` for one name.
        let names = job.zones.map { fileNamePart($0.name).lowercased() }
        for name in Set(names).sorted() where names.filter({ $0 == name }).count > 1 {
            faults.add(
                zh: "\(job.path)：有多个区域图层名为 “\(name)”，输出文件会重名。请使用不同的 name。",
                en: "\(job.path): several zone layers are called \"\(name)\" and would write one "
                    + "file. Give them different names.")
        }
        let requests = job.rasters.map(\.name)
        for name in Set(requests).sorted() where requests.filter({ $0 == name }).count > 1 {
            faults.add(
                zh: "\(job.path)：栅格 \(name) 要求了多次，输出文件会重名。请只保留一个。",
                en: "\(job.path): the raster \(name) is asked for more than once and would write "
                    + "one file. Keep one.")
        }
    }

    /// A layer that an entry names must be one of the job's.
    private func checkLayer(_ name: String, of key: String, line: Int) {
        let names = job.zones.map(\.name)
        if names.contains(name) { return }
        let hint = nearest(to: name, in: names)
        faults.add(
            zh: "\(job.path) 第 \(line) 行：“\(key).zones” 为 “\(name)”，任务没有该区域图层"
                + (hint.map { "，是否应为 “\($0)”？" } ?? "。")
                + "现有：\(names.joined(separator: "、"))。",
            en: "\(job.path), line \(line): \"\(key).zones\" is \"\(name)\", but the job has no "
                + "zone layer of that name." + (hint.map { " Did you mean \"\($0)\"?" } ?? "")
                + " There are: \(names.joined(separator: ", ")).")
    }

    /// Hotspots need a layer of the job, and files of their own.
    private func checkHotSpots() {
        var known: Set<String> = []
        for request in job.hotSpots {
            if let name = request.zones { checkLayer(name, of: "hotspots", line: request.line) }
            if known.insert(request.name.lowercased()).inserted { continue }
            faults.add(
                zh: "\(job.path) 第 \(request.line) 行：热点网格 \(request.name) 要求了多次，输出文件会重名。"
                    + "请只保留一个。",
                en: "\(job.path), line \(request.line): hotspots of \(request.name) are asked for "
                    + "more than once and would write one file. Keep one.")
        }
    }

    /// A series needs a layer of the job, and a file of its own.
    private func checkSeries() {
        var known: Set<String> = []
        for request in job.series {
            let name = request.zones ?? job.zones.first?.name ?? ""
            checkLayer(name, of: "series", line: request.line)
            let step = request.settings.step.rawValue
            if known.insert("\(request.parameter.name) \(step) \(name)").inserted { continue }
            faults.add(
                zh: "\(job.path) 第 \(request.line) 行：\(request.name) 在 “\(name)” 上要求了多次，"
                    + "输出文件会重名。请只保留一个。",
                en:
                    "\(job.path), line \(request.line): \(request.name) of \"\(name)\" is asked for "
                    + "more than once and would write one file. Keep one.")
        }
    }

    private func checkNetworks() {
        let present = Set(job.stations.map(\.network))
        let asked =
            job.rasters.map { ($0.name, $0.networks, $0.line) }
            + job.hotSpots.map { ("hotspots \($0.name)", $0.networks, $0.line) }
            + job.series.map { ($0.name, $0.networks, $0.line) }
        for (name, networks, line) in asked where present.isDisjoint(with: networks) {
            guard !job.stations.isEmpty else { continue }
            let list = networks.map(\.rawValue).joined(separator: ", ")
            faults.add(
                zh: "\(job.path) 第 \(line) 行：\(name) 使用站网 \(list)，但没有该站网的站点。",
                en: "\(job.path), line \(line): \(name) uses the networks \(list), but no station "
                    + "layer is of any of them.")
        }
    }

    private func checkCells(_ inputs: JobInputs) {
        for request in job.rasters {
            faults.attempt { _ = try request.cell.inUnits(of: inputs.crs) }
            let radius = request.surface.radius.flatMap { Distance(parsing: $0) }
            if radius?.unit == .crsUnits, inputs.crs.isGeographic {
                faults.add(
                    zh: "\(job.path) 第 \(request.line) 行：\(request.name) 的 “radius” 没有单位，而坐标系 "
                        + "\(inputs.crs.name) 以度为单位。请写明单位，如 50km。",
                    en:
                        "\(job.path), line \(request.line): the \"radius\" of \(request.name) has no "
                        + "unit, and \(inputs.crs.name) is in degrees. Give the unit, such as 50km."
                )
            }
        }
        for hotSpots in job.hotSpots { checkCells(hotSpots, inputs) }
    }

    private func checkCells(_ hotSpots: Job.HotSpotRequest, _ inputs: JobInputs) {
        if inputs.crs.isGeographic {
            faults.add(
                zh: "\(job.path) 第 \(hotSpots.line) 行：热点网格以米为单位，而坐标系 \(inputs.crs.name) "
                    + "以度为单位。请在 crs 中给出投影坐标系，如 EPSG:4547。",
                en: "\(job.path), line \(hotSpots.line): hotspot cells are in metres, but "
                    + "\(inputs.crs.name) is in degrees. Name a projected crs, such as EPSG:4547.")
        } else {
            faults.attempt { _ = try hotSpots.cell.inUnits(of: inputs.crs) }
        }
    }
}

func fileSize(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
}

/// The lines that end the demo: what to open, in order.
public func demoGuide(to folder: String, in language: ReportLanguage) -> String {
    switch language {
    case .zh:
        """
        完成。请打开：
          \(folder)/report.html      报告（浏览器，离线可看）
          \(folder)/results.gpkg     图层（QGIS，自带样式）
          \(folder)/tables/          统计表（CSV）
          \(folder)/rasters/         栅格（GeoTIFF）

        """
    case .en:
        """
        Done. Open:
          \(folder)/report.html      the report (any browser, offline)
          \(folder)/results.gpkg     the layers (QGIS, with styles)
          \(folder)/tables/          the tables (CSV)
          \(folder)/rasters/         the rasters (GeoTIFF)

        """
    }
}

extension URL {
    /// The path as a person would type it: relative to the working folder where it lies in it.
    var relativeName: String {
        let folder = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }
}
