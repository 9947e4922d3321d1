import Geometry

/// Where stations are, in metres in a plane or in space, about a common centre.
struct StationPlaces {
    let positions: [SIMD3<Double>]
    let coordinates: [Coordinate]
    let measure: DistanceMeasure

    init(_ coordinates: [Coordinate], measure: DistanceMeasure) {
        self.coordinates = coordinates
        self.measure = measure
        let scale = 1 / measure.length(ofMetres: 1)
        let raw = coordinates.map { coordinate in
            let position = measure.position(of: coordinate)
            return SIMD3(position.x, position.y, position.z)
        }
        let centre = raw.first ?? .zero
        positions = raw.map { ($0 - centre) * scale }
    }

    init(_ stations: PreparedStations) {
        self.init(stations.stations.map(\.coordinate), measure: stations.measure)
    }

    /// The diagonal of the box around all positions, in metres.
    var diagonal: Double {
        guard var low = positions.first else { return 0 }
        var high = low
        for position in positions {
            low.replace(with: position, where: position .< low)
            high.replace(with: position, where: position .> high)
        }
        let size = high - low
        return (size * size).sum().squareRoot()
    }

    /// `values` less the trend fitted by ordinary least squares.
    func residuals(
        of values: [Double], trend: EmpiricalVariogram.Trend
    ) throws(InterpolationError) -> [Double] {
        let basis: TrendBasis
        switch trend {
        case .constant: return values
        case .linear: basis = TrendBasis(.linear, at: coordinates, measure: measure)
        case .external(let fields):
            basis = try TrendBasis(
                .constant, external: fields, at: coordinates, measure: measure)
        }
        let columns = basis.columns
        let coefficients = LinearAlgebra.leastSquares(columns, values).solution
        return values.indices.map { index in
            var rest = values[index]
            for (column, coefficient) in zip(columns, coefficients) {
                rest -= coefficient * column[index]
            }
            return rest
        }
    }

    /// Sums over the pairs of all fields, each field standardised first where asked.
    func variogram(
        of fields: [[Double]], classes: EmpiricalVariogram.Classes, isStandardised: Bool
    ) throws(InterpolationError) -> (EmpiricalVariogram, PooledFields) {
        let (cutoff, width) = try classes.limits(largest: diagonal)
        var kept: [[Double]] = []
        var (constant, tooSmall) = (0, 0)
        var variance = isStandardised ? 1.0 : 0
        for field in fields {
            let valid = field.filter(\.isFinite)
            let (mean, square) = Self.moments(valid)
            if !isStandardised {
                variance = square
                kept.append(field)
            } else if valid.count < 3 {
                tooSmall += 1
            } else if square <= 0 {
                constant += 1
            } else {
                let factor = 1 / square.squareRoot()
                kept.append(field.map { ($0 - mean) * factor })
            }
        }
        let found = width > 0 ? pairClasses(of: kept, cutoff: cutoff, width: width) : []
        return (
            EmpiricalVariogram(
                classes: found, cutoffInMetres: cutoff, widthInMetres: width, variance: variance),
            PooledFields(used: kept.count, constant: constant, tooSmall: tooSmall)
        )
    }

    /// The mean and the mean squared deviation from it; 0 for equal values, exactly.
    static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        guard let first = values.first else { return (0, 0) }
        let count = Double(values.count)
        let mean = first + values.reduce(0) { $0 + ($1 - first) } / count
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count)
    }

    /// Sums by class over the pairs in the order of the stations.
    private func pairClasses(
        of fields: [[Double]], cutoff: Double, width: Double
    ) -> [EmpiricalVariogram.Class] {
        var sums = PairSums(cutoff: cutoff, width: width)
        // Station by station, so that the days of a pair lie side by side.
        let days = fields.count
        let values = positions.indices.flatMap { station in fields.map { $0[station] } }
        let order = positions.indices.sorted { (positions[$0].x, $0) < (positions[$1].x, $1) }
        values.withUnsafeBufferPointer { values in
            for (place, i) in order.enumerated() {
                for j in order[(place + 1)...] {
                    let step = positions[j] - positions[i]
                    if step.x > cutoff { break }
                    let distance = (step * step).sum().squareRoot()
                    guard distance <= cutoff else { continue }
                    var sum = 0.0
                    var count = 0.0
                    for day in 0..<days {
                        let difference = values[i * days + day] - values[j * days + day]
                        let isPair = difference.isFinite
                        count += isPair ? 1 : 0
                        sum += isPair ? difference * difference : 0
                    }
                    sums.add(distance: distance, count: count, squares: sum)
                }
            }
        }
        return sums.classes
    }
}

