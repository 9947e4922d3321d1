import Reports

extension JobTables {
    /// The columns of `air_<name>_<period>` for the rows of a layer's zone table, each named
    /// `air_<column>`; `nil` for a layer without national stations.
    func airColumns(zoneLayer index: Int, period: Int) -> ReportTable? {
        guard let air = figures.air, let number = air.layers.firstIndex(of: index) else {
            return nil
        }
        return Self.airColumns(of: self.air(layer: number, period: period, of: air))
    }

    /// The columns of `stations_air_<period>`, a row for each of the job's stations: empty for
    /// micro-stations, which have no part in official statistics.
    func airColumnsOfStations(period: Int) -> ReportTable? {
        guard let air = figures.air else { return nil }
        let known = Self.airColumns(of: stationsAir(period: period, of: air))
        var rows = known.rows[...]
        let all = inputs.stations.map { station -> [ReportTable.Cell] in
            guard station.network != .micro, let own = rows.popFirst() else {
                return known.columns.map { _ in .empty }
            }
            return own
        }
        return ReportTable(id: known.id, title: known.title, columns: known.columns, rows: all)
    }

    /// What a table of air adds to one that names its rows.
    private static func airColumns(of table: ReportTable) -> ReportTable {
        let added = table.columns.indices.filter {
            !["id", "label", "kind", "network"].contains(table.columns[$0].key)
        }
        return ReportTable(
            id: table.id, title: table.title,
            columns: added.map { index in
                var column = table.columns[index]
                column.key = "air_\(column.key)"
                return column
            }, rows: table.rows.map { row in added.map { row[$0] } },
            lastRowIsTotal: table.lastRowIsTotal)
    }
}
