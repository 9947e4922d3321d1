import GeoFiles
import Geometry
import Reports
import Rivers

/// Points → the reach that each lies on, and where along it.
public struct RiversLocateRequest: Sendable {
    public var rivers: RiverLayerSettings
    /// A point layer, or a table with columns of coordinates.
    public var points: String
    /// The field with a point's code; `nil` takes the layer's first field.
    public var pointIDField: String?
    /// The farthest match, as typed.
    public var maximumDistance = "1km"
    /// The field of the points with the name of the river that they belong to.
    public var nameField: String?
    /// How much farther a second reach may be for a point to be named as doubtful, as typed.
    public var ambiguity = "20m"
    public var output: String?

    public init(rivers: RiverLayerSettings, points: String) {
        self.rivers = rivers
        self.points = points
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let points = try pointLayer(layer)
        options.progress(0.5, LocalizedText("匹配", "locating"))
        let located = try LocatedPoints(
            points, on: layer, nameField: nameField,
            within: metres(maximumDistance, "--max-distance", of: layer.crs),
            ambiguousWithin: metres(ambiguity, "--ambiguous-within", of: layer.crs),
            threads: options.threads)
        options.progress(0.8, LocalizedText("写出", "writing"))
        let places = try snappedPlaces(located, layer)
        var outcome = try target.write(
            table(located, places, layer.network),
            shapes: target.holdsShapes ? places.map { .points([$0]) } : nil, geometry: .points,
            crs: layer.fileCRS, options: options)
        outcome.counts = [
            ("points", points.ids.count), ("matched", located.matched.count),
            ("reaches", layer.network.reaches.count),
        ]
        outcome.warnings += layer.warnings + located.warnings
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let points = try pointLayer(layer)
        _ = try metres(maximumDistance, "--max-distance", of: layer.crs)
        _ = try metres(ambiguity, "--ambiguous-within", of: layer.crs)
        return riversPlan(
            reads: rivers.inputs + parts(ofDataset: self.points), writes: [output ?? "-"],
            warnings: layer.warnings + points.notes)
    }

    private func pointLayer(_ layer: RiverLayer) throws -> RiverPointLayer {
        try RiverPointLayer(
            points, idField: pointIDField, fields: [nameField].compactMap(\.self), beside: rivers,
            into: layer.crs)
    }

    /// Where each point is on its river, in the CRS of the rivers' file; of one without a river
    /// where it lies itself.
    private func snappedPlaces(
        _ located: LocatedPoints, _ layer: RiverLayer
    ) throws -> [Coordinate] {
        try layer.inFileCRS(
            zip(located.locations, located.layer.places).map { $0.coordinate ?? $1 })
    }

    private func table(
        _ located: LocatedPoints, _ places: [Coordinate], _ network: RiverNetwork
    ) -> ReportTable {
        var table = ReportTable(
            id: "points", title: LocalizedText("点位", "points"),
            columns: [.text(columnName(located.layer.idName), "编码", "Point")] + Self.columns)
        for (number, location) in located.locations.enumerated() {
            let isMatched = location.reach != nil
            func name(_ reach: Int?) -> ReportTable.Cell {
                ReportTable.Cell(reach.map { network.reaches[$0].id })
            }
            table.append([
                .text(located.layer.ids[number]), name(location.reach),
                ReportTable.Cell(location.measureInMetres),
                ReportTable.Cell(location.fromMouthInMetres),
                ReportTable.Cell(location.offsetInMetres),
                ReportTable.Cell(location.distanceInMetres),
                isMatched ? .number(places[number].x) : .empty,
                isMatched ? .number(places[number].y) : .empty, name(location.secondReach),
                ReportTable.Cell(location.secondDistanceInMetres),
            ])
        }
        return table
    }

    /// The points' own field, unless a column of the table has that name.
    private func columnName(_ field: String) -> String {
        Self.columns.contains { $0.key == field } ? field + "_" : field
    }

    private static let columns: [ReportTable.Column] = [
        .text("reach", "河段", "Reach"),
        .number("measure_m", "桩号", "Measure", decimals: 1, unit: "m"),
        .number("from_mouth_m", "距河口", "From mouth", decimals: 1, unit: "m"),
        .number("offset_m", "偏距（左为正）", "Offset, left positive", decimals: 1, unit: "m"),
        .number("distance_m", "离河距离", "Off the river", decimals: 1, unit: "m"),
        .number("x", "x", "x", decimals: 6), .number("y", "y", "y", decimals: 6),
        .text("second_reach", "次近河段", "Second reach"),
        .number("second_distance_m", "次近距离", "Second distance", decimals: 1, unit: "m"),
    ]
}

/// The plan of a command that reads a network and points.
func riversPlan(
    reads: [String], writes: [String], warnings: [LocalizedText]
) -> DryRunPlan {
    let bytes = reads.reduce(0) { $0 + fileSize($1) }
    return DryRunPlan(
        reads: reads.map { ($0, fileSize($0)) }, writes: writes, cells: 0,
        memoryInBytes: 60_000_000 + bytes * 10, seconds: 0.1 + Double(bytes) * 3e-8,
        warnings: warnings)
}
