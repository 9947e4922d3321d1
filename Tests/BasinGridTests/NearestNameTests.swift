import BasinGrid
import Testing

@Suite("Nearest names")
struct NearestNameTests {
    @Test(
        "The nearest name has the fewest edits, at most a third of the word's length",
        arguments: [
            ("zone", "zones"), ("ZONES", "zones"), ("staitons", "stations"), ("id", "id"),
            ("ib", "id"), ("periodes", "periods"),
        ])
    func finds(word: String, expected: String) {
        #expect(nearest(to: word, in: ["zones", "stations", "id", "periods"]) == expected)
    }

    @Test("What is like none has none", arguments: ["", "xyzzy", "compute", "abc"])
    func findsNone(word: String) {
        #expect(nearest(to: word, in: ["zones", "stations", "periods"]) == nil)
    }

    @Test("Of equals the first")
    func firstOfEquals() {
        #expect(nearest(to: "cat", in: ["bat", "hat"]) == "bat")
        #expect(nearest(to: "cat", in: []) == nil)
    }
}
