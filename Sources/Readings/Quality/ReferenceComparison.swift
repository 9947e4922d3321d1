/// How the values of a station go with those of a reference station in the same intervals.
///
/// With y for the station, x for the reference, and n pairs of valid values: slope b =
/// Σ(x−x̄)(y−ȳ)/Σ(x−x̄)², intercept a = ȳ − b·x̄ (least squares of y on x), R² the squared
/// correlation, bias ȳ − x̄, RMSE √(Σ(y−x)²/n). Sums are exact, so that the order of readings does
/// not matter; results are the nearest `Double` but for a few ulps.
public struct ReferenceComparison: Hashable, Sendable {
    /// Intervals in which both have a valid value.
    public let pairs: Int
    /// `nil` below two pairs, and when the reference does not vary.
    public let slope: Double?
    /// In the parameter's unit; `nil` as `slope`.
    public let intercept: Double?
    /// 0…1; `nil` below two pairs, and when either does not vary.
    public let rSquared: Double?
    /// In the parameter's unit; above 0 where the station reads more; `nil` without pairs.
    public let bias: Double?
    /// In the parameter's unit; `nil` without pairs.
    public let rmse: Double?
    /// Days with enough pairs to be compared.
    public let days: Int
    /// Days of them whose means agree within the rules' tolerance.
    public let daysWithinTolerance: Int
}

extension QualityCheck {
    /// Compares a station with a reference station over the period.
    ///
    /// - Parameters:
    ///   - readings: The station's, sorted by time.
    ///   - reference: The same parameter at the reference station, sorted by time.
    /// - Complexity: O(n + slots).
    public func comparison(
        of readings: [Reading], with reference: [Reading], parameter: ParameterCode
    ) -> ReferenceComparison {
        var unit = ScaledUnit()
        unit.fit(readings)
        unit.fit(reference)
        let own = SlotValues(readings, parameter, slots, unit).values
        let other = SlotValues(reference, parameter, slots, unit).values
        var sums = PairSums()
        var day = PairSums()
        var current = -1
        var (days, within) = (0, 0)
        func close() {
            guard let needed = rules.reference.minimumPairsADay[interval], day.count >= needed
            else { return }
            days += 1
            if agrees(day, parameter, unit) { within += 1 }
        }
        for slot in own.indices where own[slot] != SlotValues.none {
            guard other[slot] != SlotValues.none else { continue }
            if slots.day(of: slot) != current {
                close()
                day = PairSums()
                current = slots.day(of: slot)
            }
            sums.add(other[slot], own[slot])
            day.add(other[slot], own[slot])
        }
        close()
        return sums.comparison(unit, days: days, within: within)
    }

    /// Whether the means of a day agree: |ȳ − x̄| ≤ max(relative·|x̄|, tolerance).
    private func agrees(_ day: PairSums, _ parameter: ParameterCode, _ unit: ScaledUnit) -> Bool {
        let difference = ExactNumber((day.y - day.x).magnitudeAsSigned, over: 1)
        let relative =
            ExactNumber(rules.reference.relativeTolerance)
            * ExactNumber(day.x.magnitudeAsSigned, over: 1)
        if difference <= relative { return true }
        guard let tolerance = rules.parameters[parameter]?.tolerance else { return false }
        return difference <= ExactNumber(tolerance)
            * ExactNumber(powersOfTen[unit.decimals] * Int128(day.count), over: 1)
    }
}

/// Exact sums over pairs of scaled values, each up to 2^42: two million pairs fit.
private struct PairSums {
    private(set) var count = 0
    private(set) var x: Int128 = 0
    private(set) var y: Int128 = 0
    private var xx: Int128 = 0
    private var xy: Int128 = 0
    private var yy: Int128 = 0

    mutating func add(_ x: Int64, _ y: Int64) {
        let (x, y) = (Int128(x), Int128(y))
        count += 1
        self.x += x
        self.y += y
        xx += x * x
        xy += x * y
        yy += y * y
    }

    func comparison(_ unit: ScaledUnit, days: Int, within: Int) -> ReferenceComparison {
        let n = Int128(count)
        // n times the sums about the means.
        let (sxx, sxy, syy) = (n * xx - x * x, n * xy - x * y, n * yy - y * y)
        let slope = sxx > 0 ? Double(sxy) / Double(sxx) : nil
        let size = Double(count)
        return ReferenceComparison(
            pairs: count, slope: slope,
            intercept: slope.map { unit.double((Double(y) - $0 * Double(x)) / size) },
            rSquared: sxx > 0 && syy > 0
                ? (Double(sxy) / Double(sxx)) * (Double(sxy) / Double(syy)) : nil,
            bias: count > 0 ? unit.double(Double(y - x) / size) : nil,
            rmse: count > 0 ? unit.double((Double(xx - 2 * xy + yy) / size).squareRoot()) : nil,
            days: days, daysWithinTolerance: within)
    }
}

extension Int128 {
    fileprivate var magnitudeAsSigned: Int128 { self < 0 ? -self : self }
}
