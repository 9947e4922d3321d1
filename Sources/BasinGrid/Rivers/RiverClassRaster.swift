import Foundation
import GeoFiles
import Geometry
import Grids
import QualityStandards
import Reports
import Rivers

/// Rivers drawn on a grid by class of water: 1 to 6 for I to 劣V, 0 for water without a class.
///
/// A cell has the class of the range with the most length in it.
struct RiverClassRaster {
    let grid: Grid<Float>

    /// - Parameters:
    ///   - classes: One a range, as tables write them; what is no class of the standard is 0.
    ///   - geometry: In the CRS of the ranges.
    init(
        _ network: RiverNetwork, _ ranges: [SectionRange], classes: [String?],
        on geometry: GridGeometry
    ) {
        grid = network.grid(
            of: ranges, values: classes.map { Float(Self.number(of: $0)) }, on: geometry)
    }

    private static func number(of waterClass: String?) -> Int {
        waterClass.flatMap { WaterClass(parsing: $0) }?.rawValue ?? 0
    }

    /// Writes the raster with its style.
    func write(
        to path: String, title: String, language: ReportLanguage, overwrite: Bool = false
    ) throws {
        let scale = CategoryScale(
            WaterClass.allCases.map {
                .init(
                    value: String($0.rawValue), label: waterClassScale.label(of: $0.text),
                    colour: $0.colour)
            } + [
                .init(
                    value: "0", label: LocalizedText("无类别", "no class"),
                    colour: waterClassScale.colour(of: "unknown"))
            ])
        try writeRaster(
            grid, to: path,
            about: RasterDescription(
                description: title, style: QMLStyle.classifiedRaster(scale, language: language),
                isClassified: true),
            overwrite: overwrite)
    }
}
