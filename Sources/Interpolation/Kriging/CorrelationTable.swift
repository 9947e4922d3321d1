import Foundation

/// A smooth correlation by the square of q = distance / range, as polynomials over short pieces.
///
/// Each octave of q² is cut into eight pieces of equal width; on a piece the polynomial goes
/// through the function at twelve Chebyshev nodes. Below the first octave and above the last the
/// function is 1 and 0 to the last bit that a sum can show.
struct CorrelationTable: Sendable {
    private let coefficients: [Double]
    private let firstExponent: Int
    private let octaves: Int

    private static let piecesInOctave = 8
    private static let degree = 11

    /// Matérn's correlation with κ.
    ///
    /// - Accuracy: 1e-14 of the sill.
    init(maternKappa kappa: Double) {
        // 1 − ρ falls like q^min(2, 2κ): the first octave is where that reaches the last bit.
        let power = min(1, kappa)
        firstExponent = max(-1000, Int((-56 / power).rounded(.down)))
        octaves = 20 - firstExponent
        let count = Self.degree + 1
        let nodes = (0..<count).map { cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
        var coefficients: [Double] = []
        coefficients.reserveCapacity(octaves * Self.piecesInOctave * count)
        for octave in 0..<octaves {
            let start = scalbn(1.0, firstExponent + octave)
            let width = start / Double(Self.piecesInOctave)
            for piece in 0..<Self.piecesInOctave {
                let middle = start + width * (Double(piece) + 0.5)
                let values = nodes.map {
                    maternCorrelation((middle + $0 * width / 2).squareRoot(), kappa: kappa)
                }
                coefficients += Self.monomials(chebyshev: Self.transform(values))
            }
        }
        self.coefficients = coefficients
    }

    /// ρ at `squared` ≥ 0.
    @inline(__always)
    func value(_ squared: Double) -> Double {
        let exponent = Int(squared.bitPattern >> 52) - 1023
        guard exponent >= firstExponent else { return 1 }
        let octave = exponent - firstExponent
        guard octave < octaves else { return 0 }
        let bits = squared.bitPattern
        let piece = Int((bits >> 49) & 7)
        // The place within the piece, from -1 to 1: the mantissa's other bits, as a number in 1..<2.
        let fraction = Double(bitPattern: ((bits << 3) & 0x000F_FFFF_FFFF_FFFF) | (1023 << 52))
        let t = 2 * fraction - 3
        let start = (octave * Self.piecesInOctave + piece) * (Self.degree + 1)
        return coefficients.withUnsafeBufferPointer { table in
            var sum = table[start + Self.degree]
            for index in stride(from: Self.degree - 1, through: 0, by: -1) {
                sum = sum * t + table[start + index]
            }
            return sum
        }
    }

    /// Chebyshev coefficients of the values at the nodes.
    private static func transform(_ values: [Double]) -> [Double] {
        let count = values.count
        return (0..<count).map { order in
            var sum = 0.0
            for (index, value) in values.enumerated() {
                sum +=
                    value * cos(Double.pi * Double(order) * (Double(index) + 0.5) / Double(count))
            }
            return sum * (order == 0 ? 1 : 2) / Double(count)
        }
    }

    /// The powers' coefficients of a Chebyshev series.
    private static func monomials(chebyshev series: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: series.count)
        var before = [1.0]
        var current = [0.0, 1.0]
        for (order, coefficient) in series.enumerated() {
            let polynomial = order == 0 ? before : current
            for (power, factor) in polynomial.enumerated() { result[power] += coefficient * factor }
            if order > 0 {
                var next = [0.0] + current.map { 2 * $0 }
                for (power, factor) in before.enumerated() { next[power] -= factor }
                (before, current) = (current, next)
            }
        }
        return result
    }
}
