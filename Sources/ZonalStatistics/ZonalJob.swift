/// Statistics of any number of bands in the zones of an overlay: what is asked, and the walks over
/// the overlay that answer it.
public struct ZonalJob: Sendable {
    /// Where the figures of one band come from.
    public struct Band: Sendable, Hashable {
        /// The stem of its columns.
        public var name: String
        /// The pass with the plain statistics, and the band in its stack.
        public var pass: Int
        public var band: Int
        /// The pass with the weighted ones where weights lie on a finer grid; else the same.
        public var weightedPass: Int?
        public var weightedBand: Int

        public init(
            name: String, pass: Int, band: Int, weightedPass: Int? = nil, weightedBand: Int = 0
        ) {
            self.name = name
            self.pass = pass
            self.band = band
            self.weightedPass = weightedPass
            self.weightedBand = weightedBand
        }
    }

    /// Which statistics a pass answers.
    public enum Role: UInt8, Sendable, Hashable {
        /// All of them.
        case all
        /// Those without weights.
        case plain
        /// Those with weights alone.
        case weighted
    }

    /// How much a run may use.
    public struct Resources: Sendable, Hashable {
        public var threads: Int
        /// Bytes for windows of rasters and for values together.
        public var memory: Int

        public init(threads: Int = 1, memory: Int = 1 << 29) {
            self.threads = threads
            self.memory = memory
        }
    }

    let passes: [ZonalPass]
    let roles: [Role]
    let bands: [Band]
    let question: ZonalQuestion

    /// - Parameters:
    ///   - passes: All over overlays of the same zones, with what each answers.
    ///   - bands: In the order of the result.
    /// - Throws: `StatisticError.needsWeights` when a weighted statistic finds no weights.
    public init(
        passes: [(pass: ZonalPass, role: Role)], bands: [Band], question: ZonalQuestion
    ) throws(StatisticError) {
        precondition(!passes.isEmpty, "a job has a pass")
        precondition(
            passes.allSatisfy {
                $0.pass.overlay.zones.count == passes[0].pass.overlay.zones.count
            }, "all passes have the same zones")
        if let statistic = question.statistics.first(where: \.isWeighted),
            bands.contains(where: { passes[$0.weightedPass ?? $0.pass].pass.weights == nil })
        {
            throw .needsWeights(statistic.name)
        }
        self.passes = passes.map(\.pass)
        roles = passes.map(\.role)
        self.bands = bands
        self.question = question
    }

    /// The number of zones.
    public var zoneCount: Int { passes[0].overlay.zones.count }

    /// What the cells of all bands add up to in every zone.
    ///
    /// The unit of accumulation is a zone in a tile of the raster's blocks, summed by one thread in
    /// an order that the overlay gives; a zone joins its units in the order of tiles. Threads,
    /// windows and memory only decide when a unit is computed, never what it holds.
    ///
    /// - Throws: what a stack throws; `ZonalStatisticsError`.
    /// - Complexity: O(covered cells + runs), with quantiles O(covered cells · log tiles).
    public func run(
        _ resources: Resources = Resources(), progress: (Double) -> Void = { _ in }
    ) throws -> ZonalOutcome {
        let memory = MemoryShares(resources.memory)
        var results: [ZonalOutcome.PassResult] = []
        let plans = ZonalPass.plans(
            passes, zones: 0..<zoneCount, threads: resources.threads)
        for (index, pass) in passes.enumerated() {
            let needs = question.needs(roles[index])
            let plan = plans[index]
            let bands = pass.stack.bandCount
            let fold = ZoneFold(needs, zoneCount: zoneCount, bands: bands, memory: memory.values)
            let lastTiles = plan.lastTiles(zoneCount: zoneCount)
            try pass.run(plan, needs, threads: resources.threads, memory: memory.windows) {
                result in
                try result.forEachUnit(of: plan, bands: bands) { zone, band, state, values in
                    try fold.add(state, values, zone: zone, band: band)
                }
                for zone in lastTiles[result.index] { try fold.finishValues(ofZone: zone) }
                progress(
                    (Double(index) + Double(result.index + 1) / Double(plan.tiles.count))
                        / Double(passes.count))
            }
            try fold.finishRest()
            results.append(ZonalOutcome.PassResult(fold, pass.facts))
        }
        return ZonalOutcome(
            question: question, bands: bands, results: results,
            zoneAreasInCells: passes.map { $0.overlay.zones.map(\.zoneAreaInCells) })
    }
}

/// The statistics that are asked for.
public struct ZonalQuestion: Sendable, Hashable {
    public var statistics: [Statistic]
    public var quantileDefinition: QuantileDefinition

    public init(
        _ statistics: [Statistic], quantileDefinition: QuantileDefinition = .inverseCDF
    ) {
        self.statistics = statistics
        self.quantileDefinition = quantileDefinition
    }

    func needs(_ role: ZonalJob.Role) -> StateNeeds {
        let asked = statistics.filter { statistic in
            switch role {
            case .all: true
            case .plain: !statistic.isWeighted
            case .weighted: statistic.isWeighted
            }
        }
        return StateNeeds(asked, quantileDefinition)
    }
}

/// How the memory is shared out.
struct MemoryShares {
    let windows: Int
    let values: Int

    init(_ memory: Int) {
        windows = memory / 2
        values = memory / 4
    }
}

extension TilePlan {
    /// For every touched tile the zones that have no cell behind it, in their order.
    func lastTiles(zoneCount: Int) -> [[Int]] {
        var last = [Int](repeating: -1, count: zoneCount)
        for (index, tile) in tiles.enumerated() {
            for unit in units[tile.units] { last[unit.zone] = index }
        }
        var zones = [[Int]](repeating: [], count: tiles.count)
        for (zone, tile) in last.enumerated() where tile >= 0 { zones[tile].append(zone) }
        return zones
    }
}

extension TileResult {
    /// Calls `body` with every unit and band, in order.
    func forEachUnit(
        of plan: TilePlan, bands: Int,
        _ body: (_ zone: Int, _ band: Int, ZoneState, [ValueRun]) throws -> Void
    ) rethrows {
        var index = 0
        for unit in plan.units[plan.tiles[self.index].units] {
            for band in 0..<bands {
                try body(unit.zone, band, states[index], values.isEmpty ? [] : values[index])
                index += 1
            }
        }
    }
}
