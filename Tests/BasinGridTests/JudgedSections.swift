import GeoFiles
import Geometry
import QualityStandards
import Readings

@testable import BasinGrid

/// Sections judged over April 2026 without rivers.
struct JudgedSections {
    let figures: [SectionFigure]
    let inputs: JobInputs

    /// A section by its code; the label is the code where none is given.
    struct Section {
        var id: String
        var label: String
        var isDry: Bool
        var type: String?

        init(_ id: String, label: String? = nil, isDry: Bool = false, type: String? = nil) {
            self.id = id
            self.label = label ?? id
            self.isDry = isDry
            self.type = type
        }
    }

    init(
        _ sections: [Section], _ readings: ReadingSet, before: Period? = nil
    ) throws {
        let april = try Period(parsing: "2026-04")
        inputs = JobInputs(
            crs: CoordinateReferenceSystem(
                code: "EPSG:4547", name: "", wkt: "", isGeographic: false, metresPerUnit: 1),
            zoneLayers: [], stations: [], rivers: nil,
            sections: sections.map {
                JobInputs.LoadedSection(
                    id: $0.id, label: $0.label, coordinate: Coordinate(x: 0, y: 0), level: nil,
                    target: nil, type: $0.type, owner: nil, isDry: $0.isDry)
            }, readings: readings, notes: [], files: [])
        figures = SectionJudge(inputs: inputs, standard: .gb3838, threads: 1)
            .figures(periods: [PeriodPair(now: april, before: before)])
    }

    /// The state of the first section with the code, in April 2026.
    func state(_ id: String) -> SectionState {
        figures.first { $0.section.id == id }?.results[0].now
            ?? SectionState(samples: -1, assessment: nil, isDry: false, note: nil)
    }

    /// Rows of site, time and the values of `items`.
    static func readings(_ rows: [[String]], _ items: String...) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        try builder.read(
            [["断面名称", "监测时间"] + items] + rows, file: "water.csv",
            options: ReadingTableOptions(
                layout: .wide, siteColumn: "断面名称", timeColumn: "监测时间"))
        return builder.finish()
    }
}
