/// Something that was repaired, guessed, transformed or dropped while a file was read or written.
public struct GeoFileNote: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The file declares no text encoding: it was found from the bytes.
        case encodingGuessed
        /// The file declares an encoding that its bytes contradict.
        case encodingContradicted
        /// Bytes that no encoding explains became U+FFFD.
        case textUndecodable
        /// A value was cut at its byte length inside a character: the broken tail was dropped.
        case textCut
        case geometryRepaired
        /// A feature has no geometry, an empty one, or one without an area or length.
        case geometryEmpty
        /// A feature has coordinates that are not finite numbers: its geometry was left out.
        case geometryNotFinite
        /// Parts of another kind (lines in a polygon layer) were left out.
        case geometryPartsDropped
        case curvesLinearised
        /// The file names no CRS: the caller's was taken.
        case crsAssumed
        case crsTransformed
        /// The format cannot name the CRS.
        case crsDropped
        /// No transformation between the two datums is known: they were taken as the same.
        case datumShiftUnknown
        /// Vertices were added to long edges before a transformation, so that they keep their
        /// course.
        case edgesDensified
        /// A row of a table could not be used.
        case rowRejected
        /// A field's name does not fit the format and was changed.
        case fieldRenamed
        /// A value does not fit the format and was changed.
        case valueChanged
        /// The content is of another format than the file's extension says.
        case formatGuessed
        /// A hidden sheet of a workbook was read.
        case hiddenSheet
        /// The library below gave a warning.
        case libraryWarning
    }

    public let kind: Kind
    public let path: String
    public let layer: String?
    /// How many features, values or vertices are concerned; 0 when the note is about the layer.
    public let count: Int
    /// The first few feature numbers (FID), or line numbers of a table.
    public let features: [Int64]
    public let description: String
    public let descriptionInChinese: String

    init(
        _ kind: Kind, path: String, layer: String? = nil, count: Int = 0, features: [Int64] = [],
        english: String, chinese: String
    ) {
        self.kind = kind
        self.path = withoutPassword(path)
        self.layer = layer
        self.count = count
        self.features = Array(features.prefix(Self.namedFeatures))
        let place = layer.map { " layer \"\($0)\"" } ?? ""
        let placeInChinese = layer.map { "图层“\($0)”" } ?? ""
        let list = self.features.map(String.init).joined(separator: ", ")
        let more = features.count > Self.namedFeatures || count > features.count ? " …" : ""
        description = withoutPassword(
            "\"\(path)\"\(place): \(english)" + (list.isEmpty ? "" : " (numbers \(list)\(more))"))
        descriptionInChinese = withoutPassword(
            "“\(path)”\(placeInChinese)：\(chinese)" + (list.isEmpty ? "" : "（编号 \(list)\(more)）"))
    }

    /// How many features a note names.
    static let namedFeatures = 8
}

extension [GeoFileNote] {
    /// Adds a note about features (values, vertices) of a layer, unless there are none.
    mutating func add(
        _ kind: GeoFileNote.Kind, _ numbers: [Int64], path: String, layer: String, english: String,
        chinese: String
    ) {
        if numbers.isEmpty { return }
        append(
            GeoFileNote(
                kind, path: path, layer: layer, count: numbers.count, features: numbers,
                english: english, chinese: chinese))
    }
}
