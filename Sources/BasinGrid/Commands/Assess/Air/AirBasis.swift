import QualityStandards
import Readings
import Reports

/// By what air is judged over a period: what `assess air` and the main job share.
struct AirBasis: Sendable {
    let period: Period
    let before: Period?
    /// The edition that judges the period and what it is compared with.
    let standard: AirStandard
    /// The editions among which each day of a daily table finds its own.
    let dailyEditions: [AirStandard]
    let settings: AirSettings
    let excluded: ExcludedDays
    let targets: [AirTarget]

    /// Which edition judges, and that some of the days were under others.
    var editionNotes: [LocalizedText] {
        let others = Set(
            ([period] + (before.map { [$0] } ?? [])).flatMap { span in
                [span.firstDay, span.lastDay].map {
                    AirStandard.edition(inForceOn: $0, among: dailyEditions).edition
                }
            }
        ).subtracting([standard.edition]).sorted()
        var notes = [
            LocalizedText(
                "\(period.labelInChinese)" + (before.map { "与\($0.labelInChinese)" } ?? "")
                    + "按 \(standard.edition) 评价，日指数按 \(standard.index.edition)。",
                "\(period)" + (before.map { " and \($0) are" } ?? " is")
                    + " judged by \(standard.edition), the days' index by \(standard.index.edition)."
            )
        ]
        if !others.isEmpty {
            notes.append(
                LocalizedText(
                    "其中部分日期当时执行 \(others.joined(separator: "、"))；为可比，全部按同一版本评价（日报表逐日按当日版本）。",
                    "Some of the days were under \(others.joined(separator: ", ")); to be comparable "
                        + "all are judged by one edition (the table of days judges each by its own)."
                ))
        }
        return notes
    }

    /// The editions and every setting, for records that programs read.
    var object: [String: Any] {
        let statements = settings.statements(for: standard).map { statement in
            [
                "en": statement.description, "zh": statement.descriptionInChinese,
                "default": statement.isDefault,
            ] as [String: Any]
        }
        return [
            "edition": standard.edition, "index_edition": standard.index.edition,
            "statistics_edition": standard.statistics.edition, "settings": statements,
        ]
    }

    /// A note about targets of nobody among `known`; `nil` when there are none.
    static func strayTargets(_ targets: [AirTarget], known: Set<String>) -> LocalizedText? {
        let lost = Set(targets.map(\.id)).subtracting(known).sorted()
        return lost.first.map { first in
            LocalizedText(
                "目标中有 \(lost.count) 个站点或区域不在结果中，首个：\(first)。",
                "\(lost.count) station(s) or zone(s) of the targets are not among the results, "
                    + "the first: \(first).")
        }
    }
}
