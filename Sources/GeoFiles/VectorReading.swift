import CGDAL
import Foundation
import Geometry

/// The features of a vector layer, in the order of the file.
///
/// Formats: shapefile, GeoPackage, GeoJSON, FlatGeobuf, every other that GDAL opens, and PostGIS
/// (`PG:…`). Coordinates are in traditional order (x is easting or longitude). Z and M are left
/// out, curves become lines. A feature without a usable geometry is kept with `Shape.none` and
/// noted.
///
/// - Parameters:
///   - path: A file, `PATH:layer`, or `PG:` and a connection.
///   - options: Layer, filter, encoding, CRS of data that name none, fields.
/// - Throws: `missing` (also a lacking `.shx` or `.dbf`), `unreadable`, `damaged`,
///   `unreachableService`, `unknownLayer`, `unknownField`, `unknownCRS`. A layer without features
///   is no error here.
/// - Complexity: O(vertices); the whole layer is in memory.
public func readVectorLayer(
    at path: String, options: VectorReadOptions = VectorReadOptions()
) throws(GeoFileError) -> VectorLayer {
    try readLayer(at: path, options: options).layer
}

/// Reads a layer, and says what was noticed feature by feature.
func readLayer(
    at path: String, options: VectorReadOptions
) throws(GeoFileError) -> (layer: VectorLayer, log: FeatureLog) {
    let location = try VectorLocation(path, layer: options.layer)
    return try withGDAL { messages throws(GeoFileError) in
        let dataset = try openDataset(
            location.path, kinds: GDAL_OF_VECTOR, options: rawTextOptions(location.path), messages)
        let layer = try dataset.layer(named: location.layer)
        var reader = try LayerReader(
            dataset: dataset, layer: layer, options: options, messages: messages)
        return (try reader.read(), reader.log)
    }
}

/// Shapefiles are opened so that their texts come as the bytes in the file.
func rawTextOptions(_ path: String) -> [String] {
    isShapefile(path) ? ["ENCODING="] : []
}

/// Whether GDAL will read `path` with its shapefile driver.
func isShapefile(_ path: String) -> Bool {
    let lower = path.lowercased()
    if lower.hasSuffix(".shp") || lower.hasSuffix(".dbf") || lower.hasSuffix(".shz") { return true }
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
        && !lower.hasSuffix(".gdb")
}

/// One pass over a layer.
private struct LayerReader {
    let dataset: Dataset
    let layer: OGRLayerH
    let options: VectorReadOptions
    let messages: GDALMessages
    let name: String
    let text: LayerText
    let allNames: [String]
    /// The positions in the file of the fields that are read.
    let columns: [Int]
    var log: FeatureLog

    init(
        dataset: Dataset, layer: OGRLayerH, options: VectorReadOptions, messages: GDALMessages
    ) throws(GeoFileError) {
        self.dataset = dataset
        self.layer = layer
        self.options = options
        self.messages = messages
        let name = GeoFiles.text(OGR_L_GetName(layer))
        self.name = name
        text = try LayerText(
            layer: layer, path: dataset.path, isRaw: dataset.driverName == "ESRI Shapefile",
            given: options.encoding)
        allNames = text.fieldNames
        var columns = Array(allNames.indices)
        if let wanted = options.fields {
            columns = []
            for field in wanted {
                columns.append(
                    try position(of: field, in: allNames, path: dataset.path, layer: name))
            }
        }
        self.columns = columns
        log = FeatureLog(path: dataset.path, layer: name)
    }

