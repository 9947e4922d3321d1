import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers
import ZonalStatistics

/// The tables of a job, one a file.
struct JobTables {
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    /// The language of notes; codes and the standard's words are the same in every language.
    let language: ReportLanguage

    // MARK: - Zones

    /// `zones_<name>_<period>`: a row a zone and, last, one for the whole.
    func zones(layer: Int, period: Int) -> ReportTable {
        let loaded = inputs.zoneLayers[layer]
        let label = figures.pairs[period].now.label
        let requests = job.rasters.indices
        var columns = [
            ReportTable.Column(key: "id", heading: LocalizedText("编码", "Code"), kind: .text),
            ReportTable.Column(key: "label", heading: LocalizedText("名称", "Name"), kind: .text),
        ]
        let showsArea = job.zonalStatistics.contains(.areaKm2)
        if showsArea {
            columns.append(
                ReportTable.Column(
                    key: "area_km2", heading: LocalizedText("面积", "Area"), unit: "km²",
                    kind: .number(decimals: 1)))
        }
        for index in requests {
            columns += surfaceColumns(figures.surfaces[period][index])
        }
        let riverClasses = presentLengthClasses(period: period)
        columns += riverClasses.map(riverColumn)
        columns.append(
            ReportTable.Column(key: "note", heading: LocalizedText("备注", "Note"), kind: .text))

        let rangeClasses = figures.rivers?.rangeClasses(period: period, sections: figures.sections)
        let rows = (0...loaded.zones.count).map { row -> [ReportTable.Cell] in
            let isWhole = row == loaded.zones.count
            let zone = isWhole ? figures.wholes[layer] : loaded.zones[row]
            let name = isWhole && language == .en ? "whole" : zone.label
            var cells: [ReportTable.Cell] = [.text(zone.id), .text(name)]
            if showsArea { cells.append(.number(zone.areaInSquareMetres / 1e6)) }
            for index in requests {
                cells += surfaceCells(
                    figures.zones[period][layer][index], row: row,
                    isCompared: figures.pairs[period].before != nil)
            }
            if let rivers = figures.rivers, let rangeClasses {
                let lengths = rivers.kilometres(
                    layer: layer, row: row, rangeClasses: rangeClasses)
                cells += riverClasses.map { .number(lengths[$0] ?? 0) }
            }
            cells.append(
                ReportTable.Cell(language == .zh ? zone.noteInChinese ?? zone.note : zone.note))
            return cells
        }
        return ReportTable(
            id: "zones_\(fileNamePart(loaded.name))_\(label)",
            title: LocalizedText(
                "\(loaded.name)（\(figures.pairs[period].now.labelInChinese)）",
                "\(loaded.name), \(label)"),
            columns: columns, rows: rows, lastRowIsTotal: true)
    }

    /// The columns of one surface: each statistic, its value before and the change.
    private func surfaceColumns(_ surface: Surface) -> [ReportTable.Column] {
        let request = surface.request
        let unit = request.parameter.unit.map { LocalizedText($0.text) }
        let group = LocalizedText(
            "\(request.parameter.name) \(request.statistic.nameInChinese)",
            "\(request.parameter.name) \(request.statistic.name)")
        var columns: [ReportTable.Column] = []
        for statistic in surfaceStatistics {
            let stem = "\(request.name)_\(statistic.name)"
            let shown = statistic.hasUnitOfValues ? unit : nil
            columns.append(
                ReportTable.Column(
                    key: stem, heading: statistic.heading, unit: shown,
                    kind: .number(decimals: statistic.decimals), group: group))
            guard surface.before != nil else { continue }
            columns.append(
                ReportTable.Column(
                    key: stem + "_before", heading: statistic.heading.appending("（比较期）", " before"),
                    unit: shown, kind: .number(decimals: statistic.decimals), group: group))
            columns.append(
                ReportTable.Column(
                    key: stem + "_change", heading: statistic.heading.appending("变化", " change"),
                    unit: shown, kind: .number(decimals: statistic.decimals), group: group))
            if statistic == .mean {
                columns.append(
                    ReportTable.Column(
                        key: stem + "_change_percent",
                        heading: LocalizedText("变化率", "Change"), unit: "%",
                        kind: .number(decimals: 1), group: group))
            }
        }
        return columns
    }

