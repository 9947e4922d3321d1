#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The two-sided probability of a standard normal deviate at least as far from 0 as `z`:
/// erfc(|z| ÷ √2), 0…1. NaN for NaN.
///
/// PySAL's `p_norm` of `G_Local` is one-sided and half as large.
///
/// - Accuracy: a few ulps, also far out where 1 − Φ(z) would have lost its digits.
public func twoSidedProbability(ofZ z: Double) -> Double {
    erfc(abs(z) * 0.5.squareRoot())
}
