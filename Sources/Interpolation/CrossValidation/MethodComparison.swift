/// Methods compared by blocked cross-validation on the same folds, for `--method auto`.
///
/// The best is the one with the smallest root mean square error over the stations that every
/// candidate predicts, the first of equals; where there are no such stations, the one that predicts
/// most stations.
public struct MethodComparison: Sendable {
    /// A method and how it did.
    public struct Candidate: Sendable {
        public let name: String
        /// `nil` when the method could not run.
        public let validation: CrossValidation?
        /// The root mean square error over the stations that every candidate predicts; NaN without.
        public let commonError: Double
        /// Why the method could not run.
        public let failure: InterpolationError?
    }

    /// In the order in which they were given.
    public let candidates: [Candidate]
    /// How many stations every candidate that ran predicts.
    public let commonCount: Int
    /// The place of the best in `candidates`; `nil` when none could run.
    public let best: Int?

    /// Runs every candidate over `folds`.
    ///
    /// - Parameter candidates: Names and what they predict; an `InterpolationError` of one is kept
    ///   as its failure, any other error ends the comparison.
    public init(
        of candidates: [(name: String, predict: CrossValidation.Predictor)],
        on stations: PreparedStations, folds: SpatialFolds
    ) throws {
        var results: [(name: String, validation: CrossValidation?, failure: InterpolationError?)] =
            []
        for (name, predict) in candidates {
            do {
                let validation = try CrossValidation.blocked(stations, folds: folds, predict)
                results.append((name, validation, nil))
            } catch let failure as InterpolationError {
                results.append((name, nil, failure))
            }
        }
        let validations = results.compactMap(\.validation)
        let common = stations.stations.indices.filter { index in
            !validations.isEmpty && validations.allSatisfy { !$0.rows[index].residual.isNaN }
        }
        self.candidates = results.map { name, validation, failure in
            let rows = validation.map { validation in common.map { validation.rows[$0] } }
            return Candidate(
                name: name, validation: validation,
                commonError: rows.map { CrossValidation(rows: $0).rootMeanSquareError } ?? .nan,
                failure: failure)
        }
        commonCount = common.count
        best = Self.best(of: self.candidates)
    }

    private static func best(of candidates: [Candidate]) -> Int? {
        let ran = candidates.indices.filter { candidates[$0].validation != nil }
        let compared = ran.filter { !candidates[$0].commonError.isNaN }
        if !compared.isEmpty {
            return compared.min { candidates[$0].commonError < candidates[$1].commonError }
        }
        return ran.max {
            let counts = ($0, $1)
            return candidates[counts.0].validation?.predictedCount ?? 0
                <= candidates[counts.1].validation?.predictedCount ?? 0
                && counts.0 > counts.1
        }
    }
}

extension MethodComparison: CustomStringConvertible {
    /// One line a candidate, the best marked with `*`.
    public var description: String { lines(\.description).joined(separator: "\n") }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        lines(\.descriptionInChinese).joined(separator: "\n")
    }

    private func lines(_ text: (Candidate) -> String) -> [String] {
        candidates.enumerated().map { ($0 == best ? "* " : "  ") + text($1) }
    }
}

extension MethodComparison.Candidate: CustomStringConvertible {
    public var description: String {
        guard let validation else { return "\(name): \(failure.map { "\($0)" } ?? "")" }
        let all = figures(validation)
        return "\(name): RMSE \(all.error) (\(all.common) over the stations that every method "
            + "predicts), ME \(all.mean), MSDR \(all.ratio), predicted "
            + "\(validation.predictedCount) of \(validation.rows.count) stations"
    }

    public var descriptionInChinese: String {
        guard let validation else { return "\(name)：\(failure?.descriptionInChinese ?? "")" }
        let all = figures(validation)
        return "\(name)：RMSE \(all.error)（各方法均有预测的站点为 \(all.common)），ME \(all.mean)，"
            + "MSDR \(all.ratio)，有预测的站点 \(validation.predictedCount)/\(validation.rows.count)"
    }

    private func figures(
        _ validation: CrossValidation
    ) -> (error: String, common: String, mean: String, ratio: String) {
        func text(_ value: Double?) -> String {
            guard let value, value.isFinite else { return "–" }
            return "\((value * 10_000).rounded() / 10_000)"
        }
        return (
            text(validation.rootMeanSquareError), text(commonError), text(validation.meanError),
            text(validation.meanSquaredDeviationRatio)
        )
    }
}
