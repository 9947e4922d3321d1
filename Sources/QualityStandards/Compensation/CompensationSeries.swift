import Readings

/// A figure of a period with the samples that it is of, or why there is none.
struct CompensationFinding<Value> {
    /// `nil` where the notes say why.
    var value: Value?
    var samples: [CompensationSample] = []
    var notes: [CompensationNote] = []
}

/// The readings of one section, from which a scheme takes its figures.
///
/// A month and a quarter have the mean of their samples, a year the mean of its monthly means. Half
/// of the detection limit stands for a result below it.
///
/// Source: 环办[2011]22号, from memory and not confirmed; the minima are those of the scheme.
struct CompensationSeries {
    let section: CompensationSection
    private let series: [ParameterCode: [Reading]]
    private let dryTimes: [TimeStamp]
    private let files: [String]
    private let standard: SurfaceWaterStandard
    private let scheme: CompensationScheme

    init(
        _ section: CompensationSection, _ readings: ReadingSet, _ standard: SurfaceWaterStandard,
        _ scheme: CompensationScheme
    ) {
        self.section = section
        self.standard = standard
        self.scheme = scheme
        files = readings.files
        dryTimes = readings.dryTimes(at: section.id)
        var series: [ParameterCode: [Reading]] = [:]
        for item in readings.parameters(at: section.id) where standard.item(item) != nil {
            series[item] = readings.series(site: section.id, parameter: item)
                .filter { !$0.value.isMissing }
        }
        self.series = series
    }

    // MARK: - Concentrations

    /// The mean of `item` over `period`.
    func mean(
        of item: ParameterCode, in period: Period, by interval: CompensationInterval
    ) -> CompensationFinding<ExactNumber> {
        let own = readings(of: item, in: period)
        var finding = CompensationFinding<ExactNumber>(samples: samples(own))
        if interval == .year {
            let months = period.months.compactMap { sampleMean(own, item, $0).value }
            finding.notes = shortage(ofMonths: months.count, in: period)
            if months.count >= scheme.minimumMonthsInYear {
                finding.value = PeriodStatistic.mean.value(of: months)
            }
        } else {
            let mean = sampleMean(own, item, period)
            if interval == .quarter && mean.validDays < scheme.minimumSamplesInQuarter {
                finding.notes = [
                    .tooFewSamples(
                        period, found: mean.validDays, needed: scheme.minimumSamplesInQuarter)
                ]
            } else {
                finding.value = mean.value
            }
        }
        if own.isEmpty || finding.value == nil && finding.notes.isEmpty {
            finding.notes = [absence(of: item, own, in: period)]
        }
        return finding
    }

    private func sampleMean(
        _ readings: [Reading], _ item: ParameterCode, _ period: Period
    ) -> PeriodValue {
        PeriodStatistics.sampleMean(of: readings, parameter: item, in: period)
    }

    private func shortage(ofMonths count: Int, in period: Period) -> [CompensationNote] {
        let needed = min(scheme.minimumMonthsInYear, period.monthCount)
        if count < needed { return [.tooFewMonths(period, found: count, needed: needed)] }
        return count < period.monthCount ? [.monthsOfYear(count)] : []
    }

    /// Why there is no mean: the section was dry, or the readings say nothing.
    private func absence(
        of item: ParameterCode, _ own: [Reading], in period: Period
    ) -> CompensationNote {
        let visits = dryTimes.count { period.contains($0.day) }
        if own.isEmpty && (visits > 0 || section.isDry) { return .dry(visits: visits) }
        let reason = sampleMean(own, item, period).reason
        return .lacking(reason ?? .noReadings(item, period))
    }

    // MARK: - Classes

    /// The class of the means over `period`, of `items` or, where empty, of all items of the
    /// standard. A single sample is judged as it stands.
    func waterClass(
        of items: [ParameterCode], in period: Period, by interval: CompensationInterval
    ) -> CompensationFinding<SectionAssessment> {
        let wanted = items.isEmpty ? standard.items.map(\.parameter) : items
        var results: [ParameterCode: [Reading]] = [:]
        for item in wanted {
            let own = readings(of: item, in: period)
            if !own.isEmpty { results[item] = own }
        }
        let all = results.values.flatMap(\.self)
        var finding = CompensationFinding<SectionAssessment>(samples: samples(all))
        let times = Set(all.map(\.time))
        if all.isEmpty {
            finding.notes = [
                absence(of: wanted.count == 1 ? wanted[0] : .classItems, [], in: period)
            ]
            return finding
        }
        switch interval {
        case .year:
            let months = Set(times.map { $0.day.month })
            finding.notes = shortage(ofMonths: months.count, in: period)
            if months.count < scheme.minimumMonthsInYear { return finding }
        case .quarter where times.count < scheme.minimumSamplesInQuarter:
            finding.notes = [
                .tooFewSamples(
                    period, found: times.count, needed: scheme.minimumSamplesInQuarter)
            ]
            return finding
        case .quarter, .month, .period: break
        }
        let assessment = assess(results, isSingle: times.count == 1, period, interval)
        finding.notes += assessment.notes.map { .assessment($0) }
        finding.value = assessment.waterClass == nil ? nil : assessment
        return finding
    }

