/// A level of the air quality index with its words and colours.
///
/// Source: HJ 633-2012 and HJ 633-2026, appendix A, table A.1.
public struct AirLevel: Hashable, Sendable {
    /// 1 (best) to 6.
    public let number: Int
    /// The indices of the level, both ends included; the last level's are open above.
    public let indices: ClosedRange<Int>
    /// `一级`.
    public let nameInChinese: String
    public let name: String
    /// `优`.
    public let categoryInChinese: String
    /// `excellent`.
    public let category: String
    /// `绿色`.
    public let colourInChinese: String
    public let colour: String
    /// Red, green and blue, 0...255.
    public let red: Int, green: Int, blue: Int
    /// Cyan, magenta, yellow and black for print, 0...100.
    public let cyan: Int, magenta: Int, yellow: Int, black: Int
}

extension AirLevel {
    init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys([
            "number", "from", "to", "nameInChinese", "name", "categoryInChinese", "category",
            "colourInChinese", "colour", "rgb", "cmyk",
        ])
        number = try node.required("number").integer(1...99)
        let lowest = try node.required("from").integer(0...9999)
        indices = lowest...(try node.required("to").integer(lowest...9999))
        nameInChinese = try node.required("nameInChinese").text()
        name = try node.required("name").text()
        categoryInChinese = try node.required("categoryInChinese").text()
        category = try node.required("category").text()
        colourInChinese = try node.required("colourInChinese").text()
        colour = try node.required("colour").text()
        let rgb = try Self.numbers(node.required("rgb"), count: 3, upTo: 255)
        let cmyk = try Self.numbers(node.required("cmyk"), count: 4, upTo: 100)
        (red, green, blue) = (rgb[0], rgb[1], rgb[2])
        (cyan, magenta, yellow, black) = (cmyk[0], cmyk[1], cmyk[2], cmyk[3])
    }

    private static func numbers(
        _ node: StandardNode, count: Int, upTo limit: Int
    ) throws(StandardError) -> [Int] {
        let values = try node.map { item throws(StandardError) in try item.integer(0...limit) }
        if values.count != count { throw node.wrong("\(count) numbers", "\(count)个数") }
        return values
    }
}
