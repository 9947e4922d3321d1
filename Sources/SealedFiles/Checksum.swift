/// XXH64 with seed 0 of bytes that come piece by piece.
///
/// Source: Yann Collet, xxHash fast digest algorithm, specification 0.1.1, XXH64.
struct Checksum {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    private var a = prime1 &+ prime2
    private var b = prime2
    private var c: UInt64 = 0
    private var d = 0 &- prime1
    private var length: UInt64 = 0
    /// The bytes since the last whole stripe, fewer than 32.
    private var rest: [UInt8] = []

    /// Takes the next bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var bytes = bytes[...]
        if !rest.isEmpty {
            let missing = bytes.prefix(Self.stripe - rest.count)
            rest.append(contentsOf: missing)
            bytes = bytes.dropFirst(missing.count)
            guard rest.count == Self.stripe else { return }
            let filled = rest
            filled.withUnsafeBytes { addStripes($0) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = bytes.count - bytes.count % Self.stripe
        addStripes(UnsafeRawBufferPointer(rebasing: bytes.prefix(whole)))
        rest.append(contentsOf: bytes.dropFirst(whole))
    }

    /// - Precondition: the number of bytes is a multiple of 32.
    private mutating func addStripes(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        var (a, b, c, d) = (self.a, self.b, self.c, self.d)
        var offset = 0
        while offset < bytes.count {
            a = Self.round(a, Self.word(start, offset))
            b = Self.round(b, Self.word(start, offset + 8))
            c = Self.round(c, Self.word(start, offset + 16))
            d = Self.round(d, Self.word(start, offset + 24))
            offset += Self.stripe
        }
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// The checksum of all bytes so far.
    var value: UInt64 {
        var hash = Self.prime5
        if length >= UInt64(Self.stripe) {
            hash = Self.rotated(a, 1) &+ Self.rotated(b, 7)
            hash = hash &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
            for lane in [a, b, c, d] {
                hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
            }
        }
        hash = hash &+ length
        rest.withUnsafeBytes { rest in
            guard let start = rest.baseAddress else { return }
            var offset = 0
            while offset + 8 <= rest.count {
                hash ^= Self.round(0, Self.word(start, offset))
                hash = Self.rotated(hash, 27) &* Self.prime1 &+ Self.prime4
                offset += 8
            }
            if offset + 4 <= rest.count {
                let word = UInt32(
                    littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                hash ^= UInt64(word) &* Self.prime1
                hash = Self.rotated(hash, 23) &* Self.prime2 &+ Self.prime3
                offset += 4
            }
            while offset < rest.count {
                hash ^= UInt64(rest[offset]) &* Self.prime5
                hash = Self.rotated(hash, 11) &* Self.prime1
                offset += 1
            }
        }
        hash = (hash ^ (hash >> 33)) &* Self.prime2
        hash = (hash ^ (hash >> 29)) &* Self.prime3
        return hash ^ (hash >> 32)
    }

    @inline(__always)
    private static func word(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        word &<< bits | word &>> (64 - bits)
    }
}
