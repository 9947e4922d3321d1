public import Readings

/// What a scheme makes of a period: one entry for each section, term, item and settled period, with
/// who pays whom.
public struct CompensationLedger: Hashable, Sendable {
    public let scheme: CompensationScheme
    public let period: Period
    /// In the order of sections, terms, periods and items; then the terms of whole units.
    public let entries: [CompensationEntry]
    public let notes: [CompensationNote]

    /// What each unit pays and receives, by name; the fund is among them.
    ///
    /// Every amount has a payer and a payee, so that what all pay is what all receive.
    public var balances: [CompensationBalance] {
        var table: [String: CompensationBalance] = [:]
        for entry in entries {
            guard let payment = entry.payment else { continue }
            for (unit, other, isPaid) in [
                (payment.payer, payment.payee, true), (payment.payee, payment.payer, false),
            ] {
                table[unit, default: CompensationBalance(unit: unit)]
                    .add(payment.amount, isPaid: isPaid, counterpart: other)
            }
        }
        return table.values.sorted { $0.unit < $1.unit }
    }

    /// What is paid in all.
    public var total: DecimalValue {
        entries.compactMap(\.payment?.amount).reduce(zero, +)
    }

    private var zero: DecimalValue { DecimalValue(mantissa: 0, decimals: scheme.decimals) }
}

/// One line of the ledger. Where several units share a side there is a line for each.
public struct CompensationEntry: Hashable, Sendable {
    /// `nil` for a term of a whole unit.
    public let section: String?
    /// The unit of a term for a whole unit.
    public let unit: String?
    /// The settled month, quarter or year.
    public let period: Period
    /// The name of the term; `nil` where no term is for the section.
    public let term: String?
    public let measurement: CompensationMeasurement
    /// What was multiplied: `units` × `rate`, before least, most, rounding and sharing; `nil` where
    /// nothing could be settled.
    public let rate: DecimalValue?
    /// `nil` where nothing could be settled; 0 where nothing is due.
    public let amount: DecimalValue?
    /// `nil` where nothing is due.
    public let payer: String?
    public let payee: String?
    public let notes: [CompensationNote]

    /// The payment; `nil` where nothing is due.
    public var payment: (payer: String, payee: String, amount: DecimalValue)? {
        guard let payer, let payee, let amount else { return nil }
        return (payer, payee, amount)
    }
}

/// What a line of the ledger measured.
public struct CompensationMeasurement: Hashable, Sendable {
    /// What is measured: an item's code, `class`, `index` or `share`.
    public var subject: String
    /// The samples that entered, each once and in order; those of all items for a class.
    public private(set) var samples: [CompensationSample] = []
    /// The samples of the comparison.
    public private(set) var samplesBefore: [CompensationSample] = []
    public var measured: CompensationFigure?
    /// The figure of the comparison.
    public var before: CompensationFigure?
    public var target: CompensationFigure?
    /// (C − S)/S over the target S; `nil` where there is none.
    public var multiple: ExactNumber?
    /// How many times the rate is paid: classes, points, mg/L, 1 + m, or 1. Never negative.
    public var units: ExactNumber?

    init(_ subject: String) { self.subject = subject }

    /// At how many times samples were taken.
    public var sampleCount: Int { Set(samples.map(\.time)).count }

    mutating func add(_ more: [CompensationSample]) {
        samples = CompensationSample.sorted(samples + more)
    }

    mutating func addBefore(_ more: [CompensationSample]) {
        samplesBefore = CompensationSample.sorted(samplesBefore + more)
    }
}

/// A sample by when it was taken and where its value stands.
public struct CompensationSample: Hashable, Sendable {
    public let time: TimeStamp
    /// The table, and its line.
    public let file: String
    public let line: Int

    /// Each of `samples` once, by time and place.
    static func sorted(_ samples: [CompensationSample]) -> [CompensationSample] {
        Set(samples).sorted { ($0.time, $0.file, $0.line) < ($1.time, $1.file, $1.line) }
    }
}

/// A concentration, an index or a share, or a class.
public enum CompensationFigure: Hashable, Sendable {
    case number(ExactNumber)
    case waterClass(WaterClass)
}

extension CompensationFigure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .waterClass(let waterClass): waterClass.text
        }
    }
}

/// What a unit pays and receives, as far as known.
public struct CompensationBalance: Hashable, Sendable {
    public let unit: String
    public private(set) var paid = DecimalValue(mantissa: 0)
    public private(set) var received = DecimalValue(mantissa: 0)
    /// The same with each counterpart.
    public private(set) var counterparts: [String: CompensationBalance] = [:]

    init(unit: String) { self.unit = unit }

    /// What is received beyond what is paid.
    public var net: DecimalValue { received + -paid }

    fileprivate mutating func add(_ amount: DecimalValue, isPaid: Bool, counterpart: String?) {
        if isPaid { paid = paid + amount } else { received = received + amount }
        guard let counterpart else { return }
        counterparts[counterpart, default: CompensationBalance(unit: counterpart)]
            .add(amount, isPaid: isPaid, counterpart: nil)
    }
}

extension DecimalValue {
    /// The exact sum with the decimals of the longer one.
    static func + (a: DecimalValue, b: DecimalValue) -> DecimalValue {
        (ExactNumber(a) + ExactNumber(b)).rounded(toDecimals: Int(max(a.decimals, b.decimals)))
    }

    static prefix func - (a: DecimalValue) -> DecimalValue {
        DecimalValue(mantissa: -a.mantissa, decimals: Int(a.decimals))
    }
}
