// Sources of the module Rivers.
