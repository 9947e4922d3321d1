import GeoFiles
import Geometry
import Readings
import Reports

extension JobInputReader {
    /// The points of a layer that are counted; cells that hold no number where one is summed are
    /// noted, and count as nothing.
    func pointLayer(
        _ input: Job.PointLayerInput, crs: CoordinateReferenceSystem?,
        _ notes: inout [ReportNote], _ files: inout [JobInputs.InputFile]
    ) -> JobInputs.LoadedPointLayer? {
        let path = job.resolve(input.source.path)
        files += inputFiles(path, LocalizedText("点：\(input.name)", "points: \(input.name)"))
        let fields = [input.idField, input.labelField].compactMap { $0 } + input.sumFields
        guard
            let set = faults.attempt({
                try readPoints(
                    at: path, options: options(for: input.source), x: input.xField,
                    y: input.yField, fields: fields, isFirstNeeded: input.idField != nil,
                    into: crs)
            })
        else { return nil }
        notes += set.notes.map(ReportNote.init)
        var unread: [String: (count: Int, first: Int, text: String)] = [:]
        let points = set.rows.enumerated().map { index, row in
            let values = input.sumFields.map { field -> Double? in
                let text = row.attributes[field] ?? ""
                if let value = Double(text), value.isFinite { return value }
                if !text.isEmpty {
                    let known = unread[field] ?? (0, row.number, text)
                    unread[field] = (known.count + 1, known.first, known.text)
                }
                return nil
            }
            let id = input.idField.flatMap { row.attributes[$0] } ?? String(index + 1)
            return JobInputs.LoadedPoint(
                id: id, label: input.labelField.flatMap { row.attributes[$0] } ?? id,
                coordinate: row.coordinate, values: values)
        }
        notes += input.sumFields.compactMap { field in
            unread[field].map { unreadNote(input.source.path, field, $0.count, $0.first, $0.text) }
        }
        return JobInputs.LoadedPointLayer(
            name: input.name, sumFields: input.sumFields, points: points)
    }

    private func unreadNote(
        _ path: String, _ field: String, _ count: Int, _ first: Int, _ text: String
    ) -> ReportNote {
        ReportNote(
            .dropped,
            LocalizedText(
                "\(path)：字段 \(field) 有 \(count) 个值不是数字，未计入合计，首个在第 \(first) 行：“\(text)”。",
                "\(path): \(count) values of the field \(field) are no numbers and were not summed, "
                    + "the first in row \(first): \"\(text)\"."))
    }
}
