import Readings

/// What one section says of a term for whole units.
struct UnitDraft {
    let unit: String
    /// The place of the term in the scheme.
    let term: Int
    let period: Period
    let draft: CompensationDraft
}

extension CompensationSettler {
    /// The lines of terms for whole units: one for each unit, term and settled period. The
    /// conditions must hold at every section of the unit but dry ones; where a section cannot be
    /// judged nothing is settled.
    func unitEntries(_ drafts: [UnitDraft]) -> [CompensationEntry] {
        struct Key: Hashable {
            let unit: String
            let term: Int
            let period: Period
        }
        let groups = Dictionary(grouping: drafts) {
            Key(unit: $0.unit, term: $0.term, period: $0.period)
        }
        let keys = groups.keys.sorted {
            ($0.unit, $0.term, $0.period.firstDay) < ($1.unit, $1.term, $1.period.firstDay)
        }
        return keys.flatMap { key -> [CompensationEntry] in
            let term = scheme.terms[key.term]
            let sides = CompensationSides(
                upstream: [key.unit], downstream: [], fund: scheme.fund.map { [$0] } ?? [])
            return CompensationPayment(scheme, values, [key.unit], sides).entries(
                merged(groups[key, default: []].map(\.draft), term), term, section: nil,
                unit: key.unit, key.period)
        } + unsettledUnits
    }

    /// One draft of those of all sections.
    private func merged(
        _ drafts: [CompensationDraft], _ term: CompensationTerm
    ) -> CompensationDraft {
        var whole = CompensationDraft("class")
        guard case .fixed(_, _, _, let met, let unmet) = term.rule else { return whole }
        for draft in drafts {
            whole.measurement.add(draft.measurement.samples)
            whole.add(draft.notes)
        }
        let classes = drafts.compactMap { draft -> WaterClass? in
            if case .waterClass(let own)? = draft.measurement.measured { return own }
            return nil
        }
        whole.measurement.measured = classes.max().map { .waterClass($0) }
        let judged = drafts.filter { !$0.isDry }
        if judged.isEmpty || judged.contains(where: { $0.outcome == nil }) { return whole }
        whole.settleFixed(judged.allSatisfy { $0.conditionsHold == true } ? met : unmet)
        return whole
    }

    /// A line for each unit whose terms have no whole period in the one asked for.
    private var unsettledUnits: [CompensationEntry] {
        let units = Set(sections.flatMap(\.upstream)).sorted()
        return scheme.terms.filter(\.rule.isForWholeUnits).flatMap { term -> [CompensationEntry] in
            let interval = interval(of: term)
            guard settledPeriods(by: interval).isEmpty else { return [] }
            return units.map { unit in
                CompensationEntry(
                    section: nil, unit: unit, period: period, term: term.name,
                    measurement: CompensationMeasurement(""), rate: nil, amount: nil, payer: nil,
                    payee: nil, notes: [.notWhole(interval, period)])
            }
        }
    }
}
