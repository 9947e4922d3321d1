"""What a zone has of each cell: the cell's box cut with the zone by GEOS.

`fraction`: the share of the box's area that is left. `center`: cells whose centre lies in the zone
count whole; of a centre on an edge the zone on the side of the smaller column has it, on an edge
along a row the zone on the side of the larger row. `touched`: cells with any share count whole.
"""
import math

import numpy as np
import shapely

NEAR = 1e-9


class Coverage:
    """The cells of zones on grids, each worked out once."""

    def __init__(self, zones, crs, method):
        self.zones, self.crs, self.method = zones, crs, method
        self.known = {}

    def cells(self, index, grid):
        """(row, column) → share of zone `index`, in the order of rows, then columns.

        On a grid in degrees a zone also counts where it lies whole turns away."""
        if (index, grid) not in self.known:
            self.known[index, grid] = self.clipped(self.zones.shapes[index], grid)
        return self.known[index, grid]

    def clipped(self, shape, grid):
        cells = {}
        for turn in (0, -360, 360) if self.crs.is_geographic else (0,):
            placed = shapely.transform(shape, lambda points: points + (turn, 0)) if turn else shape
            row, column, shares = window_shares(placed, grid, self.method, is_clipped=True)
            for i, j in np.argwhere(shares > 0):
                place = (row + int(i), column + int(j))
                cells[place] = min(cells.get(place, 0.0) + float(shares[i, j]), 1.0)
        return dict(sorted(cells.items()))

    def cells_without_end(self, index, grid):
        """What the zone would have of the grid continued in all directions, in cells."""
        shape = self.zones.shapes[index]
        if self.method == "fraction":
            row, column, _, _ = window_of(grid.in_cells(shape))
            return grid.in_cells(shape, column, row).area
        return float(window_shares(shape, grid, self.method, is_clipped=False)[2].sum())


def window_of(shape):
    """First row and column of the cells that meet the shape (in cells), and how many of each."""
    left, top, right, bottom = shapely.bounds(shape)
    row, column = math.floor(top), math.floor(left)
    return row, column, max(math.ceil(bottom) - row, 1), max(math.ceil(right) - column, 1)


def window_shares(shape, grid, method, is_clipped):
    """First row, first column and shares of the cells around the shape."""
    row, column, rows, columns = window_of(grid.in_cells(shape))
    if is_clipped:
        end_row, end_column = min(row + rows, grid.rows), min(column + columns, grid.columns)
        row, column = max(row, 0), max(column, 0)
        rows, columns = end_row - row, end_column - column
        if rows <= 0 or columns <= 0:
            return 0, 0, np.zeros((0, 0))
    local = grid.in_cells(shape, column, row)
    if method == "center":
        return row, column, centre_shares(local, rows, columns)
    shares = box_shares(local, rows, columns)
    dust = grid.dust()
    shares[shares < dust] = 0
    shares[shares > 1 - dust] = 1
    return row, column, np.ceil(shares) if method == "touched" else shares


def box_shares(shape, rows, columns):
    """The part of each unit box [column, column + 1] × [row, row + 1] that lies in the shape."""
    row, column = np.mgrid[0:rows, 0:columns]
    boxes = shapely.box(column, row, column + 1, row + 1)
    shapely.prepare(shape)
    result = np.zeros(boxes.shape)
    inside = shapely.contains_properly(shape, boxes)
    edge = ~inside & shapely.intersects(shape, boxes)
    result[inside] = 1
    result[edge] = shapely.area(shapely.intersection(shape, boxes[edge]))
    return result


def centre_shares(shape, rows, columns):
    """1 for unit boxes whose centre lies in the shape."""
    row, column = np.mgrid[0:rows, 0:columns]
    u, v = column + 0.5, row + 0.5
    shapely.prepare(shape)
    result = shapely.contains_xy(shape, u, v).astype("float64")
    border = shapely.boundary(shape)
    shapely.prepare(border)
    on_edge = shapely.dwithin(border, shapely.points(u, v), NEAR)
    for place in np.argwhere(on_edge):
        result[tuple(place)] = has_centre_on_edge(shape, u[tuple(place)], v[tuple(place)])
    return result


def has_centre_on_edge(shape, u, v):
    """Crossings of the ray to the left from a little left of, and much less below, the centre."""
    crossings = 0
    for polygon in shapely.get_parts(shape):
        for ring in shapely.get_rings(polygon):
            points = shapely.get_coordinates(ring)
            points[np.abs(points[:, 1] - v) < NEAR, 1] = v
            for (u0, v0), (u1, v1) in zip(points, points[1:]):
                if (v0 <= v) != (v1 <= v):
                    crossings += u0 + (v - v0) * (u1 - u0) / (v1 - v0) < u - NEAR
    return crossings % 2
