import Geometry
import Interpolation
import Reports

/// How a surface is made between stations, as a person writes it: on the command line, or in a job.
public struct SurfaceSettings: Sendable, Hashable {
    /// The names of methods.
    static let methods = ["idw", "kriging", "natural", "linear", "nearest", "auto"]

    /// A method in words, as a report says it.
    static func words(for method: String) -> LocalizedText {
        switch method {
        case "kriging": LocalizedText("克里金法", "kriging")
        case "natural": LocalizedText("自然邻域法", "natural neighbours")
        case "linear": LocalizedText("三角网线性法", "linear interpolation in triangles")
        case "nearest": LocalizedText("最近站点法", "the nearest station")
        default: LocalizedText("反距离法", "inverse distance")
        }
    }

    /// One of `methods`.
    public var method = "idw"
    /// Of the distance, for inverse distance.
    public var power = 2.0
    /// A count or `all`; `nil` for the method's own: 12 for inverse distance, all for kriging.
    public var neighbours: String?
    /// The farthest station that counts.
    public var radius: String?
    /// The fewest stations that give a value.
    public var minimum = 1
    /// Sectors around a cell that each give their nearest stations: 1, 4 or 8.
    public var sectors = 1
    /// `auto`, or a model.
    public var variogram = "auto"
    /// `none`, `linear` or a raster.
    public var drift = "none"
    /// The known mean of simple kriging.
    public var mean: Double?
    /// `exact` or `filtered`.
    public var nugget = "exact"
    /// Whether values are those of whole cells, not of their centres.
    public var estimatesCells = false
    /// What natural and linear give outside the hull of the stations: `nodata` or `nearest`.
    public var outside = "nodata"

    /// Where the settings stand, as messages name them.
    var naming = OptionNaming.options

    public init() {}

    /// Whether the method has variances of its own.
    var kriges: Bool { method == "kriging" }

    /// The raster that the mean follows.
    var driftPath: String? { drift == "none" || drift == "linear" ? nil : drift }

    /// Refuses settings that are out of range or do not go together.
    func check() throws {
        guard Self.methods.contains(method) else {
            throw unexpected(
                naming.name("method"), method, zh: "\(Self.methods.joined(separator: "、")) 之一",
                en: "one of \(Self.methods.joined(separator: ", "))")
        }
        guard minimum >= 1 else {
            throw unexpected(
                naming.name("minimum"), String(minimum), zh: "正整数", en: "a count of at least 1")
        }
        _ = try searchSectors
        _ = try neighbourCount()
        _ = try choice(outside, of: OutsideHull.self, option: naming.name("outside"))
        _ = try choice(nugget, of: Kriging.Nugget.self, option: naming.name("nugget"))
        if variogram != "auto" { _ = try VariogramModel(text: variogram) }
        try checkCompany()
    }

    private func checkCompany() throws {
        let kriging = [
            ("drift", drift != "none"), ("mean", mean != nil),
            ("variogram", variogram != "auto"), ("block", estimatesCells),
            ("nugget", nugget != "exact"),
        ]
        if method != "kriging", method != "auto", let option = kriging.first(where: \.1)?.0 {
            throw goesWith(option, "kriging")
        }
        if sectors != 1, method != "idw", method != "auto" { throw goesWith("sectors", "idw") }
        if outside != "nodata", !["natural", "linear", "auto"].contains(method) {
            throw goesWith("outside", "natural, linear")
        }
        if mean != nil, drift != "none" {
            let (mean, drift) = (naming.name("mean"), naming.name("drift"))
            throw Fault(
                .usage, zh: "\(mean)（简单克里金）与 \(drift) 不能同时使用。",
                en: "\(mean) (simple kriging) and \(drift) exclude each other.")
        }
    }

    /// The fault of an option that another method has.
    func goesWith(_ words: String, _ methods: String) -> Fault {
        let option = naming.name(words)
        return Fault(
            .usage, zh: "\(option) 只用于方法 \(methods)，当前方法为 \(method)。",
            en: "\(option) goes with the method \(methods), but the method is \(method).")
    }

    /// `nil` when it is not given; its value is `nil` for `all`.
    func neighbourCount() throws -> Int?? {
        guard let neighbours else { return nil }
        if neighbours == "all" { return .some(nil) }
        guard let count = Int(neighbours), count >= 1 else {
            throw unexpected(
                naming.name("neighbors"), neighbours, zh: "正整数或 all", en: "a count or all")
        }
        return count
    }

    func radiusInMetres(in crs: CoordinateReferenceSystem?) throws -> Double? {
        try radius.map { try metres($0, option: naming.name("radius"), in: crs) }
    }

    func inverseDistance(in crs: CoordinateReferenceSystem?) throws -> InverseDistance {
        let count = try neighbourCount() ?? 12
        return try InverseDistance(
            power: power, neighbours: count.map { .nearest($0) } ?? .all,
            radiusInMetres: try radiusInMetres(in: crs), minimumCount: minimum,
            sectors: try searchSectors)
    }

    private var searchSectors: SearchSectors {
        get throws {
            guard let sectors = SearchSectors(rawValue: sectors) else {
                throw unexpected(
                    naming.name("sectors"), String(sectors), zh: "1、4 或 8", en: "1, 4 or 8")
            }
            return sectors
        }
    }
}
