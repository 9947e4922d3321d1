import GeoFiles
import Reports

extension ZoneSeries {
    /// The columns of a table of the series.
    var fields: [VectorField] {
        var fields = [
            VectorField(name: "zone", kind: .text), VectorField(name: "time", kind: .text),
            VectorField(name: "value", kind: .real), VectorField(name: "se", kind: .real),
            VectorField(name: "n_stations", kind: .integer),
        ]
        if exceedance != nil { fields.append(VectorField(name: "exceed_share", kind: .real)) }
        return fields
    }

    /// The rows as CSV, made without a table in between: a year of hours has millions of cells.
    ///
    /// - Parameters:
    ///   - zones: The zones' codes.
    ///   - times: The times as they are written.
    func csv(zones: [String], times: [String], byteOrderMark: Bool) -> String {
        var text = byteOrderMark ? "\u{FEFF}" : ""
        text += fields.map(\.name).joined(separator: ",") + "\n"
        for (zone, id) in zones.enumerated() {
            let id = csvText(header: [], rows: [[id]]).dropLast()
            for (time, label) in times.enumerated() {
                let place = zone * times.count + time
                text += "\(id),\(label),"
                text += NumberText.shortest(values[place])
                text += ","
                if let errors { text += NumberText.shortest(errors[place]) }
                text += ",\(stationCounts[time])"
                if let exceedance {
                    text += ","
                    text += NumberText.shortest(exceedance[place])
                }
                text += "\n"
            }
        }
        return text
    }
}
