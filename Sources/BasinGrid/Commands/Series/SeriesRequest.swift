import Foundation
public import GeoFiles
import Geometry
import Interpolation
import Readings
import Reports

/// Stations and readings → a value and its error for every zone and time.
public struct SeriesRequest: Sendable {
    /// A point layer, or a table with coordinates.
    public var stations: String
    /// The field with the stations' code.
    public var idField: String
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    public var parameter: String
    public var zones: String
    /// The field with the zones' code.
    public var zoneField: String
    /// The days to report; `nil` for all that have readings.
    public var period: String?
    public var settings = SeriesSettings()
    /// The CRS to compute in; `nil` for that of the zones, or where it is geographic, the CGCS2000
    /// zone of 3 degrees that fits.
    public var crs: String?
    /// How the readings are read.
    public var form = ReadingForm()
    public var reading = VectorReadOptions()
    public var output: String?
    /// Where the readings that were not taken go.
    public var rejects: String?

    public init(
        stations: String, idField: String, readings: [String], parameter: String, zones: String,
        zoneField: String
    ) {
        self.stations = stations
        self.idField = idField
        self.readings = readings
        self.parameter = parameter
        self.zones = zones
        self.zoneField = zoneField
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        options.progress(0, LocalizedText("读取数据", "reading"))
        let setup = try SeriesSetup(self, options)
        let (fields, readingNotes) = try setup.fields(options)
        options.progress(0.5, LocalizedText("计算区域序列", "estimating zones"))
        let series = try setup.maker.series(of: fields, threads: options.threads) { share in
            options.progress(
                0.55 + 0.35 * share, LocalizedText("计算区域序列", "estimating zones"))
        }
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try SeriesFile(series, setup, times: fields.times).write(options)
        outcome.counts = [
            ("stations", setup.points.count), ("zones", setup.zones.count),
            ("times", fields.times.count), ("rows", setup.zones.count * fields.times.count),
        ]
        outcome.warnings = setup.notes + readingNotes + series.notes + outcome.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try SeriesSetup(self, options)
        let bytes = setup.readingPaths.reduce(0) { $0 + fileSize($1) }
        let days = try period.map { try Period(parsing: $0).dayCount } ?? max(bytes / 30_000, 1)
        let times =
            switch settings.step {
            case .hour: days * 24
            case .day: days
            case .month: max(days / 30, 1)
            }
        let stations = setup.points.count
        return DryRunPlan(
            reads: (parts(ofDataset: self.stations) + parts(ofDataset: zones)
                + setup.readingPaths + [form.aliases].compactMap(\.self)).map {
                    ($0, fileSize($0))
                },
            writes: [output].compactMap { $0 },
            cells: setup.maker.cells.reduce(0) { $0 + $1.centres.count },
            memoryInBytes: 60_000_000 + bytes + times * (stations * 8 + setup.zones.count * 32),
            seconds: 0.3 + Double(bytes) * 1.2e-8 + Double(times * stations) * 1e-6,
            warnings: setup.notes)
    }
}
