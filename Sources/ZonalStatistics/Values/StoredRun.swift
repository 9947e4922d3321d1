/// A run of cells, in memory or in a file.
enum StoredRun {
    case memory(ValueRun)
    case file(RunPlace)

    /// How many whole cells the run stands for.
    var wholeCells: Int {
        switch self {
        case .memory(let run): run.wholeCells
        case .file(let place): place.wholeCells
        }
    }

    var partCells: Int {
        switch self {
        case .memory(let run): run.parts.count
        case .file(let place): place.partCount
        }
    }

    var bytesInMemory: Int {
        switch self {
        case .memory(let run): run.byteCount
        case .file: 0
        }
    }
}

/// A run in a spool: `wholeCount` values, as many counts if it has them, `partCount` values, as many
/// fractions, one after the other.
struct RunPlace {
    let spool: ValueSpool
    let offset: Int
    let wholeCount: Int
    let hasCounts: Bool
    let partCount: Int
    let wholeCells: Int

    var countsOffset: Int { offset + wholeCount * 8 }
    var partsOffset: Int { countsOffset + (hasCounts ? wholeCount * 4 : 0) }
    var fractionsOffset: Int { partsOffset + partCount * 8 }
}
