import HotSpots
import Readings
import Reports

/// The hotspot cells of one request and period.
struct HotSpotFigures: Sendable {
    var request: Job.HotSpotRequest
    var period: Period
    /// What `period` is compared with.
    var before: Period?
    /// The place in `JobInputs.zoneLayers` of the zones that cells are laid over.
    var layer: Int
    var fishnet: Fishnet
    /// All cells that a zone of the layer touches, by row and column: the same in every period.
    var cells: [FishnetCell]
    /// Zone layer × cell: the zones of each layer in it.
    var shares: [[[FishnetCell.ZoneShare]]]
    /// The cells by rank, those that are hot marked.
    var ranked: [HotspotCell]
    /// For each of `ranked` its place in `cells`, and so in all that follow.
    var places: [Int]
    /// Standard errors of the values; `nil` for values that are no estimates.
    var errors: [Double]?
    /// Gᵢ* of the values; `nil` when it is not asked for.
    var significance: CellNeighbours.Significance?
    /// Over the months of the period; `nil` when not asked for, and for a single month.
    var histories: [EmergingHotSpots.Site]?
    /// `nil` when not asked for.
    var warnings: MonthlyWarnings?
    /// How much of every zone is hot: zone layer × zone, the whole last.
    var areas: [[HotSpotArea]]
    /// The same for every month of a period of several.
    var months: [Month]
    /// How many stations of the request's networks have a value, and how many there are.
    var stationCounts: (valid: Int, all: Int)
    var notes: [ReportNote]

    struct Month: Sendable {
        var period: Period
        var selectedCount: Int
        var areas: [[HotSpotArea]]
    }

    var selected: [HotspotCell] { ranked.filter(\.isSelected) }
}

/// How much of a zone is hot.
struct HotSpotArea: Hashable, Sendable {
    /// The hot cells that lie in the zone, whole or in part.
    var cells = 0
    /// The part of them that lies in the zone, on the ellipsoid.
    var squareMetres = 0.0
    /// The zone, on the ellipsoid.
    var zoneSquareMetres = 0.0

    /// The part of the zone that is hot, 0…1; `nil` for a zone without an area.
    var share: Double? { zoneSquareMetres > 0 ? squareMetres / zoneSquareMetres : nil }
}
