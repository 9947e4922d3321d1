import Foundation
import Interpolation
import Readings
import Yams
import ZonalStatistics

extension Job {
    /// The job that the file at `path` describes.
    ///
    /// Every key of the format is known; one that this version does not serve is a fault by name.
    ///
    /// - Throws: `Faults` with everything that is wrong in the file, each with its line; kind
    ///   `input` when the file cannot be read.
    public static func read(at path: String) throws -> Job {
        let faults = FaultCollector()
        let job = parse(at: path, into: faults)
        try faults.throwIfAny()
        guard let job else {
            throw Fault(.software, zh: "任务文件未能解析。", en: "The job file was not understood.")
        }
        return job
    }

    /// The job as far as it could be understood, so that its inputs can be checked along with the
    /// file's own faults; `nil` when the file is no mapping at all.
    static func parse(at path: String, into faults: FaultCollector) -> Job? {
        guard let data = FileManager.default.contents(atPath: path) else {
            faults.add(
                .input, zh: "无法读取任务文件 \(path)：文件不存在或没有读取权限。请检查路径。",
                en: "Cannot read the job file \(path): it is missing or not readable. "
                    + "Check the path.")
            return nil
        }
        guard let text = String(data: data, encoding: .utf8) else {
            faults.add(
                zh: "任务文件 \(path) 不是 UTF-8 编码。请另存为 UTF-8。",
                en: "The job file \(path) is not UTF-8. Save it as UTF-8.")
            return nil
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            faults.add(
                zh: "任务文件 \(path) 不是有效的 YAML：\(error)。",
                en: "The job file \(path) is not valid YAML: \(error).")
            return nil
        }
        guard let root, case .mapping = root else {
            faults.add(
                zh: "任务文件 \(path) 为空或不是键值表。",
                en: "The job file \(path) is empty or not a mapping of keys to values.")
            return nil
        }
        let node = JobNode(node: root, path: "", file: path, faults: faults)
        return JobParser(file: path, faults: faults).job(node)
    }
}

/// Turns the nodes of a job file into a `Job`; what is wrong goes to the collector.
struct JobParser {
    let file: String
    let faults: FaultCollector

    func job(_ node: JobNode) -> Job {
        let entries = node.entries(
            known: [
                "basingrid", "name", "crs", "periods", "compare", "standard", "zones", "stations",
                "sections", "rivers", "points", "readings", "rasters", "hotspots", "zonal",
                "series", "lakes", "trends", "compensation", "scores", "targets", "exclude_days",
                "outputs",
            ])
        require(["basingrid", "periods", "zones"], in: entries, of: node)
        if let version = entries["basingrid"], let text = version.text, text != "1" {
            version.expected(zh: "1（任务文件的版本）", en: "1, the version of the job format", text)
        }
        let url = URL(fileURLWithPath: file)
        let periods = periods(entries["periods"])
        let comparisons = comparisons(entries["compare"], periods: entries["periods"])
        return Job(
            folder: url.deletingLastPathComponent(),
            path: file,
            name: entries["name"]?.text ?? url.deletingPathExtension().lastPathComponent,
            crs: entries["crs"]?.text,
            periods: periods,
            comparison: comparisons.first, secondComparison: comparisons.second,
            standard: entries["standard"].flatMap { $0.text == "auto" ? nil : $0.text },
            zones: entries["zones"]?.filledItems.compactMap(zoneInput) ?? [],
            stations: entries["stations"]?.items.compactMap(stationInput) ?? [],
            sections: entries["sections"].flatMap(sectionInput),
            rivers: entries["rivers"].flatMap(riverInput),
            points: entries["points"]?.items.compactMap(pointLayerInput) ?? [],
            readings: entries["readings"]?.items.compactMap(readingInput) ?? [],
            rasters: entries["rasters"]?.items.compactMap(rasterRequest) ?? [],
            hotSpots: entries["hotspots"]?.items.compactMap(hotSpotRequest) ?? [],
            series: entries["series"]?.items.compactMap(seriesRequest) ?? [],
            zonalStatistics: zonalStatistics(entries["zonal"]),
            assessesLakes: entries["lakes"]?.flag ?? false,
            testsTrends: entries["trends"]?.flag ?? false,
            compensation: entries["compensation"].flatMap(compensationInput),
            scores: entries["scores"].flatMap(fileSource),
            targets: entries["targets"].flatMap(fileSource),
            excludedDays: entries["exclude_days"].flatMap(fileSource),
            formats: formats(entries["outputs"]))
    }

