public import Geometry

/// The zones of a layer as they stand in its file, before anything is done to them.
///
/// What a saved overlay is compared with: reading and hashing takes a fraction of the time of
/// settling.
public struct ZoneSource: Hashable, Sendable {
    public struct Zone: Hashable, Sendable {
        public var id: String
        public var label: String
        /// The feature's number in its file (the FID).
        public var number: Int64
        /// The parts as digitised: closed rings with at least three different vertices, perhaps
        /// crossing. Empty when the feature has no usable geometry.
        public var polygons: [Polygon]
        /// The first coordinate that is not finite, for which the geometry was left out.
        public var notFinite: Coordinate?
    }

    public var path: String
    public var name: String
    /// In the order of the file; every feature has one.
    public var zones: [Zone]
    /// The CRS of the file, or the assumed one.
    public var crs: CoordinateReferenceSystem
    /// The fields of `attributes`.
    public var fields: [VectorField]
    /// For each zone the values of `fields`.
    public var attributes: [[FieldValue]]
    public var encoding: TextEncoding
    /// What was guessed or left out while reading.
    public var notes: [GeoFileNote]

    /// Gives `body` the bytes of all that the zones' cells depend on, piece by piece: CRS, then for
    /// each zone its code and rings, every list and text behind its length. Different zones give
    /// different bytes; labels, attributes and the file's name do not count.
    ///
    /// Numbers are little-endian 64 bits. Hash them to know the zones again.
    ///
    /// - Complexity: O(vertices).
    public func contentKeyBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        func add(_ number: Int) {
            withUnsafeBytes(of: UInt64(number).littleEndian, body)
        }
        func add(_ text: String) {
            var text = text
            text.withUTF8 { bytes in
                add(bytes.count)
                body(UnsafeRawBufferPointer(bytes))
            }
        }
        add(crs.wkt)
        add(zones.count)
        for zone in zones {
            add(zone.id)
            add(zone.polygons.count)
            for polygon in zone.polygons {
                add(1 + polygon.holes.count)
                feed(polygon.shell, to: body)
                for hole in polygon.holes { feed(hole, to: body) }
            }
        }
    }

    private func feed(_ ring: Ring, to body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: UInt64(ring.coordinates.count).littleEndian, body)
        #if _endian(little)
            ring.coordinates.withUnsafeBytes(body)
        #else
            for coordinate in ring.coordinates {
                for number in [coordinate.x, coordinate.y] {
                    withUnsafeBytes(of: number.bitPattern.littleEndian, body)
                }
            }
        #endif
    }
}

extension ZoneSource {
    /// The values of one field, zone by zone.
    ///
    /// - Throws: `unknownField` that lists the fields and the nearest name.
    public func values(ofField field: String) throws(GeoFileError) -> [FieldValue] {
        let index = try position(of: field, in: fields.map(\.name), path: path, layer: name)
        return attributes.map { $0[index] }
    }
}
