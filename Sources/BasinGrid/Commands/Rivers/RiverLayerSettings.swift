public import GeoFiles
import Geometry
import Reports
import Rivers

/// What every command on rivers takes: a line layer, and how it becomes a network.
public struct RiverLayerSettings: Sendable {
    /// What says which way the water runs; see `FlowRule`.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case river, digitised
        case fromTo = "from-to"
        case nextDown = "next-down"
        case elevation
    }

    /// A line layer: a path, `PATH:layer` or `PG:…`.
    public var path: String
    /// The field with the reach's code; `nil`: the feature's number.
    public var idField: String?
    /// The field with the river's name; `nil`: no names.
    public var nameField: String?
    /// How far apart ends may lie and still meet, as typed.
    public var tolerance = "10m"
    /// Whether an inner vertex that two lines share joins them.
    public var joinsSharedVertices = false
    public var direction = Direction.river
    /// The fields with the codes of the upper and the lower node, for `fromTo`.
    public var fromField: String?
    public var toField: String?
    /// The field with the code of the next reach, for `nextDown`.
    public var nextField: String?
    /// A raster of elevations in metres, for `elevation`.
    public var elevation: String?
    /// Point layers, or places as `X,Y` in the CRS of the rivers, where water leaves.
    public var mouths: [String] = []
    /// How far from the river a mouth may be given, as typed.
    public var mouthDistance = "1km"
    /// The field whose smallest number marks the main stem where the water divides.
    public var rankField: String?
    public var reading = VectorReadOptions()

    public init(path: String) { self.path = path }

    /// The files that are read.
    var inputs: [String] {
        parts(ofDataset: path) + [elevation].compactMap(\.self)
            + mouths.filter { MouthText($0) == nil }.flatMap { parts(ofDataset: $0) }
    }

    /// The fields that the direction needs, and no others.
    func checkUsage() throws {
        func need(_ value: String?, _ option: String, for direction: Direction) throws {
            if self.direction == direction, value == nil {
                throw Fault(
                    .usage, zh: "--direction \(direction.rawValue) 需要 \(option)。",
                    en: "--direction \(direction.rawValue) needs \(option).")
            }
            if self.direction != direction, value != nil {
                throw Fault(
                    .usage, zh: "\(option) 须与 --direction \(direction.rawValue) 同时使用。",
                    en: "\(option) goes with --direction \(direction.rawValue).")
            }
        }
        try need(fromField, "--from-field", for: .fromTo)
        try need(toField, "--to-field", for: .fromTo)
        try need(nextField, "--next-field", for: .nextDown)
        try need(elevation, "--elevation", for: .elevation)
    }
}

/// A place as `X,Y`.
struct MouthText {
    let coordinate: Coordinate

    init?(_ text: String) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.filter { !$0.isWhitespace })
        }
        guard numbers.count == 2, let x = numbers[0], let y = numbers[1], x.isFinite, y.isFinite
        else { return nil }
        coordinate = Coordinate(x: x, y: y)
    }
}
