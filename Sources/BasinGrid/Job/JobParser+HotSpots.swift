import HotSpots
import Interpolation
import Readings

extension JobParser {
    static let hotSpotKeys = [
        "parameter", "statistic", "zones", "cell", "method", "variogram", "rank", "top", "share",
        "threshold", "per_zone", "gistar", "fdr", "emerging", "warnings", "networks",
    ]

    /// An entry of `hotspots`; `nil` after a fault that leaves nothing to compute.
    func hotSpotRequest(_ node: JobNode) -> Job.HotSpotRequest? {
        let entries = node.entries(known: Self.hotSpotKeys)
        guard require(["parameter", "cell"], in: entries, of: node),
            let parameter = parameter(entries["parameter"]), let cell = entries["cell"]?.distance
        else { return nil }
        var request = Job.HotSpotRequest(parameter: parameter, cell: cell)
        request.line = node.line
        request.networks = networks(entries["networks"])
        request.zones = entries["zones"]?.text
        guard readRank(entries, of: node, into: &request) else { return nil }
        readMethod(entries, into: &request)
        readStatistics(entries, into: &request)
        request.selection = selection(entries, of: node)
        if request.selection == nil, request.gistar == nil { request.selection = .top(10) }
        request.isPerZone = entries["per_zone"]?.flag ?? false
        request.warningCount = entries["warnings"].flatMap(warningCount)
        return request
    }

    /// `rank: p95` names the statistic, as `statistic: p95` does.
    private func readRank(
        _ entries: [String: JobNode], of node: JobNode, into request: inout Job.HotSpotRequest
    ) -> Bool {
        if let entry = entries["statistic"] {
            guard let statistic = statistic(entry) else { return false }
            request.statistic = statistic
        }
        guard let entry = entries["rank"], let text = entry.text else { return true }
        if let rank = HotSpotRank(rawValue: text) {
            request.rank = rank
        } else if let statistic = try? periodStatistic(text) {
            if entries["statistic"] != nil, statistic != request.statistic {
                entry.fault(
                    zh: "“rank” 为 \(text)，“statistic” 为 \(request.statistic.name)，只能是一个。",
                    en: "\"rank\" is \(text) and \"statistic\" \(request.statistic.name): "
                        + "they must be one.")
            }
            request.statistic = statistic
        } else {
            entry.expected(
                zh: "mean、pNN、max、change-year 或 change-month",
                en: "mean, pNN, max, change-year or change-month", text)
        }
        return true
    }

    private func readMethod(
        _ entries: [String: JobNode], into request: inout Job.HotSpotRequest
    ) {
        request.method = entries["method"]?.choice(of: Job.HotSpotRequest.Method.self) ?? .raster
        guard let entry = entries["variogram"], let text = entry.text else { return }
        request.variogram = text
        if request.method != .kriging {
            entry.fault(
                zh: "“variogram” 只用于 method: kriging。",
                en: "\"variogram\" goes with method: kriging only.")
        } else if text != "auto" {
            _ = entry.attempting { try VariogramModel(text: text) }
        }
    }

    private func readStatistics(
        _ entries: [String: JobNode], into request: inout Job.HotSpotRequest
    ) {
        if let entry = entries["gistar"] { request.gistar = neighbours(entry) }
        request.correction =
            entries["fdr"]?.choice(of: MultipleTesting.self) ?? request.correction
        request.isEmerging = entries["emerging"]?.flag ?? false
        guard entries["gistar"] == nil else { return }
        if request.isEmerging {
            entries["emerging"]?.fault(
                zh: "“emerging” 需要 “gistar”，如 gistar: 9km。",
                en: "\"emerging\" needs \"gistar\", such as gistar: 9km.")
        }
        entries["fdr"]?.fault(
            zh: "“fdr” 需要 “gistar”，如 gistar: 9km。",
            en: "\"fdr\" needs \"gistar\", such as gistar: 9km.")
    }

    /// Which cells are neighbours: `9km`, `square:3`, `nearest:8` and the like.
    private func neighbours(_ entry: JobNode) -> String? {
        guard let text = entry.text,
            let choice = entry.attempting({ try NeighbourChoice(parsing: text, option: "gistar") })
        else { return nil }
        if case .disc(let radius) = choice, Distance(parsing: radius)?.unit == .degrees {
            entry.fault(
                zh: "“gistar” 以米为单位，不能用度。", en: "\"gistar\" is in metres, not degrees.")
        }
        if case .river = choice {
            entry.fault(
                zh: "“gistar” 的 river 只用于站点，不能用于网格。",
                en: "\"gistar\": river is of stations, not of cells.")
        }
        return text
    }

    private func selection(
        _ entries: [String: JobNode], of node: JobNode
    ) -> HotspotRanking.Selection? {
        let given = ["top", "share", "threshold"].filter { entries[$0] != nil }
        if given.count > 1 {
            node.fault(
                zh: "“\(given.joined(separator: "”、“"))” 只能给出一个。",
                en: "\"\(given.joined(separator: "\", \""))\" exclude each other: give one.")
        }
        if let entry = entries["top"] { return entry.integer(atLeast: 1).map { .top($0) } }
        if let entry = entries["share"], let share = entry.positiveNumber {
            if share > 1 {
                entry.expected(
                    zh: "大于 0、不超过 1 的数", en: "a number above 0 and up to 1",
                    entry.text ?? "")
            }
            return .share(min(share, 1))
        }
        return entries["threshold"]?.finiteNumber.map { .threshold($0) }
    }

    /// `true` for one cell of each kind, or their number.
    private func warningCount(_ entry: JobNode) -> Int? {
        guard let text = entry.text else { return nil }
        if let count = Int(text), count > 0 { return count }
        switch text {
        case "true": return 1
        case "false": return nil
        default:
            entry.expected(
                zh: "true、false 或每类网格的个数", en: "true, false or a number of cells", text)
            return nil
        }
    }
}
