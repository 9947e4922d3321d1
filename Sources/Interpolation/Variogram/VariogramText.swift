import Foundation

extension VariogramModel: CustomStringConvertible {
    /// The model of a text such as `spherical,nugget=4,psill=90,range=60000`, nested with `+`.
    ///
    /// A structure is its name, then `key=value` after commas: `psill`, `range` (metres),
    /// `nugget`, `kappa` (matern, 0.5 when absent), `anisotropy=ANGLE:RATIO`. `nugget=` may stand
    /// in any structure; `nugget,psill=4` is a structure of its own; a linear structure without a
    /// range has no sill, and psill is its slope. Capitals and blanks do not matter.
    ///
    /// - Throws: `InterpolationError.variogram` with what is wrong.
    public init(text: String) throws(InterpolationError) {
        var structures: [Structure] = []
        let blank = text.allSatisfy { $0.isWhitespace }
        guard !blank else { throw .variogram(.textEmpty) }
        for part in Self.parts(of: text) {
            structures += try StructureText(part).structures()
        }
        self.init(structures)
    }

    /// The texts between pluses, but not at that of an exponent such as `1e+5`.
    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var before: [Character] = [" ", " "]
        for character in text {
            let isExponent = (before[1] == "e" || before[1] == "E") && before[0].isNumber
            if character == "+" && !isExponent {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            before = [before[1], character]
        }
        return parts
    }

    /// The text that `init(text:)` reads, with numbers in full; `nugget,psill=0` for the model
    /// that is 0 everywhere.
    public var description: String {
        var texts: [String] = []
        let rest = structures.filter { $0.kind != .nugget }
        for (index, structure) in rest.enumerated() {
            var keys = [structure.kind.rawValue]
            if index == 0, nugget > 0 { keys.append("nugget=\(Self.number(nugget))") }
            keys.append("psill=\(Self.number(structure.partialSill))")
            if !structure.isUnbounded {
                keys.append("range=\(Self.number(structure.rangeInMetres))")
            }
            if structure.kind == .matern { keys.append("kappa=\(Self.number(structure.kappa))") }
            if let anisotropy = structure.anisotropy {
                keys.append(
                    "anisotropy=\(Self.number(anisotropy.degreesClockwiseFromNorth)):"
                        + Self.number(anisotropy.ratio))
            }
            texts.append(keys.joined(separator: ","))
        }
        return texts.isEmpty ? "nugget,psill=\(Self.number(nugget))" : texts.joined(separator: "+")
    }

    /// The shortest decimal that reads back as `value`, without `.0`.
    private static func number(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// One structure's name and keys.
private struct StructureText {
    private let kind: VariogramModel.Kind
    private var values: [String: String] = [:]

    init(_ text: String) throws(InterpolationError) {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard let kind = VariogramModel.Kind(rawValue: words[0].lowercased()) else {
            throw .variogram(words[0].isEmpty ? .textEmpty : .modelUnknown(words[0]))
        }
        self.kind = kind
        for word in words.dropFirst() {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = sides[0].trimmingCharacters(in: .whitespaces).lowercased()
            guard sides.count == 2, Self.keys(of: kind).contains(key) else {
                throw .variogram(.keyUnknown(model: kind, key: word))
            }
            guard values[key] == nil else {
                throw .variogram(.keyRepeated(model: kind, key: key))
            }
            values[key] = sides[1].trimmingCharacters(in: .whitespaces)
        }
    }

    private static func keys(of kind: VariogramModel.Kind) -> [String] {
        switch kind {
        case .nugget: ["nugget", "psill"]
        case .matern: ["nugget", "psill", "range", "anisotropy", "kappa"]
        default: ["nugget", "psill", "range", "anisotropy"]
        }
    }

    /// The structure, after a nugget of its own where it names one.
    func structures() throws(InterpolationError) -> [VariogramModel.Structure] {
        var result: [VariogramModel.Structure] = []
        let nugget = try number("nugget")
        if let nugget {
            result.append(try VariogramModel.Structure(.nugget, partialSill: nugget))
        }
        guard let sill = try number("psill") else {
            if kind == .nugget, nugget != nil { return result }
            throw .variogram(.keyMissing(model: kind, key: "psill"))
        }
        let range = try number("range")
        if range == nil, kind != .nugget, kind != .linear {
            throw .variogram(.keyMissing(model: kind, key: "range"))
        }
        result.append(
            try VariogramModel.Structure(
                kind, partialSill: sill, rangeInMetres: range ?? 0,
                kappa: try number("kappa") ?? 0.5, anisotropy: try anisotropy()))
        return result
    }

    private func number(_ key: String) throws(InterpolationError) -> Double? {
        guard let text = values[key] else { return nil }
        guard let value = Double(text), value.isFinite else {
            throw .variogram(.numberUnreadable(key: key, text: text))
        }
        return value
    }

    private func anisotropy() throws(InterpolationError) -> VariogramModel.Anisotropy? {
        guard let text = values["anisotropy"] else { return nil }
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard numbers.count == 2, let angle = numbers[0], let ratio = numbers[1] else {
            throw .variogram(.anisotropyUnreadable(text))
        }
        return try VariogramModel.Anisotropy(degreesClockwiseFromNorth: angle, ratio: ratio)
    }
}
