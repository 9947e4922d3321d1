public import Geometry

/// Shapes of one system made into shapes of another, long edges densified first.
final class ShapeTransformer {
    private let transformer: CoordinateTransformer?
    private let source: CoordinateReferenceSystem
    /// How many vertices were added to long edges.
    private(set) var addedVertices = 0
    var isDatumShiftKnown: Bool { transformer?.isDatumShiftKnown ?? true }
    /// Whether coordinates change at all.
    var isNeeded: Bool { transformer != nil }

    init(
        from source: CoordinateReferenceSystem, to target: CoordinateReferenceSystem
    ) throws(GeoFileError) {
        self.source = source
        transformer =
            isSame(source, target) ? nil : try CoordinateTransformer(from: source, to: target)
    }

    func transform(_ shape: Shape) throws(GeoFileError) -> Shape {
        guard let transformer else { return shape }
        switch shape {
        case .none: return .none
        case .points(let points): return .points(try transformer.transform(points))
        case .lines(let lines):
            var result: [LineString] = []
            for line in lines {
                result.append(LineString(try moved(line.coordinates, transformer)))
            }
            return .lines(result)
        case .polygons(let polygons): return .polygons(try transform(polygons))
        }
    }

    func transform(_ polygons: [Polygon]) throws(GeoFileError) -> [Polygon] {
        guard let transformer else { return polygons }
        var result: [Polygon] = []
        result.reserveCapacity(polygons.count)
        for polygon in polygons {
            var holes: [Ring] = []
            for hole in polygon.holes {
                holes.append(Ring(try moved(hole.coordinates, transformer)))
            }
            result.append(
                Polygon(
                    shell: Ring(try moved(polygon.shell.coordinates, transformer)), holes: holes))
        }
        return result
    }

    private func moved(
        _ coordinates: [Coordinate], _ transformer: CoordinateTransformer
    ) throws(GeoFileError) -> [Coordinate] {
        let dense = densified(coordinates, in: source, longest: longestTransformedEdge)
        addedVertices += dense.count - coordinates.count
        return try transformer.transform(dense)
    }

    /// What the transformation did, for the log.
    ///
    /// - Parameter addedVertices: How many vertices were added to long edges, by this transformer
    ///   and others.
    func notes(
        path: String, layer: String?, to target: CoordinateReferenceSystem, addedVertices: Int
    ) -> [GeoFileNote] {
        guard isNeeded else { return [] }
        var notes = [
            GeoFileNote(
                .crsTransformed, path: path, layer: layer,
                english: "transformed from \(source.name) to \(target.name)",
                chinese: "坐标由 \(source.name) 转换为 \(target.name)")
        ]
        if let datum = shiftedDatum(of: source), shiftedDatum(of: target) != datum {
            notes.append(
                GeoFileNote(
                    .datumShiftUnknown, path: path, layer: layer,
                    english: "its places are in \(datum.name), hundreds of metres from the true "
                        + "ones, and were taken as they are; bring them back first: basingrid "
                        + "convert --to wgs84",
                    chinese: "坐标为 \(datum.name)，偏离真实位置数百米，此处按原样使用；请先用 basingrid convert "
                        + "--to wgs84 还原"))
        } else if !isDatumShiftKnown, !areOneDatum(source, target) {
            notes.append(
                GeoFileNote(
                    .datumShiftUnknown, path: path, layer: layer,
                    english: "no transformation from \(source.name) to \(target.name) is known: "
                        + "the datums were taken as the same, which may be wrong by tens of "
                        + "metres; use data transformed with local parameters",
                    chinese: "缺少 \(source.name) 到 \(target.name) 的基准转换参数，按同一基准处理，"
                        + "误差可达数十米；请使用经本地参数转换的数据"))
        }
        if addedVertices > 0 {
            notes.append(
                GeoFileNote(
                    .edgesDensified, path: path, layer: layer, count: addedVertices,
                    english: "\(addedVertices) vertices were added to edges longer than 500 m "
                        + "before the transformation",
                    chinese: "转换前在长于 500 米的边上加密了 \(addedVertices) 个顶点"))
        }
        return notes
    }
}

/// Whether two systems are of CGCS2000 and WGS 84, whose coordinates differ by centimetres.
private func areOneDatum(
    _ a: CoordinateReferenceSystem, _ b: CoordinateReferenceSystem
) -> Bool {
    let codes: Set = ["EPSG:4326", "EPSG:4490", "EPSG:4979", "EPSG:4480"]
    return [a, b].allSatisfy { crs in
        (try? geographicBase(of: crs)).flatMap(\.crs.code).map(codes.contains) ?? false
    }
}

extension VectorLayer {
    /// The layer with its coordinates in `target`, noted. Edges longer than 500 m are densified
    /// first, so that they keep their course to within a centimetre.
    ///
    /// - Throws: `unknownCRS` when the layer names no CRS, with a guess; `wrongContent` for a
    ///   coordinate that has no place in `target`, with the feature.
    public func transformed(
        to target: CoordinateReferenceSystem
    ) throws(GeoFileError) -> VectorLayer {
        guard let crs else {
            throw GeoFileError.noCRS(path: path, layer: name, box: boundingBox)
        }
        let transformer = try ShapeTransformer(from: crs, to: target)
        guard transformer.isNeeded else { return self }
        var result = self
        result.crs = target
        for index in result.features.indices {
            do throws(GeoFileError) {
                result.features[index].shape = try transformer.transform(features[index].shape)
            } catch {
                throw error.at(path: path, layer: name, feature: features[index].number)
            }
        }
        result.notes += transformer.notes(
            path: path, layer: name, to: target, addedVertices: transformer.addedVertices)
        return result
    }
}

extension GeoFileError {
    /// The same error with the place where it happened.
    func at(path: String, layer: String?, feature: Int64) -> GeoFileError {
        GeoFileError(
            kind, path: path, layer: layer, feature: feature, field: field, cause: cause,
            english: "\"\(path)\", feature \(feature): \(sentence)",
            chinese: "“\(path)”要素 \(feature)：\(sentenceInChinese)")
    }
}
