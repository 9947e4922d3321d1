import GeoFiles
import QualityStandards
import Readings
import Reports
import Rivers

/// Everything that is known before the readings are read.
struct WaterAssessmentSetup: Sendable {
    let pair: PeriodPair
    let standard: SurfaceWaterStandard
    /// The file that the standard was read from.
    let standardPath: String?
    let sections: WaterSections
    let layers: [ZoneLayer]
    let network: RiverNetwork?
    /// Whether every section is a point of a lake.
    let isLake: Bool
    let readingPaths: [String]
    /// `nil` where no alerts are asked for.
    let alerts: AlertOutput?
    let interval: ReadingInterval?
    private let form: ReadingTableOptions
    /// Whether all years are read, for trends.
    private let readsAllYears: Bool
    private(set) var notes: [LocalizedText] = []

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: WaterAssessmentRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let pair = faults.attempt {
            try PeriodPair(parsing: request.period, comparedWith: request.comparisons, most: 2)
        }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        alerts =
            faults.attempt { try AlertOutput(request.alerts, rules: request.alertRules) } ?? nil
        let choice = pair.flatMap { pair in
            faults.attempt { try Self.standard(request.standard, on: pair.now.lastDay) }
        }
        let places = faults.attempt { try AssessedPlaces(request.places) }
        try faults.throwIfAny()
        guard let pair, let table, let choice, let places else {
            throw Fault(.software, zh: "评价的输入不完整。", en: "The assessment's inputs are incomplete.")
        }
        self.pair = pair
        standard = choice.standard
        standardPath = choice.path
        (sections, layers, network) = (places.sections, places.layers, places.network)
        isLake = request.isLake
        readingPaths = paths
        interval = request.interval
        form = table
        readsAllYears = request.trends != nil
        notes = places.notes
    }

    /// The edition that judges.
    static func standard(
        _ name: String?, on day: CivilDay
    ) throws -> (standard: SurfaceWaterStandard, path: String?) {
        guard let name, name.lowercased() != "auto" else {
            return (.edition(inForceOn: day), nil)
        }
        guard let file = try standardFile(name, isNamed: name) else {
            return (try .edition(named: name), nil)
        }
        let own = try SurfaceWaterStandard.editions(parsing: file.text, file: file.path)
        return (.edition(inForceOn: day, among: own), file.path)
    }

    // MARK: - Readings

    /// How tables of readings are read: for what the periods need.
    var table: ReadingTableOptions {
        var own = form
        own.parameters = Set(standard.sampledParameters)
        own.days = readsAllYears ? nil : pair.days
        return own
    }

    /// What is to be said of readings that hold nothing.
    static func emptyNote(_ readings: ReadingSet) -> [LocalizedText] {
        if !readings.parameters.isEmpty { return [] }
        return [
            LocalizedText(
                "所评价的时段内没有地表水监测数据。",
                "There are no readings of surface water in the periods.")
        ]
    }
}
