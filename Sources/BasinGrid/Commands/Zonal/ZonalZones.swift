import Coverage
import Foundation
import GeoFiles
import Geometry
import ZonalStatistics

/// The zones of a request: read from a layer, from a saved overlay, or from both when the layer is
/// the one that the overlay was built of.
struct ZonalZones {
    let rows: ZoneRows
    /// In the rasters' CRS; empty of polygons where only a saved overlay has them.
    private(set) var zones: [Zone]
    let crs: CoordinateReferenceSystem
    /// The saved overlay, if there is one.
    let saved: OverlayFile?
    /// What tells the zones from any others: the SHA-256 of what was read.
    let key: String?
    let warnings: [LocalizedText]
    private let keepsShapes: Bool

    var count: Int { rows.texts.count }

    var vertexCount: Int {
        zones.reduce(0) { sum, zone in
            sum
                + zone.polygons.reduce(0) { sum, polygon in
                    sum + polygon.rings.reduce(0) { $0 + $1.coordinates.count }
                }
        }
    }

    /// The shapes for formats that hold them; `nil` where they were not read.
    var shapes: [Shape]? { keepsShapes ? zones.map { .polygons($0.polygons) } : nil }

    /// - Parameters:
    ///   - measuresArea: Whether the ellipsoidal areas are wanted.
    ///   - needsKey: Whether `key` is wanted.
    ///   - keepsShapes: Whether the polygons are written to the output as well.
    init(
        _ request: ZonalRequest, _ rasters: ZonalRasters, measuresArea: Bool, needsKey: Bool,
        keepsShapes: Bool, threads: Int
    ) throws {
        saved = try request.overlay.map { try OverlayFile(reading: $0) }
        if let saved { try Self.require(saved, of: request, on: rasters) }
        self.keepsShapes = keepsShapes
        if let path = request.zones {
            guard let idField = request.idField else {
                throw Fault(
                    .usage, zh: "--zones 需要 --id-field FIELD。",
                    en: "--zones needs --id-field FIELD.")
            }
            var reading = request.reading
            reading.fields = request.includedFields
            let source = try readZoneSource(at: path, options: reading, idField: idField)
            key = needsKey || saved != nil ? zonesKey(of: source) : nil
            if let saved, let path = request.overlay {
                guard saved.zonesKey == key else { throw Self.otherZones(path, request) }
            }
            let texts = try Self.texts(of: source, request.includedFields)
            let columns = [idField] + request.includedFields
            if let saved, !keepsShapes, request.weights == nil {
                rows = ZoneRows(columns: columns, texts: texts, areasInSquareMetres: saved.areas)
                zones = []
                crs = rasters.crs
                warnings = source.notes.map(\.text) + saved.warnings
            } else {
                let layer = try source.settled(
                    into: rasters.crs, measuresArea: measuresArea, threads: threads)
                rows = ZoneRows(
                    columns: columns, texts: texts,
                    areasInSquareMetres: layer.zones.map(\.areaInSquareMetres))
                zones = layer.zones
                crs = layer.crs
                warnings = layer.notes.map(\.text) + layer.zones.compactMap(\.warning)
            }
        } else if let saved {
            key = saved.zonesKey
            let columns = try Self.columns(of: saved, request)
            rows = ZoneRows(
                columns: [saved.idField] + request.includedFields,
                texts: saved.zones.map { zone in
                    [zone.id] + columns.map { zone.texts[$0] }
                },
                areasInSquareMetres: saved.areas)
            zones = []
            crs = rasters.crs
            warnings = saved.warnings
            if keepsShapes {
                throw Fault(
                    .usage, zh: "此输出格式需要分区图形，而叠加文件不含图形。请同时给出 --zones 与 --id-field，或输出为 .csv。",
                    en: "The output's format holds shapes, which an overlay file does not have. "
                        + "Name --zones and --id-field as well, or write .csv.")
            }
        } else {
            throw Fault(
                .usage, zh: "没有分区。请用 --zones PATH --id-field FIELD，或 --overlay FILE 指定。",
                en: "There are no zones. Name them with --zones PATH --id-field FIELD, or with "
                    + "--overlay FILE.")
        }
    }

    /// Lets the polygons go when nothing needs them any more.
    mutating func releaseShapes() {
        if !keepsShapes { zones = [] }
    }

