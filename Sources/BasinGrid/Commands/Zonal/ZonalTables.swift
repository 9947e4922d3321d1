import Reports
import ZonalStatistics

/// The table of a request: a row a zone, or with `isLong` a row a zone, raster and statistic.
func zonalTable(
    _ rows: ZoneRows, names: [String], tables: [ZonalTable], isLong: Bool
) -> ReportTable {
    isLong ? longTable(rows, names, tables) : wideTable(rows, names, tables)
}

private func wideTable(
    _ rows: ZoneRows, _ names: [String], _ tables: [ZonalTable]
) -> ReportTable {
    var columns = rows.columns.map {
        ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .text)
    }
    for (name, table) in zip(names, tables) {
        columns += table.columns.map { column in
            let key = names.count == 1 ? column.name : "\(name)_\(column.name)"
            return ReportTable.Column(
                key: key, heading: LocalizedText(key), kind: .number(decimals: nil))
        }
    }
    return ReportTable(
        id: "zonal", title: "zonal", columns: columns,
        rows: rows.texts.indices.map { zone in
            rows.texts[zone].map { ReportTable.Cell($0) }
                + tables.flatMap { $0.values[zone].map { ReportTable.Cell($0) } }
        })
}

private func longTable(
    _ rows: ZoneRows, _ names: [String], _ tables: [ZonalTable]
) -> ReportTable {
    let columns =
        [rows.columns[0], "raster", "stat"].map {
            ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .text)
        } + [ReportTable.Column(key: "value", heading: "value", kind: .number(decimals: nil))]
    var table = ReportTable(id: "zonal", title: "zonal", columns: columns)
    for zone in rows.texts.indices {
        for (name, result) in zip(names, tables) {
            for (column, value) in zip(result.columns, result.values[zone]) {
                table.append([
                    ReportTable.Cell(rows.texts[zone][0]), .text(name), .text(column.name),
                    ReportTable.Cell(value),
                ])
            }
        }
    }
    return table
}
