import Foundation

/// The names under which a GeoPackage written here keeps fields called `names`, in their order: safe
/// in GIS software and unique. For what must name a field as it is in the file, such as a style.
public func geoPackageFieldNames(for names: [String]) -> [String] {
    FieldNameRules.geoPackage.safeNames(for: names)
}

/// What a format allows in the names of its fields.
struct FieldNameRules {
    /// The longest name in bytes of `encoding`.
    var longest: Int
    var encoding = OutputEncoding.utf8
    /// Names that the format or its readers use themselves, in lower case.
    var reserved: Set<String> = []

    static func shapefile(_ encoding: OutputEncoding) -> FieldNameRules {
        FieldNameRules(longest: 10, encoding: encoding)
    }

    static let geoPackage = FieldNameRules(longest: 60, reserved: ["fid", "geom"])

    /// A safe name for every one of `names`, unique without regard to letter case.
    ///
    /// Letters, digits and `_` stay, `>` and `<` become `_gt_` and `_lt_`, all else `_`. A name
    /// that is taken gets a number.
    func safeNames(for names: [String]) -> [String] {
        var taken = reserved
        return names.map { name in
            let plain = sanitised(name)
            var result = prefix(of: plain, bytes: longest, in: encoding)
            var number = 1
            while taken.contains(result.lowercased()) {
                let suffix = "_\(number)"
                result =
                    prefix(
                        of: plain, bytes: longest - suffix.utf8.count, in: encoding) + suffix
                number += 1
            }
            taken.insert(result.lowercased())
            return result
        }
    }

    private func sanitised(_ name: String) -> String {
        var result = ""
        for character in name {
            switch character {
            case ">": result += "_gt_"
            case "<": result += "_lt_"
            case _ where character.isLetter || character.isNumber || character == "_":
                result.append(character)
            default: result += "_"
            }
        }
        if result.isEmpty { result = "field" }
        if let first = result.first, first.isASCII, first.isNumber { result = "f" + result }
        return result
    }
}

/// The longest beginning of `text` that has no more than `bytes` bytes in `encoding` and ends with
/// a whole character.
func prefix(of text: String, bytes: Int, in encoding: OutputEncoding = .utf8) -> String {
    var result = ""
    var used = 0
    for character in text {
        used += encoding.byteCount(of: character)
        if used > bytes { break }
        result.append(character)
    }
    return result
}
