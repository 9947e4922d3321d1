import Crypto
import Foundation
import GeoFiles
import Grids

/// The SHA-256 of zones as they were read: codes, rings, coordinates and CRS.
///
/// The same for the same zones in any format; other for any change of a code or vertex.
func zonesKey(of source: ZoneSource) -> String {
    var hash = SHA256()
    source.contentKeyBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().hexadecimal
}

extension Digest {
    /// The digest in lower-case hexadecimal digits.
    var hexadecimal: String {
        map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}

/// The SHA-256 of a grid: its six numbers, its size and its CRS.
func gridKey(of grid: GridGeometry) -> String {
    let g = grid.geotransform
    let numbers = [
        g.originX, g.columnStepX, g.rowStepX, g.originY, g.columnStepY, g.rowStepY,
    ].map { String($0) }
    let text =
        (numbers + ["\(grid.rows)", "\(grid.columns)", grid.crs?.wkt ?? ""])
        .joined(separator: "\n")
    return SHA256.hash(data: Data(text.utf8)).hexadecimal
}
