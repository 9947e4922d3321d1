"""Classes of sections and lengths of river by class, worked out again from the files.

    python river_sections.py OUT DATASET

Classes: the single-factor rule on the workbook as openpyxl reads it. Lengths: the river cut by the
counties, measured on the ellipsoid.
"""
import datetime
import os
import re
import sys
import unicodedata

import geopandas as gpd
import openpyxl
import shapely
import shapely.ops

import sample
from verdict import Verdict, number, rows

out, dataset = sys.argv[1:]
verdict = Verdict()

CLASSES = ["I", "II", "III", "IV", "V", "劣V"]
# GB 3838-2002, table 1, in the order of the standard: code, heading in the workbook, limits of class
# I to V. Dissolved oxygen is a least value; pH has a range; temperature and, of rivers, total
# nitrogen do not enter.
ITEMS = [
    ("PH", "pH", None),
    ("DO", "溶解氧", (7.5, 6, 5, 3, 2)),
    ("CODMN", "高锰酸盐指数", (2, 4, 6, 10, 15)),
    ("COD", "化学需氧量", (15, 15, 20, 30, 40)),
    ("BOD5", "五日生化需氧量", (3, 3, 4, 6, 10)),
    ("NH3N", "氨氮", (0.15, 0.5, 1.0, 1.5, 2.0)),
    ("TP", "总磷", (0.02, 0.1, 0.2, 0.3, 0.4)),
    ("CU", "铜", (0.01, 1.0, 1.0, 1.0, 1.0)),
    ("ZN", "锌", (0.05, 1.0, 1.0, 2.0, 2.0)),
    ("F", "氟化物", (1.0, 1.0, 1.0, 1.5, 1.5)),
    ("SE", "硒", (0.01, 0.01, 0.01, 0.02, 0.02)),
    ("AS", "砷", (0.05, 0.05, 0.05, 0.1, 0.1)),
    ("HG", "汞", (0.00005, 0.00005, 0.0001, 0.001, 0.001)),
    ("CD", "镉", (0.001, 0.005, 0.005, 0.005, 0.01)),
    ("CR6", "六价铬", (0.01, 0.05, 0.05, 0.05, 0.1)),
    ("PB", "铅", (0.01, 0.01, 0.05, 0.05, 0.1)),
    ("CN", "氰化物", (0.005, 0.05, 0.2, 0.2, 0.2)),
    ("VPHEN", "挥发酚", (0.002, 0.002, 0.005, 0.01, 0.1)),
    ("OIL", "石油类", (0.05, 0.05, 0.05, 0.5, 1.0)),
    ("LAS", "阴离子表面活性剂", (0.2, 0.2, 0.2, 0.3, 0.3)),
    ("S", "硫化物", (0.05, 0.1, 0.2, 0.5, 1.0)),
]
HEAVY_METALS_AND_CYANIDE = {"CN", "PB", "CR6", "HG", "CD", "AS"}
STATUS = {"I": "优", "II": "优", "III": "良好", "IV": "轻度污染", "V": "中度污染", "劣V": "重度污染"}
STEPS = {0: "无明显变化", 1: "有所好转", -1: "有所变差"}


def day(cell):
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return datetime.date(*map(int, re.findall(r"\d+", cell)))


def reading(cell):
    """Number and whether it is a detection limit; None where nothing can be used."""
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else "")).strip()
    if text in ("", "—", "未检出"):
        return None
    is_limit = text.endswith("L") or text.startswith("<")
    return float(text.strip("L<")), is_limit


def workbook():
    """(section, day, item code → reading, remark) of every line of both sheets."""
    book = openpyxl.load_workbook(os.path.join(dataset, "water.xlsx"), data_only=True)
    for sheet in book:
        lines = list(sheet.iter_rows(values_only=True))
        heads = [str(head).split("(")[0] for head in lines[1]]
        for line in lines[2:]:
            if line[0] is None:
                continue
            cells = dict(zip(heads, line))
            yield (cells["断面编码"], day(cells["监测时间"]),
                   {code: reading(cells[head]) for code, head, _ in ITEMS}, cells["备注"] or "")


