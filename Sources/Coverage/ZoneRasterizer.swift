import Geometry
import Grids

/// Turns zones into runs of covered cells, one after another, with scratch that is allocated once.
struct ZoneRasterizer: ~Copyable {
    private let geometry: GridGeometry
    private let method: CoverageMethod
    private let rule: PlacementRule
    private let gridFrame: CellFrame
    private let dust: Double
    /// How far rounding alone may take a sum out of 0…1. A crossing of an edge and a cell edge is
    /// off by up to two units in the last place of the window's size, and two edges that all but
    /// coincide, as those of a thin spike, err in opposite directions; `dust` is at least one unit.
    private let slack: Double
    private var cells = CellAccumulator()
    private var sorter = RecordSorter()
    private var runs = RunBuffer()

    /// The most cells on edges, and the most rows, for which the cells of a zone that reaches out
    /// of the grid are counted one by one.
    private static let mostCellsOnEdges: Double = 0x1p22

    /// - Precondition: `geometry` is not rotated.
    init(_ geometry: GridGeometry, method: CoverageMethod) {
        self.geometry = geometry
        self.method = method
        rule = PlacementRule(geometry)
        gridFrame = CellFrame(geometry.geotransform, row: 0, column: 0)
        dust = geometry.coverageDust
        slack = 4 * dust
    }

    /// The cells that `zone` covers.
    mutating func coverage(of zone: Zone) throws(CoverageError) -> ZoneCoverage {
        let survey = try ZoneSurvey(of: zone, on: gridFrame)
        guard let box = survey.box else { return ZoneCoverage(runs: [], zoneAreaInCells: 0) }
        let area = try areaInCells(of: zone, survey, box)
        guard let placement = rule.placement(of: box) else {
            return ZoneCoverage(runs: [], zoneAreaInCells: area ?? 0)
        }
        try rasterize(zone, survey, placement)
        let claimed = method == .fraction ? 0 : runs.cellCount
        return ZoneCoverage(runs: runs.array, zoneAreaInCells: max(area ?? 0, claimed))
    }

    /// The zone's area in cells on a grid without end; `nil` for a zone within the grid whose
    /// covered cells are its area.
    private mutating func areaInCells(
        of zone: Zone, _ survey: borrowing ZoneSurvey, _ box: BoundingBox
    ) throws(CoverageError) -> Double? {
        let planar = survey.area / geometry.cellArea
        if method == .fraction { return planar }
        guard let endless = rule.endlessPlacement(of: box) else { return planar }
        let full = geometry.fullWindow
        if full.rows.contains(endless.window.rows), full.columns.contains(endless.window.columns) {
            return nil
        }
        guard Double(endless.window.rows.count) <= Self.mostCellsOnEdges,
            cellsOnEdges(of: zone) <= Self.mostCellsOnEdges
        else { return planar }
        try rasterize(zone, survey, endless)
        return runs.cellCount
    }

    /// An upper bound of the number of cells that edges cross.
    private func cellsOnEdges(of zone: Zone) -> Double {
        var sum = 0.0
        for polygon in zone.polygons {
            for ring in polygon.rings {
                for (a, b) in zip(ring.coordinates, ring.coordinates.dropFirst()) {
                    sum += abs(a.x - b.x) / geometry.cellSize.width
                    sum += abs(a.y - b.y) / geometry.cellSize.height
                }
            }
        }
        return sum
    }

    /// Fills `runs` with the cells of the placement's window that `zone` covers.
    private mutating func rasterize(
        _ zone: Zone, _ survey: borrowing ZoneSurvey, _ placement: ZonePlacement
    ) throws(CoverageError) {
        let window = placement.window
        cells.begin(rows: window.rows.count, columns: window.columns.count)
        for shift in placement.shifts { collectEdges(of: zone, survey, window, shift) }
        let records = sorter.sort(
            cells.finish(), rows: window.rows.count, columns: window.columns.count)
        runs.removeAll()
        try sweep(records, window, zone.id)
    }

    // MARK: - Edges

    private mutating func collectEdges(
        of zone: Zone, _ survey: borrowing ZoneSurvey, _ window: GridWindow, _ shift: Double
    ) {
        let transform = geometry.geotransform
        let frame =
            method == .center
            ? CellFrame(transform, row: 0, column: 0, shift: shift)
            : CellFrame(
                transform, row: window.rows.lowerBound, column: window.columns.lowerBound,
                shift: shift)
        // With v downwards and u to the right, the left edge of a ring of positive area in (u, v)
        // rises against v.
        let handedness = transform.columnStepX * transform.rowStepY > 0 ? -1.0 : 1.0
        var ringNumber = 0
        for polygon in zone.polygons {
            for hole in 0...polygon.holes.count {
                let ring = hole == 0 ? polygon.shell : polygon.holes[hole - 1]
                let isTurned = survey.isClockwise[ringNumber] != (hole > 0)
                let weight = isTurned ? -handedness : handedness
                ring.coordinates.withUnsafeBufferPointer { vertices in
                    if method == .center {
                        cells.addCentres(vertices, frame, in: window, weight: weight)
                    } else {
                        cells.addRing(vertices, frame, weight: weight)
                    }
                }
                ringNumber += 1
            }
        }
    }

    // MARK: - Runs

    /// Sums the sorted records along each row into `runs`.
    private mutating func sweep(
        _ records: UnsafeBufferPointer<CellRecord>, _ window: GridWindow, _ zone: String
    ) throws(CoverageError) {
        let end = Int32(window.columns.count)
        var index = 0
        while index < records.count {
            let row = records[index].row
            var cover = 0.0
            var nextColumn: Int32 = 0
            while index < records.count, records[index].row == row {
                let place = records[index].place
                let column = records[index].column
                if nextColumn < column {
                    try append(row, nextColumn, column - nextColumn, cover, window, zone)
                }
                var area = 0.0
                var rise = 0.0
                repeat {
                    area += records[index].area
                    rise += records[index].cover
                    index += 1
                } while index < records.count && records[index].place == place
                try append(row, column, 1, cover + area, window, zone)
                cover += rise
                nextColumn = column + 1
            }
            if nextColumn < end {
                try append(row, nextColumn, end - nextColumn, cover, window, zone)
            }
        }
    }

    @inline(__always)
    private mutating func append(
        _ row: Int32, _ column: Int32, _ length: Int32, _ value: Double, _ window: GridWindow,
        _ zone: String
    ) throws(CoverageError) {
        if value < dust, value >= -slack { return }
        let row = row + Int32(truncatingIfNeeded: window.rows.lowerBound)
        let column = column + Int32(truncatingIfNeeded: window.columns.lowerBound)
        guard value > 0, value <= 1 + slack else {
            throw .fractionOutOfRange(
                zone: zone, row: Int(row), column: Int(column), fraction: value)
        }
        let isWhole = value > 1 - dust || method == .touched
        runs.append(
            CoverageRun(row: row, column: column, length: length, fraction: isWhole ? 1 : value))
    }
}

extension GridGeometry {
    /// The area of a cell in square CRS units.
    fileprivate var cellArea: Double { cellSize.width * cellSize.height }
}
