public import Geometry

extension GeoFileNote {
    /// The note that a table has no place for lines and polygons.
    public init(droppedGeometryOf layer: String, in path: String, format: String) {
        self.init(
            .geometryPartsDropped, path: path, layer: layer,
            english: "a table (.\(format)) holds no lines or polygons: the attributes alone were "
                + "written; use .gpkg for the shapes",
            chinese: "表格（.\(format)）不能保存线和面，只写出属性；需要图形请用 .gpkg")
    }

    /// The note that features of another kind than their layer's lost their shape.
    public init(mixedGeometryOf features: [Int64], layer: String, path: String) {
        self.init(
            .geometryPartsDropped, path: path, layer: layer, count: features.count,
            features: features,
            english: "\(features.count) features are of another kind of geometry than the first "
                + "and were written without shape; convert them apart with --where",
            chinese: "\(features.count) 个要素的几何类型与首个不同，只写出属性；请用 --where 分别转换")
    }

    /// The note that a format cannot say in what datum shifted coordinates are.
    public init(unlabelledDatum datum: WebMapDatum, layer: String, in path: String) {
        self.init(
            .crsDropped, path: path, layer: layer,
            english: "KML is always taken for WGS 84, but these coordinates are \(datum.name); "
                + "only the layer's name says so",
            chinese: "KML 一律视为 WGS 84，而这些坐标为 \(datum.name)，仅图层名有标注")
    }
}
