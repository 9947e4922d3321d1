import Foundation
public import GeoFiles
import Geometry
public import QualityStandards
public import Readings
import Reports

/// Readings of air → what the standard says of stations and zones over a period.
public struct AirAssessmentRequest: Sendable {
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period to judge: `2026-01..2026-04`.
    public var period: String
    /// What to compare with: none, or one of a period, `year`, `month`.
    public var comparisons: [String] = []
    /// An edition, a file of limits, `auto` or `nil`.
    public var standard: String?
    public var stations: String?
    /// The field with the stations' code; `nil` to find it.
    public var idField: String?
    /// The field that says which network a station belongs to; `nil`: `network` where there is one.
    public var networkField: String?
    public var zones: String?
    /// The field with the zones' code; `nil` to find it.
    public var zoneField: String?
    public var targets: String?
    public var excludedDays: String?
    /// Where the table of days goes.
    public var daily: String?
    /// Where the table of hours goes.
    public var hourly: String?
    /// Where the further figures go: days by level, parts of the index, changes.
    public var details: String?
    /// Where the alerts of the newest readings go.
    public var alerts: String?
    /// A file of rules of alerts; `nil` for BasinGrid's own.
    public var alertRules: String?
    /// Where the readings that were not taken go.
    public var rejects: String?
    /// How the tables of readings are to be read.
    public var form = ReadingForm()
    /// What one reading stands for; `nil` to tell it from the spacing of the times.
    public var interval: ReadingInterval?
    /// How zones are made of their stations.
    public var pooling = AirPooling.day
    /// From which values changes are computed.
    public var changeBasis = FigureBasis.full
    /// The class of the area whose limits apply.
    public var area = AreaClass.second
    public var reading = VectorReadOptions()
    public var output: String?

    public init(readings: [String], period: String) {
        self.readings = readings
        self.period = period
    }

    /// Assesses and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let setup = try AirAssessmentSetup(self, options)
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let rejectsOutput = RejectsOutput(rejects, language: options.language)
        let readings = try setup.readReadings(options, rejects: rejectsOutput)
        options.progress(0.7, LocalizedText("评价", "assessing"))
        var sites = setup.sites
        sites.add(sitesOf: readings.set)
        let maker = AirDailyMaker(
            of: readings.set, by: setup.basis.settings.daily, interval: setup.interval)
        let result = AirAssessmentResult(setup.basis, sites: sites, maker)
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try write(result, maker, options)
        if let rejectsOutput {
            outcome.outputs += try rejectsOutput.write(readings.set, options: options).outputs
        }
        outcome.counts = [
            ("stations", result.sites.stations.count), ("zones", result.sites.zones.count),
            ("days", setup.basis.period.dayCount), ("rejected", readings.set.counts.rejected),
        ]
        outcome.warnings += setup.notes + result.sites.notes + readings.notes + result.notes
        if let alerts = setup.alerts {
            try outcome.add(
                alerts.write(
                    result.alerts(in: readings.set, by: alerts.rules, interval: setup.interval),
                    options: options))
        }
        var facts = result.facts(in: options.language)
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    private func write(
        _ result: AirAssessmentResult, _ maker: AirDailyMaker, _ options: RunOptions
    ) throws -> CommandOutcome {
        var outcome = try TableTarget(output).write(
            result.table(in: options.language), shapes: result.shapes, crs: result.sites.crs,
            options: options)
        let others = [
            (daily, { result.dailyTable() }),
            (details, { result.detailTable(in: options.language) }),
        ]
        for case (let path?, let table) in others {
            let written = try TableTarget(path).write(
                table(), shapes: nil, crs: nil, options: options)
            outcome.outputs += written.outputs
            outcome.warnings += written.warnings
        }
        if let hourly {
            outcome.outputs +=
                try AirHourlyTable(result, maker).write(to: hourly, options: options).outputs
        }
        return outcome
    }

    /// The tables beside the main one.
    var otherOutputs: [String] { [daily, hourly, details, alerts, rejects].compactMap(\.self) }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try AirAssessmentSetup(self, options)
        let reads =
            setup.readingPaths + setup.sites.paths
            + [
                targets, excludedDays, setup.standardPath, setup.alerts?.rulesPath, form.aliases,
            ].compactMap(\.self)
        let bytes = setup.readingPaths.reduce(0) { $0 + fileSize($1) }
        return DryRunPlan(
            reads: reads.map { ($0, fileSize($0)) },
            writes: [output ?? "-"] + otherOutputs, cells: 0,
            memoryInBytes: 60_000_000 + bytes * 2, seconds: 0.2 + Double(bytes) * 1e-7,
            warnings: setup.notes + setup.sites.notes)
    }
}

