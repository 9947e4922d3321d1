import Grids
import SealedFiles

extension SealedFileWriter {
    func write(_ count: Int) throws(SealedFileError) { try write(Int64(count)) }

    func write(_ sum: CompensatedSum) throws(SealedFileError) {
        try write(sum.high)
        try write(sum.low)
    }

    func write(_ text: String?) throws(SealedFileError) {
        try write(text != nil)
        if let text { try write(text) }
    }

    func write(_ head: PartialHead) throws(SealedFileError) {
        try write(UInt64(head.facts.count))
        for fact in head.facts {
            try write(fact.name)
            try write(fact.value)
        }
        try write(head.part.cut.rawValue)
        try write(head.part.number)
        try write(head.part.count)
        try write(UInt64(head.statistics.count))
        for name in head.statistics { try write(name) }
        try write(head.quantileDefinition.rawValue)
        try write(UInt64(head.passes.count))
        for pass in head.passes { try write(pass) }
        try write(UInt64(head.bands.count))
        for band in head.bands { try write(band) }
        try write(head.zoneCount)
        try write(head.zones.lowerBound)
        try write(UInt64(head.zones.count))
        try write(UInt64(head.rows.columns.count))
        for name in head.rows.columns { try write(name) }
        for (index, texts) in head.rows.texts.enumerated() {
            for text in texts { try write(text) }
            try write(head.rows.areasInSquareMetres[index])
            for areas in head.zoneAreasInCells { try write(areas[index]) }
        }
    }

    private func write(_ pass: PartialHead.PassHead) throws(SealedFileError) {
        try write(pass.role.rawValue)
        let g = pass.transform
        for number in [
            g.originX, g.columnStepX, g.rowStepX, g.originY, g.columnStepY, g.rowStepY,
        ] {
            try write(number)
        }
        for number in [
            pass.rows, pass.columns, pass.cellsPerValueCell, pass.bandCount, pass.tileRows,
            pass.tileColumns,
        ] {
            try write(number)
        }
    }

    private func write(_ band: ZonalJob.Band) throws(SealedFileError) {
        try write(band.name)
        try write(band.pass)
        try write(band.band)
        try write(band.weightedPass ?? -1)
        try write(band.weightedBand)
    }

    /// A unit's state and values.
    func write(
        _ state: ZoneState, values: [ValueRun], zone: Int, band: Int, tile: Int
    ) throws(SealedFileError) {
        try write(PartialFile.Mark.unit.rawValue)
        try write(zone)
        try write(UInt32(band))
        try write(tile)
        try write(state.moments)
        for place in [state.minimumPlace, state.maximumPlace] {
            try write(place?.row ?? -1)
            try write(place?.column ?? -1)
        }
        for sum in state.above { try write(sum) }
        try write(state.sine)
        try write(state.cosine)
        try write(state.weighted)
        try write(state.withoutWeight)
        try write(state.hasZeroWeight)
        try write(UInt64(values.count))
        for run in values { try write(run) }
    }

    private func write(_ moments: Moments) throws(SealedFileError) {
        try write(moments.count)
        try write(moments.sum)
        try write(moments.mean)
        for number in [moments.squaredDeviations, moments.minimum, moments.maximum] {
            try write(number)
        }
    }

    private func write(_ run: ValueRun) throws(SealedFileError) {
        try write(UInt64(run.whole.count))
        try write(!run.counts.isEmpty)
        try write(UInt64(run.parts.count))
        try write(plain: run.whole.map(\.bitPattern.littleEndian))
        try write(plain: run.counts.map(\.littleEndian))
        try write(plain: run.parts.map(\.bitPattern.littleEndian))
        try write(plain: run.fractions.map(\.bitPattern.littleEndian))
    }

    private func write<Number>(plain numbers: [Number]) throws(SealedFileError) {
        let outcome = numbers.withUnsafeBytes { bytes in
            Result { () throws(SealedFileError) in try write(raw: bytes) }
        }
        try outcome.get()
    }
}
