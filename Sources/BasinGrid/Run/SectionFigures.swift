import Foundation
import Geometry
import QualityStandards
import Readings
import Reports
import Rivers

/// A section with its place on the network and its class in each period.
struct SectionFigure: Sendable {
    var section: JobInputs.LoadedSection
    /// `nil` without rivers.
    var location: PointLocation?
    /// One a period of the job.
    var results: [SectionResult]
}

/// What the standard says of a section over one period, and over those that it is compared with.
struct SectionResult: Sendable {
    var now: SectionState
    var before: SectionState?
    /// Over the second period that it is compared with.
    var previous: SectionState?

    /// The change between the two periods; `nil` without a class in both.
    var change: WaterChange? { change(since: before) }

    /// The change since the second period; `nil` without a class in both.
    var changeSincePrevious: WaterChange? { change(since: previous) }

    private func change(since other: SectionState?) -> WaterChange? {
        guard let now = now.assessment?.status, let before = other?.assessment?.status
        else { return nil }
        return WaterChange(now: now, before: before)
    }
}

/// A section over one period.
struct SectionState: Sendable {
    var samples: Int
    /// `nil` when there is nothing to judge; `note` then says why.
    var assessment: SectionAssessment?
    var isDry: Bool
    var note: LocalizedText?
    /// The means of its items, unrounded.
    var means: [ParameterCode: ExactNumber] = [:]

    /// `III`, `dry`, or `unknown`: the class by which lengths are summed.
    var lengthClass: String {
        if let waterClass = assessment?.waterClass { return waterClass.text }
        return isDry ? "dry" : "unknown"
    }
}

/// A period and those that it is compared with.
struct PeriodPair: Hashable, Sendable {
    var now: Period
    var before: Period?
    /// A second one, for sections and their groups.
    var previous: Period?
}

extension Job {
    var periodPairs: [PeriodPair] {
        periods.enumerated().map { index, period in
            func other(_ comparison: Comparison) -> Period? {
                switch comparison {
                case .none: nil
                case .year: period.yearBefore
                case .month: period.precedingPeriod
                case .explicit(let list): list[index]
                }
            }
            return PeriodPair(
                now: period, before: other(comparison), previous: other(secondComparison))
        }
    }
}

extension WaterBody {
    /// The kind of water that a table's type field names: a lake or reservoir where it says 湖 or
    /// 库 (or lake, reservoir), but not of a river into or out of one (入湖, 出库), else a river.
    init(sectionType: String?) {
        let text = ["入湖", "出湖", "入库", "出库"].reduce(sectionType?.lowercased() ?? "") {
            $0.replacing($1, with: "")
        }
        let isLake = ["湖", "库", "lake", "reservoir"].contains { text.contains($0) }
        self = isLake ? .lake : .river
    }
}
