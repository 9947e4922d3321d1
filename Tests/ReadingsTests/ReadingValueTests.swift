import Testing

@testable import Readings

@Suite("Values as written")
struct ReadingValueTests {
    /// Text, how it is written in one form, what enters a mean, what a class is judged by.
    static let values: [(String, String, String?, String?)] = [
        ("0.01L", "0.01L", "0.005", "0.01"), ("<0.01", "0.01L", "0.005", "0.01"),
        ("＜0.05", "0.05L", "0.025", "0.05"), ("0.025", "0.025", "0.025", "0.025"),
        ("—", "—", nil, nil), ("NA", "NA", nil, nil), ("未检出", "ND", nil, nil),
        ("", "", nil, nil), ("nd", "ND", nil, nil), ("-", "-", nil, nil), ("--", "--", nil, nil),
        ("/", "/", nil, nil), ("*", "*", nil, nil), ("-999", "-999", nil, nil),
        ("-999.0", "-999", nil, nil), ("-99", "-99", nil, nil), ("-9999", "-9999", nil, nil),
        ("０．０１Ｌ", "0.01L", "0.005", "0.01"), ("0.32㎎/L", "0.32", "0.32", "0.32"),
        ("0.01L mg/L", "0.01L", "0.005", "0.01"), ("＜０．０１ ㎎／Ｌ", "0.01L", "0.005", "0.01"),
        ("20L", "20L", "10", "20"), ("1,234.5 ", "1234.5", "1234.5", "1234.5"),
        ("-5.2", "-5.2", "-5.2", "-5.2"), ("N/A", "NA", nil, nil), ("断流", "断流", nil, nil),
        ("<0.01L", "0.01L", "0.005", "0.01"), ("0", "0", "0", "0"), ("＊", "*", nil, nil),
    ]

    @Test("A cell is a number, a result below detection or a mark", arguments: values)
    func reads(text: String, form: String, mean: String?, judged: String?) throws {
        let value = try ReadingValue(parsing: text)
        #expect(value.description == form)
        #expect(value.valueForMean?.description == mean)
        #expect(value.valueForClass?.description == judged)
    }

    @Test("A cell in another unit of the same kind is converted exactly")
    func convertsUnits() throws {
        let milligrams = MeasureUnit.milligramsPerLitre
        #expect(try ReadingValue(parsing: "32μg/L", in: milligrams).description == "0.032")
        #expect(try ReadingValue(parsing: "5 ug/L", in: milligrams).description == "0.005")
        #expect(try ReadingValue(parsing: "0.5L µg/L", in: milligrams).description == "0.0005L")
        #expect(try ReadingValue(parsing: "<5E-01 ug/L", in: milligrams).description == "0.0005L")
        let micrograms = MeasureUnit.microgramsPerCubicMetre
        #expect(try ReadingValue(parsing: "1,200.5 mg/m³", in: micrograms).description == "1200500")
        #expect(throws: ReadingTextError.unknownUnit("3ppb", unit: "ppb")) {
            try ReadingValue(parsing: "3ppb", in: micrograms)
        }
        #expect(throws: ReadingTextError.unitMismatch("7℃", found: "℃", expected: "mg/L")) {
            try ReadingValue(parsing: "7℃", in: milligrams)
        }
    }

    @Test(
        "Text that is none of these is refused, never guessed",
        arguments: ["abc", "0.3x", "0.3 0.4", "12,5", "0L", "<0", "<", "L", "轻度污染", "≤0.01"])
    func refuses(text: String) {
        #expect(throws: ReadingTextError.self) { try ReadingValue(parsing: text) }
    }

    @Test("A refusal says what was found, in both languages")
    func explains() {
        let error = ReadingTextError.notANumber("abc")
        #expect(error.description.contains("\"abc\" is not a number"))
        #expect(error.descriptionInChinese.contains("“abc”不是数值"))
    }

    @Test("Readings stay small in memory")
    func isSmall() {
        #expect(MemoryLayout<Reading>.stride == 24)
    }
}
