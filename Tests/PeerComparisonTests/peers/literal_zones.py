"""Zones that are awkward on purpose, in cells from the raster's north-west corner, v down."""
import numpy as np
import shapely

square = shapely.box


def star(random, u, v, radius, points, holes=0):
    """A star polygon with holes that are small stars around places inside it."""
    def ring(u, v, radius, points, roughness):
        turns = np.arange(points) + random.uniform(-0.35, 0.35, points)
        angles = np.sort(turns * 2 * np.pi / points)
        radii = radius * random.uniform(1 - roughness, 1, points)
        return np.c_[u + radii * np.cos(angles), v + radii * np.sin(angles)]
    inner = []
    for index in range(holes):
        angle = 2 * np.pi * index / holes + random.uniform(0, 0.5)
        inner.append(ring(u + 0.3 * radius * np.cos(angle), v + 0.3 * radius * np.sin(angle),
                          0.13 * radius, int(random.integers(4, 9)), 0.4))
    return shapely.Polygon(ring(u, v, radius, points, 0.4), inner)


def zones(random, rows, columns):
    size = min(rows, columns)

    def place():
        return random.uniform(0.15, 0.85) * columns, random.uniform(0.15, 0.85) * rows

    shapes = {}
    for index in range(4):
        shapes[f"star {index} with {index} holes"] = star(
            random, *place(), random.uniform(0.08, 0.3) * size, int(random.integers(5, 60)), index)
    shapes["star of 400 vertices"] = star(random, *place(), 0.35 * size, 400, 3)
    for index in range(2):
        parts = [star(random, *place(), random.uniform(0.05, 0.15) * size, 11) for _ in range(4)]
        shapes[f"multipolygon {index}"] = shapely.MultiPolygon(
            list(shapely.get_parts(shapely.union_all(parts))))
    for index in range(2):
        shapes[f"overlapping {index}"] = star(
            random, columns / 2 + index, rows / 2, 0.2 * size, 17)
    bottom, right = rows // 2, columns - 6.5
    whole = square(0.25 * columns, 0.25 * rows, 0.75 * columns, 0.75 * rows).exterior
    inner = square(0.3 * columns, 0.3 * rows, 0.7 * columns, 0.7 * rows).exterior
    return shapes | {
        "partly outside, north-west": star(random, 0.6, 0.4, 0.3 * size, 13),
        "partly outside, south": star(random, 0.6 * columns, rows - 0.3, 0.3 * size, 24, 1),
        "partly outside, east": star(random, columns + 1.7, 0.5 * rows, 0.25 * size, 9),
        "wholly outside": star(random, -0.5 * columns, 0.3 * rows, 0.1 * size, 8),
        "touches the border from outside": square(-3, 4, 0, 9),
        "inside one cell": star(random, 7.52, 9.46, 0.31, 7),
        "inside one cell, 1e-5 of it": square(12.4, 6.6, 12.40316, 6.60316),
        "about one corner of cells": star(random, 15.0, 11.0, 0.4, 8),
        "exactly twelve cells": square(5, 3, 9, 6),
        "edges through centres": square(4.5, 2.5, 9.5, 6.5),
        "one whole cell": square(10, 10, 11, 11),
        "two whole cells": square(2, 14, 4, 15),
        "only nodata": square(right - 4.75, bottom + 0.5, right, bottom + 5.25),
        "sliver across": shapely.Polygon(
            [(0.5, rows - 2.5), (columns - 0.5, 1.7), (columns - 0.5, 1.71)]),
        "on the diagonal of cells": shapely.Polygon([(3, 3), (13, 13), (3, 13)]),
        "ring": shapely.Polygon(whole, [inner]),
        "hole in a cell": shapely.Polygon(
            square(8, 8, 13, 13).exterior, [star(random, 10.5, 10.5, 0.4, 6).exterior]),
        "whole raster": square(0, 0, columns, rows),
        "covers all": square(-3.3, -4.2, columns + 2.4, rows + 5.1),
        "no geometry": None,
    }


def invalid_zones(random):
    ring = [(2.2, 2.1), (14.7, 3.3), (13.9, 12.8), (3.1, 13.4)]
    across = [(9.3, 6.2), (18.1, 6.4), (17.7, 9.2), (9.6, 9.1)]
    return {
        "bow-tie": shapely.Polygon([(3.3, 3.2), (15.8, 14.1), (15.1, 3.9), (4.2, 13.6)]),
        "hole crosses the shell": shapely.Polygon(ring, [across]),
        "hole outside": shapely.Polygon(ring, [[(20.3, 6.2), (25.1, 6.4), (24.7, 9.2)]]),
        "parts overlap": shapely.MultiPolygon(
            [star(random, 10, 10, 5, 9), star(random, 12, 11, 5, 9)]),
        "spike": shapely.Polygon(ring[:2] + [(25.3, 8.2)] + ring[1:]),
        "vertices twice": shapely.Polygon(ring[:2] + ring[1:]),
        "a line": shapely.Polygon([(3, 3), (9, 3), (6, 3)]),
        "valid": shapely.Polygon(ring),
    }


def from_minus_180(shape):
    """Longitudes beyond 180 moved back by a turn, the shape cut on 180."""
    east = shapely.intersection(shape, square(-1000, -90, 180, 90))
    west = shapely.intersection(shape, square(180, -90, 1000, 90))
    moved = shapely.transform(west, lambda points: points - (360, 0))
    parts = [part for piece in (east, moved) for part in shapely.get_parts(piece) if part.area > 0]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
