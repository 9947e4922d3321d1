import Readings

/// The limits of an item, one a class from the best to the worst.
struct ClassLimits: Hashable, Sendable {
    /// How a value meets a limit.
    enum Direction: String, Hashable, Sendable, CaseIterable {
        case atMost
        case atLeast
        /// Strictly more than the limit, as sea water asks of dissolved oxygen.
        case above
    }

    /// The limit of each class as printed; empty where classes have ranges.
    let values: [DecimalValue]
    /// The range of each class; empty where classes have limits.
    let ranges: [ClosedRange<DecimalValue>]
    let direction: Direction

    init(_ values: [DecimalValue], _ direction: Direction) {
        self.values = values
        self.direction = direction
        ranges = []
    }

    init(ranges: [ClosedRange<DecimalValue>]) {
        values = []
        direction = .atMost
        self.ranges = ranges
    }

    /// The number of classes.
    var count: Int { max(values.count, ranges.count) }

    /// The place of the best class that `value` meets, 0 for the best of all; `count` when it meets
    /// none. A value on a limit meets it, except where the limit must be passed.
    func rank(of value: ExactNumber) -> Int {
        if let whole = value.asDecimal { return rank(of: whole) }
        return firstRank(of: value) { ExactNumber($0) }
    }

    /// The same of a value as written.
    func rank(of value: DecimalValue) -> Int { firstRank(of: value) { $0 } }

    private func firstRank<Number: Comparable>(
        of value: Number, _ number: (DecimalValue) -> Number
    ) -> Int {
        if !ranges.isEmpty {
            return ranges.firstIndex {
                value >= number($0.lowerBound) && value <= number($0.upperBound)
            } ?? count
        }
        return switch direction {
        case .atMost: values.firstIndex { value <= number($0) } ?? count
        case .atLeast: values.firstIndex { value >= number($0) } ?? count
        case .above: values.firstIndex { value > number($0) } ?? count
        }
    }
}

extension ExactNumber {
    /// The number as a whole decimal; `nil` for fractions, and where the digits do not fit.
    fileprivate var asDecimal: DecimalValue? {
        denominator == 1 ? Int64(exactly: numerator).map { DecimalValue(mantissa: $0) } : nil
    }
}

extension ClassLimits {
    /// The limits of a list of as many numbers as there are classes, each as strict as the one
    /// before or less.
    init(
        _ node: StandardNode, count: Int, _ direction: Direction
    ) throws(StandardError) {
        let values = try node.map { cell throws(StandardError) in try cell.amount() }
        let isRising = direction == .atMost
        let ordered = isRising ? values : values.reversed()
        guard values.count == count, zip(ordered, ordered.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw node.wrong(
                "\(count) numbers, one a class, never \(isRising ? "falling" : "rising")",
                "每类一个,共\(count)个数,\(isRising ? "不得递减" : "不得递增")")
        }
        self.init(values, direction)
    }

    /// The range of a list of two numbers.
    static func range(_ node: StandardNode) throws(StandardError) -> ClosedRange<DecimalValue> {
        let ends = try node.map { cell throws(StandardError) in try cell.amount() }
        guard ends.count == 2, ends[0] <= ends[1] else {
            throw node.wrong("two numbers, the smaller first", "两个数,小的在前")
        }
        return ends[0]...ends[1]
    }
}
