import Foundation
import GeoFiles
import Readings
import Reports

/// What a request for checks of quality reads.
struct QualityInputs {
    let rules: QualityRules
    let period: Period
    /// The parameters to check, in order.
    let parameters: [ParameterCode]
    /// What one reading stands for; `nil` to tell it series by series.
    let interval: ReadingInterval?
    let readings: ReadingSet
    /// Where the readings go that were not taken.
    let rejects: RejectsOutput?
    /// The files of readings.
    let paths: [String]
    let sites: [Site]
    private(set) var notes: [LocalizedText]

    /// A row's station: one of the list of stations, or a site of the readings.
    struct Site {
        var id: String
        var name: String?
        /// `nil` for a site that is in no list of stations.
        var station: AssessedStations.Station?
    }

    init(_ request: QualityRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        rules = faults.attempt { try Self.rules(request.rules) } ?? .standard
        interval = faults.attempt { try Self.interval(request.interval) } ?? nil
        var table = faults.attempt { try request.form.options() } ?? ReadingTableOptions()
        let aliases = table.aliases
        let asked =
            faults.attempt { try request.parameters.map { try aliases.parameter(named: $0) } } ?? []
        let span = faults.attempt { try request.period.map { try Period(parsing: $0) } } ?? nil
        var list = AssessedStations()
        let fields = AssessedStations.Fields(
            id: request.idField, name: request.nameField, network: request.networkField)
        for (paths, network) in [
            (request.stations, Job.Network.national), (request.microStations, .micro),
        ] {
            for path in paths {
                faults.attempt {
                    try list.read(
                        path, options: request.reading, fields: fields, network: network)
                }
            }
        }
        paths = Self.paths(request.readings, faults)
        rejects = RejectsOutput(request.rejects, language: options.reportLanguage)
        var reader = ReadingReader(
            faults: faults, threads: options.threads, keepsRepeated: true, rejects: rejects)
        table.parameters =
            asked.isEmpty ? nil : Set(asked + Self.companions(of: asked, rules))
        table.days = span?.days
        table.keepsNegatives = true
        reader.read(
            paths, sheet: request.form.sheet, encoding: request.reading.encoding, options: table
        ) { share in
            options.progress(0.5 * share, LocalizedText("读取数据", "reading"))
        }
        let (readings, readingNotes) = reader.finish()
        try faults.throwIfAny()
        self.readings = readings
        notes = list.notes + readingNotes.map(\.text)
        parameters = asked.isEmpty ? Self.ordered(readings.parameters) : unique(asked)
        period = try span ?? Self.period(of: readings, interval)
        if span == nil {
            notes.append(
                LocalizedText(
                    "未给出 --period，按监测数据的起止日期 \(period.label) 检查。",
                    "No --period: the days of the readings are checked, \(period.label)."))
        }
        sites = Self.sites(list.stations, readings)
        notes += Self.siteNotes(sites, list.stations)
    }

    // MARK: - Options

    private static func rules(_ path: String?) throws -> QualityRules {
        guard let path else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(
                .input, zh: "规则文件 \(path) 不存在或无法读取。请检查路径。",
                en: "The file of rules \(path) is missing or cannot be read. Check the path.")
        }
        return try QualityRules(parsing: Array(data), file: path)
    }

    private static func interval(_ text: String) throws -> ReadingInterval? {
        if text == "auto" { return nil }
        if let interval = ReadingInterval(rawValue: text) { return interval }
        let list = (["auto"] + ReadingInterval.allCases.map(\.rawValue)).joined(separator: ", ")
        throw Fault(
            .usage, zh: "--interval 的值为 “\(text)”，应为 \(list) 之一。",
            en: "--interval is \"\(text)\", expected one of \(list).")
    }

    /// The other parameters that rules of order compare `asked` with.
    private static func companions(
        of asked: [ParameterCode], _ rules: QualityRules
    ) -> [ParameterCode] {
        rules.order.flatMap { order in
            asked.contains(order.part)
                ? [order.whole] : asked.contains(order.whole) ? [order.part] : []
        }
    }

    private static func paths(_ patterns: [String], _ faults: FaultCollector) -> [String] {
        if patterns.isEmpty {
            faults.add(
                .usage, zh: "需要用 --readings 指定监测数据文件。",
                en: "Name the files of readings with --readings.")
        }
        return readingFiles(matching: patterns, faults)
    }

    // MARK: - What follows from the readings

    /// Known parameters in the order of the standards, then the others by name.
    private static func ordered(_ parameters: [ParameterCode]) -> [ParameterCode] {
        ParameterCode.known.filter(parameters.contains)
            + parameters.filter { !ParameterCode.known.contains($0) }.sorted()
    }

    /// The days of all readings. A first label at 00:00 begins its day, a last one of hours ends
    /// the day before, so that tables of whole days give these days.
    private static func period(
        of readings: ReadingSet, _ interval: ReadingInterval?
    ) throws -> Period {
        guard let span = readings.timeSpan else {
            throw Fault(
                .data, zh: "监测数据中没有读数，无法确定时段。请检查文件，或用 --period 指定。",
                en: "There are no readings to take the period from. Check the files, or name it "
                    + "with --period.")
        }
        let isHourly =
            interval == .hour
            || interval == nil
                && readings.parameters.contains { readings.interval(of: $0) == .hour }
        let first = span.lowerBound.day
        let last = isHourly ? span.upperBound.hourEndingHere.day : span.upperBound.day
        return Period(days: first, through: max(first, last))
    }

    /// The stations in their order, then the sites that are not among them by code.
    private static func sites(
        _ stations: [AssessedStations.Station], _ readings: ReadingSet
    ) -> [Site] {
        let known = Set(stations.map(\.id))
        return stations.map {
            Site(id: $0.id, name: $0.name ?? readings.siteNames[$0.id], station: $0)
        }
            + readings.sites.filter { !known.contains($0) }.sorted().map {
                Site(id: $0, name: readings.siteNames[$0])
            }
    }

    private static func siteNotes(
        _ sites: [Site], _ stations: [AssessedStations.Station]
    ) -> [LocalizedText] {
        let strangers = sites.filter { $0.station == nil }.map(\.id)
        if stations.isEmpty || strangers.isEmpty { return [] }
        let list =
            strangers.prefix(10).joined(separator: ", ") + (strangers.count > 10 ? " …" : "")
        return [
            LocalizedText(
                "有 \(strangers.count) 个监测站点不在站点文件中，未作邻站检查：\(list)。",
                "sites of the readings that are not among the stations, not compared with "
                    + "neighbours: \(strangers.count) (\(list)).")
        ]
    }
}

/// `items` without those that came before.
private func unique<Item: Hashable>(_ items: [Item]) -> [Item] {
    var seen: Set<Item> = []
    return items.filter { seen.insert($0).inserted }
}
