/// Which cells of a run: those that are whole, or those at the zone's edge.
enum RunColumn { case whole, parts }

/// The sorted values of a run with what each counts for, a piece after the other: of a run in a
/// file no more than a piece is in memory.
final class RunPieces {
    private let run: StoredRun
    private let column: RunColumn
    private let length: Int
    private let pieceLength: Int
    private var passed = 0
    private let valueBuffer: UnsafeMutablePointer<Double>
    private let weightBuffer: UnsafeMutablePointer<Double>

    /// - Parameter pieceLength: How many values are in memory at once.
    init(_ run: StoredRun, _ column: RunColumn, pieceLength: Int) {
        self.run = run
        self.column = column
        switch (run, column) {
        case (.memory(let run), .whole): length = run.whole.count
        case (.memory(let run), .parts): length = run.parts.count
        case (.file(let place), .whole): length = place.wholeCount
        case (.file(let place), .parts): length = place.partCount
        }
        self.pieceLength = min(pieceLength, length)
        valueBuffer = .allocate(capacity: self.pieceLength)
        weightBuffer = .allocate(capacity: self.pieceLength)
        weightBuffer.initialize(repeating: 1, count: self.pieceLength)
    }

    deinit {
        valueBuffer.deallocate()
        weightBuffer.deallocate()
    }

    /// The next values with their weights — the number of whole cells, or a coverage fraction —
    /// which stay as they are until the next call; `nil` at the end.
    func next() throws -> (
        values: UnsafePointer<Double>, weights: UnsafePointer<Double>, count: Int
    )? {
        let count = min(pieceLength, length - passed)
        guard count > 0 else { return nil }
        switch run {
        case .memory(let run): copy(run, count)
        case .file(let place): try read(place, count)
        }
        passed += count
        return (UnsafePointer(valueBuffer), UnsafePointer(weightBuffer), count)
    }

    private func copy(_ run: ValueRun, _ count: Int) {
        let values = column == .whole ? run.whole : run.parts
        for index in 0..<count { valueBuffer[index] = values[passed + index] }
        switch column {
        case .whole where run.counts.isEmpty: break
        case .whole:
            for index in 0..<count { weightBuffer[index] = Double(run.counts[passed + index]) }
        case .parts:
            for index in 0..<count { weightBuffer[index] = run.fractions[passed + index] }
        }
    }

    private func read(_ place: RunPlace, _ count: Int) throws {
        let start = column == .whole ? place.offset : place.partsOffset
        let values = try place.spool.doubles(at: start + passed * 8, count: count)
        valueBuffer.update(from: values, count: count)
        switch column {
        case .whole where !place.hasCounts: break
        case .whole:
            let counts = try place.spool.counts(at: place.countsOffset + passed * 4, count: count)
            for index in 0..<count { weightBuffer[index] = Double(counts[index]) }
        case .parts:
            let fractions = try place.spool.doubles(
                at: place.fractionsOffset + passed * 8, count: count)
            weightBuffer.update(from: fractions, count: count)
        }
    }
}
