import Geometry
import Parallel
import Readings
import Reports

/// The checks of every station and parameter.
struct QualityRows {
    struct Row {
        var site: QualityInputs.Site
        var quality: SeriesQuality
        var readings: Int { quality.readings }
        var flagged: Int { quality.flagged }
        /// The nearest reference station of a micro-station.
        var reference: (id: String, metres: Double, comparison: ReferenceComparison?)?
        var notes: [LocalizedText] = []
    }

    private let inputs: QualityInputs
    /// By station, then by parameter.
    private(set) var rows: [Row] = []
    let keepsFlagged: Bool

    init(_ inputs: QualityInputs, keepsFlagged: Bool, options: RunOptions) throws {
        self.inputs = inputs
        self.keepsFlagged = keepsFlagged
        let plan = Plan(inputs, cacheBytes: options.memory / 16)
        let count = inputs.parameters.count
        // Parameter by parameter along a curve through the stations: neighbours stay unpacked.
        let order = inputs.parameters.indices.flatMap { parameter in
            plan.sitesAlongCurve.map { (site: $0, parameter: parameter) }
        }
        let made = mapChunks(chunks(of: order.count, size: 8), threads: options.threads) { range in
            range.map {
                plan.row(site: order[$0].site, parameter: order[$0].parameter, keepsFlagged)
            }
        }.flatMap(\.self)
        var places = [Int](repeating: 0, count: made.count)
        for (index, place) in order.enumerated() {
            places[place.site * count + place.parameter] = index
        }
        rows = places.map { made[$0] }
    }

    func total(_ value: (Row) -> Int) -> Int { rows.reduce(0) { $0 + value($1) } }

    /// Stations that have no reading at all, and rows that no station could be told of.
    var warnings: [LocalizedText] {
        var result: [LocalizedText] = []
        let heard = Set(rows.filter { $0.readings > 0 }.map(\.site.id))
        let silent = inputs.sites.map(\.id).filter { !heard.contains($0) }
        if !silent.isEmpty {
            let list = silent.prefix(10).joined(separator: ", ") + (silent.count > 10 ? " …" : "")
            result.append(
                LocalizedText(
                    "有 \(silent.count) 个站点在 \(inputs.period.label) 没有数据：\(list)。",
                    "stations without readings in \(inputs.period.label): \(silent.count) "
                        + "(\(list))."))
        }
        return result
    }

    var fileNames: [String] { inputs.readings.files }
}

/// What every row needs, settled before the rows are made.
private struct Plan: Sendable {
    let inputs: QualityInputs
    /// The stations with places, for the search; their places in `sites`.
    private let nearest: NearestStations
    private let placed: [Int]
    private let placeOfSite: [Int: Int]
    private let cache: SeriesCache
    /// For every parameter what its readings stand for, station by station.
    private var intervals: [[ReadingInterval?]] = []
    init(_ inputs: QualityInputs, cacheBytes: Int) {
        self.inputs = inputs
        cache = SeriesCache(of: inputs.readings, bytes: cacheBytes)
        let placed = inputs.sites.indices.filter { inputs.sites[$0].station != nil }
        self.placed = placed
        placeOfSite = Dictionary(
            uniqueKeysWithValues: placed.enumerated().map { ($1, $0) })
        nearest = NearestStations(placed.compactMap { inputs.sites[$0].station?.coordinate })
        intervals = inputs.parameters.map { parameter in
            let common = inputs.interval ?? inputs.readings.interval(of: parameter)
            return inputs.sites.map { site in
                let own = inputs.readings.series(site: site.id, parameter: parameter)
                if own.isEmpty { return nil }
                return inputs.interval ?? Self.interval(of: own) ?? common ?? .day
            }
        }
    }

    /// What the readings of a series stand for, where they are enough to tell.
    private static func interval(of readings: [Reading]) -> ReadingInterval? {
        readings.count >= readingsThatTell ? ReadingInterval.found(in: readings) : nil
    }

    /// Fewer times can all lie beside gaps.
    private static let readingsThatTell = 12

    func row(site index: Int, parameter place: Int, _ keepsFlagged: Bool) -> QualityRows.Row {
        let site = inputs.sites[index]
        let parameter = inputs.parameters[place]
        let interval = intervals[place][index] ?? usualInterval(of: place, isMicro(index))
        let check = QualityCheck(inputs.rules, period: inputs.period, interval: interval)
        let readings = series(index, parameter)
        var input = QualityInput(parameter, readings)
        input.repeated = inputs.readings.repeatedReadings(site: site.id, parameter: parameter)
        input.rejected = inputs.readings.rejectedCount(site: site.id, parameter: parameter)
        for order in inputs.rules.order where [order.part, order.whole].contains(parameter) {
            let other = order.part == parameter ? order.whole : order.part
            input.companions[other] = series(index, other)
        }
        if !readings.isEmpty, let neighbours = neighbours(of: index, place, interval) {
            input.neighbours = neighbours.map { series($0, parameter) }
        }
        var quality = check.check(input)
        if !keepsFlagged { quality.dropFlaggedReadings() }
        var row = QualityRows.Row(site: site, quality: quality)
        row.notes = quality.notes.map {
            LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
        }
        if site.station?.network == .micro && !readings.isEmpty {
            compare(&row, index, place, readings, check)
        }
        return row
    }

