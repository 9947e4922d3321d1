public import Readings

extension AirStandard {
    /// All editions, the oldest first.
    public static let editions: [AirStandard] = {
        let file = embedded(AirFile.self, PackageResources.air_limits_json, "air_limits.json")
        return file.editions.map { AirStandard($0, of: file) }
    }()

    /// The edition in force on `day`; for days before the oldest, the oldest.
    public static func edition(inForceOn day: CivilDay) -> AirStandard {
        editions.last { day >= $0.validFrom } ?? editions[0]
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

    private init(_ edition: AirFile.Edition, of file: AirFile) {
        self.edition = edition.edition
        document = edition.document
        title = edition.title
        titleInChinese = edition.titleInChinese
        source = edition.source
        validFrom = edition.from.day
        validTo = edition.to?.day
        annualPercentiles = byParameter(file.annualPercentiles)
        indexDecimals = byParameter(file.indexDecimals)
        reportDecimals = byParameter(file.reportDecimals)
        limits = byParameter(edition.limits).mapValues { item in
            var values: [AveragingTime: [DecimalValue]] = [:]
            for (name, pair) in item.values {
                guard let time = AveragingTime(rawValue: name), pair.count == 2 else {
                    preconditionFailure("air_limits.json has an unknown averaging time \(name)")
                }
                values[time] = pair.map(\.value)
            }
            return values
        }
    }
}

private func byParameter<Value>(_ table: [String: Value]) -> [ParameterCode: Value] {
    var result: [ParameterCode: Value] = [:]
    for (name, value) in table { result[ParameterCode(name)] = value }
    return result
}

/// `Data/air_limits.json`.
private struct AirFile: Decodable {
    struct Edition: Decodable {
        let edition: String
        let document: String
        let title: String
        let titleInChinese: String
        let source: String
        let from: WrittenDay
        let to: WrittenDay?
        let limits: [String: Item]
    }

    struct Item: Decodable {
        let unit: String
        /// Averaging time → [class 1, class 2].
        let values: [String: [WrittenDecimal]]
    }

    let editions: [Edition]
    let annualPercentiles: [String: Int]
    let indexDecimals: [String: Int]
    let reportDecimals: [String: Int]
}