    private func surfaceCells(
        _ zone: ZoneFigures, row: Int, isCompared: Bool
    ) -> [ReportTable.Cell] {
        surfaceStatistics.flatMap { statistic -> [ReportTable.Cell] in
            let now = zone.value(of: statistic, row: row, in: zone.now)
            guard isCompared else { return [ReportTable.Cell(now)] }
            let past = zone.value(of: statistic, row: row, in: zone.past)
            let change = now.flatMap { now in past.map { now - $0 } }
            var cells = [
                ReportTable.Cell(now), ReportTable.Cell(past), ReportTable.Cell(change),
            ]
            if statistic == .mean {
                cells.append(ReportTable.Cell(percentChange(now: now, before: past)))
            }
            return cells
        }
    }

    /// The statistics that depend on the surface; the area is a column of its own.
    private var surfaceStatistics: [Statistic] {
        job.zonalStatistics.filter { $0 != .areaKm2 }
    }

    // MARK: - Rivers

    /// The length classes that occur in this job, so that tables have no empty columns.
    private func presentLengthClasses(period: Int) -> [String] {
        guard let rivers = figures.rivers else { return [] }
        let present = Set(rivers.rangeClasses(period: period, sections: figures.sections))
        return RiverFigures.lengthClasses.filter {
            present.contains($0) || WaterClass(parsing: $0) != nil
        }
    }

    private func riverColumn(_ lengthClass: String) -> ReportTable.Column {
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

    // MARK: - Sections

    /// `sections_<period>`: a row a section, matched to a river or not, with samples or not.
    func sections(period: Int) -> ReportTable? {
        guard !figures.sections.isEmpty else { return nil }
        let label = figures.pairs[period].now.label
        let swatches = WaterClass.allCases.reduce(into: [String: Colour]()) {
            $0[$1.text] = $1.colour
        }
        func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            .init(key: key, heading: LocalizedText(zh, en), kind: .text)
        }
        func metres(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            .init(
                key: key, heading: LocalizedText(zh, en), unit: "m", kind: .number(decimals: 0))
        }
        let columns: [ReportTable.Column] = [
            text("id", "断面编码", "Code"), text("label", "断面", "Section"),
            text("level", "级别", "Level"), text("owner", "责任县区", "Owner"),
            text("river", "河流", "River"), text("reach", "河段", "Reach"),
            metres("measure_m", "桩号", "Measure"),
            metres("from_mouth_m", "距河口", "From mouth"),
            metres("distance_m", "离河距离", "Off the river"),
            text("edition", "标准", "Edition"),
            .init(
                key: "samples", heading: LocalizedText("样品数", "Samples"),
                kind: .number(decimals: 0)),
            text("items", "评价项目", "Items"),
            .init(
                key: "class", heading: LocalizedText("水质类别", "Class"), kind: .text,
                swatches: swatches),
            text("status", "水质状况", "Status"), text("limiting", "定类项目", "Limiting"),
            text("main_pollutants", "主要污染物", "Main pollutants"),
            text("target", "目标", "Target"), text("target_met", "达标", "Target met"),
            .init(
                key: "class_before", heading: LocalizedText("比较期类别", "Class before"),
                kind: .text, swatches: swatches),
            text("change", "变化", "Change"), text("note", "备注", "Note"),
        ]
        return ReportTable(
            id: "sections_\(label)",
            title: LocalizedText(
                "断面水质（\(figures.pairs[period].now.labelInChinese)）", "Sections, \(label)"),
            columns: columns,
            rows: figures.sections.map { sectionCells($0, period: period) })
    }

