import Foundation
import GeoFiles
import Geometry

/// Writes a shapefile of points with one text column `名称`, its bytes GBK, without `.cpg`, without
/// `.prj` and with language byte 0: as Chinese programs leave them.
func writeGBKShapefile(at path: String, names: [String], width: Int) throws {
    let layer = OutputLayer(
        name: "fixture", fields: [VectorField(name: "n", kind: .integer)], geometry: .points,
        features: names.indices.map {
            Feature(
                number: Int64($0), shape: .points([Coordinate(x: 112 + Double($0), y: 37)]),
                attributes: [.integer(1)])
        })
    try writeVector(layer, to: path)
    let stem = URL(fileURLWithPath: path).deletingPathExtension()
    try FileManager.default.removeItem(at: stem.appendingPathExtension("cpg"))
    try dbf(column: "名称", values: names, width: width).write(
        to: stem.appendingPathExtension("dbf"))
}

/// A dBase III table with one text column, its bytes as GBK gives them, cut at `width`.
private func dbf(column: String, values: [String], width: Int) -> Data {
    func little(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(number >> (8 * $0) & 0xFF) }
    }
    var bytes: [UInt8] = [3, 126, 3, 1] + little(values.count, 4) + little(32 + 32 + 1, 2)
    bytes += little(width + 1, 2) + [UInt8](repeating: 0, count: 20)
    let name = gbk(column)
    bytes += name + [UInt8](repeating: 0, count: 11 - name.count)
    bytes += [0x43, 0, 0, 0, 0, UInt8(width)] + [UInt8](repeating: 0, count: 15)
    bytes.append(0x0D)
    for value in values {
        let cell = Array(gbk(value).prefix(width))
        bytes += [0x20] + cell + [UInt8](repeating: 0x20, count: width - cell.count)
    }
    bytes.append(0x1A)
    return Data(bytes)
}

/// The bytes of GBK for the characters that the tests use.
func gbk(_ text: String) -> [UInt8] {
    let table: [Character: [UInt8]] = [
        "汾": [0xB7, 0xDA], "河": [0xBA, 0xD3], "太": [0xCC, 0xAB], "原": [0xD4, 0xAD],
        "市": [0xCA, 0xD0], "小": [0xD0, 0xA1], "店": [0xB5, 0xEA], "区": [0xC7, 0xF8],
        "名": [0xC3, 0xFB], "称": [0xB3, 0xC6],
    ]
    return text.flatMap { table[$0] ?? Array(String($0).utf8) }
}
