import GeoFiles
import Geometry
import Reports
import Rivers

/// The faults of a network, then what was joined or guessed while it was built, one row each.
struct RiverFaultTable {
    let table: ReportTable
    /// The place of each row.
    let shapes: [Shape]

    init(_ layer: RiverLayer, _ faults: [RiverFault], language: ReportLanguage) {
        var table = ReportTable(
            id: "faults", title: LocalizedText("河网问题", "faults"), columns: Self.columns)
        var shapes: [Shape] = []
        for fault in faults {
            table.append([
                .text(fault.kind.code), .text("fault"), .text(fault.reachID),
                Self.name(fault.label), .number(fault.measureInMetres), .number(fault.place.x),
                .number(fault.place.y), ReportTable.Cell(fault.kind.otherReachID),
                ReportTable.Cell(fault.kind.lengthInMetres),
                .text(language == .zh ? fault.descriptionInChinese : fault.description),
            ])
            shapes.append(.points([fault.place]))
        }
        for note in layer.network.notes where !note.kind.isFault {
            table.append([
                .text(note.kind.code), .text(note.kind.state), .text(note.reachID),
                Self.name(note.label), .empty, ReportTable.Cell(note.place?.x),
                ReportTable.Cell(note.place?.y), ReportTable.Cell(note.kind.otherReachID),
                ReportTable.Cell(note.kind.distanceInMetres),
                .text(language == .zh ? note.descriptionInChinese : note.description),
            ])
            shapes.append(note.place.map { .points([$0]) } ?? .none)
        }
        self.table = table
        self.shapes = shapes
    }

    private static func name(_ label: String) -> ReportTable.Cell {
        label.isEmpty ? .empty : .text(label)
    }

    private static let columns: [ReportTable.Column] = [
        .init(key: "kind", heading: LocalizedText("类型", "kind"), kind: .text),
        .init(key: "state", heading: LocalizedText("处理", "state"), kind: .text),
        .init(key: "reach", heading: LocalizedText("河段", "reach"), kind: .text),
        .init(key: "name", heading: LocalizedText("河流", "river"), kind: .text),
        .init(
            key: "measure_m", heading: LocalizedText("里程（米）", "measure (m)"),
            kind: .number(decimals: 1)),
        .init(key: "x", heading: LocalizedText("x", "x"), kind: .number(decimals: nil)),
        .init(key: "y", heading: LocalizedText("y", "y"), kind: .number(decimals: nil)),
        .init(key: "other", heading: LocalizedText("另一河段", "other reach"), kind: .text),
        .init(
            key: "length_m", heading: LocalizedText("长度（米）", "length (m)"),
            kind: .number(decimals: 2)),
        .init(key: "note", heading: LocalizedText("说明", "note"), kind: .text),
    ]
}

extension RiverNote.Kind {
    /// Whether the faults say it already.
    fileprivate var isFault: Bool {
        if case .drawnAgainstFlow = self { true } else { false }
    }

    /// What became of it, as a word for tables.
    fileprivate var state: String {
        switch self {
        case .gapClosed, .joinedInMidReach, .joinedAtVertex: "joined"
        case .drawnAgainstFlow: "turned"
        case .directionUnclear, .nextNotMet, .nodeApart, .nextUnknown: "guessed"
        case .flowBroken: "left"
        case .unusable, .mouthFarAway: "dropped"
        }
    }
}
