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
        var judged = JudgedItems(self, body)
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
            judged.add(item, exact, isBelow: isBelow, own)
            if isBelow, item.isEvaluated, own > .i {
                judged.notes.append(
                    .detectionLimitTooHigh(item.parameter, limit: value, waterClass: own))
            }
        }
        return judged.assessment
    }

    /// The assessment of means (over samples, or over the sections of a river). The means are not
    /// rounded before they are judged.
    public func assess(
        means: [ParameterCode: ExactNumber], body: WaterBody = .river
    ) -> SectionAssessment {
        var judged = JudgedItems(self, body)
        for item in items {
            guard let value = means[item.parameter],
                var own = classify(item, value, body: body)
            else { continue }
            if own > .i, isSaturated(item, value, means[.temperature]) { own = .i }
            judged.add(item, value, isBelow: false, own)
        }
        return judged.assessment
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
}

/// The items of a section while they are judged, in the order of the standard.
private struct JudgedItems {
    let standard: SurfaceWaterStandard
    let body: WaterBody
    var evaluated: [ItemAssessment] = []
    var reference: [ItemAssessment] = []
    var notes: [AssessmentNote] = []

    init(_ standard: SurfaceWaterStandard, _ body: WaterBody) {
        self.standard = standard
        self.body = body
        evaluated.reserveCapacity(standard.items.count)
    }

    mutating func add(
        _ item: WaterItem, _ value: ExactNumber, isBelow: Bool, _ waterClass: WaterClass
    ) {
        let assessment = ItemAssessment(
            parameter: item.parameter, value: value, isBelowDetection: isBelow,
            waterClass: waterClass,
            multiple: waterClass > .iii && !isBelow ? multiple(of: value, item) : nil,
            multipleDecimals: standard.evaluation.multipleDecimals)
        if item.isEvaluated {
            evaluated.append(assessment)
        } else {
            reference.append(assessment)
        }
    }

    private func multiple(of value: ExactNumber, _ item: WaterItem) -> ExactNumber? {
        guard !standard.withoutMultiple.contains(item.parameter),
            let limit = item.limit(.iii, body)
        else { return nil }
        return Figures.exceedanceMultiple(value, limit: limit)
    }

    var assessment: SectionAssessment {
        let worst = evaluated.lazy.map(\.waterClass).max()
        return SectionAssessment(
            edition: standard.edition, body: body, waterClass: worst, items: evaluated,
            referenceItems: reference,
            limiting: worst == .i ? [] : evaluated.filter { $0.waterClass == worst },
            mainPollutants: (worst ?? .i) > .iii ? mainPollutants : [],
            notes: worst == nil ? notes + [.nothingToJudge] : notes)
    }

    /// Items worse than class III in the order of the rule, the first few.
    private var mainPollutants: [ItemAssessment] {
        let first = standard.evaluation.firstPollutants
        // Places are sorted, not the items: they are large, and asked for the set once each.
        let exceeding = evaluated.indices.lazy.filter { evaluated[$0].isExceeding }.map {
            (place: $0, isFirst: first.contains(evaluated[$0].parameter))
        }
        let ordered = Array(exceeding).sorted { a, b in
            if a.isFirst != b.isFirst { return a.isFirst }
            return evaluated[a.place].precedesAsPollutant(evaluated[b.place])
        }
        return ordered.prefix(standard.evaluation.pollutantCount).map { evaluated[$0.place] }
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
