import QualityStandards
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
        let states = SectionStates(readings: inputs.readings, standard: standard)
        return inputs.sections.enumerated().map { index, section in
            SectionFigure(
                section: section, location: locations?[index],
                results: periods.map { pair in
                    states.result(of: section, at: sites.sites[index], over: pair)
                })
        }
    }
}
