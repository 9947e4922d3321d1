"""Jagged zones with holes and parts, and the pieces that shapely cuts from cells.

    python grid_pieces.py make FOLDER       writes FOLDER/zones.gpkg
    python grid_pieces.py compare FOLDER    compares FOLDER/cells.gpkg, made by `basingrid grid` with
                                            cells of 1 km, with shapely's intersections
"""
import os
import sys

import geopandas as gpd
import numpy as np
import shapely

from verdict import Verdict

SEED = 4547
SIZE = 1000.0


def make(folder):
    """Neighbours that share jagged borders, some with vertices and edges on the net's lines; one of
    many parts; holes."""
    random = np.random.RandomState(SEED)
    frame = shapely.box(490_000, 4_200_000, 515_000, 4_220_000)
    seeds = shapely.MultiPoint(np.column_stack([random.uniform(490_000, 515_000, 40),
                                                random.uniform(4_200_000, 4_220_000, 40)]))
    zones = []
    for index, cell in enumerate(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))):
        zone = shapely.intersection(cell, frame)
        if index % 3 == 0:
            # On multiples of 250 m: vertices on lines and corners of the net.
            zone = shapely.set_precision(zone, 250)
        centre = zone.centroid
        if index % 4 == 1:
            turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
            reach = random.uniform(300, 1200, 40)
            zone = shapely.difference(zone, shapely.make_valid(shapely.Polygon(np.column_stack(
                [centre.x + reach * np.cos(turn), centre.y + reach * np.sin(turn)]))))
        zones.append(zone)
    islands = shapely.union_all([shapely.Point(x, y).buffer(r) for x, y, r in zip(
        random.uniform(520_000, 530_000, 60), random.uniform(4_200_000, 4_210_000, 60),
        random.uniform(50, 700, 60))])
    zones.append(islands)
    zones.append(shapely.box(520_000, 4_212_000, 523_000, 4_214_000)
                 - shapely.Polygon([(521_000, 4_212_500), (521_000, 4_213_500), (520_250, 4_213_000)]))
    gpd.GeoDataFrame({"code": [f"z{i:02d}" for i in range(len(zones))]}, geometry=zones,
                     crs=4547).to_file(os.path.join(folder, "zones.gpkg"))


def compare(folder):
    zones = gpd.read_file(os.path.join(folder, "zones.gpkg")).set_index("code").geometry
    pieces = gpd.read_file(os.path.join(folder, "cells.gpkg"))
    verdict = Verdict()
    totals = dict.fromkeys(zones.index, 0.0)
    for piece in pieces.itertuples():
        place = f"{piece.cell_id} in {piece.zone}"
        west, south = piece.column * SIZE, piece.row * SIZE
        cell = shapely.box(west, south, west + SIZE, south + SIZE)
        expected = shapely.intersection(zones[piece.zone], cell)
        if not piece.geometry.is_valid:
            verdict.fault(f"{place} is not valid: {shapely.is_valid_reason(piece.geometry)}")
        verdict.compare("share", place, piece.geometry.area / SIZE ** 2, piece.share, scale=1.0)
        verdict.compare("area", place, piece.geometry.area, expected.area, scale=SIZE ** 2)
        apart = shapely.symmetric_difference(expected, piece.geometry).area
        verdict.compare("symmetric difference", place, apart, 0.0, scale=SIZE ** 2)
        totals[piece.zone] += piece.geometry.area
    for code, zone in zones.items():
        verdict.compare("zone", code, totals[code], zone.area)
    verdict.write()


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](sys.argv[2])
