import CGDAL
import Foundation
public import Geometry

/// What a dataset is: for people who got a file and want to know what is in it.
public struct DatasetDescription: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public var name: String
        public var kind: VectorField.Kind
        /// The first few different values.
        public var samples: [String]
        /// How many features have no value.
        public var nullCount: Int
    }

    public struct Layer: Hashable, Sendable {
        public var name: String
        public var count: Int
        /// `points`, `lines`, `polygons`, `none` or `mixed`.
        public var geometry: String
        public var crs: CoordinateReferenceSystem?
        /// What the numbers look like, where the file names no CRS.
        public var guess: CRSGuess?
        public var encoding: TextEncoding
        public var fields: [Field]
        public var extent: BoundingBox?
        /// Features with invalid, empty or not finite geometry.
        public var geometryFaults: Int
        public var notes: [GeoFileNote]
    }

    public struct Raster: Hashable, Sendable {
        public var rows: Int
        public var columns: Int
        public var bands: [Band]
        public var blockRows: Int
        public var blockColumns: Int
        public var overviews: Int
        public var isCloudOptimized: Bool
        /// `nil` when the file does not say where its cells lie.
        public var extent: BoundingBox?
        public var cellWidth: Double
        public var cellHeight: Double
        public var crs: CoordinateReferenceSystem?
    }

    public struct Band: Hashable, Sendable {
        public var description: String
        public var type: String
        public var nodata: Double?
        public var unit: String
    }

    public struct Sheet: Hashable, Sendable {
        public var name: String
        public var rowCount: Int
        public var encoding: TextEncoding
        /// The first rows, headings and titles included.
        public var firstRows: [TableRow]
        public var notes: [GeoFileNote]
    }

    public var path: String
    /// GDAL's name of the format; `CSV` for text tables.
    public var driver: String
    public var layers: [Layer] = []
    public var raster: Raster?
    public var sheets: [Sheet] = []
}

/// What the dataset at `path` is. Every feature and row is read once.
///
/// - Throws: `missing`, `unreadable`, `damaged`, `unreachableService`.
public func inspect(
    path: String, options: VectorReadOptions = VectorReadOptions()
) throws(GeoFileError) -> DatasetDescription {
    if isTextTable(path) || isWorkbook(path) { return try inspectTable(path, options) }
    let location = try VectorLocation(path, layer: options.layer)
    let opened = try withGDAL { messages throws(GeoFileError) in
        let dataset = try openDataset(
            location.path, kinds: GDAL_OF_VECTOR | GDAL_OF_RASTER, options: [], messages)
        return (
            dataset.driverName, dataset.layerNames.filter { $0 != "layer_styles" },
            describeRaster(dataset)
        )
    }
    var result = DatasetDescription(path: location.path, driver: opened.0)
    result.raster = opened.2
    for name in opened.1 where location.layer == nil || location.layer == name {
        var own = options
        own.layer = name
        result.layers.append(try describeLayer(location.path, own))
    }
    if let name = location.layer, result.layers.isEmpty {
        throw GeoFileError.unknownLayer(name, in: location.path, has: opened.1)
    }
    return result
}

/// Whether `path` is a text table by its extension, plain or gzipped.
private func isTextTable(_ path: String) -> Bool {
    let lower = path.lowercased()
    let plain = lower.hasSuffix(".gz") ? String(lower.dropLast(3)) : lower
    return [".csv", ".txt", ".tsv"].contains { plain.hasSuffix($0) }
}

private func inspectTable(
    _ path: String, _ options: VectorReadOptions
) throws(GeoFileError) -> DatasetDescription {
    var result = DatasetDescription(
        path: path, driver: isWorkbook(path) ? "workbook" : "CSV")
    let names = try sheetNames(of: path)
    let sheets: [String?] = names.isEmpty ? [nil] : names
    for name in sheets where options.layer == nil || options.layer == name {
        var first: [TableRow] = []
        var count = 0
        let table = try forEachTableRow(at: path, sheet: name, encoding: options.encoding) { row in
            count += 1
            if first.count < 10 { first.append(row) }
        }
        result.sheets.append(
            DatasetDescription.Sheet(
                name: table.sheet, rowCount: count, encoding: table.encoding, firstRows: first,
                notes: table.notes))
    }
    return result
}

