"""Weights for the cells of a raster.

A grid that nests in the values' cells is kept: zones are overlaid on that finer grid. A coarser
grid in whose cells the values' cells nest lends its weight to each. Any other is resampled to the
values' grid by the area-weighted mean of its valid parts.
"""
import math
from dataclasses import dataclass

import numpy as np

from literal_grids import WHOLE, Grid, cell_areas


@dataclass
class Weights:
    """Weights on the values' cells, or `by_row` × `by_column` to a cell of the values."""
    grid: Grid
    values: np.ndarray
    by_row: int = 1
    by_column: int = 1


def weights_for(raster, other):
    """`other` is a Raster, or "area" for the area of every cell in km²."""
    grid = raster.grid
    if isinstance(other, str):
        return Weights(grid, np.broadcast_to(cell_areas(raster), raster.values.shape))
    if not other.crs.equals(raster.crs, ignore_axis_order=True):
        raise SystemExit("the weights are in another CRS than the raster")
    is_x, is_y = other.grid.step_x * grid.step_x < 0, other.grid.step_y * grid.step_y < 0
    values = other.values[::-1 if is_y else 1, ::-1 if is_x else 1]
    other = other.grid.turned(is_x, is_y)
    coarser = (nesting(grid.x, grid.step_x, other.x, other.step_x, grid.columns),
               nesting(grid.y, grid.step_y, other.y, other.step_y, grid.rows))
    if all(coarser):
        (times_x, offset_x), (times_y, offset_y) = coarser
        return Weights(grid, picked(values, (np.arange(grid.rows) - offset_y) // times_y,
                                    (np.arange(grid.columns) - offset_x) // times_x))
    finer = (nesting(other.x, other.step_x, grid.x, grid.step_x, other.columns),
             nesting(other.y, other.step_y, grid.y, grid.step_y, other.rows))
    if all(finer):
        (times_x, offset_x), (times_y, offset_y) = finer
        fine = grid.divided(times_x, times_y)
        return Weights(fine, picked(values, np.arange(fine.rows) + offset_y,
                                    np.arange(fine.columns) + offset_x), times_y, times_x)
    return Weights(grid, resampled(grid, other, values))


def nesting(fine_origin, fine_step, coarse_origin, coarse_step, extent):
    """(fine steps a coarse one, offset of the coarse origin in fine steps), or None.

    Whole numbers within a millionth of a fine cell, at both ends of `extent` fine cells."""
    times, offset = coarse_step / fine_step, (coarse_origin - fine_origin) / fine_step
    whole_times, whole_offset = int(np.rint(times)), int(np.rint(offset))
    is_whole = abs(offset - whole_offset) < 1e-6 and abs(times - whole_times) * extent < 1e-6
    return (whole_times, whole_offset) if whole_times >= 1 and is_whole else None


def picked(values, rows, columns):
    """values[row, column] for every pair, NaN outside."""
    result = np.full((rows.size, columns.size), np.nan)
    in_rows = (rows >= 0) & (rows < values.shape[0])
    in_columns = (columns >= 0) & (columns < values.shape[1])
    result[np.ix_(in_rows, in_columns)] = values[np.ix_(rows[in_rows], columns[in_columns])]
    return result


def resampled(grid, other, values):
    # Where edges of both grids meet, rounding must not lend a cell a foreign neighbour.
    dust = max(grid.dust(), other.dust())
    rows = overlaps((grid.y, grid.step_y, grid.rows), (other.y, other.step_y, other.rows), dust)
    columns = overlaps((grid.x, grid.step_x, grid.columns),
                       (other.x, other.step_x, other.columns), dust)
    result = np.full((grid.rows, grid.columns), np.nan)
    for row, row_parts in enumerate(rows):
        for column, column_parts in enumerate(columns):
            parts = [(a * b, values[i, j]) for i, a in row_parts for j, b in column_parts
                     if not math.isnan(values[i, j])]
            valid = math.fsum(area for area, _ in parts)
            if parts:
                result[row, column] = math.fsum(area * value for area, value in parts) / valid
    return result


def overlaps(axis, other, dust):
    """For each cell of one axis: the other axis' cells that it meets, with the part of itself."""
    (first, step, count), (other_first, other_step, other_count) = axis, other
    result = []
    for index in range(count):
        start = (first + step * index - other_first) / other_step
        end = (first + step * (index + 1) - other_first) / other_step
        parts = []
        for cell in range(max(math.floor(start), 0), min(math.ceil(end), other_count)):
            part = float((min(end, WHOLE(cell + 1)) - max(start, WHOLE(cell))) / (end - start))
            if part > dust:
                parts.append((cell, part))
        result.append(parts)
    return result
