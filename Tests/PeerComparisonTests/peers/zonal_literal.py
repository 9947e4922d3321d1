"""Zonal statistics as their formulas say: slow, in double precision, by no library's statistics.

Sums are exact sums of the rounded terms (math.fsum). With x a cell's value, c its coverage and w
its weight, over cells with a value and c > 0:

    count Σc   sum Σcx   mean Σcx/Σc   variance Σc(x−mean)²/Σc   stdev √variance   cv stdev/mean
    min max range   min_x min_y max_x max_y: centre of the first cell, row by row, with the extreme
    median pNN    inverse-cdf: the smallest x with Σ c of cells up to x ≥ NN/100·Σc, reached within
                  1e-12·Σc. linear: n cells by (x, c), S_k = k·c_k + (n−1)·Σ_{i<k} c_i, the value
                  at NN/100·(n−1)·Σc between them (numpy's `linear` where every c is 1)
    mode minority the value with the largest (smallest) Σc; of equals, within 1e-12·Σc, the largest
                  (smallest) value   variety: how many values
    frac          for every value V: Σc where x = V, ÷ Σc      share>LIMIT  Σc where x > LIMIT, ÷ Σc
    circular_mean the direction of (Σc·sin x, Σc·cos x), degrees, 0 ≤ d < 360; empty when the
                  resultant is shorter than 1e-12·Σc
    weighted_sum Σcwx   weighted_mean Σcwx/Σcw   weighted_variance Σcw(x−wm)²/Σcw
    weighted_stdev √weighted_variance: over cells that have a weight too; empty when Σcw = 0
    area_km2      on the ellipsoid   valid_share  Σc ÷ the zone's cells, on the grid continued

A zone without a cell has count 0, valid_share 0 and all else empty; one without geometry count 0.
"""
import math

import numpy as np

from literal_weights import weights_for

WEIGHTED = ("weighted_sum", "weighted_mean", "weighted_variance", "weighted_stdev")
EQUAL = 1e-12


def zonal(raster, coverage, names, weights=None, definition="inverse-cdf"):
    """One dictionary of statistics a zone; `frac` is a dictionary of shares by value."""
    weights = weights_for(raster, weights) if weights is not None else None
    rows = []
    for index, shape in enumerate(coverage.zones.shapes):
        if shape is None:
            rows.append({"count": 0.0})
            continue
        covered = coverage.cells(index, raster.grid)
        cells = [(c, float(raster.values[place]), place) for place, c in covered.items()
                 if not math.isnan(raster.values[place])]
        row = {"count": math.fsum(c for c, _, _ in cells), "area_km2": coverage.zones.areas[index]}
        if "valid_share" in names:
            row["valid_share"] = valid_share(row["count"], coverage, index, raster.grid)
        if cells:
            row |= of_cells(cells, raster.grid)
            row |= asked_for([(x, c) for c, x, _ in cells], row["count"], names, definition)
        if weights:
            row |= weighted(weighted_cells(raster, weights, coverage, index))
        rows.append(row)
    return rows


def valid_share(count, coverage, index, grid):
    whole = coverage.cells_without_end(index, grid)
    if not whole:
        return None
    return 1.0 if count / whole > 1 - EQUAL else count / whole


def of_cells(cells, grid):
    """Moments and extremes of (c, x, place), row by row."""
    total, sum_ = math.fsum(c for c, _, _ in cells), math.fsum(c * x for c, x, _ in cells)
    mean = sum_ / total
    low, high = min(x for _, x, _ in cells), max(x for _, x, _ in cells)
    # A mean that was rounded must not give a constant a spread.
    variance = math.fsum(c * (x - mean) ** 2 for c, x, _ in cells) / total if low < high else 0.0
    at_low = grid.centre(*next(place for _, x, place in cells if x == low))
    at_high = grid.centre(*next(place for _, x, place in cells if x == high))
    return {"sum": sum_, "mean": mean, "min": low, "max": high, "range": high - low,
            "variance": variance, "stdev": math.sqrt(variance),
            "cv": math.sqrt(variance) / mean if mean else None,
            "min_x": at_low[0], "min_y": at_low[1], "max_x": at_high[0], "max_y": at_high[1]}


