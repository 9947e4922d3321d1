import Readings

/// A part of an edition whose keys may be left out where an earlier edition has them.
struct StandardPart {
    private let owner: StandardNode
    /// `nil` where the whole part is left out.
    private let node: StandardNode?

    /// The object itself as a part.
    init(_ node: StandardNode) {
        owner = node
        self.node = node
    }

    /// The part of `owner` under `key`.
    ///
    /// - Parameter isNeeded: Whether a missing part is a fault.
    init(
        _ owner: StandardNode, _ key: String, _ keys: [String], isNeeded: Bool
    ) throws(StandardError) {
        self.owner = owner
        node = isNeeded ? try owner.required(key) : try owner.optional(key)
        try node?.checkKeys(keys)
    }

    /// The value of `key`, or the usual one.
    ///
    /// - Throws: `StandardError.file` where there is neither.
    func value<Value>(
        _ key: String, _ usual: Value?, _ read: (StandardNode) throws(StandardError) -> Value
    ) throws(StandardError) -> Value {
        if let own = try node?.optional(key) { return try read(own) }
        if let usual { return usual }
        throw (node ?? owner).fault(.missingKey(key))
    }

    func text(_ key: String, _ usual: String?) throws(StandardError) -> String {
        try value(key, usual) { node throws(StandardError) in try node.text() }
    }

    func flag(_ key: String, _ usual: Bool?) throws(StandardError) -> Bool {
        try value(key, usual) { node throws(StandardError) in try node.flag() }
    }

    func amount(_ key: String, _ usual: DecimalValue?) throws(StandardError) -> DecimalValue {
        try value(key, usual) { node throws(StandardError) in try node.amount() }
    }

    /// A number above 0 and up to 1.
    func share(_ key: String, _ usual: DecimalValue?) throws(StandardError) -> DecimalValue {
        try value(key, usual) { node throws(StandardError) in
            let share = try node.amount()
            guard share.mantissa > 0, share <= DecimalValue(mantissa: 1) else {
                throw node.wrong("a number above 0, at most 1", "大于0且不大于1的数")
            }
            return share
        }
    }

    func integer(
        _ key: String, _ range: ClosedRange<Int>, _ usual: Int?
    ) throws(StandardError) -> Int {
        try value(key, usual) { node throws(StandardError) in try node.integer(range) }
    }

    func parameters(
        _ key: String, _ usual: Set<ParameterCode>?
    ) throws(StandardError) -> Set<ParameterCode> {
        try value(key, usual) { node throws(StandardError) in
            Set(try node.map { item throws(StandardError) in try item.parameter() })
        }
    }

    func waterClass(_ key: String, _ usual: WaterClass?) throws(StandardError) -> WaterClass {
        try value(key, usual) { node throws(StandardError) in try node.waterClass() }
    }
}

extension StandardNode {
    func waterClass() throws(StandardError) -> WaterClass {
        guard let own = WaterClass(parsing: try text()) else {
            let list = WaterClass.allCases.map(\.text).joined(separator: ", ")
            throw wrong("a class: \(list)", "水质类别:\(list)")
        }
        return own
    }
}
