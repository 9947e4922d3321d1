import Foundation

/// A small network with points, sections and zones, in metres from (500 000, 4 200 000).
///
/// 汾河 runs east from (0, 0) through m1 and m2 to (2000, 0), joined at (1000, 0) by 潇河, t, from
/// (1000, 800).
struct RiverFixture {
    init(in folder: URL) throws {
        try write(
            "rivers",
            [
                line("m1", "汾河", [(0, 0), (1000, 0)]), line("m2", "汾河", [(1000, 0), (2000, 0)]),
                line("t", "潇河", [(1000, 800), (1000, 0)]),
            ], in: folder)
        try write(
            "points",
            [
                point(#""id": "S", "class": "III", "v": 6, "river": "汾河""#, 1500, 30),
                point(#""id": "T", "class": "II", "v": 2, "river": "潇河""#, 980, 400),
                point(#""id": "P", "class": null, "v": 1, "river": "汾河""#, 0, -5000),
            ], in: folder)
        try write("zones", [zone("W", -100, 1000), zone("E", 1000, 3000)], in: folder)
    }

    /// A feature collection in EPSG:32650.
    private func write(_ name: String, _ features: [String], in folder: URL) throws {
        let text = """
            {"type": "FeatureCollection", "name": "\(name)",
             "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32650"}},
             "features": [\(features.joined(separator: ",\n"))]}
            """
        try text.write(
            to: folder.appending(path: name + ".geojson"), atomically: true, encoding: .utf8)
    }

    private func line(_ code: String, _ name: String, _ places: [(Int, Int)]) -> String {
        feature(
            #""code": "\#(code)", "name": "\#(name)""#, "LineString",
            "[" + places.map { pair($0.0, $0.1) }.joined(separator: ", ") + "]")
    }

    private func point(_ properties: String, _ x: Int, _ y: Int) -> String {
        feature(properties, "Point", pair(x, y))
    }

    private func zone(_ code: String, _ west: Int, _ east: Int) -> String {
        let corners = [
            (west, -1000), (east, -1000), (east, 1000), (west, 1000), (west, -1000),
        ]
        return feature(
            #""code": "\#(code)""#, "Polygon",
            "[[" + corners.map { pair($0.0, $0.1) }.joined(separator: ", ") + "]]")
    }

    private func feature(_ properties: String, _ kind: String, _ coordinates: String) -> String {
        """
        {"type": "Feature", "properties": {\(properties)},
         "geometry": {"type": "\(kind)", "coordinates": \(coordinates)}}
        """
    }

    private func pair(_ x: Int, _ y: Int) -> String { "[\(500_000 + x), \(4_200_000 + y)]" }
}
