import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

@Suite("Inverse distance from all stations, far ones together")
struct FarFieldTests {
    private static let layouts: [(name: String, stations: [StationValue])] = [
        ("even", randomStations(200, seed: 1, x: 0...100_000, y: -80_000...0)),
        (
            "clusters",
            randomStations(300, seed: 2, x: 10_000...10_400, y: -20_300 ... -20_000)
                + randomStations(20, seed: 3, x: 0...100_000, y: -80_000...0)
        ),
        ("outside", randomStations(90, seed: 4, x: 150_000...900_000, y: 30_000...700_000)),
        (
            "large values",
            randomStations(120, seed: 5, x: -30_000...130_000, y: -90_000...9_000).map {
                station($0.id, $0.coordinate.x, $0.coordinate.y, 1e9 + $0.value)
            }
        ),
        (
            "negative values",
            randomStations(120, seed: 6, x: 0...100_000, y: -80_000...0).map {
                station($0.id, $0.coordinate.x, $0.coordinate.y, $0.value - 100)
            }
        ),
    ]

    /// The largest error of `surface` against the plain sum, relative to the estimate less the
    /// smallest value; every `step`-th cell.
    private func largestError(
        _ method: InverseDistance, _ stations: PreparedStations, _ geometry: GridGeometry, step: Int
    ) throws -> Double {
        let surface = try method.preciseEstimate(from: stations, on: geometry)
        let cells = Array(stride(from: 0, to: geometry.cellCount, by: step))
        let centres = cells.map {
            geometry.centre(row: $0 / geometry.columns, column: $0 % geometry.columns)
        }
        let plain = method.estimate(from: stations, at: centres)
        let least = stations.stations.map(\.value).min() ?? 0
        // Values of 10⁹ themselves are only known to 10⁻⁷.
        let digits = (stations.stations.map { abs($0.value) }.max() ?? 0) * 1e-15
        return zip(cells, plain).map { cell, expected in
            max(abs(surface.values[cell] - expected) - digits, 0) / (expected - least)
        }.max() ?? .nan
    }

    @Test(
        "Within the bound of the plain sum, whatever the layout",
        arguments: [0.5, 1, 1.7, 2, 3, 4, 4.4, 5], layouts.indices)
    func bound(power: Double, layout: Int) throws {
        let stations = try PreparedStations(Self.layouts[layout].stations, crs: projected)
        let method = try InverseDistance(power: power, neighbours: .all)
        let geometry = grid(193, 240, cell: 420, x: -300, y: 700)
        #expect(FarField.serves(SearchPlan(method, stations)))
        let error = try largestError(method, stations, geometry, step: 13)
        #expect(error < 4e-7, "\(Self.layouts[layout].name), power \(power)")
        if power <= 2 { #expect(error < 1e-9, "\(Self.layouts[layout].name), power \(power)") }
    }

    @Test("Cells twice as wide as high, rows from the south, and one row alone")
    func otherGrids() throws {
        let stations = try PreparedStations(Self.layouts[0].stations, crs: projected)
        let method = try InverseDistance(neighbours: .all)
        let flipped = GridGeometry(
            geotransform: Geotransform(
                originX: 1000, columnStepX: 800, originY: -70_000, rowStepY: 400),
            rows: 150, columns: 100, crs: projected)
        #expect(try largestError(method, stations, flipped, step: 7) < 1e-9)
        let line = grid(1, 900, cell: 100, x: 3000, y: -40_000)
        #expect(try largestError(method, stations, line, step: 1) < 1e-9)
    }

    @Test(
        "On longitudes and latitudes, from a city to half the globe",
        arguments: [0.002, 0.05, 0.8], [1.0, 2, 3.3, 5])
    func chord(cell: Double, power: Double) throws {
        let (width, height) = (180 * cell, 70 * cell)
        let raw = randomStations(150, seed: 9, x: 80...80 + width, y: 60 - height...60)
        let stations = try PreparedStations(raw, crs: geographic)
        let geometry = grid(80, 200, cell: cell, x: 78, y: 61, crs: geographic)
        let method = try InverseDistance(power: power, neighbours: .all)
        #expect(try largestError(method, stations, geometry, step: 7) < 4e-7)
    }

    @Test("A cell on a station has its value, equal values give exactly that value")
    func stationsAndConstants() throws {
        var raw = randomStations(80, seed: 12, x: 0...64, y: -64...0)
        raw.append(station("on", 20.5, -30.5, 1234.5))
        let method = try InverseDistance(neighbours: .all)
        let surface = try method.preciseEstimate(
            from: PreparedStations(raw, crs: projected), on: grid(64, 64))
        #expect(surface[30, 20] == 1234.5)
        let equal = raw.map { station($0.id, $0.coordinate.x, $0.coordinate.y, 35.7) }
        let constant = try method.preciseEstimate(
            from: PreparedStations(equal, crs: projected), on: grid(64, 64))
        #expect(constant.values.allSatisfy { $0 == 35.7 })
    }

    @Test("Windows, masks and threads change no bit")
    func windows() throws {
        let stations = try PreparedStations(Self.layouts[1].stations, crs: projected)
        let geometry = grid(211, 190, cell: 500, x: -300, y: 700)
        for power in [2, 3.5] {
            let method = try InverseDistance(power: power, neighbours: .all)
            #expect(try windowsEqualWhole(of: method, from: stations, on: geometry))
        }
        let method = try InverseDistance(neighbours: .all)
        let whole = try method.preciseEstimate(from: stations, on: geometry)
        let mask = (0..<geometry.cellCount).map { $0 % 11 == 3 || $0 / 190 == 77 }
        let masked = try method.preciseEstimate(from: stations, on: geometry, mask: mask)
        let isSame = zip(mask, zip(whole.values, masked.values)).allSatisfy { open, values in
            values.1 == (open ? values.0 : -9999)
        }
        #expect(isSame)
    }
}

@Suite("Inverse distance from the nearest stations: windows and least numbers")
struct NearestStationsTests {
    @Test("Windows and threads change no bit", arguments: [1, 4, 12, 60])
    func windows(nearest: Int) throws {
        let raw =
            randomStations(300, seed: 2, x: 10_000...10_400, y: -20_300 ... -20_000)
            + randomStations(100, seed: 3, x: 0...100_000, y: -80_000...0)
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(131, 190, cell: 500, x: -300, y: 700)
        for radius in [nil, 9000.0] {
            let method = try InverseDistance(
                neighbours: .nearest(nearest), radiusInMetres: radius)
            #expect(try windowsEqualWhole(of: method, from: stations, on: geometry))
        }
    }

