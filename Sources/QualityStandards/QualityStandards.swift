// Sources of the module QualityStandards.
