"""A raster of Taiyuan's size, and what exactextract and numpy say of its statistics.

    python zonal_exactextract.py make FOLDER                     writes the rasters and whole.gpkg
    python zonal_exactextract.py compare FOLDER LAYER ID_FIELD   compares fraction.csv, linear.csv,
                                                                 classes.csv, center.csv,
                                                                 center-linear.csv, whole.csv and
                                                                 whole-linear.csv

surface.tif has no value twice, since exactextract's quantiles run over distinct values; classes.tif
has seven; weights.tif has cells three times as large. exactextract's coverage is Float32, hence the
limits of its agreement. numpy sees whole cells only: those that GDAL burns for a county (`center`),
and those of boxes that follow the cells' edges (whole.gpkg).
"""
import os
import sys

import geopandas as gpd
import numpy as np
import rasterio
import rasterio.features
import shapely
from exactextract import exact_extract
from rasterio.transform import Affine

from verdict import Verdict, number, rows

SEED = 140_100
WEST, NORTH, CELL = 111.5, 38.43, 0.003
ROWS, COLUMNS = 330, 552
# Our names and exactextract's.
SURFACE = {"count": "count", "sum": "sum", "mean": "mean", "min": "min", "max": "max",
           "variance": "variance", "stdev": "stdev", "cv": "coefficient_of_variation",
           "mode": "mode", "minority": "minority", "variety": "variety", "min_x": "min_center_x",
           "min_y": "min_center_y", "max_x": "max_center_x", "max_y": "max_center_y"}
WEIGHTED = ["weighted_mean", "weighted_variance", "weighted_stdev"]
CLASSES = ["mode", "minority", "variety"]
QUANTILES = {"median": 0.5, "p0": 0, "p5": 0.05, "p37.5": 0.375, "p90": 0.9, "p100": 1}


def write(path, values, cell, nodata=None):
    height, width = values.shape
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=1,
                       crs="EPSG:4490", dtype=values.dtype.name, nodata=nodata, tiled=True,
                       blockxsize=128, blockysize=128, compress="deflate",
                       transform=Affine(cell, 0, WEST, 0, -cell, NORTH)) as file:
        file.write(values, 1)