    // MARK: - Periods

    func period(_ node: JobNode) -> Period? {
        guard let text = node.text else { return nil }
        do {
            return try Period(parsing: text)
        } catch {
            let fault = Fault(error)
            node.fault(zh: fault.text.zh, en: fault.text.en)
            return nil
        }
    }

    /// The periods, each once: two of a name would write one file.
    func periods(_ node: JobNode?) -> [Period] {
        var seen: Set<String> = []
        return (node?.filledItems ?? []).compactMap { item in
            guard let period = period(item) else { return nil }
            if !seen.insert(period.label).inserted { item.repeated(period.label) }
            return period
        }
    }

    /// What the periods are compared with, and what sections are compared with besides.
    func comparisons(
        _ node: JobNode?, periods: JobNode?
    ) -> (first: Job.Comparison, second: Job.Comparison) {
        guard let node else { return (.none, .none) }
        guard case .sequence(let list) = node.node,
            list.contains(where: { ["year", "month", "none"].contains($0.string) })
        else { return (comparison(node, periods: periods), .none) }
        var words: [Job.Comparison] = []
        for item in node.items {
            let word = comparison(item, periods: nil)
            if word == .none { continue }
            if words.contains(word) {
                item.repeated(item.text ?? "")
            } else {
                words.append(word)
            }
        }
        return (words.first ?? .none, words.dropFirst().first ?? .none)
    }

    func comparison(_ node: JobNode, periods: JobNode?) -> Job.Comparison {
        if case .sequence = node.node {
            let (given, needed) = (node.items.count, periods?.items.count ?? 0)
            if given != needed {
                node.fault(
                    zh: "“compare” 列出 \(given) 个时段，“periods” 有 \(needed) 个，应一一对应。",
                    en: "\"compare\" lists \(given) periods and \"periods\" \(needed): "
                        + "give one for each.")
                return .none
            }
            let list = node.items.compactMap(period)
            return list.count == needed ? .explicit(list) : .none
        }
        guard let text = node.text else { return .none }
        switch text {
        case "year": return .year
        case "month": return .month
        case "none": return .none
        default:
            node.expected(
                zh: "year、month、none、[year, month] 或时段列表",
                en: "year, month, none, [year, month] or a list of periods", text)
            return .none
        }
    }

    // MARK: - Inputs

    static let sourceKeys = ["path", "layer", "where", "encoding", "crs"]

    func source(_ entries: [String: JobNode], of node: JobNode) -> Job.Source? {
        guard let pathNode = entries["path"], let path = pathNode.text else { return nil }
        return Job.Source(
            path: path, layer: entries["layer"]?.text, filter: entries["where"]?.text,
            encoding: entries["encoding"]?.text, crs: entries["crs"]?.text, line: pathNode.line)
    }

    /// A file that is named by its path alone.
    func fileSource(_ node: JobNode) -> Job.Source? {
        node.text.map { Job.Source(path: $0, line: node.line) }
    }

    func zoneInput(_ node: JobNode) -> Job.ZoneInput? {
        let entries = node.entries(known: Self.sourceKeys + ["name", "id", "label", "kind"])
        guard require(["path", "id"], in: entries, of: node),
            let source = source(entries, of: node), let id = entries["id"]?.text
        else { return nil }
        return Job.ZoneInput(
            name: entries["name"]?.text ?? fileStem(of: source.path), source: source, idField: id,
            labelField: entries["label"]?.text, kind: entries["kind"]?.text)
    }

    func stationInput(_ node: JobNode) -> Job.StationInput? {
        let entries = node.entries(
            known: Self.sourceKeys + ["name", "id", "label", "x", "y", "network"])
        guard require(["path", "id"], in: entries, of: node),
            let source = source(entries, of: node), let id = entries["id"]?.text
        else { return nil }
        if (entries["x"] == nil) != (entries["y"] == nil) {
            node.fault(
                zh: "“\(node.path)” 只给出 x、y 中的一个，需要两个都给出。",
                en: "\"\(node.path)\" names only one of x and y: name both.")
        }
        return Job.StationInput(
            name: entries["name"]?.text ?? fileStem(of: source.path), source: source, idField: id,
            labelField: entries["label"]?.text, xField: entries["x"]?.text,
            yField: entries["y"]?.text,
            network: entries["network"].flatMap { $0.choice(of: Job.Network.self) } ?? .national)
    }

