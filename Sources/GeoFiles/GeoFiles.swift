// Sources of the module GeoFiles.
