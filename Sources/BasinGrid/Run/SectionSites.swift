import Readings
import Reports

/// Under which name the readings know each section: its code, else its label where that is clear.
struct SectionSites {
    enum Site: Hashable, Sendable {
        case code(String)
        case label(String)
        /// So many sections have the label that the readings give.
        case ambiguousLabel(Int)

        /// `nil` where it is not clear.
        var name: String? {
            switch self {
            case .code(let name), .label(let name): name
            case .ambiguousLabel: nil
            }
        }
    }

    /// One a section.
    let sites: [Site]
    private let sections: [JobInputs.LoadedSection]
    private let readings: ReadingSet

    /// A section with readings under its code is known by it. Else readings under its label are
    /// its own, unless they could as well be another's: that has the same label, or the label for
    /// a code.
    init(_ sections: [JobInputs.LoadedSection], readings: ReadingSet) {
        self.sections = sections
        self.readings = readings
        let names = Set(readings.sites)
        let codes = Set(sections.map(\.id))
        let labels = Dictionary(grouping: sections, by: \.label).mapValues(\.count)
        sites = sections.map { section in
            let label = section.label
            guard !names.contains(section.id), names.contains(label), !codes.contains(label)
            else { return .code(section.id) }
            let count = labels[label] ?? 0
            return count == 1 ? .label(label) : .ambiguousLabel(count)
        }
    }

    /// The names whose readings are some section's.
    private var used: Set<String> {
        Set(
            sites.compactMap(\.name))
    }

    /// Names that several sections share, so that their readings belong to none.
    private var ambiguous: [String] {
        var seen: Set<String> = []
        return zip(sections, sites).compactMap { section, site in
            guard case .ambiguousLabel = site, seen.insert(section.label).inserted
            else { return nil }
            return section.label
        }
    }

    /// Notes about readings that no station and no section takes.
    ///
    /// - Parameter stations: The codes of all stations.
    func notes(stations: Set<String>) -> [ReportNote] {
        var notes: [ReportNote] = []
        let ambiguous = ambiguous
        if !ambiguous.isEmpty {
            let list = ambiguous.prefix(10).joined(separator: ", ")
            notes.append(
                ReportNote(
                    .dropped,
                    LocalizedText(
                        "监测数据中的名称 \(list) 各有多个同名断面，无法对应，未使用。请在监测数据中改用断面编码。",
                        "The readings' names \(list) each belong to several sections and were not "
                            + "used. Give the sections' codes in the readings.")))
        }
        let known = stations.union(used).union(ambiguous)
        let unused = readings.sites.filter { !known.contains($0) }
        if !unused.isEmpty {
            let count = unused.reduce(0) { total, site in
                readings.parameters(at: site).reduce(total) {
                    $0 + readings.series(site: site, parameter: $1).count
                }
            }
            let list = unused.prefix(10).joined(separator: ", ")
            notes.append(
                ReportNote(
                    .dropped,
                    LocalizedText(
                        "监测数据中有 \(unused.count) 个点位（\(count) 个数据）不在任何站点或断面图层中，未使用：\(list)。",
                        "\(unused.count) sites of the readings (\(count) values) are in no layer of "
                            + "stations or sections and were not used: \(list).")))
        }
        return notes
    }
}
