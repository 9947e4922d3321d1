public import Geometry
import Parallel

extension ZoneSource {
    /// The zones ready for use: valid, in the working CRS, measured on the ellipsoid.
    ///
    /// Invalid polygons are repaired by GEOS's structure method, counted and named in the notes.
    /// Edges longer than 500 m are densified before a transformation. The area is that of the
    /// repaired polygon with straight edges in the file's CRS, on the ellipsoid of its datum. A
    /// feature without a usable polygon gives a zone without parts, whose note says why.
    ///
    /// - Parameters:
    ///   - crs: The working CRS; `nil` keeps the file's.
    ///   - measuresArea: Whether `areaInSquareMetres` is wanted; else it is NaN.
    ///   - threads: How many threads work at once; the result does not depend on it.
    /// - Throws: `wrongContent` for a coordinate without a place in `crs`, with its feature;
    ///   `unknownCRS` when no transformation leads there.
    /// - Precondition: `threads` is positive.
    /// - Complexity: O(vertices · log vertices).
    public func settled(
        into crs: CoordinateReferenceSystem? = nil, measuresArea: Bool = true, threads: Int = 1
    ) throws(GeoFileError) -> ZoneLayer {
        let target = crs ?? self.crs
        let settler = try ZoneSettler(source: self, target: target, measuresArea: measuresArea)
        let parts = try mapChunks(chunksOfVertices(), threads: threads) {
            range throws(GeoFileError) in
            try settler.settle(range)
        }
        var log = RepairLog()
        var settled: [Geometry.Zone] = []
        settled.reserveCapacity(zones.count)
        for part in parts {
            settled += part.zones
            log.append(part.log)
        }
        return ZoneLayer(
            path: path, name: name, zones: settled, crs: target, fields: fields,
            attributes: attributes, encoding: encoding,
            notes: notes + log.notes(path: path, layer: name) + settler.transformationNotes)
    }

    /// A cut of the zones into chunks of about as many vertices.
    private func chunksOfVertices() -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        var vertices = 0
        for (index, zone) in zones.enumerated() {
            for polygon in zone.polygons {
                vertices += polygon.shell.coordinates.count
                for hole in polygon.holes { vertices += hole.coordinates.count }
            }
            if vertices >= 50_000 || index + 1 - start >= 500 || index + 1 == zones.count {
                result.append(start..<index + 1)
                start = index + 1
                vertices = 0
            }
        }
        return result
    }
}

private struct SettledZones: Sendable {
    var zones: [Geometry.Zone]
    var log: RepairLog
}

/// Settles zones on any thread.
private struct ZoneSettler: Sendable {
    private let source: ZoneSource
    private let target: CoordinateReferenceSystem
    private let transformers: Spares<ShapeTransformer>
    /// `nil` when areas are not wanted.
    private let meters: Spares<AreaMeter>?

    init(
        source: ZoneSource, target: CoordinateReferenceSystem, measuresArea: Bool
    ) throws(GeoFileError) {
        self.source = source
        self.target = target
        transformers = Spares(try ShapeTransformer(from: source.crs, to: target))
        meters = measuresArea ? Spares(try AreaMeter(crs: source.crs)) : nil
    }

    /// What the transformation did to all zones, for the log.
    var transformationNotes: [GeoFileNote] {
        let all = transformers.all
        guard let first = all.first else { return [] }
        return first.notes(
            path: source.path, layer: source.name, to: target,
            addedVertices: all.reduce(0) { $0 + $1.addedVertices })
    }

    func settle(_ range: Range<Int>) throws(GeoFileError) -> SettledZones {
        try withGDAL { messages throws(GeoFileError) in
            var result = SettledZones(zones: [], log: RepairLog())
            result.zones.reserveCapacity(range.count)
            var repairer = PolygonRepairer()
            for index in range {
                let zone = source.zones[index]
                do throws(GeoFileError) {
                    let repaired = repairer.repaired(zone.polygons, messages)
                    result.log.add(repaired, zone.number)
                    result.zones.append(try settled(zone, repaired))
                } catch {
                    throw error.at(path: source.path, layer: source.name, feature: zone.number)
                }
            }
            return result
        }
    }

    private func settled(
        _ zone: ZoneSource.Zone, _ repaired: RepairedPolygons
    ) throws(GeoFileError) -> Geometry.Zone {
        let area = try area(of: repaired.polygons)
        let polygons = try transformed(repaired.polygons)
        let note = repaired.polygons.isEmpty ? missingGeometry(of: zone, repaired) : nil
        return Geometry.Zone(
            id: zone.id, label: zone.label, polygons: polygons,
            areaInSquareMetres: area, note: note?.english, noteInChinese: note?.chinese)
    }

    /// Square metres; NaN where areas are not wanted.
    private func area(of polygons: [Polygon]) throws(GeoFileError) -> Double {
        guard let meters else { return .nan }
        func made() throws(GeoFileError) -> AreaMeter { try AreaMeter(crs: source.crs) }
        return try meters.lend(or: made) { meter throws(GeoFileError) in
            try meter.area(of: polygons)
        }
    }

    private func transformed(_ polygons: [Polygon]) throws(GeoFileError) -> [Polygon] {
        func made() throws(GeoFileError) -> ShapeTransformer {
            try ShapeTransformer(from: source.crs, to: target)
        }
        return try transformers.lend(or: made) { transformer throws(GeoFileError) in
            try transformer.transform(polygons)
        }
    }

    /// Why a zone has no parts.
    private func missingGeometry(
        of zone: ZoneSource.Zone, _ repaired: RepairedPolygons
    ) -> (english: String, chinese: String) {
        if let place = zone.notFinite {
            return (
                "no usable geometry: the coordinate (\(place.x), \(place.y)) is not finite",
                "没有可用的几何：坐标（\(place.x), \(place.y)）不是有限数值"
            )
        }
        if let reason = repaired.reason {
            return (
                "no usable geometry: nothing is left after the repair (\(reason))",
                "没有可用的几何：修复后没有面积（\(reason)）"
            )
        }
        return ("no usable geometry", "没有可用的几何")
    }
}
