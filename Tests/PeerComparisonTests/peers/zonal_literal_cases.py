"""Small rasters with awkward zones, and every statistic of `basingrid zonal` on them by definition.

    python zonal_literal_cases.py make FOLDER NAME       writes raster NAME, its zones and weights;
                                                         prints the runs of the tool as JSON
    python zonal_literal_cases.py compare FOLDER NAME    compares FOLDER/RUN.csv of every run

A run is its name and the tool's arguments, paths in them relative to FOLDER. The definitions are
those of zonal_literal.py.
"""
import json
import math
import os
import sys

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from rasterio.transform import Affine

import literal_grids
import literal_zones
import zonal_literal
from literal_coverage import Coverage
from verdict import Verdict, number, rows

SEED = 20_260_401
QUANTILES = ["median", "p0", "p10", "p50", "p90", "p97.5", "p100"]
PLAIN = ["count", "sum", "mean", "min", "max", "range", "variance", "stdev", "cv", "mode",
         "minority", "variety", "min_x", "min_y", "max_x", "max_y", "circular_mean", "valid_share",
         "area_km2"]
WEIGHTED = ["count", "mean", *zonal_literal.WEIGHTED]
# Weights' cells in cells of the values: size, shift, part of the columns.
WEIGHTS = {
    "same": (1, (0, 0), (0, 1)),
    "coarser": (3, (0, 0), (0, 1)),
    "coarser-part": (4, (-2, -3), (0.3, 0.8)),
    "finer": (0.5, (0, 0), (0, 1)),
    "finer-part": (0.25, (0.5, 0.25), (0.1, 0.7)),
    "apart": (1.37, (-0.61, 0.23), (0, 1)),
    "apart-finer": (0.43, (0.17, -0.3), (0, 0.9)),
}


class Case:
    """A raster whose rows begin in the north, its zones and weights."""

    def __init__(self, number, size, crs, corner, cell, **profile):
        self.rows, self.columns = size
        self.crs, (self.west, self.north), self.cell = crs, corner, cell
        self.profile = profile
        self.random = np.random.default_rng([SEED, number])
        self.bands, self.scale, self.offset, self.mask = [], 1.0, 0.0, None
        self.is_south_up, self.has_classes, self.limit = False, False, 30
        # The runs beside `fraction`.
        self.coverages, self.weights, self.has_other_zones = [], [], False

    def field(self):
        """A smooth surface with noise, about −10 to 90."""
        v, u = np.mgrid[0:self.rows, 0:self.columns]
        return (40 + 25 * np.sin(u / 7) * np.cos(v / 9) + 10 * np.sin((u + 2 * v) / 23)
                + self.random.normal(0, 4, (self.rows, self.columns)))

    def missing(self, share=0.06):
        """Single cells, a block, and the first row."""
        result = self.random.random((self.rows, self.columns)) < share
        result[self.rows // 2:self.rows // 2 + 6, self.columns - 12:self.columns - 5] = True
        result[0] = True
        return result

    def fill(self, values, missing, nodata, dtype):
        self.bands.append(np.where(missing, nodata, values).astype(dtype))

    def write(self, path):
        width, height = self.cell
        transform = Affine(width, 0, self.west, 0, -height, self.north)
        bands = self.bands
        if self.is_south_up:
            south = self.north - self.rows * height
            transform = Affine(width, 0, self.west, 0, height, south)
            bands = [band[::-1] for band in bands]
        profile = dict(driver="GTiff", width=self.columns, height=self.rows, count=len(bands),
                       crs=self.crs, dtype=bands[0].dtype.name, transform=transform) | self.profile
        inside = rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True)
        with inside, rasterio.open(path, "w", **profile) as file:
            for index, band in enumerate(bands, 1):
                file.write(band, index)
            if (self.scale, self.offset) != (1.0, 0.0):
                file.scales, file.offsets = (self.scale,), (self.offset,)
            if self.mask is not None:
                file.write_mask(self.mask)

    def write_weights(self, path, times, shift, cover):
        """Some weights are missing, some are 0; north up whatever the raster is."""
        width, height = self.cell[0] * times, self.cell[1] * times
        columns = math.ceil(self.columns * (cover[1] - cover[0]) / times)
        rows = math.ceil(self.rows / times)
        first = round(self.columns * cover[0] / times) * times + shift[0]
        values = np.round(self.random.gamma(2.0, 50.0, (rows, columns)), 3)
        values[self.random.random(values.shape) < 0.1] = 0
        values[self.random.random(values.shape) < 0.08] = -1
        transform = Affine(width, 0, self.west + first * self.cell[0],
                           0, -height, self.north - shift[1] * self.cell[1])
        with rasterio.open(path, "w", driver="GTiff", width=columns, height=rows, count=1,
                           crs=self.crs, dtype="float64", nodata=-1, transform=transform) as file:
            file.write(values, 1)

    def write_zones(self, path, shapes, crs=None):
        shapes = [shape if shape is None else self.placed(shape) for shape in shapes.values()]
        ids = [f"Z{index:02}" for index in range(len(shapes))]
        frame = gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs=self.crs)
        (frame.to_crs(crs) if crs else frame).to_file(path, layer="zones", SPATIAL_INDEX="NO")

    def placed(self, shape):
        width, height = self.cell
        placed = shapely.transform(
            shape, lambda p: np.c_[self.west + p[:, 0] * width, self.north - p[:, 1] * height])
        is_past_180 = self.crs == "EPSG:4326" and placed.bounds[2] > 180
        return literal_zones.from_minus_180(placed) if is_past_180 else placed


