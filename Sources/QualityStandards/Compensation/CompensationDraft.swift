import Readings

/// What a term makes of a section and a period, before it is known who pays.
struct CompensationDraft {
    var measurement: CompensationMeasurement
    var notes: [CompensationNote] = []
    /// How many times the rate is paid, and which way; `nil` where nothing can be settled.
    var outcome: Outcome?
    /// Whether the conditions of a fixed amount hold; `nil` for other rules.
    var conditionsHold: Bool?

    struct Outcome {
        /// `nil` where the rule pays nothing this way.
        var flow: CompensationFlow?
        var rate: CompensationAmount?
        var units: ExactNumber
    }

    init(_ subject: String) { measurement = CompensationMeasurement(subject) }

    /// Whether the section was dry and so could not be settled.
    var isDry: Bool {
        outcome == nil
            && notes.contains { note in
                if case .dry = note { return true }
                return false
            }
    }

    /// Takes samples and notes of `finding`.
    ///
    /// - Returns: Its value.
    mutating func take<Value>(_ finding: CompensationFinding<Value>) -> Value? {
        measurement.add(finding.samples)
        add(finding.notes)
        return finding.value
    }

    /// Takes notes that are not there yet.
    mutating func add(_ more: [CompensationNote]) {
        for note in more where !notes.contains(note) { notes.append(note) }
    }

    /// Settles a difference from the base: above 0 is worse.
    mutating func settle(
        _ difference: ExactNumber, better: CompensationFlow?, worse: CompensationFlow?,
        rate: CompensationAmount? = nil
    ) {
        let zero = ExactNumber(0)
        let flow = difference > zero ? worse : difference < zero ? better : nil
        let units = difference < zero ? -difference : difference
        measurement.units = units
        outcome = Outcome(flow: flow, rate: rate ?? flow?.rate, units: units)
    }
}

/// Applies the rules of a scheme to one section.
struct CompensationMeter {
    let series: CompensationSeries
    let standard: SurfaceWaterStandard
    let values: CompensationValues
    /// The period that `period` is compared with.
    let before: (Period) -> Period

    private var section: CompensationSection { series.section }

    /// What `rule` makes of `period`, in the order of its items.
    func drafts(
        of rule: CompensationRule, in period: Period
    ) -> [CompensationDraft] {
        switch rule {
        case .classSteps(let base, let items, let better, let worse):
            return [steps(from: base, items, better, worse, period)]
        case .change(let items, true, let points, let better, let worse):
            return [indexChange(items, points, better, worse, period)]
        case .change(let items, false, let points, let better, let worse):
            return items.map { change(of: $0, points, better, worse, period) }
        case .concentration(let bases, let better, let worse):
            return bases.map { distance(from: $0, better, worse, period) }
        case .bands(let bands, let items, let worse):
            return items.filter { Self.covers($0, bands, section, standard) }.map {
                banded($0, bands, worse, period)
            }
        case .fixed(let conditions, let items, _, let met, let unmet):
            return [fixed(conditions, items, met, unmet, period)]
        }
    }

    /// Whether `rule` has anything to say of `section`.
    static func covers(
        _ rule: CompensationRule, _ section: CompensationSection, _ standard: SurfaceWaterStandard
    ) -> Bool {
        guard case .bands(let bands, let items, _) = rule else { return true }
        return items.contains { covers($0, bands, section, standard) }
    }

    /// An item without a target is covered, to be named as such.
    private static func covers(
        _ item: ParameterCode, _ bands: CompensationBands, _ section: CompensationSection,
        _ standard: SurfaceWaterStandard
    ) -> Bool {
        section.target(of: item, by: standard).map { bands.cover(item, target: $0) } ?? true
    }

    // MARK: - Rules

    private func steps(
        from base: CompensationBase, _ items: [ParameterCode], _ better: CompensationFlow?,
        _ worse: CompensationFlow?, _ period: Period
    ) -> CompensationDraft {
        var draft = CompensationDraft("class")
        let found = draft.take(series.assessment(of: items, in: period))
        let target: WaterClass? =
            if case .waterClass(let fixed) = base { fixed } else { section.target }
        draft.measurement.target = target.map { .waterClass($0) }
        guard let target else {
            draft.notes.append(.noTarget(nil))
            return draft
        }
        guard let own = found?.waterClass else { return draft }
        draft.measurement.measured = .waterClass(own)
        draft.settle(
            ExactNumber(own.rawValue - target.rawValue), better: better, worse: worse)
        return draft
    }

    private func change(
        of item: ParameterCode, _ points: CompensationSetting, _ better: CompensationFlow?,
        _ worse: CompensationFlow?, _ period: Period
    ) -> CompensationDraft {
        var draft = CompensationDraft(item.name)
        guard let ratio = ratio(of: item, period, &draft, showsValues: true) else {
            return draft
        }
        settle(ratio * ExactNumber(100) - ExactNumber(100), points, better, worse, &draft, item)
        return draft
    }

    private func indexChange(
        _ items: [ParameterCode], _ points: CompensationSetting, _ better: CompensationFlow?,
        _ worse: CompensationFlow?, _ period: Period
    ) -> CompensationDraft {
        var draft = CompensationDraft("index")
        let ratios = items.map { ratio(of: $0, period, &draft, showsValues: false) }
        let known = ratios.compactMap(\.self)
        guard known.count == items.count, let mean = PeriodStatistic.mean.value(of: known) else {
            return draft
        }
        let index = mean * ExactNumber(100)
        draft.measurement.measured = .number(index)
        draft.measurement.before = .number(ExactNumber(100))
        settle(index - ExactNumber(100), points, better, worse, &draft, nil)
        return draft
    }

