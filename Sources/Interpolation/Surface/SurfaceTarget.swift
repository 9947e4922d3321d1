public import Grids

/// The cells that a surface is wanted for: a grid, a window of it, and the cells of the window that
/// are open.
///
/// A cell's value never depends on the window or on the mask: a surface computed in parts, by one
/// process or many, has the bits of the whole.
public struct SurfaceTarget: Sendable {
    /// Which cells are open: given rows of the whole grid, one answer for each of the rows and each
    /// column of the window, row by row. Called from any thread, once for each band.
    public typealias Mask = @Sendable (_ rows: Range<Int>) throws -> [Bool]

    /// The whole grid.
    public let geometry: GridGeometry
    /// The part of it that is wanted.
    public let window: GridWindow

    private let masks: [Mask]

    /// - Parameters:
    ///   - geometry: Any grid, rotated ones too.
    ///   - window: The wanted part; all of it by default.
    ///   - mask: Which cells are open; all of them by default. A mask that throws ends the work.
    /// - Precondition: `window` lies in the grid and is not empty.
    public init(_ geometry: GridGeometry, window: GridWindow? = nil, mask: Mask? = nil) {
        let window = window ?? geometry.fullWindow
        precondition(
            window.rows.lowerBound >= 0 && window.rows.upperBound <= geometry.rows
                && window.columns.lowerBound >= 0 && window.columns.upperBound <= geometry.columns
                && !window.rows.isEmpty && !window.columns.isEmpty,
            "a window lies in its grid and is not empty")
        self.geometry = geometry
        self.window = window
        masks = mask.map { [$0] } ?? []
    }

    /// The whole of `geometry`, open where `mask` is true.
    ///
    /// - Precondition: `mask` has one value a cell, row by row.
    public init(_ geometry: GridGeometry, mask: [Bool]?) {
        precondition(
            mask.map { $0.count == geometry.cellCount } ?? true, "a mask has one value a cell")
        guard let mask else {
            self.init(geometry)
            return
        }
        let columns = geometry.columns
        let rowsOfMask: Mask = { rows in
            Array(mask[rows.lowerBound * columns..<rows.upperBound * columns])
        }
        self.init(geometry, mask: rowsOfMask)
    }

    private init(_ geometry: GridGeometry, _ window: GridWindow, _ masks: [Mask]) {
        self.geometry = geometry
        self.window = window
        self.masks = masks
    }

    /// The same target, open only where `mask` is true as well.
    public func masked(by mask: @escaping Mask) -> SurfaceTarget {
        SurfaceTarget(geometry, window, masks + [mask])
    }

    /// The rows of the window cut at multiples of `bandHeight` rows of the whole grid.
    public var bands: [Range<Int>] {
        let height = Self.bandHeight
        var result: [Range<Int>] = []
        var row = window.rows.lowerBound
        while row < window.rows.upperBound {
            let end = min((row / height + 1) * height, window.rows.upperBound)
            result.append(row..<end)
            row = end
        }
        return result
    }

    /// How many rows a band has: 64.
    public static let bandHeight = 64

    /// One answer for each cell of `rows` in the window, row by row; `nil` when all are open.
    public func openCells(of rows: Range<Int>) throws -> [Bool]? {
        var open: [Bool]?
        for mask in masks {
            let part = try mask(rows)
            precondition(
                part.count == rows.count * window.columns.count, "a mask has one value a cell")
            open = open.map { open in zip(open, part).map { $0 && $1 } } ?? part
        }
        return open
    }
}
