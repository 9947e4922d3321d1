import GeoFiles
import Geometry
import Reports
import Rivers

extension RiverLayer {
    /// Places of the network in the CRS of the file; those that are not finite stay so.
    func inFileCRS(_ places: [Coordinate]) throws -> [Coordinate] {
        guard crs != fileCRS else { return places }
        return try moved(places, from: crs, to: fileCRS)
    }

    /// Places in the CRS of the file brought into that of the network.
    func fromFileCRS(_ places: [Coordinate]) throws -> [Coordinate] {
        guard crs != fileCRS else { return places }
        return try moved(places, from: fileCRS, to: crs)
    }

    private func moved(
        _ places: [Coordinate], from source: CoordinateReferenceSystem,
        to target: CoordinateReferenceSystem
    ) throws -> [Coordinate] {
        let finite = places.indices.filter { places[$0].isFinite }
        let transformer = try CoordinateTransformer(from: source, to: target)
        var moved = places
        for (index, place) in zip(finite, try transformer.transform(finite.map { places[$0] })) {
            moved[index] = place
        }
        return moved
    }

    /// Pieces of reaches as lines in the CRS of the file.
    func linesInFileCRS(of pieces: [ReachPiece]) throws -> [LineString] {
        try inFileCRS(
            lines: pieces.map {
                network.reaches[$0.reach].substring(from: $0.fromMeasure, to: $0.toMeasure)
            })
    }

    /// Lines of the network in the CRS of the file.
    func inFileCRS(lines: [LineString]) throws -> [LineString] {
        crs == fileCRS ? lines : try moved(lines: lines, to: fileCRS)
    }

    /// Lines of the network in another CRS.
    func moved(
        lines: [LineString], to target: CoordinateReferenceSystem
    ) throws -> [LineString] {
        var rest = try moved(lines.flatMap(\.coordinates), from: crs, to: target)[...]
        return lines.map { line in
            let own = LineString(Array(rest.prefix(line.coordinates.count)))
            rest = rest.dropFirst(line.coordinates.count)
            return own
        }
    }

    /// The points on the network, as `RiverNetwork.locate`; where the file is in degrees, with
    /// distances on the ellipsoid.
    ///
    /// A conformal projection keeps what is nearest, but away from its central meridian not how
    /// far it is.
    func located(
        _ points: [RiverPoint], within limit: Double, threads: Int
    ) throws -> [PointLocation] {
        guard fileCRS.isGeographic, crs != fileCRS else {
            return network.locate(points, within: limit, threads: threads)
        }
        var locations = network.locate(points, within: .infinity, threads: threads)
        let ellipsoid = try ellipsoid(of: fileCRS)
        let places = try inFileCRS(points.map(\.coordinate))
        let feet = try inFileCRS(
            locations.map { $0.coordinate ?? Coordinate(x: .nan, y: .nan) })
        for (index, location) in locations.enumerated() where location.reach != nil {
            let distance = ellipsoid.distanceInMetres(from: places[index], to: feet[index])
            guard distance <= limit else {
                locations[index] = PointLocation(unmatchedAtDistance: distance)
                continue
            }
            let planar = location.distanceInMetres ?? 0
            let scale = planar > 0 ? distance / planar : 1
            locations[index].distanceInMetres = distance
            locations[index].offsetInMetres = location.offsetInMetres.map { $0 * scale }
            locations[index].secondDistanceInMetres = location.secondDistanceInMetres.map {
                $0 * scale
            }
        }
        return locations
    }

    /// What was noticed when the layer was read, and how much was joined or turned.
    var warnings: [LocalizedText] {
        let count = network.notes.count
        let own = ownNotes.map(\.text)
        if count == 0 { return own }
        return own + [
            LocalizedText(
                "构建河网时相连、改向或未明之处 \(count) 条；rivers check 逐条列出。",
                "\(count) places were joined, turned or unclear when the network was built; "
                    + "rivers check lists them.")
        ]
    }
}

/// A conformal plane for rivers in degrees: the CGCS2000 3-degree zone of their middle, outside
/// China the UTM zone.
func projectedCRS(
    fitting layer: VectorLayer, in crs: CoordinateReferenceSystem
) throws -> CoordinateReferenceSystem {
    let centre = layer.boundingBox?.centre ?? Coordinate(x: 105, y: 35)
    if let code = gaussKruger3Degree(forLongitude: centre.x) {
        return try coordinateReferenceSystem(named: code)
    }
    let zone = min(60, max(1, Int(((centre.x + 180) / 6).rounded(.down)) + 1))
    return try coordinateReferenceSystem(named: "EPSG:\((centre.y < 0 ? 32700 : 32600) + zone)")
}