def ties():
    """Few distinct values, nodata and NaN, in strips of 7 rows; every weights grid."""
    case = Case(1, (31, 43), "EPSG:4547", (350_000.25, 4_210_000.75), (490.5, 512.25),
                nodata=-9999.0, blockysize=7)
    missing = case.missing()
    either = np.where(case.random.random(missing.shape) < 0.5, np.nan, -9999.0)
    case.fill(np.round(case.field() / 12.5) * 12.5, missing, either, "float64")
    case.has_classes, case.has_other_zones = True, True
    case.coverages, case.weights = ["center", "touched"], list(WEIGHTS)
    return case


def degrees():
    """Float32 in tiles that the raster does not fill; nodata is NaN alone.

    Cells are binary fractions of a degree: an edge through a centre runs exactly through it."""
    case = Case(2, (35, 41), "EPSG:4490", (111.5, 38.5), (0.015625, 0.0078125),
                tiled=True, blockxsize=16, blockysize=32, compress="deflate", predictor=3)
    case.fill(case.field(), case.missing(), np.nan, "float32")
    case.has_other_zones = True
    case.coverages, case.weights = ["center", "touched"], ["coarser-part", "finer", "apart"]
    return case


def land_cover():
    """Classes of a byte, two of them in a chessboard, with a mask and no nodata value."""
    case = Case(3, (40, 48), "EPSG:32649", (412_000.0, 4_180_000.0), (30.0, 30.0), blockysize=16)
    v, u = np.mgrid[0:case.rows, 0:case.columns]
    values = np.digitize(case.field(), [10, 25, 45, 60]) + 5
    values[:, :20] = 3 + (u + v)[:, :20] % 2
    missing = case.missing(0.04)
    case.fill(values, missing, 0, "uint8")
    case.mask, case.has_classes, case.limit = ~missing, True, 4
    case.coverages = ["center", "touched"]
    return case


def elevation():
    """Int16 with scale and offset, on both sides of 0."""
    case = Case(4, (37, 41), "EPSG:4547", (401_234.5, 4_190_321.25), (100.0, 100.0), nodata=-32768)
    case.fill(np.round(case.field() * 10), case.missing(), -32768, "int16")
    case.scale, case.offset, case.limit = 0.1, -40.5, 0
    return case