def item_class(code, value):
    limits = next(limits for item, _, limits in ITEMS if item == code)
    if code == "PH":
        return 0 if 6 <= value <= 9 else 5
    for index, limit in enumerate(limits):
        if value >= limit if code == "DO" else value <= limit:
            return index
    return 5


def mean(values):
    """Rounded far behind the digits of the readings: 0.1 + 0.2 must not exceed 0.3."""
    return round(sum(values) / len(values), 12)


def judge(section, months):
    """What the table should say of a section."""
    lines = [line for line in LINES if line[0] == section and line[1].strftime("%Y-%m") in months]
    wet = [line for line in lines if any(line[2].values())]
    if not wet:
        return {"samples": 0, "class": "", "is_dry": any("断流" in line[3] for line in lines)}
    values, below = {}, set()
    for code, _, _ in ITEMS:
        readings = [line[2][code] for line in wet if line[2][code]]
        if not readings:
            continue
        if len(wet) == 1:
            values[code] = readings[0][0]
            below |= {code} if readings[0][1] else set()
        else:
            values[code] = mean([value / 2 if is_limit else value for value, is_limit in readings])
    classes = {code: item_class(code, value) for code, value in values.items()}
    worst = max(classes.values())
    limiting = [code for code, own in classes.items() if own == worst] if worst > 0 else []
    over = []
    for code, own in classes.items():
        if own > 2 and code not in below:
            limit = next(limits for item, _, limits in ITEMS if item == code)
            multiple = None if code in ("PH", "DO") else values[code] / limit[2] - 1
            over.append((code not in HEAVY_METALS_AND_CYANIDE, -own, -(multiple or 0), code, multiple))
    return {"samples": len(wet), "class": CLASSES[worst], "items": list(values),
            "limiting": limiting, "main": [(o[3], o[4]) for o in sorted(over)[:3]], "is_dry": False}


def months(label, years_back=0):
    first, last = [tuple(map(int, month.split("-"))) for month in (label.split("..") * 2)[:2]]
    return {f"{year - years_back}-{month:02}" for year in range(first[0], last[0] + 1)
            for month in range(1, 13) if first <= (year, month) <= last}


