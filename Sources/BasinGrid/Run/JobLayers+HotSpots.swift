import GeoFiles
import Geometry
import HotSpots
import Reports

extension JobLayers {
    /// `hotspot_cells`: a square a cell, coloured by the bin of the first period where there is
    /// one, else by what is selected.
    func hotSpotCells(request: Int) -> OutputLayer? {
        guard let first = tables.hotSpotFigures(period: 0, request: request) else { return nil }
        let perPeriod = figures.pairs.indices.compactMap {
            tables.hotSpots(period: $0, request: request, order: .place)
        }
        let layers = inputs.zoneLayers.indices.flatMap { index in
            ["zone", "zones", "share"].map { "\($0)_\(index + 1)" } + ["zone_\(index + 1)_label"]
        }
        return layer(
            job.hotSpotFile("hotspot_cells", first.request), .polygons,
            keys: ["cell_id", "row", "column", "x", "y", "zone", "zone_label", "share"] + layers,
            perPeriod, shapes: first.cells.map { .polygons([Polygon(box: $0.box)]) },
            "hotspots \(first.request.name)"
        ) { field in
            first.significance == nil
                ? HotSpotStyle.selected(field("selected" + suffix(0)), in: language)
                : HotSpotStyle.bins(field("bin" + suffix(0)))
        }
    }
}
