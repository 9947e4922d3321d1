public import Geometry

/// The system that names coordinates of `datum`: `EPSG:4326` for true ones, else a system of its
/// own name and no code, on the ellipsoid of WGS 84. A file in it says that its places are shifted;
/// taken for WGS 84 it is wrong by hundreds of metres, and readers are told that the way from one
/// to the other is not known.
public func coordinateReferenceSystem(
    of datum: WebMapDatum
) throws(GeoFileError) -> CoordinateReferenceSystem {
    if datum == .wgs84 { return try coordinateReferenceSystem(named: "EPSG:4326") }
    let name = "\(datum.name) (shifted WGS 84)"
    let degree = "ANGLEUNIT[\"degree\",0.0174532925199433]"
    return try coordinateReferenceSystem(
        named: "GEOGCRS[\"\(name)\",DATUM[\"\(name)\","
            + "ELLIPSOID[\"WGS 84\",6378137,298.257223563,LENGTHUNIT[\"metre\",1]]],"
            + "PRIMEM[\"Greenwich\",0,\(degree)],CS[ellipsoidal,2],"
            + "AXIS[\"longitude\",east,ORDER[1],\(degree)],"
            + "AXIS[\"latitude\",north,ORDER[2],\(degree)]]")
}

/// The datum that a system's name tells of, as `coordinateReferenceSystem(of:)` writes it, also
/// after a shapefile has changed its punctuation; `nil` for any other system.
public func shiftedDatum(of crs: CoordinateReferenceSystem) -> WebMapDatum? {
    let name = crs.name.uppercased().filter { $0.isLetter || $0.isNumber }
    if name.contains("GCJ02") { return .gcj02 }
    if name.contains("BD09") { return .bd09 }
    return nil
}

extension VectorLayer {
    /// The layer with its coordinates shifted from `source` to `target`, in longitude and latitude,
    /// under a name and a CRS that say what they are. Edges longer than 500 m are densified first,
    /// so that they keep their course to within a few centimetres.
    ///
    /// A projected layer is brought to longitude and latitude before. A layer without a CRS is
    /// taken for longitude and latitude when its numbers look so. Nothing outside the box around
    /// China is shifted.
    ///
    /// - Throws: `unknownCRS` for a layer without CRS whose coordinates are no degrees;
    ///   `wrongContent` for a layer that says of itself to be shifted in another way.
    public func shifted(
        from source: WebMapDatum, to target: WebMapDatum
    ) throws(GeoFileError) -> VectorLayer {
        var result = try inDegrees(expecting: source)
        guard let degrees = result.crs else { return result }
        var added = 0
        var outside = 0
        func moved(_ coordinates: [Coordinate], isLine: Bool) -> [Coordinate] {
            let dense =
                isLine
                ? densified(coordinates, in: degrees, longest: longestTransformedEdge)
                : coordinates
            added += dense.count - coordinates.count
            outside += coordinates.count { !ChinaOffset.isShifted($0) }
            return dense.map { ChinaOffset.convert($0, from: source, to: target) }
        }
        for index in result.features.indices {
            switch result.features[index].shape {
            case .none: break
            case .points(let points):
                result.features[index].shape = .points(moved(points, isLine: false))
            case .lines(let lines):
                result.features[index].shape = .lines(
                    lines.map { LineString(moved($0.coordinates, isLine: true)) })
            case .polygons(let polygons):
                result.features[index].shape = .polygons(
                    polygons.map { polygon in
                        Polygon(
                            shell: Ring(moved(polygon.shell.coordinates, isLine: true)),
                            holes: polygon.holes.map {
                                Ring(moved($0.coordinates, isLine: true))
                            })
                    })
            }
        }
        let isTrueAndNamed =
            target == .wgs84 && source != .wgs84 && shiftedDatum(of: degrees) == nil
        result.crs = isTrueAndNamed ? degrees : try coordinateReferenceSystem(of: target)
        result.name = shiftedName(name, to: target)
        result.notes += shiftNotes(from: source, to: target, added: added, outside: outside)
        return result
    }

    /// The layer in longitude and latitude.
    private func inDegrees(expecting source: WebMapDatum) throws(GeoFileError) -> VectorLayer {
        guard let crs else {
            guard let box = boundingBox, box.minX >= -180, box.maxX <= 180, box.minY >= -90,
                box.maxY <= 90
            else { throw GeoFileError.noCRS(path: path, layer: name, box: boundingBox) }
            var result = self
            result.crs = try coordinateReferenceSystem(of: .wgs84)
            return result
        }
        if let own = shiftedDatum(of: crs), own != source {
            throw GeoFileError.wrongContent(
                path, layer: name,
                english: "Layer \"\(name)\" of \"\(path)\" says that it is in \(own.name), not in "
                    + "\(source.name). Pass --from \(own.rawValue).",
                chinese: "“\(path)”图层“\(name)”注明坐标为 \(own.name)，不是 \(source.name)。请用 --from "
                    + "\(own.rawValue)。")
        }
        if crs.isGeographic { return self }
        return try transformed(to: geographicBase(of: crs).crs)
    }

    private func shiftNotes(
        from source: WebMapDatum, to target: WebMapDatum, added: Int, outside: Int
    ) -> [GeoFileNote] {
        var notes = [
            GeoFileNote(
                .crsTransformed, path: path, layer: name,
                english: "coordinates were shifted from \(source.name) to \(target.name), by the "
                    + "public approximation (within 1–2 m of the official transform)",
                chinese: "坐标已由 \(source.name) 偏移为 \(target.name)（公开近似算法，与官方变换相差约 1–2 米）")
        ]
        if added > 0 {
            notes.append(
                GeoFileNote(
                    .edgesDensified, path: path, layer: name, count: added,
                    english: "\(added) vertices were added to edges longer than 500 m before the "
                        + "shift",
                    chinese: "偏移前在长于 500 米的边上加密了 \(added) 个顶点"))
        }
        if outside > 0 {
            notes.append(
                GeoFileNote(
                    .valueChanged, path: path, layer: name, count: outside,
                    english: "\(outside) places lie outside the box around China, where GCJ-02 "
                        + "shifts nothing",
                    chinese: "\(outside) 个坐标在中国范围框之外，GCJ-02 不作偏移"))
        }
        return notes
    }
}

/// `name` with the datum behind it where that is a shifted one: `roads_gcj02`; without an older
/// one.
public func shiftedName(_ name: String, to target: WebMapDatum) -> String {
    var plain = name
    for datum in WebMapDatum.allCases where plain.lowercased().hasSuffix("_\(datum.rawValue)") {
        plain.removeLast(datum.rawValue.count + 1)
    }
    return target == .wgs84 ? plain : "\(plain)_\(target.rawValue)"
}
