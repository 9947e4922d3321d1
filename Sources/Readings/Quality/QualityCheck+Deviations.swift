// Spikes and neighbours: values far from what others of the same scale are.

extension QualityCheck {
    func flagSpikes(_ work: inout Work, _ unit: ScaledUnit) {
        let points = points(of: work, unit)
        var steps: [Int64] = []
        for (one, next) in zip(points, points.dropFirst()) where one.slot + 1 == next.slot {
            steps.append(abs(next.value - one.value))
        }
        guard
            let limit = limit(
                of: &steps, check: .spike, rules.spike, unit, parts: 1, &work)
        else { return }
        for place in points.indices.dropFirst().dropLast() {
            let (before, own, after) = (points[place - 1], points[place], points[place + 1])
            guard before.slot + 1 == own.slot, own.slot + 1 == after.slot else { continue }
            let (up, down) = (own.value - before.value, own.value - after.value)
            if up.signum() == down.signum() && min(abs(up), abs(down)) > limit {
                work.flags[own.place].insert(.spike)
            }
        }
    }

    func flagNeighbours(_ work: inout Work, _ neighbours: [[Reading]]) {
        guard neighbours.count >= rules.neighbours.minimumCount else {
            if !work.readings.isEmpty {
                work.notes.append(
                    .tooFewNeighbours(
                        found: neighbours.count, needed: rules.neighbours.minimumCount))
            }
            return
        }
        var unit = ScaledUnit()
        unit.fit(work.readings)
        for other in neighbours { unit.fit(other) }
        let others = neighbours.map { SlotValues($0, work.parameter, slots, unit).values }
        var differences: [(place: Int, value: Int64)] = []
        var present: [Int64] = []
        for point in points(of: work, unit) {
            present.removeAll(keepingCapacity: true)
            for other in others where other[point.slot] != SlotValues.none {
                present.append(other[point.slot])
            }
            guard present.count >= rules.neighbours.minimumCount,
                let median = doubledMedian(&present)
            else { continue }
            differences.append((point.place, 2 * point.value - median))
        }
        // Halves of the unit so far, quarters from here on.
        var values = differences.map(\.value)
        let centre = doubledMedian(&values) ?? 0
        var deviations = differences.map { abs(2 * $0.value - centre) }
        guard
            let limit = limit(
                of: &deviations, check: .neighbour, rules.neighbours.deviation, unit, parts: 4,
                &work)
        else { return }
        for (place, value) in differences where abs(2 * value - centre) > limit {
            work.flags[place].insert(.neighbour)
        }
    }

    /// The largest magnitude, in `1/parts` of the unit, that is not flagged: `factor` robust scales
    /// of `magnitudes`, or the smallest jump where that is more; `nil`, with a note, when there are
    /// too few to tell a scale.
    private func limit(
        of magnitudes: inout [Int64], check: QualityFlags, _ rule: QualityRules.Deviation,
        _ unit: ScaledUnit, parts: Int, _ work: inout Work
    ) -> Int64? {
        guard magnitudes.count >= rule.minimumPairs, let median = doubledMedian(&magnitudes) else {
            if !work.readings.isEmpty {
                work.notes.append(
                    .tooFewPairs(check, found: magnitudes.count, needed: rule.minimumPairs))
            }
            return nil
        }
        let scale = normalConsistency * ExactNumber(Int128(median), over: 2)
        let limit = ExactNumber(rule.factor) * scale
        let smallest = rules.parameters[work.parameter]?.smallestJump
        return max(
            Int64(clamping: limit.numerator / limit.denominator),
            smallest.map { unit.floor(ExactNumber($0), parts: parts) } ?? 0)
    }

    /// The valid values of a series by slot.
    private func points(
        of work: Work, _ unit: ScaledUnit
    ) -> [(place: Int, slot: Int, value: Int64)] {
        work.readings.enumerated().compactMap { place, reading in
            guard reading.isValid(of: work.parameter), let value = reading.value.valueForMean,
                let slot = slots.slot(of: reading.time)
            else { return nil }
            return (place, slot, unit.scaled(value))
        }
    }
}
