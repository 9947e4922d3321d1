import QualityStandards
import Readings

extension AirAssessmentResult {
    /// The alerts of the newest readings of the period, judged by the editions of its days.
    ///
    /// The owner of a station is the zone that it lies in.
    func alerts(
        in readings: ReadingSet, by rules: AlertRuleSet, interval: ReadingInterval?
    ) -> AlertFindings {
        var owners: [String: [String]] = [:]
        for zone in sites.zones {
            for station in zone.stations { owners[station, default: []].append(zone.id) }
        }
        return rules.alerts(
            in: readings, of: .air,
            at: sites.stations.map {
                AlertSite(id: $0.id, owner: owners[$0.id]?.joined(separator: ";"))
            }, over: basis.period, interval: interval, editions: basis.dailyEditions,
            area: basis.settings.area)
    }
}

extension CommandOutcome {
    /// Takes what another part of the command wrote.
    mutating func add(_ other: CommandOutcome) {
        outputs += other.outputs
        counts += other.counts
        warnings += other.warnings
    }
}
