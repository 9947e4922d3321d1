// Sources of the module ZonalStatistics.
