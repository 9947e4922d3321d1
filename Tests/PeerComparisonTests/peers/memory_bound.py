"""One zone of 100 million cells: the tool's quantiles within a bound of memory, beside numpy's.

    memory_bound.py make FOLDER          a raster of 10 000 x 10 000 Float32 and one zone
    memory_bound.py run FOLDER TOOL …    runs the tool; prints its peak resident size in bytes
    memory_bound.py compare FOLDER CSV   the table's median and p90 beside numpy.quantile
"""
import os
import sys

ROWS = 10_000


def make(folder):
    import geopandas
    import numpy
    import rasterio
    import shapely

    random = numpy.random.default_rng(20261122)
    profile = dict(driver="GTiff", width=ROWS, height=ROWS, count=1, dtype="float32",
                   crs="EPSG:4547", nodata=-9999, tiled=True, blockxsize=256, blockysize=256,
                   transform=rasterio.transform.from_origin(400_000, 4_300_000, 10, 10))
    with rasterio.open(os.path.join(folder, "big.tif"), "w", **profile) as target:
        for row in range(0, ROWS, 256):
            height = min(256, ROWS - row)
            window = rasterio.windows.Window(0, row, ROWS, height)
            values = random.normal(50, 12, (height, ROWS)).astype("float32")
            target.write(values, 1, window=window)
    zone = shapely.box(400_000, 4_200_000, 500_000, 4_300_000)
    geopandas.GeoDataFrame({"id": ["all"]}, geometry=[zone], crs=4547).to_file(
        os.path.join(folder, "big.gpkg"))


def run(folder, command):
    # This process is small: a child's peak begins at its parent's size.
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"the tool ended with status {status}")
    print(usage.ru_maxrss * 1024)


def compare(folder, table):
    import numpy
    import pandas
    import rasterio

    with rasterio.open(os.path.join(folder, "big.tif")) as source:
        values = source.read(1).ravel()
    row = pandas.read_csv(os.path.join(folder, table)).iloc[0]
    expected = numpy.quantile(values, [0.5, 0.9], method="inverted_cdf")
    found = numpy.array([row["median"], row["p90"]])
    print(int(row["count"] == ROWS * ROWS and (found == expected.astype("float64")).all()))


if __name__ == "__main__":
    verb, folder, *rest = sys.argv[1:]
    if verb == "make":
        make(folder)
    elif verb == "run":
        run(folder, rest)
    else:
        compare(folder, rest[0])
