/// One of the parts into which a job is cut.
public struct ZonalPart: Sendable, Hashable {
    /// What is shared out.
    public enum Cut: String, Sendable, Hashable, CaseIterable {
        /// The zones, in their order.
        case zones
        /// The raster's rows, in whole tiles (`ZonalJob` says what a tile is).
        case rows
    }

    public let cut: Cut
    /// From 1.
    public let number: Int
    public let count: Int

    /// The most parts that a job is cut into.
    public static let mostParts = 1_000_000

    /// Everything.
    public static let whole = ZonalPart(1, of: 1)

    /// - Precondition: 1 ≤ `number` ≤ `count` ≤ `mostParts`.
    public init(_ number: Int, of count: Int, by cut: Cut = .zones) {
        precondition(
            number >= 1 && number <= count && count <= Self.mostParts,
            "a part is one of its count, which has a limit")
        self.number = number
        self.count = count
        self.cut = cut
    }

    /// The zones of the part, of `count` in all.
    public func zones(of count: Int) -> Range<Int> { range(of: count, by: .zones) }

    /// The share of `total` things that belongs to the part; empty where there are more parts.
    func range(of total: Int, by cut: Cut) -> Range<Int> {
        guard cut == self.cut else { return 0..<total }
        return total * (number - 1) / count..<total * number / count
    }
}

/// The zones' part of a table, as it is carried from a part to the merged result.
public struct ZoneRows: Sendable, Hashable {
    /// The columns before the statistics: the id field and the included ones.
    public var columns: [String]
    /// A text a column, `nil` where a field has none, for every zone.
    public var texts: [[String?]]
    /// The ellipsoidal area of every zone; NaN where it was not asked for.
    public var areasInSquareMetres: [Double]

    /// - Precondition: one row of texts and one area a zone, one text a column.
    public init(columns: [String], texts: [[String?]], areasInSquareMetres: [Double]) {
        precondition(
            texts.count == areasInSquareMetres.count
                && texts.allSatisfy { $0.count == columns.count },
            "one row of texts and one area a zone")
        self.columns = columns
        self.texts = texts
        self.areasInSquareMetres = areasInSquareMetres
    }

    func rows(_ range: Range<Int>) -> ZoneRows {
        ZoneRows(
            columns: columns, texts: Array(texts[range]),
            areasInSquareMetres: Array(areasInSquareMetres[range]))
    }
}
