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

extension WaterAssessmentResult {
    /// The alerts of the newest readings of the period. Sections whose readings are not clear have
    /// none.
    func alerts(by rules: AlertRuleSet, interval: ReadingInterval?) -> AlertFindings {
        let sites = rows.compactMap { row -> AlertSite? in
            guard let name = row.site else { return nil }
            let loaded = row.section.loaded
            var site = AlertSite(
                id: loaded.id, name: loaded.label == loaded.id ? nil : loaded.label,
                owner: loaded.owner, body: row.body,
                target: row.target?.waterClass, itemTargets: row.target?.items ?? [:])
            site.site = name
            return site
        }
        return rules.alerts(
            in: readings, of: .water, at: sites, over: pair.now, interval: interval,
            standard: standard)
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
