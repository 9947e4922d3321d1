import Suggestions

/// Names that are near a wrong one.
enum StatisticName {
    /// The name that was probably meant by `name`: what other tools call by it, else the one that
    /// it is a slip for; `nil` when there is none.
    static func nearest(to name: String) -> String? {
        if let known = otherNames[name.lowercased()] { return known }
        let known = Statistic.plain.map(\.name) + ["p90", "share>30"]
        return Suggestions.nearest(to: name, in: known)
    }

    /// Names of the same statistics in rasterstats, exactextract, GDAL and spreadsheets.
    private static let otherNames = [
        "std": "stdev", "average": "mean", "avg": "mean", "majority": "mode", "unique": "variety",
        "coefficient_of_variation": "cv", "percentile": "p90", "minimum": "min", "maximum": "max",
    ]
}
