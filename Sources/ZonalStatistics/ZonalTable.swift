/// The statistics of every zone for one band, in the order of the zones.
public struct ZonalTable: Hashable, Sendable {
    /// A column: a statistic, or one class of `frac`.
    public struct Column: Hashable, Sendable {
        public var statistic: Statistic
        /// The statistic's name; `frac_` and the value for a class.
        public var name: String
    }

    public var columns: [Column]
    /// One row a zone, one value a column; NaN where a statistic is empty. Writers leave such a
    /// cell empty; they never write 0.
    public var values: [[Double]]

    /// - Precondition: every row has one value a column.
    public init(columns: [Column], values: [[Double]]) {
        precondition(
            values.allSatisfy { $0.count == columns.count },
            "every row has \(columns.count) values")
        self.columns = columns
        self.values = values
    }

    /// The column name of the class with `value`.
    static func className(_ value: Double) -> String {
        // A value of a Float raster as it is written there: 0.1, not 0.10000000149011612.
        let text = Double(Float(value)) == value ? String(Float(value)) : String(value)
        return "frac_" + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
}
