/// What has to be kept of a zone's cells for a list of statistics.
struct StateNeeds: Sendable, Hashable {
    /// Mean and squared deviations, beside count, sum, minimum and maximum.
    var takesDeviations = false
    /// Where minimum and maximum lie.
    var places = false
    /// Every value with its coverage.
    var values = false
    /// The sums of sines and cosines.
    var circular = false
    /// The moments with weights.
    var weighted = false
    /// The limits of shares, each once, ascending.
    var limits: [Double] = []
    /// Whether anything but weighted moments is asked for.
    var plain = false
    /// What is read from the values.
    var wish = ValueFigures.Wish()

    init(_ statistics: [Statistic], _ definition: QuantileDefinition = .inverseCDF) {
        wish.definition = definition
        for statistic in statistics {
            switch statistic {
            case .count, .sum, .mean, .min, .max, .range, .validShare, .areaKm2: break
            case .stdev, .variance, .cv: takesDeviations = true
            case .median, .percentile:
                values = true
                if let quantile = statistic.quantile, !wish.quantiles.contains(quantile) {
                    wish.quantiles.append(quantile)
                }
            case .mode, .minority, .variety:
                values = true
                wish.wantsGroups = true
            case .frac:
                values = true
                wish.wantsClasses = true
            case .minX, .minY, .maxX, .maxY: places = true
            case .shareAbove(let limit):
                if !limits.contains(limit.value) { limits.append(limit.value) }
            case .weightedMean, .weightedSum, .weightedStdev, .weightedVariance: weighted = true
            case .circularMean: circular = true
            }
            if !statistic.isWeighted { plain = true }
        }
        limits.sort()
    }
}
