import QualityStandards
import Readings
import Reports
import Rivers

extension JobTables {
    /// The length classes that occur in this job, so that tables have no empty columns.
    func presentLengthClasses(period: Int) -> [String] {
        guard let rivers = figures.rivers else { return [] }
        let present = Set(rivers.rangeClasses(period: period, sections: figures.sections))
        return RiverFigures.lengthClasses.filter {
            present.contains($0) || WaterClass(parsing: $0) != nil
        }
    }

    func riverColumn(_ lengthClass: String) -> ReportTable.Column {
        let heading =
            switch lengthClass {
            case "dry": LocalizedText("断流", "dry")
            case "unknown": LocalizedText("未评价", "not assessed")
            default: LocalizedText("\(lengthClass)类", lengthClass)
            }
        return ReportTable.Column(
            key: "river_km_\(lengthClass)", heading: heading, unit: "km",
            kind: .number(decimals: 2), group: LocalizedText("河长", "River length"))
    }

    /// `rivers_<period>`: a row a river with the length of each class.
    func rivers(period: Int) -> ReportTable? {
        guard let rivers = figures.rivers else { return nil }
        let classes = presentLengthClasses(period: period)
        let rangeClasses = rivers.rangeClasses(period: period, sections: figures.sections)
        var order: [String] = []
        var lengths: [String: [String: Double]] = [:]
        for (range, lengthClass) in zip(rivers.ranges, rangeClasses) {
            let reach = rivers.network.reaches[range.reach]
            let name = reach.label.isEmpty ? reach.id : reach.label
            if lengths[name] == nil { order.append(name) }
            lengths[name, default: [:]][lengthClass, default: 0] += range.lengthInMetres / 1000
        }
        let sectionCounts = Dictionary(
            grouping: figures.sections.compactMap { $0.location?.reach }
                .map { rivers.network.reaches[$0] }, by: { $0.label.isEmpty ? $0.id : $0.label }
        ).mapValues(\.count)
        let rows = order.map { name -> [ReportTable.Cell] in
            let byClass = lengths[name] ?? [:]
            let total = classes.reduce(0) { $0 + (byClass[$1] ?? 0) }
            return [.text(name), .integer(sectionCounts[name] ?? 0), .number(total)]
                + classes.map { .number(byClass[$0] ?? 0) }
        }
        let label = figures.pairs[period].now.label
        return ReportTable(
            id: "rivers_\(label)",
            title: LocalizedText(
                "河流各类水质长度（\(figures.pairs[period].now.labelInChinese)）",
                "River length by class, \(label)"),
            columns: [
                .init(key: "river", heading: LocalizedText("河流", "River"), kind: .text),
                .init(
                    key: "sections", heading: LocalizedText("断面数", "Sections"),
                    kind: .number(decimals: 0)),
                .init(
                    key: "length_km", heading: LocalizedText("河长", "Length"), unit: "km",
                    kind: .number(decimals: 2)),
            ] + classes.map(riverColumn), rows: rows)
    }

    /// `sections_<period>`: a row a section, matched to a river or not, with samples or not.
    func sections(period: Int) -> ReportTable? {
        guard !figures.sections.isEmpty else { return nil }
        let label = figures.pairs[period].now.label
        let swatches = WaterClass.allCases.reduce(into: [String: Colour]()) {
            $0[$1.text] = $1.colour
        }
        let columns: [ReportTable.Column] = [
            .text("id", "断面编码", "Code"), .text("label", "断面", "Section"),
            .text("level", "级别", "Level"), .text("owner", "责任县区", "Owner"),
            .text("river", "河流", "River"), .text("reach", "河段", "Reach"),
            .number("measure_m", "桩号", "Measure", decimals: 0, unit: "m"),
            .number("from_mouth_m", "距河口", "From mouth", decimals: 0, unit: "m"),
            .number("distance_m", "离河距离", "Off the river", decimals: 0, unit: "m"),
            .text("edition", "标准", "Edition"),
            .number("samples", "样品数", "Samples", decimals: 0),
            .text("items", "评价项目", "Items"),
            .text("class", "水质类别", "Class", swatches: swatches),
            .text("status", "水质状况", "Status", words: TableWords.waterStatus),
            .text("limiting", "定类项目", "Limiting"),
            .text("main_pollutants", "主要污染物", "Main pollutants"),
            .text("target", "目标", "Target"),
            .text("target_met", "达标", "Target met", words: TableWords.yesNo),
            .text("class_before", "比较期类别", "Class before", swatches: swatches),
            .text("change", "变化", "Change", words: TableWords.waterChange),
            .text("note", "备注", "Note"),
        ]
        let isComparedTwice = figures.pairs[period].previous != nil
        return ReportTable(
            id: "sections_\(label)",
            title: LocalizedText(
                "断面水质（\(figures.pairs[period].now.labelInChinese)）", "Sections, \(label)"),
            columns: columns
                + (isComparedTwice ? SectionResult.previousColumns(swatches: swatches) : []),
            rows: figures.sections.map { sectionCells($0, period: period) })
    }

    private func sectionCells(_ figure: SectionFigure, period: Int) -> [ReportTable.Cell] {
        let section = figure.section
        let result = figure.results[period]
        let assessment = result.now.assessment
        let location = figure.location
        let reach = location?.reach.flatMap { figures.rivers?.network.reaches[$0] }
        let target = section.waterTarget
        let isMet = target.flatMap { assessment?.meets($0) }
        var notes: [String] = []
        if let note = result.now.note { notes.append(note.text(in: language)) }
        notes += result.notesOfOthers.map { $0.text(in: language) }
        if section.hasUnreadTarget, let text = section.target {
            notes.append(
                LocalizedText("目标 “\(text)” 不是水质类别", "the target \"\(text)\" is no class")
                    .text(in: language))
        }
        if figures.rivers != nil, reach == nil {
            notes.append(unmatchedNote(location).text(in: language))
        }
        return [
            .text(section.id), .text(section.label), ReportTable.Cell(section.level),
            ReportTable.Cell(section.owner), ReportTable.Cell(reach?.label),
            ReportTable.Cell(reach?.id), ReportTable.Cell(location?.measureInMetres),
            ReportTable.Cell(location?.fromMouthInMetres),
            ReportTable.Cell(location?.distanceInMetres), .text(figures.waterEdition),
            .integer(result.now.samples),
            ReportTable.Cell(assessment?.items.map(\.parameter.name).joined(separator: ";")),
            ReportTable.Cell(assessment?.waterClass?.text),
            ReportTable.Cell(assessment?.status?.text),
            ReportTable.Cell(assessment?.limitingText),
            ReportTable.Cell(assessment?.mainPollutantsText),
            ReportTable.Cell(target?.text ?? section.target),
            ReportTable.Cell(isMet.map { $0 ? "yes" : "no" }),
            ReportTable.Cell(result.before?.assessment?.waterClass?.text),
            ReportTable.Cell(result.change?.text),
            ReportTable.Cell(
                notes.isEmpty ? nil : notes.joined(separator: language == .zh ? "；" : "; ")),
        ] + (figures.pairs[period].previous == nil ? [] : result.previousCells)
    }

    private func unmatchedNote(_ location: PointLocation?) -> LocalizedText {
        guard let distance = location?.distanceInMetres else {
            return LocalizedText("未能匹配到河流", "not matched to a river")
        }
        let kilometres = NumberText.fixed(distance / 1000, decimals: 1)
        return LocalizedText(
            "距最近河流 \(kilometres) km，超过 1 km，未匹配",
            "\(kilometres) km from the nearest river, beyond 1 km: not matched")
    }
}
