public import Geometry

/// How well a method predicts stations that it was not told of.
///
/// The figures are over the stations that have a prediction:
///
///     ME   = mean(observed − predicted)
///     RMSE = √ mean((observed − predicted)²)
///     MSDR = mean((observed − predicted)² / variance)
///
/// MSDR is near 1 when the variances are true. Residuals have gstat's sign.
public struct CrossValidation: Hashable, Sendable {
    /// What a method says of a left-out station.
    public struct Prediction: Hashable, Sendable {
        /// In the unit of the stations; NaN when the method has no estimate there.
        public var value: Double
        /// The variance of its error; `nil` for methods without one.
        public var variance: Double?

        public init(value: Double, variance: Double? = nil) {
            self.value = value
            self.variance = variance
        }
    }

    /// One station.
    public struct Row: Hashable, Sendable {
        public var id: String
        public var coordinate: Coordinate
        public var observed: Double
        /// NaN when the method has no estimate there.
        public var predicted: Double
        /// The variance of the prediction's error; `nil` for methods without one.
        public var variance: Double?
        /// The part of the data that was left out together, from 0; `nil` for one station alone.
        public var fold: Int?

        public init(
            of station: StationValue, predicted: Prediction, fold: Int? = nil
        ) {
            id = station.id
            coordinate = station.coordinate
            observed = station.value
            self.predicted = predicted.value
            variance = predicted.variance
            self.fold = fold
        }

        /// Observed − predicted; NaN without a prediction.
        public var residual: Double { observed - predicted }

        /// The residual in standard errors; `nil` without a variance above 0 or a prediction.
        public var zScore: Double? {
            guard let variance, variance > 0, !residual.isNaN else { return nil }
            return residual / variance.squareRoot()
        }
    }

    /// The stations in the order of their coordinates.
    public let rows: [Row]

    public init(rows: [Row]) { self.rows = rows }

    /// How many stations have a prediction.
    public var predictedCount: Int { rows.count { !$0.residual.isNaN } }

    /// The mean of the residuals; NaN without any.
    public var meanError: Double {
        mean(rows.map(\.residual).filter { !$0.isNaN })
    }

    /// The root of the mean squared residual; NaN without any.
    public var rootMeanSquareError: Double {
        mean(rows.map(\.residual).filter { !$0.isNaN }.map { $0 * $0 }).squareRoot()
    }

    /// The mean squared z-score; `nil` when no row has one.
    public var meanSquaredDeviationRatio: Double? {
        let squares = rows.compactMap(\.zScore).map { $0 * $0 }
        return squares.isEmpty ? nil : mean(squares)
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }
}
