import Geometry
import QualityStandards
import Readings
import Reports

/// A zone layer as control units: the code and class of each zone.
struct UnitLayer {
    let codes: [Result<ControlUnitCode, StandardError>]
    /// The class field of the layer; `nil` when it has none.
    let classField: String?
    /// What the class field says, zone by zone.
    let classTexts: [String?]

    /// `nil` when the layer is not one of control units: its kind is another, and most of its codes
    /// are no unit codes.
    init?(_ layer: JobInputs.LoadedZoneLayer, counties: Set<String>?) {
        let codes = layer.zones.map { zone in
            do throws(StandardError) {
                return Result<ControlUnitCode, StandardError>.success(
                    try ControlUnitCode(parsing: zone.id, counties: counties))
            } catch {
                return .failure(error)
            }
        }
        let good = codes.count { if case .success = $0 { true } else { false } }
        guard layer.kind == Self.kind || layer.kind == nil && good * 2 > codes.count else {
            return nil
        }
        self.codes = codes
        let column = ZoningField.columns(of: layer.fields.map(\.name))[.unitClass]
        classField = column.map { layer.fields[$0].name }
        classTexts = layer.zones.indices.map { zone in
            column.flatMap { layer.attributes[zone][$0].text }
        }
    }

    /// The `kind` of a zone layer in a job.
    static let kind = "control-unit"

    /// The class of a unit: by its code, else by the class field.
    func unitClass(of zone: Int) -> ControlUnitClass? {
        if case .success(let code) = codes[zone] { return code.unitClass }
        return classTexts[zone].flatMap { ControlUnitClass(parsing: $0) }
    }

    /// The county code of a unit.
    func county(of zone: Int) -> String? {
        if case .success(let code) = codes[zone] { return code.county }
        return nil
    }
}

extension JobInputs {
    /// The first layer of counties (`kind: county`) whose codes are those of GB/T 2260.
    var countyLayer: LoadedZoneLayer? {
        zoneLayers.first { layer in
            layer.kind == "county"
                && layer.zones.contains { $0.id.count == 6 && $0.id.allSatisfy(\.isNumber) }
        }
    }
}
