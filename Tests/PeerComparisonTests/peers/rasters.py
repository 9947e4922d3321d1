"""The rasters of a run: valid cloud-optimised files, described, aligned, styled.

    python rasters.py OUT
"""
import glob
import math
import os
import sys
import xml.etree.ElementTree as xml

import numpy as np
import rasterio
from rio_cogeo.cogeo import cog_validate

from verdict import Verdict

out = sys.argv[1]
verdict = Verdict()
folder = os.path.join(glob.escape(out), "rasters")
paths = sorted(glob.glob(os.path.join(folder, "*.tif")))
grids = set()

for path in paths:
    name = os.path.basename(path)[:-len(".tif")]
    # Rivers drawn by class: numbers of classes without a unit, each with its colour.
    is_classes = name.startswith("river_class_")
    is_valid, errors, warnings = cog_validate(path, strict=True, quiet=True)
    verdict.holds("cloud optimised", name, is_valid and not errors and not warnings, f"{errors} {warnings}")
    with rasterio.open(path) as file:
        verdict.same("type", name, file.dtypes, ("float32",))
        verdict.same("nodata", name, file.nodata, -9999.0)
        verdict.same("CRS", name, file.crs.to_epsg(), 4547)
        verdict.same("unit", name, file.units[0] or "", "" if is_classes else "µg/m³")
        # `O3_8h_p90_2026-04_before` is about April 2025.
        described = file.descriptions[0] or ""
        parameter, statistic, period = name.removesuffix("_before").removesuffix("_change").rsplit("_", 2)
        period_before = period.replace("2026", "2025")
        about = {"_before": period_before, "_change": f"{period} − {period_before}"}
        suffix = next((suffix for suffix in about if name.endswith(suffix)), "")
        what = "river class" if is_classes else f"{parameter}_{statistic}"
        verdict.same("description", name, described, f"{what} {about.get(suffix, period)}")
        values = file.read(1, masked=True).compressed().astype("float64")
        verdict.holds("no NaN", name, not np.isnan(file.read(1)).any())
        tags = file.tags(1)
        for tag, expected in (("MINIMUM", values.min()), ("MAXIMUM", values.max()),
                              ("MEAN", values.mean()), ("STDDEV", values.std())):
            text = tags.get(f"STATISTICS_{tag}")
            verdict.compare("statistics", f"{name} {tag}", float(text) if text else None, expected)
        share = float(tags.get("STATISTICS_VALID_PERCENT", "nan"))
        verdict.compare("valid percent", name, share, 100 * values.size / (file.width * file.height),
                        scale=1)
        t = file.transform
        verdict.same("cell size", name, (t.a, t.e, t.b, t.d), (500.0, -500.0, 0.0, 0.0))
        verdict.holds("aligned to whole cells", name, t.c % 500 == 0 and t.f % 500 == 0, f"{t.c} {t.f}")
        grids.add((t, file.width, file.height))
        is_change = suffix == "_change"
        bounds = (values.min(), values.max())
        classes = set(np.unique(values))

    style = os.path.join(out, "rasters", name + ".qml")
    try:
        root = xml.parse(style).getroot()
    except (OSError, xml.ParseError) as error:
        verdict.fault(f"{name}.qml: {error}")
        continue
    verdict.same("style's root", name, root.tag, "qgis")
    renderer = root.find("./pipe/rasterrenderer")
    verdict.holds("style's renderer", name, renderer is not None)
    if renderer is None:
        continue
    if is_classes:
        verdict.same("style's kind", name, renderer.get("type"), "paletted")
        entries = {float(entry.get("value")) for entry in renderer.findall("./colorPalette/paletteEntry")}
        verdict.holds("style has every class", name, classes <= entries, f"{classes} {entries}")
        continue
    verdict.same("style's kind", name, renderer.get("type"), "singlebandpseudocolor")
    verdict.same("style's band", name, renderer.get("band"), "1")
    items = renderer.findall("./rastershader/colorrampshader/item")
    verdict.holds("style's colours", name, len(items) >= 3, f"{len(items)} items")
    stops = [float(item.get("value")) for item in items]
    verdict.holds("style's order", name, stops == sorted(stops), f"{stops}")
    verdict.holds("style reaches the largest value", name, stops[-1] >= bounds[1] or math.isinf(stops[-1]),
                  f"last class {stops[-1]}, largest value {bounds[1]}")
    if is_change:
        verdict.holds("style of a change stands on both sides of 0", name,
                      min(stops) < 0 < max(stops), f"{stops}")

verdict.same("one grid", "all rasters", len(grids), 1)
names = {os.path.basename(path) for path in paths}
for path in paths:
    name = os.path.basename(path)
    if "_before" in name or "_change" in name or name.startswith("river_class_"):
        continue
    stem = path[:-len(".tif")]
    now, before, change = (rasterio.open(stem + s + ".tif").read(1) for s in ("", "_before", "_change"))
    has = (now != -9999) & (before != -9999)
    verdict.holds("change is the difference", name, np.array_equal(
        change, np.where(has, now - before, np.float32(-9999))))
verdict.write()
