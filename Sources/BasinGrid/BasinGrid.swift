// `import BasinGrid` gives every public name of the toolkit.
@_exported public import Coverage
@_exported public import GeoFiles
@_exported public import Geometry
@_exported public import Grids
@_exported public import HotSpots
@_exported public import Interpolation
@_exported public import Parallel
@_exported public import QualityStandards
@_exported public import Readings
@_exported public import Reports
@_exported public import Rivers
@_exported public import SealedFiles
@_exported public import Suggestions
@_exported public import ZonalStatistics

/// The version that `--version` prints and `run.json` records.
public let basinGridVersion = "0.1.0"