def wind():
    """Directions, also across north; the zone of two whole cells has opposite ones."""
    case = Case(5, (33, 37), "EPSG:4490", (112.0, 38.25), (0.01, 0.01), nodata=-1.0)
    values, missing = np.round((case.field() * 4 + 270) % 360, 1), case.missing()
    values[14, 2:4], missing[14, 2:4] = (90.0, 270.0), False
    case.fill(values, missing, -1.0, "float32")
    case.limit = 180
    return case


def two_bands():
    """UInt16, cell by cell; the second band is meant."""
    case = Case(6, (40, 36), "EPSG:4547", (380_000.0, 4_200_000.0), (250.0, 250.0), nodata=65535,
                tiled=True, blockxsize=16, blockysize=16, interleave="pixel", compress="lzw",
                predictor=2)
    for factor in (9, 3):
        case.fill(np.round(case.field() * factor + 100), case.missing(), 65535, "uint16")
    case.limit, case.weights = 250, ["finer-part", "apart-finer"]
    return case


def south_up():
    """Rows from the south; the weights' rows begin in the north. Nodata as Float32 rounds it."""
    case = Case(7, (42, 34), "EPSG:4547", (377_000.0, 4_188_000.0), (333.0, 333.0), nodata=-3.4e38)
    case.fill(np.round(case.field(), 1), case.missing(), -3.4e38, "float32")
    case.is_south_up = True
    case.coverages, case.weights = ["center", "touched"], ["same", "coarser", "finer", "apart"]
    return case


def pacific():
    """Longitudes 0…360; the zones are given at −180…180."""
    case = Case(8, (32, 60), "EPSG:4326", (155.0, 30.0), (0.75, 0.75), nodata=-9999.0)
    case.fill(case.field(), case.missing(), -9999.0, "float32")
    case.coverages = ["center", "touched"]
    return case


def far_from_zero():
    """Float64 values of 1e8 with a spread of 1."""
    case = Case(9, (40, 40), "EPSG:4547", (350_000.0, 4_300_000.0), (1000.0, 1000.0),
                tiled=True, blockxsize=32, blockysize=32)
    case.fill(1e8 + case.random.normal(0, 1, (40, 40)), case.missing(), np.nan, "float64")
    case.limit = 100_000_000
    return case


def constant():
    """One value everywhere, no nodata; 0.1 has no exact sum."""
    case = Case(10, (30, 30), "EPSG:4490", (120.0, 31.0), (0.1, 0.1))
    case.fill(0.1, np.zeros((30, 30), bool), 0, "float64")
    case.limit, case.has_classes = 0, True
    return case


CASES = {"ties": ties, "degrees": degrees, "land-cover": land_cover, "elevation": elevation,
         "wind": wind, "two-bands": two_bands, "south-up": south_up, "pacific": pacific,
         "far-from-zero": far_from_zero, "constant": constant}


def runs(case, name):
    """The tool's runs on a case: files by option, statistics, coverage and definition."""
    every = PLAIN + QUANTILES + [f"share>{case.limit}"] + ["frac"] * case.has_classes
    weighted = every + list(zonal_literal.WEIGHTED)
    raster = f"{name}.tif" + (f":{len(case.bands)}" if len(case.bands) > 1 else "")
    usual = {"raster": raster, "zones": "zones.gpkg", "coverage": "fraction",
             "definition": "inverse-cdf", "stats": every}
    found = {"fraction": {"stats": weighted, "weights": "area"}, "linear": {
        "definition": "linear", "stats": QUANTILES}}
    for coverage in case.coverages:
        found[coverage] = {"coverage": coverage, "stats": weighted, "weights": "area"}
    for kind in case.weights:
        found[f"weights {kind}"] = {"stats": WEIGHTED, "weights": f"weights-{kind}.tif"}
    if case.has_other_zones:
        found["invalid zones"] = {"zones": "invalid-zones.gpkg"}
        found["zones in another CRS"] = {"zones": "other-crs.gpkg"}
    return {run: usual | options for run, options in found.items()}


