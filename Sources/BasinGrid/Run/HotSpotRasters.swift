import GeoFiles
import Grids
import HotSpots
import Reports

/// Hotspot cells as rasters on the grid of the cells, where Gᵢ* is asked for: value, z, p and bin.
struct HotSpotRasters {
    private let found: HotSpotFigures

    struct Raster {
        /// In the folder of the run, without extension.
        var name: String
        var grid: Grid<Float>
        var about: RasterDescription
    }

    init(_ found: HotSpotFigures) { self.found = found }

    private static let bands = ["value", "z", "p", "bin"]
    private static let nodata: Float = -9999

    private static func stem(_ request: Job.HotSpotRequest, _ band: String, _ period: String)
        -> String
    {
        "rasters/hotspots_\(request.name)_\(band)_\(period)"
    }

    /// The files that a request has in a period.
    static func names(of request: Job.HotSpotRequest, period: String) -> [String] {
        guard request.gistar != nil else { return [] }
        return bands.flatMap { band in
            ["tif", "qml"].map { "\(stem(request, band, period)).\($0)" }
        }
    }

    /// None without Gᵢ*.
    func all() -> [Raster] {
        guard let significance = found.significance else { return [] }
        let z = significance.scores.z
        let bins = zip(z, significance.bins).map { $0.isNaN ? .nan : Double($1) }
        var values = [Double](repeating: .nan, count: found.cells.count)
        for (place, cell) in zip(found.places, found.ranked) { values[place] = cell.value }
        let unit = found.request.parameter.unit?.text ?? ""
        let parts: [([Double], ColourScale, String, String)] = [
            (values, .sequential(values), found.request.statistic.name, unit),
            (z, .diverging(z), "Gi* z", ""), (significance.p, Self.levels, "Gi* p, two-sided", ""),
            (bins, HotSpotStyle.binScale, "Gi* bin", ""),
        ]
        return zip(Self.bands, parts).map { band, part in
            Raster(
                name: Self.stem(found.request, band, found.period.label), grid: grid(part.0),
                about: RasterDescription(
                    description:
                        "\(found.request.parameter.name) \(found.period.label) \(part.2)"
                        + (band == "value" ? "" : ", \(found.request.gistar ?? "")"),
                    unit: part.3, style: QMLStyle.raster(part.1), isClassified: band == "bin"))
        }
    }

    /// The probabilities at which cells are significant, the smallest the strongest.
    private static let levels = ColourScale(
        breaks: SignificanceLevels.standard.levels.sorted(),
        colours: ColourRamp.yellowOrangeRed.colours(4).reversed())

    private func grid(_ values: [Double]) -> Grid<Float> {
        let geometry = found.fishnet.geometry
        var cells = [Float](repeating: Self.nodata, count: geometry.cellCount)
        for (cell, value) in zip(found.cells, values) where !value.isNaN {
            cells[cell.row * geometry.columns + cell.column] = Float(value)
        }
        return Grid(geometry: geometry, values: cells, nodata: Self.nodata)
    }
}
