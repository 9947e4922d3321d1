import Readings

/// `Data/surface_water.json`.
struct WaterFile: Decodable {
    struct Class: Decodable {
        let `class`: String
        let colourInChinese: String
        let colour: String
    }

    struct Item: Decodable {
        let code: String
        let name: String
        let nameInChinese: String
        let unit: String
        let isEvaluated: Bool
        let isMinimum: Bool?
        let lakesOnly: Bool?
        let limits: [WrittenDecimal]?
        let lakeLimits: [WrittenDecimal]?
        let range: [WrittenDecimal]?
    }

    let edition: String
    let title: String
    let titleInChinese: String
    let source: String
    let from: WrittenDay
    let classes: [Class]
    let firstAmongPollutants: [String]
    let withoutMultiple: [String]
    let items: [Item]
}

extension SurfaceWaterStandard {
    init(_ file: WaterFile) {
        edition = file.edition
        title = file.title
        titleInChinese = file.titleInChinese
        source = file.source
        validFrom = file.from.day
        items = file.items.map(WaterItem.init)
        styles = file.classes.map { row in
            guard let waterClass = WaterClass(parsing: row.class) else {
                preconditionFailure("surface_water.json has an unknown class \(row.class)")
            }
            return WaterClassStyle(
                waterClass: waterClass, status: WaterStatus(waterClass),
                colourNameInChinese: row.colourInChinese, colour: row.colour)
        }
        first = Set(file.firstAmongPollutants.map { ParameterCode($0) })
        withoutMultiple = Set(file.withoutMultiple.map { ParameterCode($0) })
    }
}

extension WaterItem {
    fileprivate init(_ item: WaterFile.Item) {
        parameter = ParameterCode(item.code)
        name = item.name
        nameInChinese = item.nameInChinese
        unit = item.unit
        isEvaluated = item.isEvaluated
        isMinimum = item.isMinimum ?? false
        isForLakesOnly = item.lakesOnly ?? false
        riverLimits = item.limits?.map(\.value)
        lakeLimits = item.lakeLimits?.map(\.value)
        range = item.range.map { $0[0].value...$0[1].value }
    }
}
