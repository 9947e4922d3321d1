"""Rasters and zones that are awkward on purpose, and what two peers say of them.

    python zonal_cases.py make FOLDER NAME       writes FOLDER/NAME.tif and FOLDER/NAME.gpkg
    python zonal_cases.py compare FOLDER NAME    compares FOLDER/NAME.csv, made by `basingrid zonal`

Two peers: exactextract, whose coverage fractions are Float32, and each cell clipped by GEOS, slow but
in double precision.
"""
import os
import sys

import exactextract
import exactextract.raster
import geopandas as gpd
import numpy as np
import rasterio
import shapely
from pyproj import CRS
from rasterio.transform import Affine

from verdict import Verdict, number, rows

STATISTICS = ["count", "sum", "mean", "min", "max", "range", "variance", "stdev", "cv",
              "valid_share", "area_km2"]
ROWS, COLUMNS = 37, 53
SEED = 4547


class Case:
    """A raster, as stored and as meant (NaN where there is no value, north up), with its zones."""

    def __init__(self, name, crs="EPSG:4547", west=350_000.25, north=4_210_000.75, cell=(490.5, 512.25)):
        self.name, self.crs, self.west, self.north, self.cell = name, crs, west, north, cell
        self.random = np.random.RandomState(SEED)
        self.values = self.random.uniform(-50, 150, (ROWS, COLUMNS))
        self.profile = {}
        self.stored = self.values
        self.scale, self.offset, self.band = 1.0, 0.0, 1

    @property
    def box(self):
        width, height = self.cell
        return (self.west, self.north - ROWS * height, self.west + COLUMNS * width, self.north)

    def write(self, folder):
        width, height = self.cell
        transform = Affine(width, 0, self.west, 0, -height, self.north)
        stored = self.stored
        if self.profile.pop("south_up", False):
            transform = Affine(width, 0, self.west, 0, height, self.box[1])
            stored = stored[::-1]
        profile = dict(driver="GTiff", width=COLUMNS, height=ROWS, count=self.band, crs=self.crs,
                       transform=transform, dtype=stored.dtype.name) | self.profile
        with rasterio.open(os.path.join(folder, self.name + ".tif"), "w", **profile) as file:
            for band in range(1, self.band):
                file.write(np.full(stored.shape, 7, stored.dtype), band)
            file.write(stored, self.band)
            if (self.scale, self.offset) != (1.0, 0.0):
                file.scales, file.offsets = (self.scale,), (self.offset,)
        self.zones().to_file(os.path.join(folder, self.name + ".gpkg"), layer="zones")

    def zones(self):
        """Zones in cells from the north-west corner, y down, put into the CRS."""
        square = lambda x0, y0, x1, y1: shapely.box(x0, y0, x1, y1)
        angle = np.linspace(0, 2 * np.pi, 721)[:-1]
        radius = 9 + 3 * np.sin(7 * angle) + self.random.uniform(-0.4, 0.4, angle.size)
        star = shapely.Polygon(np.c_[26.3 + radius * np.cos(angle), 18.1 + radius * np.sin(angle)])
        ring = shapely.Polygon(
            [(2.3, 3.1), (19.7, 1.2), (23.4, 17.9), (11.2, 25.6), (1.9, 20.2)],
            [[(6.1, 6.2), (14.8, 7.3), (12.5, 15.4), (7.7, 12.1)], [(15.1, 17.2), (17, 17.2), (16, 19)]])
        shapes = {
            "polygon with two holes": ring,
            "three parts": shapely.MultiPolygon(
                [square(30.2, 1.1, 35.9, 4.4), square(36.3, 5.2, 36.4, 5.3), square(40, 30, 52.5, 36.5)]),
            "star of 720 vertices": star,
            "sliver across the raster": shapely.Polygon([(0.5, 30.5), (52.5, 3.7), (52.5, 3.703)]),
            "inside one cell": square(10.2, 10.3, 10.7, 10.9),
            "exactly four cells": square(20, 20, 22, 22),
            "whole raster": square(0, 0, COLUMNS, ROWS),
            "around the raster": square(-3.5, -4.25, COLUMNS + 2.5, ROWS + 5),
            "partly outside, west and south": square(-6.3, 30.7, 8.4, 44.4),
            "wholly outside": square(60.5, 3.5, 66.5, 9.5),
            "only nodata": square(44.25, 20.25, 47.75, 23.75),
        }
        width, height = self.cell
        place = lambda points: np.c_[self.west + points[:, 0] * width, self.north - points[:, 1] * height]
        return gpd.GeoDataFrame(
            {"id": [f"Z{index:02}" for index in range(len(shapes))], "name": list(shapes)},
            geometry=[shapely.transform(shape, place) for shape in shapes.values()], crs=self.crs)

    def hole(self):
        """Some cells lose their value, and all of the zone `only nodata` do."""
        missing = self.random.uniform(size=(ROWS, COLUMNS)) < 0.08
        missing[19:25, 43:49] = True
        return missing


def float64():
    case = Case("float64-nodata-and-nan")
    missing = case.hole()
    case.values[missing] = np.nan
    case.stored = np.where(missing, np.where(case.random.uniform(size=missing.shape) < 0.5, np.nan, -9999.0),
                           case.values)
    # Blocks of 7 rows, the last one of 2.
    case.profile = dict(nodata=-9999.0, blockysize=7)
    return case


