// Sources of the module Reports.
