import GeoFiles
import Geometry
import Reports
public import Rivers

/// Values at stations → values along the network, by inverse river distance or by kriging.
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
    public var method = Method.idw
    /// Of kriging: `auto`, or an exponential model with or without nugget.
    public var variogram = "auto"
    public var output: String?

    /// How values are carried along the rivers.
    public enum Method: String, CaseIterable, Sendable {
        case idw, kriging
    }

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
        let weighting = try weighting(layer)
        let pieces = layer.network.pieces(
            noLongerThan: try metres(step, "--step", of: layer.crs))
        let located = try LocatedPoints(
            pointLayer(layer), on: layer, nameField: nameField,
            within: metres(maximumDistance, "--max-distance", of: layer.crs),
            threads: options.threads)
        let stations = try stations(located)
        options.progress(0.5, LocalizedText("插值", "interpolating"))
        let values: AlongRiverValues
        switch method {
        case .idw:
            values = AlongRiverValues(
                layer.network, at: pieces, from: stations, weighting, threads: options.threads)
        case .kriging:
            values = try AlongRiverValues(
                layer.network, at: pieces, from: stations, connection: connection,
                variogram: variogram, options)
        }
        options.progress(0.8, LocalizedText("写出", "writing"))
        let lines = try target.holdsShapes ? layer.linesInFileCRS(of: pieces) : nil
        var outcome = try target.write(
            table(pieces, values, codes: stations.map(\.id), layer.network),
            shapes: lines?.map { .lines([$0]) }, geometry: .lines, crs: layer.fileCRS,
            options: options)
        outcome.counts = [
            ("points", located.layer.ids.count), ("stations", stations.count),
            ("pieces", pieces.count),
            ("without_value", values.estimates.filter { $0 == nil }.count),
        ]
        outcome.warnings += layer.warnings + located.warnings + values.notes
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        let layer = try RiverLayer(rivers, projectsDegrees: true, memory: options.memory)
        _ = try weighting(layer)
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

    private func weighting(_ layer: RiverLayer) throws -> RiverInterpolation {
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
    ) throws -> [AlongRiverValues.Station] {
        let values = try located.layer.numbers(valueField)
        return located.matched.compactMap { number, position in
            values[number].map {
                AlongRiverValues.Station(
                    id: located.layer.ids[number],
                    station: RiverStation(position: position, value: $0))
            }
        }
    }

    private func table(
        _ pieces: [ReachPiece], _ values: AlongRiverValues, codes: [String],
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
            ]
                + (values.variances == nil
                    ? [] : [.number("se", "标准误差", "Standard error", decimals: 4)]))
        for (number, piece) in pieces.enumerated() {
            let estimate = values.estimates[number]
            var cells: [ReportTable.Cell] = [
                .text(network.reaches[piece.reach].id), .number(piece.fromMeasure),
                .number(piece.toMeasure), ReportTable.Cell(estimate?.value),
                .integer(estimate?.stationCount ?? 0),
                ReportTable.Cell(estimate.map { codes[$0.nearestStation] }),
                ReportTable.Cell(estimate?.nearestDistanceInMetres),
            ]
            if let variances = values.variances {
                cells.append(ReportTable.Cell(variances[number]?.squareRoot()))
            }
            table.append(cells)
        }
        return table
    }
}
