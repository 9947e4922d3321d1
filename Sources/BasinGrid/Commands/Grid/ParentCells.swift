import GeoFiles
import HotSpots

/// Cells of a larger size, named by their ids in a table: finer cells are made inside of them only.
struct ParentCells {
    private let ids: [SIMD2<Int>: String]
    /// How many cells of the fishnet make a side of a parent.
    private let ratio: Int

    /// The cells that a table or layer names by `cell_id`; where it has a column `selected`, those
    /// whose entry there is `yes`.
    ///
    /// - Throws: `Fault` when there is no `cell_id`, ids are of another CRS, or sizes do not nest.
    init(path: String, of fishnet: Fishnet, _ reading: VectorReadOptions) throws {
        var ids: [SIMD2<Int>: String] = [:]
        var sizes: Set<Double> = []
        let example = fishnet.id(row: 0, column: 0)
        let own = CellID(example)?.reference ?? ""
        for row in try Self.rows(of: path, encoding: reading.encoding) {
            guard let id = CellID(row.id), id.reference == own else {
                throw Fault(
                    .data,
                    zh:
                        "\(path) 第 \(row.number) 行：cell_id “\(row.id)” 不是坐标系 \(own) 的网格编号，应如 \(example)。",
                    en:
                        "\(path), row \(row.number): cell_id \"\(row.id)\" is no id of a cell in the "
                        + "CRS \(own), expected one such as \(example).")
            }
            ids[SIMD2(id.row, id.column)] = row.id
            sizes.insert(id.sizeInMetres)
        }
        guard let size = sizes.first, sizes.count == 1 else {
            throw Fault(
                .data, zh: "\(path)：应有同一边长的网格编号，实际有 \(sizes.count) 种边长。",
                en: "\(path): expected ids of cells of one size, found \(sizes.count) sizes.")
        }
        let ratio = size / fishnet.cellSizeInMetres
        guard ratio >= 1, abs(ratio - ratio.rounded()) < 1e-9 * ratio else {
            throw HotSpotError.cellsDoNotNest(child: fishnet.cellSizeInMetres, parent: size)
        }
        self.ids = ids
        self.ratio = Int(ratio.rounded())
    }

    private static func rows(
        of path: String, encoding: String?
    ) throws -> [(number: Int, id: String)] {
        if isTable(path) {
            let list = try ListFile(
                path,
                columns: [.init("cell_id", ["网格编号"]), .init("selected", ["热点"], isNeeded: false)],
                encoding: encoding)
            return list.rows.filter { ["", "yes", "是"].contains($0.cells[1]) }
                .map { ($0.line, $0.cells[0]) }
        }
        let layer = try readVectorLayer(at: path, options: VectorReadOptions(encoding: encoding))
        let column = try layer.index(ofField: "cell_id")
        let selected = layer.fields.firstIndex { $0.name == "selected" }
        return layer.features.filter { feature in
            selected.map { feature.attributes[$0].text == "yes" } ?? true
        }.map { (Int($0.number), $0.attributes[column].text ?? "") }
    }

    /// The id of the parent of a cell, by its lattice row and column; `nil` outside all parents.
    func parent(latticeRow row: Int, column: Int) -> String? {
        func floor(_ index: Int) -> Int { (index - (index < 0 ? ratio - 1 : 0)) / ratio }
        return ids[SIMD2(floor(row), floor(column))]
    }
}