    mutating func read() throws(GeoFileError) -> VectorLayer {
        let fields = try definitions()
        let selected = try filterSelection()
        if options.attributeFilter == nil { OGR_L_SetAttributeFilter(layer, nil) }
        OGR_L_ResetReading(layer)
        messages.clear()
        var features: [Feature] = []
        while let next = OwnedFeature(owning: OGR_L_GetNextFeature(layer)) {
            let number = OGR_F_GetFID(next.handle)
            if let selected, !selected.contains(number) { continue }
            features.append(
                Feature(
                    number: number,
                    shape: shape(of: next.handle, number),
                    attributes: attributes(of: next.handle, number, fields)))
        }
        if let failure = messages.firstFailure {
            // Databases see an unknown field only when they are asked for the first row.
            if let filter = options.attributeFilter, features.isEmpty { throw badFilter(filter) }
            throw GeoFileError.damaged(dataset.path, layer: name, cause: failure)
        }
        log.addWarnings(messages.warnings)
        let (crs, crsNotes) = try layerCRS()
        return VectorLayer(
            path: dataset.path, driver: dataset.driverName, name: name, fields: fields, crs: crs,
            encoding: text.encoding, features: features,
            notes: text.notes + crsNotes + log.notes)
    }

    private func definitions() throws(GeoFileError) -> [VectorField] {
        let definition = OGR_L_GetLayerDefn(layer)
        return columns.map { column in
            let field = OGR_FD_GetFieldDefn(definition, Int32(column))
            let alias = GeoFiles.text(OGR_Fld_GetAlternativeNameRef(field))
            return VectorField(
                name: allNames[column], kind: kind(of: OGR_Fld_GetType(field)),
                alias: alias.isEmpty ? nil : alias)
        }
    }

    /// The numbers of the features that satisfy the filter, where the layer itself cannot filter
    /// because its texts are raw bytes; else `nil`, with the filter set on the layer.
    private func filterSelection() throws(GeoFileError) -> Set<Int64>? {
        guard let given = options.attributeFilter else { return nil }
        let filter = quotingNames(in: given)
        guard text.isRaw else {
            try check(ogr: OGR_L_SetAttributeFilter(layer, filter), badFilter(given))
            return nil
        }
        let decoded = try openDataset(
            dataset.path, kinds: GDAL_OF_VECTOR, options: ["ENCODING=\(text.encoding.name)"],
            messages)
        let twin = try decoded.layer(named: name)
        try check(ogr: OGR_L_SetAttributeFilter(twin, filter), badFilter(given))
        var numbers: Set<Int64> = []
        while let next = OwnedFeature(owning: OGR_L_GetNextFeature(twin)) {
            numbers.insert(OGR_F_GetFID(next.handle))
        }
        return numbers
    }

    private func badFilter(_ filter: String) -> GeoFileError {
        let list = allNames.map { "\"\($0)\"" }.joined(separator: ", ")
        return GeoFileError(
            .unknownField, path: dataset.path, layer: name, cause: messages.cause,
            english: "The condition \"\(filter)\" cannot be applied to layer \"\(name)\" of "
                + "\"\(dataset.path)\". Its fields are: \(list). Texts stand in single quotes.",
            chinese: "条件“\(filter)”无法用于“\(dataset.path)”的图层“\(name)”。字段有：\(list)。文本请用单引号。")
    }

    private mutating func shape(of feature: OGRFeatureH, _ number: Int64) -> Shape {
        guard let geometry = OGR_F_GetGeometryRef(feature) else {
            if OGR_L_GetGeomType(layer) != wkbNone { log.empty.append(number) }
            return .none
        }
        let converted = convert(geometry)
        log.add(converted, number)
        return converted.shape
    }

    private mutating func attributes(
        of feature: OGRFeatureH, _ number: Int64, _ fields: [VectorField]
    ) -> [FieldValue] {
        var values: [FieldValue] = []
        values.reserveCapacity(columns.count)
        for (column, field) in zip(columns, fields) {
            let index = Int32(column)
            if OGR_F_IsFieldSetAndNotNull(feature, index) == 0 {
                values.append(.null)
                continue
            }
            switch field.kind {
            case .integer: values.append(.integer(OGR_F_GetFieldAsInteger64(feature, index)))
            case .real: values.append(.real(OGR_F_GetFieldAsDouble(feature, index)))
            case .date, .dateTime: values.append(.text(isoTime(of: feature, index, field.kind)))
            case .text:
                let decoded = text.decode(OGR_F_GetFieldAsString(feature, index))
                switch decoded {
                case .whole: break
                case .cut: log.cut.append(number)
                case .undecodable: log.undecodable.append(number)
                }
                values.append(.text(decoded.string))
            }
        }
        return values
    }

