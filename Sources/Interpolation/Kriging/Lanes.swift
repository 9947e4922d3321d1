/// Cells side by side in vector registers.
typealias Lanes = SIMD4<Double>

/// exp(x) in each lane, for x ≤ 0; 0 below -708.
///
/// x = k ln 2 + r with |r| ≤ ½ ln 2, exp(r) by its power series to the twelfth power, and 2^k by
/// adding k to the exponent's bits.
///
/// - Accuracy: 4e-16 relative.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
    let lowest = Lanes(repeating: -708)
    let argument = x.replacing(with: lowest, where: x .< lowest)
    // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the lowest bits.
    let magic = Lanes(repeating: 6_755_399_441_055_744)
    let shifted = argument * 1.442_695_040_888_963_4 + magic
    let whole = shifted - magic
    // ln 2 in two parts, the first with zeros at its end, so that whole · first is exact.
    let r = (argument - whole * 0x1.62e42feep-1) - whole * 0x1.a39ef35793c76p-33
    var p = Lanes(repeating: 1.0 / 479_001_600)
    p = p * r + 1.0 / 39_916_800
    p = p * r + 1.0 / 3_628_800
    p = p * r + 1.0 / 362_880
    p = p * r + 1.0 / 40_320
    p = p * r + 1.0 / 5_040
    p = p * r + 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    let bits = unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< 52
    let scaled = unsafeBitCast(p, to: SIMD4<UInt64>.self) &+ bits
    let result = unsafeBitCast(scaled, to: Lanes.self)
    return result.replacing(with: Lanes(), where: x .< lowest)
}

/// The correlation of one structure, by the square of q = distance / range.
protocol LaneCorrelation {
    func callAsFunction(_ squared: Lanes) -> Lanes
}

struct SphericalLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes {
        let q = squared.squareRoot()
        let value = 1 - q * (1.5 - 0.5 * squared)
        return value.replacing(with: Lanes(), where: squared .>= 1)
    }
}

struct ExponentialLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes { exponential(-squared.squareRoot()) }
}

struct GaussianLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes { exponential(-squared) }
}

/// Matérn with κ = 1.5.
struct MaternThreeHalvesLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes {
        let q = squared.squareRoot()
        return (1 + q) * exponential(-q)
    }
}

/// Matérn with κ = 2.5.
struct MaternFiveHalvesLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes {
        let q = squared.squareRoot()
        return (1 + q + squared * (1.0 / 3)) * exponential(-q)
    }
}

struct LinearLanes: LaneCorrelation {
    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes {
        (1 - squared.squareRoot()).replacing(with: Lanes(), where: squared .>= 1)
    }
}

/// A structure without a sill: `height` − q.
struct SlopeLanes: LaneCorrelation {
    let height: Double

    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes { height - squared.squareRoot() }
}

/// Matérn with any κ, from a table.
struct TabulatedLanes: LaneCorrelation {
    let table: CorrelationTable

    @inline(__always)
    func callAsFunction(_ squared: Lanes) -> Lanes {
        var result = Lanes.zero
        for lane in 0..<Lanes.scalarCount { result[lane] = table.value(squared[lane]) }
        return result
    }
}
