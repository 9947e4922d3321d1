public import Readings

extension AirStandard {
    /// All editions, the oldest first.
    public static var editions: [AirStandard] { AirStandardFile.embedded.limits }

    /// The edition in force on `day`; for days before the oldest, the oldest.
    public static func edition(inForceOn day: CivilDay) -> AirStandard {
        edition(inForceOn: day, among: editions)
    }

    /// The edition of `editions` in force on `day`; for days before the oldest, the oldest.
    ///
    /// - Parameter editions: The oldest first, at least one, as `editions(parsing:file:)` gives them.
    public static func edition(
        inForceOn day: CivilDay, among editions: [AirStandard]
    ) -> AirStandard {
        precondition(!editions.isEmpty, "there is at least one edition")
        return editions.last { day >= $0.validFrom } ?? editions[0]
    }

    /// The edition that a job names: `GB3095-2012`, `GB3095-2026-transition`,
    /// `GB3095-2026-final`, or `GB3095-2026` for the stage of it that `day` falls in. Case, spaces
    /// and the dash after GB do not matter.
    ///
    /// - Parameter day: The last day of the period that is judged.
    /// - Throws: `StandardError.unknownEdition`, which lists those there are.
    public static func edition(
        named name: String, on day: CivilDay
    ) throws(StandardError) -> AirStandard {
        let wanted = key(name)
        if let edition = editions.first(where: { key($0.edition) == wanted }) { return edition }
        let stages = editions.filter { key($0.document) == wanted }
        guard let first = stages.first else {
            throw .unknownEdition(name, known: knownNames)
        }
        // A stage is asked for by its document: before the first stage the first, else the latest
        // that has begun.
        return stages.last { day >= $0.validFrom } ?? first
    }

    /// The names that a job can use.
    public static var knownNames: [String] { editions.map(\.edition) + ["GB3095-2026"] }

    private static func key(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

// MARK: - From a file

extension AirStandard {
    init(_ node: StandardNode, among file: AirStandardFile) throws(StandardError) {
        try node.checkKeys(StandardHeading.keys + ["index", "statistics", "values"])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)
        index = try file.index(for: node, from: heading.from)
        statistics = try file.statistics(for: node, from: heading.from)
        limits = try node.required("values").byParameter { item throws(StandardError) in
            try Self.limits(item)
        }
        for item in statistics.composite where limit(item.parameter, item.limit) == nil {
            let values = try node.required("values")
            throw values.fault(.missingKey("\(item.parameter).\(item.limit.rawValue)"))
        }
    }

    private static func limits(
        _ node: StandardNode
    ) throws(StandardError) -> [AveragingTime: [DecimalValue]] {
        try node.checkKeys(["unit"] + AveragingTime.allCases.map(\.rawValue))
        var table: [AveragingTime: [DecimalValue]] = [:]
        for (key, entry) in try node.entries() {
            guard let time = AveragingTime(rawValue: key) else {
                let unit = try entry.text()
                if MeasureUnit(parsing: unit) == nil {
                    throw entry.wrong("a unit such as µg/m³", "单位,如µg/m³")
                }
                continue
            }
            let pair = try entry.map { cell throws(StandardError) in try cell.amount() }
            guard pair.count == 2, pair.allSatisfy({ $0.mantissa > 0 }) else {
                throw entry.wrong(
                    "two numbers above 0: class 1, class 2", "两个大于0的数:一级、二级")
            }
            table[time] = pair
        }
        return table
    }
}
