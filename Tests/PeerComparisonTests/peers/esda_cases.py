"""Local and global statistics of PySAL's esda, with weights of libpysal, on a grid with gaps and on
irregular zones, as one JSON object with the inputs and what esda says of them.

    python esda_cases.py
"""
import json
import sys
import warnings

import esda
import geopandas as gpd
import libpysal
import numpy as np
import shapely

warnings.filterwarnings("ignore")
random = np.random.default_rng(20260315)


def plain(values):
    return [None if not np.isfinite(v) else float(v) for v in np.asarray(values, float)]


def statistics(values, neighbours):
    """Everything that esda says of `values`, all of which are numbers."""
    w = libpysal.weights.W(neighbours, silence_warnings=True)
    star = esda.G_Local(values, w, transform="B", permutations=0, star=True)
    others = esda.G_Local(values, w, transform="B", permutations=0, star=False)
    local = esda.Moran_Local(values, w, transformation="r", permutations=0)
    moran = {}
    for name, transformation in [("rows", "r"), ("none", "b")]:
        m = esda.Moran(values, w, transformation=transformation, permutations=0)
        moran[name] = [float(m.I), float(m.EI), float(m.z_norm), float(m.z_rand)]
    g = esda.G(values, w, permutations=0)
    return {
        "star": plain(star.Zs),
        "others": plain(others.Zs),
        "starP": plain(star.p_norm),
        "local": plain(local.Is),
        "localZ": plain((local.Is - local.EIc * (len(values) - 1) / len(values))
                         / (np.sqrt(local.VIc) * (len(values) - 1) / len(values))),
        "quadrants": [int(q) for q in local.q],
        "moran": moran,
        "g": [float(g.G), float(g.EG), float(g.z_norm)],
    }


def grid(rows, columns, radius):
    """A grid with gaps; esda gets the cells that have a value."""
    values = random.gamma(4, 10, (rows, columns))
    values[4:9, 5:11] += 40
    values[random.random((rows, columns)) < 0.12] = np.nan
    cells = np.argwhere(np.isfinite(values))
    number = {tuple(cell): index for index, cell in enumerate(cells)}
    neighbours = {}
    for index, (row, column) in enumerate(cells):
        near = [(row + dy, column + dx) for dy in range(-radius, radius + 1)
                for dx in range(-radius, radius + 1) if 0 < dy * dy + dx * dx <= radius * radius]
        neighbours[index] = [number[cell] for cell in near if cell in number]
    known = np.array([values[tuple(cell)] for cell in cells])
    return {"rows": rows, "columns": columns, "radius": radius, "values": plain(values.ravel()),
            "expected": statistics(known, neighbours)}


def zones(count):
    """Cells of a Voronoi diagram, whose corners are the same numbers on both sides."""
    points = shapely.MultiPoint(random.random((count, 2)) * 1000)
    cells = shapely.voronoi_polygons(points, extend_to=shapely.box(-200, -200, 1200, 1200))
    frame = gpd.GeoDataFrame(geometry=list(cells.geoms))
    values = random.gamma(4, 10, count) + np.array([c.x for c in frame.centroid]) / 50
    queen = libpysal.weights.Queen.from_dataframe(frame, use_index=False, silence_warnings=True)
    rook = libpysal.weights.Rook.from_dataframe(frame, use_index=False, silence_warnings=True)
    centres = np.array([[c.x, c.y] for c in frame.centroid])
    nearest = libpysal.weights.KNN(centres, k=5, silence_warnings=True)
    band = libpysal.weights.DistanceBand(centres, 150, binary=True, silence_warnings=True)
    lists = {name: [sorted(w.neighbors[i]) for i in range(count)]
             for name, w in [("queen", queen), ("rook", rook), ("nearest", nearest),
                             ("band", band)]}
    lists = {k: [[int(n) for n in near] for near in v] for k, v in lists.items()}
    return {
        "rings": [[list(p) for p in shape.exterior.coords] for shape in frame.geometry],
        "centres": centres.tolist(), "values": plain(values), "neighbours": lists,
        "expected": {name: statistics(values, dict(enumerate(near)))
                     for name, near in lists.items() if all(near)},
    }


json.dump({"grids": [grid(20, 30, 3), grid(25, 17, 1), grid(12, 12, 5)], "zones": zones(150)},
          sys.stdout)