private func describeLayer(
    _ path: String, _ options: VectorReadOptions
) throws(GeoFileError) -> DatasetDescription.Layer {
    let layer = try readLayer(at: path, options: options).layer.repaired()
    let extent = layer.boundingBox
    let faults: Set<GeoFileNote.Kind> = [.geometryRepaired, .geometryEmpty, .geometryNotFinite]
    return DatasetDescription.Layer(
        name: layer.name, count: layer.features.count, geometry: geometryName(layer.features),
        crs: layer.crs, guess: layer.crs == nil ? extent.map(guessCRS(of:)) : nil,
        encoding: layer.encoding,
        fields: layer.fields.indices.map { describeField($0, of: layer) }, extent: extent,
        geometryFaults: layer.notes.filter { faults.contains($0.kind) }.map(\.count).reduce(0, +),
        notes: layer.notes)
}

private func geometryName(_ features: [Feature]) -> String {
    let kinds = Set(
        features.compactMap { feature -> OutputGeometry? in
            switch feature.shape {
            case .none: nil
            case .points: .points
            case .lines: .lines
            case .polygons: .polygons
            }
        })
    return kinds.count > 1 ? "mixed" : kinds.first?.rawValue ?? "none"
}

private func describeField(_ index: Int, of layer: VectorLayer) -> DatasetDescription.Field {
    var samples: [String] = []
    var nullCount = 0
    for feature in layer.features {
        guard let text = feature.attributes[index].text else {
            nullCount += 1
            continue
        }
        if samples.count < 5, !samples.contains(text) { samples.append(text) }
    }
    return DatasetDescription.Field(
        name: layer.fields[index].name, kind: layer.fields[index].kind, samples: samples,
        nullCount: nullCount)
}

private func describeRaster(_ dataset: Dataset) -> DatasetDescription.Raster? {
    let count = GDALGetRasterCount(dataset.handle)
    guard count > 0, let first = GDALGetRasterBand(dataset.handle, 1) else { return nil }
    var width: Int32 = 0
    var height: Int32 = 0
    GDALGetBlockSize(first, &width, &height)
    let rows = Int(GDALGetRasterYSize(dataset.handle))
    let columns = Int(GDALGetRasterXSize(dataset.handle))
    var numbers = [Double](repeating: 0, count: 6)
    let isPlaced = GDALGetGeoTransform(dataset.handle, &numbers) == CE_None
    let corners = [(0, 0), (0, columns), (rows, 0), (rows, columns)].map { row, column in
        Coordinate(
            x: numbers[0] + Double(column) * numbers[1] + Double(row) * numbers[2],
            y: numbers[3] + Double(column) * numbers[4] + Double(row) * numbers[5])
    }
    let layout = GDALGetMetadataItem(dataset.handle, "LAYOUT", "IMAGE_STRUCTURE")
    return DatasetDescription.Raster(
        rows: rows, columns: columns,
        bands: (1...count).compactMap { number in
            GDALGetRasterBand(dataset.handle, number).map(describeBand)
        },
        blockRows: Int(height), blockColumns: Int(width),
        overviews: Int(GDALGetOverviewCount(first)), isCloudOptimized: text(layout) == "COG",
        extent: isPlaced ? BoundingBox(around: corners) : nil, cellWidth: abs(numbers[1]),
        cellHeight: abs(numbers[5]), crs: describe(GDALGetSpatialRef(dataset.handle)))
}

private func describeBand(_ band: GDALRasterBandH) -> DatasetDescription.Band {
    var isGiven: Int32 = 0
    let nodata = GDALGetRasterNoDataValue(band, &isGiven)
    return DatasetDescription.Band(
        description: text(GDALGetDescription(band)),
        type: text(GDALGetDataTypeName(GDALGetRasterDataType(band))),
        nodata: isGiven == 0 ? nil : nodata, unit: text(GDALGetRasterUnitType(band)))
}
