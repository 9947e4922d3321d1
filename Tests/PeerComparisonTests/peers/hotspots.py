"""The hotspot cells of a run against exactextract on their boxes and the raster that it wrote.

    python hotspots.py OUT DATASET
"""
import os
import re
import sys

import exactextract
import geopandas as gpd
import numpy as np
import shapely

import sample
from verdict import Verdict, number, rows

SIZE, TOP, CELLS_A_SIDE = 3000, 29, 6

out, dataset = sys.argv[1:]
verdict = Verdict()
zones = sample.projected(dataset, "环境管控单元").iloc[:-1]


def lattice():
    """Row, column and box of every cell of the lattice, of whole multiples, that a zone covers."""
    west, south, east, north = zones.total_bounds
    whole = shapely.union_all(list(zones.geometry))
    for row in range(int(south // SIZE), int(north // SIZE) + 1):
        for column in range(int(west // SIZE), int(east // SIZE) + 1):
            box = shapely.box(column * SIZE, row * SIZE, (column + 1) * SIZE, (row + 1) * SIZE)
            if shapely.area(shapely.intersection(whole, box)) > 1e-6:
                yield (row, column), box


boxes = dict(lattice())
tree = shapely.STRtree(list(zones.geometry))

for period in sample.periods(out):
    table = rows(os.path.join(out, "tables", f"hotspots_{period}.csv"))
    cells = [(int(row["row"]), int(row["column"])) for row in table]
    verdict.same("a row for every cell that a zone covers", period, sorted(cells), sorted(boxes))
    frame = gpd.GeoDataFrame(geometry=[boxes[cell] for cell in cells], crs=sample.WORKING_CRS)
    raster = os.path.join(out, "rasters", f"PM2.5_mean_{period}")
    now, before = (exactextract.exact_extract(raster + end, frame, ["mean", "count"], output="pandas")
                   for end in (".tif", "_before.tif"))
    values = np.array([number(row["value"]) for row in table])
    for index, (row, cell) in enumerate(zip(table, cells)):
        place = f"{row['cell_id']} {period}"
        verdict.compare("value", place, values[index], now["mean"][index])
        verdict.compare("before", place, number(row["before"]), before["mean"][index])
        verdict.compare("change_percent", place, number(row["change_percent"]),
                        (now["mean"][index] / before["mean"][index] - 1) * 100, scale=100)
        verdict.compare("valid_share", place, number(row["valid_share"]),
                        now["count"][index] / CELLS_A_SIDE**2)
        verdict.same("centre", place, (number(row["x"]), number(row["y"])),
                     ((cell[1] + 0.5) * SIZE, (cell[0] + 0.5) * SIZE))
        verdict.same("id", place, row["cell_id"], f"4547-3000-r{cell[0]:05}-c{cell[1]:05}")
        verdict.holds("id's form", place, re.fullmatch(r"\d+-\d+-r\d{5}-c\d{5}", row["cell_id"]))
        verdict.same("rank", place, int(row["rank"]), 1 + int((values > values[index]).sum()))
        verdict.same("selected", place, row["selected"], "yes" if int(row["rank"]) <= TOP else "no")
        shares = {zones.id.iloc[zone]: shapely.area(shapely.intersection(
            zones.geometry.iloc[zone], boxes[cell])) / SIZE**2 for zone in tree.query(boxes[cell])}
        verdict.compare("share of the main zone", place, number(row["share"]), shares.get(row["zone"]),
                        scale=1)
        verdict.compare("no other zone has more of the cell", place, number(row["share"]),
                        max(shares.values()), scale=1)
    verdict.same("order", period, [int(row["rank"]) for row in table],
                 sorted(int(row["rank"]) for row in table))
    verdict.same("number of hotspots", period, sum(row["selected"] == "yes" for row in table), TOP)
verdict.write()
