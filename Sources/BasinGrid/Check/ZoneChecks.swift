import Foundation
import GeoFiles
import Geometry
import QualityStandards
import Reports

/// What is wrong with the zone layers of a job, though it could run: gaps, overlaps and slivers,
/// units outside their county, codes and classes that do not fit.
struct ZoneChecks {
    let inputs: JobInputs
    let threads: Int
    let limits = ZoneCheckLimits.standard

    /// One note a fault, layer by layer: codes first, then shapes, the largest first.
    func notes() throws -> [LocalizedText] {
        let counties = inputs.countyLayer
        var notes: [LocalizedText] = []
        for layer in inputs.zoneLayers {
            let units = UnitLayer(layer, counties: counties.map { Set($0.zones.map(\.id)) })
            if let units { notes += UnitCodeChecks(layer: layer, units: units).notes() }
            notes += try shapeNotes(layer, units: units, counties: counties)
        }
        return notes
    }

    // MARK: - Shapes

    private func shapeNotes(
        _ layer: JobInputs.LoadedZoneLayer, units: UnitLayer?,
        counties: JobInputs.LoadedZoneLayer?
    ) throws -> [LocalizedText] {
        let frame = units.flatMap { units in counties.flatMap { own($0, of: units) } }
        let found = try topology(
            of: layer.zones, within: frame, crs: inputs.crs,
            leastAreaInSquareMetres: limits.leastAreaInSquareMetres,
            leastWidthInMetres: limits.leastWidthInMetres, threads: threads)
        var notes = try found.gaps.map { try gapNote($0, layer, isInCounty: frame != nil) }
        notes += try found.overlaps.map { try overlapNote($0, layer) }
        if found.smallCount > 0 {
            let area = NumberText.fixed(found.smallAreaInSquareMetres, decimals: 3)
            let place = place(layer)
            let least = NumberText.shortest(limits.leastAreaInSquareMetres)
            let width = NumberText.shortest(limits.leastWidthInMetres)
            notes.append(
                LocalizedText(
                    "\(place.zh)另有 \(found.smallCount) 处小于 \(least) 平方米或窄于 \(width) 米的缝隙或重叠，"
                        + "合计 \(area) 平方米，未列出。",
                    "\(place.en)\(found.smallCount) more gaps and overlaps are smaller than \(least) "
                        + "m² or narrower than \(width) m, \(area) m² in all, and are not listed."))
        }
        if let units, let counties {
            notes += try outsideNotes(layer, units, counties)
        }
        return notes
    }

    /// The counties that the codes of units name; `nil` when they name none of the layer.
    private func own(_ counties: JobInputs.LoadedZoneLayer, of units: UnitLayer) -> [Zone]? {
        let named = Set(units.codes.indices.compactMap(units.county(of:)))
        let own = counties.zones.filter { named.contains($0.id) && !$0.polygons.isEmpty }
        return own.isEmpty ? nil : own
    }

    private func gapNote(
        _ gap: TopologyFault, _ layer: JobInputs.LoadedZoneLayer, isInCounty: Bool
    ) throws -> LocalizedText {
        let (place, facts) = (place(layer), try facts(gap))
        let names = names(gap.zones, layer)
        let isSliver = gap.widthInMetres < limits.sliverWidthInMetres
        return LocalizedText(
            "\(place.zh)\(isSliver ? "狭缝" : "空隙")：\(facts.zh)没有任何区域覆盖，相邻区域 \(names)。"
                + (isSliver ? "请用捕捉或拓扑编辑合并边界。" : "请补划区域或调整边界。"),
            "\(place.en)a \(isSliver ? "sliver gap" : "gap") of \(facts.en) is covered by no zone"
                + (isInCounty ? " of the county" : "") + "; beside it: \(names). "
                + (isSliver
                    ? "Snap the borders to each other." : "Draw the missing zone or move a border.")
        )
    }

    private func overlapNote(
        _ overlap: TopologyFault, _ layer: JobInputs.LoadedZoneLayer
    ) throws -> LocalizedText {
        let (place, facts) = (place(layer), try facts(overlap))
        let names = names(overlap.zones, layer)
        let isSliver = overlap.widthInMetres < limits.sliverWidthInMetres
        return LocalizedText(
            "\(place.zh)\(isSliver ? "狭长重叠" : "重叠")：\(names) 共同占用\(facts.zh)。"
                + (isSliver ? "请用捕捉或拓扑编辑统一边界。" : "请将其划归其中一个区域。"),
            "\(place.en)\(isSliver ? "a sliver overlap" : "an overlap") of \(facts.en) lies in both "
                + "\(names). "
                + (isSliver ? "Snap the borders to each other." : "Give it to one of them."))
    }

