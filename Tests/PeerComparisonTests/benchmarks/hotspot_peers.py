"""Fishnets and Gi* as a user waits for them: the tool and its peers by turns, whole processes.

    python hotspot_peers.py --tool PATH --zones LAYER --data DIR --out FILE

LAYER has zones with a field `code`, such as the counties of 28 cities. Rasters of 2 000 and 10 000
cells a side are made in `DIR` where they are missing. geopandas lays boxes over the zones and cuts
them (`overlay`), as one does without a fishnet; xarray-spatial's focal filter is not Gi*, but the
nearest that is fast, and takes its array from memory.
"""
import argparse
import json
import os
import sys
import tempfile
import time

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from processes import Contender, rounds, warm

ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
GEOPANDAS = f"""
import sys, numpy as np, geopandas as gpd, shapely
path, c = sys.argv[1], float(sys.argv[2])
z = gpd.read_file(path).to_crs("{ALBERS}")
x0, y0, x1, y1 = z.total_bounds
gx, gy = np.meshgrid(np.arange(np.floor(x0 / c) * c, x1, c), np.arange(np.floor(y0 / c) * c, y1, c))
cells = shapely.box(gx.ravel(), gy.ravel(), gx.ravel() + c, gy.ravel() + c)
f = gpd.GeoDataFrame({{"cell": np.arange(len(cells))}}, geometry=cells, crs=z.crs)
o = gpd.overlay(f, z[["code", "geometry"]], how="intersection")
o["share"] = o.area / (c * c)
o[["cell", "code", "share"]].to_csv(sys.argv[3], index=False)
"""
XARRAY = """
import sys, rasterio, xarray
from xrspatial.focal import hotspots
from xrspatial.convolution import circle_kernel
with rasterio.open(sys.argv[1]) as file: a = file.read(1)
hotspots(xarray.DataArray(a, dims=["y", "x"]), circle_kernel(1, 1, 10)).values
"""


def raster(path, side):
    """Noise with a block that is a little higher, 100 m a cell."""
    if os.path.exists(path):
        return
    random = np.random.default_rng(1)
    with rasterio.open(path, "w", driver="GTiff", width=side, height=side, count=1, dtype="float32",
                       crs="EPSG:4547", nodata=-9999.0, tiled=True, blockxsize=512, blockysize=512,
                       transform=from_origin(500_000, 4_200_000 + side * 100, 100, 100)) as file:
        across = np.arange(side)[None, :]
        for top in range(0, side, 512):
            rows = np.arange(top, min(top + 512, side))[:, None]
            values = random.normal(40, 8, (len(rows), side)).astype("float32")
            inside = (rows >= side // 3) & (rows < side // 2)
            values[inside & (across >= side // 3) & (across < side // 2)] += 3
            file.write(values, 1, window=Window(0, top, side, len(rows)))


class Cases:
    def __init__(self, options, folder):
        self.tool, self.folder, self.options = os.path.abspath(options.tool), folder, options
        cores = sorted(os.sched_getaffinity(0))
        self.one, self.two = str(cores[0]), ",".join(str(core) for core in cores[:2])

    def out(self, name):
        return os.path.join(self.folder, name)

    def script(self, name, text, arguments, times=None):
        path = self.out("run_" + name.replace("-", "_") + ".py")
        with open(path, "w") as file:
            file.write(text)
        return Contender(name, [sys.executable, path] + arguments, None, self.one, times)

    def basingrid(self, label, arguments, out, cores=None, threads=1):
        return Contender(label, [self.tool] + arguments + [
            "--threads", str(threads), "--overwrite", "--quiet", "-o", self.out(out)],
            self.out(out), cores or self.one)

    def grid(self, cell):
        return ["grid", "--zones", self.options.zones, "--id-field", "code", "--cell", cell,
                "--crs", ALBERS]

    def gistar(self, side, more=()):
        path = os.path.join(self.options.data, f"gistar{side}.tif")
        raster(path, side)
        warm(path)
        return ["hotspots", "--raster", path, "--gistar", "1km", *more]

    def contenders(self, case):
        if case == "G1":
            return [self.basingrid("basingrid, 1 core", self.grid("3km"), "cells.csv"),
                    self.script("geopandas", GEOPANDAS, [self.options.zones, "3000", self.out("g.csv")])]
        if case == "G1 at 500 m":
            return [self.basingrid("basingrid, 1 core", self.grid("500m"), "fine.csv")]
        if case == "H1":
            small = os.path.join(self.options.data, "gistar2000.tif")
            return [self.basingrid("basingrid, 1 core", self.gistar(2000), "bins.tif"),
                    self.script("xarray-spatial", XARRAY, [small])]
        if case == "H1 at 10 000":
            more = ["--z", self.out("z.tif")]
            return [self.basingrid("basingrid, 1 core", self.gistar(10_000, more), "bins.tif"),
                    self.basingrid("basingrid, 2 cores", self.gistar(10_000, more), "two.tif",
                                   self.two, 2)]
        raise SystemExit(f"unknown case {case}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--zones", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--cases", default="G1,G1 at 500 m,H1,H1 at 10 000")
    parser.add_argument("--skip", default="", help="peers to leave out, by comma")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600, help="seconds a process may take")
    options = parser.parse_args()
    warm(options.zones)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(options, folder)
        for case in options.cases.split(","):
            started = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            contenders = [one for one in cases.contenders(case)
                          if one.name not in options.skip.split(",")]
            rounds(contenders, options.repeat, options.limit)
            figures = {one.name: one.figures() for one in contenders}
            own = figures["basingrid, 1 core"].get("wall_s")
            ratios = {name: round(f["wall_s"] / own, 2) for name, f in figures.items()
                      if own and "wall_s" in f and name != "basingrid, 1 core"}
            results.append({"case": case, "started": started, "figures": figures,
                            "times_the_tools_wall": ratios})
            print(case, {n: f.get("wall_s", f.get("failed")) for n, f in figures.items()}, ratios,
                  flush=True)
    with open(options.out, "w") as file:
        json.dump({"repeat": options.repeat, "cases": results}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
