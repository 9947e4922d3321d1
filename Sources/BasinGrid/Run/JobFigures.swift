import Geometry
import Grids
import HotSpots
import Readings
import Reports
import ZonalStatistics

/// All finished figures of a job, before they become tables, maps and files.
struct JobFigures: Sendable {
    var pairs: [PeriodPair]
    /// The union of each zone layer, the last row of its table.
    var wholes: [Zone]
    /// Period × raster request.
    var surfaces: [[Surface]]
    /// Period × zone layer × raster request.
    var zones: [[[ZoneFigures]]]
    var sections: [SectionFigure]
    var rivers: RiverFigures?
    /// One a period: sections by river, basin, zone, level and county; empty without sections.
    var waterGroups: [WaterGroupFigures]
    /// Lakes, trends and compensation, as the job asks for them.
    var water = WaterExtras()
    var points: PointFigures
    /// `nil` without rivers or point layers.
    var riverPoints: RiverPointFigures?
    /// Period × request of hotspots.
    var hotSpots: [[HotSpotFigures]]
    /// Period × series that have a reading.
    var series: [[SeriesFigures]]
    /// `nil` where no national station has readings of air.
    var air: AirFigures?
    /// The edition of the air standard that each period is judged by.
    var editions: [String]
    var waterEdition: String
    var notes: [ReportNote]
}
