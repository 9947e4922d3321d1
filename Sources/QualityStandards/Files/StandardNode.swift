import Readings

/// A value of a standard's file together with the keys that lead to it, so that every complaint
/// names file, line and key.
struct StandardNode {
    let file: String
    /// The keys from the top: `limits[0].values.PM2.5`.
    let path: String
    let tree: StandardTree

    init(_ tree: StandardTree, file: String, path: String = "") {
        self.tree = tree
        self.file = file
        self.path = path
    }

    /// An error about this place.
    func fault(_ kind: StandardFileFault.Kind) -> StandardError {
        .file(StandardFileFault(file: file, line: tree.line, key: path, kind))
    }

    /// An error that says what stands here instead of what should.
    func wrong(_ expected: String, _ inChinese: String) -> StandardError {
        fault(.unexpected(found: found, expected: expected, expectedInChinese: inChinese))
    }

    private var found: String {
        switch tree.content {
        case .text(let text): "\"\(text)\""
        case .number(let digits): digits
        case .flag(let flag): "\(flag)"
        case .nothing: "null"
        case .list: "[…]"
        case .object: "{…}"
        }
    }

    // MARK: - Objects and lists

    /// The entries of an object, in the order of the file.
    func entries() throws(StandardError) -> [(key: String, node: StandardNode)] {
        guard case .object(let entries) = tree.content else {
            throw wrong("an object", "对象{…}")
        }
        return entries.map { entry in
            let next = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            return (entry.key, StandardNode(entry.value, file: file, path: next))
        }
    }

    /// The value of `key`; `nil` where the object has none, or null.
    func optional(_ key: String) throws(StandardError) -> StandardNode? {
        guard let node = try entries().first(where: { $0.key == key })?.node else { return nil }
        if case .nothing = node.tree.content { return nil }
        return node
    }

    /// The value of `key`.
    func required(_ key: String) throws(StandardError) -> StandardNode {
        guard let node = try optional(key) else {
            throw fault(.missingKey(key))
        }
        return node
    }

    /// Refuses keys that are not among `known`: a misspelt one would be left out in silence.
    func checkKeys(_ known: [String]) throws(StandardError) {
        for entry in try entries() where !known.contains(entry.key) {
            throw entry.node.fault(.unknownKey(known: known))
        }
    }

    /// The items of a list.
    func items() throws(StandardError) -> [StandardNode] {
        guard case .list(let items) = tree.content else { throw wrong("a list", "列表[…]") }
        return items.enumerated().map {
            StandardNode($0.element, file: file, path: "\(path)[\($0.offset)]")
        }
    }

    /// What `body` makes of every item.
    func map<Value>(
        _ body: (StandardNode) throws(StandardError) -> Value
    ) throws(StandardError) -> [Value] {
        var result: [Value] = []
        for item in try items() { result.append(try body(item)) }
        return result
    }

    var isNothing: Bool {
        if case .nothing = tree.content { return true }
        return false
    }

    // MARK: - Values

    func text() throws(StandardError) -> String {
        guard case .text(let text) = tree.content else { throw wrong("a text", "文本") }
        return text
    }

    func flag() throws(StandardError) -> Bool {
        guard case .flag(let flag) = tree.content else {
            throw wrong("true or false", "true或false")
        }
        return flag
    }

    /// A number, in quotes or bare, exactly as written.
    func decimal() throws(StandardError) -> DecimalValue {
        let digits: String
        switch tree.content {
        case .text(let text): digits = text
        case .number(let text): digits = text
        default: throw wrong("a number", "数值")
        }
        guard let value = try? DecimalValue(parsing: digits) else {
            throw wrong("a number", "数值")
        }
        return value
    }

    /// A decimal of at least 0.
    func amount() throws(StandardError) -> DecimalValue {
        let value = try decimal()
        if value.mantissa < 0 { throw wrong("a number of at least 0", "不小于0的数值") }
        return value
    }

    /// A whole number in `range`.
    func integer(_ range: ClosedRange<Int>) throws(StandardError) -> Int {
        let value = try decimal().rounded(toDecimals: 0)
        guard try value == decimal(), range.contains(Int(value.mantissa)) else {
            throw wrong(
                "a whole number from \(range.lowerBound) to \(range.upperBound)",
                "\(range.lowerBound)至\(range.upperBound)之间的整数")
        }
        return Int(value.mantissa)
    }

    func day() throws(StandardError) -> CivilDay {
        guard let time = try? TimeStamp(parsing: try text()) else {
            throw wrong("a date such as 2026-03-01", "日期,如2026-03-01")
        }
        return time.day
    }

    func parameter() throws(StandardError) -> ParameterCode { ParameterCode(try text()) }

    /// A table by parameter.
    func byParameter<Value>(
        _ body: (StandardNode) throws(StandardError) -> Value
    ) throws(StandardError) -> [ParameterCode: Value] {
        var result: [ParameterCode: Value] = [:]
        for (key, node) in try entries() { result[ParameterCode(key)] = try body(node) }
        return result
    }
}
