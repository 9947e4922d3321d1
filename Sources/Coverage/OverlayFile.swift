public import SealedFiles

/// An overlay with the zones that it was built from, as it is kept in a file between runs.
///
/// The file is sealed: it is read whole or refused, and what it holds is checked as well, so that a
/// damaged file never becomes a wrong figure. Its layout is in <doc:OverlayFileFormat>:
///
///     grid     geotransform 6 × Double, rows, columns Int64, CRS
///     overlay  method, zonesKey, gridKey, id field, field names
///     zones    table: id, label, texts, areas, notes, number and rows of runs
///     runs     zone by zone: UInt32 runs of each row, then 16 bytes a run
public struct OverlayFile: Hashable, Sendable {
    public var overlay: Overlay
    /// The name of the field that holds the zones' identifiers.
    public var idField: String
    /// The names of further fields of the zones.
    public var fieldNames: [String]
    /// What is known of each zone, in the order of the overlay's zones.
    public var zones: [OverlayZone]
    /// Tells zones apart: a hash of the zones as they were read, made by the caller.
    public var zonesKey: String
    /// Tells grids apart, made by the caller.
    public var gridKey: String

    /// - Precondition: as many `zones` as the overlay has, each with a text for each field.
    public init(
        overlay: Overlay, idField: String, fieldNames: [String], zones: [OverlayZone],
        zonesKey: String, gridKey: String
    ) {
        precondition(
            zones.count == overlay.zones.count
                && zones.allSatisfy { $0.texts.count == fieldNames.count },
            "an overlay file has a row for each zone and a text for each field")
        self.overlay = overlay
        self.idField = idField
        self.fieldNames = fieldNames
        self.zones = zones
        self.zonesKey = zonesKey
        self.gridKey = gridKey
    }

    /// The kind of such files, by which they begin.
    public static let kind = SealedFileKind(
        magic: "BGOVRLAY", name: "an overlay file", nameInChinese: "叠加文件")
    /// The version of the format that is written.
    public static let version: UInt32 = 1

    /// Reads the overlay in a file.
    ///
    /// - Throws: `SealedFileError`: `valueOutOfRange` or `endsBefore` with the name of the value for
    ///   a file whose seal is right but whose contents cannot be an overlay.
    /// - Complexity: O(bytes of the file); memory the overlay's own and 1 MiB.
    public init(reading path: String) throws(SealedFileError) {
        let reader = try SealedFileReader(
            path: path, kind: Self.kind, supportedVersions: 1...Self.version)
        var overlay = OverlayReader(reader)
        self = try overlay.read()
    }

    /// Writes the overlay to a file; the same overlay gives the same bytes. The caller gives a
    /// temporary name, and renames.
    ///
    /// - Throws: `SealedFileError.cannotWrite`.
    /// - Precondition: areas are finite and not negative, the grid is not rotated.
    /// - Complexity: O(bytes of the file); memory 256 KiB.
    public func write(to path: String) throws(SealedFileError) {
        precondition(
            zones.allSatisfy { $0.areaInSquareMetres.map { $0 >= 0 && $0.isFinite } ?? true }
                && overlay.zones.allSatisfy {
                    $0.zoneAreaInCells >= 0 && $0.zoneAreaInCells.isFinite
                } && !overlay.geometry.geotransform.isRotated,
            "an overlay file holds finite areas on a grid that is not rotated")
        let writer = try SealedFileWriter(path: path, kind: Self.kind, version: Self.version)
        try OverlayWriter(writer).write(self)
        try writer.finish()
    }
}
