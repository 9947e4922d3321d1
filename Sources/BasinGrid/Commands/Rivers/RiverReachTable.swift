import GeoFiles
import Geometry
import Reports
import Rivers

/// One row a reach: where it leads, how much river lies above it, and what flows together there.
struct RiverReachTable {
    let table: ReportTable
    /// The line of each row.
    let shapes: [Shape]

    /// - Throws: A `Fault` for fields that are not there or hold no numbers; `RiverError` for
    ///   shares that are none.
    init(_ layer: RiverLayer, accumulating fields: [String], fractionField: String?) throws {
        let network = layer.network
        let values = RiverFields(layer: layer.layer, features: layer.featureOfReach)
        let rule: DivergenceRule =
            try fractionField.map { .fractions(try values.numbers($0)) } ?? .mainStem
        let sums = try fields.map { field in
            // A reach without a value adds nothing, as its catchment is not known.
            try network.accumulated(
                layer.spreadOverParts(try values.numbers(field).map { $0 ?? 0 }), divergence: rule)
        }
        let strahler = network.streamOrders(.strahler)
        let shreve = network.streamOrders(.shreve)
        let lengths = network.upstreamLengths()
        var table = ReportTable(
            id: "reaches", title: LocalizedText("河段", "reaches"),
            columns: Self.columns
                + fields.map { Self.number("\($0)_total", $0 + " 累计", $0 + " above") })
        for (number, reach) in network.reaches.enumerated() {
            let end = network.lowerEnd(of: number)
            table.append(
                [
                    .text(reach.id), reach.label.isEmpty ? .empty : .text(reach.label),
                    .integer(reach.part), .number(reach.lengthInMetres),
                    ReportTable.Cell(network.turnedBy[number]?.rawValue),
                    Self.cell(network.upperNode(of: number).map { $0 + 1 }),
                    Self.cell(network.lowerNode(of: number).map { $0 + 1 }),
                    ReportTable.Cell(
                        network.nextReach(after: number).map { network.reaches[$0].id }),
                    Self.cell(strahler[number]), Self.cell(shreve[number]),
                    ReportTable.Cell(lengths.atLowerEnd(of: number)),
                    ReportTable.Cell(network.distanceToMouth(from: end)),
                    ReportTable.Cell(network.distanceToOutlet(from: end)),
                ] + sums.map { ReportTable.Cell($0.atLowerEnd(of: number)) })
        }
        self.table = table
        shapes = network.reaches.map { .lines([$0.line]) }
    }

    private static let columns: [ReportTable.Column] = [
        text("reach", "河段", "reach"), text("name", "河流", "river"),
        number("part", "部分", "part"), number("length_m", "长度（米）", "length (m)"),
        text("turned_by", "改向依据", "turned by"), number("from_node", "起点", "from node"),
        number("to_node", "终点", "to node"), text("next_reach", "下游河段", "next reach"),
        number("strahler", "Strahler 级", "Strahler order"),
        number("shreve", "Shreve 级", "Shreve magnitude"),
        number("upstream_m", "以上河长（米）", "river above (m)"),
        number("from_mouth_m", "距河口（米）", "from the mouth (m)"),
        number("from_outlet_m", "距出口（米）", "from the outlet (m)"),
    ]

    private static func cell(_ number: Int?) -> ReportTable.Cell {
        number.map { .integer($0) } ?? .empty
    }

    private static func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh, en), kind: .text)
    }

    private static func number(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), kind: .number(decimals: nil))
    }
}

extension RiverLayer {
    /// A feature's amount divided among its parts by their length, so that it counts once.
    fileprivate func spreadOverParts(_ values: [Double]) -> [Double] {
        var lengths: [Int: Double] = [:]
        for (reach, feature) in zip(network.reaches, featureOfReach) where reach.isUsable {
            lengths[feature, default: 0] += reach.lengthInMetres
        }
        return values.enumerated().map { number, value in
            let reach = network.reaches[number]
            guard reach.isUsable, let whole = lengths[featureOfReach[number]] else { return 0 }
            return whole == reach.lengthInMetres ? value : value * (reach.lengthInMetres / whole)
        }
    }
}
