// Sources of the module Coverage.