    /// What readings of a parameter stand for at other stations of the kind, for one without any.
    private func usualInterval(of parameter: Int, _ isMicro: Bool) -> ReadingInterval {
        let all = intervals[parameter]
        let kindred = all.indices.lazy.filter { self.isMicro($0) == isMicro }
        return inputs.interval ?? kindred.compactMap { all[$0] }.first
            ?? all.lazy.compactMap { $0 }.first ?? .day
    }

    private func series(_ site: Int, _ parameter: ParameterCode) -> [Reading] {
        cache.series(site: inputs.sites[site].id, parameter: parameter)
    }

    /// The sites so that near ones follow each other, those without a place last.
    var sitesAlongCurve: [Int] {
        let first = nearest.alongCurve.map { placed[$0] }
        return first + inputs.sites.indices.filter { placeOfSite[$0] == nil }
    }

    // MARK: - Other stations

    private func isMicro(_ site: Int) -> Bool { inputs.sites[site].station?.network == .micro }

    /// The sites next to `site` among those that `isWanted`, by the rules for neighbours.
    private func nearestSites(
        to site: Int, count: Int, withinMetres limit: Double = .infinity,
        _ isWanted: (Int) -> Bool
    ) -> [(site: Int, metres: Double)] {
        guard let own = placeOfSite[site] else { return [] }
        let candidates = placed.indices.filter { isWanted(placed[$0]) }
        return nearest.nearest(
            to: own, among: candidates, count: count, withinMetres: limit
        ).map { (placed[$0.index], $0.metres) }
    }

    /// The nearest stations of the same kind that read the same parameter at the same interval;
    /// `nil` for a site without a place.
    private func neighbours(
        of site: Int, _ parameter: Int, _ interval: ReadingInterval
    ) -> [Int]? {
        guard placeOfSite[site] != nil else { return nil }
        let rule = inputs.rules.neighbours
        return nearestSites(to: site, count: rule.count, withinMetres: rule.withinMetres) {
            isMicro($0) == isMicro(site) && intervals[parameter][$0] == interval
        }.map(\.site)
    }

    /// Adds the comparison of a micro-station with the nearest reference station.
    private func compare(
        _ row: inout QualityRows.Row, _ site: Int, _ parameter: Int, _ readings: [Reading],
        _ check: QualityCheck
    ) {
        let code = inputs.parameters[parameter]
        let found = nearestSites(to: site, count: 1) {
            !isMicro($0) && intervals[parameter][$0] != nil
        }
        guard let (other, metres) = found.first else {
            row.notes.append(
                LocalizedText("没有可比的参考站。", "There is no reference station to compare with."))
            return
        }
        row.reference = (inputs.sites[other].id, metres, nil)
        var reference = series(other, code)
        let interval = intervals[parameter][other]
        if check.interval == .day && interval == .hour {
            reference = dailyReadings(reference, code)
        } else if let interval, interval != check.interval {
            row.notes.append(
                LocalizedText(
                    "参考站的数据间隔为 \(interval.rawValue)，与本站的 \(check.interval.rawValue) 不同，未比较。",
                    "Not compared: the reference station reads every \(interval.rawValue), this one "
                        + "every \(check.interval.rawValue)."))
            return
        }
        row.reference?.comparison = check.comparison(
            of: readings, with: reference, parameter: code)
    }

    /// The daily means of an hourly series as readings, with two decimals more than it has.
    private func dailyReadings(_ readings: [Reading], _ parameter: ParameterCode) -> [Reading] {
        let valid = readings.filter { !($0.value.value.map { $0.mantissa < 0 } ?? false) }
        let decimals = valid.compactMap { $0.value.valueForMean?.decimals }.max() ?? 0
        return DailyStatistics().dailyValues(of: valid, parameter: parameter, interval: .hour)
            .values.compactMap { day in
                TimeStamp(day.day).map {
                    Reading(
                        time: $0,
                        value: ReadingValue(
                            day.value.rounded(toDecimals: min(Int(decimals) + 2, 20))))
                }
            }
    }
}