def roman(target):
    return {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V"}[target]


def compare_sections(period, frame):
    table = rows(os.path.join(out, "tables", f"sections_{period}.csv"))
    verdict.same("every section has a row", period, [row["id"] for row in table], list(frame.code))
    states = {}
    for row, target in zip(table, frame.target):
        place = f"{row['id']} {period}"
        now, before = judge(row["id"], months(period)), judge(row["id"], months(period, years_back=1))
        states[row["id"]] = now["class"] or ("dry" if now["is_dry"] else "unknown")
        verdict.same("samples", place, int(row["samples"]), now["samples"])
        verdict.same("class", place, row["class"], now["class"])
        verdict.same("class before", place, row["class_before"], before["class"])
        verdict.same("target", place, row["target"], roman(target))
        if not now["class"]:
            verdict.holds("dry section says so", place, "断流" in row["note"], row["note"])
            for column in ("status", "limiting", "main_pollutants", "target_met", "change"):
                verdict.same("dry section is not judged", f"{place} {column}", row[column], "")
            continue
        verdict.same("items", place, row["items"].split(";"), now["items"])
        verdict.same("limiting items", place, row["limiting"].split(";"), now["limiting"])
        found = re.findall(r"(\w+)\(([\d.]+)\)", row["main_pollutants"])
        verdict.same("main pollutants", place, [f[0] for f in found], [m[0] for m in now["main"]])
        for (code, text), (_, multiple) in zip(found, now["main"]):
            # In units of the last of the two decimals that are written.
            verdict.compare("multiple", f"{place} {code}", float(text), multiple, scale=0.01)
        verdict.same("status", place, row["status"], STATUS[now["class"]])
        is_met = CLASSES.index(now["class"]) <= CLASSES.index(roman(target))
        verdict.same("target met", place, row["target_met"], "yes" if is_met else "no")
        if before["class"]:
            order = list(dict.fromkeys(STATUS.values()))
            step = order.index(STATUS[before["class"]]) - order.index(STATUS[now["class"]])
            expected = STEPS.get(step, "明显好转" if step > 0 else "明显变差")
            verdict.same("change", place, row["change"], expected)
    return states


def lengths_by_range(river):
    """(section or None, line) of every stretch that one section answers for.

    A reach belongs to the next section downstream. The codes run downstream: FH01, FH02, the two
    banks FH03 and FH04 of the reservoir, FH05, FH06, FH07; sections stand on the last three."""
    places = {}
    points = sample.read(dataset, "sections.shp").to_crs(sample.WORKING_CRS)
    for code, point in zip(points.code, points.geometry):
        reach = min(river, key=lambda reach: river[reach].distance(point))
        places.setdefault(reach, []).append((river[reach].project(point), code))
    following = None
    for reach in reversed(list(river)):
        line, end = river[reach], river[reach].length
        for measure, code in sorted(places.get(reach, []), reverse=True):
            yield following, shapely.ops.substring(line, measure, end)
            following, end = code, measure
        yield following, shapely.ops.substring(line, 0, end)


def length_inside(zone, lines):
    """Kilometres on the ellipsoid of the parts of `lines` in `zone`, both in the working CRS.

    Cut there, where BasinGrid cuts: cut in longitude and latitude, where edges of more than 500 m run
    otherwise by up to a centimetre, the same lengths differ by as much."""
    parts = gpd.GeoSeries([shapely.intersection(zone, line) for line in lines], crs=sample.WORKING_CRS)
    return sum(map(sample.length_in_km, parts.to_crs("EPSG:4490")))


def compare_lengths(period, states, stretches, river):
    for layer in sample.LAYERS:
        table = rows(os.path.join(out, "tables", f"zones_{layer}_{period}.csv"))
        kinds = [column for column in table[0] if column.startswith("river_km_")]
        zones = sample.projected(dataset, layer)
        for row, name, zone in zip(table, zones.id, zones.geometry):
            place = f"{layer} {name} {period}"
            inside = length_inside(zone, river)
            total = sum(number(row[kind]) for kind in kinds)
            # In metres: a river that only touches a zone has no length to be relative to.
            verdict.compare("river in a zone", place, total * 1000, inside * 1000, scale=1)
            if inside > 1:
                verdict.compare("river in a zone of 1 km and more", place, total, inside)
            expected = dict.fromkeys(kinds, 0.0)
            for section, line in stretches:
                kind = "river_km_" + (states[section] if section else "unknown")
                expected[kind] += length_inside(zone, [line])
            for kind in kinds:
                verdict.compare("length by class", f"{place} {kind}", number(row[kind]) * 1000,
                                expected[kind] * 1000, scale=1)
    whole = sum(map(sample.length_in_km, reaches.geometry))
    for row in rows(os.path.join(out, "tables", f"rivers_{period}.csv")):
        verdict.compare("whole river", period, number(row["length_km"]), whole)
        kinds = [column for column in row if column.startswith("river_km_")]
        verdict.compare("classes of the whole river", period, sum(number(row[k]) for k in kinds), whole)


LINES = list(workbook())
frame = sample.read(dataset, "sections.shp")
reaches = sample.read(dataset, "rivers.shp").sort_values("code")
projected = reaches.to_crs(sample.WORKING_CRS)
stretches = list(lengths_by_range(dict(zip(projected.code, projected.geometry))))
for period in sample.periods(out):
    states = compare_sections(period, frame)
    compare_lengths(period, states, stretches, list(projected.geometry))
verdict.write()
