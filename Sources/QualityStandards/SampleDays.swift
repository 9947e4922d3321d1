public import Readings

extension [ParameterCode: [Reading]] {
    /// What one reading of each series stands for: `given`, else what its spacing speaks for. Series of
    /// fewer than two readings have no entry.
    ///
    /// The series are sorted by time.
    ///
    /// - Complexity: O(readings); O(series) with `given`.
    public func intervals(given: ReadingInterval?) -> [ParameterCode: ReadingInterval] {
        compactMapValues { given ?? ReadingInterval.found(in: $0) }
    }
}

extension [ParameterCode: ReadingInterval] {
    /// The day to which a reading of `parameter` labelled `time` belongs; without an entry that of the
    /// label.
    func day(of time: TimeStamp, _ parameter: ParameterCode) -> CivilDay {
        self[parameter]?.day(of: time) ?? time.day
    }
}