    func sectionInput(_ node: JobNode) -> Job.SectionInput? {
        let entries = node.entries(
            known: Self.sourceKeys + [
                "id", "label", "level", "target", "type", "owner", "river", "basin", "dry",
            ])
        guard require(["path", "id"], in: entries, of: node),
            let source = source(entries, of: node), let id = entries["id"]?.text
        else { return nil }
        return Job.SectionInput(
            source: source, idField: id, labelField: entries["label"]?.text,
            levelField: entries["level"]?.text, targetField: entries["target"]?.text,
            typeField: entries["type"]?.text, ownerField: entries["owner"]?.text,
            riverField: entries["river"]?.text, basinField: entries["basin"]?.text,
            dryField: entries["dry"]?.text)
    }

    func compensationInput(_ node: JobNode) -> Job.CompensationInput? {
        let entries = node.entries(
            known: ["scheme", "upstream", "downstream", "inflow", "set", "compare"])
        guard require(["scheme"], in: entries, of: node),
            let scheme = entries["scheme"].flatMap(fileSource)
        else { return nil }
        let compared = entries["compare"].map { comparison($0, periods: nil) } ?? .year
        guard compared == .year || compared == .month else {
            entries["compare"]?.expected(
                zh: "year 或 month", en: "year or month", entries["compare"]?.text ?? "")
            return nil
        }
        return Job.CompensationInput(
            scheme: scheme, upstreamField: entries["upstream"]?.text,
            downstreamField: entries["downstream"]?.text, inflowField: entries["inflow"]?.text,
            choices: entries["set"].map(choices) ?? [], comparison: compared)
    }

    /// Values of a scheme's parameters: `{name: value}`, or a list of `name@place=value`.
    func choices(_ node: JobNode) -> [String] {
        guard case .mapping(let mapping) = node.node else {
            return node.items.compactMap(\.text)
        }
        return mapping.compactMap { key, value in
            let name = key.string ?? ""
            let entry = JobNode(
                node: value, path: "\(node.path).\(name)", file: file, faults: faults)
            return entry.text.map { "\(name)=\($0)" }
        }
    }

    func riverInput(_ node: JobNode) -> Job.RiverInput? {
        let entries = node.entries(known: Self.sourceKeys + ["id", "label"])
        guard require(["path", "id"], in: entries, of: node),
            let source = source(entries, of: node), let id = entries["id"]?.text
        else { return nil }
        return Job.RiverInput(source: source, idField: id, labelField: entries["label"]?.text)
    }

    func pointLayerInput(_ node: JobNode) -> Job.PointLayerInput? {
        let entries = node.entries(
            known: Self.sourceKeys + ["name", "id", "label", "x", "y", "sum"])
        guard require(["path"], in: entries, of: node), let source = source(entries, of: node)
        else { return nil }
        if (entries["x"] == nil) != (entries["y"] == nil) {
            node.fault(
                zh: "“\(node.path)” 只给出 x、y 中的一个，需要两个都给出。",
                en: "\"\(node.path)\" names only one of x and y: name both.")
        }
        var seen: Set<String> = []
        let sums = (entries["sum"]?.filledItems ?? []).compactMap { item -> String? in
            guard let field = item.text else { return nil }
            if !seen.insert(field).inserted { item.repeated(field) }
            return field
        }
        return Job.PointLayerInput(
            name: entries["name"]?.text ?? fileStem(of: source.path), source: source,
            idField: entries["id"]?.text, labelField: entries["label"]?.text,
            xField: entries["x"]?.text, yField: entries["y"]?.text, sumFields: sums)
    }

    func readingInput(_ node: JobNode) -> Job.ReadingInput? {
        let entries = node.entries(
            known: [
                "path", "encoding", "layout", "time", "site", "sheet", "header_row", "parameter",
                "year", "hour_label", "collected", "units", "aliases",
            ])
        guard require(["path", "layout"], in: entries, of: node),
            let source = source(entries, of: node),
            let layout = entries["layout"].flatMap({ $0.choice(of: ReadingLayout.self) })
        else { return nil }
        var form = ReadingForm()
        form.layout = layout
        form.timeColumn = entries["time"]?.text
        form.siteColumn = entries["site"]?.text
        form.sheet = entries["sheet"].flatMap { $0.text == "all" ? nil : $0.text }
        form.headerRow = entries["header_row"].flatMap {
            $0.text == "auto" ? nil : $0.integer(atLeast: 1)
        }
        form.parameter = entries["parameter"]?.text
        form.year = entries["year"]?.integer(atLeast: 1970)
        form.collected = entries["collected"]?.text
        form.hourLabel = entries["hour_label"]?.choice(of: HourLabel.self) ?? .end
        form.units = entries["units"].map(units) ?? []
        form.aliases = entries["aliases"]?.text
        return Job.ReadingInput(source: source, form: form)
    }

