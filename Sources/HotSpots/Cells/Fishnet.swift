public import Geometry
public import Grids

/// A net of square cells over the plane of a projected CRS: the cells of hotspot grids (热点网格).
///
/// The cells belong to one endless lattice that starts at `origin`: row r and column c of it cover
/// the eastings from `origin.x` + c · size to `origin.x` + (c + 1) · size, and the northings from
/// `origin.y` + r · size likewise, r counted **northwards**. A fishnet is the part of the lattice
/// around some zones. A cell keeps its id whatever zones are loaded.
public struct Fishnet: Hashable, Sendable {
    /// The cells as a north-up grid in the CRS; row 0 is the northernmost.
    public let geometry: GridGeometry
    /// The length of a cell's sides in metres.
    public let cellSizeInMetres: Double
    /// Where the lattice starts, in CRS units.
    public let origin: Coordinate
    /// The lattice row of the grid's row 0; the rows below count down.
    public let northernmostRow: Int
    /// The lattice column of the grid's column 0.
    public let westernmostColumn: Int

    /// The CRS of the cells.
    public var crs: CoordinateReferenceSystem? { geometry.crs }

    /// The cells around `box`. A box edge on a cell edge does not reach into the next cell.
    ///
    /// - Parameters:
    ///   - box: In CRS units.
    ///   - cellSizeInMetres: The length of a cell's sides; 3000 in the national scheme.
    ///   - crs: A projected CRS.
    ///   - origin: Where the lattice starts, in CRS units. Ids count from here and do not name it:
    ///     keep one origin for all that is to be compared.
    ///   - assumesPlane: Whether coordinates without a CRS are metres in a plane.
    /// - Throws: `HotSpotError` `.cellSizeNotPositive`, `.coordinatesInDegrees`,
    ///   `.unknownReferenceSystem`, `.tooManyCells`.
    public init(
        covering box: BoundingBox, cellSizeInMetres: Double, crs: CoordinateReferenceSystem?,
        origin: Coordinate = Coordinate(x: 0, y: 0), assumesPlane: Bool = false
    ) throws(HotSpotError) {
        guard cellSizeInMetres > 0, cellSizeInMetres.isFinite else {
            throw .cellSizeNotPositive(cellSizeInMetres)
        }
        guard crs != nil || assumesPlane else { throw .unknownReferenceSystem }
        if let crs, crs.isGeographic {
            throw .coordinatesInDegrees(
                crs: crs.code ?? crs.name, cellSizeInMetres: cellSizeInMetres)
        }
        let size = cellSizeInMetres / (crs?.metresPerUnit ?? 1)
        let west = ((box.minX - origin.x) / size).rounded(.down)
        let east = max(((box.maxX - origin.x) / size).rounded(.up), west + 1)
        let south = ((box.minY - origin.y) / size).rounded(.down)
        let north = max(((box.maxY - origin.y) / size).rounded(.up), south + 1)
        let (rows, columns) = (north - south, east - west)
        let limit = Double(Int32.max)
        guard rows < limit, columns < limit, abs(west) < limit * limit, abs(north) < limit * limit
        else { throw .tooManyCells(rows: rows, columns: columns) }
        geometry = GridGeometry(
            geotransform: Geotransform(
                originX: origin.x + west * size, columnStepX: size,
                originY: origin.y + north * size, rowStepY: -size),
            rows: Int(rows), columns: Int(columns), crs: crs)
        self.cellSizeInMetres = cellSizeInMetres
        self.origin = origin
        northernmostRow = Int(north) - 1
        westernmostColumn = Int(west)
    }

    /// The cells around all of `zones`; zones without geometry are passed over.
    ///
    /// - Throws: As `init(covering:cellSizeInMetres:crs:origin:assumesPlane:)` with a box, and
    ///   `HotSpotError.noZones` when no zone has a geometry.
    public init(
        covering zones: [Zone], cellSizeInMetres: Double, crs: CoordinateReferenceSystem?,
        origin: Coordinate = Coordinate(x: 0, y: 0), assumesPlane: Bool = false
    ) throws(HotSpotError) {
        let boxes = zones.compactMap(\.boundingBox)
        guard let first = boxes.first else { throw .noZones }
        try self.init(
            covering: boxes.dropFirst().reduce(first) { $0.union($1) },
            cellSizeInMetres: cellSizeInMetres, crs: crs, origin: origin,
            assumesPlane: assumesPlane)
    }

    /// The id of a cell of `geometry`, such as `4547-3000-r01402-c00166`: the EPSG number (`x`
    /// for a CRS without one), the size in metres, lattice row and lattice column.
    ///
    /// Row and column have five digits, more where five are not enough; west of the origin or
    /// south of it a minus sign stands before the digits. Row and column count from `origin`,
    /// which by default is that of the CRS, so that the id does not depend on the zones.
    public func id(row: Int, column: Int) -> String {
        rowText(row: row) + columnText(column: column)
    }

    /// What the ids of all cells of a row begin with: `4547-3000-r01402-c`.
    public func rowText(row: Int) -> String {
        let size = cellSizeInMetres
        let isWhole = size == size.rounded() && size < 1e15
        let sizeText = isWhole ? "\(Int(size))" : "\(size)"
        return "\(epsgNumber ?? "x")-\(sizeText)-r\(Self.padded(northernmostRow - row))-c"
    }

    /// What the ids of all cells of a column end with: `00166`.
    public func columnText(column: Int) -> String { Self.padded(westernmostColumn + column) }

    /// The edges of a cell of `geometry`, in CRS units; neighbours have the same numbers.
    public func box(row: Int, column: Int) -> BoundingBox {
        let low = geometry.geotransform.coordinate(row: Double(row + 1), column: Double(column))
        let high = geometry.geotransform.coordinate(row: Double(row), column: Double(column + 1))
        return BoundingBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)
    }

    private var epsgNumber: String? {
        guard let code = crs?.code, code.hasPrefix("EPSG:") else { return nil }
        return String(code.dropFirst("EPSG:".count))
    }

    private static func padded(_ index: Int) -> String {
        let digits = "\(index.magnitude)"
        let zeros = String(repeating: "0", count: max(0, 5 - digits.count))
        return (index < 0 ? "-" : "") + zeros + digits
    }
}
