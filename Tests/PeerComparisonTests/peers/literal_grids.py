"""Grids, rasters and zones for the literal statistics, and areas on the ellipsoid.

Places on a grid are worked out in extended precision, so that coordinates of millions of metres
cost no digits.
"""
import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from pyproj import CRS

WHOLE = np.longdouble
SMALLEST_SHARE = 1e-12
# Edges longer than this, in metres, get vertices before they are transformed, as BasinGrid does.
LONGEST_EDGE = 500.0
METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Grid:
    """Cells of (step_x, step_y) from a corner; step_y is negative on a raster with north up."""
    x: WHOLE
    y: WHOLE
    step_x: WHOLE
    step_y: WHOLE
    rows: int
    columns: int

    def in_cells(self, shape, column=0, row=0):
        """The shape in cells from the corner of a cell, u along columns, v along rows."""
        def place(points):
            u = (points[:, 0].astype(WHOLE) - self.x) / self.step_x - column
            v = (points[:, 1].astype(WHOLE) - self.y) / self.step_y - row
            return np.c_[u, v].astype("float64")
        return shapely.transform(shape, place)

    def centre(self, row, column):
        return (float(self.x + (WHOLE(column) + WHOLE(0.5)) * self.step_x),
                float(self.y + (WHOLE(row) + WHOLE(0.5)) * self.step_y))

    def divided(self, by_x, by_y):
        return Grid(self.x, self.y, self.step_x / by_x, self.step_y / by_y,
                    self.rows * by_y, self.columns * by_x)

    def turned(self, is_x, is_y):
        """The same cells, counted from the other end of the axes named."""
        x = self.x + self.step_x * self.columns if is_x else self.x
        y = self.y + self.step_y * self.rows if is_y else self.y
        return Grid(x, y, -self.step_x if is_x else self.step_x,
                    -self.step_y if is_y else self.step_y, self.rows, self.columns)

    def dust(self):
        """The rounding of the grid's coordinates in cells, where that is more than 1e-12."""
        def unit(start, step, count):
            largest = max(abs(float(start)), abs(float(start + step * count)))
            return 2 * math.ulp(largest) / abs(float(step))
        return max(SMALLEST_SHARE, unit(self.x, self.step_x, self.columns),
                   unit(self.y, self.step_y, self.rows))


@dataclass
class Raster:
    grid: Grid
    values: np.ndarray
    crs: CRS
    stored: np.dtype
    is_scaled: bool


def read_raster(place):
    """A band as Float64 with NaN where there is no value, scale and offset applied."""
    path, _, band = place.rpartition(":")
    if not (path and band.isdigit()):
        path, band = place, "1"
    band = int(band)
    with rasterio.open(path) as file:
        t = file.transform
        raw = file.read(band)
        missing = np.isnan(raw) if raw.dtype.kind == "f" else np.zeros(raw.shape, bool)
        nodata = file.nodatavals[band - 1]
        if nodata is not None and not math.isnan(nodata):
            missing |= raw == raw.dtype.type(nodata)
        if "per_dataset" in {flag.name for flag in file.mask_flag_enums[band - 1]}:
            missing |= file.read_masks(band) == 0
        scale, offset = file.scales[band - 1], file.offsets[band - 1]
        is_scaled = (scale, offset) != (1.0, 0.0)
        values = raw.astype("float64")
        if is_scaled:
            values = values * scale + offset
        values[missing] = np.nan
        grid = Grid(*(WHOLE(v) for v in (t.c, t.f, t.a, t.e)), file.height, file.width)
        return Raster(grid, values, CRS.from_wkt(file.crs.to_wkt()), raw.dtype, is_scaled)


@dataclass
class Zones:
    """Identifiers, shapes in the raster's CRS (None without geometry), areas in km²."""
    ids: list
    shapes: list
    areas: list


def read_zones(path, id_field, crs):
    frame = gpd.read_file(path)
    shapes = [settled(shape) for shape in frame.geometry]
    source = CRS(frame.crs)
    areas = [None if shape is None else area_in_km2(shape, source) for shape in shapes]
    if not source.equals(crs, ignore_axis_order=True):
        dense = [None if shape is None else densified(shape, source, LONGEST_EDGE)
                 for shape in shapes]
        shapes = [settled(shape) for shape in gpd.GeoSeries(dense, crs=source).to_crs(crs)]
    return Zones([str(value) for value in frame[id_field]], shapes, areas)


def settled(shape):
    """A valid shape with area, or None."""
    if shape is None or shapely.is_empty(shape):
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shape if shape.area > 0 else None


def densified(shape, crs, longest):
    """Vertices at least every `longest` metres."""
    unit = METRES_A_DEGREE if crs.is_geographic else metres_a_unit(crs)
    return shapely.segmentize(shape, longest / unit)


def metres_a_unit(crs):
    return crs.axis_info[0].unit_conversion_factor


# Areas.

def area_in_km2(shape, crs):
    """∮ Q dλ round the rings, Q the area from a middle latitude per radian of longitude, by
    Gauss–Legendre quadrature; edges are straight in `crs`."""
    if not crs.is_geographic:
        shape = densified(shape, crs, 20)
        shape = gpd.GeoSeries([shape], crs=crs).to_crs(crs.geodetic_crs).iloc[0]
    geod = crs.get_geod()
    middle = np.radians((shape.bounds[1] + shape.bounds[3]) / 2)
    total = []
    for polygon in shapely.get_parts(shape):
        rings = [abs(ring_area(ring, geod, middle)) for ring in shapely.get_rings(polygon)]
        total += rings[:1] + [-hole for hole in rings[1:]]
    return math.fsum(total) / 1e6


def ring_area(ring, geod, middle):
    points = np.radians(shapely.get_coordinates(shapely.segmentize(ring, 1.0)))
    nodes, parts = np.polynomial.legendre.leggauss(8)
    longitude, latitude = points.T
    along = latitude[:-1, None] + np.diff(latitude)[:, None] * (nodes + 1) / 2
    half = (along - middle) / 2
    inner = middle + half[..., None] * (nodes + 1)
    surface = (ellipsoid_density(geod, inner) @ parts) * half
    return math.fsum((surface @ parts) / 2 * np.diff(longitude))


def cell_areas(raster):
    """The area in km² of each row's cells: ∫ M·N·cos φ dφ · Δλ; in a projected CRS as it is."""
    grid = raster.grid
    if not raster.crs.is_geographic:
        area = abs(float(grid.step_x * grid.step_y)) * metres_a_unit(raster.crs) ** 2 / 1e6
        return np.full((grid.rows, 1), area)
    geod = raster.crs.get_geod()
    nodes, parts = np.polynomial.legendre.leggauss(16)
    areas = []
    for row in range(grid.rows):
        south, north = sorted(float(grid.y + grid.step_y * end) for end in (row, row + 1))
        latitudes = np.radians((south + north) / 2 + nodes * (north - south) / 2)
        density = math.fsum(parts * ellipsoid_density(geod, latitudes))
        area = density * math.radians((north - south) / 2) * math.radians(abs(float(grid.step_x)))
        areas.append(area / 1e6)
    return np.array(areas)[:, None]


def ellipsoid_density(geod, latitude):
    """M·N·cos φ: m² per radian of latitude and longitude."""
    eccentricity = geod.f * (2 - geod.f)
    return (geod.a**2 * (1 - eccentricity) * np.cos(latitude)
            / (1 - eccentricity * np.sin(latitude) ** 2) ** 2)
