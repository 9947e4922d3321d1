/// `Data/zoning_units.json`: the grammar of unit codes, the words of classes, the names of fields.
struct ZoningData: Decodable, Sendable {
    struct Codes: Decodable, Sendable {
        let landPrefix: String
        /// Prefix → what such units are in Chinese.
        let otherPrefixes: [String: String]
        let countyDigits: Int
        let serialDigits: Int
        let provinces: Set<String>

        var length: Int { landPrefix.count + countyDigits + 1 + serialDigits }
    }

    struct UnitClass: Decodable, Sendable {
        let digit: Int
        let name: String
        let short: String
        let english: String
        /// What a word for the class begins with.
        let stems: [String]
        /// Digits that stand for the class.
        let marks: [String]
    }

    struct Field: Decodable, Sendable {
        let key: ZoningField
        /// Pinyin initials, as field names.
        let names: [String]
        let headers: [String]
    }

    let codes: Codes
    let classes: [UnitClass]
    /// What may follow a stem without changing the class.
    let classFillers: [String]
    let fields: [Field]
    let checks: ZoneCheckLimits

    static let standard = embedded(
        ZoningData.self, PackageResources.zoning_units_json, "zoning_units.json")
}
