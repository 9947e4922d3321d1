import Interpolation
import Reports

extension JobTables {
    /// The stations of every surface, each estimated from the others; `nil` without a surface.
    var crossValidation: ReportTable? {
        var result = CrossValidationTable(leading: [
            .text("raster", "栅格", "Raster"), .text("period", "时段", "Period"),
        ])
        for surface in figures.surfaces.joined() {
            guard let validation = surface.validation else { continue }
            result.append(validation, leading: [surface.request.name, surface.period.label])
        }
        return result.table.rows.isEmpty ? nil : result.table
    }
}
