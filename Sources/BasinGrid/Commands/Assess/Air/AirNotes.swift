import QualityStandards
import Readings
import Reports

extension AirAssessmentResult {
    /// What is to be said of a row: why figures are lacking, days deducted, targets.
    func note(of row: Row, in language: ReportLanguage) -> String {
        var parts = row.remarks
        // Where no station is, the reason for all else is said.
        let isEmpty = row.values.series.isEmpty && !row.remarks.isEmpty
        if !isEmpty {
            parts += lacks(of: row.assessment)
            if let scope = row.assessment.indexScope { parts.append(scope) }
        }
        if !isEmpty, let before = row.comparison?.before {
            let missing = before.items.filter { $0.leadingValue.value == nil }.map(\.parameter.name)
            if !missing.isEmpty {
                let list = missing.joined(separator: ", ")
                parts.append(
                    LocalizedText(
                        "\(before.period.labelInChinese)数据不足，无变化幅度：\(list)。",
                        "No change of \(list): too few data in \(before.period)."))
            }
        }
        parts += deductions(of: row.assessment)
        parts += outcomes(of: row).map {
            LocalizedText(zh: $0.descriptionInChinese + "。", en: "\($0).")
        }
        return parts.map { $0.text(in: language) }.joined(separator: language == .zh ? "" : " ")
    }

    /// The targets of a row beside its figures, in the order of the list.
    func outcomes(of row: Row) -> [AirTargetOutcome] {
        basis.targets.filter { $0.id == row.id }.compactMap { $0.outcome(in: row.assessment) }
    }

    /// Why figures are lacking: parameters that lack the same are told together.
    private func lacks(of assessment: AirAssessment) -> [LocalizedText] {
        var order: [InsufficientData] = []
        var groups: [InsufficientData: [ParameterCode]] = [:]
        for lack in assessment.lacks {
            let key = lack.ofAnyParameter
            if groups[key.reason] == nil { order.append(key.reason) }
            groups[key.reason, default: []].append(key.parameter)
        }
        let everything = assessment.items.map(\.parameter)
        var parts = order.map { reason -> LocalizedText in
            let parameters = groups[reason] ?? []
            let isBare = parameters == everything
            let name = ParameterCode(parameters.map(\.name).joined(separator: ", "))
            let told = reason.of(name)
            if isBare, case .noReadings(_, let period) = reason {
                return LocalizedText(
                    "\(period.labelInChinese)无数据。", "No readings in \(period).")
            }
            return LocalizedText(zh: told.descriptionInChinese, en: told.description)
        }
        if assessment.validDays == 0 && parts.isEmpty {
            parts.append(LocalizedText("没有可计算指数的日期。", "No day has an index."))
        }
        return parts
    }

    private func deductions(of assessment: AirAssessment) -> [LocalizedText] {
        let counts = assessment.deductedDays.sorted { $0.key < $1.key }
        if counts.isEmpty { return [] }
        let en = counts.map { "\($0.key) \($0.value) day(s)" }.joined(separator: ", ")
        let zh = counts.map { "\($0.key) \($0.value) 天" }.joined(separator: "、")
        return [LocalizedText("扣除\(zh)。", "Deducted: \(en).")]
    }
}

extension AirAssessment {
    /// The parameters that have a value on no day of the period.
    var unmeasured: [ParameterCode] { items.filter { $0.validDays == 0 }.map(\.parameter) }

    /// Whether days are only counted by indices of the measured parameters above a number, as the
    /// edition asks where others are missing: the share of good days says nothing then.
    var countsBadDaysOnly: Bool {
        guard !unmeasured.isEmpty,
            case .indexOfTheOthersAbove = settings.missingItems ?? standard.index.missingItems
        else { return false }
        return true
    }

    /// Which parameters the index was made from, where not all six are measured; `nil` where they
    /// are, and without any index.
    var indexScope: LocalizedText? {
        guard !unmeasured.isEmpty, validDays > 0 else { return nil }
        let measured = items.map(\.parameter).filter { !unmeasured.contains($0) }
        let zh = measured.map(\.name).joined(separator: "、")
        let en = measured.map(\.name).joined(separator: ", ")
        let count = items.count
        let scope = LocalizedText(
            "AQI、优良天数只由 \(zh) 得出（标准要求 \(count) 项），不作为正式评价。",
            "The AQI and good days are made from \(en) alone (the standard asks for \(count) items) "
                + "and are no official assessment.")
        guard countsBadDaysOnly else { return scope }
        return LocalizedText(
            zh: scope.zh + "缺项时标准只公布超标日的 AQI，优良天数比例没有意义。",
            en: scope.en
                + " With items missing only indices of bad days are published: the share of "
                + "good days says nothing.")
    }
}

extension InsufficientData {
    /// The reason without its parameter, which stands beside it.
    fileprivate var ofAnyParameter: (reason: InsufficientData, parameter: ParameterCode) {
        switch self {
        case .noReadings(let parameter, _), .tooFewDays(let parameter, _, _, _),
            .noKnownLimit(let parameter, _, _):
            (of(ParameterCode("")), parameter)
        }
    }

    /// The same reason of another parameter.
    fileprivate func of(_ parameter: ParameterCode) -> InsufficientData {
        switch self {
        case .noReadings(_, let period): .noReadings(parameter, period)
        case .tooFewDays(_, let period, let valid, let needed):
            .tooFewDays(parameter, period, valid: valid, needed: needed)
        case .noKnownLimit(_, let period, let samples):
            .noKnownLimit(parameter, period, samples: samples)
        }
    }
}
