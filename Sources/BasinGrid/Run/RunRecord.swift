import Foundation
import Reports

/// `run.json`: what went in, by which rules, and what came out.
struct RunRecord {
    let job: Job
    let jobDigest: FileDigest
    let figures: JobFigures
    let inputs: [FileDigest]
    let outputs: [FileDigest]
    let seconds: Double

    func write(to url: URL) throws {
        let object: [String: Any] = [
            "version": basinGridVersion,
            "job": [
                "name": job.name, "path": jobDigest.path, "bytes": jobDigest.bytes,
                "sha256": jobDigest.sha256, "periods": figures.pairs.map(\.now.label),
                "compared_with": figures.pairs.map { $0.before?.label as Any? ?? NSNull() },
            ] as [String: Any],
            "editions": [
                "air": Dictionary(
                    zip(figures.pairs.map(\.now.label), figures.editions),
                    uniquingKeysWith: { first, _ in first }),
                "water": figures.waterEdition,
            ] as [String: Any],
            "air": air,
            "inputs": inputs.map(object), "outputs": outputs.map(object),
            "warnings": figures.notes.map {
                ["kind": $0.kind.rawValue, "zh": $0.text.zh, "en": $0.text.en]
            },
            "seconds": (seconds * 1000).rounded() / 1000,
        ]
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        try writeData(data + Data("\n".utf8), to: url)
    }

    /// By what air was judged: the files that the job names, and for each period its editions and
    /// every choice that the standards leave open, with whether it is the default.
    private var air: [String: Any] {
        var facts: [String: Any] = [
            "standard": job.standard, "targets": job.targets?.path,
            "exclude_days": job.excludedDays?.path,
        ].compactMapValues { $0 }
        let periods = (figures.air?.stations ?? []).map { result in
            (result.basis.period.label, result.basis.object)
        }
        facts["periods"] = Dictionary(periods) { first, _ in first }
        return facts
    }

    private func object(_ file: FileDigest) -> [String: Any] {
        ["path": file.path, "bytes": file.bytes, "sha256": file.sha256]
    }
}
