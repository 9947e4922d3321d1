import Readings

/// The editions of one file, or of the embedded ones: limits, rules of the index, rules of
/// statistics.
struct AirStandardFile {
    var limits: [AirStandard] = []
    var index: [AirIndexStandard] = []
    var statistics: [AirStatisticRules] = []

    /// What is embedded in this module.
    static let embedded: AirStandardFile = {
        let texts: [(String, [UInt8])] = [
            ("aqi.json", PackageResources.aqi_json),
            ("air_statistics.json", PackageResources.air_statistics_json),
            ("air_limits.json", PackageResources.air_limits_json),
        ]
        var file = AirStandardFile()
        for (name, bytes) in texts {
            do {
                try file.add(String(decoding: bytes, as: UTF8.self), file: name)
            } catch {
                // The files are part of the module and read by its tests: a fault of the build.
                preconditionFailure("an embedded file cannot be read: \(error)")
            }
        }
        return file
    }()

    /// Adds the editions that `text` writes. Those it names the same as earlier ones come first.
    mutating func add(_ text: String, file: String) throws(StandardError) {
        let top = StandardNode(try StandardTree(parsing: text, file: file), file: file)
        try top.checkKeys(["subject", "status", "reference_state", "limits", "index", "statistics"])
        let index = try top.optional("index")?.map {
            node throws(StandardError) in try AirIndexStandard(node)
        }
        self.index = (index ?? []) + self.index
        let statistics = try top.optional("statistics")?.map {
            node throws(StandardError) in try AirStatisticRules(node)
        }
        self.statistics = (statistics ?? []) + self.statistics
        guard let own = try top.optional("limits") else { return }
        var limits: [AirStandard] = []
        for node in try own.items() { limits.append(try AirStandard(node, among: self)) }
        if limits.isEmpty { throw own.wrong("one edition or more", "至少一个版本") }
        self.limits = limits
    }

    private static func unknown(_ node: StandardNode, among editions: [String]) -> StandardError {
        node.wrong(
            "one of \(editions.joined(separator: ", "))",
            "\(editions.joined(separator: "、"))之一")
    }

    /// The rules of the index that an edition of limits goes with: those it names, else those in
    /// force when it begins.
    func index(for node: StandardNode, from day: CivilDay) throws(StandardError) -> AirIndexStandard
    {
        guard let name = try node.optional("index") else {
            let inOrder = index.sorted { $0.validFrom < $1.validFrom }
            guard let found = inOrder.last(where: { day >= $0.validFrom }) ?? inOrder.first else {
                throw node.fault(.missingKey("index"))
            }
            return found
        }
        let wanted = try name.text()
        guard let found = index.first(where: { $0.edition == wanted }) else {
            throw Self.unknown(name, among: index.map(\.edition))
        }
        return found
    }

    /// The same for the rules of statistics.
    func statistics(
        for node: StandardNode, from day: CivilDay
    ) throws(StandardError) -> AirStatisticRules {
        guard let name = try node.optional("statistics") else {
            let inOrder = statistics.sorted { $0.validFrom < $1.validFrom }
            guard let found = inOrder.last(where: { day >= $0.validFrom }) ?? inOrder.first else {
                throw node.fault(.missingKey("statistics"))
            }
            return found
        }
        let wanted = try name.text()
        guard let found = statistics.first(where: { $0.edition == wanted }) else {
            throw Self.unknown(name, among: statistics.map(\.edition))
        }
        return found
    }
}

extension AirStandard {
    /// The editions that the text of a user's file defines, the oldest first.
    ///
    /// The form is that of the embedded files: an object with the list `limits`, and, where they
    /// differ from the embedded ones, the lists `index` and `statistics`, whose editions those of
    /// `limits` name. Numbers may stand in quotes or bare and are taken exactly as written.
    ///
    /// - Parameter file: The name for messages.
    /// - Throws: `StandardError` with line and key, what was found, what was expected.
    public static func editions(
        parsing text: String, file: String
    ) throws(StandardError) -> [AirStandard] {
        var rules = AirStandardFile.embedded
        rules.limits = []
        try rules.add(text, file: file)
        guard !rules.limits.isEmpty else {
            throw .file(StandardFileFault(file: file, line: 1, key: "", .missingKey("limits")))
        }
        return rules.limits.sorted { $0.validFrom < $1.validFrom }
    }
}
