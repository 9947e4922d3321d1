public import Readings

extension CompensationScheme {
    /// What the scheme makes of `readings` over `period`.
    ///
    /// Every section has a line for each term that is for its type, each settled period and each
    /// item, also where nothing is due or could be settled, and then a note. The order of readings
    /// and files does not matter. Amounts are products of exact numbers, rounded once by GB/T 8170;
    /// shares of an amount add up to it.
    ///
    /// - Parameters:
    ///   - sections: In the order of the lines.
    ///   - period: Whole months. A term by the quarter or year is settled for those that lie wholly
    ///     inside.
    ///   - comparison: As many months as `period`; `nil` for the same months of the year before.
    ///   - choices: Values of the scheme's parameters.
    ///   - interval: What a reading stands for, which decides the day it belongs to; `nil` to tell it from
    ///     the spacing of each series.
    /// - Throws: `StandardError.compensation`: a parameter is not given or wrong, the periods do
    ///   not fit, or a section contradicts itself or another.
    /// - Complexity: O(readings × terms) at worst; memory for the readings of two sections.
    public func settle(
        _ sections: [CompensationSection], readings: ReadingSet, period: Period,
        comparison: Period? = nil, choices: CompensationChoices = .none,
        interval: ReadingInterval? = nil, standard: SurfaceWaterStandard = .gb3838
    ) throws(StandardError) -> CompensationLedger {
        let settler = CompensationSettler(
            scheme: self, values: try CompensationValues(self, choices), sections: sections,
            readings: readings, interval: interval, standard: standard, period: period,
            comparison: comparison)
        return try settler.ledger()
    }

    /// Whether a term compares with an earlier period.
    public var needsComparison: Bool {
        terms.contains { term in
            if case .change = term.rule { return true }
            return false
        }
    }
}

/// Settles one scheme over one period.
struct CompensationSettler {
    let scheme: CompensationScheme
    let values: CompensationValues
    let sections: [CompensationSection]
    let readings: ReadingSet
    let interval: ReadingInterval?
    let standard: SurfaceWaterStandard
    let period: Period
    let comparison: Period?

    func ledger() throws(StandardError) -> CompensationLedger {
        try check()
        var entries: [CompensationEntry] = []
        var unitDrafts: [UnitDraft] = []
        for section in sections {
            let own = lines(of: section, &unitDrafts)
            entries += own.isEmpty && !hasUnitTerm(section) ? [noTerm(section)] : own
        }
        return CompensationLedger(
            scheme: scheme, period: period, entries: entries + unitEntries(unitDrafts),
            notes: notes)
    }

    // MARK: - What is asked for

    private func check() throws(StandardError) {
        let months = period.months
        if !months.allSatisfy({ $0.unit == .months }) {
            throw .compensation(.notWholeMonths(period))
        }
        if let comparison {
            if !comparison.months.allSatisfy({ $0.unit == .months }) {
                throw .compensation(.notWholeMonths(comparison))
            }
            if comparison.monthCount != period.monthCount {
                throw .compensation(.otherLength(period, comparison: comparison))
            }
        }
        try checkSections()
        let missing = missingParameters
        if !missing.isEmpty {
            throw .compensation(.missingParameters(missing, edition: scheme.edition))
        }
    }

    private func checkSections() throws(StandardError) {
        var known: Set<String> = []
        for section in sections {
            if !known.insert(section.id).inserted {
                throw .compensation(.repeatedSection(section.id))
            }
            if let unit = section.upstream.first(where: section.downstream.contains) {
                throw .compensation(.onBothSides(section: section.id, unit: unit))
            }
        }
        for section in sections {
            if let inflow = section.inflow, !known.contains(inflow) {
                throw .compensation(.unknownInflow(section: section.id, inflow: inflow))
            }
        }
    }

    /// The parameters that a term needs at one of the sections it is for, whatever is measured
    /// there: whether they must be given does not depend on the month's water.
    private var missingParameters: [CompensationParameter] {
        let missing = scheme.terms.flatMap { term in
            let own = sections.filter { covers(term, $0) }
            return values.missing(
                of: term,
                at: own.flatMap { section in
                    term.rule.isForWholeUnits
                        ? section.upstream.map { [$0] } : [places(of: section)]
                })
        }
        return scheme.parameters.filter(missing.contains)
    }

    private var notes: [CompensationNote] {
        var notes: [CompensationNote] = []
        if !scheme.status.isEmpty {
            notes.append(.status(scheme.status, inChinese: scheme.statusInChinese))
        }
        let isEarly = scheme.validFrom.map { period.firstDay < $0 } ?? false
        let isLate = scheme.validTo.map { period.lastDay > $0 } ?? false
        if isEarly || isLate {
            notes.append(
                .outsideValidity(
                    edition: scheme.edition, from: scheme.validFrom, to: scheme.validTo))
        }
        let used = scheme.terms.filter { term in sections.contains { covers(term, $0) } }
        return notes + values.defaults(of: used).map { .defaultUsed($0) }
    }

    // MARK: - Sections

    /// Where a parameter may have a value of its own: the section, then its upstream units.
    private func places(of section: CompensationSection) -> [String] {
        [section.id] + section.upstream
    }

    private func covers(_ term: CompensationTerm, _ section: CompensationSection) -> Bool {
        let isOfType = term.types.isEmpty || section.type.map(term.types.contains) ?? false
        return isOfType && CompensationMeter.covers(term.rule, section, standard)
    }

    private func hasUnitTerm(_ section: CompensationSection) -> Bool {
        scheme.terms.contains { $0.rule.isForWholeUnits && covers($0, section) }
    }

