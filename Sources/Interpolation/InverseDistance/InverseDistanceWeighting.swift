import Foundation

/// The weight of a station by its squared distance, and the weighted mean.
///
/// The common powers need no `pow`. Every kernel sums in the order of the stations with the
/// operations written here, so that all give the same bits.
struct InverseDistanceWeighting: Sendable {
    /// A power with a formula of its own.
    enum Formula: Sendable {
        case one, two, three, four, other
    }

    let power: Double
    let formula: Formula

    init(power: Double) {
        self.power = power
        formula =
            switch power {
            case 1: .one
            case 2: .two
            case 3: .three
            case 4: .four
            default: .other
            }
    }

    /// 1 / d^power.
    @inline(__always)
    static func weight(_ squaredDistance: Double, _ formula: Formula, _ power: Double) -> Double {
        switch formula {
        case .one: 1 / squaredDistance.squareRoot()
        case .two: 1 / squaredDistance
        case .three: 1 / (squaredDistance * squaredDistance.squareRoot())
        case .four: 1 / (squaredDistance * squaredDistance)
        case .other: pow(squaredDistance, -power / 2)
        }
    }

    /// The weights of several cells.
    @inline(__always)
    static func weight<Lanes: SIMD<Double>>(
        _ squared: Lanes, _ formula: Formula, _ power: Double
    ) -> Lanes {
        switch formula {
        case .one: return 1 / squared.squareRoot()
        case .two: return 1 / squared
        case .three: return 1 / (squared * squared.squareRoot())
        case .four: return 1 / (squared * squared)
        case .other:
            var result = Lanes.zero
            for lane in squared.indices { result[lane] = weight(squared[lane], .other, power) }
            return result
        }
    }

    /// Whether a sum of weights has all its digits: nothing overflowed on a station, nothing
    /// underflowed far away. Otherwise `SingleTarget` computes with relative distances.
    @inline(__always)
    static func isSafe(_ sumOfWeights: Double) -> Bool {
        sumOfWeights > 1e-250 && sumOfWeights < 1e250
    }

    /// Σ w v and Σ w of `count` stations.
    func sums(
        _ squaredDistances: UnsafePointer<Double>, _ values: UnsafePointer<Double>, count: Int
    ) -> (values: Double, weights: Double) {
        switch formula {
        case .one: Self.sums(squaredDistances, values, count, .one, 1)
        case .two: Self.sums(squaredDistances, values, count, .two, 2)
        case .three: Self.sums(squaredDistances, values, count, .three, 3)
        case .four: Self.sums(squaredDistances, values, count, .four, 4)
        case .other: Self.sums(squaredDistances, values, count, .other, power)
        }
    }

    @inline(__always)
    private static func sums(
        _ squaredDistances: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ count: Int,
        _ formula: Formula, _ power: Double
    ) -> (values: Double, weights: Double) {
        var sumOfValues = 0.0
        var sumOfWeights = 0.0
        for index in 0..<count {
            let weight = weight(squaredDistances[index], formula, power)
            sumOfWeights += weight
            sumOfValues += weight * values[index]
        }
        return (sumOfValues, sumOfWeights)
    }
}
