/// A number kept without rounding, as a sum of components that do not overlap, smallest first.
///
/// Exact while no product leaves the range of normal numbers.
///
/// Source: Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric
/// predicates, 1997, section 2.
package struct Expansion: Sendable {
    private var components: [Double] = []

    /// 0.
    package init() {}

    /// a − b.
    package init(_ a: Double, minus b: Double) {
        let difference = a - b
        let virtual = a - difference
        let error = (a - (difference + virtual)) + (virtual - b)
        if error != 0 { components.append(error) }
        if difference != 0 { components.append(difference) }
    }

    /// Adds x · y, taken as two numbers whose sum is exact.
    package mutating func add(product x: Double, _ y: Double) {
        let high = x * y
        add((-high).addingProduct(x, y))
        add(high)
    }

    private mutating func add(_ value: Double) {
        var carry = value
        var grown: [Double] = []
        grown.reserveCapacity(components.count + 1)
        for component in components {
            let sum = carry + component
            let virtual = sum - carry
            let error = (carry - (sum - virtual)) + (component - virtual)
            if error != 0 { grown.append(error) }
            carry = sum
        }
        if carry != 0 { grown.append(carry) }
        components = grown
    }

    package static func + (a: Expansion, b: Expansion) -> Expansion {
        var result = a
        for component in b.components { result.add(component) }
        return result
    }

    package static func - (a: Expansion, b: Expansion) -> Expansion {
        var result = a
        for component in b.components { result.add(-component) }
        return result
    }

    package static func * (a: Expansion, b: Expansion) -> Expansion {
        var result = Expansion()
        for x in a.components {
            for y in b.components { result.add(product: x, y) }
        }
        return result
    }

    /// −1, 0 or 1: that of the largest component.
    package var sign: Int {
        guard let largest = components.last else { return 0 }
        return largest > 0 ? 1 : -1
    }
}
