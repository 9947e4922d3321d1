import Foundation
import GeoFiles
import Geometry
import Grids
import HotSpots
import Reports

/// Gᵢ* of one raster, as rasters of the same cells or as a table of them, band by band.
struct GistarRasters {
    private let request: HotSpotsRequest
    private let raster: RasterFile
    private let statistic: GridLocalG

    init(_ request: HotSpotsRequest, _ options: RunOptions) throws {
        self.request = request
        raster = try RasterFile(path: request.rasters[0])
        try raster.requireAxisParallel()
        statistic = GridLocalG(
            try neighbourhood(request.gistar ?? "", on: raster.geometry),
            includesSelf: request.includesSelf, correction: request.correction)
    }

    func run(_ options: RunOptions) throws -> CommandOutcome {
        let isRaster = request.output?.lowercased().hasSuffix(".tif") ?? false
        let writers = try RasterOutputs(request, raster, isBinned: isRaster, options)
        var found = HotSpotCounts()
        var outcome = CommandOutcome()
        if isRaster {
            try compute(writers, &found, options) { _, _ in }
        } else {
            outcome = try writeTable(writers, &found, options)
        }
        options.progress(0.8, LocalizedText("写出", "writing"))
        outcome.outputs = try writers.finish() + outcome.outputs
        outcome.counts = found.counts
        outcome.warnings += found.warnings
        return outcome
    }

    private typealias Sink = (GridLocalG.Band, GridLocalG.Summary) throws -> Void

    /// Writes and counts every band, and hands it on.
    private func compute(
        _ writers: RasterOutputs, _ found: inout HotSpotCounts, _ options: RunOptions,
        _ sink: Sink
    ) throws {
        try statistic.bands(
            of: raster, threads: options.threads,
            progress: {
                options.progress(0.8 * $0, LocalizedText("局部统计", "local statistics"))
            },
            into: { band, summary in
                found.add(band, summary)
                try writers.write(band, summary)
                try sink(band, summary)
            })
    }

    // MARK: - Table

    private static let header = ["row", "column", "value", "z", "p", "bin"]

    /// A row a cell with a value; CSV line by line.
    private func writeTable(
        _ writers: RasterOutputs, _ found: inout HotSpotCounts, _ options: RunOptions
    ) throws -> CommandOutcome {
        let target = TableTarget(request.output)
        guard target.streams else { return try writeLayer(target, writers, &found, options) }
        guard let path = target.path else {
            var text = ""
            try writeLines(writers, &found, options) { text += $0 }
            return CommandOutcome(standardOutput: text)
        }
        try writeText(to: path, overwrite: options.overwrite) { append in
            try writeLines(writers, &found, options, append)
        }
        return CommandOutcome(outputs: [path])
    }

    private func writeLines(
        _ writers: RasterOutputs, _ found: inout HotSpotCounts, _ options: RunOptions,
        _ append: (String) throws -> Void
    ) throws {
        try append(
            csvText(header: Self.header, rows: [], byteOrderMark: options.byteOrderMark))
        try compute(writers, &found, options) { band, summary in
            var text = ""
            forEachCell(band, summary) { row, column, value, z, bin in
                text += "\(row),\(column),\(NumberText.shortest(value)),"
                text += NumberText.shortest(z)
                text += ",\(NumberText.shortest(twoSidedProbability(ofZ: z))),\(bin)\n"
            }
            try append(text)
        }
    }

    private func writeLayer(
        _ target: TableTarget, _ writers: RasterOutputs, _ found: inout HotSpotCounts,
        _ options: RunOptions
    ) throws -> CommandOutcome {
        var table = ReportTable(
            id: "hotspots", title: "hotspots",
            columns: Self.header.map { name in
                let isWhole = ["row", "column", "bin"].contains(name)
                return ReportTable.Column(
                    key: name, heading: LocalizedText(name),
                    kind: .number(decimals: isWhole ? 0 : nil))
            })
        var shapes: [Shape] = []
        try compute(writers, &found, options) { band, summary in
            forEachCell(band, summary) { row, column, value, z, bin in
                table.append([
                    .integer(row), .integer(column), .number(value), ReportTable.Cell(z),
                    ReportTable.Cell(twoSidedProbability(ofZ: z)), .integer(Int(bin)),
                ])
                shapes.append(.polygons([Polygon(box: box(row: row, column: column))]))
            }
        }
        return try target.write(table, shapes: shapes, crs: raster.geometry.crs, options: options)
    }

