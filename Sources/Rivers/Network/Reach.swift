public import Geometry

/// One piece of a river as its file holds it, with measures along it.
///
/// Measures are metres from the first vertex as digitised, whatever way the water flows.
public struct Reach: Hashable, Sendable {
    /// The code that tables know the reach by; parts of one feature share it.
    public let id: String
    /// The river's name; empty when the data give none.
    public let label: String
    /// The number of the part, from 0, in a feature of several lines.
    public let part: Int
    /// The line in the working CRS, usually projected.
    public let line: LineString
    /// The length of each segment in metres, one fewer than the vertices.
    public let segmentLengths: [Double]
    /// The measure of every vertex: 0 first, the length last.
    let vertexMeasures: [Double]

    /// A reach along `line`.
    ///
    /// - Parameter segmentLengths: Metres a segment, for example
    ///   `LineString.ellipsoidalSegmentLengths(on:)` of the unprojected line; `nil` takes the
    ///   planar lengths, for a CRS in metres.
    /// - Precondition: as many lengths as segments.
    public init(
        id: String, label: String, part: Int = 0, line: LineString,
        segmentLengths: [Double]? = nil
    ) {
        let coordinates = line.coordinates
        let lengths =
            segmentLengths
            ?? zip(coordinates, coordinates.dropFirst()).map { $0.planarDistance(to: $1) }
        precondition(
            lengths.count == max(0, coordinates.count - 1), "a reach needs one length a segment")
        self.id = id
        self.label = label
        self.part = part
        self.line = line
        self.segmentLengths = lengths
        var measures = coordinates.isEmpty ? [] : [0.0]
        for length in lengths { measures.append(measures[measures.count - 1] + length) }
        vertexMeasures = measures
    }

    /// The length in metres: the measure of the last vertex; 0 without a segment.
    public var lengthInMetres: Double { vertexMeasures.last ?? 0 }

    /// Whether the reach can carry a measure: finite vertices, and a length above 0.
    public var isUsable: Bool {
        lengthInMetres > 0 && lengthInMetres.isFinite
            && line.coordinates.allSatisfy(\.isFinite) && line.planarLength > 0
    }

    /// The place at `measure` metres from the first vertex; a measure beyond an end gives that end.
    /// `nil` for a reach without vertices.
    ///
    /// - Complexity: O(log vertices).
    public func coordinate(atMeasure measure: Double) -> Coordinate? {
        guard let first = line.coordinates.first else { return nil }
        guard !segmentLengths.isEmpty else { return first }
        let (segment, fraction) = place(ofMeasure: measure)
        return coordinate(segment: segment, fraction: fraction)
    }

    /// The piece from `from` to `to` metres, in the digitised order; its ends are interpolated,
    /// the vertices between are the reach's own.
    ///
    /// Measures beyond an end are cut to it. Empty when the reach has no segment.
    ///
    /// - Precondition: `from <= to`.
    public func substring(from: Double, to: Double) -> LineString {
        LineString(cut(from: from, to: to).coordinates)
    }

    /// The vertices of `substring(from:to:)`, each with its measure.
    func cut(from: Double, to: Double) -> (coordinates: [Coordinate], measures: [Double]) {
        precondition(from <= to, "a substring runs from the smaller to the larger measure")
        guard !segmentLengths.isEmpty else { return ([], []) }
        let (firstSegment, firstFraction) = place(ofMeasure: from)
        let (lastSegment, lastFraction) = place(ofMeasure: to)
        var coordinates = [coordinate(segment: firstSegment, fraction: firstFraction)]
        var measures = [max(0, min(lengthInMetres, from))]
        if firstSegment < lastSegment {
            coordinates += line.coordinates[firstSegment + 1...lastSegment]
            measures += vertexMeasures[firstSegment + 1...lastSegment]
        }
        let last = coordinate(segment: lastSegment, fraction: lastFraction)
        if coordinates.count > 1, coordinates.last == last {
            coordinates.removeLast()
            measures.removeLast()
        }
        coordinates.append(last)
        measures.append(max(0, min(lengthInMetres, to)))
        return (coordinates, measures)
    }

    /// The measure of a place on a segment.
    func measure(segment: Int, fraction: Double) -> Double {
        if fraction == 1 { return vertexMeasures[segment + 1] }
        return vertexMeasures[segment] + fraction * segmentLengths[segment]
    }

    /// The segment that holds `measure`, and how far along it.
    private func place(ofMeasure measure: Double) -> (segment: Int, fraction: Double) {
        let last = segmentLengths.count - 1
        guard measure > 0 else { return (0, 0) }
        guard measure < lengthInMetres else { return (last, 1) }
        var low = 0
        var high = last
        while low < high {
            let middle = (low + high + 1) / 2
            if vertexMeasures[middle] <= measure { low = middle } else { high = middle - 1 }
        }
        let length = segmentLengths[low]
        return (low, length > 0 ? min(1, (measure - vertexMeasures[low]) / length) : 0)
    }

    private func coordinate(segment: Int, fraction: Double) -> Coordinate {
        let a = line.coordinates[segment]
        let b = line.coordinates[segment + 1]
        if fraction == 1 { return b }
        return Coordinate(x: a.x + fraction * (b.x - a.x), y: a.y + fraction * (b.y - a.y))
    }
}

/// A place on a network: a reach and a measure along it.
public struct RiverPosition: Hashable, Sendable {
    /// The position of the reach in `RiverNetwork.reaches`.
    public var reach: Int
    /// Metres from the reach's first vertex as digitised.
    public var measureInMetres: Double

    public init(reach: Int, measureInMetres: Double) {
        self.reach = reach
        self.measureInMetres = measureInMetres
    }
}
