// Sources of the module BasinGrid.
