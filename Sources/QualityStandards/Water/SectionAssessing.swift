public import Readings

extension SurfaceWaterStandard {
    /// The assessment of one sample.
    ///
    /// A result below detection is judged by its limit; where that is above class I, a note says
    /// so, and the item is never named a pollutant. Missing values do not enter. Parameters that
    /// are not in the standard are passed over.
    ///
    /// Source: 环办[2011]22号 (worst class of 21 items, main pollutants).
    public func assess(
        sample: [ParameterCode: ReadingValue], body: WaterBody = .river
    ) -> SectionAssessment {
        var values: [ParameterCode: JudgedValue] = [:]
        var notes: [AssessmentNote] = []
        for item in items {
            guard let reading = sample[item.parameter], !reading.isMissing else { continue }
            guard let value = reading.valueForClass else {
                if item.isEvaluated { notes.append(.belowUnknownLimit(item.parameter)) }
                continue
            }
            let isBelow = reading.isBelowDetection
            values[item.parameter] = JudgedValue(value: ExactNumber(value), isBelow: isBelow)
            if isBelow, item.isEvaluated,
                let own = classify(item.parameter, ExactNumber(value), body: body), own > .i
            {
                notes.append(
                    .detectionLimitTooHigh(item.parameter, limit: value, waterClass: own))
            }
        }
        return assess(values, body: body, notes: notes)
    }

    /// The assessment of means (over samples, or over the sections of a river). The means are not
    /// rounded before they are judged.
    public func assess(
        means: [ParameterCode: ExactNumber], body: WaterBody = .river
    ) -> SectionAssessment {
        assess(
            means.mapValues { JudgedValue(value: $0, isBelow: false) }, body: body, notes: [])
    }

    private func assess(
        _ values: [ParameterCode: JudgedValue], body: WaterBody, notes: [AssessmentNote]
    ) -> SectionAssessment {
        var evaluated: [ItemAssessment] = []
        var reference: [ItemAssessment] = []
        for item in items {
            guard let value = values[item.parameter],
                let own = classify(item.parameter, value.value, body: body)
            else { continue }
            let multiple =
                own > .iii && !value.isBelow
                ? exceedanceMultiple(item.parameter, value.value, body: body) : nil
            let assessment = ItemAssessment(
                parameter: item.parameter, value: value.value, isBelowDetection: value.isBelow,
                waterClass: own, multiple: multiple)
            if item.isEvaluated {
                evaluated.append(assessment)
            } else {
                reference.append(assessment)
            }
        }
        let worst = evaluated.map(\.waterClass).max()
        return SectionAssessment(
            edition: edition, body: body, waterClass: worst, items: evaluated,
            referenceItems: reference,
            limiting: worst == .i ? [] : evaluated.filter { $0.waterClass == worst },
            mainPollutants: mainPollutants(of: evaluated),
            notes: worst == nil ? notes + [.nothingToJudge] : notes)
    }

    /// Items worse than class III in the order of the rule, the first three.
    private func mainPollutants(of items: [ItemAssessment]) -> [ItemAssessment] {
        let exceeding = items.filter { $0.waterClass > .iii && !$0.isBelowDetection }
        let ordered = exceeding.sorted { one, other in
            let isFirst = first.contains(one.parameter)
            if isFirst != first.contains(other.parameter) { return isFirst }
            if one.waterClass != other.waterClass { return one.waterClass > other.waterClass }
            let (left, right) = (one.multiple ?? ExactNumber(0), other.multiple ?? ExactNumber(0))
            return left == right ? one.parameter < other.parameter : left > right
        }
        return Array(ordered.prefix(3))
    }
}

private struct JudgedValue {
    let value: ExactNumber
    let isBelow: Bool
}
