"""results.gpkg of a run: opened with SQLite and with pyogrio, its rows against the CSV tables.

    python geopackage.py OUT DATASET
"""
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as xml

import pandas as pd
import pyogrio

import sample
from verdict import Verdict, number, rows

out, dataset = sys.argv[1:]
verdict = Verdict()
path = os.path.join(out, "results.gpkg")
periods = sample.periods(out)
LAYERS = ["zones_1", "zones_2", "zones_3", "hotspot_cells", "river_ranges", "sections", "stations",
          "points_1"]
# The columns that QGIS looks for in a GeoPackage.
STYLE_COLUMNS = ["id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                 "styleName", "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui",
                 "update_time"]
TYPES = {"zones_1": "MultiPolygon", "zones_2": "MultiPolygon", "zones_3": "MultiPolygon",
         "hotspot_cells": "Polygon", "river_ranges": "LineString", "sections": "Point",
         "stations": "Point", "points_1": "Point"}

database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
query = lambda text, *values: database.execute(text, values).fetchall()
verdict.same("integrity", "results.gpkg", query("PRAGMA integrity_check"), [("ok",)])
verdict.same("foreign keys", "results.gpkg", query("PRAGMA foreign_key_check"), [])
verdict.same("application id", "results.gpkg", query("PRAGMA application_id")[0][0], 0x47504B47)
verdict.holds("version", "results.gpkg", query("PRAGMA user_version")[0][0] >= 10200)
names = [row[0] for row in query("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
verdict.same("layers", "gpkg_contents", sorted(names), sorted(LAYERS))

# Styles.
columns = [row[1] for row in query("PRAGMA table_info(layer_styles)")]
verdict.same("style columns", "layer_styles", columns, STYLE_COLUMNS)
for layer in LAYERS:
    styles = query("SELECT styleQML, f_geometry_column, styleName FROM layer_styles "
                   "WHERE f_table_name = ? AND useAsDefault", layer)
    verdict.same("one default style a layer", layer, len(styles), 1)
    geometry = query("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)
    fields = {row[1] for row in query(f'PRAGMA table_info("{layer}")')}
    for qml, geometry_column, name in styles:
        verdict.same("style's geometry column", layer, (geometry_column,), geometry[0])
        verdict.holds("style's name", layer, bool(name))
        root = xml.fromstring(qml.encode())
        verdict.same("style's root", layer, root.tag, "qgis")
        renderer = root.find("renderer-v2")
        verdict.holds("style's renderer", layer, renderer is not None)
        verdict.holds("style's symbols", layer, bool(renderer.findall("./symbols/symbol/layer")))
        attribute = renderer.get("attr")
        verdict.holds("style's field is in the layer", layer,
                      renderer.get("type") == "singleSymbol" or attribute.strip('"') in fields,
                      f"no field {attribute}")

# Names that ArcGIS cannot take are changed; the full ones stand beside them.
has_names = query("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_data_columns'")
full_names = {(layer, column): title for layer, column, title in query(
    "SELECT table_name, column_name, title FROM gpkg_data_columns")} if has_names else {}


def named(layer, frame):
    """The layer with its columns under their full names."""
    names = {column: full_names.get((layer, column), column) for column in frame}
    for column, full in list(names.items()):
        verdict.holds("field names are safe", f"{layer} {column}",
                      re.fullmatch(r"[^\W\d]\w*", column) is not None)
        is_unique = list(names.values()).count(full) == 1
        verdict.holds("full names are unique", f"{layer} {column}", is_unique, full)
        if not is_unique:
            names[column] = column
    return frame.rename(columns=names)


def table(stem, period):
    return rows(os.path.join(out, "tables", f"{stem}_{period}.csv"))


def compare_rows(layer, frame, tables, key):
    """Every cell of the tables, one a period, is in the layer: shared columns once, the others with
    the period behind their name."""
    if key not in frame:
        return verdict.fault(f"{layer}: no field {key} among {list(frame)[:12]}")
    for period, lines in tables.items():
        by_key = dict(zip(frame[key], frame.to_dict("records")))
        verdict.same("rows", f"{layer} {period}", [str(k) for k in by_key if k != "all"],
                     [line[key] for line in lines])
        for line in lines:
            feature = by_key[line[key]]
            for column, text in line.items():
                name = f"{column}_{period}" if f"{column}_{period}" in feature else column
                place = f"{layer} {line[key]} {name}"
                if name not in feature:
                    verdict.fault(f"{place}: no such field")
                    continue
                value = feature[name]
                if pd.isna(value):
                    verdict.same("empty cells", place, text, "")
                elif isinstance(value, str):
                    verdict.same("texts", place, value, text)
                else:
                    verdict.compare("numbers", place, float(value), number(text))


for layer in LAYERS:
    frame = named(layer, pyogrio.read_dataframe(path, layer=layer))
    verdict.same("CRS", layer, frame.crs.to_epsg(), 4547)
    verdict.holds("valid geometry", layer, bool(frame.geometry.is_valid.all()))
    verdict.holds("no empty geometry", layer, not frame.geometry.is_empty.any() and not frame.geometry.isna().any())
    kinds = set(frame.geom_type)
    verdict.holds("geometry type", layer, kinds <= {TYPES[layer], "Multi" + TYPES[layer]}, f"{kinds}")
    # The extent in the contents is that of the features: QGIS zooms to it.
    extent = query("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", layer)[0]
    for found, expected in zip(extent, frame.total_bounds):
        verdict.compare("extent", layer, found, expected, scale=1)

    if layer.startswith("zones_"):
        name = list(sample.LAYERS)[int(layer[-1]) - 1]
        zones = sample.projected(dataset, name).iloc[:-1]
        # The last row of the CSV is the whole, which is no feature.
        tables = {period: table(f"zones_{name}", period)[:-1] for period in periods}
        compare_rows(layer, frame, tables, "id")
        for identifier, shape, expected in zip(zones.id, frame.geometry, zones.geometry):
            verdict.compare("shape", f"{layer} {identifier}",
                            shape.symmetric_difference(expected).area / expected.area, 0, scale=1)
    elif layer == "hotspot_cells":
        by_place = lambda lines: sorted(lines, key=lambda line: (-int(line["row"]), int(line["column"])))
        compare_rows(layer, frame, {p: by_place(table("hotspots", p)) for p in periods}, "cell_id")
        verdict.holds("cells are squares of 3 km", layer, bool((frame.geometry.area == 9e6).all()))
    elif layer == "points_1":
        lines = rows(os.path.join(out, "tables", "points_1.csv"))
        verdict.same("points", layer, list(frame.id), [line["id"] for line in lines])
        verdict.holds("points", layer, len(lines) == 16)
    elif layer in ("sections", "stations"):
        compare_rows(layer, frame, {p: table(layer, p) for p in periods}, "id")
    else:
        for period in periods:
            total = table("rivers", period)[0]
            sums = frame.groupby(f"class_{period}").length_km.sum()
            for column, text in total.items():
                if column.startswith("river_km_"):
                    kind = column.removeprefix("river_km_")
                    verdict.compare("river length by class", f"{period} {kind}", sums.get(kind, 0.0),
                                    number(text))
        for reach, part in frame.groupby("reach"):
            part = part.sort_values("from_m")
            verdict.compare("ranges of a reach leave no gap", reach,
                            (part.to_m - part.from_m).sum(), part.to_m.max() - part.from_m.min(), scale=1)
verdict.write()
