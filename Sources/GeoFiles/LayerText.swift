import CGDAL
import Foundation

/// How a layer's texts are made from bytes, and its fields' names.
struct LayerText {
    let encoding: TextEncoding
    let notes: [GeoFileNote]
    let fieldNames: [String]
    /// Whether values come as the bytes in the file.
    let isRaw: Bool
    private let decoder: TextDecoder

    /// - Parameters:
    ///   - isRaw: The layer gives bytes as they are in the file (a shapefile); else GDAL gives
    ///     UTF-8.
    ///   - given: The caller's encoding.
    init(layer: OGRLayerH, path: String, isRaw: Bool, given: String?) throws(GeoFileError) {
        self.isRaw = isRaw
        let settled =
            isRaw
            ? try settleEncoding(layer, path: path, given: given)
            : (TextEncoding(name: "UTF-8", source: .format), [])
        guard let decoder = TextDecoder(settled.0.name) else {
            throw GeoFileError.wrongContent(
                path,
                english: "The encoding \"\(settled.0.name)\" is not known. Use UTF-8, GB18030, "
                    + "BIG5 or another name that iconv lists.",
                chinese: "不认识编码“\(settled.0.name)”，请使用 UTF-8、GB18030、BIG5 等 iconv 支持的名称。")
        }
        self.decoder = decoder
        encoding = settled.0
        notes = settled.1
        let definition = OGR_L_GetLayerDefn(layer)
        fieldNames = (0..<OGR_FD_GetFieldCount(definition)).map { index in
            let name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, index))
            return decoder.decode(bytes(name)).string
        }
    }

    func decode(_ pointer: UnsafePointer<CChar>?) -> DecodedText { decoder.decode(bytes(pointer)) }
}

/// The bytes of a C string, in place.
func bytes(_ pointer: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let pointer else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
        start: UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self),
        count: strlen(pointer))
}

/// The encoding of a shapefile: given, else declared by `.cpg` or the language byte 0x4D and not
/// contradicted, else UTF-8 if every byte is valid, else GB18030.
private func settleEncoding(
    _ layer: OGRLayerH, path: String, given: String?
) throws(GeoFileError) -> (TextEncoding, [GeoFileNote]) {
    if let given, !given.isEmpty {
        return (TextEncoding(name: canonicalEncoding(given), source: .given), [])
    }
    func item(_ key: String) -> String {
        text(GDALGetMetadataItem(layer, key, "SHAPEFILE"))
    }
    let page = item("CPG_VALUE").trimmingCharacters(in: .whitespacesAndNewlines)
    let languageByte = Int(item("LDID_VALUE")) ?? 0
    var declared: TextEncoding?
    if !page.isEmpty {
        declared = TextEncoding(name: canonicalEncoding(page), source: .declared)
    } else if languageByte == 0x4D {
        declared = TextEncoding(name: "GB18030", source: .languageByte)
    } else if languageByte == 0x4F {
        declared = TextEncoding(name: "BIG5", source: .languageByte)
    }
    let evidence = gatherEvidence(layer)
    let name = text(OGR_L_GetName(layer))
    if let declared, evidence.fits(declared.name) || evidence.verdict == nil {
        return (declared, [])
    }
    let isASCII = evidence.textsBeyondASCII == 0
    let western = languageByte == 0x57 || languageByte == 0x03
    let found = evidence.verdict ?? (western ? "ISO-8859-1" : "GB18030")
    let encoding = TextEncoding(name: found, source: .found)
    if let declared {
        return (
            encoding,
            [
                GeoFileNote(
                    .encodingContradicted, path: path, layer: name,
                    count: evidence.textsBeyondASCII,
                    english: "declares \(declared.name), but its bytes are \(found); read as "
                        + found,
                    chinese: "声明的编码为 \(declared.name)，但内容实为 \(found)，已按 \(found) 读取")
            ]
        )
    }
    if isASCII { return (encoding, []) }
    return (
        encoding,
        [
            GeoFileNote(
                .encodingGuessed, path: path, layer: name, count: evidence.textsBeyondASCII,
                english: "names no text encoding; \(evidence.textsBeyondASCII) texts fit \(found)",
                chinese: "未声明文本编码；\(evidence.textsBeyondASCII) 处文本符合 \(found)")
        ]
    )
}

/// Looks at every text and field name of the layer.
private func gatherEvidence(_ layer: OGRLayerH) -> EncodingEvidence {
    var evidence = EncodingEvidence()
    let definition = OGR_L_GetLayerDefn(layer)
    var texts: [(index: Int32, width: Int)] = []
    for index in 0..<OGR_FD_GetFieldCount(definition) {
        let field = OGR_FD_GetFieldDefn(definition, index)
        let name = bytes(OGR_Fld_GetNameRef(field))
        evidence.add(name, fillsField: name.count >= 10)
        if OGR_Fld_GetType(field) == OFTString {
            texts.append((index, Int(OGR_Fld_GetWidth(field))))
        }
    }
    if texts.isEmpty { return evidence }
    ignoreGeometry(of: layer, true)
    OGR_L_ResetReading(layer)
    while let next = OwnedFeature(owning: OGR_L_GetNextFeature(layer)) {
        for (index, width) in texts where OGR_F_IsFieldSetAndNotNull(next.handle, index) != 0 {
            let value = bytes(OGR_F_GetFieldAsString(next.handle, index))
            evidence.add(value, fillsField: value.count >= width)
        }
    }
    ignoreGeometry(of: layer, false)
    OGR_L_ResetReading(layer)
    return evidence
}

private func ignoreGeometry(of layer: OGRLayerH, _ isIgnored: Bool) {
    _ = try? withOptions(isIgnored ? ["OGR_GEOMETRY"] : []) { names throws(GeoFileError) in
        basingrid_ignore_fields(layer, names)
    }
}
