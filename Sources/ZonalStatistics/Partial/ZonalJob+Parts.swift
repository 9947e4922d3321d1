import SealedFiles

extension ZonalJob {
    /// Writes the states of one part of the job to a file that `mergePartials` takes.
    ///
    /// - Parameters:
    ///   - path: A temporary name; the caller renames the file once it is whole.
    ///   - rows: The zones' part of the table, of all zones.
    ///   - facts: What parts must agree on, beside the job's own: where zones and rasters come
    ///     from, how the table is laid out.
    /// - Throws: as `run`; `SealedFileError.cannotWrite`.
    public func writePartial(
        _ part: ZonalPart, to path: String, rows: ZoneRows, facts: [ZonalFact],
        resources: Resources = Resources(), progress: (Double) -> Void = { _ in }
    ) throws {
        precondition(rows.texts.count == zoneCount, "one row a zone")
        let zones = part.range(of: zoneCount, by: .zones)
        let memory = MemoryShares(resources.memory)
        let plans = ZonalPass.plans(
            passes, zones: zones, part: part, threads: resources.threads)
        let writer = try SealedFileWriter(
            path: path, kind: PartialFile.kind, version: PartialFile.version)
        try writer.write(head(part, rows.rows(zones), facts, plans))
        for (index, pass) in passes.enumerated() {
            let plan = plans[index]
            let bands = pass.stack.bandCount
            try pass.run(
                plan, question.needs(roles[index]), threads: resources.threads,
                memory: memory.windows
            ) { result in
                let tile = plan.tiles[result.index].number
                try result.forEachUnit(of: plan, bands: bands) { zone, band, state, values in
                    try writer.write(state, values: values, zone: zone, band: band, tile: tile)
                }
                progress(
                    (Double(index) + Double(result.index + 1) / Double(plan.tiles.count))
                        / Double(passes.count))
            }
            try writer.write(PartialFile.Mark.end.rawValue)
        }
        try writer.finish()
    }

    private func head(
        _ part: ZonalPart, _ rows: ZoneRows, _ facts: [ZonalFact], _ plans: [TilePlan]
    ) -> PartialHead {
        let zones = part.range(of: zoneCount, by: .zones)
        return PartialHead(
            facts: facts, part: part, statistics: question.statistics.map(\.name),
            quantileDefinition: question.quantileDefinition, bands: bands,
            passes: passes.indices.map { index in
                let geometry = passes[index].overlay.geometry
                return PartialHead.PassHead(
                    role: roles[index], transform: geometry.geotransform, rows: geometry.rows,
                    columns: geometry.columns, cellsPerValueCell: passes[index].cellsPerValueCell,
                    bandCount: passes[index].stack.bandCount, tileRows: plans[index].rowCount,
                    tileColumns: plans[index].columnCount)
            },
            zoneCount: zoneCount, zones: zones, rows: rows,
            zoneAreasInCells: passes.map { pass in
                pass.overlay.zones[zones].map(\.zoneAreaInCells)
            })
    }
}