    /// The units of headings that write none: `{TP: ug/L}`.
    func units(_ node: JobNode) -> [(parameter: String, unit: String)] {
        guard case .mapping(let mapping) = node.node else {
            node.expected(
                zh: "项目与单位的键值表，如 {TP: ug/L}",
                en: "a mapping of parameters to units such as {TP: ug/L}", node.text ?? "")
            return []
        }
        return mapping.compactMap { key, value in
            let name = key.string ?? ""
            let entry = JobNode(
                node: value, path: "\(node.path).\(name)", file: file, faults: faults)
            return entry.text.map { (name, $0) }
        }
    }

    // MARK: - What to compute

    func rasterRequest(_ node: JobNode) -> Job.RasterRequest? {
        let entries = node.entries(
            known: [
                "parameter", "statistic", "method", "cell", "networks", "neighbors", "power",
                "radius", "minimum", "sectors", "variogram", "drift", "mean", "nugget", "outside",
            ],
            notServed: ["exceed"])
        guard require(["parameter", "statistic", "cell"], in: entries, of: node) else { return nil }
        let parameter = parameter(entries["parameter"])
        let statistic = statistic(entries["statistic"])
        let surface = surfaceSettings(entries, of: node)
        guard let parameter, let statistic, let surface, let cell = entries["cell"]?.distance
        else { return nil }
        return Job.RasterRequest(
            parameter: parameter, statistic: statistic, surface: surface, cell: cell,
            networks: networks(entries["networks"]), line: node.line)
    }

    /// How a surface is made; `nil` after a fault.
    func surfaceSettings(_ entries: [String: JobNode], of node: JobNode) -> SurfaceSettings? {
        var settings = SurfaceSettings()
        settings.naming = .keys
        var isValid = true
        func take<Value>(
            _ key: String, _ place: WritableKeyPath<SurfaceSettings, Value>,
            _ read: (JobNode) -> Value?
        ) {
            guard let entry = entries[key] else { return }
            if let value = read(entry) {
                settings[keyPath: place] = value
            } else {
                isValid = false
            }
        }
        take("method", \.method) { entry in
            guard let name = entry.text else { return nil }
            if SurfaceSettings.methods.contains(name) { return name }
            entry.expected(
                zh: "\(SurfaceSettings.methods.joined(separator: "、")) 之一",
                en: "one of \(SurfaceSettings.methods.joined(separator: ", "))", name)
            return nil
        }
        take("power", \.power, \.positiveNumber)
        take("neighbors", \.neighbours) { entry in
            entry.text.flatMap { $0 == "all" ? $0 : entry.integer(atLeast: 1).map(String.init) }
        }
        take("minimum", \.minimum) { $0.integer(atLeast: 1) }
        take("sectors", \.sectors) { $0.integer(atLeast: 1) }
        take("variogram", \.variogram, \.text)
        take("drift", \.drift, \.text)
        take("nugget", \.nugget, \.text)
        take("outside", \.outside, \.text)
        take("radius", \.radius) { entry in
            guard let distance = entry.distance else { return nil }
            if distance.unit == .degrees {
                entry.fault(
                    zh: "“radius” 以米为单位，不能用度。", en: "\"radius\" is in metres, not degrees.")
                return nil
            }
            return entry.text
        }
        take("mean", \.mean) { $0.finiteNumber }
        guard isValid else { return nil }
        return node.attempting {
            try settings.check()
            return settings
        }
    }

