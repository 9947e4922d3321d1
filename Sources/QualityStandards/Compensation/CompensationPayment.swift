import Readings

/// The units on each side of a payment.
struct CompensationSides {
    var upstream: [String]
    var downstream: [String]
    var fund: [String]

    subscript(party: CompensationParty) -> [String] {
        switch party {
        case .upstream: upstream
        case .downstream: downstream
        case .fund: fund
        }
    }
}

/// Turns a settled term into lines of the ledger: rate, least and most, rounding, shares.
struct CompensationPayment {
    private let scheme: CompensationScheme
    private let values: CompensationValues
    private let places: [String]
    private let sides: CompensationSides

    init(
        _ scheme: CompensationScheme, _ values: CompensationValues, _ places: [String],
        _ sides: CompensationSides
    ) {
        self.scheme = scheme
        self.values = values
        self.places = places
        self.sides = sides
    }

    func entries(
        _ draft: CompensationDraft, _ term: CompensationTerm, section: String?, unit: String?,
        _ period: Period
    ) -> [CompensationEntry] {
        func entry(
            _ rate: DecimalValue?, _ amount: DecimalValue?, _ payer: String?, _ payee: String?,
            _ notes: [CompensationNote]
        ) -> CompensationEntry {
            CompensationEntry(
                section: section, unit: unit, period: period, term: term.name,
                measurement: draft.measurement, rate: rate, amount: amount, payer: payer,
                payee: payee, notes: notes)
        }
        guard let outcome = draft.outcome else { return [entry(nil, nil, nil, nil, draft.notes)] }
        let zero = DecimalValue(mantissa: 0, decimals: scheme.decimals)
        guard let flow = outcome.flow, let rate = outcome.rate, outcome.units > ExactNumber(0)
        else { return [entry(nil, zero, nil, nil, draft.notes)] }
        for party in [flow.payer, flow.payee] where sides[party].isEmpty {
            return [entry(nil, nil, nil, nil, draft.notes + [.noUnit(party)])]
        }
        var notes = draft.notes
        let number = values.number(rate, at: places)
        let total = limited(outcome.units * ExactNumber(number), by: flow, &notes)
        let (payers, payees) = (sides[flow.payer], sides[flow.payee])
        if payers.count * payees.count > 1 {
            notes.append(
                .shared(total: total, payers: payers.count, payees: payees.count))
        }
        if total.mantissa == 0 { return [entry(number, zero, nil, nil, notes)] }
        return zip(payers, Self.shares(of: total, among: payers.count)).flatMap { payer, part in
            zip(payees, Self.shares(of: part, among: payees.count)).map { payee, amount in
                entry(number, amount, payer, payee, notes)
            }
        }
    }

    /// `amount` within least and most, rounded to the scheme's decimals.
    private func limited(
        _ amount: ExactNumber, by flow: CompensationFlow, _ notes: inout [CompensationNote]
    ) -> DecimalValue {
        let least = flow.least.map { values.number($0, at: places) }
        let most = flow.most.map { values.number($0, at: places) }
        var result = amount
        if let least, amount < ExactNumber(least) {
            notes.append(.raised(full: amount, least: least))
            result = ExactNumber(least)
        }
        if let most, result > ExactNumber(most) {
            notes.append(.capped(full: amount, most: most))
            result = ExactNumber(most)
        }
        return result.rounded(toDecimals: scheme.decimals)
    }

    /// `count` parts of `total` that differ by at most one in the last decimal and add up to it,
    /// the larger ones first.
    static func shares(of total: DecimalValue, among count: Int) -> [DecimalValue] {
        let (part, rest) = total.mantissa.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<count).map {
            DecimalValue(
                mantissa: part + (Int64($0) < rest ? 1 : 0), decimals: Int(total.decimals))
        }
    }
}
