/// The numbers behind the flags: ranges, lengths and factors, with their meanings in words.
///
/// `standard` is BasinGrid's own edition; a file of the same form replaces it whole
/// (`init(parsing:file:)`).
public struct QualityRules: Hashable, Sendable {
    /// What is known of one parameter; all values in the parameter's own unit.
    public struct Parameter: Hashable, Sendable {
        /// The least and the greatest value that are possible; `nil` for no bound.
        public var minimum: DecimalValue?
        public var maximum: DecimalValue?
        /// Whether a measured 0 is flagged.
        public var zeroIsSuspect = false
        /// Equal values up to this one make no constant run.
        public var detectionLimit: DecimalValue?
        /// Jumps and differences up to this one are never flagged.
        public var smallestJump: DecimalValue?
        /// Daily means that differ by up to this much from a reference agree with it.
        public var tolerance: DecimalValue?
        /// Lengths of constant runs that differ from the rules' own.
        public var constantRun: [ReadingInterval: Int] = [:]

        public init() {}
    }

    /// How far a value may be from others, in robust scales.
    public struct Deviation: Hashable, Sendable {
        public var factor: DecimalValue
        /// The fewest steps (differences) from which a scale is taken; with fewer the check is left
        /// out and said to be.
        public var minimumPairs: Int

        public init(factor: DecimalValue, minimumPairs: Int) {
            self.factor = factor
            self.minimumPairs = minimumPairs
        }
    }

    /// The stations that a value is compared with.
    public struct Neighbours: Hashable, Sendable {
        /// The most stations, the nearest first.
        public var count: Int
        /// The fewest stations that have to have a value in the same interval.
        public var minimumCount: Int
        public var withinMetres: Double
        public var deviation: Deviation

        public init(
            count: Int, minimumCount: Int, withinMetres: Double, deviation: Deviation
        ) {
            self.count = count
            self.minimumCount = minimumCount
            self.withinMetres = withinMetres
            self.deviation = deviation
        }
    }

    /// One parameter that is a part of another.
    public struct Order: Hashable, Sendable {
        public var part: ParameterCode
        public var whole: ParameterCode

        public init(part: ParameterCode, whole: ParameterCode) {
            self.part = part
            self.whole = whole
        }
    }

    /// When a day agrees with the reference station.
    public struct Reference: Hashable, Sendable {
        /// A share of the reference's daily mean.
        public var relativeTolerance: DecimalValue
        /// How many common intervals a day needs.
        public var minimumPairsADay: [ReadingInterval: Int]

        public init(
            relativeTolerance: DecimalValue, minimumPairsADay: [ReadingInterval: Int]
        ) {
            self.relativeTolerance = relativeTolerance
            self.minimumPairsADay = minimumPairsADay
        }
    }

    /// The name of this set of rules.
    public var edition: String
    public var date: CivilDay
    /// Where the numbers come from, and how sure they are.
    public var status: String
    /// What each check flags, in words, by the name of its section in the file.
    public var meanings: [String: String]
    public var parameters: [ParameterCode: Parameter]
    /// The length of a constant run by interval; an interval without one is not checked.
    public var constantRun: [ReadingInterval: Int]
    public var spike: Deviation
    public var neighbours: Neighbours
    public var order: [Order]
    public var reference: Reference

    /// The rules that come with BasinGrid.
    public static let standard: QualityRules = {
        do {
            return try QualityRules(
                parsing: PackageResources.quality_rules_json, file: "quality_rules.json")
        } catch {
            // The file is part of the module and read by its tests: a fault of the build.
            preconditionFailure("the embedded rules cannot be read: \(error)")
        }
    }()

    /// The length of a constant run of `parameter`; `nil` where runs are not checked.
    func runLength(of parameter: ParameterCode, _ interval: ReadingInterval) -> Int? {
        parameters[parameter]?.constantRun[interval] ?? constantRun[interval]
    }
}

extension ReadingInterval {
    /// The interval as rules and options write it.
    var name: String { rawValue }
}
