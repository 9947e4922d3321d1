import GeoFiles
import HotSpots

/// Cells of a larger size, named by their ids in a table: finer cells are made inside of them only.
struct ParentCells {
    private let ids: [SIMD2<Int>: String]
    /// How many cells of the fishnet make a side of a parent.
    private let ratio: Int

    /// - Throws: `Fault` when the table has no `cell_id`, ids are of another CRS, or sizes do not
    ///   nest.
    init(path: String, of fishnet: Fishnet, _ reading: VectorReadOptions) throws {
        let layer = try readVectorLayer(
            at: path, options: VectorReadOptions(encoding: reading.encoding))
        let column = try layer.index(ofField: "cell_id")
        var ids: [SIMD2<Int>: String] = [:]
        var sizes: Set<Double> = []
        let own = fishnet.id(row: 0, column: 0).split(separator: "-").first
        for feature in layer.features {
            guard let text = feature.attributes[column].text, let id = CellID(text),
                id.reference[...] == own
            else {
                throw Fault(
                    .data,
                    zh:
                        "\(path) 第 \(feature.number) 行：cell_id “\(feature.attributes[column].text ?? "")” 不是坐标系 \(own ?? "") 的网格编号，应如 \(fishnet.id(row: 0, column: 0))。",
                    en: "\(path), row \(feature.number): cell_id "
                        + "\"\(feature.attributes[column].text ?? "")\" is no id of a cell in the "
                        + "CRS \(own ?? ""), expected one such as \(fishnet.id(row: 0, column: 0))."
                )
            }
            ids[SIMD2(id.row, id.column)] = text
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

    /// The id of the parent of a cell, by its lattice row and column; `nil` outside all parents.
    func parent(latticeRow row: Int, column: Int) -> String? {
        func floor(_ index: Int) -> Int { (index - (index < 0 ? ratio - 1 : 0)) / ratio }
        return ids[SIMD2(floor(row), floor(column))]
    }
}
