import Geometry

/// What was noticed, feature by feature, while a layer was read.
struct FeatureLog {
    let path: String
    let layer: String
    var empty: [Int64] = []
    var cut: [Int64] = []
    var undecodable: [Int64] = []
    private var collapsed: [Int64] = []
    /// The features with coordinates that are not finite, and the first such coordinate of each.
    private(set) var notFinite: [(number: Int64, place: Coordinate)] = []
    private var dropped: [Int64] = []
    private var curves: [Int64] = []
    private var heights: [Int64] = []
    private var warnings: [String] = []

    init(path: String, layer: String) {
        self.path = path
        self.layer = layer
    }

    mutating func add(_ converted: ConvertedShape, _ number: Int64) {
        if let place = converted.notFinite {
            notFinite.append((number, place))
        } else if converted.shape == .none {
            empty.append(number)
        }
        if converted.hasCollapsedRings { collapsed.append(number) }
        if converted.hasDroppedParts { dropped.append(number) }
        if converted.hadCurves { curves.append(number) }
        if converted.hadHeights { heights.append(number) }
    }

    mutating func addWarnings(_ texts: [String]) { warnings += texts }

    var notes: [GeoFileNote] {
        var result: [GeoFileNote] = []
        func add(_ kind: GeoFileNote.Kind, _ numbers: [Int64], _ english: String, _ chinese: String)
        {
            result.add(
                kind, numbers, path: path, layer: layer, english: english, chinese: chinese)
        }
        add(
            .textCut, cut,
            "\(cut.count) values were cut inside a character; the broken tail was dropped",
            "\(cut.count) 个文本值在字符中间被截断，已去掉残缺的尾字节")
        add(
            .textUndecodable, undecodable,
            "\(undecodable.count) values have bytes outside the encoding; name it with --encoding",
            "\(undecodable.count) 个文本值含无法解码的字节，请用 --encoding 指定编码")
        add(
            .geometryRepaired, collapsed,
            "\(collapsed.count) features have rings with fewer than three different vertices, "
                + "which were left out",
            "\(collapsed.count) 个要素含少于三个不同顶点的环，已舍去")
        let firstPlace = notFinite.first.map { "(\($0.place.x), \($0.place.y))" } ?? ""
        add(
            .geometryNotFinite, notFinite.map(\.number),
            "\(notFinite.count) features have coordinates that are not finite, the first "
                + "\(firstPlace); they are kept without geometry",
            "\(notFinite.count) 个要素的坐标不是有限数值（首个 \(firstPlace)），保留属性但没有几何")
        add(
            .geometryEmpty, empty, "\(empty.count) features have no usable geometry",
            "\(empty.count) 个要素没有可用的几何")
        add(
            .geometryPartsDropped, dropped,
            "\(dropped.count) features mix kinds of geometry; the lower kind was dropped",
            "\(dropped.count) 个要素混有不同类型的几何，已舍去低维部分")
        add(
            .curvesLinearised, curves, "the curves of \(curves.count) features became lines",
            "\(curves.count) 个要素的曲线已转为折线")
        add(
            .geometryPartsDropped, heights,
            "the heights (Z) or measures (M) of \(heights.count) features were left out",
            "\(heights.count) 个要素的高程（Z）或测量值（M）已略去")
        for warning in warnings.prefix(GeoFileNote.namedFeatures) {
            result.append(
                GeoFileNote(
                    .libraryWarning, path: path, layer: layer, english: "GDAL says: \(warning)",
                    chinese: "GDAL 提示：\(warning)"))
        }
        return result
    }
}
