extension CrossValidation {
    /// What a method says of `targets` when it knows only `stations`: one prediction a target.
    public typealias Predictor =
        @Sendable (_ stations: PreparedStations, _ targets: [StationValue]) throws -> [Prediction]

    /// Every fold predicted from all others.
    ///
    /// With a single fold nothing is left to predict from: no station has a prediction.
    ///
    /// - Throws: What `predict` throws.
    /// - Precondition: `folds` were made of `stations`; `predict` gives one prediction a target.
    public static func blocked(
        _ stations: PreparedStations, folds: SpatialFolds, _ predict: Predictor
    ) throws -> CrossValidation {
        precondition(
            folds.folds.count == stations.stations.count, "each station has its fold")
        var rows = zip(stations.stations, folds.folds).map { station, fold in
            Row(of: station, predicted: Prediction(value: .nan), fold: fold)
        }
        for fold in 0..<folds.count {
            let (held, known) = rows.indices.split { folds.folds[$0] == fold }
            guard !held.isEmpty, !known.isEmpty else { continue }
            let targets = held.map { stations.stations[$0] }
            let predictions = try predict(stations.subset(known), targets)
            precondition(predictions.count == held.count, "each target has one prediction")
            for (index, prediction) in zip(held, predictions) {
                rows[index].predicted = prediction.value
                rows[index].variance = prediction.variance
            }
        }
        return CrossValidation(rows: rows)
    }

    /// Every station predicted from all others, by doing so: the definition.
    ///
    /// A single station has no prediction.
    ///
    /// - Throws: What `predict` throws.
    /// - Complexity: as many calls of `predict` as there are stations.
    public static func leaveOneOut(
        _ stations: PreparedStations, _ predict: Predictor
    ) throws -> CrossValidation {
        let all = Array(stations.stations.indices)
        return CrossValidation(
            rows: try stations.stations.enumerated().map { index, station in
                guard all.count > 1 else {
                    return Row(of: station, predicted: Prediction(value: .nan))
                }
                let others = stations.subset(all.filter { $0 != index })
                let predictions = try predict(others, [station])
                precondition(predictions.count == 1, "each target has one prediction")
                return Row(of: station, predicted: predictions[0])
            })
    }
}

extension SurfaceMethod {
    /// The method as a predictor without variances.
    public var predictor: CrossValidation.Predictor {
        { stations, targets in
            try estimate(from: stations, at: targets.map(\.coordinate), threads: 1)
                .map { CrossValidation.Prediction(value: $0) }
        }
    }

    /// Every station predicted from all others, by doing so.
    public func leaveOneOut(
        _ stations: PreparedStations, threads: Int
    ) throws -> CrossValidation {
        try CrossValidation.leaveOneOut(stations, predictor)
    }
}

extension PreparedStations {
    /// Some of the stations.
    ///
    /// - Precondition: `indices` are ascending, and not empty.
    func subset(_ indices: [Int]) -> PreparedStations {
        PreparedStations(distinct: indices.map { stations[$0] }, measure: measure)
    }
}

extension Collection {
    /// The elements that meet a condition, and the others.
    fileprivate func split(by condition: (Element) -> Bool) -> (met: [Element], others: [Element]) {
        (filter(condition), filter { !condition($0) })
    }
}
