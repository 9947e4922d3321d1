import QualityStandards
import Readings
import Reports

/// What one reading of each series stands for, which decides the day it belongs to.
struct SampleIntervals: Sendable {
    private let bySite: [String: [ParameterCode: ReadingInterval]]

    /// - Parameter given: For all series; `nil` to tell it from the spacing of each.
    /// - Complexity: O(readings).
    init(_ readings: ReadingSet, of parameters: [ParameterCode], given: ReadingInterval?) {
        bySite = readings.sites.reduce(into: [:]) { result, site in
            result[site] = readings.seriesByParameter(at: site, of: parameters)
                .intervals(given: given)
        }
    }

    subscript(site: String) -> [ParameterCode: ReadingInterval] { bySite[site] ?? [:] }

    /// What is to be said of readings that stand for hours; `nil` where none do.
    var note: LocalizedText? {
        let steps = Set(bySite.values.flatMap(\.values))
        let hours = [(ReadingInterval.hour, 1), (.fourHours, 4)].filter { steps.contains($0.0) }
        if hours.isEmpty { return nil }
        let zh = hours.map { "\($0.1)" }.joined(separator: "、")
        let en = hours.map { "\($0.1)" }.joined(separator: " and ")
        return LocalizedText(
            "监测数据为每 \(zh) 小时一个（自动站）：每个数据作为一个样品参与平均，每小时数据归入该小时结束的那一天；所评价的项目在表中列出。",
            "The readings stand for \(en) hour(s) each (automatic stations): each enters the mean as "
                + "a sample, an hour on the day in which it ends; the table says which items were "
                + "judged.")
    }
}
