import TestSupport
import Testing

@testable import SealedFiles

@Suite("Checksum")
struct ChecksumTests {
    /// Texts and their XXH64 with seed 0, as the reference implementation gives them.
    @Test(
        "The values are those of XXH64",
        arguments: [
            ("", 0xEF46_DB37_51D8_E999),
            ("a", 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func knownValues(_ text: String, _ expected: UInt64) {
        #expect(checksum(of: Array(text.utf8), pieces: [text.utf8.count]) == expected)
    }

    @Test("The cut of the bytes into pieces does not matter", arguments: 0..<50)
    func piecesDoNotMatter(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let count = Int.random(in: 0...300, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        var pieces: [Int] = []
        while pieces.reduce(0, +) < count { pieces.append(Int.random(in: 0...70, using: &random)) }
        #expect(checksum(of: bytes, pieces: pieces) == checksum(of: bytes, pieces: [count]))
    }

    private func checksum(of bytes: [UInt8], pieces: [Int]) -> UInt64 {
        var checksum = Checksum()
        var rest = bytes[...]
        for piece in pieces {
            Array(rest.prefix(piece)).withUnsafeBytes { checksum.add($0) }
            rest = rest.dropFirst(piece)
        }
        return checksum.value
    }
}