    private func forEachCell(
        _ band: GridLocalG.Band, _ summary: GridLocalG.Summary,
        _ body: (_ row: Int, _ column: Int, _ value: Double, _ z: Double, _ bin: Int8) -> Void
    ) {
        let columns = raster.geometry.columns
        for index in band.values.indices where !band.values[index].isNaN {
            let z = band.z[index]
            body(
                band.rows.lowerBound + index / columns, index % columns, band.values[index], z,
                summary.cutoffs.bin(ofZ: z))
        }
    }

    private func box(row: Int, column: Int) -> BoundingBox {
        let g = raster.geometry.geotransform
        let a = g.coordinate(row: Double(row), column: Double(column))
        let b = g.coordinate(row: Double(row + 1), column: Double(column + 1))
        return BoundingBox(
            minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }
}

/// The neighbourhood that a radius, or another text of `NeighbourChoice`, means on a grid.
///
/// - Throws: `Fault` for metres on a grid of degrees, `HotSpotError`.
func neighbourhood(_ text: String, on geometry: GridGeometry) throws -> GridNeighbourhood {
    let option = "--gistar"
    let choice = try NeighbourChoice(parsing: text, option: option)
    guard let found = try choice.neighbourhood(on: geometry, option: option) else {
        throw unexpected(
            option, text, zh: "距离，如 9km，或 square:3", en: "a distance such as 9km, or square:3")
    }
    return found
}

/// How many cells are hot and cold.
struct HotSpotCounts {
    private(set) var cells = 0
    private(set) var hot = 0
    private(set) var cold = 0
    private(set) var tests = 0

    mutating func add(_ band: GridLocalG.Band, _ summary: GridLocalG.Summary) {
        for index in band.z.indices where !band.values[index].isNaN {
            cells += 1
            add(bin: summary.cutoffs.bin(ofZ: band.z[index]), z: band.z[index])
        }
    }

    mutating func add(bin: Int8, z: Double) {
        if !z.isNaN { tests += 1 }
        if bin > 0 { hot += 1 }
        if bin < 0 { cold += 1 }
    }

    var counts: [(name: String, value: Int)] {
        [("cells", cells), ("hot", hot), ("cold", cold)]
    }

    var warnings: [LocalizedText] {
        guard cells > 0, tests == 0 else { return [] }
        return [
            LocalizedText(
                "所有像元数值相同，或邻域覆盖整个栅格：没有可检验的单元，z 与 p 为空。",
                "All cells are alike, or the neighbourhood covers the whole raster: there is nothing "
                    + "to test, z and p are empty.")
        ]
    }
}

/// The rasters of Gᵢ*: bins, z-scores, probabilities.
private final class RasterOutputs {
    private var writers: [(path: String, writer: RasterWriter, kind: Kind)] = []

    private enum Kind { case bin, z, p }

    init(
        _ request: HotSpotsRequest, _ raster: RasterFile, isBinned: Bool, _ options: RunOptions
    ) throws {
        let files: [(String?, Kind, String)] = [
            (isBinned ? request.output : nil, .bin, "Gi* bin"), (request.zRaster, .z, "Gi* z"),
            (request.pRaster, .p, "Gi* p, two-sided"),
        ]
        for case (let path?, let kind, let name) in files {
            let writer = try RasterWriter(
                path: path, geometry: raster.geometry,
                about: RasterDescription(
                    description: "\(name), \(request.gistar ?? "")", unit: "",
                    isClassified: kind == .bin),
                overwrite: options.overwrite)
            writers.append((path, writer, kind))
        }
    }

    func write(_ band: GridLocalG.Band, _ summary: GridLocalG.Summary) throws {
        for (_, writer, kind) in writers {
            switch kind {
            case .z: try writer.write(band.z)
            case .p: try writer.write(band.p)
            case .bin:
                try writer.write(
                    band.z.map { $0.isNaN ? .nan : Double(summary.cutoffs.bin(ofZ: $0)) })
            }
        }
    }

    /// The files, in place.
    func finish() throws -> [String] {
        for (_, writer, kind) in writers {
            try writer.finish { range in
                let edges = kind == .p ? range : -3...3
                return QMLStyle.raster(
                    kind == .p
                        ? .sequential([edges.lowerBound, edges.upperBound])
                        : .diverging([edges.lowerBound, edges.upperBound]))
            }
        }
        return writers.map(\.path)
    }
}
