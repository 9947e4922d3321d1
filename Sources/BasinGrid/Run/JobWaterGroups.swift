import QualityStandards
import Reports

extension WaterGrouping {
    /// The groups of a job's sections: its rivers, its zone layers, levels and owners.
    init(_ inputs: JobInputs, threads: Int) {
        self.init(
            inputs.sections.map {
                WaterSections.Section(loaded: $0, river: $0.river, basin: $0.basin)
            },
            layers: inputs.zoneLayers.map(Layer.init), network: inputs.rivers?.network,
            crs: inputs.crs, threads: threads)
    }
}

extension WaterGroupFigures {
    /// The figures of the sections of a job in one of its periods.
    init(
        _ grouping: WaterGrouping, of sections: [SectionFigure], over pairs: [PeriodPair],
        period: Int, by standard: SurfaceWaterStandard
    ) {
        self.init(
            grouping.groups,
            of: sections.map { figure in
                JudgedSection(
                    id: figure.section.id, body: WaterBody(sectionType: figure.section.type),
                    target: figure.section.waterTarget,
                    result: figure.results[period])
            },
            over: pairs[period], by: standard)
    }
}

extension JobTables {
    /// `water_groups_<period>`: a row a river, zone, level and county, the last for all sections;
    /// `nil` without sections.
    func waterGroups(period: Int) -> ReportTable? {
        guard figures.waterGroups.indices.contains(period) else { return nil }
        var table = figures.waterGroups[period].table(
            "water_groups_\(figures.pairs[period].now.label)", in: language)
        table.title = LocalizedText(
            "河流、流域与区域水质（\(figures.pairs[period].now.labelInChinese)）",
            "Rivers, basins and zones, \(figures.pairs[period].now.label)")
        return table
    }
}
