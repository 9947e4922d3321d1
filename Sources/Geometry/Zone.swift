/// An area that figures are reported for: a control unit, a county, a basin.
public struct Zone: Hashable, Sendable {
    /// The code that reports and scripts know the zone by.
    public var id: String
    /// The name that people read.
    public var label: String
    /// The parts, in the working CRS. They do not overlap each other. Empty when the zone has no
    /// usable geometry; `note` then says why.
    public var polygons: [Polygon]
    /// The area on the ellipsoid in square metres.
    public var areaInSquareMetres: Double
    /// Why the zone has no values, in English; `nil` when all is well.
    public var note: String?
    /// The same in Chinese.
    public var noteInChinese: String?

    public init(
        id: String, label: String, polygons: [Polygon], areaInSquareMetres: Double,
        note: String? = nil, noteInChinese: String? = nil
    ) {
        self.id = id
        self.label = label
        self.polygons = polygons
        self.areaInSquareMetres = areaInSquareMetres
        self.note = note
        self.noteInChinese = noteInChinese
    }

    /// The smallest box around all parts; `nil` when there is none.
    public var boundingBox: BoundingBox? {
        BoundingBox(around: polygons.lazy.flatMap { $0.shell.coordinates })
    }
}
