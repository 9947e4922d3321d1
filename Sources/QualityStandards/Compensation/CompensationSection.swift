public import Readings

/// A section between units, as a scheme sees it.
public struct CompensationSection: Hashable, Sendable {
    public let id: String
    /// What the readings call the section; its code by default.
    public var site: String
    public var name: String?
    /// The units that answer for the water that comes to the section; several share equally, as
    /// on a river that is the border.
    public var upstream: [String]
    /// The units that receive the water; several share equally.
    public var downstream: [String]
    /// The kind of section that terms ask for: `饮用水`.
    public var type: String?
    public var body: WaterBody
    /// The target class.
    public var target: WaterClass?
    /// Targets of single items, which go before those of the target class.
    public var itemTargets: [ParameterCode: DecimalValue]
    /// Whether the section is dry (断流): without samples it is left out and marked.
    public var isDry: Bool
    /// The section where the river enters the upstream units.
    public var inflow: String?

    public init(
        id: String, name: String? = nil, upstream: [String], downstream: [String],
        type: String? = nil, body: WaterBody = .river, target: WaterClass? = nil,
        itemTargets: [ParameterCode: DecimalValue] = [:], isDry: Bool = false,
        inflow: String? = nil
    ) {
        self.id = id
        site = id
        self.name = name
        self.upstream = Self.sorted(upstream)
        self.downstream = Self.sorted(downstream)
        self.type = type
        self.body = body
        self.target = target
        self.itemTargets = itemTargets
        self.isDry = isDry
        self.inflow = inflow
    }

    /// Each unit once, by name: who takes the odd cent does not depend on who was written first.
    private static func sorted(_ units: [String]) -> [String] { Set(units).sorted() }

    /// The target of `item`: its own, else the limit of the target class.
    func target(of item: ParameterCode, by standard: SurfaceWaterStandard) -> DecimalValue? {
        itemTargets[item] ?? target.flatMap { standard.item(item)?.limit($0, body) }
    }
}
