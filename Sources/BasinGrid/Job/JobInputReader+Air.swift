import GeoFiles
import QualityStandards
import Readings
import Reports

extension JobInputReader {
    /// The editions that the job names; a file of limits is one of its inputs.
    func airStandard(_ files: inout [JobInputs.InputFile]) -> AirStandardChoice {
        let choice = faults.attempt { try AirStandardChoice(job.standard, resolve: job.resolve) }
        files += choice?.path.map { inputFiles($0, LocalizedText("标准", "standard")) } ?? []
        return choice ?? .inForce
    }

    /// The targets of air and the days that do not count, for each period of the job.
    func airLists(
        by choice: AirStandardChoice, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> (targets: [AirTarget], excluded: [ExcludedDays]) {
        var targets: [AirTarget] = []
        if let source = job.targets {
            let path = job.resolve(source.path)
            files += inputFiles(path, LocalizedText("目标", "targets"))
            let list = faults.attempt {
                try readAirTargets(at: path, encoding: defaults.encoding)
            }
            targets = list?.targets ?? []
            notes += (list?.notes ?? []).map { ReportNote(.remark, $0) }
        }
        return (targets, excludedDays(by: choice, &notes, &files))
    }

    /// Which parameters a day of sand does not count for says the edition that judges.
    private func excludedDays(
        by choice: AirStandardChoice, _ notes: inout [ReportNote],
        _ files: inout [JobInputs.InputFile]
    ) -> [ExcludedDays] {
        guard let source = job.excludedDays else { return [] }
        let path = job.resolve(source.path)
        files += inputFiles(path, LocalizedText("扣除日期", "excluded days"))
        var known: [String: ExcludedDays] = [:]
        var lists: [ExcludedDays] = []
        for period in job.periods {
            // A standard that is not known is told by the job's own rules.
            guard let standard = try? choice.edition(on: period.lastDay) else { return [] }
            if known[standard.edition] == nil {
                guard
                    let list = faults.attempt({
                        try readExcludedDays(
                            at: path, encoding: defaults.encoding, standard: standard)
                    })
                else { return [] }
                if known.isEmpty { notes += list.notes.map { ReportNote(.remark, $0) } }
                known[standard.edition] = list.days
            }
            lists.append(known[standard.edition] ?? .none)
        }
        return lists
    }
}
