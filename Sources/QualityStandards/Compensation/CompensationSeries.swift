import Readings

/// A figure of a period with the samples that it is of, or why there is none.
struct CompensationFinding<Value> {
    /// `nil` where the notes say why.
    var value: Value?
    var samples: [CompensationSample] = []
    var notes: [CompensationNote] = []
}

/// The readings of one section, from which a scheme takes its figures: those of
/// `SectionSamples`, whose rules for means and minima are the water standard's.
struct CompensationSeries {
    let section: CompensationSection
    private let series: [ParameterCode: [Reading]]
    private let intervals: [ParameterCode: ReadingInterval]
    private let dryTimes: [TimeStamp]
    private let files: [String]
    private let standard: SurfaceWaterStandard

    init(
        _ section: CompensationSection, _ readings: ReadingSet, _ interval: ReadingInterval?,
        _ standard: SurfaceWaterStandard
    ) {
        self.section = section
        self.standard = standard
        files = readings.files
        dryTimes = readings.dryTimes(at: section.site)
        var series: [ParameterCode: [Reading]] = [:]
        for item in readings.parameters(at: section.site) where standard.item(item) != nil {
            series[item] = readings.series(site: section.site, parameter: item)
                .filter { !$0.value.isMissing }
        }
        self.series = series
        intervals = series.intervals(given: interval)
    }

    // MARK: - Concentrations and classes

    /// The mean of `item` over `period`.
    func mean(
        of item: ParameterCode, in period: Period
    ) -> CompensationFinding<ExactNumber> {
        let (samples, readings) = samples(of: [item], in: period)
        var finding = CompensationFinding<ExactNumber>(samples: self.samples(readings))
        if samples.isEmpty {
            finding.notes = [absence(of: item, samples)]
        } else if let lack = samples.lack {
            finding.notes = [.assessment(lack)]
        } else if let mean = samples.means[item] {
            finding.value = mean
            finding.notes = [samples.remark].compactMap(\.self).map { .assessment($0) }
        } else {
            finding.notes = [
                .lacking(.noKnownLimit(item, period, samples: readings.count))
            ]
        }
        return finding
    }

    /// The class over `period` of `items` or, where empty, of all items of the standard.
    func assessment(
        of items: [ParameterCode], in period: Period
    ) -> CompensationFinding<SectionAssessment> {
        let wanted = items.isEmpty ? standard.items.map(\.parameter) : items
        let (samples, readings) = samples(of: wanted, in: period)
        var finding = CompensationFinding<SectionAssessment>(samples: self.samples(readings))
        if samples.isEmpty {
            finding.notes = [absence(of: wanted.count == 1 ? wanted[0] : nil, samples)]
            return finding
        }
        let assessment = samples.assessment(by: standard, body: section.body)
        finding.notes = assessment.notes.map { .assessment($0) }
        finding.value = assessment.waterClass == nil ? nil : assessment
        return finding
    }

    private func samples(
        of items: [ParameterCode], in period: Period
    ) -> (samples: SectionSamples, readings: [Reading]) {
        var own: [ParameterCode: [Reading]] = [:]
        for item in items { own[item] = readings(of: item, in: period) }
        let samples = SectionSamples(
            own, dryTimes: dryTimes, in: period, intervals: intervals, by: standard)
        return (samples, own.values.flatMap(\.self))
    }

    /// Why there is nothing: the section was dry, or was not sampled.
    private func absence(of item: ParameterCode?, _ samples: SectionSamples) -> CompensationNote {
        if samples.dryVisits > 0 || section.isDry { return .dry(visits: samples.dryVisits) }
        return item.map { .lacking(.noReadings($0, samples.period)) }
            ?? .noSamples(samples.period)
    }

    // MARK: - Targets

    /// Whether class and items are within the section's targets; equal is within.
    func attainment(
        of items: [ParameterCode], in period: Period
    ) -> CompensationFinding<Bool> {
        guard section.target != nil || !section.itemTargets.isEmpty else {
            return CompensationFinding(notes: [.noTarget(nil)])
        }
        var outcome = CompensationFinding<Bool>(value: true)
        let limits = section.itemTargets.filter { items.isEmpty || items.contains($0.key) }
        // The class is for the items that have no limit of their own.
        let others = (items.isEmpty ? standard.items.map(\.parameter) : items).filter {
            limits[$0] == nil
        }
        if let target = section.target, !others.isEmpty {
            let own = assessment(of: others, in: period)
            if limits.isEmpty || !own.samples.isEmpty {
                outcome.samples = own.samples
                outcome.notes = own.notes
                outcome.value = own.value?.meets(target)
            }
        }
        for (item, target) in limits.sorted(by: { $0.key < $1.key }) {
            let own = mean(of: item, in: period)
            outcome.samples += own.samples
            outcome.notes += own.notes.filter { !outcome.notes.contains($0) }
            let isMet = own.value.map { isWithin($0, target, item) }
            outcome.value = outcome.value.flatMap { value in isMet.map { value && $0 } }
        }
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
        let months = period.months.map { attainment(of: items, in: $0) }
        let known = months.compactMap(\.value)
        var share = CompensationFinding<ExactNumber>(samples: months.flatMap(\.samples))
        if known.isEmpty {
            share.notes = months.first?.notes ?? []
        } else {
            let needed = min(standard.evaluation.monthsWithIce, period.monthCount)
            if known.count < needed {
                share.notes = [.assessment(.tooFewMonths(found: known.count, needed: needed))]
            } else {
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
                if intervals.day(of: all[middle].time, item) < day {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }
        return Array(
            all[first(after: period.firstDay)..<first(after: period.lastDay.advanced(by: 1))])
    }

    private func samples(_ readings: [Reading]) -> [CompensationSample] {
        readings.map {
            let file = Int($0.file)
            return CompensationSample(
                time: $0.time, file: files.indices.contains(file) ? files[file] : "",
                line: Int($0.line))
        }
    }
}
