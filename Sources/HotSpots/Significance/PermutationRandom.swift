/// Random numbers of one permutation: they follow from the seed and the permutation's number
/// alone, so that threads and their order change nothing.
///
/// Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014 (SplitMix64).
struct PermutationRandom {
    private var state: UInt64

    init(seed: UInt64, permutation: Int) {
        state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(permutation + 1))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number of 0..<`bound`, all equally likely.
    ///
    /// Source: Lemire, Fast random integer generation in an interval, 2019.
    mutating func number(below bound: Int) -> Int {
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