def arguments(run, options):
    result = ["zonal", "--raster", options["raster"], "--zones", options["zones"],
              "--id-field", "id", "--stats", ",".join(options["stats"]),
              "--coverage", options["coverage"], "--quantile-definition", options["definition"]]
    if "weights" in options:
        result += ["--weights", options["weights"]]
    return result + ["-o", f"{run}.csv", "--lang", "en", "--quiet"]


def make(folder, name):
    case = CASES[name]()

    def path(file):
        return os.path.join(folder, file)

    case.write(path(f"{name}.tif"))
    for kind in case.weights:
        case.write_weights(path(f"weights-{kind}.tif"), *WEIGHTS[kind])
    shapes = literal_zones.zones(case.random, case.rows, case.columns)
    case.write_zones(path("zones.gpkg"), shapes)
    if case.has_other_zones:
        case.write_zones(path("invalid-zones.gpkg"), literal_zones.invalid_zones(case.random))
        other = "EPSG:4547" if case.crs == "EPSG:4490" else "EPSG:4490"
        case.write_zones(path("other-crs.gpkg"), shapes, crs=other)
    json.dump([{"name": run, "arguments": arguments(run, options)}
               for run, options in runs(case, name).items()], sys.stdout)


def compare(folder, name):
    os.chdir(folder)
    verdict, coverages = Verdict(), {}
    for run, options in runs(CASES[name](), name).items():
        raster = literal_grids.read_raster(options["raster"])
        key = options["zones"], options["coverage"]
        if key not in coverages:
            zones = literal_grids.read_zones(options["zones"], "id", raster.crs)
            coverages[key] = Coverage(zones, raster.crs, options["coverage"])
        weights = options.get("weights")
        if weights and weights != "area":
            weights = literal_grids.read_raster(weights)
        expected = zonal_literal.zonal(raster, coverages[key], options["stats"], weights,
                                       options["definition"])
        ids = coverages[key].zones.ids
        compare_run(verdict, f"{name}, {run}", options, raster, ids, rows(f"{run}.csv"), expected)
    verdict.write()


def compare_run(verdict, place, options, raster, ids, found, expected):
    """A table of the tool: its columns, its rows, every number."""
    stats, definition = options["stats"], options["definition"]
    values = sorted({value for row in expected for value in row.get("frac", {})})
    shares = {f"frac_{value_name(value, raster)}": value for value in values}
    columns = ["id"]
    for name in stats:
        columns += shares if name == "frac" else [name]
    verdict.same("columns", place, list(found[0]), columns)
    verdict.same("order of the zones", place, [row["id"] for row in found], ids)
    for row, theirs in zip(found, expected):
        at = f"{place}, {row['id']}"
        for name in stats:
            if name != "frac":
                agree(verdict, name, definition, at, number(row[name]), theirs.get(name))
        for name, value in shares.items():
            share = theirs["frac"].get(value, 0.0) if "frac" in theirs else None
            agree(verdict, "frac", definition, f"{at}, {value}", number(row.get(name)), share)


def agree(verdict, name, definition, place, found, expected):
    """Relative difference; of directions the one in radians. Both empty counts apart."""
    if found is None and expected is None:
        verdict.same("empty on both sides", place, found, expected)
        return
    quantity, size = name, None
    if name.startswith("share>"):
        quantity = "share"
    elif name == "median" or zonal_literal.is_percentile(name):
        quantity = f"quantile, {definition}"
    elif name == "circular_mean":
        size = 180 / math.pi
        if None not in (found, expected) and abs(found - expected) > 180:
            found += math.copysign(360, expected - found)
    verdict.compare(quantity, f"{place}, {name}", found, expected, size)


def value_name(value, raster):
    """The shortest text of the number in the raster's type."""
    if value == int(value):
        return str(int(value))
    is_float32 = raster.stored == np.float32 and not raster.is_scaled
    return str(np.float32(value)) if is_float32 else repr(value)


if __name__ == "__main__":
    action, folder, name = sys.argv[1:]
    (make if action == "make" else compare)(folder, name)