    /// The overlay must be of the asked method, and on the grid of every raster.
    private static func require(
        _ saved: OverlayFile, of request: ZonalRequest, on rasters: ZonalRasters
    ) throws {
        let path = request.overlay ?? ""
        if let wanted = request.coverage, wanted != saved.overlay.method {
            throw Fault(
                .data,
                zh:
                    "叠加文件 \(path) 的覆盖方式为 \(saved.overlay.method.rawValue)，而 --coverage 为 \(wanted.rawValue)。请重新建立叠加文件，或去掉 --coverage。",
                en:
                    "The overlay \(path) was built with --coverage \(saved.overlay.method.rawValue), "
                    + "but \(wanted.rawValue) is asked for. Build it again, or leave --coverage out."
            )
        }
        let faults = rasters.groups.compactMap { group -> Fault? in
            let raster = group.stacks[0].path
            if let difference = group.geometry.difference(from: saved.overlay.geometry) {
                return Fault(
                    .data,
                    zh:
                        "栅格 \(raster) 与叠加文件 \(path) 的网格不同：\(difference.descriptionInChinese)。请用 overlay build --like \(raster) 重新建立。",
                    en: "The raster \(raster) lies on another grid than the overlay \(path): "
                        + "\(difference). Build one with overlay build --like \(raster).")
            }
            guard let crs = saved.overlay.geometry.crs, !isSame(crs, rasters.crs) else {
                return nil
            }
            return Fault(
                .data,
                zh:
                    "栅格 \(raster) 的坐标系为 \(rasters.crs.name)，叠加文件 \(path) 为 \(crs.name)。请用 overlay build --like \(raster) 重新建立。",
                en: "The raster \(raster) is in \(rasters.crs.name), the overlay \(path) in "
                    + "\(crs.name). Build one with overlay build --like \(raster).")
        }
        if !faults.isEmpty { throw Faults(faults) }
    }

    private static func otherZones(_ path: String, _ request: ZonalRequest) -> Fault {
        let zones = request.zones ?? ""
        return Fault(
            .data,
            zh: "叠加文件 \(path) 不是由 \(zones) 的这些分区建立的（编码、图形、坐标系或筛选条件不同）。请重新建立叠加文件，或去掉 --zones。",
            en:
                "The overlay \(path) was not built of these zones of \(zones): their codes, shapes, "
                + "CRS or filter differ. Build it again, or leave --zones out.")
    }

    /// The places of the included fields in a saved overlay.
    private static func columns(of saved: OverlayFile, _ request: ZonalRequest) throws -> [Int] {
        if let field = request.idField, field != saved.idField {
            throw Fault(
                .data,
                zh: "叠加文件 \(request.overlay ?? "") 的编码字段为“\(saved.idField)”，不是“\(field)”。",
                en:
                    "The overlay \(request.overlay ?? "") has the id field \"\(saved.idField)\", not "
                    + "\"\(field)\".")
        }
        return try collectingFaults(request.includedFields) { field in
            guard let index = saved.fieldNames.firstIndex(of: field) else {
                let list = saved.fieldNames.map { "\"\($0)\"" }.joined(separator: ", ")
                throw Fault(
                    .data,
                    zh:
                        "叠加文件 \(request.overlay ?? "") 没有字段“\(field)”；有：\(list)。请同时给出 --zones，或在 overlay build 时加 --include-field。",
                    en: "The overlay \(request.overlay ?? "") has no field \"\(field)\"; it has: "
                        + "\(list). Name --zones as well, or pass --include-field to overlay build."
                )
            }
            return index
        }
    }

    private static func texts(of source: ZoneSource, _ fields: [String]) throws -> [[String?]] {
        let columns = try collectingFaults(fields) { try source.values(ofField: $0) }
        return source.zones.indices.map { zone in
            [source.zones[zone].id] + columns.map { $0[zone].text }
        }
    }
}

extension OverlayFile {
    /// The ellipsoidal areas of the zones; NaN where the file has none.
    fileprivate var areas: [Double] { zones.map { $0.areaInSquareMetres ?? .nan } }

    fileprivate var warnings: [LocalizedText] {
        zones.compactMap { zone in
            zone.note.map {
                LocalizedText(
                    "区域 \(zone.id)：\(zone.noteInChinese ?? $0)。", "Zone \(zone.id): \($0).")
            }
        }
    }
}

extension Zone {
    /// What is to be said of a zone that has no values.
    var warning: LocalizedText? {
        note.map {
            LocalizedText("区域 \(id)：\(noteInChinese ?? $0)。", "Zone \(id): \($0).")
        }
    }
}
