"""report.html of a run, opened in a browser without a network.

    python report.py OUT DATASET BROWSER
"""
import decimal
import os
import re
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as xml
from html.parser import HTMLParser

import numpy as np
import rasterio

import sample
from verdict import Verdict, rows

out, dataset, browser = sys.argv[1:]
verdict = Verdict()
path = os.path.abspath(os.path.join(out, "report.html"))
with open(path, encoding="utf-8") as file:
    source = file.read()


def browse(*options):
    """Runs the browser on the report; names resolve to nothing and the proxy is a closed port."""
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND",
             "--proxy-server=127.0.0.1:9", *options, "file://" + path],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120).stdout


class Page(HTMLParser):
    """Tables with their file and cells, all text, and what the page would load."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.texts, self.loads, self.tags = [], [], [], set()
        self.caption, self.cell, self.row = "", None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self.loads += [value for name, value in attributes.items() if value and name in
                       ("src", "href", "xlink:href", "srcset", "data", "poster", "action")]
        self.loads += [f"{name}=" for name in attributes if name.startswith("on")]
        if tag == "table":
            self.tables.append({"caption": self.caption, "keys": [], "heads": [], "rows": []})
        elif tag == "tr":
            self.row = []
        elif tag == "th" and self.tables and "title" in attributes:
            # Headings under a group follow in the second line; `rowspan` ones stand in the first.
            self.tables[-1]["heads"].append((attributes["title"], "rowspan" in attributes))
        elif tag == "th" and "group" in attributes.get("class", ""):
            self.tables[-1]["heads"].append((int(attributes["colspan"]), True))
        elif tag == "td":
            self.cell = [attributes.get("title"), ""]
        elif tag == "small":
            self.caption = ""

    def handle_endtag(self, tag):
        if tag == "thead":
            self.tables[-1]["keys"] = self.ordered(self.tables[-1]["heads"])
        elif tag == "td":
            self.row.append(self.cell)
            self.cell = None
        elif tag == "tr" and self.row:
            self.tables[-1]["rows"].append(self.row)

    def handle_data(self, data):
        self.texts.append(data)
        self.caption += data
        if self.cell is not None:
            self.cell[1] += data

    @staticmethod
    def ordered(heads):
        """The keys of the columns: a group takes its number of keys from the second line."""
        groups = any(isinstance(key, int) for key, _ in heads)
        first = [key for key, is_first in heads if is_first or not groups]
        second = iter([key for key, is_first in heads if groups and not is_first])
        keys = []
        for key in first:
            keys += [next(second) for _ in range(key)] if isinstance(key, int) else [key]
        return keys


def rounded(text, shown):
    """`text` with as many decimals as `shown`, a half to the even digit (GB/T 8170)."""
    decimals = len(shown.partition(".")[2])
    value = decimal.Decimal(text).quantize(decimal.Decimal(1).scaleb(-decimals),
                                           rounding=decimal.ROUND_HALF_EVEN)
    return str(abs(value) if value == 0 else value)


# What codes of the tables read as in a Chinese report.
YES_NO = {"yes": "是", "no": "否"}
WORDS = {
    "selected": YES_NO, "target_met": YES_NO, "is_next": YES_NO,
    "kind": {"unit": "单元", "class": "分类", "whole": "合计", "river": "河流", "level": "级别",
             "owner": "责任县区", "all": "全部"},
    "label": {"all": "全部"},
    "network": {"national": "国控", "provincial": "省控", "city": "市控", "micro": "微站"},
}


def as_read(column, text):
    """What people read where the file has a code."""
    return WORDS.get(column, {}).get(text, text)


def compare_table(table, file):
    lines = rows(os.path.join(out, file))
    keys = table["keys"]
    verdict.holds("columns are those of the file", file, set(keys) <= set(lines[0]), f"{keys}")
    verdict.holds("a table has rows", file, bool(table["rows"]))
    key = next((key for key in ("id", "cell_id", "label", "river") if key in keys), keys[0])
    by_key = {as_read(key, line[key]): line for line in lines}
    position = 0
    for cells in table["rows"]:
        shown = dict(zip(keys, cells))
        if len(by_key) == len(lines):
            line = by_key.get(shown[key][1])
        else:
            # Several rows of a key stand in the file's order; groups without sections are left out.
            while position < len(lines) and (
                    as_read(key, lines[position][key]) != shown[key][1]
                    or lines[position].get("sections") == "0"):
                position += 1
            line = lines[position] if position < len(lines) else None
            position += 1
        if line is None or as_read(key, line[key]) != shown[key][1]:
            verdict.fault(f"{file}: no row {shown[key][1]!r}")
            continue
        for column, (full, text) in shown.items():
            place = f"{file} {shown[key][1]} {column}"
            expected = as_read(column, line[column])
            if expected == "":
                verdict.holds("empty cells", place, text in ("", "–"), text)
            elif re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", expected) and column not in ("id", "label"):
                verdict.same("numbers are those of the file, rounded", place, text, rounded(expected, text))
                verdict.same("the whole number on hovering", place, full or text, expected)
            else:
                verdict.same("texts are those of the file", place, text, expected)


# One file, nothing to fetch, nothing that runs.
try:
    xml.fromstring(source.split("\n", 1)[1])
    verdict.holds("well-formed", "report.html", True)
except xml.ParseError as error:
    verdict.holds("well-formed", "report.html", False, str(error))
as_written = Page(source)
verdict.holds("no scripts", "report.html", "script" not in as_written.tags)
verdict.holds("no frames or links to style sheets", "report.html",
              not as_written.tags & {"iframe", "frame", "object", "embed", "link", "base"})
loads = [value for value in as_written.loads if not value.startswith(("#", "data:image/png;base64,"))]
verdict.same("nothing to load", "report.html", loads, [])
verdict.holds("no style loads anything", "report.html", "@import" not in source and "url(" not in source)
verdict.holds("policy", "report.html", "default-src 'none'" in source.replace("&#39;", "'"))

# In the browser.
page = Page(browse("--dump-dom").decode())
text = " ".join(page.texts)
verdict.holds("maps", "report.html", "svg" in page.tags)
for layer, (_, _, label) in sample.LAYERS.items():
    frame = sample.read(dataset, sample.LAYERS[layer][0])
    for identifier, name in zip(frame[sample.LAYERS[layer][1]], frame[label]):
        verdict.holds("zone codes", identifier, identifier in text)
        verdict.holds("zone names", name, name in text)
shown, others = set(), []
for table in page.tables:
    file = re.search(r"tables/[^ ]*?\.csv", table["caption"])
    if file:
        shown.add(re.sub(r"_\d{4}.*", "", os.path.basename(file.group())))
        compare_table(table, file.group())
    else:
        others.append(table)
verdict.same("tables", "report.html", sorted(shown), sorted(
    [f"zones_{layer}" for layer in sample.LAYERS] + ["sections", "rivers", "stations", "hotspots"]
    + ["units_环境管控单元"] + [f"ranking_air_{layer}.csv" for layer in sample.LAYERS]
    + ["ranking_stations_air.csv", "targets_air.csv", "excluded_days.csv", "points_1.csv"]
    + [f"hotspot_months_{layer}" for layer in sample.LAYERS]
    + ["series_PM2.5_day_区县", "upstream", "water_groups"]))
verdict.same("one table is of no file: the inputs", "report.html", len(others), 1)

with tempfile.TemporaryDirectory() as folder:
    picture = os.path.join(folder, "report.png")
    browse("--window-size=1280,4000", f"--screenshot={picture}")
    verdict.holds("picture's size", "screenshot", os.path.getsize(picture) > 100_000,
                  f"{os.path.getsize(picture)} bytes")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(picture) as file:
            pixels = file.read()[:3].astype("uint32")
    colours, counts = np.unique((pixels[0] << 16) + (pixels[1] << 8) + pixels[2], return_counts=True)
    verdict.holds("picture's colours", "screenshot", colours.size > 300, f"{colours.size} colours")
    background = counts.max() / counts.sum()
    verdict.holds("picture is not blank", "screenshot", background < 0.8, f"{background:.0%} of one colour")
verdict.write()
