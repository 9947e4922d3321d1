import QualityStandards
import Readings
import Reports
import Rivers

/// Judges the sections of a job.
struct SectionJudge {
    let inputs: JobInputs
    let standard: SurfaceWaterStandard
    let threads: Int

    /// Sections farther than this from every river stay unmatched; their row says how far.
    static let matchLimitInMetres = 1000.0

    func figures(periods: [PeriodPair]) -> [SectionFigure] {
        let locations = inputs.rivers?.network.locate(
            inputs.sections.map { RiverPoint(coordinate: $0.coordinate) },
            within: Self.matchLimitInMetres, threads: threads)
        let sites = SectionSites(inputs.sections, readings: inputs.readings)
        return inputs.sections.enumerated().map { index, section in
            SectionFigure(
                section: section, location: locations?[index],
                results: periods.map { pair in
                    SectionResult(
                        now: state(of: section, at: sites.sites[index], over: pair.now),
                        before: pair.before.map {
                            state(of: section, at: sites.sites[index], over: $0)
                        })
                })
        }
    }

    // MARK: - Samples

    /// What the readings of a site say of one period.
    private struct Samples {
        /// The mean of each water item.
        var means: [ParameterCode: ExactNumber] = [:]
        /// The latest result of each item that has one, with its mark.
        var results: [ParameterCode: ReadingValue] = [:]
        var times: Set<TimeStamp> = []
        /// Items whose results say nothing, all below limits that are not written.
        var unknownLimits: [InsufficientData] = []
    }

    private func samples(at site: String, over period: Period) -> Samples {
        var samples = Samples()
        for item in inputs.readings.parameters(at: site) where standard.item(item) != nil {
            let series = inputs.readings.series(site: site, parameter: item)
                .filter { period.contains($0.time.day) && !$0.value.isMissing }
            guard let last = series.last else { continue }
            samples.times.formUnion(series.lazy.map(\.time))
            samples.results[item] = last.value
            let mean = PeriodStatistics.sampleMean(of: series, parameter: item, in: period)
            if let value = mean.value {
                samples.means[item] = value
            } else if let reason = mean.reason {
                samples.unknownLimits.append(reason)
            }
        }
        return samples
    }

    // MARK: - States

    private func state(
        of section: JobInputs.LoadedSection, at site: SectionSites.Site, over period: Period
    ) -> SectionState {
        var name = section.id
        switch site {
        case .ambiguousLabel(let count):
            return unassessed(
                section.isDry,
                because: LocalizedText(
                    "有 \(count) 个断面同名，监测数据只写名称，无法对应",
                    "\(count) sections have this name, and the readings give no code"))
        case .code(let code): name = code
        case .label(let label): name = label
        }
        let samples = samples(at: name, over: period)
        let dryVisits = inputs.readings.dryTimes(at: name).count { period.contains($0.day) }
        guard !samples.results.isEmpty else {
            return unassessed(
                dryVisits > 0 || section.isDry,
                because: LocalizedText("本期没有监测数据", "no readings in this period"))
        }
        return assessed(samples, section, dryVisits: dryVisits)
    }

    private func unassessed(_ isDry: Bool, because reason: LocalizedText) -> SectionState {
        SectionState(
            samples: 0, assessment: nil, isDry: isDry,
            note: isDry ? LocalizedText("断流，不参与评价", "dry, not assessed") : reason)
    }

    /// One sample is judged as it stands, a result below detection by its limit; several by their
    /// means, to which such a result gives half of it.
    private func assessed(
        _ samples: Samples, _ section: JobInputs.LoadedSection, dryVisits: Int
    ) -> SectionState {
        let body = WaterBody(sectionType: section.type)
        let isSingle = samples.times.count == 1
        let assessment =
            isSingle
            ? standard.assess(sample: samples.results, body: body)
            : standard.assess(means: samples.means, body: body)
        var notes: [LocalizedText] = []
        // Samples are evidence of water, whatever the layer says of the section in general.
        if section.isDry {
            notes.append(
                LocalizedText(
                    "图层注明断流，但本期有 \(samples.times.count) 个样品，按样品评价",
                    "marked as dry in the layer, but assessed by the \(samples.times.count) "
                        + "sample(s) of the period"))
        }
        if dryVisits > 0 {
            notes.append(LocalizedText("断流 \(dryVisits) 次", "dry at \(dryVisits) visits"))
        }
        notes += assessment.notes.map { note in
            LocalizedText(note.descriptionInChinese.unstopped, note.description.unstopped)
        }
        if !isSingle {
            notes += samples.unknownLimits.map { reason in
                LocalizedText(reason.descriptionInChinese.unstopped, reason.description.unstopped)
            }
        }
        return SectionState(
            samples: samples.times.count, assessment: assessment, isDry: false,
            note: LocalizedText.joined(notes))
    }
}

extension LocalizedText {
    /// The texts as one, `nil` when there is none.
    static func joined(_ texts: [LocalizedText]) -> LocalizedText? {
        if texts.isEmpty { return nil }
        return LocalizedText(
            texts.map(\.zh).joined(separator: "；"), texts.map(\.en).joined(separator: "; "))
    }
}

extension String {
    /// The sentence without its full stop, for a list.
    fileprivate var unstopped: String {
        hasSuffix("。") || hasSuffix(".") ? String(dropLast()) : self
    }
}
