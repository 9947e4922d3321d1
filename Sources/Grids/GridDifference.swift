public import Geometry

/// In what two grids differ.
public enum GridDifference: Hashable, Sendable {
    case size(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)
    case cellSize(
        width: Double, height: Double, expectedWidth: Double, expectedHeight: Double)
    case origin(Coordinate, expected: Coordinate)
    case rotation(Geotransform)
}

extension GridGeometry {
    /// The first thing in which the cells differ from those of `expected`: number, size (signed:
    /// rows that run the other way differ), origin; `nil` when all corners are the same to within
    /// 1e-8 of a cell. The CRS is not compared.
    public func difference(from expected: GridGeometry) -> GridDifference? {
        if rows != expected.rows || columns != expected.columns {
            return .size(
                rows: rows, columns: columns, expectedRows: expected.rows,
                expectedColumns: expected.columns)
        }
        let (a, b) = (geotransform, expected.geotransform)
        if a == b { return nil }
        if a.isRotated || b.isRotated { return .rotation(a) }
        let tolerance = 1e-8
        let (width, height) = (abs(b.columnStepX) * tolerance, abs(b.rowStepY) * tolerance)
        if abs(a.columnStepX - b.columnStepX) * Double(columns) > width
            || abs(a.rowStepY - b.rowStepY) * Double(rows) > height
        {
            return .cellSize(
                width: a.columnStepX, height: a.rowStepY, expectedWidth: b.columnStepX,
                expectedHeight: b.rowStepY)
        }
        if abs(a.originX - b.originX) > width || abs(a.originY - b.originY) > height {
            return .origin(
                Coordinate(x: a.originX, y: a.originY),
                expected: Coordinate(x: b.originX, y: b.originY))
        }
        return nil
    }
}

extension GridDifference: CustomStringConvertible {
    public var description: String {
        switch self {
        case .size(let rows, let columns, let expectedRows, let expectedColumns):
            "\(rows) × \(columns) cells (rows × columns) instead of "
                + "\(expectedRows) × \(expectedColumns)"
        case .cellSize(let width, let height, let expectedWidth, let expectedHeight):
            "cells of \(width) × \(height) instead of \(expectedWidth) × \(expectedHeight) "
                + "(steps along x × y)"
        case .origin(let origin, let expected):
            "its first corner at (\(origin.x), \(origin.y)) instead of "
                + "(\(expected.x), \(expected.y))"
        case .rotation(let transform):
            "rotated rows or columns (row step in x \(transform.rowStepX), column step in y "
                + "\(transform.columnStepY))"
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .size(let rows, let columns, let expectedRows, let expectedColumns):
            "有 \(rows) × \(columns) 个像元（行 × 列），应为 \(expectedRows) × \(expectedColumns)"
        case .cellSize(let width, let height, let expectedWidth, let expectedHeight):
            "像元大小（x、y 步长）为 \(width) × \(height)，应为 \(expectedWidth) × \(expectedHeight)"
        case .origin(let origin, let expected):
            "第一个角点为 (\(origin.x), \(origin.y))，应为 (\(expected.x), \(expected.y))"
        case .rotation(let transform):
            "行列带旋转（行方向 x 步长 \(transform.rowStepX)，列方向 y 步长 \(transform.columnStepY)）"
        }
    }
}
