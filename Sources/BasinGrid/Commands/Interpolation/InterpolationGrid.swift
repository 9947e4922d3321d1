import Coverage
import GeoFiles
import Geometry
import Grids
import Interpolation
import Reports

/// The cells of a raster to interpolate.
struct InterpolationGrid: Sendable {
    var geometry: GridGeometry
    /// The zones outside of which cells stay empty; `nil` for none.
    var zones: [Zone]?

    /// The cells that get a value, by whole rows: memory follows the zones' edges, not the cells.
    func target(threads: Int) throws -> SurfaceTarget {
        guard let zones else { return SurfaceTarget(geometry) }
        let overlay = try Overlay(of: zones, on: geometry, threads: threads)
        return SurfaceTarget(geometry) { rows in
            overlay.anyCoverage(
                in: GridWindow(rows: rows, columns: 0..<overlay.geometry.columns))
        }
    }
}

extension InterpolationRequest {
    func grid(_ notes: inout [LocalizedText]) throws -> InterpolationGrid {
        if isMasked && zones == nil {
            throw Fault(
                .usage, zh: "--mask 需要 --zones。", en: "--mask needs --zones.")
        }
        if let like { return try gridLike(like, &notes) }
        var named = try crs.map { try coordinateReferenceSystem(named: $0) }
        var layer: ZoneLayer?
        if let zones {
            let read = try readZones(
                at: zones, options: reading, idField: try firstField(of: zones), into: named)
            notes += read.notes.map(\.text)
            named = read.crs
            layer = read
        }
        guard let named else {
            throw Fault(
                .usage, zh: "需要用 --crs 指定网格的坐标系，例如 EPSG:4547。",
                en: "Name the grid's CRS with --crs, such as EPSG:4547.")
        }
        let box = try gridBox(layer)
        return InterpolationGrid(
            geometry: try gridGeometry(over: box, crs: named),
            zones: isMasked ? layer?.zones : nil)
    }

    private func gridLike(
        _ path: String, _ notes: inout [LocalizedText]
    ) throws -> InterpolationGrid {
        var geometry = try RasterReader(path: path).geometry
        if geometry.crs == nil {
            geometry.crs = try (crs ?? reading.assumedCRS).map {
                try coordinateReferenceSystem(named: $0)
            }
        }
        guard isMasked, let zones else { return InterpolationGrid(geometry: geometry, zones: nil) }
        let layer = try readZones(
            at: zones, options: reading, idField: try firstField(of: zones), into: geometry.crs)
        notes += layer.notes.map(\.text)
        return InterpolationGrid(geometry: geometry, zones: layer.zones)
    }

    /// Zones that only mask need no code of their own: their first field serves.
    private func firstField(of path: String) throws -> String {
        let layer = try readVectorLayer(at: path, options: reading)
        guard let field = layer.fields.first else {
            throw Fault(
                .data, zh: "\(path)：图层没有字段。", en: "\(path): the layer has no fields.")
        }
        return field.name
    }

    private func gridBox(_ layer: ZoneLayer?) throws -> BoundingBox {
        if !extent.isEmpty {
            guard extent.count == 4, extent[0] < extent[2], extent[1] < extent[3] else {
                let found = extent.map(NumberText.shortest).joined(separator: " ")
                throw unexpected(
                    "--extent", found, zh: "四个数：XMIN YMIN XMAX YMAX",
                    en: "four numbers XMIN YMIN XMAX YMAX")
            }
            return BoundingBox(minX: extent[0], minY: extent[1], maxX: extent[2], maxY: extent[3])
        }
        let boxes = layer?.zones.compactMap(\.boundingBox) ?? []
        guard let first = boxes.first else {
            throw Fault(
                .usage, zh: "需要用 --extent、--zones 或 --like 指定网格的范围。",
                en: "Name the grid's extent with --extent, --zones or --like.")
        }
        return boxes.dropFirst().reduce(first) { $0.union($1) }
    }

    private func gridGeometry(
        over box: BoundingBox, crs: CoordinateReferenceSystem
    ) throws -> GridGeometry {
        if !size.isEmpty {
            guard size.count == 2, size[0] > 0, size[1] > 0 else {
                throw unexpected(
                    "--size", size.map(String.init).joined(separator: " "),
                    zh: "两个正整数：列数 行数", en: "two whole numbers COLUMNS ROWS")
            }
            return GridGeometry(
                geotransform: Geotransform(
                    originX: box.minX, columnStepX: box.width / Double(size[0]),
                    originY: box.maxY, rowStepY: -box.height / Double(size[1])),
                rows: size[1], columns: size[0], crs: crs)
        }
        guard let cell else {
            throw Fault(
                .usage, zh: "需要用 --cell 或 --size 指定网格单元的大小。",
                en: "Name the size of the cells with --cell or --size.")
        }
        guard let distance = Distance(parsing: cell) else {
            throw unexpected("--cell", cell, zh: "距离，如 500m", en: "a distance such as 500m")
        }
        let side = try distance.inUnits(of: crs)
        let cells = (box.width / side + 2) * (box.height / side + 2)
        guard cells < 1e12 else {
            throw unexpected("--cell", cell, zh: "更大的单元", en: "a larger cell for this extent")
        }
        if extent.isEmpty { return GridGeometry(covering: box, cellSize: side, crs: crs) }
        // An extent that was asked for stays where it is.
        return GridGeometry(
            geotransform: Geotransform(
                originX: box.minX, columnStepX: side, originY: box.maxY, rowStepY: -side),
            rows: max(Int((box.height / side - 1e-9).rounded(.up)), 1),
            columns: max(Int((box.width / side - 1e-9).rounded(.up)), 1), crs: crs)
    }
}
