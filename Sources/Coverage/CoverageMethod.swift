/// Which part of a cell counts for a zone.
public enum CoverageMethod: String, CaseIterable, Hashable, Sendable {
    /// The exact share of the cell's area that lies in the zone.
    case fraction
    /// The whole cell when its centre lies in the zone, else nothing.
    ///
    /// A centre on an edge belongs to the zone on the side of the smaller column, one on an edge
    /// along a row to the zone on the side of the larger row: as if every centre lay a little
    /// further towards the first column and, much less, towards the last row. So zones that share
    /// borders claim every centre once, vertices included.
    case center
    /// The whole cell when the zone covers any of its area.
    case touched
}
