public import Readings

extension SurfaceWaterStandard {
    /// The assessment of one sample.
    ///
    /// A result below detection is judged by its limit; where that is above class I, a note says
    /// so, and the item is never named a pollutant. Missing values do not enter. Parameters that
    /// are not in the standard are passed over.
    ///
    /// - Complexity: O(items of the standard).
    ///
    /// Source: 环办[2011]22号 (worst class of 21 items, main pollutants).
    public func assess(
        sample: [ParameterCode: ReadingValue], body: WaterBody = .river
    ) -> SectionAssessment {
        var judged = JudgedItems(capacity: items.count)
        let temperature = sample[.temperature]?.value.map { ExactNumber($0) }
        for item in items {
            guard let reading = sample[item.parameter], !reading.isMissing else { continue }
            guard let value = reading.valueForClass else {
                if item.isEvaluated { judged.notes.append(.belowUnknownLimit(item.parameter)) }
                continue
            }
            guard var own = classify(item, value, body: body) else { continue }
            let exact = ExactNumber(value)
            if own > .i, isSaturated(item, exact, temperature) { own = .i }
            let isBelow = reading.isBelowDetection
            judged.add(item, judge(item, exact, isBelow: isBelow, own, body))
            if isBelow, item.isEvaluated, own > .i {
                judged.notes.append(
                    .detectionLimitTooHigh(item.parameter, limit: value, waterClass: own))
            }
        }
        return assessment(of: judged, body)
    }

    /// The assessment of means (over samples, or over the sections of a river). The means are not
    /// rounded before they are judged.
    public func assess(
        means: [ParameterCode: ExactNumber], body: WaterBody = .river
    ) -> SectionAssessment {
        var judged = JudgedItems(capacity: items.count)
        for item in items {
            guard let value = means[item.parameter],
                var own = classify(item, value, body: body)
            else { continue }
            if own > .i, isSaturated(item, value, means[.temperature]) { own = .i }
            judged.add(item, judge(item, value, isBelow: false, own, body))
        }
        return assessment(of: judged, body)
    }

    /// Whether dissolved oxygen reaches the saturation of class I, where the rules count it.
    ///
    /// DOs = a/(b + T), the share DO/DOs; the constants stand in the rules.
    private func isSaturated(
        _ item: WaterItem, _ value: ExactNumber, _ temperature: ExactNumber?
    ) -> Bool {
        guard evaluation.usesOxygenSaturation, item.parameter == .dissolvedOxygen,
            let temperature
        else { return false }
        let depth = ExactNumber(evaluation.saturationOffset) + temperature
        let share = value * depth * ExactNumber(100) / ExactNumber(evaluation.saturationNumerator)
        return share >= ExactNumber(evaluation.oxygenSaturation)
    }

    private func judge(
        _ item: WaterItem, _ value: ExactNumber, isBelow: Bool, _ waterClass: WaterClass,
        _ body: WaterBody
    ) -> ItemAssessment {
        var multiple: ExactNumber?
        if waterClass > .iii, !isBelow, !withoutMultiple.contains(item.parameter),
            let limit = item.limit(.iii, body)
        {
            multiple = Figures.exceedanceMultiple(value, limit: limit)
        }
        return ItemAssessment(
            parameter: item.parameter, value: value, isBelowDetection: isBelow,
            isMinimum: item.isMinimum, waterClass: waterClass, multiple: multiple,
            multipleDecimals: evaluation.multipleDecimals)
    }

    private func assessment(of judged: JudgedItems, _ body: WaterBody) -> SectionAssessment {
        let items = judged.evaluated
        let worst = items.lazy.map(\.waterClass).max()
        return SectionAssessment(
            edition: edition, body: body, waterClass: worst, items: items,
            referenceItems: judged.reference,
            limiting: worst == .i ? [] : items.filter { $0.waterClass == worst },
            mainPollutants: (worst ?? .i) > .iii ? mainPollutants(of: items) : [],
            notes: worst == nil ? judged.notes + [.nothingToJudge] : judged.notes)
    }

    /// Items worse than class III in the order of the rule, the first few.
    private func mainPollutants(of items: [ItemAssessment]) -> [ItemAssessment] {
        let first = evaluation.firstPollutants
        // Places are sorted, not the items: they are large, and each asks the set once.
        var places: [(index: Int, isFirst: Bool)] = []
        for index in items.indices where items[index].isExceeding {
            places.append((index, first.contains(items[index].parameter)))
        }
        places.sort { a, b in
            if a.isFirst != b.isFirst { return a.isFirst }
            return items[a.index].precedesAsPollutant(items[b.index])
        }
        return places.prefix(evaluation.pollutantCount).map { items[$0.index] }
    }
}

/// The items of a section while they are judged, in the order of the standard.
private struct JudgedItems {
    var evaluated: [ItemAssessment] = []
    var reference: [ItemAssessment] = []
    var notes: [AssessmentNote] = []

    init(capacity: Int) { evaluated.reserveCapacity(capacity) }

    mutating func add(_ item: WaterItem, _ assessment: ItemAssessment) {
        if item.isEvaluated {
            evaluated.append(assessment)
        } else {
            reference.append(assessment)
        }
    }
}

extension ItemAssessment {
    /// Whether the item is worse than class III; below detection it never is.
    public var isExceeding: Bool { waterClass > .iii && !isBelowDetection }

    /// Whether the item is named before `other`: by class, then by multiple, then by code.
    fileprivate func precedesAsPollutant(_ other: ItemAssessment) -> Bool {
        if waterClass != other.waterClass { return waterClass > other.waterClass }
        let (left, right) = (multiple ?? ExactNumber(0), other.multiple ?? ExactNumber(0))
        return left == right ? parameter < other.parameter : left > right
    }
}