    @Test("Fewer neighbours within the radius than the least number leave nodata")
    func minimumCount() throws {
        // Stations at 0.5, 1.5, 2.5 and 9.5.
        let raw = [0.5, 1.5, 2.5, 9.5].map { station("\($0)", $0, -0.5, $0) }
        let stations = try PreparedStations(raw, crs: projected)
        let method = try InverseDistance(
            neighbours: .all, radiusInMetres: 2, minimumCount: 3)
        let row = try method.preciseEstimate(from: stations, on: grid(1, 10))
        let none = SurfaceBand.nodata
        #expect(row.values == [0.5, 1.5, 2.5, none, none, none, none, none, none, none])
        let pair = try InverseDistance(
            neighbours: .nearest(2), radiusInMetres: 2, minimumCount: 2)
        let second = try pair.preciseEstimate(from: stations, on: grid(1, 10))
        // At 3.5 the stations at 1.5 and 2.5, with weights 1/4 and 1.
        #expect(second.values == [0.5, 1.5, 2.5, 2.3, none, none, none, none, none, none])
        #expect(pair.estimate(from: stations, at: [Coordinate(x: 3.5, y: -0.5)]) == [2.3])
        // More than there are stations: nodata everywhere.
        let five = try InverseDistance(neighbours: .all, minimumCount: 5)
        let nothing = try five.preciseEstimate(from: stations, on: grid(1, 10))
        #expect(nothing.values.allSatisfy { $0 == none })
    }

    @Test("A least number outside 1…neighbours is refused in both languages")
    func minimumCountRefused() throws {
        let error = try #require(throws: InterpolationError.self) {
            _ = try InverseDistance(neighbours: .nearest(4), minimumCount: 5)
        }
        #expect(
            error.description
                == "The least number of neighbours is 5, expected 1 to 4, the number of neighbours "
                + "that are taken.")
        #expect(error.descriptionInChinese == "最少邻近站点数为 5，应在 1 到 4（邻近站点数）之间。")
        #expect(throws: InterpolationError.minimumCountOutOfRange(0, neighbours: nil)) {
            try InverseDistance(neighbours: .all, minimumCount: 0)
        }
    }

    @Test("Fifty thousand stations: every seen cell equals the plain sum")
    func manyStations() throws {
        let raw = randomStations(50_000, seed: 77, x: 0...100_000, y: -100_000...0)
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(100, 100, cell: 1000)
        let method = try InverseDistance(neighbours: .nearest(12))
        let surface = try method.preciseEstimate(from: stations, on: geometry)
        let cells = Array(stride(from: 0, to: 10_000, by: 101))
        let centres = cells.map { geometry.centre(row: $0 / 100, column: $0 % 100) }
        let isSame =
            method.estimate(from: stations, at: centres) == cells.map { surface.values[$0] }
        #expect(isSame)
    }
}
