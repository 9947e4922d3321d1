public import Readings

extension AlertRuleSet {
    /// The alerts of the newest readings.
    ///
    /// A rule looks at the newest reading with a value of each of its items at each site. When that
    /// reading passes the rule's test, the run is followed back to the first reading that passes it
    /// without a break. Readings without a value are passed over, those below detection never
    /// exceed a limit. The order of readings and files does not matter.
    ///
    /// - Parameters:
    ///   - medium: Whose rules are applied.
    ///   - sites: In the order of the alerts.
    ///   - period: What to look at; `nil` for all readings.
    ///   - interval: What a reading stands for; `nil` to tell it from the spacing of each series.
    ///   - editions: The editions of the air standard, the oldest first.
    ///   - area: The class of the area whose limits of air apply.
    /// - Complexity: O(readings) and, for `differs`, O(stations · log readings) for each reading of a
    ///   run.
    public func alerts(
        in readings: ReadingSet, of medium: AlertMedium, at sites: [AlertSite],
        over period: Period? = nil, interval: ReadingInterval? = nil,
        editions: [AirStandard] = AirStandard.editions, area: AreaClass = .second,
        standard: SurfaceWaterStandard = .gb3838
    ) -> AlertFindings {
        var search = AlertSearch(
            rules: self, readings: readings, sites: sites, period: period, interval: interval,
            editions: editions, area: area, standard: standard)
        return search.findings(of: medium)
    }
}

/// A reading with a value.
struct AlertPoint {
    let time: TimeStamp
    /// What enters means: below detection half of the limit.
    let value: ExactNumber
    /// The number as written; `nil` below detection.
    let measured: DecimalValue?
}

/// Applies rules to readings.
struct AlertSearch {
    let rules: AlertRuleSet
    let readings: ReadingSet
    let sites: [AlertSite]
    let period: Period?
    let interval: ReadingInterval?
    let editions: [AirStandard]
    let area: AreaClass
    let standard: SurfaceWaterStandard
    private var limitless: [AlertNote] = []
    private var tooOld: [String: (count: Int, first: String, newest: TimeStamp)] = [:]
    /// The series of all sites by item, for rules that compare them.
    private var pools: [ParameterCode: [[AlertPoint]]] = [:]

    init(
        rules: AlertRuleSet, readings: ReadingSet, sites: [AlertSite], period: Period?,
        interval: ReadingInterval?, editions: [AirStandard], area: AreaClass,
        standard: SurfaceWaterStandard
    ) {
        self.rules = rules
        self.readings = readings
        self.sites = sites
        self.period = period
        self.interval = interval
        self.editions = editions
        self.area = area
        self.standard = standard
    }

    mutating func findings(of medium: AlertMedium) -> AlertFindings {
        let own = rules.rules.filter { $0.medium == medium }
        var alerts: [Alert] = []
        for index in sites.indices {
            for rule in own {
                for item in rule.items {
                    if let alert = alert(rule, item, at: index) { alerts.append(alert) }
                }
            }
        }
        var notes: [AlertNote] = []
        if !rules.status.isEmpty {
            notes.append(.status(rules.status, inChinese: rules.statusInChinese))
        }
        notes += limitless
        for rule in own {
            if let old = tooOld[rule.name] {
                notes.append(
                    .tooOld(
                        rule: rule.name, count: old.count, first: old.first, newest: old.newest))
            }
        }
        return AlertFindings(alerts: alerts, notes: notes)
    }

    // MARK: - One series

    private mutating func alert(
        _ rule: AlertRule, _ item: ParameterCode, at place: Int
    ) -> Alert? {
        let site = sites[place]
        let series = readings.series(site: site.site, parameter: item)
        let step = interval ?? ReadingInterval.found(in: series)
        if let wanted = rule.interval, wanted != step { return nil }
        let all = points(series, step)
        guard let newest = all.last else { return nil }
        if isTooOld(newest.time, rule, "\(site.id) \(item)") { return nil }
        let points = Self.tail(all, rule)
        var last = points.count - 1
        var verdict: AlertVerdict?
        while last >= 0, isJoined(points, last, rule),
            let own = verdictOf(points, last, rule, item, place, step)
        {
            if verdict == nil { verdict = own }
            last -= 1
        }
        let count = points.count - 1 - last
        guard let verdict, let value = newest.measured, count >= rule.readings else { return nil }
        return Alert(
            rule: rule, site: site, item: item, time: newest.time, value: value,
            limit: verdict.limit,
            multiple: Self.multiple(newest.value, verdict.limit, item, standard),
            since: points[last + 1].time, readings: count,
            isOpenEnded: last < verdict.readingsBefore
                && (last < 0 || isJoined(points, last, rule)), edition: verdict.edition)
    }

    private func points(_ series: [Reading], _ step: ReadingInterval?) -> [AlertPoint] {
        series.compactMap { reading in
            guard let value = reading.value.valueForMean,
                period?.contains(step?.day(of: reading.time) ?? reading.time.day) ?? true
            else { return nil }
            return AlertPoint(
                time: reading.time, value: ExactNumber(value), measured: reading.value.value)
        }
    }

    private static func tail(_ points: [AlertPoint], _ rule: AlertRule) -> [AlertPoint] {
        guard let days = rule.days, let newest = points.last else { return points }
        let first = newest.time.adding(hours: -24 * days)
        return Array(points[(points.firstIndex { $0.time >= first } ?? 0)...])
    }

