import Foundation
import Geometry

@testable import Interpolation

/// A system of linear equations by Gaussian elimination with pivots: the reference, with nothing
/// of the product in it.
func solveDense(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var a = matrix
    var b = right
    let n = b.count
    for column in 0..<n {
        let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
        a.swapAt(column, pivot)
        b.swapAt(column, pivot)
        for row in column + 1..<max(n, column + 1) {
            let factor = a[row][column] / a[column][column]
            for k in column..<n { a[row][k] -= factor * a[column][k] }
            b[row] -= factor * b[column]
        }
    }
    for row in stride(from: n - 1, through: 0, by: -1) {
        for k in row + 1..<max(n, row + 1) { b[row] -= a[row][k] * b[k] }
        b[row] /= a[row][row]
    }
    return b
}

/// Kriging by its definition: covariances, a bordered matrix, one solution a target.
struct DenseKriging {
    /// C(h) of two places, without the nugget.
    var covariance: (Coordinate, Coordinate) -> Double
    var nugget = 0.0
    var isExact = true
    /// The trend's functions at a place; none for a known mean.
    var functions: (Coordinate) -> [Double] = { _ in [1] }
    /// The known mean.
    var mean = 0.0

    func estimate(
        _ stations: [StationValue], at target: Coordinate
    ) -> (value: Double, variance: Double) {
        estimate(stations, mean: [(target, 1)], isPoint: true)
    }

    /// The weighted mean over some places.
    func estimate(
        _ stations: [StationValue], mean places: [(Coordinate, Double)], isPoint: Bool = false
    ) -> (value: Double, variance: Double) {
        let f = places.reduce(into: functions(places[0].0).map { _ in 0.0 }) { sum, place in
            for (k, value) in functions(place.0).enumerated() { sum[k] += place.1 * value }
        }
        let size = stations.count + f.count
        var matrix = [[Double]](repeating: Array(repeating: 0, count: size), count: size)
        var right = [Double](repeating: 0, count: size)
        for (i, a) in stations.enumerated() {
            for (j, b) in stations.enumerated() {
                matrix[i][j] = covariance(a.coordinate, b.coordinate) + (i == j ? nugget : 0)
            }
            for (k, value) in functions(a.coordinate).enumerated() {
                matrix[i][stations.count + k] = value
                matrix[stations.count + k][i] = value
            }
            for (place, weight) in places {
                let isHit = isPoint && isExact && place == a.coordinate
                right[i] += weight * (covariance(a.coordinate, place) + (isHit ? nugget : 0))
            }
        }
        for (k, value) in f.enumerated() { right[stations.count + k] = value }
        let weights = solveDense(matrix, right)
        var value = mean
        var variance = isPoint && isExact ? nugget : 0
        for (a, p) in places {
            for (b, q) in places { variance += p * q * covariance(a, b) }
        }
        for (i, station) in stations.enumerated() { value += weights[i] * (station.value - mean) }
        for i in 0..<size { variance -= weights[i] * right[i] }
        return (value, variance)
    }
}

/// A plane's distance.
func distance(_ a: Coordinate, _ b: Coordinate) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
}
