import GeoFiles
import QualityStandards
import Readings
import Reports

extension JobInputReader {
    /// The targets of air and the days that do not count, for each period of the job.
    func airLists(
        _ notes: inout [ReportNote], _ files: inout [JobInputs.InputFile]
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
        return (targets, excludedDays(&notes, &files))
    }

    /// Which parameters a day of sand does not count for says the edition that judges.
    private func excludedDays(
        _ notes: inout [ReportNote], _ files: inout [JobInputs.InputFile]
    ) -> [ExcludedDays] {
        guard let source = job.excludedDays else { return [] }
        let path = job.resolve(source.path)
        files += inputFiles(path, LocalizedText("扣除日期", "excluded days"))
        var known: [String: ExcludedDays] = [:]
        var lists: [ExcludedDays] = []
        for period in job.periods {
            // A standard that is not known is told by the job's own rules.
            guard let standard = try? job.airStandard(of: period) else { return [] }
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

extension Job {
    /// The edition that a period is judged whole by: the one that the job names, or the one in
    /// force on the period's last day.
    func airStandard(of period: Period) throws -> AirStandard {
        let day = period.lastDay
        if let name = standard { return try AirStandard.edition(named: name, on: day) }
        return AirStandard.edition(inForceOn: day)
    }
}
