import GeoFiles
import Geometry
import Interpolation
import Reports

/// How a series of zone means is made, as a person writes it: on the command line, or in a job.
public struct SeriesSettings: Hashable, Sendable {
    /// What a row's time stands for.
    public enum Step: String, CaseIterable, Sendable {
        case hour, day, month
    }

    /// The names of methods.
    static let methods = ["kriging", "idw"]

    public var step = Step.hour
    /// One of `methods`.
    public var method = "kriging"
    /// Of the distance, for inverse distance.
    public var power = 2.0
    /// A count or `all`; `nil`: 12.
    public var neighbours: String?
    public var radius: String?
    /// `auto`, or a model.
    public var variogram = "auto"
    /// `hour` or `none`; `nil`: `hour` for a fitted variogram, `none` for a given one.
    public var scale: String?
    /// The size of the cells that stand for a zone; `nil` for about 400 a zone.
    public var cell: String?
    /// The limit whose exceedance is wanted.
    public var limit: Double?
    /// Where the settings stand, as messages name them.
    var naming = OptionNaming.options

    public init() {}

    /// Refuses settings that are out of range or do not go together.
    func check() throws {
        guard Self.methods.contains(method) else {
            throw unexpected(
                naming.name("method"), method, zh: "idw 或 kriging", en: "idw or kriging")
        }
        if let scale, !["hour", "none"].contains(scale) {
            throw unexpected(
                naming.name("variogram-scale"), scale, zh: "hour 或 none", en: "hour or none")
        }
        if method == "idw" { try checkInverseDistance() }
        if variogram != "auto" { _ = try VariogramModel(text: variogram) }
    }

    private func checkInverseDistance() throws {
        if variogram != "auto" || scale != nil {
            let (model, scale) = (naming.name("variogram"), naming.name("variogram-scale"))
            throw Fault(
                .usage, zh: "\(model) 与 \(scale) 只用于 kriging。",
                en: "\(model) and \(scale) go with kriging.")
        }
        if limit != nil {
            let option = naming.name("exceed")
            throw Fault(
                .usage, zh: "\(option) 需要误差，只用于 kriging。",
                en: "\(option) needs errors: it goes with kriging.")
        }
        _ = try inverseDistance(in: nil)
    }

    func inverseDistance(in crs: CoordinateReferenceSystem?) throws -> InverseDistance {
        var surface = SurfaceSettings()
        surface.power = power
        surface.neighbours = neighbours
        surface.radius = radius
        surface.naming = naming
        return try surface.inverseDistance(in: crs)
    }
}
