"""Zone statistics of a run against exactextract on the rasters that it wrote.

    python zone_statistics.py OUT DATASET
"""
import os
import sys

import exactextract

import sample
from verdict import Verdict, number, rows

# exactextract's name for each column.
STATISTICS = {"mean": "mean", "count": "count", "sum": "sum", "stdev": "stdev", "min": "min",
              "max": "max"}
# exactextract keeps coverage fractions as Float32 and counts every cell with any at all; BasinGrid
# takes less than 1e-12 for rounding. With the sliver cells left out the extremes may only shrink.
SLIVER = 1e-6

out, dataset = sys.argv[1:]
verdict = Verdict()


def extract(raster, zones):
    operations = list(STATISTICS.values()) + [
        f"inner_min=min(min_coverage_frac={SLIVER})", f"inner_max=max(min_coverage_frac={SLIVER})"]
    frame = exactextract.exact_extract(raster, zones, operations, output="pandas")
    return frame.to_dict("records")


for layer in sample.LAYERS:
    zones = sample.projected(dataset, layer)
    bent = sample.projected(dataset, layer, longest_edge=None)
    areas = {name: sample.area_in_km2(shape) for name, shape in sample.degrees(dataset, layer)}
    for period in sample.periods(out):
        table = rows(os.path.join(out, "tables", f"zones_{layer}_{period}.csv"))
        verdict.same("zone order", f"{layer} {period}", [row["id"] for row in table], list(zones.id))
        labels = list(sample.read(dataset, sample.LAYERS[layer][0])[sample.LAYERS[layer][2]])
        verdict.same("labels", f"{layer} {period}", [row["label"] for row in table[:-1]], labels)
        for row in table:
            verdict.compare("area_km2", f"{layer} {row['id']}", number(row["area_km2"]), areas[row["id"]])
        for surface in ("PM2.5_mean", "O3_8h_p90"):
            for suffix in ("", "_before"):
                raster = os.path.join(out, "rasters", f"{surface}_{period}{suffix}.tif")
                expected = extract(raster, zones)
                chords = exactextract.exact_extract(raster, bent, ["mean"], output="pandas")
                for row, peer, chord, shape in zip(table, expected, chords["mean"], zones.geometry):
                    place = f"{layer} {row['id']} {surface}{suffix} {period}"
                    found = {name: number(row[f"{surface}_{name}{suffix}"])
                             for name in list(STATISTICS) + ["valid_share"]}
                    for name, peer_name in STATISTICS.items():
                        if name in ("min", "max"):
                            continue
                        verdict.compare(name, place, found[name], peer[peer_name])
                    # The zone's area in cells of 500 m; outside the raster counts as missing.
                    verdict.compare("valid_share", place, found["valid_share"],
                                    peer["count"] / (shape.area / 500**2))
                    verdict.holds("min", place, peer["min"] <= found["min"] <= peer["inner_min"],
                                  f"{peer['min']} <= {found['min']} <= {peer['inner_min']}")
                    verdict.holds("max", place, peer["inner_max"] <= found["max"] <= peer["max"],
                                  f"{peer['inner_max']} <= {found['max']} <= {peer['max']}")
                    verdict.compare("mean with edges left as chords", place, found["mean"], chord)
                    if not suffix:
                        before = number(row[f"{surface}_mean_before"])
                        verdict.compare("mean_change", place, number(row[f"{surface}_mean_change"]),
                                        found["mean"] - before)
                        verdict.compare(
                            "mean_change_percent", place,
                            number(row[f"{surface}_mean_change_percent"]),
                            (found["mean"] - before) / before * 100)
verdict.write()
