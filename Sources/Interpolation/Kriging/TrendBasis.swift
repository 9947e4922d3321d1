import Geometry

/// The functions whose combination is the mean of a field, at the stations.
///
/// A linear trend is taken about the stations' centre and by their extent, in the CRS's own
/// coordinates: longitudes by the shorter way from the centre.
struct TrendBasis: Sendable {
    /// Which functions there are.
    enum Kind: Hashable, Sendable {
        case none, constant, linear
    }

    /// One list a function, with one number a station; the constant first.
    let columns: [[Double]]

    private let kind: Kind
    private let centre: Coordinate
    private let scale: Double
    private let isGeographic: Bool
    /// Middle and half width of each external field at the stations.
    private let ranges: [(middle: Double, half: Double)]

    /// The number of functions.
    var count: Int { columns.count }
    /// The number of external fields.
    var externalCount: Int { ranges.count }
    /// Whether the functions are the same at every target.
    var isSimple: Bool { kind != .linear && ranges.isEmpty }

    init(_ kind: Kind, at coordinates: [Coordinate], measure: DistanceMeasure) {
        self.init(kind, checked: [], at: coordinates, measure: measure)
    }

    /// - Throws: `InterpolationError.kriging` when a field has not one finite number a station.
    init(
        _ kind: Kind, external fields: [[Double]], at coordinates: [Coordinate],
        measure: DistanceMeasure
    ) throws(InterpolationError) {
        for (index, field) in fields.enumerated() {
            guard field.count == coordinates.count else {
                throw .kriging(
                    .driftCountDiffers(
                        field: index, found: field.count, expected: coordinates.count))
            }
            if let station = field.firstIndex(where: { !$0.isFinite }) {
                throw .kriging(.driftMissing(field: index, at: coordinates[station]))
            }
        }
        self.init(kind, checked: fields, at: coordinates, measure: measure)
    }

    private init(
        _ kind: Kind, checked fields: [[Double]], at coordinates: [Coordinate],
        measure: DistanceMeasure
    ) {
        self.kind = kind
        isGeographic = measure == .chord
        let first = coordinates.first ?? Coordinate(x: 0, y: 0)
        var low = first
        var high = first
        for coordinate in coordinates {
            let x = first.x + Self.step(from: first.x, to: coordinate.x, isGeographic)
            low = Coordinate(x: min(low.x, x), y: min(low.y, coordinate.y))
            high = Coordinate(x: max(high.x, x), y: max(high.y, coordinate.y))
        }
        centre = Coordinate(x: (low.x + high.x) / 2, y: (low.y + high.y) / 2)
        let size = max(high.x - low.x, high.y - low.y)
        scale = size > 0 ? 2 / size : 1
        ranges = fields.map { field in
            let low = field.min() ?? 0
            let half = ((field.max() ?? 0) - low) / 2
            return (low + half, half > 0 ? half : 1)
        }
        var columns: [[Double]] = []
        if kind != .none { columns.append(Array(repeating: 1, count: coordinates.count)) }
        if kind == .linear {
            let (centre, scale, isGeographic) = (centre, scale, isGeographic)
            columns.append(
                coordinates.map { Self.step(from: centre.x, to: $0.x, isGeographic) * scale })
            columns.append(coordinates.map { ($0.y - centre.y) * scale })
        }
        for (field, range) in zip(fields, ranges) {
            columns.append(field.map { ($0 - range.middle) / range.half })
        }
        self.columns = columns
    }

    /// The functions at a target, whose external fields have the values `drift`.
    func write(
        at coordinate: Coordinate, drift: (Int) -> Double, into result: inout [Double]
    ) {
        result.removeAll(keepingCapacity: true)
        if kind != .none { result.append(1) }
        if kind == .linear {
            result.append(Self.step(from: centre.x, to: coordinate.x, isGeographic) * scale)
            result.append((coordinate.y - centre.y) * scale)
        }
        for (index, range) in ranges.enumerated() {
            result.append((drift(index) - range.middle) / range.half)
        }
    }

    private static func step(from a: Double, to b: Double, _ isGeographic: Bool) -> Double {
        isGeographic ? (b - a).remainder(dividingBy: 360) : b - a
    }
}
