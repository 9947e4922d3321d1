import Suggestions
import Testing

@Suite("Names near a wrong one")
struct NearestTests {
    @Test(
        "Edits are counted by hand: insert, delete, replace, swap with the next",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("mean", "mean", 0), ("maen", "mean", 1),
            ("mena", "mean", 1), ("men", "mean", 1), ("meann", "mean", 1), ("bean", "mean", 1),
            ("kitten", "sitting", 3),
            // A swapped pair is not edited again: 2 would need it.
            ("ca", "abc", 3), ("氨氮", "总氮", 1), ("高锰酸盐指娄", "高锰酸盐指数", 1),
        ])
    func edits(_ a: String, _ b: String, _ edits: Int) {
        #expect(editDistance(Array(a), Array(b)) == edits)
        #expect(editDistance(Array(b), Array(a)) == edits)
    }

    @Test(
        "A third of the longer name may differ, nothing in one or two characters",
        arguments: [
            ("TEMP", "TMP", true), ("mean", "maen", true), ("Mean", "mEAN", true),
            ("id", "ID", true), ("turbidty", "turbidity", true), ("CO", "CO2", true),
            ("zonnes", "zones", true), ("readigns", "readings", true), ("abc", "abd", true),
            ("DEWP", "TEMP", false), ("RAIN", "basin", false), ("wd", "CD", false),
            ("总磷", "总氮", false), ("x", "y", false), ("", "a", false), ("abcde", "abcxy", false),
            ("abcdef", "abcdxy", true), ("std", "stdev", false),
        ])
    func near(_ a: String, _ b: String, _ expected: Bool) {
        #expect(isNear(a, b) == expected)
        #expect(isNear(b, a) == expected)
        #expect(nearest(to: a, in: [b]) == (expected ? b : nil))
    }

    @Test("Of the near ones the fewest edits win, then the longest same beginning, then the first")
    func ties() {
        #expect(nearest(to: "stations", in: ["station", "Stations", "ration"]) == "Stations")
        #expect(nearest(to: "p101", in: ["q101", "p90", "p102"]) == "p102")
        #expect(nearest(to: "abc", in: ["abd", "abe"]) == "abd")
        #expect(nearest(to: "cell", in: []) == nil)
        #expect(nearest(to: "zzzzzz", in: ["mean", "max"]) == nil)
    }

    @Test("The order of the candidates changes nothing but the choice between equals")
    func orderOfCandidates() {
        let names = ["path", "layer", "where", "encoding", "crs", "readings", "rasters"]
        for wrong in ["pth", "layr", "wheer", "encodng", "csr", "reading", "raster"] {
            let found = nearest(to: wrong, in: names)
            #expect(found != nil)
            #expect(nearest(to: wrong, in: names.reversed()) == found)
        }
    }
}
