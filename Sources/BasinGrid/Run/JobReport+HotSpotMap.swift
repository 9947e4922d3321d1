import Geometry
import HotSpots
import Reports

extension JobReport {
    /// The cells by their bin where there is one, else by their value; the selected outlined, with
    /// their ranks.
    func hotSpotMap(_ found: HotSpotFigures, period: Int) throws -> MapDocument {
        let unit = found.request.parameter.unit.map { LocalizedText($0.text) }
        let scale = ColourScale.sequential(found.ranked.map(\.value))
        let cells = zip(found.places, found.ranked).map { place, spot in
            MapArea(
                polygons: [Polygon(box: spot.cell.box)], fill: fill(spot, place, found, scale),
                tooltip: tooltip(spot, place, found))
        }
        let outline = MapStroke(Colour(0x1B1B1B), width: 1.4)
        let box = try mapBox()
        let hasLabels = Self.hasRoom(for: found, in: box)
        let selected = found.selected.map { spot in
            MapArea(
                polygons: [Polygon(box: spot.cell.box)], fill: nil,
                label: hasLabels ? spot.rank.map(String.init) : nil,
                tooltip: spot.rank.map { "\(spot.cell.id)\n\($0)" } ?? spot.cell.id)
        }
        let zones = inputs.zoneLayers[found.layer].zones.map {
            MapArea(polygons: $0.polygons, fill: nil)
        }
        let legend =
            found.significance == nil
            ? scale.legend(
                title: LocalizedText(found.request.parameter.name), unit: unit,
                showsNodata: found.ranked.contains { $0.value.isNaN })
            : binLegend(found)
        let title = tables.hotSpotTitle(found.request)
        return MapDocument(
            id: "\(job.hotSpotFile("hotspots", found.request))_\(found.period.label)",
            title: heading(period, "热点网格\(title)", "hotspot cells\(title)"),
            box: box, unit: mapUnit,
            layers: [
                .areas(cells, outline: MapStroke(Colour(0xFFFFFF), width: 0.3), opacity: 0.85),
                .areas(zones, outline: .zone), .areas(selected, outline: outline),
            ],
            legend: [legend, hotSpotLegend(found, outline)],
            caption: hasLabels
                ? LocalizedText("数字为入选网格的排名。", "Numbers are the ranks of selected cells.")
                : nil)
    }

    /// Whether ranks of two digits have room in the cells of a map.
    private static func hasRoom(for found: HotSpotFigures, in box: BoundingBox) -> Bool {
        let size = found.fishnet.geometry.cellSize.width
        // The frame of a map beside a table is some 380 pixels wide, two digits some 16.
        return 380 * size / max(box.width, box.height) > 16
    }

    private func fill(
        _ spot: HotspotCell, _ place: Int, _ found: HotSpotFigures, _ scale: ColourScale
    ) -> Colour? {
        guard let significance = found.significance else { return scale.colour(of: spot.value) }
        if significance.scores.z[place].isNaN { return .nodata }
        return HotSpotStyle.binScale.colour(of: Double(significance.bins[place]))
    }

    private func tooltip(
        _ spot: HotspotCell, _ place: Int, _ found: HotSpotFigures
    ) -> String {
        var lines = [spot.cell.id, NumberText.fixed(spot.value, decimals: 1)]
        if let errors = found.errors {
            lines[1] += " ± \(NumberText.fixed(errors[place], decimals: 1))"
        }
        if let significance = found.significance {
            lines.append("z \(NumberText.fixed(significance.scores.z[place], decimals: 2))")
        }
        return lines.joined(separator: "\n")
    }

    private func binLegend(_ found: HotSpotFigures) -> LegendGroup {
        LegendGroup(
            title: LocalizedText("Gi* 显著性", "Gi*"),
            entries: stride(from: 3, through: -3, by: -1).map { bin in
                LegendEntry(
                    symbol: .fill(HotSpotStyle.binScale.colour(of: Double(bin))),
                    label: binWords(bin))
            })
    }

    /// What a bin stands for.
    func binWords(_ bin: Int) -> LocalizedText {
        guard bin != 0 else { return LocalizedText("不显著", "not significant") }
        let level = SignificanceLevels.standard.levels[abs(bin) - 1]
        let percent = NumberText.fixed((1 - level) * 100, decimals: 0)
        return bin > 0
            ? LocalizedText("高值，\(percent)%", "hot, \(percent) %")
            : LocalizedText("低值，\(percent)%", "cold, \(percent) %")
    }
}
