"""Python's tools for zonal statistics, each run as a process of its own.

    python peers.py NAME ZONES OUT.csv RASTER…

Each has the options that are best for it: zones read whole by pyogrio, enough memory for all cells
of a zone, one coverage for all statistics and rasters where the tool can keep it.
"""
import sys

STATISTICS = ["mean", "sum", "count", "min", "max", "stdev"]


def read_zones(path):
    import geopandas
    return geopandas.read_file(path)


def exactextract(zones, out, rasters, strategy="feature-sequential"):
    from exactextract import exact_extract
    frame = exact_extract(rasters if len(rasters) > 1 else rasters[0], read_zones(zones),
                          STATISTICS, include_cols=["zone_id"], output="pandas",
                          strategy=strategy, max_cells_in_memory=100_000_000)
    frame.to_csv(out, index=False)


def exactextract_by_raster(zones, out, rasters):
    exactextract(zones, out, rasters, "raster-sequential")


def extractrs_kernels(zones, out, rasters):
    """Coverage and statistics of what is in memory, the median of three, in seconds."""
    import time
    import extractrs
    import rasterio
    frame = read_zones(zones)
    shapes, ids = frame.geometry.to_wkb().tolist(), frame.zone_id.tolist()
    with rasterio.open(rasters[0]) as file:
        values, nodata = file.read(1).astype("float64"), file.nodata
        box, step = file.bounds, file.transform
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        cache = extractrs.build_cache(
            shapes, ids, box.left, box.bottom, box.right, box.top, step.a, -step.e)
        for name in STATISTICS:
            extractrs.apply_stat(cache, values, nodata, name)
        seconds.append(time.perf_counter() - start)
    with open(out, "w") as file:
        file.write(f"{sorted(seconds)[1]}\n")


def extractrs(zones, out, rasters):
    import extractrs
    import pandas
    import rasterio
    frame = read_zones(zones)
    cache, columns = None, {}
    for number, path in enumerate(rasters):
        with rasterio.open(path) as file:
            values, nodata = file.read(1).astype("float64"), file.nodata
            box, step = file.bounds, file.transform
        if cache is None:
            cache = extractrs.build_cache(
                frame.geometry.to_wkb().tolist(), frame.zone_id.tolist(), box.left, box.bottom,
                box.right, box.top, step.a, -step.e)
        for name in STATISTICS:
            columns[f"{number}_{name}"] = extractrs.apply_stat(cache, values, nodata, name)
    # Zones that touch no cell have no row, so there are no ids to write.
    pandas.DataFrame(columns).to_csv(out, index=False)


def rasterstats(zones, out, rasters):
    import pandas
    import rasterstats
    statistics = ["mean", "sum", "count", "min", "max", "std"]
    rows = rasterstats.zonal_stats(read_zones(zones), rasters[0], stats=statistics)
    pandas.DataFrame(rows).to_csv(out, index=False)


def floor(zones, out, rasters):
    """Blocks and zones read by GDAL, and nothing else."""
    import pyogrio
    import rasterio
    total = 0.0
    for path in rasters:
        with rasterio.open(path) as file:
            for _, window in file.block_windows(1):
                total += float(file.read(1, window=window)[0, 0])
    layer = pyogrio.raw.read(zones)
    with open(out, "w") as file:
        file.write(f"{total} {len(layer[2])}\n")


def imports(zones, out, rasters):
    """Python started, exactextract's packages imported, nothing done."""
    import exactextract
    import geopandas
    with open(out, "w") as file:
        file.write(f"{exactextract.__name__} {geopandas.__name__}\n")


# The peers, and the package that each needs.
PEERS = {exactextract: "exactextract", exactextract_by_raster: "exactextract",
         extractrs: "extractrs", extractrs_kernels: "extractrs", rasterstats: "rasterstats",
         floor: "pyogrio", imports: "exactextract"}

if __name__ == "__main__":
    wanted, zones, out, *rasters = sys.argv[1:]
    next(peer for peer in PEERS if peer.__name__ == wanted)(zones, out, rasters)
