/// What was found of repeated readings.
struct Duplicates {
    private var equal = 0
    private var conflicting = 0
    private var firstEqual: ReadingNote.Duplicate?
    private var firstConflicting: ReadingNote.Duplicate?
    /// What was taken out of the last series, sorted by time.
    private(set) var dropped: [Reading] = []

    init() {}

    /// Tells what was found.
    func note(in counts: inout ReadingCounts, _ notes: inout [ReadingNote]) {
        counts.equalDuplicates = equal
        counts.conflictingDuplicates = conflicting
        if let firstConflicting {
            notes.append(.conflictingDuplicates(count: conflicting, first: firstConflicting))
        }
        if let firstEqual {
            notes.append(.equalDuplicates(count: equal, first: firstEqual))
        }
    }

    /// `readings` with one reading a time.
    mutating func removed(
        from readings: [Reading], site: String, parameter: ParameterCode, files: [String]
    ) -> [Reading] {
        dropped = []
        let hasNone = zip(readings, readings.dropFirst()).allSatisfy { $0.time < $1.time }
        if hasNone { return readings }
        var result: [Reading] = []
        for reading in readings {
            guard let kept = result.last, kept.time == reading.time else {
                result.append(reading)
                continue
            }
            func place() -> ReadingNote.Duplicate {
                ReadingNote.Duplicate(
                    site: site, parameter: parameter, time: kept.time,
                    kept: kept.value.description, keptLine: Int(kept.line),
                    other: reading.value.description, otherLine: Int(reading.line),
                    keptFile: Self.name(kept.file, files), otherFile: Self.name(reading.file, files)
                )
            }
            if kept.value.isMissing && !reading.value.isMissing {
                dropped.append(kept)
                result[result.count - 1] = reading
                equal += 1
                continue
            }
            dropped.append(reading)
            if kept.value == reading.value || reading.value.isMissing {
                equal += 1
                if firstEqual == nil { firstEqual = place() }
            } else {
                conflicting += 1
                if firstConflicting == nil { firstConflicting = place() }
            }
        }
        return result
    }

    private static func name(_ file: Int32, _ files: [String]) -> String {
        files.indices.contains(Int(file)) ? files[Int(file)] : ""
    }
}
