import Foundation
import Geometry
import Grids
import Testing

@testable import Reports

@Suite("Maps as SVG")
struct MapDocumentTests {
    private func square(_ x: Double, _ y: Double, _ size: Double) -> Polygon {
        Polygon(
            shell: Ring([
                Coordinate(x: x, y: y), Coordinate(x: x + size, y: y),
                Coordinate(x: x + size, y: y + size), Coordinate(x: x, y: y + size),
            ]))
    }

    private func map(
        _ layers: [MapLayer], box: BoundingBox = BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1),
        unit: MapDocument.Unit = .metres(perUnit: 1)
    ) -> MapDocument {
        MapDocument(id: "m", title: "m", box: box, unit: unit, layers: layers)
    }

    @Test("A unit square fills the frame inside its margin, y pointing down")
    func unitSquare() {
        // 680 wide: 656 inside, less a column of 112 and a gap of 16: a frame of 528 × 528 that
        // shows 500 × 500 pixels inside a margin of 14.
        let drawn = map([.areas([MapArea(polygons: [square(0, 0, 1)], fill: .black)], outline: nil)]
        )
        let paths = ParsedMarkup(drawn.svg(in: .en)).all("path").compactMap { $0.attributes["d"] }
        #expect(paths.first == "M14 514l500 0 0-500-500 0z")
    }

    @Test("A hole is a ring of the same path, under the even-odd rule")
    func hole() {
        var polygon = square(0, 0, 1)
        polygon.holes = [square(0.25, 0.25, 0.5).shell]
        let svg = ParsedMarkup(
            map([.areas([MapArea(polygons: [polygon], fill: .black)], outline: nil)]).svg(in: .en))
        #expect(
            svg.all("path").first?.attributes["d"]
                == "M14 514l500 0 0-500-500 0zM139 389l250 0 0-250-250 0z")
        #expect(svg.all("g").first?.attributes["fill-rule"] == "evenodd")
    }

    @Test("Vertices within 0.3 px of a straight line are dropped, others stay")
    func simplification() {
        let frame = (0...100).map { Pixel(x: Double($0), y: $0 == 50 ? 0.2 : 0) }
        #expect(PathText.simplified(frame) == [Pixel(x: 0, y: 0), Pixel(x: 100, y: 0)])
        let peak = (0...100).map { Pixel(x: Double($0), y: $0 == 50 ? 5 : 0) }
        #expect(PathText.simplified(peak).contains(Pixel(x: 50, y: 5)))
        // Every dropped vertex of a wave lies within the tolerance of the line that is kept.
        let wave = (0...500).map { Pixel(x: Double($0), y: 20 * sin(Double($0) / 15)) }
        let kept = PathText.simplified(wave)
        #expect(kept.count < 250)
        for pixel in wave {
            let nearest = zip(kept, kept.dropFirst()).map { distance(pixel, $0, $1) }.min() ?? 1e9
            #expect(nearest <= 0.3 + 1e-9)
        }
    }

    private func distance(_ p: Pixel, _ a: Pixel, _ b: Pixel) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let t = min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0), 1)
        return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
    }

    @Test("A zone smaller than a pixel is still drawn, once")
    func tinyZone() {
        let areas = [
            MapArea(polygons: [square(0.5, 0.5, 1e-5), square(0.6, 0.6, 1e-6)], fill: .black)
        ]
        let path = ParsedMarkup(map([.areas(areas, outline: nil)]).svg(in: .en))
            .all("path").first?.attributes["d"]
        #expect(path?.filter { $0 == "M" }.count == 1)
    }

    @Test("What lies outside the frame is not written, and coordinates that are not finite neither")
    func outside() {
        let far = MapArea(polygons: [square(50, 50, 1)], fill: Colour(0x123456))
        let broken = MapPoint(coordinate: Coordinate(x: .nan, y: 0), colour: Colour(0x123456))
        let svg = map([
            .areas([far], outline: nil), .points([broken]),
            .areas([MapArea(polygons: [], fill: Colour(0x123456), label: "x")], outline: nil),
            .lines([MapLine(lines: [LineString([])], stroke: .zone, label: "y")]),
        ]).svg(in: .en)
        #expect(!svg.contains("#123456"))
        #expect(!svg.contains("nan"))
        #expect(ParsedMarkup(svg).fault == nil)
    }

    @Test("A box without width, and one that is a point, still give a map")
    func degenerateBox() {
        for box in [
            BoundingBox(minX: 3, minY: 4, maxX: 3, maxY: 4),
            BoundingBox(minX: 3, minY: 4, maxX: 3, maxY: 9),
            BoundingBox(minX: 3, minY: 4, maxX: 9, maxY: 4),
        ] {
            let point = MapPoint(coordinate: Coordinate(x: 3, y: 4), colour: .black)
            let svg = ParsedMarkup(map([.points([point])], box: box).svg(in: .zh))
            #expect(svg.fault == nil)
            #expect(svg.all("circle").count == 1)
        }
    }

    @Test("The scale bar is a round length that fits, in metres, feet and degrees")
    func scaleBar() throws {
        let box = BoundingBox(minX: 0, minY: 0, maxX: 100_000, maxY: 100_000)
        let frame = PixelFrame(showing: box, aspect: 1, width: 528, height: 528, margin: 14)
        // 500 px are 100 km, 105 px are 21 km: 20 km are 100 px.
        let bar = try #require(ScaleBar(frame, unit: .metres(perUnit: 1)))
        #expect(bar.label == "20 km")
        #expect(abs(bar.pixels - 100) < 1e-9)
        let feet = try #require(ScaleBar(frame, unit: .metres(perUnit: 0.3048)))
        #expect(feet.label == "5 km")
        let degrees = BoundingBox(minX: 112, minY: 37, maxX: 113, maxY: 38)
        let aspect = PixelFrame.aspect(of: degrees, unit: .degrees)
        #expect(abs(aspect - cos(37.5 * .pi / 180)) < 1e-12)
    }

    @Test("Labels do not cover each other; the larger zone keeps its label")
    func labels() {
        let small = MapArea(polygons: [square(0.45, 0.45, 0.1)], fill: .white, label: "小")
        let large = MapArea(polygons: [square(0, 0, 1)], fill: .black, label: "大")
        let svg = map([.areas([large, small], outline: nil)]).svg(in: .zh)
        let texts = svg.components(separatedBy: ">大</text>").count - 1
        // Once as a halo, once as text.
        #expect(texts == 2)
        #expect(!svg.contains(">小</text>"))
    }

    private func texts(_ svg: String) -> [(x: Double, y: Double)] {
        ParsedMarkup(svg).all("text").compactMap { element in
            guard let x = element.attributes["x"].flatMap(Double.init),
                let y = element.attributes["y"].flatMap(Double.init)
            else { return nil }
            return (x, y)
        }
    }

    /// Where the label of a point in the middle of the unit square stands, from that point: to the
    /// right and down, in pixels.
    private func labelOffset(
        besides others: [MapPoint] = [], _ lines: [[(Double, Double)]] = []
    ) throws -> (x: Double, y: Double)? {
        let point = MapPoint(
            coordinate: Coordinate(x: 0.5, y: 0.5), colour: .black, size: 8, label: "站点")
        let drawn = map([
            .lines(
                lines.map { line in
                    let coordinates = line.map { Coordinate(x: $0.0, y: $0.1) }
                    return MapLine(lines: [LineString(coordinates)], stroke: .zone)
                }), .points([point] + others),
        ])
        let svg = drawn.svg(in: .zh)
        // The halo comes first, then the text.
        let circle = try #require(ParsedMarkup(svg).all("circle").first?.attributes)
        let x = try #require(circle["cx"].flatMap(Double.init))
        let y = try #require(circle["cy"].flatMap(Double.init))
        // Title, halo, text, then the margin.
        let title = 1
        let found = texts(svg).dropFirst(title)
        guard svg.contains(">站点</text>"), let label = found.first else { return nil }
        return (label.x - x, label.y - y - 3.6)
    }

    @Test("A point's label stands at its right, and elsewhere where a symbol or a line is there")
    func labelPlaces() throws {
        // Half of 20 px and 1 px of room is 11, the symbol reaches 5.1 from its middle, 1 between.
        let right = try #require(try labelOffset())
        #expect(abs(right.x - 17.1) < 0.11 && abs(right.y) < 0.11)
        // 0.03 of the square are 15 px.
        let neighbour = MapPoint(coordinate: Coordinate(x: 0.53, y: 0.5), colour: .black)
        let left = try #require(try labelOffset(besides: [neighbour]))
        #expect(abs(left.x + 17.1) < 0.11 && abs(left.y) < 0.11)
        // A line along the row leaves the places above and below.
        let above = try #require(try labelOffset([[(0, 0.5), (1, 0.5)]]))
        #expect(abs(above.x) < 0.11 && abs(above.y + 11.6) < 0.11)
        // A cross through the point leaves the corners.
        let corner = try #require(
            try labelOffset([[(0, 0.5), (1, 0.5)], [(0.5, 0), (0.5, 1)]]))
        #expect(corner.x > 16 && corner.y < -11)
        // Lines everywhere: better over a line than not at all.
        let mesh = (0..<200).map { row in [0.0, 1.0].map { ($0, Double(row) / 200) } }
        let over = try #require(try labelOffset(mesh))
        #expect(abs(over.x - 17.1) < 0.11)
        // Symbols everywhere: no label.
        let crowd = (0..<400).map {
            MapPoint(
                coordinate: Coordinate(
                    x: 0.4 + Double($0 % 20) / 100, y: 0.4 + Double($0 / 20) / 100), colour: .black)
        }
        #expect(try labelOffset(besides: crowd) == nil)
    }

    @Test("A symbol in a pale colour gets a dark edge")
    func edges() {
        let points = [Colour(0xCCFFFF), .black].map {
            MapPoint(coordinate: Coordinate(x: 0.5, y: 0.5), colour: $0)
        }
        let circles = ParsedMarkup(map([.points(points)]).svg(in: .en)).all("circle")
        #expect(circles.map { $0.attributes["stroke"] } == [MapDrawing.ink.hex, nil])
    }

    @Test("Everything that data can put on a map is escaped", arguments: attacks)
    func escaping(attack: String) {
        let text = LocalizedText(attack)
        let document = MapDocument(
            id: attack, title: text, box: BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1),
            layers: [
                .areas(
                    [
                        MapArea(
                            polygons: [square(0, 0, 1)], fill: .white, label: attack,
                            tooltip: attack)
                    ], outline: .zone),
                .lines([
                    MapLine(
                        lines: [LineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)])],
                        stroke: .zone, label: attack, tooltip: attack)
                ]),
                .points([
                    MapPoint(
                        coordinate: Coordinate(x: 0.5, y: 0.1), colour: .black, label: attack,
                        tooltip: attack)
                ]),
            ],
            legend: [
                LegendGroup(
                    title: text, unit: text,
                    entries: [LegendEntry(symbol: .fill(.black), label: text)])
            ], caption: text)
        let svg = document.svg(in: .zh)
        let parsed = ParsedMarkup(svg)
        #expect(parsed.fault == nil)
        let names = Set(parsed.elements.map(\.name))
        #expect(
            names.isSubset(of: ["svg", "g", "path", "rect", "circle", "text", "title", "image"]))
        let attributes = Set(parsed.elements.flatMap(\.attributes.keys))
        #expect(!attributes.contains { $0.hasPrefix("on") })
        #expect(!svg.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
    }

    @Test("The same map gives the same text, and other languages other words")
    func deterministic() throws {
        let first = try SampleReport.rasterMap().svg(in: .zh)
        #expect(try SampleReport.rasterMap().svg(in: .zh) == first)
        #expect(ParsedMarkup(first).fault == nil)
        #expect(first.contains("国控站"))
        #expect(try SampleReport.rasterMap().svg(in: .en).contains("National"))
    }

    @Test("Text wraps between Chinese characters and at spaces, closing marks stay behind")
    func wrapping() {
        #expect(
            TextMeasure.wrapped("一二三四五六", width: 40, fontSize: 10) == ["一二三四", "五六"])
        #expect(TextMeasure.wrapped("一二三四，五", width: 40, fontSize: 10) == ["一二三", "四，五"])
        #expect(
            TextMeasure.wrapped("two words", width: 40, fontSize: 10) == ["two", "words"])
        #expect(TextMeasure.wrapped("", width: 40, fontSize: 10) == [])
        #expect(
            TextMeasure.wrapped(String(repeating: "W", count: 9), width: 20, fontSize: 10).joined()
                == "WWWWWWWWW")
    }
}
