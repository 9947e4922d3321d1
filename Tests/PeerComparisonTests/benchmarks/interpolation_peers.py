"""Interpolation as a user waits for it: the tool and its peers by turns, whole processes.

    python interpolation_peers.py --tool PATH --data DIR --out FILE

`DIR` holds `stations2000.csv` and `stations229.csv` (id, x, y, pm25; UTM metres), `readings_wide.csv`
(time, then a column a station, a row an hour) and `zones27.gpkg`. The peers in Python and R write
their arrays without compressing them; the tool writes a Cloud Optimized GeoTIFF.
"""
import argparse
import json
import os
import sys
import tempfile
import time

from processes import Contender, rounds, warm

HERE = os.path.dirname(os.path.abspath(__file__))
EXTENTS = {"stations2000.csv": (400000, 3950000, 800000, 4350000),
           "stations229.csv": (400000, 3950000, 500000, 4050000)}
MODEL = "spherical,nugget=4,psill=90,range=60000"

SCIPY = """
import sys, numpy as np, pandas as pd
from scipy.spatial import cKDTree
path, n, size, out = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
d = pd.read_csv(path)
c = (np.arange(n) + .5) * size / n
gx, gy = np.meshgrid(400000 + c, 3950000 + size - c)
dist, i = cKDTree(d[["x", "y"]].values).query(np.c_[gx.ravel(), gy.ravel()], 12)
w = 1 / np.maximum(dist, 1e-9) ** 2
np.save(out, (w * d.pm25.values[i]).sum(1) / w.sum(1))
"""
GSTAT = """
a <- commandArgs(TRUE); suppressMessages({library(sp); library(gstat)})
d <- read.csv(a[1]); n <- as.integer(a[2]); size <- as.numeric(a[3]); nmax <- as.integer(a[4])
coordinates(d) <- ~x+y; cc <- (seq_len(n) - .5) * size / n
g <- expand.grid(x = 400000 + cc, y = 3950000 + cc); coordinates(g) <- ~x+y; gridded(g) <- TRUE
r <- krige(pm25 ~ 1, d, g, vgm(90, "Sph", 60000, 4), nmax = if (nmax == 0) Inf else nmax, debug.level = 0)
cat(mean(r$var1.pred), mean(r$var1.var))
"""
KRIGEKIT = """
import sys, numpy as np, pandas as pd, krigekit
path, n, size, nmax = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
d = pd.read_csv(path)
c = (np.arange(n) + .5) * size / n
gx, gy = np.meshgrid(400000 + c, 3950000 + c)
krigekit.ordinary_kriging(d[["x", "y"]].values, d.pm25.values, np.c_[gx.ravel(), gy.ravel()],
    dict(vtype="sph", nugget=4., sill=90., a_major=60000.), nmax=nmax or len(d), nthread=1)
"""


