import Geometry
import Grids

/// Takes rings apart into chains, each inside one cell of some rows of a fishnet.
struct RingWalk {
    private let rows: Range<Int>
    /// The eastings of the net's lines from the west, and the northings from the north.
    private let eastings: [Double]
    private let northings: [Double]
    private let size: Double
    private(set) var chains: [CellChain] = []

    init(_ fishnet: Fishnet, rows: Range<Int>) {
        self.rows = rows
        let g = fishnet.geometry.geotransform
        eastings = (0...fishnet.geometry.columns).map {
            g.coordinate(row: 0, column: Double($0)).x
        }
        northings = (0...fishnet.geometry.rows).map {
            g.coordinate(row: Double($0), column: 0).y
        }
        size = g.columnStepX
    }

    /// Adds the chains of a closed ring.
    mutating func add(_ ring: [Coordinate], zone: Int) {
        let before = chains.count
        var builder: CellChain?
        for (a, b) in zip(ring, ring.dropFirst()) where a != b {
            if isClear(a, b) {
                flush(&builder)
                continue
            }
            // Most edges go on inside the cell of the last.
            if let key = builder?.key, isInside(a, key.row, key.column),
                isInside(b, key.row, key.column)
            {
                builder?.points.append(b)
                continue
            }
            var start = a
            for end in stops(from: a, to: b) where end != start {
                extend(&builder, from: start, to: end, zone: zone)
                start = end
            }
        }
        flush(&builder)
        closeRing(from: before)
    }

    /// Whether an edge lies north or south of all rows.
    private func isClear(_ a: Coordinate, _ b: Coordinate) -> Bool {
        let (north, south) = (northings[rows.lowerBound], northings[rows.upperBound])
        return (a.y > north && b.y > north) || (a.y < south && b.y < south)
    }

    private mutating func flush(_ builder: inout CellChain?) {
        if let builder { chains.append(builder) }
        builder = nil
    }

    private mutating func extend(
        _ builder: inout CellChain?, from start: Coordinate, to end: Coordinate, zone: Int
    ) {
        guard let (row, column) = cell(of: start, end), !runsAlongLine(start, end) else {
            flush(&builder)
            return
        }
        let key = CellChain.Key(row: row, column: column, zone: zone)
        // A chain ends wherever it touches a side: what follows may lie on either hand.
        if let known = builder, known.key == key, isInside(start, row, column) {
            builder?.points.append(end)
        } else {
            flush(&builder)
            builder = CellChain(key: key, points: [start, end])
        }
    }

    /// Joins the last chain of a ring to its first where the ring began inside a cell.
    private mutating func closeRing(from first: Int) {
        guard chains.count > first + 1 else { return }
        let last = chains.count - 1
        let (head, tail) = (chains[first], chains[last])
        guard head.key == tail.key, let start = head.points.first, start == tail.points.last,
            isInside(start, head.key.row, head.key.column)
        else { return }
        chains[first].points = tail.points + head.points.dropFirst()
        chains.removeLast()
    }

    // MARK: - Lines of the net

    /// Where an edge meets the lines of the net, in order, and its end.
    private func stops(from a: Coordinate, to b: Coordinate) -> [Coordinate] {
        let columns = lines(between: a.x, and: b.x, eastings)
        let rows = lines(between: -a.y, and: -b.y, northings, sign: -1)
        if columns.isEmpty && rows.isEmpty { return [b] }
        var found: [(t: Double, place: Coordinate)] = []
        for x in columns {
            let t = (x - a.x) / (b.x - a.x)
            let y = between(a.y, b.y, at: t)
            found.append((t, Coordinate(x: x, y: snapped(y, northings))))
        }
        for y in rows {
            let t = (y - a.y) / (b.y - a.y)
            let x = between(a.x, b.x, at: t)
            found.append((t, Coordinate(x: snapped(x, eastings), y: y)))
        }
        found.sort { $0.t < $1.t }
        return found.map(\.place) + [b]
    }

    private func between(_ a: Double, _ b: Double, at t: Double) -> Double {
        min(max(a + t * (b - a), min(a, b)), max(a, b))
    }

    /// The lines strictly between two places; `sign` −1 for lines that descend.
    private func lines(
        between a: Double, and b: Double, _ lines: [Double], sign: Double = 1
    ) -> ArraySlice<Double> {
        let (low, high) = (min(a, b), max(a, b))
        let first = index(of: low, lines, sign) + 1
        var end = index(of: high, lines, sign) + 1
        if end > first, sign * lines[end - 1] >= high { end -= 1 }
        return first < end ? lines[first..<end] : []
    }

    /// The last line at or before a place, −1 before the first.
    private func index(of place: Double, _ lines: [Double], _ sign: Double) -> Int {
        let guess = ((place - sign * lines[0]) / size).rounded(.down)
        var index = Int(min(max(guess, -1), Double(lines.count - 1)))
        while index + 1 < lines.count, sign * lines[index + 1] <= place { index += 1 }
        while index >= 0, sign * lines[index] > place { index -= 1 }
        return index
    }

    /// A place on a line when it is as good as there.
    private func snapped(_ place: Double, _ lines: [Double]) -> Double {
        let sign: Double = lines[1] < lines[0] ? -1 : 1
        let near = index(of: sign * place + size / 2, lines, sign)
        guard lines.indices ~= near, abs(lines[near] - place) < 1e-9 * size else { return place }
        return lines[near]
    }

    /// The cell of a stretch that crosses no line: the ends decide, since the middle of two
    /// neighbouring numbers may be rounded onto a line.
    private func cell(of a: Coordinate, _ b: Coordinate) -> (row: Int, column: Int)? {
        let column = index(of: min(a.x, b.x), eastings, 1)
        let row = index(of: -max(a.y, b.y), northings, -1)
        guard rows.contains(row), column >= 0, column < eastings.count - 1 else { return nil }
        return (row, column)
    }

    private func runsAlongLine(_ a: Coordinate, _ b: Coordinate) -> Bool {
        if a.x == b.x {
            let line = index(of: a.x, eastings, 1)
            return line >= 0 && eastings[line] == a.x
        }
        guard a.y == b.y else { return false }
        let line = index(of: -a.y, northings, -1)
        return line >= 0 && northings[line] == a.y
    }

    private func isInside(_ place: Coordinate, _ row: Int, _ column: Int) -> Bool {
        place.x > eastings[column] && place.x < eastings[column + 1]
            && place.y < northings[row] && place.y > northings[row + 1]
    }
}
