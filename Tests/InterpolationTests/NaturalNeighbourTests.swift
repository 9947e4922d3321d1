import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

/// The part of a convex polygon that is nearer to `p` than to `q`.
private func cut(_ polygon: [Coordinate], nearer p: Coordinate, than q: Coordinate) -> [Coordinate]
{
    func excess(_ c: Coordinate) -> Double {
        (c.x - (p.x + q.x) / 2) * (q.x - p.x) + (c.y - (p.y + q.y) / 2) * (q.y - p.y)
    }
    var result: [Coordinate] = []
    for (index, a) in polygon.enumerated() {
        let b = polygon[(index + 1) % polygon.count]
        let (ea, eb) = (excess(a), excess(b))
        if ea <= 0 { result.append(a) }
        if (ea < 0 && eb > 0) || (ea > 0 && eb < 0) {
            let t = ea / (ea - eb)
            result.append(Coordinate(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t))
        }
    }
    return result
}

private func area(_ polygon: [Coordinate]) -> Double {
    var sum = 0.0
    for (index, a) in polygon.enumerated() {
        let b = polygon[(index + 1) % polygon.count]
        sum += a.x * b.y - a.y * b.x
    }
    return sum / 2
}

/// Sibson's estimate from the Voronoi cells themselves, cut from a box.
private func plainNaturalNeighbour(_ stations: [StationValue], at p: Coordinate) -> Double {
    let box = [(-1e3, -1e3), (2e3, -1e3), (2e3, 2e3), (-1e3, 2e3)].map {
        Coordinate(x: $0.0, y: $0.1)
    }
    let own = stations.reduce(box) { cut($0, nearer: p, than: $1.coordinate) }
    var (sum, total) = (0.0, 0.0)
    for station in stations {
        let taken = stations.reduce(own) { polygon, other in
            other.id == station.id
                ? polygon : cut(polygon, nearer: station.coordinate, than: other.coordinate)
        }
        sum += area(taken) * station.value
        total += area(taken)
    }
    return sum / total
}

@Suite("Natural neighbour, linear and nearest station")
struct NaturalNeighbourTests {
    private let square = [
        station("A", 0, 0, 0), station("B", 4, 0, 10), station("C", 0, 4, 20),
        station("D", 4, 4, 40),
    ]

