"""Points on rivers as a user waits for them: the tool and geopandas by turns, whole processes.

    python river_peers.py --tool PATH --data DIR --out FILE

`DIR` holds `rivers.gpkg` (lines in metres with `reach_id`) and `river_points.gpkg` (points with
`id`). Both read the files, find the nearest reach within 1 km and the measure along it, and write
a CSV table; the tool adds the second reach, the side and the distance to the mouth.
"""
import argparse
import csv
import json
import os
import sys
import tempfile
import time

from processes import Contender, rounds, warm

GEOPANDAS = """
import sys, geopandas as gpd, shapely
rivers, points = gpd.read_file(sys.argv[1]), gpd.read_file(sys.argv[2])
found = points.sjoin_nearest(rivers, max_distance=1000, distance_col="distance_m")
found = found[~found.index.duplicated()]
found["measure_m"] = shapely.line_locate_point(
    rivers.geometry.values[found.index_right.values], found.geometry.values)
found[["id", "reach_id", "measure_m", "distance_m"]].to_csv(sys.argv[3], index=False)
"""


def by_id(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def agreement(ours, theirs):
    """The largest differences in metres; measures where both took the same reach."""
    found, other = by_id(ours), by_id(theirs)
    same = [i for i in other if found[i]["reach"] == other[i]["reach_id"]]
    distance = max(abs(float(found[i]["distance_m"]) - float(other[i]["distance_m"]))
                   for i in other)
    measure = max(abs(float(found[i]["measure_m"]) - float(other[i]["measure_m"])) for i in same)
    return {"points": len(found), "matched_by_the_peer": len(other),
            "on_the_same_reach": len(same), "largest_distance_difference_m": distance,
            "largest_measure_difference_m": measure}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--limit", type=float, default=300, help="seconds a process may take")
    options = parser.parse_args()
    rivers = os.path.join(options.data, "rivers.gpkg")
    points = os.path.join(options.data, "river_points.gpkg")
    for path in (rivers, points):
        warm(path)
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        def out(name):
            return os.path.join(folder, name)

        def tool(name, cores, threads):
            return Contender(name, [
                os.path.abspath(options.tool), "rivers", "locate", "--rivers", rivers, "--id-field",
                "reach_id", "--points", points, "--point-id-field", "id", "--max-distance", "1km",
                "--threads", str(threads), "--overwrite", "--quiet", "-o", out(f"{threads}.csv")],
                out(f"{threads}.csv"), cores)

        script = out("snap.py")
        with open(script, "w") as file:
            file.write(GEOPANDAS)
        contenders = [
            tool("basingrid, 1 core", str(cores[0]), 1),
            tool("basingrid, 2 cores", ",".join(str(core) for core in cores[:2]), 2),
            Contender("geopandas", [sys.executable, script, rivers, points, out("peer.csv")],
                      out("peer.csv"), str(cores[0]))]
        started = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        load = os.getloadavg()
        rounds(contenders, options.repeat, options.limit)
        figures = {one.name: one.figures() for one in contenders}
        own = figures["basingrid, 1 core"]
        ratios = {key: {name: round(f[key] / own[key], 2) for name, f in figures.items()
                        if key in f and name != "basingrid, 1 core"}
                  for key in ("wall_s", "user_s") if key in own}
        result = {"case": "R1", "started": started, "repeat": options.repeat,
                  "load_before": [round(one, 2) for one in load], "figures": figures,
                  "times_the_tools": ratios,
                  "agreement_with_geopandas": agreement(out("1.csv"), out("peer.csv"))}
    print(json.dumps(result, indent=1))
    with open(options.out, "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
