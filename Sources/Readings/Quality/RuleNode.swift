import Foundation

/// One value of a file of rules, with the way to it for messages.
struct RuleNode {
    /// A value of JSON.
    enum Value: Decodable {
        case text(String)
        case truth(Bool)
        case whole(Int)
        case fraction(Double)
        case list([Value])
        case object([String: Value])
        case null

        init(from decoder: any Decoder) throws {
            if let object = try? decoder.singleValueContainer().decode([String: Value].self) {
                self = .object(object)
            } else if let list = try? decoder.singleValueContainer().decode([Value].self) {
                self = .list(list)
            } else {
                let value = try decoder.singleValueContainer()
                if value.decodeNil() {
                    self = .null
                } else if let truth = try? value.decode(Bool.self) {
                    self = .truth(truth)
                } else if let whole = try? value.decode(Int.self) {
                    self = .whole(whole)
                } else if let fraction = try? value.decode(Double.self) {
                    self = .fraction(fraction)
                } else {
                    self = .text(try value.decode(String.self))
                }
            }
        }
    }

    private let value: Value
    private let file: String
    /// `parameters.CO.maximum`; empty at the top.
    private let path: String

    init(_ value: Value, file: String, path: String) {
        self.value = value
        self.file = file
        self.path = path
    }

    // MARK: - Members

    func members() throws(ReadingError) -> [(key: String, node: RuleNode)] {
        guard case .object(let members) = value else { throw wrong(.object) }
        return members.sorted { $0.key < $1.key }.map { ($0.key, node($0.value, $0.key)) }
    }

    func requireKeys(among known: [String]) throws(ReadingError) {
        for (key, node) in try members() where !known.contains(key) {
            throw .wrongRules(
                file: file, key: node.path, found: .unknownKey, expected: .keys(known))
        }
    }

    func optional(_ key: String) throws(ReadingError) -> RuleNode? {
        guard case .object(let members) = value else { throw wrong(.object) }
        return members[key].map { node($0, key) }
    }

    func child(_ key: String) throws(ReadingError) -> RuleNode {
        if let child = try optional(key) { return child }
        throw .wrongRules(file: file, key: joined(key), found: .nothing, expected: .value)
    }

    func list() throws(ReadingError) -> [RuleNode] {
        guard case .list(let items) = value else { throw wrong(.list) }
        return items.enumerated().map { node($1, String($0 + 1)) }
    }

    private func node(_ value: Value, _ key: String) -> RuleNode {
        RuleNode(value, file: file, path: joined(key))
    }

    private func joined(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

    // MARK: - Values

    func text() throws(ReadingError) -> String {
        guard case .text(let text) = value else { throw wrong(.text) }
        return text
    }

    func truth() throws(ReadingError) -> Bool {
        guard case .truth(let truth) = value else { throw wrong(.truth) }
        return truth
    }

    func whole(atLeast least: Int) throws(ReadingError) -> Int {
        guard case .whole(let number) = value, number >= least else {
            throw wrong(.atLeast(String(least)))
        }
        return number
    }

    func decimal() throws(ReadingError) -> DecimalValue {
        switch value {
        case .whole(let number): return DecimalValue(mantissa: Int64(number))
        case .text(let text):
            if let number = try? DecimalValue(parsing: text) { return number }
        default: break
        }
        throw wrong(.decimal)
    }

    func positiveDecimal() throws(ReadingError) -> DecimalValue {
        let number = try decimal()
        guard number.mantissa > 0 else { throw wrong(.above0) }
        return number
    }

    func day() throws(ReadingError) -> CivilDay {
        guard case .text(let text) = value, let time = try? TimeStamp(parsing: text) else {
            throw wrong(.day)
        }
        return time.day
    }

    /// Numbers by interval: `{"hour": 8, "day": 7}`.
    func counts(atLeast least: Int) throws(ReadingError) -> [ReadingInterval: Int] {
        try requireKeys(among: ReadingInterval.allCases.map(\.name))
        var result: [ReadingInterval: Int] = [:]
        for (key, node) in try members() {
            if let interval = ReadingInterval(rawValue: key) {
                result[interval] = try node.whole(atLeast: least)
            }
        }
        return result
    }

    /// The error that this value is not what was expected.
    func wrong(_ expected: RuleExpectation) -> ReadingError {
        .wrongRules(file: file, key: path, found: .value(written), expected: expected)
    }

    private var written: String {
        switch value {
        case .text(let text): "\"\(text)\""
        case .truth(let truth): "\(truth)"
        case .whole(let number): "\(number)"
        case .fraction(let number): "\(number)"
        case .list(let items): "[\(items.count)]"
        case .object(let members): "{\(members.keys.sorted().joined(separator: ", "))}"
        case .null: "null"
        }
    }
}
