import CGDAL
import Foundation
import Geometry

/// How a layer's fields appear in a format.
struct FieldPlan {
    var names: [String]
    var aliases: [String?]
    /// Widths and decimals of DBF columns; `nil` where the format needs none.
    var sizes: [(width: Int32, decimals: Int32)?]
    /// The longest text in bytes of `encoding`; `nil` for no limit.
    var longestText: Int?
    var encoding = OutputEncoding.utf8
    /// Dates with a time of day are written as text.
    var writesTimesAsText = false

    /// Every field under its own name.
    init(_ fields: [VectorField]) {
        names = fields.map(\.name)
        aliases = fields.map(\.alias)
        sizes = fields.map { _ in nil }
    }

    /// Every field under a name that follows `rules`, the full name as its alias.
    init(_ fields: [VectorField], rules: FieldNameRules) {
        self.init(fields)
        names = rules.safeNames(for: fields.map(\.name))
        aliases = zip(fields, names).map { $0.alias ?? ($0.name == $1 ? nil : $0.name) }
    }
}

/// Creates `layer` in a dataset and writes its features in their order, or those of `stream`.
///
/// - Returns: How many texts were cut to the format's length, and how many features there are.
func fill(
    _ dataset: Dataset, with layer: OutputLayer, plan: FieldPlan, options: [String],
    stream: FeatureStream? = nil, _ messages: GDALMessages
) throws(GeoFileError) -> (cut: Int, features: Int) {
    let failure = { GeoFileError.cannotCreate(dataset.path, cause: messages.cause) }
    let reference = try layer.crs.map { crs throws(GeoFileError) in try SpatialReference(crs.wkt) }
    let made = try withOptions(options) { list throws(GeoFileError) in
        basingrid_create_layer(
            dataset.handle, layer.name, reference?.handle, geometryType(of: layer), list)
    }
    let handle = try required(made, failure())
    try createFields(layer.fields, plan, handle, failure)
    let usesTransaction = GDALDatasetTestCapability(dataset.handle, ODsCTransactions) != 0
    if usesTransaction {
        try check(ogr: GDALDatasetStartTransaction(dataset.handle, 0), failure())
    }
    let definition = OGR_L_GetLayerDefn(handle)
    var cut = 0
    var count = 0
    func add(_ feature: Feature) throws(GeoFileError) {
        count += 1
        let row = try required(OwnedFeature(owning: OGR_F_Create(definition)), failure())
        for (index, value) in feature.attributes.enumerated() {
            cut += set(value, at: Int32(index), of: row.handle, layer.fields[index], plan) ? 1 : 0
        }
        if layer.geometry != .none, let shape = makeGeometry(feature.shape) {
            try check(ogr: OGR_F_SetGeometry(row.handle, shape.handle), failure())
        }
        try check(ogr: OGR_L_CreateFeature(handle, row.handle), failure())
    }
    if let stream {
        try stream.forEach(add)
    } else {
        for feature in layer.features { try add(feature) }
    }
    if usesTransaction {
        try check(ogr: GDALDatasetCommitTransaction(dataset.handle), failure())
    }
    return (cut, count)
}

private func geometryType(of layer: OutputLayer) -> OGRwkbGeometryType {
    switch layer.geometry {
    case .none: return wkbNone
    case .lines: return wkbMultiLineString
    case .polygons: return wkbMultiPolygon
    case .points:
        let isMulti = layer.features.contains {
            if case .points(let points) = $0.shape { points.count > 1 } else { false }
        }
        return isMulti ? wkbMultiPoint : wkbPoint
    }
}

private func createFields(
    _ fields: [VectorField], _ plan: FieldPlan, _ layer: OGRLayerH,
    _ failure: () -> GeoFileError
) throws(GeoFileError) {
    for (index, field) in fields.enumerated() {
        let type =
            switch field.kind {
            case .integer: OFTInteger64
            case .real: OFTReal
            case .text: OFTString
            case .date: OFTDate
            case .dateTime: plan.writesTimesAsText ? OFTString : OFTDateTime
            }
        let definition = try required(OGR_Fld_Create(plan.names[index], type), failure())
        defer { OGR_Fld_Destroy(definition) }
        if let alias = plan.aliases[index] { OGR_Fld_SetAlternativeName(definition, alias) }
        if let size = plan.sizes[index] {
            OGR_Fld_SetWidth(definition, size.width)
            OGR_Fld_SetPrecision(definition, size.decimals)
        }
        try check(ogr: OGR_L_CreateField(layer, definition, 1), failure())
    }
}

/// Sets one attribute, and says whether its text had to be cut.
private func set(
    _ value: FieldValue, at index: Int32, of feature: OGRFeatureH, _ field: VectorField,
    _ plan: FieldPlan
) -> Bool {
    switch (field.kind, value) {
    case (_, .null): OGR_F_SetFieldNull(feature, index)
    case (.integer, .integer(let number)): OGR_F_SetFieldInteger64(feature, index, number)
    case (.integer, _), (.real, _):
        if let number = value.number, number.isFinite {
            OGR_F_SetFieldDouble(feature, index, number)
        } else {
            OGR_F_SetFieldNull(feature, index)
        }
    default:
        let text = value.text ?? ""
        guard let longest = plan.longestText, plan.encoding.byteCount(of: text) > longest else {
            OGR_F_SetFieldString(feature, index, text)
            return false
        }
        OGR_F_SetFieldString(feature, index, prefix(of: text, bytes: longest, in: plan.encoding))
        return true
    }
    return false
}

/// Creates an empty dataset of a vector format.
func createVectorDataset(
    _ driver: String, at temporary: String, target: String, options: [String] = [],
    _ messages: GDALMessages
) throws(GeoFileError) -> Dataset {
    let found = try required(
        GDALGetDriverByName(driver),
        GeoFileError.cannotCreate(target, cause: "this GDAL has no driver \(driver)"))
    let made = try withOptions(options) { list throws(GeoFileError) in
        basingrid_create(found, temporary, 0, 0, 0, GDT_Unknown, list)
    }
    return Dataset(
        owning: try required(made, GeoFileError.cannotCreate(target, cause: messages.cause)),
        path: target)
}