def float32_tiles():
    case = Case("float32-tiles")
    missing = case.hole()
    case.stored = np.where(missing, np.nan, case.values).astype("float32")
    case.values = case.stored.astype("float64")
    # Tiles that the raster does not fill; no nodata value, NaN alone.
    case.profile = dict(tiled=True, blockxsize=16, blockysize=32, compress="deflate")
    return case


def south_up():
    case = float64()
    case.name = "south-up"
    case.profile["south_up"] = True
    return case


def int16_scaled():
    case = Case("int16-scaled")
    missing = case.hole()
    case.stored = np.where(missing, -32768, case.random.randint(-300, 1500, missing.shape)).astype("int16")
    case.scale, case.offset = 0.1, -5.5
    case.values = np.where(missing, np.nan, case.stored * 0.1 - 5.5)
    case.profile = dict(nodata=-32768)
    return case


def second_band():
    case = Case("uint8-second-band")
    case.stored = case.random.randint(0, 250, (ROWS, COLUMNS)).astype("uint8")
    missing = case.hole()
    case.stored[missing] = 255
    case.values = np.where(missing, np.nan, case.stored.astype("float64"))
    case.profile = dict(nodata=255)
    case.band = 2
    return case


def degrees():
    case = Case("degrees", crs="EPSG:4490", west=111.5, north=38.5, cell=(0.0125, 0.01))
    missing = case.hole()
    case.values[missing] = np.nan
    case.stored = np.where(missing, -9999.0, case.values)
    case.profile = dict(nodata=-9999.0)
    return case


CASES = {case().name: case for case in (float64, float32_tiles, south_up, int16_scaled, second_band, degrees)}


def clipped(case, shape):
    """Coverage of every cell, from its area cut by GEOS."""
    width, height = case.cell
    columns, lines = np.meshgrid(np.arange(COLUMNS), np.arange(ROWS))
    # Cells as units of a local frame, so that coordinates of millions of metres cost no digits.
    local = shapely.transform(
        shape, lambda p: np.c_[(p[:, 0] - case.west) / width, (case.north - p[:, 1]) / height])
    cells = shapely.box(columns, lines, columns + 1, lines + 1)
    fractions = shapely.area(shapely.intersection(cells, local))
    return np.where(fractions < 1e-12, 0, fractions), local.area


def literal(case, shape):
    """The statistics as their formulas say."""
    coverage, area = clipped(case, shape)
    used = (coverage > 0) & ~np.isnan(case.values)
    c, x = coverage[used], case.values[used]
    count = c.sum()
    result = {"count": count, "valid_share": count / area, "area_km2": None}
    if count > 0:
        mean = (c * x).sum() / count
        variance = (c * (x - mean) ** 2).sum() / count
        result |= {"sum": (c * x).sum(), "mean": mean, "min": x.min(), "max": x.max(),
                   "range": x.max() - x.min(), "variance": variance, "stdev": variance**0.5,
                   "cv": variance**0.5 / mean}
    geod = CRS("EPSG:4490").get_geod()
    dense = gpd.GeoSeries([shapely.segmentize(shape, case.cell[0] / 50)], crs=case.crs).to_crs("EPSG:4490")
    result["area_km2"] = abs(
        geod.geometry_area_perimeter(shapely.orient_polygons(dense[0]))[0]) / 1e6
    return result


def peer(case, zones):
    """exactextract on the values as meant."""
    west, south, east, north = case.box
    source = exactextract.raster.NumPyRasterSource(
        case.values, xmin=west, ymin=south, xmax=east, ymax=north, srs_wkt=CRS(case.crs).to_wkt())
    names = {"count": "count", "sum": "sum", "mean": "mean", "min": "min", "max": "max",
             "variance": "variance", "stdev": "stdev", "cv": "coefficient_of_variation"}
    frame = exactextract.exact_extract(source, zones, list(names.values()), output="pandas")
    for row in frame.to_dict("records"):
        yield {name: row[theirs] for name, theirs in names.items()}


def compare(folder, name):
    case = CASES[name]()
    verdict = Verdict()
    # Read from the file that the tool read, so that both start from the same coordinates.
    zones = gpd.read_file(os.path.join(folder, name + ".gpkg"), layer="zones")
    table = rows(os.path.join(folder, name + ".csv"))
    verdict.same("zone order", name, [row["id"] for row in table], list(zones.id))
    verdict.same("included field", name, [row["name"] for row in table], list(zones.name))
    for row, shape, theirs in zip(table, zones.geometry, peer(case, zones)):
        place = f"{name} {row['name']}"
        ours = literal(case, shape)
        for statistic in STATISTICS:
            found = number(row[statistic])
            verdict.compare(f"clipped {statistic}", place, found, ours.get(statistic))
            if statistic in theirs and theirs["count"] > 0:
                verdict.compare(f"exactextract {statistic}", place, found, theirs[statistic])
    verdict.write()


action, folder, name = sys.argv[1:]
if action == "make":
    CASES[name]().write(folder)
else:
    compare(folder, name)