def make(folder):
    random = np.random.default_rng(SEED)
    v, u = np.mgrid[0:ROWS, 0:COLUMNS]
    field = np.sin(u / 40) * np.cos(v / 31) + 0.4 * np.sin((u + 2 * v) / 90)
    field += random.normal(0, 0.1, field.shape)
    # The ranks of a field: every value once, also as Float32.
    values = (field.ravel().argsort().argsort().reshape(field.shape) / 2048 + 3).astype("float32")
    values[random.random(values.shape) < 0.03] = -9999
    write(os.path.join(folder, "surface.tif"), values, CELL, -9999)
    classes = np.digitize(field, [-1, -0.6, -0.2, 0.2, 0.6, 1]) * 10 + 1
    write(os.path.join(folder, "classes.tif"), classes.astype("uint8"), CELL)
    weights = random.gamma(2.0, 50.0, (ROWS // 3, COLUMNS // 3))
    write(os.path.join(folder, "weights.tif"), weights, 3 * CELL)
    boxes = []
    for _ in range(25):
        top, left = int(random.integers(0, ROWS - 90)), int(random.integers(0, COLUMNS - 90))
        height, width = random.integers(1, 90, 2)
        boxes.append(shapely.box(WEST + left * CELL, NORTH - (top + height) * CELL,
                                 WEST + (left + width) * CELL, NORTH - top * CELL))
    frame = gpd.GeoDataFrame({"id": [str(index) for index in range(25)]}, geometry=boxes,
                             crs="EPSG:4490")
    frame.to_file(os.path.join(folder, "whole.gpkg"), layer="whole", SPATIAL_INDEX="NO")


def compare(folder, layer, id_field):
    def path(name):
        return os.path.join(folder, name)

    verdict = Verdict()
    zones = gpd.read_file(layer, encoding="gbk")
    against_exactextract(verdict, path, zones, id_field)
    with rasterio.open(path("surface.tif")) as file:
        values, transform = file.read(1, masked=True), file.transform
    # No county has a vertex or an edge on a centre: GDAL's cells are the only ones.
    burn = [rasterio.features.rasterize([shape], values.shape, transform=transform).astype(bool)
            for shape in zones.geometry]
    against_numpy(verdict, "center", path("center{}.csv"), zones[id_field], id_field, [
        values[cells].compressed().astype("float64") for cells in burn])
    whole = gpd.read_file(path("whole.gpkg"))
    against_numpy(verdict, "whole cells", path("whole{}.csv"), whole.id, "id", [
        values[block_of(box)].compressed().astype("float64") for box in whole.geometry])
    verdict.write()


def against_exactextract(verdict, path, zones, id_field):
    ops = list(SURFACE.values())
    ops += [f"q{index}=quantile(q={q})" for index, q in enumerate(QUANTILES.values())]
    surface = exact_extract(path("surface.tif"), zones, ops, output="pandas")
    weighted = exact_extract(path("surface.tif"), zones, WEIGHTED, weights=path("weights.tif"),
                             output="pandas")
    classes = exact_extract(path("classes.tif"), zones, CLASSES, output="pandas")
    shares = [dict(zip(entry["properties"]["unique"], entry["properties"]["frac"])) for entry in
              exact_extract(path("classes.tif"), zones, ["unique", "frac"])]
    tables = [rows(path(name)) for name in ("fraction.csv", "linear.csv", "classes.csv")]
    for index, identifier in enumerate(zones[id_field]):
        fraction, linear, classed = (table[index] for table in tables)
        verdict.same("zone", identifier, fraction[id_field], identifier)

        def check(quantity, row, name, expected):
            verdict.compare(f"exactextract {quantity}", f"{identifier} {name}", number(row[name]),
                            float(expected))

        for name, theirs in SURFACE.items():
            check(name, fraction, name, surface[theirs][index])
        for name in WEIGHTED:
            check(name, fraction, name, weighted[name][index])
        for order, name in enumerate(QUANTILES):
            # The column's name ends in the percentage.
            column = next(c for c in surface.columns if c.startswith(f"q{order}_"))
            check("linear quantile", linear, name, surface[column][index])
        for name in CLASSES:
            check(f"{name} of classes", classed, name, classes[name][index])
        for column in classed:
            if column.startswith("frac_"):
                check("frac", classed, column, shares[index].get(float(column[5:]), 0.0))


def block_of(box):
    """The rows and columns whose cells a box covers."""
    left, bottom, right, top = box.bounds
    return (slice(round((NORTH - top) / CELL), round((NORTH - bottom) / CELL)),
            slice(round((left - WEST) / CELL), round((right - WEST) / CELL)))


def against_numpy(verdict, label, path, ids, id_field, values):
    """Percentiles by both definitions and moments of whole cells."""
    plain, linear = rows(path.format("")), rows(path.format("-linear"))
    for identifier, x, row, row_linear in zip(ids, values, plain, linear):
        verdict.same("zone", identifier, row[id_field], identifier)
        if not x.size:
            verdict.compare(f"{label} count", identifier, number(row["count"]), 0.0)
            continue
        expected = {"count": x.size, "sum": x.sum(), "mean": x.mean(), "min": x.min(),
                    "max": x.max(), "stdev": x.std()}
        for name, theirs in expected.items():
            verdict.compare(f"{label} {name}", identifier, number(row[name]), float(theirs))
        for name, q in QUANTILES.items():
            place = f"{identifier} {name}"
            verdict.compare(f"{label} inverted_cdf", place, number(row[name]),
                            float(np.quantile(x, q, method="inverted_cdf")))
            verdict.compare(f"{label} linear", place, number(row_linear[name]),
                            float(np.quantile(x, q, method="linear")))


action, *rest = sys.argv[1:]
(make if action == "make" else compare)(*rest)
