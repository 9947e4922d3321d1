import Foundation

/// The probability that a normal variable is above a limit.
///
/// With variance 0 it is 1 above the limit and 0 at or below it; NaN when the mean is.
///
/// - Parameters:
///   - mean: The estimate.
///   - variance: The variance of its error, not negative.
public func probability(
    ofExceeding limit: Double, mean: Double, variance: Double
) -> Double {
    guard variance > 0 else { return mean.isNaN ? .nan : mean > limit ? 1 : 0 }
    return 0.5 * erfc((limit - mean) / (2 * variance).squareRoot())
}

extension SurfaceBand {
    /// The probability that the value of each cell is above `limit`, its error being normal with
    /// the band's variance; -9999 where there is no estimate.
    ///
    /// - Precondition: the band has variances.
    public func probabilities(ofExceeding limit: Double) -> [Double] {
        precondition(variances != nil, "a probability needs variances")
        return zip(values, variances ?? []).map { value, variance in
            value == SurfaceBand.nodata
                ? SurfaceBand.nodata
                : probability(ofExceeding: limit, mean: value, variance: variance)
        }
    }
}
