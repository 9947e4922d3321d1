import Grids
import SealedFiles

/// The whole of which partial results are parts.
public struct ZonalMerge: Sendable {
    /// What all cells add up to: the same, to the last bit, as of one run.
    public let outcome: ZonalOutcome
    public let rows: ZoneRows
    public let facts: [ZonalFact]
    /// The number of parts.
    public let partCount: Int
}

/// Joins the parts of a job.
///
/// Each file is read twice: its head, together with all others; then its units. One is open at a
/// time, whatever the number of parts.
///
/// - Parameters:
///   - paths: The files of all parts, in any order.
///   - memory: Bytes for values that wait for those of other parts; more go to a temporary file.
///   - progress: Called with the share of the parts that is done.
/// - Throws: `PartialError` with everything that is wrong: files that are missing, damaged, of
///   another job, doubled, and parts that are not there; `ZonalStatisticsError.noRoomForValues`.
/// - Precondition: there is a path.
/// - Complexity: O(units + values · log units).
public func mergePartials(
    _ paths: [String], memory: Int = 1 << 29, progress: (Double) -> Void = { _ in }
) throws -> ZonalMerge {
    let parts = try surveyParts(paths)
    let first = parts[0].head
    let question = ZonalQuestion(
        try parts[0].statistics(), quantileDefinition: first.quantileDefinition)
    let folds = first.passes.map { pass in
        ZoneFold(
            question.needs(pass.role), zoneCount: first.zoneCount, bands: pass.bandCount,
            memory: memory)
    }
    for (index, part) in parts.enumerated() {
        do {
            try part.add(to: folds, question)
        } catch let error as SealedFileError {
            throw PartialError.refused([.unusable(error)])
        }
        progress(Double(index + 1) / Double(parts.count + 1))
    }
    for fold in folds { try fold.finishRest() }
    progress(1)
    return ZonalMerge(
        outcome: outcome(parts, question, folds), rows: rows(parts), facts: first.facts,
        partCount: parts.count)
}

/// Checks that parts are whole and make one job, without joining them.
///
/// - Throws: as `mergePartials` for what is wrong with the files.
/// - Precondition: there is a path.
public func checkPartials(_ paths: [String]) throws(PartialError) { _ = try surveyParts(paths) }

private func outcome(
    _ parts: [SurveyedPart], _ question: ZonalQuestion, _ folds: [ZoneFold]
) -> ZonalOutcome {
    let first = parts[0].head
    let holders = first.part.cut == .zones ? parts[...] : parts.prefix(1)
    return ZonalOutcome(
        question: question, bands: first.bands,
        results: zip(folds, first.passes).map { fold, pass in
            ZonalOutcome.PassResult(
                fold,
                ZonalOutcome.PassFacts(
                    geometry: GridGeometry(
                        geotransform: pass.transform, rows: pass.rows, columns: pass.columns,
                        crs: nil),
                    cellsPerValueCell: pass.cellsPerValueCell))
        },
        zoneAreasInCells: first.passes.indices.map { pass in
            holders.flatMap { $0.head.zoneAreasInCells[pass] }
        })
}

private func rows(_ parts: [SurveyedPart]) -> ZoneRows {
    let first = parts[0].head
    let holders = first.part.cut == .zones ? parts[...] : parts.prefix(1)
    return ZoneRows(
        columns: first.rows.columns, texts: holders.flatMap { $0.head.rows.texts },
        areasInSquareMetres: holders.flatMap { $0.head.rows.areasInSquareMetres })
}

/// A part whose file is whole and whose head has been read.
private struct SurveyedPart {
    let path: String
    let checksum: UInt64
    let head: PartialHead

    init(_ path: String) throws(SealedFileError) {
        self.path = path
        let reader = try Self.open(path)
        checksum = reader.checksum
        head = try reader.readPartialHead()
    }

    private static func open(_ path: String) throws(SealedFileError) -> SealedFileReader {
        try SealedFileReader(
            path: path, kind: PartialFile.kind,
            supportedVersions: PartialFile.version...PartialFile.version)
    }

    func statistics() throws(PartialError) -> [Statistic] {
        do throws(StatisticError) {
            return try head.statistics.map { (name) throws(StatisticError) in
                try Statistic(name: name)
            }
        } catch {
            throw .refused([
                .unusable(
                    .valueOutOfRange(
                        path: path, kind: PartialFile.kind, what: "statistics",
                        found: head.statistics.joined(separator: ",")))
            ])
        }
    }

    /// Adds the part's units to the folds of its passes.
    func add(to folds: [ZoneFold], _ question: ZonalQuestion) throws {
        let reader = try Self.open(path)
        guard reader.checksum == checksum else {
            throw SealedFileError.damaged(path: path, kind: PartialFile.kind)
        }
        _ = try reader.readPartialHead()
        for (fold, pass) in zip(folds, head.passes) {
            let needs = question.needs(pass.role)
            var last = (tile: -1, zone: -1, band: -1)
            while let unit = try reader.readUnit(head, pass: pass, needs) {
                let place = (unit.tile, unit.zone, unit.band)
                guard last < place else {
                    throw reader.outOfRange("order of units", "\(place) after \(last)")
                }
                last = place
                try fold.add(unit.state, unit.values, zone: unit.zone, band: unit.band)
            }
            if head.part.cut == .zones {
                // No other part has cells of these zones.
                for zone in head.zones { try fold.finishValues(ofZone: zone) }
            }
        }
        try reader.expectEnd()
    }
}

/// The parts in their order.
private func surveyParts(_ paths: [String]) throws(PartialError) -> [SurveyedPart] {
    precondition(!paths.isEmpty, "a merge has parts")
    var parts: [SurveyedPart] = []
    var faults: [PartFault] = []
    for path in paths {
        do throws(SealedFileError) {
            parts.append(try SurveyedPart(path))
        } catch {
            faults.append(.unusable(error))
        }
    }
    guard let first = parts.first else { throw .refused(faults) }
    var files: [Int: [String]] = [:]
    for part in parts {
        if let difference = part.head.difference(from: first.head) {
            faults.append(
                .mixed(
                    path: part.path, other: first.path, what: difference.what,
                    found: difference.found, expected: difference.expected))
        } else {
            files[part.head.part.number, default: []].append(part.path)
        }
    }
    let count = first.head.part.count
    for (number, paths) in files.sorted(by: { $0.key < $1.key }) where paths.count > 1 {
        faults.append(.doubled(number: number, count: count, paths: paths))
    }
    // A file that cannot be read may be the one that is missing; both are said.
    let missing = files.count < count ? (1...count).filter { files[$0] == nil } : []
    if !missing.isEmpty { faults.append(.missing(numbers: missing, count: count)) }
    guard faults.isEmpty else { throw .refused(faults) }
    return parts.sorted { $0.head.part.number < $1.head.part.number }
}
