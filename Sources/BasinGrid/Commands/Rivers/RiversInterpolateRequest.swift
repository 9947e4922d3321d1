import GeoFiles
import Geometry
import Reports
public import Rivers

/// Values at stations → values along the network, by inverse river distance.
public struct RiversInterpolateRequest: Sendable {
    public var rivers: RiverLayerSettings
    /// A point layer, or a table with columns of coordinates.
    public var points: String
    public var pointIDField: String?
    /// The field of the points with the value.
    public var valueField: String
    /// The farthest that a station may be from its river, as typed.
    public var maximumDistance = "1km"
    /// The field of the points with the name of the river that they belong to.
    public var nameField: String?
    /// The longest piece that has one value, as typed.
    public var step = "1km"
    public var power = 2.0
    /// A number of stations, or `all`.
    public var neighbours = "12"
    /// How far along the river a station may be, as typed; `nil` for no limit.
    public var radius: String?
    public var connection = RiverConnection.any
    public var output: String?

    public init(rivers: RiverLayerSettings, points: String, valueField: String) {
        self.rivers = rivers
        self.points = points
        self.valueField = valueField
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        let method = try method(layer)
        let pieces = layer.network.pieces(
            noLongerThan: try metres(step, "--step", of: layer.crs))
        let located = try LocatedPoints(
            pointLayer(layer), on: layer, nameField: nameField,
            within: metres(maximumDistance, "--max-distance", of: layer.crs),
            threads: options.threads)
        let stations = try stations(located)
        options.progress(0.5, LocalizedText("插值", "interpolating"))
        let estimates = layer.network.interpolate(
            stations.map(\.station), at: pieces.map(\.middle), method, threads: options.threads)
        options.progress(0.8, LocalizedText("写出", "writing"))
        let lines = try target.holdsShapes ? layer.linesInFileCRS(of: pieces) : nil
        var outcome = try target.write(
            table(pieces, estimates, codes: stations.map(\.id), layer.network),
            shapes: lines?.map { .lines([$0]) }, geometry: .lines, crs: layer.fileCRS,
            options: options)
        outcome.counts = [
            ("points", located.layer.ids.count), ("stations", stations.count),
            ("pieces", pieces.count), ("without_value", estimates.filter { $0 == nil }.count),
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
        _ = try method(layer)
        _ = try metres(step, "--step", of: layer.crs)
        _ = try metres(maximumDistance, "--max-distance", of: layer.crs)
        let points = try pointLayer(layer)
        _ = try points.numbers(valueField)
        return riversPlan(
            reads: rivers.inputs + parts(ofDataset: self.points), writes: [output ?? "-"],
            warnings: layer.warnings + points.notes)
    }

    private func pointLayer(_ layer: RiverLayer) throws -> RiverPointLayer {
        try RiverPointLayer(
            points, idField: pointIDField, fields: [valueField, nameField].compactMap(\.self),
            beside: rivers, into: layer.crs)
    }

    private func method(_ layer: RiverLayer) throws -> RiverInterpolation {
        guard power > 0, power.isFinite else {
            throw Fault(
                .usage, zh: "--power 为 \(power)，应为大于 0 的数。",
                en: "--power is \(power), expected a number above 0.")
        }
        let count = neighbours == "all" ? nil : Int(neighbours)
        guard neighbours == "all" || count ?? 0 >= 1 else {
            throw Fault(
                .usage, zh: "--neighbors 为“\(neighbours)”，应为不小于 1 的整数或 all。",
                en: "--neighbors is \"\(neighbours)\", expected a number of at least 1, or all.")
        }
        return RiverInterpolation(
            power: power, neighbours: count,
            radiusInMetres: try radius.map { try metres($0, "--radius", of: layer.crs) }
                ?? .infinity, connection: connection)
    }

    /// The points with a place on the network and a value.
    private func stations(
        _ located: LocatedPoints
    ) throws -> [(id: String, station: RiverStation)] {
        let values = try located.layer.numbers(valueField)
        return located.matched.compactMap { number, position in
            values[number].map {
                (located.layer.ids[number], RiverStation(position: position, value: $0))
            }
        }
    }

    private func table(
        _ pieces: [ReachPiece], _ estimates: [RiverEstimate?], codes: [String],
        _ network: RiverNetwork
    ) -> ReportTable {
        var table = ReportTable(
            id: "values", title: LocalizedText("沿河数值", "values along the rivers"),
            columns: [
                .text("reach", "河段", "Reach"),
                .number("from_m", "起点桩号", "From", decimals: 1, unit: "m"),
                .number("to_m", "终点桩号", "To", decimals: 1, unit: "m"),
                .number("value", "数值", "Value", decimals: 4),
                .number("stations", "站点数", "Stations", decimals: 0),
                .text("nearest", "最近站点", "Nearest"),
                .number("distance_m", "沿河距离", "River distance", decimals: 1, unit: "m"),
            ])
        for (piece, estimate) in zip(pieces, estimates) {
            table.append([
                .text(network.reaches[piece.reach].id), .number(piece.fromMeasure),
                .number(piece.toMeasure), ReportTable.Cell(estimate?.value),
                .integer(estimate?.stationCount ?? 0),
                ReportTable.Cell(estimate.map { codes[$0.nearestStation] }),
                ReportTable.Cell(estimate?.nearestDistanceInMetres),
            ])
        }
        return table
    }
}
