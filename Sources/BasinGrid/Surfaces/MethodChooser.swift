import Geometry
import Grids
import Interpolation
import Reports

/// Comes to a method for stations: fits the variogram, or takes the best method of all.
struct MethodChooser {
    let settings: SurfaceSettings
    let stations: PreparedStations
    let geometry: GridGeometry
    /// The days that the stations' values are made of; `nil` where that is not known.
    let days: DailyFields?
    let drift: DriftRaster?

    func chosen() throws -> ChosenMethod {
        switch settings.method {
        case "idw": ChosenMethod("idw", try settings.inverseDistance(in: geometry.crs))
        case "natural": ChosenMethod("natural", NaturalNeighbour(outside: try outside))
        case "linear": ChosenMethod("linear", LinearTriangulation(outside: try outside))
        case "nearest":
            ChosenMethod(
                "nearest",
                try NearestStation(
                    radiusInMetres: try settings.radiusInMetres(in: geometry.crs)))
        case "kriging": try kriging()
        default: try bestMethod()
        }
    }

    private var outside: OutsideHull {
        get throws {
            try choice(
                settings.outside, of: OutsideHull.self, option: settings.naming.name("outside"))
        }
    }

    private func kriging() throws -> ChosenMethod {
        var notes: [LocalizedText] = []
        let model = try variogramModel(&notes)
        let kriging = try Kriging(
            model: model, trend: trend, neighbours: try krigingNeighbours(&notes),
            radiusInMetres: try settings.radiusInMetres(in: geometry.crs),
            minimumCount: settings.minimum,
            nugget: try choice(
                settings.nugget, of: Kriging.Nugget.self, option: settings.naming.name("nugget")),
            support: settings.estimatesCells ? cellSupport : .point)
        return ChosenMethod(kriging, drift: drift, notes: notes)
    }

    private var trend: Kriging.Trend {
        if let mean = settings.mean { return .mean(mean) }
        return settings.drift == "linear" ? .linear : .constant
    }

    private var cellSupport: Kriging.Support {
        let size = geometry.cellSize
        return .block(width: size.width, height: size.height, parts: .gauss)
    }

    /// More stations than this are not solved in one system unless that is asked for.
    private static let mostForOneSystem = 1000
    private static let usualNeighbours = 32

    private func krigingNeighbours(
        _ notes: inout [LocalizedText]
    ) throws -> Kriging.Neighbours {
        if let asked = try settings.neighbourCount() { return asked.map { .nearest($0) } ?? .all }
        let count = stations.stations.count
        guard count > Self.mostForOneSystem else { return .all }
        notes.append(
            LocalizedText(
                "站点有 \(count) 个：每个单元用最近的 \(Self.usualNeighbours) 个（可用 --neighbors 指定）。",
                "There are \(count) stations: each cell takes the nearest \(Self.usualNeighbours) "
                    + "(--neighbors says otherwise)."))
        return .nearest(Self.usualNeighbours)
    }

    // MARK: - Variogram

    /// The fewest stations whose values of one field show a variogram.
    private static let fewestForVariogram = 30

    private func variogramModel(_ notes: inout [LocalizedText]) throws -> VariogramModel {
        guard settings.variogram == "auto" else {
            return try VariogramModel(text: settings.variogram)
        }
        let count = stations.stations.count
        if count < Self.fewestForVariogram {
            if let pooled = try pooledModel(&notes) { return pooled }
            notes.append(
                LocalizedText(
                    "站点只有 \(count) 个（少于 \(Self.fewestForVariogram)），变异函数不可靠；"
                        + "用 --readings 可合并多日拟合，或用 --variogram 指定。",
                    "\(count) stations, fewer than \(Self.fewestForVariogram), show a variogram "
                        + "poorly; with --readings it is pooled over days, or give --variogram."))
        }
        let selection = VariogramSelection(
            of: try EmpiricalVariogram(of: stations, trend: variogramTrend()))
        notes += lines(of: selection)
        return selection.model
    }

    private func variogramTrend() throws -> EmpiricalVariogram.Trend {
        if let drift { return .external([try drift.values(at: stations)]) }
        return settings.drift == "linear" ? .linear : .constant
    }

    /// The model pooled over the days of the period, with the variance of the stations' values.
    private func pooledModel(_ notes: inout [LocalizedText]) throws -> VariogramModel? {
        guard let days, days.fields.count > 1 else { return nil }
        let (variogram, fields) = try EmpiricalVariogram.pooled(
            days.fields, at: days.coordinates, measure: stations.measure)
        guard fields.used > 1 else { return nil }
        notes.append(LocalizedText(fields.descriptionInChinese, fields.description))
        let selection = VariogramSelection(of: variogram)
        notes += lines(of: selection)
        let values = stations.stations.map(\.value)
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return selection.model.scaled(by: variance)
    }

    private func lines(of selection: VariogramSelection) -> [LocalizedText] {
        zip(
            selection.descriptionInChinese.split(separator: "\n"),
            selection.description.split(separator: "\n")
        ).map { LocalizedText(String($0), String($1)) }
    }

    // MARK: - Best of all

    /// Blocked folds that methods are compared on.
    private static let folds = 5

    /// The method that predicts best what lies in blocks of the map that it was not told of.
    private func bestMethod() throws -> ChosenMethod {
        let names = SurfaceSettings.methods.filter { $0 != "auto" }
        let candidates: [(name: String, predict: CrossValidation.Predictor)] = names.map { name in
            (
                name,
                { known, targets in
                    try chooser(name, known).chosen().predictions(from: known, of: targets)
                }
            )
        }
        let comparison = try MethodComparison(
            of: candidates, on: stations,
            folds: try SpatialFolds(of: stations, count: Self.folds))
        let best = comparison.best.map { names[$0] } ?? "idw"
        var notes = [
            LocalizedText(
                "--method auto：按空间分块交叉验证（\(Self.folds) 组）选用 \(best)：",
                "--method auto took \(best), by cross-validation over \(Self.folds) parts of the "
                    + "map:")
        ]
        notes += zip(
            comparison.descriptionInChinese.split(separator: "\n"),
            comparison.description.split(separator: "\n")
        ).map { LocalizedText(String($0), String($1)) }
        let chosen = try chooser(best, stations).chosen()
        return chosen.noting(notes)
    }

    /// The same settings for one method and some of the stations.
    private func chooser(_ method: String, _ stations: PreparedStations) -> MethodChooser {
        var settings = settings
        settings.method = method
        return MethodChooser(
            settings: settings, stations: stations, geometry: geometry, days: days, drift: drift)
    }
}
