/// Rules that give zones points for their figures, as for the monthly ranking of counties.
///
/// A rule file is YAML:
///
///     scores: 1
///     zones: 区县                     # the layer that is scored; default: the first of the job
///     base: 20                        # points that every zone has; default 0
///     indicators:
///       - {name: PM2.5浓度, column: PM2.5_mean_mean, direction: lower,
///          steps: {35: 40, 45: 30, 60: 10}}
///       - {name: PM2.5改善, column: PM2.5_mean_mean, on: change, direction: lower,
///          points: 30, full: -10, zero: 5}
///       - {name: O3排名, column: O3_8h_p90_mean, on: rank, direction: lower, points: 30}
///
/// or CSV with the columns `name,column,on,direction,points,steps,full,zero`, steps written as
/// `35:40;45:30;60:10`.
///
/// `column` is a column of the zone table, `on` says what of it counts: its `value` (default), its
/// `change` (`<column>_change_percent`, else `<column>_change`), or the zone's `rank` in it, 1 the
/// best. `direction` says whether `lower` or `higher` is better. Points come from
///
/// - `steps`: limit → points. With `lower` those of the first limit that the figure does not exceed,
///   with `higher` of the first that it reaches, from the strictest on; beyond all of them 0;
/// - or `full` and `zero`: `points` at `full` and beyond, 0 at `zero` and beyond, in between in
///   proportion;
/// - or, on a rank alone, neither: `points` for the first, 0 for the last, in between in proportion.
///
/// A zone without a figure has an empty cell, a note, and no rank.
public struct ScoreRules: Hashable, Sendable {
    /// What of a column counts.
    public enum Measure: String, CaseIterable, Hashable, Sendable {
        case value, change, rank
    }

    public enum Direction: String, CaseIterable, Hashable, Sendable {
        case lower, higher
    }

    /// How a figure becomes points.
    public enum Scale: Hashable, Sendable {
        /// Limits and their points, the strictest first.
        case steps([Step])
        case linear(full: Double, zero: Double)
        /// From the first rank to the last.
        case ranks
    }

    public struct Step: Hashable, Sendable {
        public var limit: Double
        public var points: Double
    }

    public struct Indicator: Hashable, Sendable {
        public var name: String
        public var column: String
        public var measure: Measure
        public var direction: Direction
        /// The most points.
        public var points: Double
        public var scale: Scale

        /// `score_PM2.5_mean_mean_change`: the name of its column in the table of scores.
        public var key: String {
            "score_\(column)" + (measure == .value ? "" : "_\(measure.rawValue)")
        }

        /// The points of a figure: a value, a change, or a rank from 1.
        ///
        /// - Parameter count: How many zones are ranked; 1 gives its only zone all points.
        public func points(for figure: Double, among count: Int) -> Double {
            // A low rank is the better one whatever the direction of its figure.
            let isLow = measure == .rank || direction == .lower
            switch scale {
            case .steps(let steps):
                return steps.first { isLow ? figure <= $0.limit : figure >= $0.limit }?.points ?? 0
            case .linear(let full, let zero):
                return points * min(max((figure - zero) / (full - zero), 0), 1)
            case .ranks:
                return count > 1 ? points * (Double(count) - figure) / Double(count - 1) : points
            }
        }
    }

    /// The name of a zone layer; `nil` for the first.
    public var zones: String?
    public var base: Double
    public var indicators: [Indicator]
}

/// The place of each value: 1 for the best, equal ones share a place and the next are skipped
/// (1, 1, 3); `nil` for missing ones.
func places(of values: [Double?], isLowBest: Bool) -> [Int?] {
    values.map { value in
        value.map { value in
            1 + values.count { $0.map { isLowBest ? $0 < value : $0 > value } ?? false }
        }
    }
}
