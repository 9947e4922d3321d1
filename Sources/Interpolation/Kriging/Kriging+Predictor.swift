extension Kriging {
    /// The method as a predictor of readings, with variances: the nugget is in them, filtered or
    /// not, and block support does not count.
    public var predictor: CrossValidation.Predictor {
        { stations, targets in
            let points = try Kriging(
                model: model, trend: trend, neighbours: neighbours,
                radiusInMetres: radiusInMetres, minimumCount: minimumCount)
            let found = try points.estimate(
                from: stations, at: targets.map(\.coordinate), includesVariances: true)
            return zip(found.values, found.variances).map {
                CrossValidation.Prediction(value: $0, variance: $1.isNaN ? nil : $1)
            }
        }
    }

    /// Kriging whose variogram is fitted anew to the stations that each fold leaves, so that no
    /// reading takes part in its own prediction; trend and neighbours as given.
    public static func fittingPredictor(
        trend: Trend = .constant, neighbours: Neighbours = .all
    ) -> CrossValidation.Predictor {
        { stations, targets in
            let residuals: EmpiricalVariogram.Trend = trend == .linear ? .linear : .constant
            let variogram = try EmpiricalVariogram(of: stations, trend: residuals)
            let model = VariogramSelection(of: variogram).model
            return try Kriging(model: model, trend: trend, neighbours: neighbours)
                .predictor(stations, targets)
        }
    }

    /// What each station's value is by the stations of the other folds, with one variogram for all.
    ///
    /// - Throws: `InterpolationError.kriging`.
    /// - Precondition: `folds` were made of `stations`.
    public func crossValidate(
        _ stations: PreparedStations, folds: SpatialFolds, drift: [[Double]]? = nil
    ) throws -> (result: CrossValidation, report: KrigingReport) {
        try crossValidate(stations, folds: folds.folds, drift: drift)
    }
}
