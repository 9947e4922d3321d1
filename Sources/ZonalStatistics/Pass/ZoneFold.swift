/// Joins the states of tiles to those of zones, in the order in which they come.
final class ZoneFold {
    private let needs: StateNeeds
    private let zoneCount: Int
    let bands: Int
    /// Bytes of values that stay in memory.
    private let memory: Int
    /// Zone by zone, for each the bands in order.
    private(set) var states: [ZoneState]
    private(set) var figures: [ValueFigures?]
    private var runs: [[StoredRun]]
    private var bytesInMemory = 0
    private var spool: ValueSpool?

    init(_ needs: StateNeeds, zoneCount: Int, bands: Int, memory: Int) {
        self.needs = needs
        self.zoneCount = zoneCount
        self.bands = bands
        self.memory = memory
        states = Array(repeating: ZoneState(needs), count: zoneCount * bands)
        figures = Array(repeating: nil, count: needs.values ? states.count : 0)
        runs = Array(repeating: [], count: needs.values ? states.count : 0)
    }

    /// Adds what a zone has in its next tile.
    func add(_ state: ZoneState, _ values: [ValueRun], zone: Int, band: Int) throws {
        let index = zone * bands + band
        states[index].merge(state)
        guard needs.values else { return }
        runs[index] += values.map { .memory($0) }
        bytesInMemory += values.reduce(0) { $0 + $1.byteCount }
        if bytesInMemory > memory { try moveToFile() }
    }

    /// Reads what is wanted from a zone's values and lets them go: the zone has no further tile.
    func finishValues(ofZone zone: Int) throws {
        guard needs.values else { return }
        for index in zone * bands..<(zone + 1) * bands {
            figures[index] = try ValueFigures(runs[index], needs.wish)
            bytesInMemory -= runs[index].reduce(0) { $0 + $1.bytesInMemory }
            runs[index] = []
        }
    }

    /// Finishes the zones that no tile has finished.
    func finishRest() throws {
        guard needs.values else { return }
        for zone in 0..<zoneCount where figures[zone * bands] == nil {
            try finishValues(ofZone: zone)
        }
    }

    private func moveToFile() throws {
        let spool = try spool ?? ValueSpool()
        self.spool = spool
        for index in runs.indices {
            for position in runs[index].indices {
                guard case .memory(let run) = runs[index][position] else { continue }
                runs[index][position] = .file(try spool.store(run))
            }
        }
        bytesInMemory = 0
    }
}
