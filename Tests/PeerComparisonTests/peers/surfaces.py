"""The cells of a run's rasters against inverse distances written out in numpy.

    python surfaces.py OUT DATASET

The estimate of a cell is that at its centre: of the 12 nearest stations, weighted by 1/d².
"""
import os
import sys

import numpy as np
import rasterio
import shapely

import sample
from verdict import Verdict, number, rows

NEIGHBOURS, POWER = 12, 2
NETWORKS = {"PM2.5_mean": {"national", "micro"}, "O3_8h_p90": {"national"}}

out, dataset = sys.argv[1:]
verdict = Verdict()


def inverse_distance(x, y, stations):
    """Estimates at points from an array of x, y, value."""
    squares = (x[:, None] - stations[:, 0]) ** 2 + (y[:, None] - stations[:, 1]) ** 2
    nearest = np.argsort(squares, axis=1, kind="stable")[:, :NEIGHBOURS]
    weights = np.take_along_axis(squares, nearest, axis=1) ** (-POWER / 2)
    return (weights * stations[nearest, 2]).sum(axis=1) / weights.sum(axis=1)


def covered(transform, shape):
    """Whether a zone of any layer covers a part of the cell, from areas cut by GEOS."""
    rows, columns = np.indices(shape)
    left, top = transform.c + columns * transform.a, transform.f + rows * transform.e
    cells = shapely.box(left, top + transform.e, left + transform.a, top)
    result = np.zeros(shape, bool)
    for layer in sample.LAYERS:
        whole = sample.projected(dataset, layer).geometry.iloc[-1]
        shapely.prepare(whole)
        inside = shapely.covers(whole, cells)
        border = shapely.intersects(whole, cells) & ~inside
        result |= inside
        result[border] |= shapely.area(shapely.intersection(whole, cells[border])) > 1e-12 * 500**2
    return result


mask = None
for period in sample.periods(out):
    table = rows(os.path.join(out, "tables", f"stations_{period}.csv"))
    for surface, networks in NETWORKS.items():
        for suffix in ("", "_before"):
            name = f"{surface}_{period}{suffix}"
            stations = np.array([
                (number(row["x"]), number(row["y"]), number(row[surface + suffix])) for row in table
                if row["network"] in networks and row[surface + suffix]])
            with rasterio.open(os.path.join(out, "rasters", name + ".tif")) as file:
                values, transform = file.read(1), file.transform
            if mask is None:
                mask = covered(transform, values.shape)
            verdict.holds("cells with a value are those that a zone covers", name,
                          np.array_equal(values != -9999, mask),
                          f"{np.count_nonzero((values != -9999) != mask)} cells differ")
            cells = np.argwhere(values != -9999)
            x = transform.c + (cells[:, 1] + 0.5) * transform.a
            y = transform.f + (cells[:, 0] + 0.5) * transform.e
            expected = inverse_distance(x, y, stations)
            found = values[cells[:, 0], cells[:, 1]]
            for cell, value, estimate in zip(cells, found, expected):
                verdict.compare("cell", f"{name} row {cell[0]} column {cell[1]}", value, estimate)
verdict.write()