    private mutating func isTooOld(
        _ time: TimeStamp, _ rule: AlertRule, _ series: String
    ) -> Bool {
        guard let hours = rule.oldestInHours, let span = readings.timeSpan,
            time.adding(hours: hours) < span.upperBound
        else { return false }
        let count = (tooOld[rule.name]?.count ?? 0) + 1
        let first = tooOld[rule.name].map { ($0.first, $0.newest) } ?? (series, time)
        tooOld[rule.name] = (count, first.0, first.1)
        return true
    }

    /// Whether a reading follows the next one of the run without a gap.
    private func isJoined(_ points: [AlertPoint], _ index: Int, _ rule: AlertRule) -> Bool {
        guard let hours = rule.longestGapInHours, index + 1 < points.count else { return true }
        return points[index].time.adding(hours: hours) >= points[index + 1].time
    }

    private static func multiple(
        _ value: ExactNumber, _ limit: ExactNumber, _ item: ParameterCode,
        _ standard: SurfaceWaterStandard
    ) -> ExactNumber? {
        if standard.evaluation.withoutMultiple.contains(item) || limit.numerator == 0 { return nil }
        return (value - limit) / limit
    }

    // MARK: - Verdicts

    private mutating func verdictOf(
        _ points: [AlertPoint], _ index: Int, _ rule: AlertRule, _ item: ParameterCode,
        _ place: Int, _ step: ReadingInterval?
    ) -> AlertVerdict? {
        let point = points[index]
        let isMinimum = rule.medium == .water && standard.item(item)?.isMinimum ?? false
        switch rule.test {
        case .exceeds(let limit):
            guard let found = bounds(limit, rule, item, sites[place], point.time, step),
                let value = point.measured.map({ ExactNumber($0) })
            else { return nil }
            return found.verdict(of: value)
        case .changes(let factor, let window, let least):
            guard index >= window else { return nil }
            let values = points[(index - window)..<index].map(\.value)
            guard let mean = PeriodStatistic.mean.value(of: values) else { return nil }
            return AlertVerdict(
                point.value, against: mean, factor: factor, least: least[item],
                isMinimum: isMinimum, readingsBefore: window, edition: rules.edition)
        case .differs(let factor, let stations, let least):
            guard let mean = othersMean(item, rule.medium, place, point.time, stations) else {
                return nil
            }
            return AlertVerdict(
                point.value, against: mean, factor: factor, least: least[item],
                isMinimum: isMinimum, readingsBefore: 0, edition: rules.edition)
        }
    }

    /// The mean of the other sites that have a reading of `time`; `nil` where they are too few.
    private mutating func othersMean(
        _ item: ParameterCode, _ medium: AlertMedium, _ place: Int, _ time: TimeStamp, _ fewest: Int
    ) -> ExactNumber? {
        if pools[item] == nil {
            pools[item] = sites.map {
                let series = readings.series(site: $0.site, parameter: item)
                return points(series, interval ?? ReadingInterval.found(in: series))
            }
        }
        let all = pools[item] ?? []
        let others = all.indices.compactMap { index in
            index == place ? nil : all[index].value(at: time)
        }
        return others.count < fewest ? nil : PeriodStatistic.mean.value(of: others)
    }

    // MARK: - Limits

    private mutating func bounds(
        _ limit: AlertLimit, _ rule: AlertRule, _ item: ParameterCode, _ site: AlertSite,
        _ time: TimeStamp, _ step: ReadingInterval?
    ) -> AlertBounds? {
        switch limit {
        case .values(let values):
            let isMinimum = rule.medium == .water && standard.item(item)?.isMinimum ?? false
            if let value = values[item] {
                return AlertBounds(value, isMinimum: isMinimum, edition: rules.edition)
            }
            note(rule, item, rules.edition)
        case .air(let averaging):
            let edition = AirStandard.edition(
                inForceOn: step?.day(of: time) ?? time.day, among: editions)
            let found =
                averaging == .day
                ? edition.dailyLimit(item, area) : edition.limit(item, averaging, area)
            if let found {
                return AlertBounds(found, isMinimum: false, edition: edition.edition)
            }
            note(rule, item, edition.edition)
        case .water(let waterClass, let usesTarget):
            guard let own = standard.item(item) else {
                note(rule, item, standard.edition)
                return nil
            }
            if usesTarget, let value = site.itemTargets[item] {
                return AlertBounds(value, isMinimum: own.isMinimum, edition: rules.edition)
            }
            if own.isForLakesOnly && site.body != .lake { return nil }
            if let range = own.range {
                return AlertBounds(range, edition: standard.edition)
            }
            // No limit is worse than that of class V.
            let target = min(usesTarget ? site.target ?? waterClass : waterClass, .v)
            if let value = own.limit(target, site.body) {
                return AlertBounds(value, isMinimum: own.isMinimum, edition: standard.edition)
            }
            note(rule, item, standard.edition)
        }
        return nil
    }

    private mutating func note(_ rule: AlertRule, _ item: ParameterCode, _ edition: String) {
        let note = AlertNote.noLimit(rule: rule.name, item, edition: edition)
        if !limitless.contains(note) { limitless.append(note) }
    }
}

extension [AlertPoint] {
    /// The value at exactly `time`, by halving.
    fileprivate func value(at time: TimeStamp) -> ExactNumber? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].time == time ? self[low].value : nil
    }
}