/// Everything that is known before the readings are read.
struct AirAssessmentSetup {
    let basis: AirBasis
    /// The file that the standard was read from.
    let standardPath: String?
    let sites: AirSites
    let readingPaths: [String]
    let interval: ReadingInterval?
    /// `nil` where no alerts are asked for.
    let alerts: AlertOutput?
    private let table: ReadingTableOptions
    /// Days before the period that moving means reach back to.
    private let daysBefore: Int
    private let sheet: String?
    private let encoding: String?
    private(set) var notes: [LocalizedText] = []

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: AirAssessmentRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(
            request.output, request.otherOutputs, hasShapes: request.zones != nil, options, faults)
        let periods = faults.attempt {
            try PeriodPair(parsing: request.period, comparedWith: request.comparisons, most: 1)
        }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        alerts =
            faults.attempt { try AlertOutput(request.alerts, rules: request.alertRules) } ?? nil
        let sites = faults.attempt { try AirSites(request) }
        let choice = periods.flatMap { periods in
            faults.attempt { try Self.standard(request.standard, on: periods.now.lastDay) }
        }
        let lists = choice.flatMap { choice in
            faults.attempt { try Self.lists(request, choice.judging) }
        }
        try faults.throwIfAny()
        guard let periods, let table, let sites, let choice, let lists else {
            throw Fault(.software, zh: "评价的输入不完整。", en: "The assessment's inputs are incomplete.")
        }
        var settings = AirSettings(choice.judging)
        settings.pooling = request.pooling
        settings.changeBasis = request.changeBasis
        settings.area = request.area
        basis = AirBasis(
            period: periods.now, before: periods.before, standard: choice.judging,
            dailyEditions: choice.all, settings: settings, excluded: lists.excluded,
            targets: lists.targets)
        standardPath = choice.path
        self.sites = sites
        readingPaths = paths
        interval = request.interval
        self.table = table
        daysBefore = request.hourly == nil ? 0 : 1
        sheet = request.form.sheet
        encoding = request.reading.encoding
        notes = lists.notes + basis.editionNotes
    }

    /// The judging edition, and those among which a day finds its own.
    private static func standard(
        _ name: String?, on day: CivilDay
    ) throws -> (judging: AirStandard, all: [AirStandard], path: String?) {
        let choice = try AirStandardChoice(name)
        return (try choice.edition(on: day), try choice.dailyEditions(on: day), choice.path)
    }

    private static func lists(
        _ request: AirAssessmentRequest, _ standard: AirStandard
    ) throws -> (excluded: ExcludedDays, targets: [AirTarget], notes: [LocalizedText]) {
        let encoding = request.reading.encoding
        let days = try request.excludedDays.map {
            try readExcludedDays(at: $0, encoding: encoding, standard: standard)
        }
        let targets = try request.targets.map { try readAirTargets(at: $0, encoding: encoding) }
        return (
            days?.days ?? .none, targets?.targets ?? [],
            (days?.notes ?? []) + (targets?.notes ?? [])
        )
    }

    // MARK: - Readings

    /// Reads what the periods need.
    func readReadings(
        _ options: RunOptions, rejects: RejectsOutput?
    ) throws -> (set: ReadingSet, notes: [LocalizedText]) {
        let (period, before) = (basis.period, basis.before)
        let first = min(period.firstDay, before?.firstDay ?? period.firstDay)
        let last = max(period.lastDay, before?.lastDay ?? period.lastDay)
        var table = table
        table.parameters = Set(AirDailyValues.parameters)
        table.days = first.advanced(by: -daysBefore)...last
        let read = try readAssessed(
            readingPaths, table, sheet: sheet, encoding: encoding, options, rejects: rejects)
        return (read.set, read.notes + intervalNotes(read.set))
    }

    /// What the readings were taken to stand for.
    private func intervalNotes(_ set: ReadingSet) -> [LocalizedText] {
        let present = AirDailyValues.parameters.filter { set.parameters.contains($0) }
        if present.isEmpty {
            return [
                LocalizedText(
                    "所评价的时段内没有空气监测数据。", "There are no readings of air in the periods.")
            ]
        }
        if interval != nil { return [] }
        let steps = Dictionary(grouping: present) { set.interval(of: $0) }
        return steps.sorted { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }.map {
            let list = $0.value.map(\.name).joined(separator: ", ")
            let words = $0.key.map(Self.words) ?? LocalizedText("日", "a day")
            return LocalizedText(
                "\(list)：按时间间隔判断，每个数据代表\(words.zh)（可用 --interval 指定）。",
                "\(list): by the spacing of the times a reading stands for \(words.en) (--interval "
                    + "names another).")
        }
    }

    private static func words(_ interval: ReadingInterval) -> LocalizedText {
        switch interval {
        case .hour: LocalizedText("1 小时", "an hour")
        case .fourHours: LocalizedText("4 小时", "four hours")
        case .day: LocalizedText("1 日", "a day")
        case .month: LocalizedText("1 个月", "a month")
        }
    }
}
