/// A closed line: the last coordinate equals the first. Orientation is free.
public struct Ring: Hashable, Sendable {
    /// The vertices, first repeated at the end.
    public let coordinates: [Coordinate]

    /// A ring through `coordinates`, closed by repeating the first if the last differs.
    public init(_ coordinates: [Coordinate]) {
        if let first = coordinates.first, coordinates.last != first {
            self.coordinates = coordinates + [first]
        } else {
            self.coordinates = coordinates
        }
    }

    /// The area in square CRS units: positive when counter-clockwise, negative when clockwise, 0
    /// for fewer than three distinct vertices.
    ///
    /// The vertices are taken relative to the first, so that large eastings and northings do not
    /// cancel digits.
    public var signedArea: Double {
        guard let origin = coordinates.first else { return 0 }
        var twice = 0.0
        for index in coordinates.indices.dropFirst() {
            let a = coordinates[index - 1]
            let b = coordinates[index]
            twice += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
        }
        return twice / 2
    }
}

/// An area with one shell and any number of holes.
///
/// The holes lie inside the shell; a hole may touch the shell or another hole in a point.
public struct Polygon: Hashable, Sendable {
    public var shell: Ring
    public var holes: [Ring]

    public init(shell: Ring, holes: [Ring] = []) {
        self.shell = shell
        self.holes = holes
    }

    /// The shell, then the holes.
    public var rings: [Ring] { [shell] + holes }

    /// The planar area in square CRS units, never negative for a valid polygon.
    public var area: Double {
        holes.reduce(abs(shell.signedArea)) { $0 - abs($1.signedArea) }
    }

    /// The smallest box around the shell; `nil` without a finite vertex.
    public var boundingBox: BoundingBox? { BoundingBox(around: shell.coordinates) }
}
