import SealedFiles

/// What one record of a partial result says.
struct UnitRecord {
    var zone: Int
    var band: Int
    var tile: Int
    var state: ZoneState
    var values: [ValueRun]
}

extension SealedFileReader {
    /// The next record of a pass; `nil` at its end.
    ///
    /// - Throws: `SealedFileError.valueOutOfRange` for anything that no writer leaves.
    func readUnit(
        _ head: PartialHead, pass: PartialHead.PassHead, _ needs: StateNeeds
    ) throws(SealedFileError) -> UnitRecord? {
        let code = try readUInt8("mark")
        guard let mark = PartialFile.Mark(rawValue: code) else {
            throw outOfRange("mark", "\(code)")
        }
        if mark == .end { return nil }
        let zone = try readNumber("zone", upTo: head.zoneCount)
        guard head.zones.contains(zone) else { throw outOfRange("zone", "\(zone)") }
        let band = Int(try readUInt32("band"))
        guard band < pass.bandCount else { throw outOfRange("band", "\(band)") }
        let tile = try readNumber("tile", upTo: .max)
        guard head.part.range(of: pass.tileRows, by: .rows).contains(tile / pass.tileColumns)
        else { throw outOfRange("tile", "\(tile)") }
        return UnitRecord(
            zone: zone, band: band, tile: tile, state: try readState(pass, needs),
            values: try readRuns(needs))
    }

    // MARK: - State

    private func readState(
        _ pass: PartialHead.PassHead, _ needs: StateNeeds
    ) throws(SealedFileError) -> ZoneState {
        var state = ZoneState(needs)
        state.moments = try readMoments()
        state.minimumPlace = try readPlace(pass)
        state.maximumPlace = try readPlace(pass)
        let hasPlaces = needs.places && !state.moments.isEmpty
        guard (state.minimumPlace != nil) == hasPlaces, (state.maximumPlace != nil) == hasPlaces
        else { throw outOfRange("cell", hasPlaces ? "none" : "there") }
        for index in state.above.indices { state.above[index] = try readCoverage("share") }
        state.sine = try readSum("sine")
        state.cosine = try readSum("cosine")
        state.weighted = try readMoments()
        state.withoutWeight = try readCoverage("cells without weight")
        state.hasZeroWeight = try readBool("zero weight")
        return state
    }

    private func readSum(_ what: String) throws(SealedFileError) -> CompensatedSum {
        CompensatedSum(high: try readDouble(what), low: try readDouble(what))
    }

    private func readCoverage(_ what: String) throws(SealedFileError) -> CompensatedSum {
        let sum = try readSum(what)
        guard sum.high >= 0, sum.value >= 0 else { throw outOfRange(what, "\(sum.value)") }
        return sum
    }

    private func readMoments() throws(SealedFileError) -> Moments {
        var moments = Moments()
        moments.count = try readCoverage("count")
        moments.sum = try readSum("sum")
        moments.mean = try readSum("mean")
        moments.squaredDeviations = try readDouble("squared deviations")
        moments.minimum = try readDouble("minimum")
        moments.maximum = try readDouble("maximum")
        guard moments.isEmpty ? moments == Moments() : moments.minimum <= moments.maximum else {
            throw outOfRange("minimum", "\(moments.minimum), the maximum \(moments.maximum)")
        }
        return moments
    }

    private func readPlace(
        _ pass: PartialHead.PassHead
    ) throws(SealedFileError) -> ZoneState.CellPlace? {
        let row = try readInt32("row")
        let column = try readInt32("column")
        if row == -1, column == -1 { return nil }
        guard row >= 0, row < pass.rows, column >= 0, column < pass.columns else {
            throw outOfRange("cell", "row \(row), column \(column)")
        }
        return ZoneState.CellPlace(row: row, column: column)
    }

    // MARK: - Values

    private func readRuns(_ needs: StateNeeds) throws(SealedFileError) -> [ValueRun] {
        let count = try readCount("number of runs", bytesEach: 17)
        guard count == 0 || needs.values else { throw outOfRange("number of runs", "\(count)") }
        var runs: [ValueRun] = []
        for _ in 0..<count { runs.append(try readRun()) }
        return runs
    }

    private func readRun() throws(SealedFileError) -> ValueRun {
        let whole = try readCount("number of values", bytesEach: 8)
        let hasCounts = try readBool("counts")
        let parts = try readCount("number of values in part", bytesEach: 16)
        var run = ValueRun()
        run.whole = try readDoubles("values", whole)
        if hasCounts { run.counts = try readCounts(whole) }
        run.parts = try readDoubles("values in part", parts)
        run.fractions = try readDoubles("fractions", parts)
        guard Self.ascend(run.whole), Self.ascend(run.parts) else {
            throw outOfRange("values", "not ascending")
        }
        guard run.fractions.allSatisfy({ $0 > 0 && $0 < 1 }), run.counts.allSatisfy({ $0 > 0 })
        else { throw outOfRange("values", "of cells that are not covered") }
        return run
    }

    /// Whether the values ascend, and none is NaN.
    private static func ascend(_ values: [Double]) -> Bool {
        guard let first = values.first, !first.isNaN else { return values.isEmpty }
        return zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
    }

    private func readDoubles(_ what: String, _ count: Int) throws(SealedFileError) -> [Double] {
        try readNumbers(what, [UInt64](repeating: 0, count: count)).map {
            Double(bitPattern: UInt64(littleEndian: $0))
        }
    }

    private func readCounts(_ count: Int) throws(SealedFileError) -> [UInt32] {
        guard count <= remaining / 4 else { throw outOfRange("counts", "\(count)") }
        return try readNumbers("counts", [UInt32](repeating: 0, count: count)).map(
            UInt32.init(littleEndian:))
    }

    /// Fills `blank` with the next numbers.
    private func readNumbers<Number>(
        _ what: String, _ blank: [Number]
    ) throws(SealedFileError) -> [Number] {
        var numbers = blank
        let outcome = numbers.withUnsafeMutableBytes { bytes in
            Result { () throws(SealedFileError) in try read(into: bytes, what) }
        }
        try outcome.get()
        return numbers
    }
}