    private func sectionCells(_ figure: SectionFigure, period: Int) -> [ReportTable.Cell] {
        let section = figure.section
        let result = figure.results[period]
        let assessment = result.now.assessment
        let location = figure.location
        let reach = location?.reach.flatMap { figures.rivers?.network.reaches[$0] }
        let target = section.target.flatMap(WaterClass.init(parsing:))
        let isMet = target.flatMap { assessment?.meets($0) }
        var notes: [String] = []
        if let note = result.now.note { notes.append(note.text(in: language)) }
        if let note = result.before?.note {
            notes.append(
                LocalizedText("比较期：", "before: ").text(in: language) + note.text(in: language))
        }
        if let text = section.target, target == nil {
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
            ReportTable.Cell(result.change),
            ReportTable.Cell(
                notes.isEmpty ? nil : notes.joined(separator: language == .zh ? "；" : "; ")),
        ]
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

    // MARK: - Stations

    /// `stations_<period>`: a row a station with its value in each surface that it feeds.
    func stations(period: Int) -> ReportTable? {
        guard !inputs.stations.isEmpty else { return nil }
        let label = figures.pairs[period].now.label
        func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            .init(key: key, heading: LocalizedText(zh, en), kind: .text)
        }
        var columns = [
            text("id", "站点编码", "Code"), text("label", "站点", "Station"),
            text("network", "类型", "Network"),
            .init(key: "x", heading: "x", kind: .number(decimals: 1)),
            .init(key: "y", heading: "y", kind: .number(decimals: 1)),
        ]
        for surface in figures.surfaces[period] {
            let name = surface.request.name
            let group = LocalizedText(name)
            let unit = surface.request.parameter.unit.map { LocalizedText($0.text) }
            columns.append(
                .init(
                    key: name, heading: LocalizedText("值", "Value"), unit: unit,
                    kind: .number(decimals: 1), group: group))
            columns.append(
                .init(
                    key: name + "_valid_days", heading: LocalizedText("有效天数", "Valid days"),
                    kind: .number(decimals: 0), group: group))
            if surface.before != nil {
                columns.append(
                    .init(
                        key: name + "_before", heading: LocalizedText("比较期", "Before"),
                        unit: unit, kind: .number(decimals: 1), group: group))
                columns.append(
                    .init(
                        key: name + "_change_percent", heading: LocalizedText("变化率", "Change"),
                        unit: "%", kind: .number(decimals: 1), group: group))
            }
        }
        columns.append(text("note", "备注", "Note"))
        let rows = inputs.stations.indices.map { stationCells($0, period: period) }
        return ReportTable(
            id: "stations_\(label)",
            title: LocalizedText(
                "站点统计（\(figures.pairs[period].now.labelInChinese)）", "Stations, \(label)"),
            columns: columns, rows: rows)
    }

    private func stationCells(_ index: Int, period: Int) -> [ReportTable.Cell] {
        let station = inputs.stations[index]
        var cells: [ReportTable.Cell] = [
            .text(station.id), .text(station.label), .text(station.network.rawValue),
            .number(station.coordinate.x), .number(station.coordinate.y),
        ]
        var notes: [String] = []
        for surface in figures.surfaces[period] {
            let figure = surface.stations.first { $0.station == index }
            cells.append(ReportTable.Cell(figure?.now.double))
            cells.append(figure.map { .integer($0.now.validDays) } ?? .empty)
            if surface.before != nil {
                cells.append(ReportTable.Cell(figure?.past?.double))
                cells.append(
                    ReportTable.Cell(
                        percentChange(now: figure?.now.double, before: figure?.past?.double)))
            }
            for reason in [figure?.now.reason, figure?.past?.reason].compactMap({ $0 }) {
                let text = language == .zh ? reason.descriptionInChinese : reason.description
                if !notes.contains(text) { notes.append(text) }
            }
        }
        cells.append(ReportTable.Cell(notes.isEmpty ? nil : notes.joined(separator: " ")))
        return cells
    }
}

