public import Readings

extension SurfaceWaterStandard {
    /// All editions, the oldest first.
    public static let editions: [SurfaceWaterStandard] = embeddedEditions(
        PackageResources.surface_water_json, "surface_water.json"
    ) { text, file throws(StandardError) in try editions(parsing: text, file: file, usual: nil) }

    /// GB 3838-2002; no newer edition was in force in November 2026.
    public static var gb3838: SurfaceWaterStandard { editions[0] }

    /// The edition of `editions` in force on `day`; for days before the oldest, the oldest.
    ///
    /// - Precondition: There is at least one edition.
    public static func edition(
        inForceOn day: CivilDay, among editions: [SurfaceWaterStandard] = Self.editions
    ) -> SurfaceWaterStandard {
        precondition(!editions.isEmpty, "there is at least one edition")
        return editions.last { day >= $0.validFrom } ?? editions[0]
    }

    /// The edition that a job names: `GB3838-2002`. Case, spaces and dashes do not matter.
    ///
    /// - Throws: `StandardError.unknownEdition`, which lists those there are.
    public static func edition(
        named name: String
    ) throws(StandardError) -> SurfaceWaterStandard {
        try QualityStandards.edition(named: name, among: editions, \.edition)
    }

    /// The editions that the text of a user's file defines, the oldest first.
    ///
    /// The form is that of the embedded file. What an edition leaves out — items, classes, rules,
    /// single keys of rules — stays as in GB 3838-2002. Numbers may stand in quotes or bare and are
    /// taken exactly as written.
    ///
    /// - Parameter file: The name for messages.
    /// - Throws: `StandardError` with line and key, what was found, what was expected.
    public static func editions(
        parsing text: String, file: String
    ) throws(StandardError) -> [SurfaceWaterStandard] {
        try editions(parsing: text, file: file, usual: gb3838)
    }

    private static func editions(
        parsing text: String, file: String, usual: SurfaceWaterStandard?
    ) throws(StandardError) -> [SurfaceWaterStandard] {
        try StandardNode(try StandardTree(parsing: text, file: file), file: file).editions {
            node throws(StandardError) in try SurfaceWaterStandard(node, usual: usual)
        }.sorted { $0.validFrom < $1.validFrom }
    }

    private init(
        _ node: StandardNode, usual: SurfaceWaterStandard?
    ) throws(StandardError) {
        try node.checkKeys(
            StandardHeading.keys + [
                "classes", "items", "evaluation", "cityIndex", "trophicState", "trend",
            ])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)
        let part = StandardPart(node)
        styles = try part.value("classes", usual?.styles) { node throws(StandardError) in
            try Self.styles(node)
        }
        evaluation = try part.value("evaluation", usual?.evaluation) {
            node throws(StandardError) in
            try WaterEvaluationRules(node, usual: usual?.evaluation)
        }
        cityIndex = try part.value("cityIndex", usual?.cityIndex) { node throws(StandardError) in
            try CityWaterIndexRules(node, usual: usual?.cityIndex)
        }
        trophicState = try part.value("trophicState", usual?.trophicState) {
            node throws(StandardError) in
            try TrophicStateRules(node, usual: usual?.trophicState)
        }
        trend = try part.value("trend", usual?.trend) { node throws(StandardError) in
            try TrendRules(node, usual: usual?.trend)
        }
        let own = try part.value("items", usual.map { _ in [] }) { node throws(StandardError) in
            try node.map { item throws(StandardError) in try WaterItem(item) }
        }
        // An item of the file takes the place of the usual one; new ones follow.
        let usualItems = usual?.items ?? []
        items =
            usualItems.map { item in own.first { $0.parameter == item.parameter } ?? item }
            + own.filter { item in !usualItems.contains { $0.parameter == item.parameter } }
    }

    private static func styles(_ node: StandardNode) throws(StandardError) -> [WaterClassStyle] {
        let styles = try node.map { row throws(StandardError) in
            try row.checkKeys(["class", "colourInChinese", "colour"])
            return WaterClassStyle(
                waterClass: try row.required("class").waterClass(),
                colourNameInChinese: try row.required("colourInChinese").text(),
                colour: try row.required("colour").text())
        }
        guard styles.map(\.waterClass) == WaterClass.allCases else {
            let list = WaterClass.allCases.map(\.text).joined(separator: ", ")
            throw node.wrong("one row a class: \(list)", "每类一行:\(list)")
        }
        return styles
    }
}

extension WaterItem {
    fileprivate init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys([
            "code", "name", "nameInChinese", "unit", "isEvaluated", "isMinimum", "lakesOnly",
            "limits", "lakeLimits", "range",
        ])
        parameter = try node.required("code").parameter()
        name = try node.optional("name")?.text() ?? parameter.name
        nameInChinese = try node.optional("nameInChinese")?.text() ?? parameter.name
        unit = try node.optional("unit")?.text() ?? "mg/L"
        isEvaluated = try node.required("isEvaluated").flag()
        isMinimum = try node.optional("isMinimum")?.flag() ?? false
        isForLakesOnly = try node.optional("lakesOnly")?.flag() ?? false
        let direction = isMinimum ? ClassLimits.Direction.atLeast : .atMost
        func limits(_ key: String) throws(StandardError) -> ClassLimits? {
            guard let list = try node.optional(key) else { return nil }
            return try ClassLimits(list, count: WaterClass.allCases.count - 1, direction)
        }
        riverLimits = try limits("limits")
        lakeLimits = try limits("lakeLimits")
        guard let ends = try node.optional("range") else {
            range = nil
            return
        }
        range = try ClassLimits.range(ends)
    }
}
