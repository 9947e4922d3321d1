"""What the benches read: rasters with a seed, any county layer, tilings of thousands of zones."""
import math
import os
import sys

import geopandas
import numpy
import rasterio
import shapely
from rasterio.transform import Affine
from rasterio.windows import Window

SEED = 20_260_301
NODATA = -9999.0
BLOCK = 512
COUNTIES, LARGE, DEFLATED = "counties.gpkg", "china_0p005.tif", "china_0p01_deflate.tif"


def say(text):
    print(text, file=sys.stderr, flush=True)


def make(folder, layer, extent):
    """The three inputs, from a county layer; those that are there stay."""
    os.makedirs(folder, exist_ok=True)
    make_counties(os.path.join(folder, COUNTIES), layer)
    make_raster(os.path.join(folder, LARGE), extent, 0.005)
    make_raster(os.path.join(folder, DEFLATED), extent, 0.01, compress="deflate", predictor=3)


def make_counties(path, layer):
    """Polygons in EPSG:4326 with `zone_id` 1, 2, …, repaired where they are not valid."""
    if os.path.exists(path):
        return
    say(f"making {path}")
    frame = geopandas.read_file(layer)
    shapes = frame.geometry.to_crs("EPSG:4326")
    shapes = shapes[shapes.notna() & ~shapes.is_empty]
    shapes = shapely.make_valid(shapes.values, method="structure", keep_collapsed=False)
    zones = geopandas.GeoDataFrame({"zone_id": numpy.arange(1, len(shapes) + 1)},
                                   geometry=shapes, crs="EPSG:4326")
    write_layer(zones, path, "counties")


def write_layer(frame, path, layer):
    frame.to_file(path + ".part.gpkg", layer=layer)
    os.replace(path + ".part.gpkg", path)


def make_raster(path, extent, cell, **profile):
    """A smooth field with noise as Float32 in tiles of 512 × 512, 2 % of its cells nodata."""
    if os.path.exists(path):
        return
    say(f"making {path}")
    random = numpy.random.default_rng([SEED, round(1 / cell)])
    west, south, east, north = extent
    columns, rows = round((east - west) / cell), round((north - south) / cell)
    profile |= dict(driver="GTiff", width=columns, height=rows, count=1, dtype="float32",
                    crs="EPSG:4326", nodata=NODATA, tiled=True, blockxsize=BLOCK,
                    blockysize=BLOCK, transform=Affine(cell, 0, west, 0, -cell, north))
    with rasterio.open(path + ".part", "w", **profile) as file:
        for top in range(0, rows, BLOCK):
            height = min(BLOCK, rows - top)
            latitude = north - cell * (numpy.arange(top, top + height)[:, None] + 0.5)
            longitude = west + cell * (numpy.arange(columns) + 0.5)
            values = 45 + 20 * numpy.sin(longitude / 4) * numpy.cos(latitude / 3)
            values = (values + random.normal(0, 3, values.shape)).astype("float32")
            values[random.random(values.shape, "float32") < 0.02] = NODATA
            file.write(values, 1, window=Window(0, top, columns, height))
    os.replace(path + ".part", path)


def months(like, folder, count):
    """Rasters like `like`, each with noise of its own seed and nodata where it has."""
    paths = [os.path.join(folder, f"month_{number:02}.tif") for number in range(1, count + 1)]
    for seed, path in enumerate(paths, 1):
        if os.path.exists(path):
            continue
        say(f"making {path}")
        random = numpy.random.default_rng(seed)
        # One tile of noise is used again and again: the values must differ, no more.
        noise = random.normal(3 * seed, 2, (1024, 1024)).astype("float32")
        with rasterio.open(like) as source:
            with rasterio.open(path + ".part", "w", **source.profile) as file:
                for _, window in source.block_windows(1):
                    values = source.read(1, window=window)
                    top, left = random.integers(0, 512, 2)
                    more = noise[top:top + values.shape[0], left:left + values.shape[1]]
                    values += numpy.where(values == source.nodata, 0, more)
                    file.write(values, 1, window=window)
        os.replace(path + ".part", path)
    return paths


def tiling(folder, count, extent, side=12):
    """Irregular quadrilaterals that tile the extent, with bent borders of `side` edges that
    neighbours share. Path and number of vertices."""
    path = os.path.join(folder, f"tiling_{count}.gpkg")
    if not os.path.exists(path):
        say(f"making {path}")
        random = numpy.random.default_rng(count)
        west, south, east, north = extent
        rows = max(round(math.sqrt(count * (north - south) / (east - west))), 1)
        columns = math.ceil(count / rows)
        step = numpy.array([(east - west) / columns, (north - south) / rows])
        v, u = numpy.mgrid[0:rows + 1, 0:columns + 1]
        corners = numpy.stack([west + u * step[0], north - v * step[1]], -1)
        shift = random.uniform(-0.2, 0.2, corners.shape) * step
        shift[[0, -1]] = shift[:, [0, -1]] = 0
        corners += shift
        across = bent(corners[:, :-1], corners[:, 1:], side, random)
        down = bent(corners[:-1], corners[1:], side, random)
        rings = numpy.concatenate([across[:-1], down[:, 1:], across[1:, :, ::-1],
                                   down[:, :-1, ::-1]], axis=2)
        zones = shapely.polygons(rings.reshape(-1, rings.shape[2], 2)[:count])
        if not shapely.is_valid(zones).all():
            raise SystemExit("the tiling crosses itself")
        frame = geopandas.GeoDataFrame({"zone_id": numpy.arange(1, count + 1)}, geometry=zones,
                                       crs="EPSG:4326")
        write_layer(frame, path, "zones")
    return path, count * 4 * side


def bent(start, end, pieces, random):
    """Lines of `pieces` edges from start to end, moved sideways, most in the middle."""
    t = numpy.arange(pieces + 1)[:, None] / pieces
    along = (end - start)[:, :, None]
    sideways = numpy.concatenate([-along[..., 1:], along[..., :1]], -1)
    offset = random.uniform(-0.09, 0.09, along.shape[:2] + (pieces + 1,))[..., None]
    return start[:, :, None] + along * t + sideways * offset * (4 * t * (1 - t))