def asked_for(pairs, total, names, definition):
    """Statistics of (x, c) in any order, those of `names` alone."""
    result = {}
    areas = classes(pairs) if {"mode", "minority", "variety", "frac"} & set(names) else {}
    for name in names:
        if name == "mode":
            largest = max(areas.values())
            result[name] = max(x for x, area in areas.items() if area >= largest - EQUAL * total)
        elif name == "minority":
            smallest = min(areas.values())
            result[name] = min(x for x, area in areas.items() if area <= smallest + EQUAL * total)
        elif name == "variety":
            result[name] = len(areas)
        elif name == "frac":
            result[name] = {x: area / total for x, area in areas.items()}
        elif name == "circular_mean":
            result[name] = direction(pairs, total)
        elif name.startswith("share>"):
            limit = float(name[len("share>"):])
            result[name] = math.fsum(c for x, c in pairs if x > limit) / total
        elif name == "median" or is_percentile(name):
            share = 0.5 if name == "median" else float(name[1:]) / 100
            result[name] = quantile(pairs, share, definition)
    return result


def is_percentile(name):
    return name[0] == "p" and name[1:].replace(".", "", 1).isdigit()


def classes(pairs):
    found = {}
    for x, c in pairs:
        found.setdefault(x, []).append(c)
    return {x: math.fsum(parts) for x, parts in sorted(found.items())}


def quantile(pairs, share, definition):
    pairs = sorted(pairs)
    # Extended precision: a running sum of thousands of cells keeps its last digits.
    up_to = np.cumsum(np.array([c for _, c in pairs], np.longdouble))
    total = up_to[-1]
    if definition == "inverse-cdf":
        return pairs[int(np.argmax(up_to >= (share - EQUAL) * total))][0]
    n = len(pairs)
    if n == 1:
        return pairs[0][0]
    places = [k * c + (n - 1) * (up_to[k] - c) for k, (_, c) in enumerate(pairs)]
    wanted = share * (n - 1) * total
    for k in range(1, n):
        if wanted <= places[k]:
            low, high = pairs[k - 1][0], pairs[k][0]
            part = (wanted - places[k - 1]) / (places[k] - places[k - 1])
            return float(low + (high - low) * part)
    return pairs[-1][0]


def direction(pairs, total):
    east = math.fsum(c * math.sin(math.radians(x)) for x, c in pairs)
    north = math.fsum(c * math.cos(math.radians(x)) for x, c in pairs)
    if math.hypot(east, north) < EQUAL * total:
        return None
    degrees = math.degrees(math.atan2(east, north)) % 360
    return 0.0 if degrees == 360 else degrees


def weighted_cells(raster, weights, coverage, index):
    """(c, x, w) of the zone's cells with a value and a weight, c in cells of the values."""
    result = []
    for (row, column), c in coverage.cells(index, weights.grid).items():
        x = float(raster.values[row // weights.by_row, column // weights.by_column])
        w = float(weights.values[row, column])
        if not math.isnan(x) and not math.isnan(w):
            result.append((c / (weights.by_row * weights.by_column), x, w))
    return result


def weighted(cells):
    if not cells:
        return {}
    weight = math.fsum(c * w for c, _, w in cells)
    sum_ = math.fsum(c * w * x for c, x, w in cells)
    if not weight:
        return {"weighted_sum": sum_}
    mean = sum_ / weight
    used = {x for _, x, w in cells if w}
    spread = math.fsum(c * w * (x - mean) ** 2 for c, x, w in cells) if len(used) > 1 else 0.0
    return {"weighted_sum": sum_, "weighted_mean": mean, "weighted_variance": spread / weight,
            "weighted_stdev": math.sqrt(spread / weight)}