    private func layerCRS() throws(GeoFileError) -> (CoordinateReferenceSystem?, [GeoFileNote]) {
        let own = describe(OGR_L_GetSpatialRef(layer))
        return try settledCRS(
            own: own, assumed: options.assumedCRS, path: dataset.path, layer: name)
    }
}

/// The CRS of data: their own, or the assumed one for data that name none, with notes.
func settledCRS(
    own: CoordinateReferenceSystem?, assumed: String?, path: String, layer: String?
) throws(GeoFileError) -> (CoordinateReferenceSystem?, [GeoFileNote]) {
    guard let assumed else { return (own, []) }
    let given = try coordinateReferenceSystem(named: assumed)
    if let own {
        if isSame(own, given) { return (own, []) }
        return (
            own,
            [
                GeoFileNote(
                    .crsAssumed, path: path, layer: layer,
                    english: "the data name their CRS, \(own.name); the assumed \(assumed) was not "
                        + "used",
                    chinese: "数据自带坐标系 \(own.name)，未采用假定的 \(assumed)")
            ]
        )
    }
    return (
        given,
        [
            GeoFileNote(
                .crsAssumed, path: path, layer: layer,
                english: "names no CRS; \(assumed) (\(given.name)) was assumed",
                chinese: "没有坐标系信息，按 \(assumed)（\(given.name)）处理")
        ]
    )
}

private func kind(of type: OGRFieldType) -> VectorField.Kind {
    switch type {
    case OFTInteger, OFTInteger64: .integer
    case OFTReal: .real
    case OFTDate: .date
    case OFTDateTime: .dateTime
    default: .text
    }
}

/// `condition` with double quotes around bare names that have letters beyond ASCII: OGR's parser
/// takes those in quotes only.
func quotingNames(in condition: String) -> String {
    var result = ""
    var word = ""
    var quote: Character?
    func ended() -> String { word.allSatisfy(\.isASCII) ? word : "\"\(word)\"" }
    for character in condition {
        if quote == nil, character.isLetter || character.isNumber || character == "_" {
            word.append(character)
            continue
        }
        result += ended()
        word = ""
        result.append(character)
        if quote == character {
            quote = nil
        } else if quote == nil, character == "'" || character == "\"" {
            quote = character
        }
    }
    return result + ended()
}

/// A date field as ISO 8601 text.
private func isoTime(
    of feature: OGRFeatureH, _ index: Int32, _ kind: VectorField.Kind
) -> String {
    var year: Int32 = 0
    var month: Int32 = 0
    var day: Int32 = 0
    var hour: Int32 = 0
    var minute: Int32 = 0
    var second: Float = 0
    var zone: Int32 = 0
    guard
        OGR_F_GetFieldAsDateTimeEx(
            feature, index, &year, &month, &day, &hour, &minute, &second, &zone) != 0
    else { return text(OGR_F_GetFieldAsString(feature, index)) }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
    let padded = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    let date = "\(padded)-\(two(month))-\(two(day))"
    if kind == .date { return date }
    let whole = Int32(second)
    let thousandths = Int(((second - Float(whole)) * 1000).rounded())
    let fraction = thousandths == 0 ? "" : "." + String(1000 + thousandths).dropFirst()
    // GDAL counts time zones in quarters of an hour from 100 = UTC; 0 and 1 name none.
    var offset = ""
    if zone == 100 {
        offset = "Z"
    } else if zone > 1 {
        let minutes = (zone - 100) * 15
        offset = (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }
    return "\(date)T\(two(hour)):\(two(minute)):\(two(whole))\(fraction)\(offset)"
}
