import QualityStandards
import Readings
import Reports

/// Air over the periods of a job, by the rules of `assess air`: national stations only.
struct AirFigures: Sendable {
    /// The zone layers with a national station inside, by their place in the job.
    let layers: [Int]
    /// Period × such a layer: a row a zone, and the whole.
    let zones: [[AirAssessmentResult]]
    /// One a period: a row a station, and all national stations.
    let stations: [AirAssessmentResult]
    let notes: [ReportNote]

    /// The figures of a job; `nil` where no national station has readings of air.
    init?(job: Job, inputs: JobInputs) throws {
        guard Self.hasReadings(inputs) else { return nil }
        let sites = Self.sites(inputs)
        let national = AirSites(Self.officialStations(inputs), in: nil)
        var makers: [DailyStatistics: AirDailyMaker] = [:]
        var zones: [[AirAssessmentResult]] = []
        var stations: [AirAssessmentResult] = []
        for (index, pair) in job.periodPairs.enumerated() {
            let basis = try Self.basis(job, inputs, pair, period: index)
            let daily = basis.settings.daily
            let maker = makers[daily] ?? AirDailyMaker(of: inputs.readings, by: daily)
            makers[daily] = maker
            zones.append(
                sites.map {
                    AirAssessmentResult(basis, sites: $0.sites, maker, listsStations: false)
                })
            stations.append(AirAssessmentResult(basis, sites: national, maker))
        }
        layers = sites.map(\.layer)
        self.zones = zones
        self.stations = stations
        notes = Self.notes(job, inputs, sites, zones.first ?? [], stations.first)
    }

    private static func basis(
        _ job: Job, _ inputs: JobInputs, _ pair: PeriodPair, period: Int
    ) throws -> AirBasis {
        let day = pair.now.lastDay
        let standard = try inputs.airStandard.edition(on: day)
        return AirBasis(
            period: pair.now, before: pair.before, standard: standard,
            dailyEditions: try inputs.airStandard.dailyEditions(on: day),
            settings: AirSettings(standard),
            excluded: inputs.excludedDays.isEmpty ? .none : inputs.excludedDays[period],
            targets: inputs.airTargets)
    }

    // MARK: - What there is to assess

    /// Whether a national station has readings of air.
    private static func hasReadings(_ inputs: JobInputs) -> Bool {
        inputs.stations.contains { station in
            station.network == .national
                && inputs.readings.parameters(at: station.id).contains {
                    AirDailyValues.parameters.contains($0)
                }
        }
    }

    /// Micro-stations stand apart: they have no part in official statistics.
    private static func officialStations(_ inputs: JobInputs) -> [JobInputs.LoadedStation] {
        inputs.stations.filter { $0.network != .micro }
    }

    private static func sites(_ inputs: JobInputs) -> [(layer: Int, sites: AirSites)] {
        let stations = officialStations(inputs)
        return inputs.zoneLayers.enumerated().compactMap { index, layer in
            let sites = AirSites(stations, in: layer)
            return sites.whole.isEmpty ? nil : (index, sites)
        }
    }

    /// The names of the tables of a job, for a plan; the same as those of `JobTables.allAir`.
    static func tableNames(of job: Job, _ inputs: JobInputs) -> [String] {
        guard hasReadings(inputs) else { return [] }
        let layers = sites(inputs).map { fileNamePart(inputs.zoneLayers[$0.layer].name) }
        let labels = job.periodPairs.map(\.now.label)
        var names = labels.flatMap { label in
            layers.map { "air_\($0)_\(label)" } + ["stations_air_\(label)"]
        }
        names += layers.map { "ranking_air_\($0)" } + ["ranking_stations_air"]
        if !inputs.airTargets.isEmpty { names.append("targets_air") }
        if inputs.excludedDays.first?.entries.isEmpty == false { names.append("excluded_days") }
        return names
    }

    // MARK: - Notes

    private static func notes(
        _ job: Job, _ inputs: JobInputs, _ sites: [(layer: Int, sites: AirSites)],
        _ zones: [AirAssessmentResult], _ stations: AirAssessmentResult?
    ) -> [ReportNote] {
        var notes = sites.flatMap { layer, sites in
            let name = inputs.zoneLayers[layer].name
            return sites.notes.map {
                ReportNote(.missing, LocalizedText(zh: "\(name)：\($0.zh)", en: "\(name): \($0.en)"))
            }
        }
        let known = Set((zones + [stations].compactMap { $0 }).flatMap { $0.rows.map(\.id) })
        if let stray = AirBasis.strayTargets(inputs.airTargets, known: known) {
            notes.append(ReportNote(.missing, stray))
        }
        return notes + strayDays(job, inputs)
    }

    /// Days of the list that lie in no period and no comparison.
    private static func strayDays(_ job: Job, _ inputs: JobInputs) -> [ReportNote] {
        let periods = job.periodPairs.flatMap { [$0.now, $0.before].compactMap { $0 } }
        let stray = (inputs.excludedDays.first?.entries ?? []).map(\.day).filter { day in
            !periods.contains { $0.contains(day) }
        }
        guard let first = stray.first else { return [] }
        return [
            ReportNote(
                .remark,
                LocalizedText(
                    "扣除日期中有 \(stray.count) 行不在任何时段内，首个：\(first)。",
                    "\(stray.count) line(s) of the excluded days lie in no period, the first: "
                        + "\(first)."))
        ]
    }
}
