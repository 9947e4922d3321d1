"""The inputs of the sample job as Python's tools read them, brought to the CRS of its rasters."""
import glob
import os

import geopandas as gpd
import shapely
from pyproj import CRS, Geod

LAYERS = {
    "环境管控单元": ("control_units.shp", "HJGKDYBM", "HJGKDYMC"),
    "区县": ("counties.shp", "CODE", "NAME"),
    "流域": ("basins.shp", "code", "name"),
}
WORKING_CRS = "EPSG:4547"
# CGCS2000 longitude and latitude: its ellipsoid, not WGS 84's, is the one that areas lie on.
ELLIPSOID = CRS("EPSG:4490").get_geod()
# BasinGrid puts vertices on edges longer than 500 m before it projects them.
LONGEST_EDGE = 500 / 111320


def periods(out):
    """The labels of the run's periods, from its section tables."""
    names = glob.glob(os.path.join(glob.escape(out), "tables", "sections_*.csv"))
    return sorted(os.path.basename(name)[len("sections_"):-len(".csv")] for name in names)


def read(dataset, file):
    """A shapefile with GBK text in longitude and latitude."""
    return gpd.read_file(os.path.join(dataset, file), encoding="gbk")


def degrees(dataset, name):
    """Identifiers and polygons of a layer; last the union of all."""
    file, field, _ = LAYERS[name]
    frame = read(dataset, file)
    zones = list(zip(frame[field], frame.geometry))
    return zones + [("all", shapely.union_all(list(frame.geometry)))]


def projected(dataset, name, longest_edge=LONGEST_EDGE):
    """A frame of `id` and geometry in the working CRS; last the union of all zones."""
    file, field, _ = LAYERS[name]
    frame = read(dataset, file)
    shapes = frame.geometry
    if longest_edge:
        shapes = gpd.GeoSeries(shapely.segmentize(shapes.values, longest_edge), crs=frame.crs)
    shapes = shapes.to_crs(WORKING_CRS)
    ids = list(frame[field]) + ["all"]
    return gpd.GeoDataFrame(
        {"id": ids}, geometry=list(shapes) + [shapely.union_all(list(shapes))], crs=WORKING_CRS)


def area_in_km2(shape):
    """The area on the ellipsoid; edges straight in longitude and latitude."""
    dense = shapely.segmentize(shape, LONGEST_EDGE / 20)
    return abs(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(dense))[0]) / 1e6


def length_in_km(shape):
    """The length on the ellipsoid."""
    return ELLIPSOID.geometry_length(shape) / 1e3
