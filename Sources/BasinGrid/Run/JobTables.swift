import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers
import ZonalStatistics

/// The tables of a job, one a file.
struct JobTables {
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    /// The language of notes; codes and the standard's words are the same in every language.
    let language: ReportLanguage
}

extension ReportTable.Column {
    /// A column of texts; `words` are what codes read as in the report.
    static func text(
        _ key: String, _ zh: String, _ en: String, swatches: [String: Colour] = [:],
        words: [String: LocalizedText] = [:]
    ) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), kind: .text, swatches: swatches,
            words: words)
    }

    /// A column of figures that are published with decimals of their own.
    static func decimal(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), kind: .number(decimals: nil))
    }

    /// A column of numbers, shown with `decimals`.
    static func number(
        _ key: String, _ zh: String, _ en: String, decimals: Int, unit: LocalizedText? = nil,
        group: LocalizedText? = nil
    ) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), unit: unit,
            kind: .number(decimals: decimals), group: group)
    }
}

/// What the codes of the tables read as in the report.
enum TableWords {
    static let waterStatus = WaterStatus.allCases.reduce(into: [String: LocalizedText]()) {
        $0[$1.text] = LocalizedText($1.text, $1.textInEnglish)
    }
    static let waterChange = WaterChange.allCases.reduce(into: [String: LocalizedText]()) {
        $0[$1.text] = LocalizedText($1.text, $1.textInEnglish)
    }
    static let yesNo = ["yes": LocalizedText("是", "yes"), "no": LocalizedText("否", "no")]
    static let networks = [
        Job.Network.national.rawValue: LocalizedText("国控", "national"),
        Job.Network.provincial.rawValue: LocalizedText("省控", "provincial"),
        Job.Network.city.rawValue: LocalizedText("市控", "city"),
        Job.Network.micro.rawValue: LocalizedText("微站", "micro"),
    ]
}

/// (now − before) / before in percent; `nil` when either is missing or `before` is not above 0.
func percentChange(now: Double?, before: Double?) -> Double? {
    guard let now, let before, before > 0, now.isFinite, before.isFinite else { return nil }
    return (now - before) / before * 100
}

extension ZoneFigures {
    /// The value in a row, `nil` where the surface or the statistic is empty.
    func value(of statistic: Statistic, row: Int, in values: [[Double]]?) -> Double? {
        guard let values, let column = statistics.firstIndex(of: statistic) else { return nil }
        let value = values[row][column]
        return value.isNaN ? nil : value
    }
}

extension LocalizedText {
    func appending(_ zh: String, _ en: String) -> LocalizedText {
        LocalizedText(zh: self.zh + zh, en: self.en + en)
    }
}
