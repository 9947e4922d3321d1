import CGDAL

/// What a band of a raster file says of itself.
public struct RasterBand: Sendable {
    /// From 1.
    public let number: Int
    /// GDAL's name of the type in which values are stored, such as `Float32`.
    public let storageType: String
    /// The value that stands for "no data" in the file, before scale and offset, as its cells hold
    /// it; `nil` when there is none, or one that the type cannot hold.
    public let nodata: Double?
    /// Value = stored · `scale` + `offset`.
    public let scale: Double
    public let offset: Double
    /// Whether a mask or an alpha band says which cells have data.
    public let hasMask: Bool
    /// The band's description and unit; empty when the file gives none.
    public let description: String
    public let unit: String
    let type: CellType
    let heldNodata: NodataValue?
    let blockRows: Int
    let blockColumns: Int

    var scaling: CellScaling { CellScaling(scale: scale, offset: offset) }
    var isExactInFloat: Bool { type.isExactInFloat && scaling.isIdentity }
    var blockByteCount: Int { blockRows * blockColumns * type.byteCount }

    /// Whether the cells of `other` are stored in the same way.
    func isStored(like other: RasterBand) -> Bool {
        type == other.type && blockRows == other.blockRows && blockColumns == other.blockColumns
    }

    init(_ band: GDALRasterBandH, number: Int) {
        self.number = number
        storageType = text(GDALGetDataTypeName(GDALGetRasterDataType(band)))
        type = cellType(of: band)
        heldNodata = givenNodata(of: band).flatMap(type.held)
        nodata = heldNodata?.double
        var isGiven: Int32 = 0
        scale = GDALGetRasterScale(band, &isGiven)
        offset = GDALGetRasterOffset(band, &isGiven)
        let flags = GDALGetMaskFlags(band)
        hasMask = flags & GMF_ALL_VALID == 0 && flags != GMF_NODATA
        description = text(GDALGetDescription(band))
        unit = text(GDALGetRasterUnitType(band))
        var width: Int32 = 0
        var height: Int32 = 0
        GDALGetBlockSize(band, &width, &height)
        blockRows = Int(max(1, height))
        blockColumns = Int(max(1, width))
    }
}

private func cellType(of band: GDALRasterBandH) -> CellType {
    let type = GDALGetRasterDataType(band)
    // GDT_Int8, which GDAL has from 3.7.
    if type.rawValue == 14 { return .int8 }
    switch type {
    case GDT_Byte:
        let kind = text(GDALGetMetadataItem(band, "PIXELTYPE", "IMAGE_STRUCTURE"))
        return kind == "SIGNEDBYTE" ? .int8 : .uint8
    case GDT_UInt16: return .uint16
    case GDT_Int16: return .int16
    case GDT_UInt32: return .uint32
    case GDT_Int32: return .int32
    case GDT_UInt64: return .uint64
    case GDT_Int64: return .int64
    case GDT_Float32: return .float32
    case GDT_Float64: return .float64
    default: return .other
    }
}

private func givenNodata(of band: GDALRasterBandH) -> NodataValue? {
    var isGiven: Int32 = 0
    let value: NodataValue
    switch GDALGetRasterDataType(band) {
    case GDT_Int64: value = .signed(GDALGetRasterNoDataValueAsInt64(band, &isGiven))
    case GDT_UInt64: value = .unsigned(GDALGetRasterNoDataValueAsUInt64(band, &isGiven))
    default: value = .real(GDALGetRasterNoDataValue(band, &isGiven))
    }
    return isGiven == 0 ? nil : value
}