extension JobTables {
    enum CellOrder {
        /// By rank, the hottest first.
        case rank
        /// By row and column.
        case place
    }

    /// `hotspots_<period>`: a row a cell of the fishnet.
    func hotSpots(period: Int, order: CellOrder) -> ReportTable? {
        guard figures.hotSpots.indices.contains(period) else { return nil }
        let hotSpots = figures.hotSpots[period]
        let label = figures.pairs[period].now.label
        let unit = hotSpots.request.parameter.unit.map { LocalizedText($0.text) }
        func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            .init(key: key, heading: LocalizedText(zh, en), kind: .text)
        }
        func number(
            _ key: String, _ zh: String, _ en: String, _ decimals: Int, _ unit: LocalizedText? = nil
        ) -> ReportTable.Column {
            .init(
                key: key, heading: LocalizedText(zh, en), unit: unit,
                kind: .number(decimals: decimals))
        }
        var columns = [
            number("rank", "排名", "Rank", 0), text("cell_id", "网格编号", "Cell"),
            number("row", "行", "Row", 0), number("column", "列", "Column", 0),
            number("x", "x", "x", 1), number("y", "y", "y", 1),
            number("value", "数值", "Value", 1, unit),
        ]
        if hotSpots.isCompared {
            columns += [
                number("before", "比较期", "Before", 1, unit),
                number("change_percent", "变化率", "Change", 1, "%"),
            ]
        }
        columns += [
            text("selected", "热点", "Selected"), number("valid_share", "有效比例", "Valid share", 3),
            text("zone", "主要区域编码", "Main zone"), text("zone_label", "主要区域", "Name"),
            number("share", "占网格比例", "Share of cell", 3),
        ]
        let cells = order == .rank ? hotSpots.ranking.cells : hotSpots.cellsInPlace
        return ReportTable(
            id: "hotspots_\(label)",
            title: LocalizedText(
                "热点网格（\(figures.pairs[period].now.labelInChinese)）", "Hotspot cells, \(label)"),
            columns: columns,
            rows: cells.map { hotSpotCells($0, isCompared: hotSpots.isCompared) })
    }

    private func hotSpotCells(_ hotspot: HotspotCell, isCompared: Bool) -> [ReportTable.Cell] {
        let cell = hotspot.cell
        let zone = cell.responsibleZone
        let share = cell.shares.first { $0.zone == zone }?.share
        var cells: [ReportTable.Cell] = [
            hotspot.rank.map { .integer($0) } ?? .empty, .text(cell.id),
            .integer(cell.latticeRow), .integer(cell.latticeColumn), .number(cell.box.centre.x),
            .number(cell.box.centre.y), ReportTable.Cell(hotspot.value),
        ]
        if isCompared {
            cells += [ReportTable.Cell(hotspot.before), ReportTable.Cell(hotspot.change)]
        }
        return cells + [
            .text(hotspot.isSelected ? "yes" : "no"), .number(hotspot.validShare),
            ReportTable.Cell(zone.map { inputs.zoneLayers[0].zones[$0].id }),
            ReportTable.Cell(zone.map { inputs.zoneLayers[0].zones[$0].label }),
            ReportTable.Cell(share),
        ]
    }
}

/// (now − before) / before in percent; `nil` when either is missing or `before` is not above 0.
func percentChange(now: Double?, before: Double?) -> Double? {
    guard let now, let before, before > 0, now.isFinite, before.isFinite else { return nil }
    return (now - before) / before * 100
}

extension ZoneFigures {
    /// The value in a row, `nil` where the surface or the statistic is empty.
    func value(of statistic: Statistic, row: Int, in values: [[Double]]?) -> Double? {
        guard let values, let column = statistics.firstIndex(of: statistic) else { return nil }
        let value = values[row][column]
        return value.isNaN ? nil : value
    }
}

extension LocalizedText {
    func appending(_ zh: String, _ en: String) -> LocalizedText {
        LocalizedText(zh: self.zh + zh, en: self.en + en)
    }
}
