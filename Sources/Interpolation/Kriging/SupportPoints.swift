import Geometry

/// The weighted points that stand for a target, about its coordinate.
struct SupportPoints: Sendable {
    /// Steps from the target in CRS units.
    let offsets: [Coordinate]
    /// They add up to 1.
    let weights: [Double]
    let measure: DistanceMeasure

    /// The nodes on -½…½ of Gauss's quadrature of four points, and their weights.
    ///
    /// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, table 25.4, halved.
    private static let gauss: [(place: Double, weight: Double)] = [
        (-0.430_568_155_797_026_3, 0.173_927_422_568_726_93),
        (-0.169_990_521_792_428_13, 0.326_072_577_431_273_1),
        (0.169_990_521_792_428_13, 0.326_072_577_431_273_1),
        (0.430_568_155_797_026_3, 0.173_927_422_568_726_93),
    ]

    init(_ support: Kriging.Support, measure: DistanceMeasure) {
        self.measure = measure
        guard case .block(let width, let height, let parts) = support else {
            offsets = [Coordinate(x: 0, y: 0)]
            weights = [1]
            return
        }
        let nodes: [(place: Double, weight: Double)] =
            switch parts {
            case .gauss: Self.gauss
            case .regular(let count):
                (0..<count).map {
                    ((Double($0) + 0.5) / Double(count) - 0.5, 1 / Double(count))
                }
            }
        var offsets: [Coordinate] = []
        var weights: [Double] = []
        for column in nodes {
            for row in nodes {
                offsets.append(Coordinate(x: column.place * width, y: row.place * height))
                weights.append(column.weight * row.weight)
            }
        }
        self.offsets = offsets
        self.weights = weights
    }

    /// Whether the target is its own and only point.
    var isPoint: Bool { offsets.count == 1 }

    /// The mean covariance within the block around `coordinate`, without the nugget: the variance
    /// of the block's mean.
    func variance(around coordinate: Coordinate, _ kernel: CovarianceKernel) -> Double {
        let places = offsets.map { offset in
            let position = measure.position(
                of: Coordinate(x: coordinate.x + offset.x, y: coordinate.y + offset.y))
            return kernel.terms.indices.map { kernel.project(position, $0) }
        }
        var sum = 0.0
        for (i, a) in places.enumerated() {
            for (j, b) in places.enumerated() {
                sum += weights[i] * weights[j] * kernel.covariance(a, b)
            }
        }
        return sum
    }
}
