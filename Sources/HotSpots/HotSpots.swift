// Sources of the module HotSpots.
