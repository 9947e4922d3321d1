import Foundation

/// The words by which tables are understood, as a data file lists them.
struct HeadingList: Sendable {
    var parameters: [String: [String]] = [:]
    var columns: [PlaceColumn: [String]] = [:]
    /// Words under the heading of a parameter that mean its value: `浓度`, `小时值`.
    var valueWords: [String] = []
    /// Words above the headings of parameters that mean no parameter: `监测结果`.
    var groupWords: [String] = []
    /// What stands in place of a site or time in rows of sums and means.
    var summaries: [String] = []
    /// What such a text may end with: `全市平均`.
    var summaryEndings: [String] = []
    /// How lines of text below a table begin.
    var remarks: [String] = []

    /// The list that is part of this module.
    ///
    /// It is read by this module's tests; a damaged one is a fault of the build, not of any input.
    static let standard: HeadingList = {
        do {
            return try HeadingList(
                json: PackageResources.headings_json, file: "Data/headings.json")
        } catch {
            preconditionFailure("the embedded list of headings cannot be read: \(error)")
        }
    }()

    /// - Throws: `ReadingError.damagedHeadings` when `bytes` are no list in the form of
    ///   `Data/headings.json`, or name a kind of column that does not exist.
    init(json bytes: [UInt8], file: String) throws(ReadingError) {
        let list: WrittenList
        do {
            list = try JSONDecoder().decode(WrittenList.self, from: Data(bytes))
        } catch {
            throw .damagedHeadings(file: file, cause: Self.cause(of: error))
        }
        guard list.form == WrittenList.form else {
            throw .damagedHeadings(
                file: file, cause: "form is \"\(list.form)\", expected \"\(WrittenList.form)\"")
        }
        parameters = list.parameters ?? [:]
        for (name, headings) in list.columns ?? [:] {
            guard let column = PlaceColumn(rawValue: name) else {
                let known = PlaceColumn.allCases.map(\.rawValue).joined(separator: ", ")
                throw .damagedHeadings(
                    file: file, cause: "columns has \"\(name)\", expected one of \(known)")
            }
            columns[column] = headings
        }
        valueWords = list.valueWords ?? []
        groupWords = list.groupWords ?? []
        summaries = list.summaryRows?.whole ?? []
        summaryEndings = list.summaryRows?.endings ?? []
        remarks = list.remarkRows ?? []
    }

    private static func cause(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, _): return "\"\(key.stringValue)\" is missing"
        case .typeMismatch(_, let place), .valueNotFound(_, let place):
            let path = place.codingPath.map(\.stringValue).joined(separator: ".")
            return "\"\(path)\" is not a list of texts"
        default: return "it is not JSON"
        }
    }
}

/// The file as it is written.
private struct WrittenList: Decodable {
    static let form = "basingrid-headings-1"
    var form: String
    var parameters: [String: [String]]?
    var columns: [String: [String]]?
    var valueWords: [String]?
    var groupWords: [String]?
    var summaryRows: Summaries?
    var remarkRows: [String]?

    enum CodingKeys: String, CodingKey {
        case form, parameters, columns
        case valueWords = "value_words"
        case groupWords = "group_words"
        case summaryRows = "summary_rows"
        case remarkRows = "remark_rows"
    }

    struct Summaries: Decodable {
        var whole: [String]?
        var endings: [String]?
    }
}
