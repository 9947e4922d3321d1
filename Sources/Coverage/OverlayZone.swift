public import Geometry

/// A zone as an overlay file remembers it: all but its geometry.
public struct OverlayZone: Hashable, Sendable {
    /// The code that reports and scripts know the zone by.
    public var id: String
    /// The name that people read.
    public var label: String
    /// The texts of the file's further fields, `nil` where a zone has none.
    public var texts: [String?]
    /// The area on the ellipsoid in square metres, finite and not negative; `nil` when it is not
    /// known.
    public var areaInSquareMetres: Double?
    /// Why the zone has no values, in English; `nil` when all is well.
    public var note: String?
    /// The same in Chinese.
    public var noteInChinese: String?

    public init(
        id: String, label: String, texts: [String?] = [], areaInSquareMetres: Double?,
        note: String? = nil, noteInChinese: String? = nil
    ) {
        self.id = id
        self.label = label
        self.texts = texts
        self.areaInSquareMetres = areaInSquareMetres
        self.note = note
        self.noteInChinese = noteInChinese
    }

    /// What is kept of `zone`, with the texts of further fields. An area that is no number is one
    /// that is not known.
    public init(_ zone: Zone, texts: [String?] = []) {
        let area = zone.areaInSquareMetres
        self.init(
            id: zone.id, label: zone.label, texts: texts,
            areaInSquareMetres: area.isFinite && area >= 0 ? area : nil, note: zone.note,
            noteInChinese: zone.noteInChinese)
    }
}
