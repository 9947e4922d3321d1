public import GeoFiles
public import Geometry
public import QualityStandards
public import Readings
public import Reports
public import Rivers

/// Everything that a job reads, in the working CRS and in memory.
public struct JobInputs: Sendable {
    /// The working CRS.
    public var crs: CoordinateReferenceSystem
    public var zoneLayers: [LoadedZoneLayer]
    public var stations: [LoadedStation]
    public var rivers: LoadedRivers?
    public var sections: [LoadedSection]
    public var points: [LoadedPointLayer] = []
    public var readings: ReadingSet
    public var scores: ScoreRules?
    /// The scheme of compensation with its sections.
    var compensation: CompensationCase?
    /// The editions that air is judged by.
    var airStandard = AirStandardChoice.inForce
    /// Targets of air.
    public var airTargets: [AirTarget] = []
    /// The days that do not count, for each period of the job.
    public var excludedDays: [ExcludedDays] = []
    /// What was repaired, guessed, transformed or dropped on the way.
    public var notes: [ReportNote]
    /// The files that were read, with their role.
    public var files: [InputFile]

    public struct LoadedZoneLayer: Sendable {
        public var name: String
        public var kind: String?
        public var zones: [Zone]
        /// The file and layer, for messages.
        public var path = ""
        public var layer = ""
        /// The fields of `attributes`.
        public var fields: [VectorField] = []
        /// For each zone the values of `fields`.
        public var attributes: [[FieldValue]] = []
        /// Zones whose geometry could not be used have no polygons and a note.
        public var boundingBox: BoundingBox? {
            zones.compactMap(\.boundingBox).reduce(nil) { $0?.union($1) ?? $1 }
        }
    }

    public struct LoadedStation: Sendable {
        public var id: String
        public var label: String
        public var layer: String
        public var network: Job.Network
        /// In the working CRS.
        public var coordinate: Coordinate
    }

    public struct LoadedRivers: Sendable {
        public var network: RiverNetwork
    }

    public struct LoadedSection: Sendable {
        public var id: String
        public var label: String
        public var coordinate: Coordinate
        public var level: String?
        /// As written: a class, limits of items, or both; see `waterTarget`.
        public var target: String?
        public var type: String?
        public var owner: String?
        public var river: String?
        public var basin: String?
        /// Whether the section is marked as dry (断流).
        public var isDry: Bool
    }

    public struct LoadedPointLayer: Sendable {
        public var name: String
        /// The fields that are summed.
        public var sumFields: [String]
        public var points: [LoadedPoint]
    }

    public struct LoadedPoint: Sendable {
        public var id: String
        public var label: String
        /// In the working CRS.
        public var coordinate: Coordinate
        /// One a field that is summed; `nil` where it holds no number.
        public var values: [Double?]
    }

    public struct InputFile: Hashable, Sendable {
        public var path: String
        public var role: LocalizedText
    }
}
