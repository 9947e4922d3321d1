import Grids
import SealedFiles

/// The format of partial results. <doc:PartialFileFormat> describes it byte by byte.
enum PartialFile {
    static let kind = SealedFileKind(
        magic: "BGZPART\n", name: "a partial result of basingrid zonal",
        nameInChinese: "basingrid zonal 的部分结果")
    static let version: UInt32 = 1

    /// What stands before a unit, and at the end of a pass.
    enum Mark: UInt8 {
        case unit = 1
        case end = 0
    }
}

/// What all parts of a job have in common, and which part this is.
struct PartialHead: Sendable, Hashable {
    /// Facts that must be the same in all parts: of the caller first, then of the job.
    var facts: [ZonalFact]
    var part: ZonalPart
    var statistics: [String]
    var quantileDefinition: QuantileDefinition
    var bands: [ZonalJob.Band]
    var passes: [PassHead]
    /// The number of all zones, and those that the part holds.
    var zoneCount: Int
    var zones: Range<Int>
    var rows: ZoneRows
    /// Pass by pass, of the zones of the part.
    var zoneAreasInCells: [[Double]]

    struct PassHead: Sendable, Hashable {
        var role: ZonalJob.Role
        var transform: Geotransform
        var rows: Int
        var columns: Int
        var cellsPerValueCell: Int
        var bandCount: Int
        /// Rows and columns of tiles in the grid.
        var tileRows: Int
        var tileColumns: Int

        /// The same for people.
        fileprivate var text: String {
            """
            \(rows) × \(columns) cells from (\(transform.originX), \(transform.originY)) in steps \
            of \(transform.columnStepX) × \(transform.rowStepY), \(bandCount) bands (\(role)), \
            \(cellsPerValueCell) to a value, in \(tileRows) × \(tileColumns) tiles
            """
        }
    }
}

/// Something that parts of one job agree on, such as the zones' hash.
public struct ZonalFact: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension PartialHead {
    /// In which the part does not fit `first`; `nil` when both are of one job.
    func difference(from first: PartialHead) -> (what: String, found: String, expected: String)? {
        for (mine, other) in zip(facts, first.facts) where mine != other {
            return mine.name == other.name
                ? (mine.name, mine.value, other.value)
                : ("fact", mine.name, other.name)
        }
        let mine = comparables
        let other = first.comparables
        for (mine, other) in zip(mine, other) where mine.value != other.value {
            return (mine.name, mine.value, other.value)
        }
        return nil
    }

    /// What must be the same, as text.
    private var comparables: [ZonalFact] {
        [
            ZonalFact("number of facts", "\(facts.count)"),
            ZonalFact("statistics", statistics.joined(separator: ",")),
            ZonalFact("quantile definition", quantileDefinition.rawValue),
            ZonalFact("rasters", bands.map(\.name).joined(separator: ",")),
            ZonalFact("number of zones", "\(zoneCount)"),
            ZonalFact("columns", rows.columns.joined(separator: ",")),
            ZonalFact("grids", passes.map(\.text).joined(separator: "; ")),
            ZonalFact("bands", bands.map(Self.text).joined(separator: "; ")),
            ZonalFact("number of parts", "\(part.count)"),
            ZonalFact("cut", part.cut.rawValue),
        ]
    }

    private static func text(_ band: ZonalJob.Band) -> String {
        let weighted = band.weightedPass.map { ", weighted \($0):\(band.weightedBand)" } ?? ""
        return "\(band.name) \(band.pass):\(band.band)" + weighted
    }
}
