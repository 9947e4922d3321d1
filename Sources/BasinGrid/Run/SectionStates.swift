import QualityStandards
import Readings
import Reports

/// What the standard says of sections over a period.
struct SectionStates {
    let readings: ReadingSet
    let standard: SurfaceWaterStandard
    let intervals: SampleIntervals

    /// - Parameter interval: What a reading stands for; `nil` to tell it from the spacing of the times.
    init(
        readings: ReadingSet, standard: SurfaceWaterStandard, interval: ReadingInterval? = nil
    ) {
        self.readings = readings
        self.standard = standard
        intervals = SampleIntervals(readings, of: standard.sampledParameters, given: interval)
    }

    /// The samples that the readings have under `name`.
    func samples(at name: String, in period: Period) -> SectionSamples {
        SectionSamples(
            readings.seriesByParameter(at: name, of: standard.sampledParameters),
            dryTimes: readings.dryTimes(at: name), in: period, intervals: intervals[name],
            by: standard)
    }

    /// What the standard says of `section` over the periods of `pair`.
    func result(
        of section: JobInputs.LoadedSection, at site: SectionSites.Site, over pair: PeriodPair
    ) -> SectionResult {
        func state(_ period: Period) -> SectionState {
            self.state(of: section, at: site, over: period)
        }
        return SectionResult(
            now: state(pair.now), before: pair.before.map(state),
            previous: pair.previous.map(state))
    }

    /// The state of `section`, whose readings stand under the name that `site` says.
    func state(
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
        let samples = samples(at: name, in: period)
        guard !samples.isEmpty else {
            return unassessed(
                samples.dryVisits > 0 || section.isDry,
                because: LocalizedText("本期没有监测数据", "no readings in this period"))
        }
        return assessed(samples, section)
    }

    private func unassessed(_ isDry: Bool, because reason: LocalizedText) -> SectionState {
        SectionState(
            samples: 0, assessment: nil, isDry: isDry,
            note: isDry ? LocalizedText("断流，不参与评价", "dry, not assessed") : reason)
    }

    private func assessed(
        _ samples: SectionSamples, _ section: JobInputs.LoadedSection
    ) -> SectionState {
        let assessment = samples.assessment(
            by: standard, body: WaterBody(sectionType: section.type))
        let count = samples.times.count
        var notes: [LocalizedText] = []
        // Samples are evidence of water, whatever the layer says of the section in general.
        if section.isDry {
            notes.append(
                LocalizedText(
                    "图层注明断流，但本期有 \(count) 个样品，按样品评价",
                    "marked as dry in the layer, but assessed by the \(count) sample(s) of the "
                        + "period"))
        }
        notes += assessment.notes.map { note in
            LocalizedText(note.descriptionInChinese.unstopped, note.description.unstopped)
        }
        return SectionState(
            samples: count, assessment: assessment, isDry: false,
            note: LocalizedText.joined(notes), means: samples.means)
    }
}

extension ReadingSet {
    /// The readings of a site by parameter, of those among `parameters` that it has.
    func seriesByParameter(
        at site: String, of parameters: [ParameterCode]
    ) -> [ParameterCode: [Reading]] {
        let wanted = Set(parameters)
        return self.parameters(at: site).reduce(into: [:]) { result, parameter in
            if wanted.contains(parameter) {
                result[parameter] = series(site: site, parameter: parameter)
            }
        }
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