    @Test("The middle of a square has the mean of four; a side is linear; outside is nodata")
    func squareByHand() throws {
        let stations = try PreparedStations(square, crs: projected)
        let points = [(2, 2), (1, 0), (4, 3), (4, 4), (5, 2), (-0.001, 1)].map {
            Coordinate(x: $0.0, y: $0.1)
        }
        let natural = try NaturalNeighbour().estimate(from: stations, at: points)
        let expected: [Double] = [17.5, 2.5, 32.5, 40, .nan, .nan]
        #expect(zip(natural, expected).allSatisfy { isClose($0, $1) })
        // Cut from A: (2, 2) lies on the diagonal A–D.
        let linear = try LinearTriangulation().estimate(from: stations, at: points)
        #expect(zip(linear, [20] + expected.dropFirst()).allSatisfy { isClose($0, $1) })
        // A plane through A, B, D at (3, 1): 10 · 3/4 + 30 · 1/4.
        #expect(
            try LinearTriangulation().estimate(from: stations, at: [Coordinate(x: 3, y: 1)]) == [15]
        )
        let nearest = try NaturalNeighbour(outside: .nearest).estimate(from: stations, at: points)
        #expect(nearest.suffix(2) == [10, 0])
    }

    @Test("Natural neighbour equals areas of Voronoi cells cut by hand")
    func voronoi() throws {
        let raw = randomStations(40, seed: 6, x: 0...100, y: 0...100)
        let stations = try PreparedStations(raw, crs: projected)
        let points = randomStations(200, seed: 7, x: 35...65, y: 35...65).map(\.coordinate)
        let values = try NaturalNeighbour().estimate(from: stations, at: points)
        for (point, value) in zip(points, values) {
            #expect(isClose(value, plainNaturalNeighbour(raw, at: point), relative: 1e-10))
        }
    }

    private static let layouts: [(name: String, places: [StationValue])] = [
        ("scattered", randomStations(150, seed: 3, x: 0...1000, y: 0...1000)),
        (
            "lattice",
            (0..<121).map { station("\($0)", Double($0 % 11) * 100, Double($0 / 11) * 100, 0) }
        ),
        (
            "clusters",
            randomStations(60, seed: 4, x: 400...401, y: 400...401)
                + randomStations(20, seed: 5, x: 0...1000, y: 0...1000)
        ),
    ]

    @Test("A linear field comes back as it is", arguments: layouts.indices)
    func linearField(layout: Int) throws {
        func field(_ c: Coordinate) -> Double { 3 + 0.25 * c.x - 0.5 * c.y }
        let raw = Self.layouts[layout].places.map {
            StationValue(id: $0.id, coordinate: $0.coordinate, value: field($0.coordinate))
        }
        let stations = try PreparedStations(raw, crs: projected)
        let points = randomStations(3000, seed: 9, x: -10...1010, y: -10...1010).map(\.coordinate)
        // The field spans 750.
        for values in [
            try NaturalNeighbour().estimate(from: stations, at: points),
            try LinearTriangulation().estimate(from: stations, at: points),
        ] {
            #expect(values.count { !$0.isNaN } > 1500)
            for (point, value) in zip(points, values) where !value.isNaN {
                guard abs(value - field(point)) <= 750e-12 else {
                    Issue.record("\(point): \(value), not \(field(point))")
                    return
                }
            }
        }
    }

    @Test("Exact at stations, cells equal points, windows and threads change no bit")
    func bits() throws {
        let raw =
            randomStations(70, seed: 12, x: 0...60, y: -90...0) + [
                station("on", 20.5, -30.5, 1234.5)
            ]
        var random = SeededRandom(seed: 2)
        let stations = try PreparedStations(raw, crs: projected)
        let shuffled = try PreparedStations(raw.shuffled(using: &random), crs: projected)
        let geometry = grid(90, 60)
        let rotated = GridGeometry(
            geotransform: Geotransform(
                originX: 5, columnStepX: 0.8, rowStepX: 0.3, originY: -3, columnStepY: 0.2,
                rowStepY: -0.7),
            rows: 67, columns: 41, crs: projected)
        func check(_ method: some SurfaceMethod) throws {
            let surface = try method.preciseEstimate(from: stations, on: geometry)
            #expect(surface[30, 20] == 1234.5)
            #expect(try method.preciseEstimate(from: shuffled, on: geometry) == surface)
            #expect(try windowsEqualWhole(of: method, from: stations, on: geometry))
            for geometry in [geometry, rotated] {
                let surface = try method.preciseEstimate(from: stations, on: geometry, threads: 3)
                let centres = (0..<geometry.cellCount).map {
                    geometry.centre(row: $0 / geometry.columns, column: $0 % geometry.columns)
                }
                let points = try method.estimate(from: stations, at: centres, threads: 2)
                let isSame = zip(points, surface.values).allSatisfy {
                    $1 == -9999 ? $0.isNaN : $0 == $1
                }
                #expect(isSame)
            }
        }
        try check(NaturalNeighbour())
        try check(NaturalNeighbour(outside: .nearest))
        try check(LinearTriangulation())
        try check(LinearTriangulation(outside: .nearest))
        try check(NearestStation())
        try check(NearestStation(radiusInMetres: 6))
    }

    @Test("One, two and collinear stations have values on their line only")
    func degenerate() throws {
        let line = [station("A", 0, 0, 10), station("B", 4, 2, 30), station("C", 8, 4, 20)]
        let points = [(0, 0), (2, 1), (6, 3), (8, 4), (2, 1.001), (10, 5)].map {
            Coordinate(x: $0.0, y: $0.1)
        }
        let three = try PreparedStations(line, crs: projected)
        let two = try PreparedStations(Array(line.prefix(2)), crs: projected)
        let one = try PreparedStations(Array(line.prefix(1)), crs: projected)
        func check(_ method: some SurfaceMethod) throws {
            let none = Double.nan
            let all = try method.estimate(from: three, at: points, threads: 1)
            #expect(zip(all, [10, 20, 25, 20, none, none]).allSatisfy { isClose($0, $1) })
            let pair = try method.estimate(from: two, at: points, threads: 1)
            #expect(zip(pair, [10, 20, none, none, none, none]).allSatisfy { isClose($0, $1) })
            let single = try method.estimate(from: one, at: points, threads: 1)
            #expect(zip(single, [10, none, none, none, none, none]).allSatisfy { isClose($0, $1) })
        }
        try check(NaturalNeighbour())
        try check(LinearTriangulation())
        #expect(
            try LinearTriangulation(outside: .nearest).estimate(from: one, at: points)
                == [10, 10, 10, 10, 10, 10])
    }

    @Test("Equal values give exactly that value; a point that is not finite has none")
    func constant() throws {
        let raw = randomStations(50, seed: 1, x: 0...10, y: 0...10).map {
            station($0.id, $0.coordinate.x, $0.coordinate.y, 35.7)
        }
        let stations = try PreparedStations(raw, crs: projected)
        let points = [
            Coordinate(x: 5, y: 5), Coordinate(x: 4.9, y: 5.2), Coordinate(x: .nan, y: 5),
        ]
        for values in [
            try NaturalNeighbour().estimate(from: stations, at: points),
            try LinearTriangulation().estimate(from: stations, at: points),
            try NearestStation().estimate(from: stations, at: points),
        ] {
            #expect(values.prefix(2) == [35.7, 35.7])
            #expect(values[2].isNaN)
        }
    }

    @Test("The nearest station, ties to the first by coordinates, none beyond the limit")
    func nearest() throws {
        let stations = try PreparedStations(
            [station("B", 4.5, -0.5, 40), station("A", 0.5, -0.5, 10)], crs: projected)
        let row = try NearestStation().preciseEstimate(from: stations, on: grid(1, 5))
        #expect(row.values == [10, 10, 10, 40, 40])
        let near = try NearestStation(radiusInMetres: 1)
            .preciseEstimate(from: stations, on: grid(1, 5))
        #expect(near.values == [10, 10, -9999, 40, 40])
        #expect(throws: InterpolationError.radiusNotPositive(-1)) {
            try NearestStation(radiusInMetres: -1)
        }
        let raw = randomStations(80, seed: 2, x: 0...50, y: -50...0)
        let many = try PreparedStations(raw, crs: projected)
        let surface = try NearestStation().preciseEstimate(from: many, on: grid(50, 50))
        for index in surface.values.indices {
            let centre = grid(50, 50).centre(row: index / 50, column: index % 50)
            let expected = plainInverseDistance(many, at: centre, power: 2, nearest: 1)
            #expect(surface.values[index] == expected)
        }
    }
}

