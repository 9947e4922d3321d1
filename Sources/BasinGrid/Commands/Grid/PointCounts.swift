import Foundation
import GeoFiles
import HotSpots
import Reports

/// How many points of a layer or table lie in each cell of a fishnet.
struct PointCounts {
    /// `n_` and the file's name.
    let name: String
    let notes: [LocalizedText]
    /// By row × columns + column.
    private let counts: [Int: Int]
    private let columns: Int

    /// - Throws: As `readPoints`.
    init(_ path: String, _ reading: VectorReadOptions, in fishnet: Fishnet) throws {
        let points = try readPoints(
            at: path,
            options: VectorReadOptions(
                encoding: reading.encoding, assumedCRS: reading.assumedCRS),
            x: nil, y: nil, fields: [], into: fishnet.crs)
        var counts: [Int: Int] = [:]
        for row in points.rows {
            guard let cell = fishnet.cell(at: row.coordinate) else { continue }
            counts[cell.row * fishnet.geometry.columns + cell.column, default: 0] += 1
        }
        self.counts = counts
        columns = fishnet.geometry.columns
        name = "n_" + URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        notes = points.notes.map(\.text)
    }

    func count(row: Int, column: Int) -> Int { counts[row * columns + column] ?? 0 }

    func count(in cell: FishnetCell) -> Int { count(row: cell.row, column: cell.column) }
}