    /// C/C₀; `nil` where one of them is lacking or C₀ is 0, which `draft` is told.
    private func ratio(
        of item: ParameterCode, _ period: Period,
        _ draft: inout CompensationDraft, showsValues: Bool
    ) -> ExactNumber? {
        let now = draft.take(series.mean(of: item, in: period))
        let earlier = series.mean(of: item, in: before(period))
        draft.measurement.addBefore(earlier.samples)
        if showsValues {
            draft.measurement.measured = now.map { .number($0) }
            draft.measurement.before = earlier.value.map { .number($0) }
        }
        guard let base = earlier.value else {
            draft.add(
                earlier.notes.map { note in
                    if case .lacking(let reason) = note { return .nothingBefore(reason) }
                    return note
                })
            return nil
        }
        guard base.numerator != 0 else {
            draft.notes.append(.zeroBefore(item))
            return nil
        }
        return now.map { $0 / base }
    }

    /// Settles points of change: a fall is better, but of dissolved oxygen.
    private func settle(
        _ change: ExactNumber, _ points: CompensationSetting, _ better: CompensationFlow?,
        _ worse: CompensationFlow?, _ draft: inout CompensationDraft, _ item: ParameterCode?
    ) {
        let isWhole = values.word(points) == CompensationPoints.whole.rawValue
        let counted =
            isWhole ? ExactNumber(change.numerator / change.denominator, over: 1) : change
        let isMinimum = item.flatMap(standard.item)?.isMinimum ?? false
        draft.settle(isMinimum ? -counted : counted, better: better, worse: worse)
    }

    private func distance(
        from base: CompensationItemBase, _ better: CompensationFlow?, _ worse: CompensationFlow?,
        _ period: Period
    ) -> CompensationDraft {
        var draft = CompensationDraft(base.item.name)
        draft.measurement.target = .number(ExactNumber(base.base))
        guard let value = draft.take(series.mean(of: base.item, in: period)) else {
            return draft
        }
        draft.measurement.measured = .number(value)
        let above = value - ExactNumber(base.base)
        let isMinimum = standard.item(base.item)?.isMinimum ?? false
        draft.settle(
            isMinimum ? -above : above, better: better, worse: worse, rate: base.rate)
        return draft
    }

    private func banded(
        _ item: ParameterCode, _ bands: CompensationBands, _ worse: CompensationFlow,
        _ period: Period
    ) -> CompensationDraft {
        var draft = CompensationDraft(item.name)
        let value = draft.take(series.mean(of: item, in: period))
        draft.measurement.measured = value.map { .number($0) }
        guard let target = section.target(of: item, by: standard) else {
            draft.notes.append(.noTarget(item))
            return draft
        }
        draft.measurement.target = .number(ExactNumber(target))
        guard let value, let multiple = Figures.exceedanceMultiple(value, limit: target) else {
            return draft
        }
        draft.measurement.multiple = multiple
        guard let band = bands.band(of: multiple) else {
            draft.measurement.units = ExactNumber(0)
            draft.outcome = CompensationDraft.Outcome(units: ExactNumber(0))
            return draft
        }
        draft.settle(
            ExactNumber(1) + multiple, better: nil, worse: worse, rate: band.base)
        return draft
    }

    // MARK: - Conditions

    private func fixed(
        _ conditions: [CompensationCondition], _ items: [ParameterCode],
        _ met: CompensationFlow?, _ unmet: CompensationFlow?, _ period: Period,
    ) -> CompensationDraft {
        var draft = CompensationDraft("class")
        draft.measurement.target = section.target.map { .waterClass($0) }
        let holds = conditions.map { self.holds($0, items, period, &draft) }
        if holds.contains(nil) { return draft }
        let isMet = holds.allSatisfy { $0 == true }
        draft.conditionsHold = isMet
        draft.settleFixed(isMet ? met : unmet)
        return draft
    }

    private func holds(
        _ condition: CompensationCondition, _ items: [ParameterCode], _ period: Period,
        _ draft: inout CompensationDraft
    ) -> Bool? {
        if case .attainedShareAbove(let limit) = condition {
            let share = draft.take(series.attainedShare(of: items, in: period))
            draft.measurement.subject = "share"
            draft.measurement.measured = share.map { .number($0) }
            return share.map { $0 > ExactNumber(limit) }
        }
        let found = series.assessment(of: items, in: period)
        let own = draft.take(found)?.waterClass
        if draft.measurement.measured == nil {
            draft.measurement.measured = own.map { .waterClass($0) }
        }
        switch condition {
        case .attains(let wanted):
            let attained = draft.take(series.attainment(of: items, in: period))
            return attained.map { $0 == wanted }
        case .classAtMost(let limit): return own.map { $0 <= limit }
        case .classWorseThan(let limit): return own.map { $0 > limit }
        case .attainedShareAbove: return nil
        }
    }
}

extension CompensationDraft {
    /// Settles an amount that is paid once.
    mutating func settleFixed(_ flow: CompensationFlow?) {
        let units = ExactNumber(flow == nil ? 0 : 1)
        measurement.units = units
        outcome = Outcome(flow: flow, rate: flow?.rate, units: units)
    }
}
