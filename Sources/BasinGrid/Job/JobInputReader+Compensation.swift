import GeoFiles
import QualityStandards
import Readings
import Reports

extension JobInputReader {
    /// The scheme of compensation with the job's sections and the values of its parameters.
    func compensation(
        _ notes: inout [ReportNote], _ files: inout [JobInputs.InputFile]
    ) -> CompensationCase? {
        guard let input = job.compensation else { return nil }
        guard let own = job.sections else {
            faults.add(
                zh: "\(job.path) 第 \(input.scheme.line) 行：“compensation” 需要 “sections”。请给出断面。",
                en: "\(job.path), line \(input.scheme.line): \"compensation\" needs \"sections\". "
                    + "Name them.")
            return nil
        }
        let path = job.resolve(input.scheme.path)
        files += inputFiles(path, LocalizedText("补偿方案", "compensation scheme"))
        let place = job.resolve(own.source.path)
        let scheme = faults.attempt { try CompensationScheme(at: path) }
        let sections = faults.attempt {
            try CompensationSections(
                at: place, fields: own.fieldNames, sides: input.sides,
                options: options(for: own.source)
            ).betweenUnits
        }
        let choices = faults.attempt {
            try CompensationChoices(parsing: input.choices, key: "compensation.set")
        }
        guard let scheme, let sections, let choices else { return nil }
        notes += sections.notes.map { ReportNote(.guessed, $0) }
        let settlement = CompensationCase(
            scheme: scheme, sections: sections, choices: choices, standard: .gb3838)
        for pair in job.periodPairs {
            let compared = input.comparedPeriod(of: pair.now)
            do {
                try settlement.checkAgreement(over: pair.now, comparison: compared, at: place)
            } catch {
                // What a command is asked by its options, a job is by its keys.
                let text = Fault(error).text
                faults.add(
                    zh: "\(job.path) 第 \(input.scheme.line) 行："
                        + text.zh.replacing("--set ", with: "compensation.set "),
                    en: "\(job.path), line \(input.scheme.line): "
                        + text.en.replacing("--set ", with: "compensation.set "))
                return nil
            }
        }
        return settlement
    }
}

extension Job.CompensationInput {
    /// `nil` for the year before.
    func comparedPeriod(of period: Period) -> Period? {
        comparison == .month ? period.precedingPeriod : nil
    }

    fileprivate var sides: CompensationFieldNames {
        var sides = CompensationFieldNames()
        sides.upstream = upstreamField
        sides.downstream = downstreamField
        sides.inflow = inflowField
        return sides
    }
}

extension Job.SectionInput {
    fileprivate var fieldNames: SectionFieldNames {
        var fields = SectionFieldNames()
        fields.id = idField
        fields.name = labelField
        fields.level = levelField
        fields.target = targetField
        fields.type = typeField
        fields.owner = ownerField
        fields.river = riverField
        fields.basin = basinField
        fields.dry = dryField
        return fields
    }
}
