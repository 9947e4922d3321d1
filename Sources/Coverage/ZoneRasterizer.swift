import Geometry
import Grids

/// Turns zones into runs of covered cells, one after another, with scratch that is allocated once.
struct ZoneRasterizer: ~Copyable {
    private let geometry: GridGeometry
    private let dust: Double
    /// How far rounding alone may take a sum out of 0…1. A crossing of an edge and a cell edge is
    /// off by up to two units in the last place of the window's size, and two edges that all but
    /// coincide, as those of a thin spike, err in opposite directions; `dust` is at least one unit.
    private let slack: Double
    private var cells = CellAccumulator()
    private var sorter = RecordSorter()
    private var runs: [CoverageRun] = []

    /// - Precondition: `geometry` is not rotated.
    init(_ geometry: GridGeometry) {
        self.geometry = geometry
        dust = geometry.coverageDust
        slack = 4 * dust
    }

    /// The cells that `zone` covers.
    mutating func coverage(of zone: Zone) throws(CoverageError) -> ZoneCoverage {
        let box = try Self.reachableBox(of: zone, on: geometry)
        let area = zone.polygons.reduce(0) { $0 + $1.area } / geometry.cellArea
        guard let box, let window = geometry.window(covering: box) else {
            return ZoneCoverage(runs: [], zoneAreaInCells: max(area, 0))
        }
        collectEdges(of: zone, in: window)
        let records = cells.finish()
        sorter.sort(records, rows: window.rows.count, columns: window.columns.count)
        runs.removeAll(keepingCapacity: true)
        try sweep(UnsafeBufferPointer(records), window, zone.id)
        return ZoneCoverage(
            runs: runs.withUnsafeBufferPointer { Array($0) }, zoneAreaInCells: max(area, 0))
    }

    // MARK: - Edges

    /// The box around all rings of `zone`; `nil` without a vertex.
    private static func reachableBox(
        of zone: Zone, on geometry: GridGeometry
    ) throws(CoverageError) -> BoundingBox? {
        let frame = CellFrame(geometry.geotransform, row: 0, column: 0)
        var box: BoundingBox?
        for (polygonIndex, polygon) in zone.polygons.enumerated() {
            for ringIndex in 0...polygon.holes.count {
                let ring = ringIndex == 0 ? polygon.shell : polygon.holes[ringIndex - 1]
                if ring.coordinates.isEmpty { continue }
                guard let ringBox = ring.reachableBox(in: frame) else {
                    let vertex = ring.firstUnreachableVertex(in: frame)
                    throw .vertexOutOfReach(
                        zone: zone.id, polygon: polygonIndex, ring: ringIndex, vertex: vertex,
                        coordinate: ring.coordinates[vertex])
                }
                box = box?.union(ringBox) ?? ringBox
            }
        }
        return box
    }

    private mutating func collectEdges(of zone: Zone, in window: GridWindow) {
        let frame = CellFrame(
            geometry.geotransform, row: window.rows.lowerBound, column: window.columns.lowerBound)
        // With v downwards and u to the right, the left edge of a ring of positive area in (u, v)
        // rises against v.
        let handedness =
            geometry.geotransform.columnStepX * geometry.geotransform.rowStepY > 0 ? -1.0 : 1.0
        cells.begin(rows: window.rows.count, columns: window.columns.count)
        for polygon in zone.polygons {
            addRing(polygon.shell, frame, weight: handedness)
            for hole in polygon.holes { addRing(hole, frame, weight: -handedness) }
        }
    }

    private mutating func addRing(_ ring: Ring, _ frame: CellFrame, weight: Double) {
        let weight = ring.signedArea < 0 ? -weight : weight
        ring.coordinates.withUnsafeBufferPointer { vertices in
            guard let first = vertices.first else { return }
            var (u, v) = frame.position(of: first)
            for index in 1..<vertices.count {
                let (nextU, nextV) = frame.position(of: vertices[index])
                cells.addEdge(u, v, nextU, nextV, weight: weight)
                (u, v) = (nextU, nextV)
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
                let column = records[index].column
                if nextColumn < column {
                    try append(row, nextColumn..<column, cover, window, zone)
                }
                var area = 0.0
                var rise = 0.0
                repeat {
                    area += records[index].area
                    rise += records[index].cover
                    index += 1
                } while index < records.count && records[index].row == row
                    && records[index].column == column
                try append(row, column..<column + 1, cover + area, window, zone)
                cover += rise
                nextColumn = column + 1
            }
            if nextColumn < end { try append(row, nextColumn..<end, cover, window, zone) }
        }
    }

    @inline(__always)
    private mutating func append(
        _ row: Int32, _ columns: Range<Int32>, _ value: Double, _ window: GridWindow,
        _ zone: String
    ) throws(CoverageError) {
        if value < dust, value >= -slack { return }
        let fraction = value > 1 - dust && value <= 1 + slack ? 1 : value
        let row = row + Int32(window.rows.lowerBound)
        let column = columns.lowerBound + Int32(window.columns.lowerBound)
        guard fraction > 0, fraction <= 1 else {
            throw .fractionOutOfRange(
                zone: zone, row: Int(row), column: Int(column), fraction: value)
        }
        if let last = runs.last, last.row == row, last.fraction == fraction,
            last.column + last.length == column
        {
            runs[runs.count - 1].length += Int32(columns.count)
        } else {
            runs.append(
                CoverageRun(
                    row: row, column: column, length: Int32(columns.count), fraction: fraction))
        }
    }
}

extension Ring {
    /// The box around the vertices; `nil` when one is not finite or out of the frame's reach.
    ///
    /// - Precondition: the ring has a vertex.
    fileprivate func reachableBox(in frame: CellFrame) -> BoundingBox? {
        var low = coordinates[0]
        var high = low
        // A NaN fails every comparison, so it is caught by its sum: finite sums of differences
        // come from finite numbers only.
        var poison = 0.0
        coordinates.withUnsafeBufferPointer { vertices in
            for vertex in vertices {
                low.x = min(low.x, vertex.x)
                low.y = min(low.y, vertex.y)
                high.x = max(high.x, vertex.x)
                high.y = max(high.y, vertex.y)
                poison += (vertex.x - vertex.x) + (vertex.y - vertex.y)
            }
        }
        guard poison == 0, frame.reaches(low), frame.reaches(high) else { return nil }
        return BoundingBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)
    }

    fileprivate func firstUnreachableVertex(in frame: CellFrame) -> Int {
        coordinates.firstIndex { !frame.reaches($0) } ?? 0
    }
}

extension CellFrame {
    /// Whether `coordinate` is finite and its cell can be told.
    fileprivate func reaches(_ coordinate: Coordinate) -> Bool {
        let (u, v) = position(of: coordinate)
        return abs(u) < Self.reach && abs(v) < Self.reach
    }
}

extension GridGeometry {
    /// The area of a cell in square CRS units.
    fileprivate var cellArea: Double { cellSize.width * cellSize.height }
}
