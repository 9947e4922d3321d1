import Geometry
import Grids
import SealedFiles

/// Reads the contents of an overlay file, and believes nothing of them.
struct OverlayReader {
    private let reader: SealedFileReader
    private var runs = RunReader()

    init(_ reader: SealedFileReader) { self.reader = reader }

    mutating func read() throws(SealedFileError) -> OverlayFile {
        let geometry = try readGeometry()
        let method = try readMethod()
        let zonesKey = try reader.readString("zonesKey")
        let gridKey = try reader.readString("gridKey")
        let idField = try reader.readString("idField")
        let fieldNames = try readFieldNames()
        let (zones, tables) = try readZones(fieldNames.count, geometry)
        var coverages: [ZoneCoverage] = []
        coverages.reserveCapacity(tables.count)
        for (index, table) in tables.enumerated() {
            coverages.append(
                ZoneCoverage(
                    runs: try runs.read(table, of: index, from: reader, geometry, method),
                    zoneAreaInCells: table.areaInCells))
        }
        try reader.expectEnd()
        return OverlayFile(
            overlay: Overlay(geometry: geometry, method: method, zones: coverages),
            idField: idField, fieldNames: fieldNames, zones: zones, zonesKey: zonesKey,
            gridKey: gridKey)
    }

    // MARK: - Grid

    private func readGeometry() throws(SealedFileError) -> GridGeometry {
        let transform = Geotransform(
            originX: try finite("grid.originX"), columnStepX: try finite("grid.columnStepX"),
            rowStepX: try finite("grid.rowStepX"), originY: try finite("grid.originY"),
            columnStepY: try finite("grid.columnStepY"), rowStepY: try finite("grid.rowStepY"))
        guard !transform.isRotated else { throw reader.outOfRange("grid.rowStepX", "not 0") }
        guard transform.columnStepX != 0, transform.rowStepY != 0 else {
            throw reader.outOfRange("grid.columnStepX, grid.rowStepY", "0")
        }
        let rows = try readSide("grid.rows")
        let columns = try readSide("grid.columns")
        return GridGeometry(
            geotransform: transform, rows: rows, columns: columns, crs: try readCRS())
    }

    private func readSide(_ what: String) throws(SealedFileError) -> Int {
        let value = try reader.readInt64(what)
        guard value > 0, value < Int64(Int32.max) else { throw reader.outOfRange(what, "\(value)") }
        return Int(value)
    }

    private func readCRS() throws(SealedFileError) -> CoordinateReferenceSystem? {
        guard try reader.readBool("crs.isKnown") else { return nil }
        return CoordinateReferenceSystem(
            code: try readText { "crs.code" }, name: try reader.readString("crs.name"),
            wkt: try reader.readString("crs.wkt"),
            isGeographic: try reader.readBool("crs.isGeographic"),
            metresPerUnit: try finite("crs.metresPerUnit"))
    }

    private func finite(_ what: String) throws(SealedFileError) -> Double {
        let value = try reader.readDouble(what)
        guard value.isFinite else { throw reader.outOfRange(what, "\(value)") }
        return value
    }

    private func readMethod() throws(SealedFileError) -> CoverageMethod {
        let text = try reader.readString("method")
        guard let method = CoverageMethod(rawValue: text) else {
            throw reader.outOfRange("method", "\"\(text)\"")
        }
        return method
    }

    // MARK: - Zones

    private func readFieldNames() throws(SealedFileError) -> [String] {
        let count = try reader.readCount("fieldNames", bytesEach: 8)
        var names: [String] = []
        names.reserveCapacity(count)
        for index in 0..<count { names.append(try reader.readString("fieldNames[\(index)]")) }
        return names
    }

    private func readZones(
        _ fields: Int, _ geometry: GridGeometry
    ) throws(SealedFileError) -> ([OverlayZone], [RunTable]) {
        // Two counted texts, a flag a field, and the numbers of the table.
        let count = try reader.readCount("zones", bytesEach: 8 + 8 + fields + 9 + 2 + 24)
        var zones: [OverlayZone] = []
        var tables: [RunTable] = []
        zones.reserveCapacity(count)
        tables.reserveCapacity(count)
        for index in 0..<count {
            zones.append(try readZone(index, fields))
            tables.append(try readTable(index, geometry))
        }
        return (zones, tables)
    }

    private func readZone(_ index: Int, _ fields: Int) throws(SealedFileError) -> OverlayZone {
        let id = try reader.readString("zones[\(index)].id")
        let label = try reader.readString("zones[\(index)].label")
        var texts: [String?] = []
        texts.reserveCapacity(fields)
        for field in 0..<fields {
            texts.append(try readText { "zones[\(index)].texts[\(field)]" })
        }
        let isAreaKnown = try reader.readBool("zones[\(index)].isAreaKnown")
        let area = try readArea { "zones[\(index)].areaInSquareMetres" }
        return OverlayZone(
            id: id, label: label, texts: texts, areaInSquareMetres: isAreaKnown ? area : nil,
            note: try readText { "zones[\(index)].note" },
            noteInChinese: try readText { "zones[\(index)].noteInChinese" })
    }

    private func readTable(
        _ index: Int, _ geometry: GridGeometry
    ) throws(SealedFileError) -> RunTable {
        let area = try readArea { "zones[\(index)].zoneAreaInCells" }
        let count = try reader.readCount("zones[\(index)].runCount", bytesEach: RunLayout.size)
        let firstRow = Int(try reader.readInt32("zones[\(index)].firstRow"))
        let rowCount = Int(try reader.readInt32("zones[\(index)].rowCount"))
        guard firstRow >= 0, firstRow < geometry.rows else {
            throw reader.outOfRange("zones[\(index)].firstRow", "\(firstRow)")
        }
        guard rowCount >= 0, rowCount <= geometry.rows - firstRow, (rowCount == 0) == (count == 0)
        else { throw reader.outOfRange("zones[\(index)].rowCount", "\(rowCount)") }
        return RunTable(areaInCells: area, count: count, rows: firstRow..<firstRow + rowCount)
    }

    private func readText(_ what: () -> String) throws(SealedFileError) -> String? {
        try reader.readBool(what()) ? try reader.readString(what()) : nil
    }

    private func readArea(_ what: () -> String) throws(SealedFileError) -> Double {
        let area = try reader.readDouble(what())
        guard area >= 0, area.isFinite else { throw reader.outOfRange(what(), "\(area)") }
        return area
    }
}
