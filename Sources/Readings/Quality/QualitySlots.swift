/// The intervals of a period, one after the other: a reading of the period belongs to one of them.
struct QualitySlots: Hashable, Sendable {
    let period: Period
    let interval: ReadingInterval
    let count: Int

    init(_ period: Period, _ interval: ReadingInterval) {
        self.period = period
        self.interval = interval
        count =
            switch interval {
            case .hour: period.dayCount * 24
            case .fourHours: period.dayCount * 6
            case .day: period.dayCount
            case .month: period.monthCount
            }
    }

    /// The interval that `time` labels; `nil` outside of the period. An hour belongs to the day
    /// that it ends in, 00:00 to the day before.
    func slot(of time: TimeStamp) -> Int? {
        let day: CivilDay
        let rest: Int
        switch interval {
        case .hour:
            let place = time.hourEndingHere
            day = place.day
            rest = (day.number - period.firstDay.number) * 24 + place.hour - 1
        case .fourHours:
            day = time.day
            rest = (day.number - period.firstDay.number) * 6 + time.minuteOfDay / 240
        case .day:
            day = time.day
            rest = day.number - period.firstDay.number
        case .month:
            day = time.day
            let (own, first) = (day.date, period.firstDay.date)
            rest = (own.year - first.year) * 12 + own.month - first.month
        }
        return period.contains(day) ? rest : nil
    }

    /// The day of the period, from 0, that `slot` lies in; months count as days.
    func day(of slot: Int) -> Int {
        switch interval {
        case .hour: slot / 24
        case .fourHours: slot / 6
        case .day, .month: slot
        }
    }

    /// How many hours a slot stands for; `nil` for months, which differ.
    var hoursInSlot: Int? {
        switch interval {
        case .hour: 1
        case .fourHours: 4
        case .day: 24
        case .month: nil
        }
    }
}

/// Values of one kind as integers: multiples of 10^−`decimals`, small enough that sums of products
/// over two million pairs stay exact in 128 bits.
struct ScaledUnit: Hashable, Sendable {
    private(set) var decimals = 0
    /// The largest mantissa of the values with each number of decimals.
    private var largest = [UInt64](repeating: 0, count: DecimalValue.maximumDecimals + 1)

    /// Largest magnitude of a scaled value: 12 digits.
    private static let bound: UInt64 = 1 << 42

    /// Makes room for the decimals of `readings`, as far as all values stay within bounds; what has
    /// more is rounded (GB/T 8170).
    mutating func fit(_ readings: [Reading]) {
        for reading in readings {
            guard let value = reading.value.valueForMean else { continue }
            let count = Int(value.decimals)
            largest[count] = max(largest[count], value.mantissa.magnitude)
        }
        decimals = largest.lastIndex { $0 > 0 } ?? 0
        while decimals > 0 && !holdsAll { decimals -= 1 }
    }

    private var holdsAll: Bool {
        largest.enumerated().allSatisfy { count, mantissa in
            count >= decimals
                ? UInt128(mantissa) <= UInt128(Self.bound) * UInt128(powersOfTen[count - decimals])
                : UInt128(mantissa) * UInt128(powersOfTen[decimals - count])
                    <= UInt128(Self.bound)
        }
    }

    /// `value` in this unit; beyond the bounds, the bound.
    func scaled(_ value: DecimalValue) -> Int64 {
        let digits =
            Int(value.decimals) <= decimals
            ? Int128(value.mantissa) * powersOfTen[decimals - Int(value.decimals)]
            : Int128(value.rounded(toDecimals: decimals).mantissa)
        let bound = Int128(Self.bound)
        return Int64(max(-bound, min(bound, digits)))
    }

    /// The largest whole number of `1/parts` of this unit that is not above `value`, which is not
    /// negative.
    func floor(_ value: ExactNumber, parts: Int) -> Int64 {
        let product = value * ExactNumber(powersOfTen[decimals] * Int128(parts), over: 1)
        return Int64(clamping: product.numerator / product.denominator)
    }

    /// The number that `scaled` is.
    func double(_ scaled: Double) -> Double { scaled / Double(powersOfTen[decimals]) }
}

/// The values of a series that statistics use, one a slot.
struct SlotValues {
    /// The value in the unit; `none` where there is no value.
    let values: [Int64]
    static let none = Int64.min

    /// Lays out the valid `readings` of the slots. Of several in one slot the last counts.
    init(
        _ readings: [Reading], _ parameter: ParameterCode, _ slots: QualitySlots, _ unit: ScaledUnit
    ) {
        var values = [Int64](repeating: Self.none, count: slots.count)
        for reading in readings where reading.isValid(of: parameter) {
            guard let value = reading.value.valueForMean, let slot = slots.slot(of: reading.time)
            else { continue }
            values[slot] = unit.scaled(value)
        }
        self.values = values
    }
}

extension Reading {
    /// Whether statistics use the reading: a number or a result below detection, and not below 0
    /// where that cannot be.
    func isValid(of parameter: ParameterCode) -> Bool { hasValue && !isNegative(of: parameter) }

    var hasValue: Bool { !value.isMissing }

    func isNegative(of parameter: ParameterCode) -> Bool {
        guard let number = value.value else { return false }
        return number.mantissa < 0 && !parameter.canBeNegative
    }
}
