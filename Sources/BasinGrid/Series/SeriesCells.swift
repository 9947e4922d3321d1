import Coverage
import Geometry
import Grids
import Interpolation
import Reports

/// The cells that stand for zones: aligned to multiples of their size, weighted by their exact share
/// in the zone.
struct SeriesCells {
    let cells: [ZoneCells]
    private(set) var notes: [LocalizedText] = []

    /// How many cells a zone has when no size is given.
    private static let usualCount = 400.0
    private static let mostCells = 4e6

    init(
        of zones: [Zone], crs: CoordinateReferenceSystem?, settings: SeriesSettings
    ) throws {
        let option = settings.naming.name("cell")
        var side: Double?
        if let size = settings.cell {
            guard let distance = Distance(parsing: size) else {
                throw unexpected(
                    option, size, zh: "距离，如 500m", en: "a distance such as 500m")
            }
            side = try crs.map { try distance.inUnits(of: $0) } ?? distance.value
        }
        var cells: [ZoneCells] = []
        var empty: [String] = []
        for zone in zones {
            let made = try Self.cells(of: zone, crs: crs, side: side, option: option)
            if made.centres.isEmpty { empty.append(zone.id) }
            cells.append(made)
        }
        self.cells = cells
        if !empty.isEmpty {
            let list = empty.prefix(10).joined(separator: ", ") + (empty.count > 10 ? " …" : "")
            notes.append(
                LocalizedText(
                    "有 \(empty.count) 个区域没有面积，其值为空：\(list)。",
                    "zones without an area, left empty: \(empty.count) (\(list))."))
        }
    }

    private static func cells(
        of zone: Zone, crs: CoordinateReferenceSystem?, side: Double?, option: String
    ) throws -> ZoneCells {
        guard let box = zone.boundingBox else { return ZoneCells(centres: [], weights: []) }
        let side = side ?? usualSide(area: zone.polygons.reduce(0) { $0 + $1.area })
        guard side > 0 else { return ZoneCells(centres: [], weights: []) }
        guard (box.width / side + 2) * (box.height / side + 2) < mostCells else {
            throw Fault(
                .usage,
                zh: "\(option) 过小：区域 \(zone.id) 的单元超过 \(Int(mostCells)) 个。请加大 \(option)。",
                en:
                    "\(option) is too small: zone \(zone.id) would have more than \(Int(mostCells)) "
                    + "cells. Choose a larger one.")
        }
        let grid = GridGeometry(covering: box, cellSize: side, crs: crs)
        let coverage = try Overlay(of: [zone], on: grid, threads: 1).zones[0]
        var centres: [Coordinate] = []
        var weights: [Double] = []
        for run in coverage.runs {
            for column in run.columns {
                centres.append(grid.centre(row: Int(run.row), column: column))
                weights.append(run.fraction)
            }
        }
        return ZoneCells(centres: centres, weights: weights)
    }

    /// The side of about 400 cells, rounded to two digits so that a person can name it.
    private static func usualSide(area: Double) -> Double {
        guard area > 0 else { return 0 }
        let side = (area / usualCount).squareRoot()
        var unit = 1.0
        while side >= unit * 100 { unit *= 10 }
        while side < unit * 10 { unit /= 10 }
        return (side / unit).rounded() * unit
    }
}