@Suite("Triangulations of longitudes and latitudes")
struct GeographicTriangulationTests {
    @Test("Areas in the plane are those on the ellipsoid")
    func equalArea() throws {
        let stations = try PreparedStations(
            [station("A", 75, 20, 1), station("B", 133, 52, 2)], crs: geographic)
        let plane = try SurveyPlane(stations)
        // Small quadrangles, near the middle and at the edge, against area = ∫ M N cos φ dφ dλ.
        for (longitude, latitude) in [(104.0, 36.0), (75.0, 20.0), (133.0, 52.0)] {
            let h = 0.01
            let corners = [(0.0, 0.0), (h, 0.0), (h, h), (0.0, h)].map {
                plane.place(of: Coordinate(x: longitude + $0.0, y: latitude + $0.1))
            }
            let north = Parallel(latitude: latitude + h)
            let south = Parallel(latitude: latitude)
            let side =
                ((north.radius - south.radius) * (north.radius - south.radius)
                + (north.height - south.height) * (north.height - south.height)).squareRoot()
            let width = (north.radius + south.radius) / 2 * h * Double.pi / 180
            #expect(isClose(area(corners), side * width, relative: 1e-6))
        }
    }

    @Test("A city's values differ little from those of a local plane; the date line parts nothing")
    func city() throws {
        let raw = randomStations(60, seed: 4, x: 112...113, y: 37...38)
        let stations = try PreparedStations(raw, crs: geographic)
        let scaled = raw.map {
            station($0.id, $0.coordinate.x * 0.7934, $0.coordinate.y, $0.value)
        }
        let flat = try PreparedStations(scaled, crs: projected)
        let point = Coordinate(x: 112.5, y: 37.5)
        let value = try NaturalNeighbour().estimate(from: stations, at: [point])[0]
        let planar = try NaturalNeighbour().estimate(
            from: flat, at: [Coordinate(x: 112.5 * 0.7934, y: 37.5)])[0]
        #expect(isClose(value, planar, relative: 0.02))
        let shifted = try PreparedStations(
            raw.map { station($0.id, $0.coordinate.x + 67.5, $0.coordinate.y, $0.value) },
            crs: geographic)
        let beyond = try NaturalNeighbour().estimate(
            from: shifted, at: [Coordinate(x: -180, y: 37.5)])[0]
        #expect(isClose(beyond, value, relative: 1e-9))
    }

    @Test("Stations over half the globe are refused in both languages")
    func tooWide() throws {
        let stations = try PreparedStations(
            [station("A", 0, 0, 1), station("B", 120, 0, 2)], crs: geographic)
        let error = try #require(throws: InterpolationError.self) {
            _ = try NaturalNeighbour().estimate(from: stations, at: [])
        }
        #expect(error.description.hasPrefix("Stations lie up to 60.0° from their middle"))
        #expect(error.descriptionInChinese.hasPrefix("站点距其中心最远达 60.0°"))
    }
}
