/// The characters of two bytes of GB18030, taken from the C library once: text of nothing but these
/// and ASCII, as nearly all Chinese text is, is judged and decoded without a call for each cell.
struct DoubleByteTable: Sendable {
    static let gb18030 = DoubleByteTable()

    /// The scalar of each pair of lead 0x81...0xFE and trail 0x40...0xFF; 0 where there is none.
    private let scalars: [UInt32]

    private static let firstLead: UInt8 = 0x81
    private static let firstTrail: UInt8 = 0x40
    private static let trails = 192

    private init() {
        var scalars = [UInt32](repeating: 0, count: 126 * Self.trails)
        if let decoder = TextDecoder("GB18030") {
            for lead in Self.firstLead...0xFE {
                for trail in Self.firstTrail...0xFE where trail != 0x7F {
                    let text = [lead, trail].withUnsafeBufferPointer { decoder.decode($0) }
                    guard case .whole(let character) = text,
                        character.unicodeScalars.count == 1,
                        let scalar = character.unicodeScalars.first
                    else { continue }
                    scalars[Self.place(lead, trail)] = scalar.value
                }
            }
        }
        self.scalars = scalars
    }

    private static func place(_ lead: UInt8, _ trail: UInt8) -> Int {
        Int(lead - firstLead) * trails + Int(trail - firstTrail)
    }

    /// The scalar of the pair at `place`; 0 where there is none.
    private func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt32 {
        guard place + 1 < bytes.count, (Self.firstLead...0xFE).contains(bytes[place]),
            bytes[place + 1] >= Self.firstTrail
        else { return 0 }
        return scalars[Self.place(bytes[place], bytes[place + 1])]
    }

    /// Whether `bytes` are ASCII and characters of the table only.
    func holds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        while let next = firstBeyondASCII(bytes, from: place) {
            if scalar(bytes, at: next) == 0 { return false }
            place = next + 2
        }
        return true
    }

    /// Appends the text of `bytes` in UTF-8.
    ///
    /// - Returns: `false`, with nothing appended, when they are not ASCII and characters of the
    ///   table only.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Bool {
        let before = text.count
        var place = 0
        while place < bytes.count {
            if bytes[place] < 0x80 {
                text.append(bytes[place])
                place += 1
                continue
            }
            guard let character = Unicode.Scalar(scalar(bytes, at: place)),
                character.value != 0
            else {
                text.removeSubrange(before...)
                return false
            }
            text += UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
            place += 2
        }
        return true
    }
}
