import Geometry
import Grids
import SealedFiles

/// Where the numbers of a run lie in a file: column and length, Int32, and fraction, Double.
enum RunLayout {
    static let size = 16
    static let length = 4
    static let fraction = 8
    static let rowSize = 4
}

/// Writes the contents of an overlay file.
struct OverlayWriter {
    private let writer: SealedFileWriter

    init(_ writer: SealedFileWriter) { self.writer = writer }

    func write(_ file: OverlayFile) throws(SealedFileError) {
        try write(file.overlay.geometry)
        try writer.write(file.overlay.method.rawValue)
        try writer.write(file.zonesKey)
        try writer.write(file.gridKey)
        try writer.write(file.idField)
        try writer.write(UInt64(file.fieldNames.count))
        for name in file.fieldNames { try writer.write(name) }
        try writer.write(UInt64(file.zones.count))
        for index in file.zones.indices {
            try write(file.zones[index], file.overlay.zones[index])
        }
        for coverage in file.overlay.zones { try writeRuns(of: coverage) }
    }

    private func write(_ geometry: GridGeometry) throws(SealedFileError) {
        let g = geometry.geotransform
        for number in [
            g.originX, g.columnStepX, g.rowStepX, g.originY, g.columnStepY, g.rowStepY,
        ] { try writer.write(number) }
        try writer.write(Int64(geometry.rows))
        try writer.write(Int64(geometry.columns))
        try writer.write(geometry.crs != nil)
        guard let crs = geometry.crs else { return }
        try write(crs.code)
        try writer.write(crs.name)
        try writer.write(crs.wkt)
        try writer.write(crs.isGeographic)
        try writer.write(crs.metresPerUnit)
    }

    private func write(_ zone: OverlayZone, _ coverage: ZoneCoverage) throws(SealedFileError) {
        try writer.write(zone.id)
        try writer.write(zone.label)
        for text in zone.texts { try write(text) }
        try writer.write(zone.areaInSquareMetres != nil)
        try writer.write(zone.areaInSquareMetres ?? 0)
        try write(zone.note)
        try write(zone.noteInChinese)
        try writer.write(coverage.zoneAreaInCells)
        try writer.write(UInt64(coverage.runs.count))
        try writer.write(Int32(coverage.rows.lowerBound))
        try writer.write(Int32(coverage.rows.count))
    }

    private func write(_ text: String?) throws(SealedFileError) {
        try writer.write(text != nil)
        if let text { try writer.write(text) }
    }

    /// The number of runs in each row, then the runs.
    private func writeRuns(of coverage: ZoneCoverage) throws(SealedFileError) {
        let rows = coverage.rows
        var counts = [UInt32](repeating: 0, count: rows.count)
        for run in coverage.runs { counts[Int(run.row) - rows.lowerBound] += 1 }
        for count in counts { try writer.write(count) }
        for run in coverage.runs {
            try writer.write(run.column)
            try writer.write(run.length)
            try writer.write(run.fraction)
        }
    }
}
