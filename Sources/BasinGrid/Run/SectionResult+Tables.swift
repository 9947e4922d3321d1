import QualityStandards
import Reports

extension SectionResult {
    /// The columns of the second comparison, which follow those of a table of sections.
    static func previousColumns(swatches: [String: Colour] = [:]) -> [ReportTable.Column] {
        [
            .text(
                "class_previous", "第二比较期类别", "Class in the second period", swatches: swatches),
            .text(
                "change_previous", "较第二比较期变化", "Change since it",
                words: TableWords.waterChange),
        ]
    }

    var previousCells: [ReportTable.Cell] {
        [
            ReportTable.Cell(previous?.assessment?.waterClass?.text),
            ReportTable.Cell(changeSincePrevious?.text),
        ]
    }

    /// What is to be said of the periods that it is compared with.
    var notesOfOthers: [LocalizedText] {
        let before = before?.note.map {
            LocalizedText(zh: "比较期：\($0.zh)", en: "before: \($0.en)")
        }
        let previous = previous?.note.map {
            LocalizedText(zh: "第二比较期：\($0.zh)", en: "previous: \($0.en)")
        }
        return [before, previous].compactMap(\.self)
    }
}
