public import Foundation
public import Readings
public import ZonalStatistics

/// What to report, as a job file says it: inputs, periods, what to compute, what to write.
/// Paths are as written; `folder` is what relative ones start from.
public struct Job: Sendable {
    /// The folder of the job file.
    public var folder: URL
    /// The job file itself.
    public var path: String
    public var name: String
    /// The working CRS, or `nil` for the CGCS2000 3-degree zone that fits the first zone layer.
    public var crs: String?
    public var periods: [Period]
    public var comparison: Comparison
    /// A second comparison, of sections and their groups.
    public var secondComparison = Comparison.none
    /// The edition to judge by, or a file of limits; `nil` for the edition in force on the period's
    /// last day.
    public var standard: String?
    public var zones: [ZoneInput]
    public var stations: [StationInput]
    public var sections: SectionInput?
    public var rivers: RiverInput?
    /// Point layers that are counted and summed per zone and hotspot cell.
    public var points: [PointLayerInput] = []
    public var readings: [ReadingInput]
    public var rasters: [RasterRequest]
    /// Hotspot cells, one parameter and statistic an entry.
    public var hotSpots: [HotSpotRequest] = []
    /// Series of zone means with their errors.
    public var series: [SeriesRequest] = []
    public var zonalStatistics: [Statistic]
    /// Whether the trophic state of lakes is told.
    public var assessesLakes = false
    /// Whether trends of sections over the years of the readings are told.
    public var testsTrends = false
    /// Who compensates whom, by a scheme.
    public var compensation: CompensationInput?
    /// The file of rules by which zones are scored.
    public var scores: Source?
    /// The file of targets: zone, station or section, item, value, year.
    public var targets: Source?
    /// The file of days that do not count: date, item, reason.
    public var excludedDays: Source?
    public var formats: Set<OutputFormat>

    /// What a period is set against.
    public enum Comparison: Hashable, Sendable {
        case none
        /// The same period a year before (同比).
        case year
        /// The period of the same length just before (环比).
        case month
        /// One period for each of the job's.
        case explicit([Period])
    }

    public enum OutputFormat: String, CaseIterable, Sendable {
        case gpkg, csv, xlsx, geotiff, html
    }

    /// Where an input is and how to read it.
    public struct Source: Hashable, Sendable {
        /// As written in the job.
        public var path: String
        public var layer: String?
        public var filter: String?
        public var encoding: String?
        public var crs: String?
        /// The line in the job file, for messages.
        public var line: Int
    }

    public struct ZoneInput: Sendable {
        public var name: String
        public var source: Source
        public var idField: String
        public var labelField: String?
        public var kind: String?
    }

    /// Official statistics take national stations only; rasters and hotspots name their networks.
    public enum Network: String, CaseIterable, Sendable {
        case national, provincial, city, micro
    }

    public struct StationInput: Sendable {
        public var name: String
        public var source: Source
        public var idField: String
        public var labelField: String?
        /// The columns of a table that hold the place; `nil` for a layer with points.
        public var xField: String?
        public var yField: String?
        public var network: Network
    }

    public struct SectionInput: Sendable {
        public var source: Source
        public var idField: String
        public var labelField: String?
        public var levelField: String?
        public var targetField: String?
        public var typeField: String?
        public var ownerField: String?
        public var riverField: String?
        public var basinField: String?
        public var dryField: String?
    }

    /// A scheme of compensation between the units that the job's sections lie between.
    public struct CompensationInput: Sendable {
        public var scheme: Source
        /// The fields of the sections; `nil` to find them by their headings.
        public var upstreamField: String?
        public var downstreamField: String?
        public var inflowField: String?
        /// Values of the scheme's parameters: `name=value`, `name@place=value`.
        public var choices: [String]
        /// What terms of change compare with: the year before or the period before.
        public var comparison: Comparison
    }

    public struct RiverInput: Sendable {
        public var source: Source
        public var idField: String
        public var labelField: String?
    }

    public struct ReadingInput: Sendable {
        /// May hold `*` and `?` in its last component.
        public var source: Source
        /// How the tables are to be read; its file of headings as written in the job.
        public var form: ReadingForm
    }

    /// A raster of one parameter's statistic over each period.
    public struct RasterRequest: Sendable {
        public var parameter: ParameterCode
        public var statistic: PeriodStatistic
        /// How the surface is made between the stations.
        public var surface: SurfaceSettings
        /// In metres, or degrees where the working CRS is geographic.
        public var cell: Distance
        public var networks: [Network]
        public var line: Int

        /// `PM2.5_mean`: the stem of file and column names.
        public var name: String { "\(parameter.name)_\(statistic.name)" }

        /// Whether its surface is the one that `hotSpots` rank.
        func feeds(_ hotSpots: HotSpotRequest) -> Bool {
            parameter == hotSpots.parameter && statistic == hotSpots.statistic
                && Set(networks) == Set(hotSpots.networks)
        }
    }

    /// A value and its error for every zone of a layer and every time of each period.
    public struct SeriesRequest: Sendable {
        public var parameter: ParameterCode
        /// The name of the zone layer; `nil` for the first.
        public var zones: String?
        public var settings: SeriesSettings
        public var networks: [Network]
        public var line: Int

        /// For messages.
        var name: String { "series \(parameter.name)_\(settings.step.rawValue)" }
    }
}