    private func assess(
        _ results: [ParameterCode: [Reading]], isSingle: Bool, _ period: Period,
        _ interval: CompensationInterval
    ) -> SectionAssessment {
        if isSingle {
            return standard.assess(
                sample: results.compactMapValues { $0.last?.value }, body: section.body)
        }
        var means: [ParameterCode: ExactNumber] = [:]
        for (item, own) in results {
            if interval == .year {
                means[item] = PeriodStatistic.mean.value(
                    of: period.months.compactMap { sampleMean(own, item, $0).value })
            } else {
                means[item] = sampleMean(own, item, period).value
            }
        }
        return standard.assess(means: means, body: section.body)
    }

    // MARK: - Targets

    /// Whether class and items are within the section's targets; equal is within.
    func attainment(
        of items: [ParameterCode], in period: Period, by interval: CompensationInterval
    ) -> CompensationFinding<Bool> {
        guard section.target != nil || !section.itemTargets.isEmpty else {
            return CompensationFinding(notes: [.noTarget(nil)])
        }
        var outcome = CompensationFinding<Bool>(value: true)
        if let target = section.target {
            let own = waterClass(of: items, in: period, by: interval)
            outcome.samples = own.samples
            outcome.notes = own.notes
            outcome.value = own.value?.meets(target)
        }
        for (item, target) in section.itemTargets.sorted(by: { $0.key < $1.key })
        where items.isEmpty || items.contains(item) {
            let own = mean(of: item, in: period, by: interval)
            outcome.samples += own.samples
            outcome.notes += own.notes.filter { !outcome.notes.contains($0) }
            let isMet = own.value.map { isWithin($0, target, item) }
            outcome.value = outcome.value.flatMap { value in isMet.map { value && $0 } }
        }
        outcome.samples = unique(outcome.samples)
        return outcome
    }

    private func isWithin(
        _ value: ExactNumber, _ target: DecimalValue, _ item: ParameterCode
    ) -> Bool {
        let isMinimum = standard.item(item)?.isMinimum ?? false
        return isMinimum ? value >= ExactNumber(target) : value <= ExactNumber(target)
    }

    /// The share of the months of `period`, of those that can be judged, that attain, in per cent.
    func attainedShare(
        of items: [ParameterCode], in period: Period
    ) -> CompensationFinding<ExactNumber> {
        let months = period.months.map { attainment(of: items, in: $0, by: .month) }
        let known = months.compactMap(\.value)
        var share = CompensationFinding<ExactNumber>(samples: months.flatMap(\.samples))
        if known.isEmpty {
            share.notes = months.first?.notes ?? []
        } else {
            share.notes = shortage(ofMonths: known.count, in: period)
            let needed = min(scheme.minimumMonthsInYear, period.monthCount)
            if known.count >= needed {
                share.value = Figures.percentage(known.count(where: \.self), of: known.count)
            }
        }
        return share
    }

    // MARK: - Readings

    /// The readings of `item` in `period`, by halving: series of hours are long.
    private func readings(of item: ParameterCode, in period: Period) -> [Reading] {
        guard let all = series[item] else { return [] }
        func first(after day: CivilDay) -> Int {
            var (low, high) = (0, all.count)
            while low < high {
                let middle = (low + high) / 2
                if all[middle].time.day < day { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return Array(
            all[first(after: period.firstDay)..<first(after: period.lastDay.advanced(by: 1))])
    }

    private func samples(_ readings: [Reading]) -> [CompensationSample] {
        unique(
            readings.map {
                let file = Int($0.file)
                return CompensationSample(
                    time: $0.time, file: files.indices.contains(file) ? files[file] : "",
                    line: Int($0.line))
            })
    }

    private func unique(_ samples: [CompensationSample]) -> [CompensationSample] {
        Set(samples).sorted { ($0.time, $0.file, $0.line) < ($1.time, $1.file, $1.line) }
    }
}

extension ParameterCode {
    /// Stands for all items of a class in messages.
    fileprivate static let classItems = ParameterCode("class")
}
