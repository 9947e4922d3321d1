import Geometry
import Reports

extension WaterGrouping {
    /// Writes a table of groups. In formats that hold geometry the rows of zones have their shapes;
    /// rivers, levels, owners and the whole have none.
    ///
    /// - Parameter groups: One a row of `table`.
    func write(
        _ table: ReportTable, to path: String, groups: [Group], _ options: RunOptions
    ) throws -> CommandOutcome {
        let hasZones = groups.contains { !$0.polygons.isEmpty }
        return try TableTarget(path).write(
            table,
            shapes: hasZones
                ? groups.map { $0.polygons.isEmpty ? .none : .polygons($0.polygons) } : nil,
            crs: crs, options: options)
    }
}
