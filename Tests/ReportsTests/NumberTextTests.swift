import Reports
import Testing
import TestSupport

@Suite("Numbers as text")
struct NumberTextTests {
    @Test(
        "The shortest text reads back to the same number",
        arguments: [
            (0.1, "0.1"), (120.0, "120"), (-0.0, "0"), (1e-7, "1e-07"), (-3.25, "-3.25"),
            (1e20, "1e+20"), (0.1 + 0.2, "0.30000000000000004"), (.nan, ""), (.infinity, "inf"),
            (-.infinity, "-inf"),
        ])
    func shortest(value: Double, text: String) {
        #expect(NumberText.shortest(value) == text)
        if value.isFinite { #expect(Double(text) == value) }
    }

    @Test("A thousand random numbers read back exactly")
    func roundTrip() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(Double(NumberText.shortest(value)) == value)
        }
    }

    @Test(
        "Fixed decimals round the written digits, a half to the even digit",
        arguments: [
            (0.125, 2, "0.12"), (0.115, 2, "0.12"), (0.135, 2, "0.14"), (2.5, 0, "2"),
            (3.5, 0, "4"), (0.5, 0, "0"), (2.51, 0, "3"), (9.996, 2, "10.00"), (0.004, 2, "0.00"),
            (-0.004, 2, "0.00"), (-1.25, 1, "-1.2"), (12, 3, "12.000"), (1e-7, 3, "0.000"),
            (1.5e-3, 3, "0.002"), (0.0005, 3, "0.000"), (0.00051, 3, "0.001"),
            (1e20, 1, "100000000000000000000.0"), (0, 1, "0.0"), (.nan, 2, ""),
        ])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(NumberText.fixed(value, decimals: decimals) == text)
    }

    @Test(
        "Significant digits drop trailing zeros and keep the whole part",
        arguments: [
            (12345.6, "12346"), (0.33333, "0.3333"), (60.0, "60"), (1.5, "1.5"), (0, "0"),
            (0.000123456, "0.0001235"), (-2.00004, "-2"), (100.04, "100"),
        ])
    func significant(value: Double, text: String) {
        #expect(NumberText.significant(value, digits: 4) == text)
    }

    @Test("Decimals are counted in the shortest text", arguments: [(0.25, 2), (10, 0), (1e-7, 7)])
    func decimals(value: Double, count: Int) {
        #expect(NumberText.decimals(of: value) == count)
    }
}
