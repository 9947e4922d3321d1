import Testing

@testable import Readings

@Suite("Decimals as written")
struct DecimalValueTests {
    /// GB/T 8170: value, decimals, expected.
    static let rounding: [(String, Int, String)] = [
        ("0.25", 1, "0.2"), ("0.35", 1, "0.4"), ("0.15", 1, "0.2"), ("2.5", 0, "2"),
        ("3.5", 0, "4"), ("35.5", 0, "36"), ("36.5", 0, "36"), ("60.5", 0, "60"),
        ("60.51", 0, "61"), ("1.05", 1, "1.0"), ("1.0501", 1, "1.1"), ("-2.5", 0, "-2"),
        ("12.345", 2, "12.34"), ("12.3451", 2, "12.35"), ("-0.15", 1, "-0.2"),
        ("9.995", 2, "10.00"),
        ("0.5", 0, "0"), ("1.5", 0, "2"), ("7", 2, "7.00"), ("0.04", 1, "0.0"),
        ("-0.04", 1, "0.0"), ("123456789012345678", 0, "123456789012345678"),
    ]

    @Test("GB/T 8170 rounds half to even on exact decimals", arguments: rounding)
    func rounds(value: String, decimals: Int, expected: String) throws {
        let decimal = try DecimalValue(parsing: value)
        #expect(decimal.rounded(toDecimals: decimals).description == expected)
        #expect(ExactNumber(decimal).rounded(toDecimals: decimals).description == expected)
    }

    @Test(
        "A text is read exactly and keeps its digits",
        arguments: [
            ("1.50", "1.50"), ("０．０１", "0.01"), (" 3.2 ", "3.2"), ("\u{3000}7\u{3000}", "7"),
            ("1,234.5", "1234.5"), ("１，２３４", "1234"), ("5E-05", "0.00005"), ("1.2e3", "1200"),
            ("1e-2", "0.01"), ("+4", "4"), ("-0.30", "-0.30"), (".5", "0.5"), ("5.", "5"),
            ("−3", "-3"), ("0.28999999999999998", "0.28999999999999998"), ("0e99", "nil"),
            ("007", "7"), ("0.000", "0.000"), ("-0", "0"),
        ])
    func parses(text: String, expected: String) {
        #expect(((try? DecimalValue(parsing: text))?.description ?? "nil") == expected)
    }

    @Test(
        "Anything else is refused with its reason",
        arguments: [
            ("", ReadingTextError.notANumber("")), ("abc", .notANumber("abc")),
            ("1.2.3", .notANumber("1.2.3")), ("0,32", .ambiguousComma("0,32")),
            ("1,23,456", .ambiguousComma("1,23,456")), ("1e", .notANumber("1e")),
            ("--3", .notANumber("--3")), ("1 2", .notANumber("1 2")), (".", .notANumber(".")),
            ("1234567890123456789", .tooManyDigits("1234567890123456789")),
            ("1e-25", .tooManyDigits("1e-25")), ("0x10", .notANumber("0x10")),
            ("inf", .notANumber("inf")), ("nan", .notANumber("nan")),
        ])
    func refuses(text: String, expected: ReadingTextError) {
        #expect(throws: expected) { try DecimalValue(parsing: text) }
    }

    @Test("Equality and order go by the number, not by its digits")
    func compares() throws {
        let short = try DecimalValue(parsing: "0.1")
        let long = try DecimalValue(parsing: "0.100")
        #expect(short == long)
        #expect(short.hashValue == long.hashValue)
        #expect(try DecimalValue(parsing: "-2") < DecimalValue(parsing: "-1.99"))
        let tiny = DecimalValue(mantissa: 1, decimals: 20)
        let huge = DecimalValue(mantissa: .max)
        #expect(tiny < huge && !(huge < tiny) && tiny != huge)
    }

    @Test("The nearest Double is that of the text")
    func doubles() throws {
        for text in ["0.1", "0.00005", "123456789012345678", "0.28999999999999998", "-7.35"] {
            #expect(try DecimalValue(parsing: text).double == Double(text))
        }
    }

    @Test("Half and powers of ten are exact")
    func halves() throws {
        #expect(try DecimalValue(parsing: "0.01").half.description == "0.005")
        #expect(try DecimalValue(parsing: "0.04").half.description == "0.02")
        #expect(try DecimalValue(parsing: "32").scaled(byPowerOfTen: -3)?.description == "0.032")
        #expect(try DecimalValue(parsing: "1.2").scaled(byPowerOfTen: 3)?.description == "1200")
        #expect(DecimalValue(mantissa: .max).scaled(byPowerOfTen: 1) == nil)
    }
}
