public import Geometry

/// One number at one station: a period's mean, or the reading of an hour.
public struct StationValue: Hashable, Sendable {
    /// The code that reports know the station by.
    public var id: String
    /// Where the station stands, in the working CRS.
    public var coordinate: Coordinate
    /// The value in the parameter's unit; NaN when the station has none.
    public var value: Double

    public init(id: String, coordinate: Coordinate, value: Double) {
        self.id = id
        self.coordinate = coordinate
        self.value = value
    }
}

/// What happens to stations that stand on exactly the same place.
public enum DuplicatePolicy: String, CaseIterable, Sendable {
    /// One station with the arithmetic mean of their values.
    case mean
    /// The station that comes first in the input: the only policy that the order of the input
    /// touches, because that is what it asks for.
    case first
    /// The station with the largest value; of several, the one whose id sorts first.
    case max
    /// Refuse the input.
    case error
}