    private func lines(
        of section: CompensationSection, _ unitDrafts: inout [UnitDraft]
    ) -> [CompensationEntry] {
        let meter = meter(of: section)
        let inflow = sections.first { $0.id == section.inflow }.map { self.meter(of: $0) }
        var entries: [CompensationEntry] = []
        for (index, term) in scheme.terms.enumerated() where covers(term, section) {
            let interval = interval(of: term)
            let parts = settledPeriods(by: interval)
            if parts.isEmpty && !term.rule.isForWholeUnits {
                var draft = CompensationDraft("")
                draft.notes = [.notWhole(interval, period)]
                entries.append(entry(draft, term, section, period))
            }
            for part in parts {
                let drafts = meter.drafts(of: term.rule, in: part)
                if term.rule.isForWholeUnits {
                    unitDrafts += drafts.flatMap { draft in
                        section.upstream.map {
                            UnitDraft(unit: $0, term: index, period: part, draft: draft)
                        }
                    }
                    continue
                }
                let others =
                    term.exemptsBadInflow ? inflow?.drafts(of: term.rule, in: part) ?? [] : []
                for draft in drafts {
                    let own = exempting(draft, term, section, others)
                    entries += payments(own, term, section, part)
                }
            }
        }
        return entries
    }

    private func meter(of section: CompensationSection) -> CompensationMeter {
        CompensationMeter(
            series: CompensationSeries(section, readings, interval, standard), standard: standard,
            values: values, before: earlier)
    }

    private func noTerm(_ section: CompensationSection) -> CompensationEntry {
        var draft = CompensationDraft("")
        draft.notes = [.noTerm]
        return entry(draft, nil, section, period)
    }

    private func entry(
        _ draft: CompensationDraft, _ term: CompensationTerm?, _ section: CompensationSection,
        _ period: Period
    ) -> CompensationEntry {
        CompensationEntry(
            section: section.id, unit: nil, period: period, term: term?.name,
            measurement: draft.measurement, rate: nil, amount: nil, payer: nil, payee: nil,
            notes: draft.notes)
    }

    // MARK: - Periods

    func interval(of term: CompensationTerm) -> CompensationInterval {
        CompensationInterval(rawValue: values.word(term.every)) ?? .period
    }

    /// The months, quarters or years that lie wholly in the period.
    func settledPeriods(by interval: CompensationInterval) -> [Period] {
        let length: Int
        switch interval {
        case .period: return [period]
        case .month: return period.months
        case .quarter: length = 3
        case .year: length = 12
        }
        return period.months.compactMap { month in
            let start = month.firstDay
            guard (start.month - 1).isMultiple(of: length) else { return nil }
            let name =
                length == 12
                ? "\(start.description.prefix(4))"
                : "\(start.description.prefix(4))Q\((start.month + 2) / 3)"
            guard let whole = try? Period(parsing: name), whole.lastDay <= period.lastDay else {
                return nil
            }
            return whole
        }
    }

    /// The period that `part` of the period is compared with.
    private func earlier(_ part: Period) -> Period {
        guard let comparison else { return part.yearBefore }
        func months(_ day: CivilDay) -> Int { day.year * 12 + day.month - 1 }
        let shift = months(comparison.firstDay) - months(period.firstDay)
        let start = months(part.firstDay) + shift
        if part.unit == .quarter, start.isMultiple(of: 3),
            let quarter = try? Period(parsing: "\(start / 12)Q\(start % 12 / 3 + 1)")
        {
            return quarter
        }
        return Period(year: start / 12, month: start % 12 + 1, count: part.monthCount) ?? part
    }

    // MARK: - Inflow

    /// `draft` without its charge where the water came to the unit as bad.
    private func exempting(
        _ draft: CompensationDraft, _ term: CompensationTerm, _ section: CompensationSection,
        _ others: [CompensationDraft]
    ) -> CompensationDraft {
        guard term.exemptsBadInflow, let inflow = section.inflow,
            draft.outcome?.flow?.payer == .upstream, let own = draft.measurement.measured
        else { return draft }
        var draft = draft
        let other = others.first { $0.measurement.subject == draft.measurement.subject }
        guard let figure = other?.measurement.measured else {
            draft.notes.append(.inflowUnknown(inflow))
            return draft
        }
        let isMinimum =
            standard.item(ParameterCode(draft.measurement.subject))?.isMinimum ?? false
        if figure.isNoBetter(than: own, isMinimum: isMinimum) {
            draft.outcome?.flow = nil
            draft.notes.append(.exempted(inflow: inflow, figure: figure))
        }
        return draft
    }

    // MARK: - Payments

    private func payments(
        _ draft: CompensationDraft, _ term: CompensationTerm, _ section: CompensationSection,
        _ period: Period
    ) -> [CompensationEntry] {
        let sides = CompensationSides(
            upstream: section.upstream, downstream: section.downstream,
            fund: scheme.fund.map { [$0] } ?? [])
        return CompensationPayment(scheme, values, places(of: section), sides)
            .entries(draft, term, section: section.id, unit: nil, period)
    }
}

extension CompensationFigure {
    /// Whether the figure is as bad as `other` or worse.
    func isNoBetter(than other: CompensationFigure, isMinimum: Bool) -> Bool {
        switch (self, other) {
        case (.number(let own), .number(let other)): isMinimum ? own <= other : own >= other
        case (.waterClass(let own), .waterClass(let other)): own >= other
        default: false
        }
    }
}

extension CompensationRule {
    /// Whether the rule settles all sections of a unit together.
    var isForWholeUnits: Bool {
        if case .fixed(_, _, .unit, _, _) = self { return true }
        return false
    }
}