    private func outsideNotes(
        _ layer: JobInputs.LoadedZoneLayer, _ units: UnitLayer,
        _ counties: JobInputs.LoadedZoneLayer
    ) throws -> [LocalizedText] {
        var notes: [(area: Double, text: LocalizedText)] = []
        for (position, zone) in layer.zones.enumerated() {
            guard let code = units.county(of: position),
                let county = counties.zones.first(where: { $0.id == code }),
                let part = try partOutside(zone, at: position, of: county, crs: inputs.crs)
            else { continue }
            let share = part.areaInSquareMetres / zone.areaInSquareMetres
            guard part.areaInSquareMetres >= limits.leastAreaInSquareMetres,
                share >= limits.leastShareOutside
            else { continue }
            let (place, facts) = (place(layer), try facts(part))
            let percent = NumberText.fixed(share * 100, decimals: 1)
            notes.append(
                (
                    part.areaInSquareMetres,
                    LocalizedText(
                        "\(place.zh)单元 \(zone.id) 超出所属区县 \(county.id) \(county.label)：\(facts.zh)，"
                            + "占该单元 \(percent)%。请核对编码中的县级代码，或调整边界。",
                        "\(place.en)unit \(zone.id) reaches out of its county \(county.id) "
                            + "\(county.label): \(facts.en), \(percent) % of the unit. Check the "
                            + "county in its code, or move the border.")
                ))
        }
        return notes.sorted { $0.area > $1.area }.map(\.text)
    }

    // MARK: - Words

    private func place(_ layer: JobInputs.LoadedZoneLayer) -> LocalizedText {
        LocalizedText(
            "“\(layer.path)”图层“\(layer.layer)”：", "\"\(layer.path)\" layer \"\(layer.layer)\": ")
    }

    private func names(_ zones: [Int], _ layer: JobInputs.LoadedZoneLayer) -> String {
        zones.map { zone in
            let zone = layer.zones[zone]
            return zone.label == zone.id ? zone.id : "\(zone.id) \(zone.label)"
        }.joined(separator: ", ")
    }

    /// Area, width and place in longitude and latitude.
    private func facts(_ fault: TopologyFault) throws -> LocalizedText {
        let area = areaText(fault.areaInSquareMetres)
        let width = NumberText.fixed(fault.widthInMetres, decimals: 1)
        let degrees = try CoordinateTransformer(from: inputs.crs, to: geographicCRS())
            .transform([fault.place])[0]
        let (x, y) = (
            NumberText.fixed(degrees.x, decimals: 6), NumberText.fixed(degrees.y, decimals: 6)
        )
        return LocalizedText(
            " \(area) km²（平均宽 \(width) 米，位于 \(x), \(y)）",
            "\(area) km² (mean width \(width) m, at \(x), \(y))")
    }

    /// Square kilometres with at least three digits that count.
    private func areaText(_ squareMetres: Double) -> String {
        let area = squareMetres / 1e6
        return NumberText.fixed(area, decimals: area >= 1 ? 3 : 6)
    }
}

/// Codes and classes of a layer of control units.
private struct UnitCodeChecks {
    let layer: JobInputs.LoadedZoneLayer
    let units: UnitLayer

    func notes() -> [LocalizedText] {
        var notes: [LocalizedText] = []
        var seen: [String: Int] = [:]
        for position in layer.zones.indices {
            switch units.codes[position] {
            case .failure(let error):
                notes.append(note(position, error.descriptionInChinese, error.description))
            case .success(let code):
                notes += code.warnings.map {
                    note(position, $0.descriptionInChinese, $0.description)
                }
                if let first = seen[code.text] {
                    notes.append(doubled(code, first, position))
                }
                seen[code.text] = seen[code.text] ?? position
                if let text = classNote(code, position) { notes.append(text) }
            }
        }
        return notes
    }

    private func doubled(_ code: ControlUnitCode, _ first: Int, _ second: Int) -> LocalizedText {
        note(
            second, "编码 \(code) 与第 \(first + 1) 个要素重复，请改为唯一编码。",
            "the code \(code) is that of feature \(first + 1) too. Give each unit a code of its own."
        )
    }

    private func classNote(_ code: ControlUnitCode, _ position: Int) -> LocalizedText? {
        guard let field = units.classField else { return nil }
        let text = units.classTexts[position] ?? ""
        guard let written = ControlUnitClass(parsing: text) else {
            return note(
                position, "单元 \(code) 的字段 \(field) 为“\(text)”，应为优先保护、重点管控或一般管控（1、2、3）。",
                "unit \(code) has \"\(text)\" in the field \(field), expected one of 优先保护, 重点管控, "
                    + "一般管控 (1, 2, 3). Correct it.")
        }
        if written == code.unitClass { return nil }
        return note(
            position,
            "单元 \(code) 的分类位为 \(code.unitClass.rawValue)（\(code.unitClass.shortName)），字段 \(field) 为“\(text)”，两者不符，请更正其一。",
            "unit \(code) has the class digit \(code.unitClass.rawValue) "
                + "(\(code.unitClass.nameInEnglish)), but \"\(text)\" in the field \(field). Correct "
                + "one of them.")
    }

    private func note(_ position: Int, _ zh: String, _ en: String) -> LocalizedText {
        LocalizedText(
            "“\(layer.path)”图层“\(layer.layer)”第 \(position + 1) 个要素：\(zh)",
            "\"\(layer.path)\" layer \"\(layer.layer)\" feature \(position + 1): \(en)")
    }
}
