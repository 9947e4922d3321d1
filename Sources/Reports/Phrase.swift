/// The fixed words of maps and reports, in both languages.
enum Phrase {
    static let nodata = LocalizedText(zh: "无数据", en: "No data")
    static let north = LocalizedText(zh: "北", en: "N")
    static let contents = LocalizedText(zh: "目录", en: "Contents")
    static let provenance = LocalizedText(zh: "数据来源与校验", en: "Inputs and checksums")
    static let inputFile = LocalizedText(zh: "输入文件", en: "Input file")
    static let role = LocalizedText(zh: "用途", en: "Used as")
    static let bytes = LocalizedText(zh: "字节数", en: "Bytes")
    static let noNotes = LocalizedText(zh: "无需说明的事项。", en: "Nothing to note.")

    /// The number before a section's title: `一、` or `1. `.
    static func sectionNumber(_ number: Int, _ language: ReportLanguage) -> String {
        switch language {
        case .zh: chineseNumeral(number) + "、"
        case .en: "\(number). "
        }
    }

    static func figure(_ number: Int) -> LocalizedText {
        LocalizedText(zh: "图 \(number)", en: "Figure \(number)")
    }

    static func table(_ number: Int) -> LocalizedText {
        LocalizedText(zh: "表 \(number)", en: "Table \(number)")
    }

    /// Behind the name of a table that goes on below.
    static let continued = LocalizedText(zh: "（续）", en: " (continued)")

    static func rowCount(_ count: Int) -> LocalizedText {
        LocalizedText(zh: "共 \(count) 行", en: count == 1 ? "1 row" : "\(count) rows")
    }

    static func shortened(shown: Int, of count: Int, file: String) -> LocalizedText {
        LocalizedText(
            zh: "仅列前 \(shown) 行，全部 \(count) 行见 \(file)",
            en: "First \(shown) of \(count) rows; all of them in \(file)")
    }

    static func source(file: String) -> LocalizedText {
        LocalizedText(zh: "数据：\(file)", en: "Data: \(file)")
    }

    /// 1…99 in Chinese numerals; other numbers in digits.
    private static func chineseNumeral(_ number: Int) -> String {
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard (1...99).contains(number) else { return String(number) }
        let tens = number / 10
        let head = tens == 0 ? "" : (tens == 1 ? "" : digits[tens]) + "十"
        return head + digits[number % 10]
    }
}
