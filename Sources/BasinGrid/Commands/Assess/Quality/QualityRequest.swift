import Foundation
public import GeoFiles
import Readings
import Reports

/// Readings → flags and rates a station and parameter.
public struct QualityRequest: Sendable {
    /// Files of readings, or patterns.
    public var readings: [String]
    /// Files of stations; without any, the sites of the readings.
    public var stations: [String] = []
    /// Files of stations of the network of micro-stations.
    public var microStations: [String] = []
    public var idField: String?
    public var nameField: String?
    public var networkField: String?
    /// `nil`: the days of the readings.
    public var period: String?
    /// Empty: all that the readings have.
    public var parameters: [String] = []
    /// `auto`, or what one reading stands for.
    public var interval = "auto"
    /// A file of rules instead of BasinGrid's own.
    public var rules: String?
    /// Where the cells go that could not be read.
    public var rejects: String?
    /// Where the flagged readings go.
    public var flags: String?
    /// How the tables of readings are to be read.
    public var form = ReadingForm()
    public var reading = VectorReadOptions()
    public var output: String?

    public init(readings: [String]) { self.readings = readings }

    /// Checks the readings and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        try checkTargets(options)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let inputs = try QualityInputs(self, options)
        options.progress(0.5, LocalizedText("检查", "checking"))
        let rows = try QualityRows(inputs, keepsFlagged: flags != nil, options: options)
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try TableTarget(output).write(
            rows.table(language: options.reportLanguage), shapes: nil, crs: nil, options: options)
        if let flags {
            try rows.writeFlagged(to: flags, options: options)
            outcome.outputs.append(flags)
        }
        if let rejects = inputs.rejects {
            outcome.outputs += try rejects.write(inputs.readings, options: options).outputs
        }
        options.progress(1, LocalizedText("完成", "done"))
        outcome.counts = [
            ("stations", inputs.sites.count), ("rows", rows.rows.count),
            ("readings", rows.total { $0.readings }), ("flagged", rows.total { $0.flagged }),
            ("rejected", inputs.readings.counts.rejected),
        ]
        outcome.warnings += inputs.notes + rows.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try checkTargets(options)
        let inputs = try QualityInputs(self, options)
        let bytes = inputs.paths.reduce(0) { $0 + fileSize($1) }
        let stations = (self.stations + microStations).flatMap { parts(ofDataset: $0) }
        let paths = inputs.paths + stations + [rules, form.aliases].compactMap { $0 }
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) },
            writes: [output ?? "-"] + [flags, rejects].compactMap { $0 }, cells: 0,
            memoryInBytes: 60_000_000 + bytes / 2, seconds: 0.1 + Double(bytes) * 2e-8,
            warnings: inputs.notes)
    }

    private func checkTargets(_ options: RunOptions) throws {
        let faults = FaultCollector()
        for path in [output, flags, rejects] where path != nil {
            faults.attempt { try TableTarget(path).checkWritable(overwrite: options.overwrite) }
        }
        for (option, path) in [("--flags", flags), ("--rejects", rejects)] where path == "-" {
            faults.add(
                .usage, zh: "\(option) 需要文件名：标准输出只用于结果表。",
                en: "\(option) needs a file: standard output is for the table.")
        }
        let files = [output, flags, rejects].compactMap { $0 }.filter { $0 != "-" }.map {
            URL(fileURLWithPath: $0).standardizedFileURL
        }
        if Set(files).count < files.count {
            faults.add(
                .usage, zh: "-o、--flags 与 --rejects 指向同一文件。请分别指定。",
                en: "-o, --flags and --rejects name one file twice. Name a file for each.")
        }
        try faults.throwIfAny()
    }
}
