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
        let samples = SectionSamples(
            inputs.readings.seriesByParameter(at: name, of: standard.sampledParameters),
            dryTimes: inputs.readings.dryTimes(at: name), in: period, by: standard)
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
            note: LocalizedText.joined(notes))
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