class Cases:
    """The cases by name, each a list of contenders."""

    def __init__(self, options, folder):
        self.tool, self.data = os.path.abspath(options.tool), os.path.abspath(options.data)
        self.folder = folder
        cores = sorted(os.sched_getaffinity(0))
        self.one, self.two = str(cores[0]), ",".join(str(core) for core in cores[:2])
        self.names = options.cases.split(",")
        self.skip = options.skip.split(",")

    def out(self, name):
        return os.path.join(self.folder, name)

    def script(self, name, text):
        path = self.out(name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def interpolate(self, label, stations, size, more, cores=None, threads=1):
        west, south, east, north = EXTENTS[stations]
        out = self.out(label.replace(" ", "_").replace(",", "") + ".tif")
        return Contender(label, [
            self.tool, "interpolate", "--stations", os.path.join(self.data, stations), "--value",
            "pm25", "--assume-crs", "EPSG:32650", "--crs", "EPSG:32650", "--extent", str(west),
            str(south), str(east), str(north), "--size", str(size), str(size), "--threads",
            str(threads), "--overwrite", "--quiet", "-o", out] + more, out, cores or self.one)

    def peer(self, label, program, name, text, stations, size, more, times=None):
        west, _, east, _ = EXTENTS[stations]
        arguments = [os.path.join(self.data, stations), str(size), str(east - west)] + more
        return Contender(label, [program, self.script(name, text)] + arguments, None, self.one, times)

    def gdal_grid(self, label, algorithm, stations, size, times=None):
        west, south, east, north = EXTENTS[stations]
        vrt = self.script("points.vrt", f"""<OGRVRTDataSource><OGRVRTLayer name="{stations[:-4]}">
<SrcDataSource>{os.path.join(self.data, stations)}</SrcDataSource><GeometryType>wkbPoint</GeometryType>
<LayerSRS>EPSG:32650</LayerSRS><GeometryField encoding="PointFromColumns" x="x" y="y"/>
</OGRVRTLayer></OGRVRTDataSource>""")
        return Contender(label, [
            "gdal_grid", "-q", "-a", algorithm, "-zfield", "pm25", "-txe", str(west), str(east),
            "-tye", str(north), str(south), "-outsize", str(size), str(size), "-ot", "Float32",
            "-l", stations[:-4], vrt, self.out(label.replace(" ", "_") + ".tif")], None, self.one,
            times)

    def contenders(self, case):
        large, small = "stations2000.csv", "stations229.csv"
        kriging = ["--method", "kriging", "--variogram", MODEL]
        variance = kriging + ["--variance", self.out("variance.tif")]
        if case == "I1":
            return [
                self.interpolate("basingrid, 1 core", large, 2000, ["--neighbors", "12"]),
                self.peer("scipy", sys.executable, "scipy_idw.py", SCIPY, large, 2000, [self.out("z.npy")]),
                self.gdal_grid("gdal_grid invdistnn",
                               "invdistnn:power=2:max_points=12:radius=1e7:smoothing=0", large, 2000, 1)]
        if case == "I2":
            return [
                self.interpolate("basingrid, 1 core", large, 2000, ["--neighbors", "all"]),
                self.gdal_grid("gdal_grid invdist", "invdist:power=2:smoothing=0", large, 2000)]
        if case == "K1":
            return [
                self.interpolate("basingrid, 1 core", small, 1000, variance),
                self.interpolate("basingrid, 2 cores", small, 1000, variance, self.two, 2),
                self.interpolate("basingrid, no variance", small, 1000, kriging),
                self.peer("gstat", "Rscript", "gstat.R", GSTAT, small, 1000, ["0"], 1)]
        if case == "K2":
            near = variance + ["--neighbors", "16"]
            return [
                self.interpolate("basingrid, 1 core", large, 1000, near),
                self.peer("gstat", "Rscript", "gstat.R", GSTAT, large, 1000, ["16"], 2),
                self.peer("krigekit", sys.executable, "krigekit_run.py", KRIGEKIT, large, 1000, ["16"])]
        if case == "S1":
            return [Contender("basingrid, 1 core", [
                self.tool, "series", "--stations", os.path.join(self.data, small), "--id-field", "id",
                "--assume-crs", "EPSG:32650", "--readings", os.path.join(self.data, "readings_wide.csv"),
                "--parameter", "PM2.5", "--zones", os.path.join(self.data, "zones27.gpkg"),
                "--zone-field", "zone_id", "--threads", "1", "--overwrite", "--quiet", "-o",
                self.out("series.csv")], None, self.one)]
        raise SystemExit(f"unknown case {case}: expected I1, I2, K1, K2 or S1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--cases", default="I1,I2,K1,K2,S1")
    parser.add_argument("--skip", default="", help="peers to leave out, by comma")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600, help="seconds a process may take")
    options = parser.parse_args()
    for name in os.listdir(options.data):
        if name.startswith(("stations", "readings", "zones")):
            warm(os.path.join(options.data, name))
    results = []
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(options, folder)
        for case in cases.names:
            started = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            contenders = [one for one in cases.contenders(case) if one.name not in cases.skip]
            rounds(contenders, options.repeat, options.limit)
            figures = {one.name: one.figures() for one in contenders}
            own = [f["wall_s"] for name, f in figures.items() if name == "basingrid, 1 core"]
            ratios = {name: round(f["wall_s"] / own[0], 2) for name, f in figures.items()
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
