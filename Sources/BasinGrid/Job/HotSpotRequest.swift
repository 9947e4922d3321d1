public import HotSpots
public import Readings

extension Job {
    /// The hotspot cells of one parameter's statistic over each period.
    public struct HotSpotRequest: Sendable {
        public var parameter: ParameterCode
        public var statistic = PeriodStatistic.mean
        /// The name of the zone layer that cells are laid over; `nil` for the first.
        public var zones: String?
        public var cell: Distance
        /// Where the value of a cell comes from.
        public var method = Method.raster
        /// Of kriging: `auto`, or a model.
        public var variogram = "auto"
        /// The value, or its change on the year before or on the period before.
        public var rank = HotSpotRank.value
        /// How many cells are selected; `nil` for those that Gᵢ* finds hot.
        public var selection: HotspotRanking.Selection?
        /// Whether ranks and selection count within each zone.
        public var isPerZone = false
        /// The neighbours of Gᵢ*: a radius such as `9km`, or `square:3`, `nearest:8`.
        public var gistar: String?
        public var correction = MultipleTesting.benjaminiHochberg
        /// Whether the months of a period are to have categories of change in time.
        public var isEmerging = false
        /// How many cells of each of the three monthly warnings a zone gets; `nil` for none.
        public var warningCount: Int?
        public var networks: [Network] = [.national]
        public var line = 0

        /// Where the value of a cell comes from.
        public enum Method: String, CaseIterable, Sendable {
            /// The exact mean of the job's raster of the same parameter, statistic and networks; of
            /// a surface by inverse distance where there is none.
            case raster
            /// The mean of the kriged surface, straight from the stations, with its standard error.
            case kriging
            /// The plain mean of the stations inside.
            case mean
        }

        public init(parameter: ParameterCode, cell: Distance) {
            self.parameter = parameter
            self.cell = cell
        }

        /// `PM2.5`, `O3_8h_p90`: the part of file names that tells entries apart.
        public var name: String {
            statistic == .mean ? parameter.name : "\(parameter.name)_\(statistic.name)"
        }

        /// The cells of the surface, where no raster of the job serves: a sixth of a hotspot cell.
        var surfaceCell: Distance { Distance(cell.value / 6, cell.unit) }

        /// What the period is compared with: by its rank, or as the job says.
        func before(_ pair: PeriodPair) -> Period? {
            switch rank {
            case .value: pair.before
            case .changeOnYear: pair.now.yearBefore
            case .changeOnMonth: pair.now.precedingPeriod
            }
        }
    }

    /// The names of files and layers of an entry: one entry alone needs no name of its own.
    func hotSpotFile(_ stem: String, _ request: HotSpotRequest) -> String {
        hotSpots.count == 1 ? stem : "\(stem)_\(request.name)"
    }
}