    func seriesRequest(_ node: JobNode) -> Job.SeriesRequest? {
        let entries = node.entries(known: [
            "parameter", "zones", "every", "exceed", "method", "variogram", "variogram_scale",
            "power", "neighbors", "radius", "cell", "networks",
        ])
        guard require(["parameter"], in: entries, of: node),
            let parameter = parameter(entries["parameter"])
        else { return nil }
        var settings = SeriesSettings()
        settings.naming = .keys
        settings.step = entries["every"]?.choice(of: SeriesSettings.Step.self) ?? .day
        settings.method = entries["method"]?.text ?? settings.method
        settings.variogram = entries["variogram"]?.text ?? settings.variogram
        settings.scale = entries["variogram_scale"]?.text
        settings.power = entries["power"]?.positiveNumber ?? settings.power
        settings.neighbours = entries["neighbors"]?.text
        settings.radius = entries["radius"]?.text
        settings.cell = entries["cell"]?.text
        settings.limit = entries["exceed"]?.finiteNumber
        return node.attempting {
            try settings.check()
            return Job.SeriesRequest(
                parameter: parameter, zones: entries["zones"]?.text, settings: settings,
                networks: networks(entries["networks"]), line: node.line)
        }
    }

    func zonalStatistics(_ node: JobNode?) -> [Statistic] {
        let standard: [Statistic] = [.mean, .min, .max, .validShare]
        guard let node else { return standard }
        let entries = node.entries(
            known: ["stats"], notServed: ["coverage", "weights", "quantile_definition"])
        guard let stats = entries["stats"] else { return standard }
        var seen: Set<Statistic> = []
        return stats.filledItems.compactMap { item in
            guard let text = item.text,
                let statistic = item.attempting({ try Statistic(name: text) })
            else { return nil }
            if statistic == .frac || statistic.isWeighted {
                item.notServed(
                    text, servedZh: "其他统计量；类别占比与加权统计请用 basingrid zonal",
                    servedEn: "the other statistics; shares of classes and weights are for "
                        + "basingrid zonal")
            }
            if !seen.insert(statistic).inserted { item.repeated(text) }
            return statistic
        }
    }

    func formats(_ node: JobNode?) -> Set<Job.OutputFormat> {
        let all: Set<Job.OutputFormat> = [.gpkg, .csv, .geotiff, .html]
        guard let node else { return all }
        let entries = node.entries(known: ["formats"])
        guard let formats = entries["formats"] else { return all }
        return Set(
            formats.filledItems.compactMap { item in
                guard let format = item.choice(of: Job.OutputFormat.self) else { return nil }
                if format == .xlsx {
                    item.notServed(
                        "xlsx", servedZh: "gpkg、csv、geotiff、html",
                        servedEn: "gpkg, csv, geotiff, html")
                }
                return format
            })
    }

    func parameter(_ node: JobNode?) -> ParameterCode? {
        guard let node, let text = node.text else { return nil }
        do {
            return try ParameterAliases.standard.parameter(named: text)
        } catch {
            let text = Fault(error).text
            node.fault(zh: text.zh, en: text.en.prefix(1).lowercased() + text.en.dropFirst())
            return nil
        }
    }

    func statistic(_ node: JobNode?) -> PeriodStatistic? {
        guard let node, let text = node.text else { return nil }
        return node.attempting { try periodStatistic(text) }
    }

    func networks(_ node: JobNode?) -> [Job.Network] {
        node?.filledItems.compactMap { $0.choice(of: Job.Network.self) } ?? [.national]
    }

    // MARK: - Required keys

    @discardableResult
    func require(_ keys: [String], in entries: [String: JobNode], of node: JobNode) -> Bool {
        // What is no mapping at all is a fault already.
        guard case .mapping = node.node else { return false }
        let missing = keys.filter { entries[$0] == nil }
        for key in missing {
            let place = node.path.isEmpty ? key : "\(node.path).\(key)"
            node.fault(
                zh: "缺少必需的键 “\(place)”。", en: "the required key \"\(place)\" is missing.")
        }
        return missing.isEmpty
    }
}

extension JobNode {
    /// The value of `body`; an error becomes a fault at this place.
    func attempting<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch {
            let fault = Fault(error)
            self.fault(
                zh: "“\(path)”：\(fault.text.zh)", en: "\"\(path)\": \(fault.text.en)")
            return nil
        }
    }
}

/// The statistic over a period that `name` names.
func periodStatistic(_ name: String) throws -> PeriodStatistic {
    if let statistic = PeriodStatistic(name) { return statistic }
    throw Fault(
        .data, zh: "未知的时段统计量 “\(name)”，应为 mean、min、max 或百分位数（如 p90）。",
        en: "unknown statistic over a period \"\(name)\", expected mean, min, max or a percentile "
            + "such as p90.")
}

/// `control_units` of `zones/control_units.shp`.
private func fileStem(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
}
