extension Job {
    /// Points that are counted, such as outfalls, and fields of theirs that are summed.
    public struct PointLayerInput: Sendable {
        public var name: String
        public var source: Source
        /// `nil` numbers the points as they come.
        public var idField: String?
        public var labelField: String?
        /// The columns of a table that hold the place; `nil` for a layer with points.
        public var xField: String?
        public var yField: String?
        public var sumFields: [String]
    }
}