/// Sums over pairs by classes of distance.
private struct PairSums {
    private let width: Double
    private var pairs: [Int]
    private var distances: [Double]
    private var squares: [Double]

    init(cutoff: Double, width: Double) {
        let count = max(Int((cutoff / width).rounded(.up)), 1)
        self.width = width
        pairs = [Int](repeating: 0, count: count)
        distances = [Double](repeating: 0, count: count)
        squares = distances
    }

    /// - Parameters:
    ///   - distance: Of the two stations, not above the cutoff.
    ///   - count: In how many fields both have a value.
    ///   - squares: The sum of the squared differences.
    mutating func add(distance: Double, count: Double, squares sum: Double) {
        var index = min(Int(distance / width), pairs.count - 1)
        if index > 0, distance <= Double(index) * width { index -= 1 }
        pairs[index] += Int(count)
        distances[index] += distance * count
        squares[index] += sum
    }

    var classes: [EmpiricalVariogram.Class] {
        pairs.indices.filter { pairs[$0] > 0 }.map { index in
            let count = Double(pairs[index])
            return EmpiricalVariogram.Class(
                pairs: pairs[index], distanceInMetres: distances[index] / count,
                semivariance: squares[index] / (2 * count))
        }
    }
}

extension EmpiricalVariogram {
    /// The variogram of stations that only their distances tell apart, such as along a river.
    ///
    /// - Parameters:
    ///   - values: One a station, finite.
    ///   - classes: Without a cutoff it is a third of the largest distance between two stations.
    ///   - distance: Metres between two stations by their positions; pairs at an infinite distance
    ///     do not count.
    /// - Throws: `InterpolationError.variogram` as `init(of:trend:classes:)`.
    /// - Complexity: O(pairs).
    public init(
        of values: [Double], classes: Classes = Classes(), distance: (Int, Int) -> Double
    ) throws(InterpolationError) {
        var pairs: [(distance: Double, square: Double)] = []
        for first in values.indices {
            for second in values.indices[(first + 1)...] {
                let metres = distance(first, second)
                let difference = values[first] - values[second]
                if metres.isFinite { pairs.append((metres, difference * difference)) }
            }
        }
        let largest = pairs.reduce(0) { max($0, $1.distance) }
        let (cutoff, width) = try classes.limits(largest: largest)
        var found: [Class] = []
        if width > 0 {
            var sums = PairSums(cutoff: cutoff, width: width)
            for pair in pairs where pair.distance <= cutoff {
                sums.add(distance: pair.distance, count: 1, squares: pair.square)
            }
            found = sums.classes
        }
        self.init(
            classes: found, cutoffInMetres: cutoff, widthInMetres: width,
            variance: StationPlaces.moments(values).variance)
    }
}

extension EmpiricalVariogram.Classes {
    /// Cutoff and width; without a cutoff gstat's third of the `largest` distance.
    fileprivate func limits(
        largest: Double
    ) throws(InterpolationError) -> (cutoff: Double, width: Double) {
        if let cutoffInMetres, !(cutoffInMetres > 0 && cutoffInMetres.isFinite) {
            throw .variogram(.cutoffNotPositive(cutoffInMetres))
        }
        if let widthInMetres, !(widthInMetres > 0 && widthInMetres.isFinite) {
            throw .variogram(.classWidthNotPositive(widthInMetres))
        }
        guard count > 0 else { throw .variogram(.classCountNotPositive(count)) }
        let cutoff = cutoffInMetres ?? largest * 0.33333
        return (cutoff, widthInMetres ?? cutoff / Double(count))
    }
}
