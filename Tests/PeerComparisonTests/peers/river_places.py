"""Points beside a made network, and where shapely finds them.

    python river_places.py make FOLDER       writes FOLDER/rivers.gpkg and FOLDER/points.gpkg
    python river_places.py compare FOLDER    compares FOLDER/located.csv, made by `basingrid rivers
                                             locate`, with shapely's distance and line_locate_point
"""
import os
import sys

import geopandas as gpd
import numpy as np
import shapely

from verdict import Verdict, number, rows

SEED = 32650
REACHES, POINTS, LIMIT = 400, 3000, 900.0


def make(folder):
    """Winding lines, some with doubled vertices, some closed, one folded onto itself."""
    random = np.random.RandomState(SEED)
    lines = []
    for index in range(REACHES):
        count = random.randint(2, 40)
        steps = random.normal(0, 400, (count, 2)).cumsum(axis=0)
        places = steps + random.uniform(0, 30_000, 2) + [500_000, 4_200_000]
        if index % 10 == 3:
            places = np.repeat(places, 2, axis=0)
        if index % 10 == 7 and count > 3:
            places = np.vstack([places, places[:1]])
        if index == 50:
            places = np.vstack([places, places[::-1]])
        lines.append(shapely.LineString(places))
    rivers = gpd.GeoDataFrame({"code": [f"r{i:03d}" for i in range(REACHES)]}, geometry=lines,
                              crs=32650)
    rivers.to_file(os.path.join(folder, "rivers.gpkg"))
    chosen = random.randint(0, REACHES, POINTS)
    on = shapely.line_interpolate_point(rivers.geometry.values[chosen], random.uniform(size=POINTS),
                                        normalized=True)
    places = shapely.get_coordinates(on) + random.normal(0, 400, (POINTS, 2))
    # The first hundred lie on vertices of the lines, where neighbours are equally near.
    places[:100] = [shapely.get_coordinates(lines[i])[0] for i in range(100)]
    gpd.GeoDataFrame({"id": np.arange(POINTS)}, geometry=gpd.points_from_xy(*places.T),
                     crs=32650).to_file(os.path.join(folder, "points.gpkg"))


def compare(folder):
    rivers = gpd.read_file(os.path.join(folder, "rivers.gpkg"))
    points = gpd.read_file(os.path.join(folder, "points.gpkg"))
    located = rows(os.path.join(folder, "located.csv"))
    verdict = Verdict()
    verdict.same("rows", "located.csv", len(located), len(points))
    lines = dict(zip(rivers.code, rivers.geometry))
    geometries = rivers.geometry.values
    for row, point in zip(located, points.geometry):
        distances = np.sort(shapely.distance(geometries, point))
        place = f"point {row['id']}"
        verdict.compare("distance", place, number(row["distance_m"]), distances[0], scale=1.0)
        if distances[0] > LIMIT:
            verdict.same("unmatched", place, row["reach"], "")
            continue
        line = lines.get(row["reach"])
        if line is None:
            verdict.fault(f"{place}: no reach, but one is {distances[0]} m away")
            continue
        verdict.compare("distance of the reach", place, shapely.distance(line, point),
                        distances[0], scale=1.0)
        verdict.compare("second distance", place, number(row["second_distance_m"]), distances[1],
                        scale=1.0)
        # Of equally near places along a line either may be taken, so the measure is compared by
        # the place that it leads to.
        measure = number(row["measure_m"])
        foot = shapely.line_interpolate_point(line, measure)
        x, y = number(row["x"]), number(row["y"])
        verdict.compare("place of the measure", place, np.hypot(foot.x - x, foot.y - y), 0.0,
                        scale=1.0)
        peer = shapely.line_locate_point(line, point)
        if abs(peer - measure) > 1e-6:
            other = shapely.line_interpolate_point(line, peer)
            verdict.compare("tie", place, shapely.distance(other, point), distances[0], scale=1.0)
        else:
            verdict.compare("measure", place, measure, peer, scale=1.0)
        verdict.compare("offset", place, abs(number(row["offset_m"])), distances[0], scale=1.0)
    verdict.write()


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](sys.argv[2])
