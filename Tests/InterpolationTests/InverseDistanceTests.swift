import Geometry
import Grids
import Interpolation
import Parallel
import TestSupport
import Testing

@Suite("Inverse distance, worked by hand")
struct InverseDistanceByHandTests {
    /// Values 10 and 40, 3 apart, on the centres of the first and last of four cells.
    private let pair = [station("A", 0.5, -0.5, 10), station("B", 3.5, -0.5, 40)]

    /// What the four cells get, by power.
    private static let fourCells: [(power: Double, expected: [Double])] = [
        // Weights 1/1 and 1/2: (10 + 20) / 1.5 = 20.
        (1, [10, 20, 30, 40]),
        // Weights 1 and 1/4: (10 + 10) / 1.25 = 16.
        (2, [10, 16, 34, 40]),
        // Weights 1 and 1/8: 10 + 30 / 9.
        (3, [10, 13.333333333333334, 36.666666666666664, 40]),
        // Weights 1 and 1/16: 10 + 30 / 17.
        (4, [10, 11.764705882352942, 38.23529411764706, 40]),
        // Weights 1 and 2^-2.5: 10 + 30 / (1 + 5.656854249492381).
        (2.5, [10, 14.506633144670044, 35.49336685532995, 40]),
    ]

    @Test("Two stations on a row of four cells", arguments: fourCells)
    func pairOfStations(power: Double, expected: [Double]) throws {
        let stations = try PreparedStations(pair, crs: projected)
        for neighbours in [InverseDistance.Neighbours.all, .nearest(2), .nearest(12)] {
            let method = try InverseDistance(power: power, neighbours: neighbours)
            let surface = try method.preciseEstimate(from: stations, on: grid(1, 4))
            #expect(zip(surface.values, expected).allSatisfy { isClose($0, $1) })
            #expect(surface.values[0] == 10 && surface.values[3] == 40)
        }
    }

    @Test("The midpoint of two stations has their mean, with any power")
    func midpoint() throws {
        let stations = try PreparedStations(pair, crs: projected)
        for power in [0.5, 1, 2, 3, 4, 7, 200, 5000] {
            let method = try InverseDistance(power: power)
            let values = method.estimate(from: stations, at: [Coordinate(x: 2, y: -0.5)])
            #expect(values == [25])
        }
    }

    @Test("A huge power gives the nearest station's value, never NaN")
    func hugePower() throws {
        let far = [station("A", 0, 0, 7), station("B", 1e6, 0, 9)]
        let stations = try PreparedStations(far, crs: projected)
        // Cells at 200, 400 and 600 km of the way.
        let geometry = grid(1, 3, cell: 2e5, x: 1e5, y: 1e5)
        for neighbours in [InverseDistance.Neighbours.all, .nearest(1), .nearest(2)] {
            let method = try InverseDistance(power: 900, neighbours: neighbours)
            let surface = try method.preciseEstimate(from: stations, on: geometry)
            #expect(surface.values[0] == 7 && surface.values[1] == 7 && surface.values[2] == 9)
        }
    }

    @Test("The nearest station alone makes a surface of steps; a tie takes both")
    func nearestOne() throws {
        let stations = try PreparedStations(
            [station("A", 0.5, -0.5, 10), station("B", 4.5, -0.5, 40)], crs: projected)
        let surface = try InverseDistance(neighbours: .nearest(1))
            .estimate(from: stations, on: grid(1, 5))
        #expect(surface.values == [10, 10, 25, 40, 40])
        #expect(surface.nodata == -9999)
    }

    @Test("All stations that tie with the k-th count: the centre of a square has the mean of four")
    func tiedNeighbours() throws {
        let square = [
            station("A", 0, 0, 1), station("B", 2, 0, 2), station("C", 0, 2, 3),
            station("D", 2, 2, 6), station("E", 9, 9, 1000),
        ]
        for count in 1...4 {
            let stations = try PreparedStations(square, crs: projected)
            let surface = try InverseDistance(neighbours: .nearest(count))
                .preciseEstimate(from: stations, on: grid(1, 1, x: 0.5, y: 1.5))
            #expect(surface.values == [3])
        }
    }

    @Test("One station gives a constant surface, exactly")
    func oneStation() throws {
        let stations = try PreparedStations([station("A", 0.3, -0.7, 0.1)], crs: projected)
        for neighbours in [InverseDistance.Neighbours.all, .nearest(12)] {
            let surface = try InverseDistance(neighbours: neighbours)
                .preciseEstimate(from: stations, on: grid(7, 9))
            #expect(surface.values.allSatisfy { $0 == 0.1 })
        }
    }

    @Test("Equal values on a line give exactly that value everywhere")
    func collinear() throws {
        let line = (0..<40).map { station("S\($0)", Double($0) * 0.37, -3, 35.7) }
        let stations = try PreparedStations(line, crs: projected)
        let surface = try InverseDistance(neighbours: .nearest(5))
            .preciseEstimate(from: stations, on: grid(10, 20))
        #expect(surface.values.allSatisfy { $0 == 35.7 })
    }

    @Test("A station at exactly the radius counts, one beyond does not, none leaves nodata")
    func radius() throws {
        let stations = try PreparedStations(pair, crs: projected)
        let method = try InverseDistance(neighbours: .all, radiusInMetres: 2)
        let surface = try method.estimate(from: stations, on: grid(1, 8, x: -2, y: 0))
        // Cells centred at -1.5, -0.5, 0.5 … 5.5.
        #expect(surface.values == [10, 10, 10, 16, 34, 40, 40, 40])
        let narrow = try InverseDistance(neighbours: .nearest(1), radiusInMetres: 1)
        #expect(
            try narrow.estimate(from: stations, on: grid(1, 8, x: -2, y: 0)).values
                == [-9999, 10, 10, 10, 40, 40, 40, -9999])
        let points = narrow.estimate(
            from: stations, at: [Coordinate(x: 9, y: 9), Coordinate(x: .nan, y: 0)])
        #expect(points.allSatisfy { $0.isNaN })
    }

    @Test("The radius is in metres where the CRS is in feet or kilometres")
    func radiusUnits() throws {
        var kilometres = projected
        kilometres.metresPerUnit = 1000
        let stations = try PreparedStations(pair, crs: kilometres)
        let surface = try InverseDistance(neighbours: .all, radiusInMetres: 1000)
            .estimate(from: stations, on: grid(1, 4, crs: kilometres))
        #expect(surface.values == [10, 10, 40, 40])
    }

    @Test("Cells outside the mask are nodata")
    func mask() throws {
        let stations = try PreparedStations(pair, crs: projected)
        for neighbours in [InverseDistance.Neighbours.all, .nearest(1)] {
            let surface = try InverseDistance(power: 1, neighbours: neighbours)
                .estimate(from: stations, on: grid(1, 4), mask: [true, false, false, true])
            #expect(surface.values == [10, -9999, -9999, 40])
        }
    }
}

@Suite("Inverse distance against its definition")
struct InverseDistanceOracleTests {
    @Test(
        "Random stations: every kernel gives the plain sum's value",
        arguments: [1.0, 2, 3, 4, 5], [1, 3, 12, 60, 300])
    func random(power: Double, nearest: Int) throws {
        let raw = randomStations(
            150, seed: 11, x: 499_000...509_000, y: 4_180_000...4_186_000)
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(41, 37, cell: 290, x: 498_700, y: 4_186_300)
        let method = try InverseDistance(power: power, neighbours: .nearest(nearest))
        let surface = try method.preciseEstimate(from: stations, on: geometry)
        // 300 is more than there are: far stations are taken together.
        let tolerance = nearest == 300 ? 4e-7 : 1e-11
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                let expected = plainInverseDistance(
                    stations, at: geometry.centre(row: row, column: column), power: power,
                    nearest: nearest)
                guard isClose(surface[row, column], expected, relative: tolerance) else {
                    Issue.record("\(row), \(column): \(surface[row, column]), not \(expected)")
                    return
                }
            }
        }
    }

    @Test("With a radius, and stations in dense clusters", arguments: [300.0, 2000, 1e6])
    func clusters(radius: Double) throws {
        let raw =
            randomStations(300, seed: 3, x: 1000...1100, y: 1000...1100)
            + randomStations(5, seed: 4, x: 0...9000, y: 0...9000)
            + randomStations(200, seed: 5, x: 7000...7300, y: 5000...5001)
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(61, 70, cell: 150, x: -100, y: 9100)
        for nearest in [4, 12, 1000] {
            let method = try InverseDistance(
                neighbours: .nearest(nearest), radiusInMetres: radius)
            let surface = try method.preciseEstimate(from: stations, on: geometry)
            // Every seventh cell: the reference sorts all stations for each.
            for index in stride(from: 0, to: geometry.cellCount, by: 7) {
                let (row, column) = index.quotientAndRemainder(dividingBy: geometry.columns)
                let expected = plainInverseDistance(
                    stations, at: geometry.centre(row: row, column: column), power: 2,
                    nearest: nearest, radius: radius)
                let value = surface.values[index] == -9999 ? .nan : surface.values[index]
                guard isClose(value, expected, relative: 1e-11) else {
                    Issue.record("\(row), \(column): \(value), not \(expected)")
                    return
                }
            }
        }
    }

    @Test("Stations on a lattice of cell corners and centres: ties everywhere, all counted")
    func lattice() throws {
        var raw: [StationValue] = []
        for x in 0..<12 {
            for y in 0..<12 {
                raw.append(station("\(x)-\(y)", Double(x * 2), Double(y * 2), Double(x * y % 7)))
            }
        }
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(52, 52, cell: 0.5, x: -1.25, y: 24.75)
        for nearest in [1, 2, 3, 4, 12] {
            let surface = try InverseDistance(neighbours: .nearest(nearest))
                .preciseEstimate(from: stations, on: geometry)
            for index in surface.values.indices {
                let (row, column) = index.quotientAndRemainder(dividingBy: geometry.columns)
                let expected = plainInverseDistance(
                    stations, at: geometry.centre(row: row, column: column), power: 2,
                    nearest: nearest)
                guard isClose(surface.values[index], expected) else {
                    Issue.record("\(row), \(column): \(surface.values[index]), not \(expected)")
                    return
                }
            }
        }
    }

    @Test("Points and cells get the same bits, on plain and rotated grids")
    func pointsEqualCells() throws {
        let raw = randomStations(39, seed: 8, x: 0...60, y: -40...0)
        let stations = try PreparedStations(raw, crs: projected)
        let rotated = GridGeometry(
            geotransform: Geotransform(
                originX: 5, columnStepX: 0.8, rowStepX: 0.3, originY: -3, columnStepY: 0.2,
                rowStepY: -0.7),
            rows: 37, columns: 41, crs: projected)
        for geometry in [grid(40, 60), rotated] {
            let centres = (0..<geometry.cellCount).map {
                geometry.centre(row: $0 / geometry.columns, column: $0 % geometry.columns)
            }
            for neighbours in [InverseDistance.Neighbours.nearest(9), .all] {
                for power in [1, 2, 2.5] {
                    let method = try InverseDistance(power: power, neighbours: neighbours)
                    let surface = try method.preciseEstimate(from: stations, on: geometry)
                    let same = method.estimate(from: stations, at: centres) == surface.values
                    #expect(same)
                }
            }
        }
    }

    @Test("The order of the stations and the number of threads leave no trace")
    func orderAndThreads() throws {
        let raw = randomStations(90, seed: 21, x: 0...40, y: -100...0)
        let geometry = grid(100, 41)
        var random = SeededRandom(seed: 5)
        for neighbours in [InverseDistance.Neighbours.nearest(12), .all] {
            let method = try InverseDistance(neighbours: neighbours)
            let expected = try method.estimate(
                from: PreparedStations(raw, crs: projected), on: geometry)
            let counter = ChunkCounter()
            for threads in [1, 2, 3, 7] {
                let shuffled = try PreparedStations(
                    raw.shuffled(using: &random), crs: projected)
                let surface = try ChunkCounter.$current.withValue(counter) {
                    try method.estimate(from: shuffled, on: geometry, threads: threads)
                }
                #expect(surface == expected)
            }
            #expect(counter.count == 4 * 2)
        }
    }

    @Test("Estimates stay between the smallest and the largest value")
    func bounds() throws {
        let raw = randomStations(200, seed: 2, x: 0...50, y: -50...0)
        let stations = try PreparedStations(raw, crs: projected)
        let range = (raw.map(\.value).min() ?? 0)...(raw.map(\.value).max() ?? 0)
        let surface = try InverseDistance().preciseEstimate(from: stations, on: grid(50, 50))
        #expect(surface.values.allSatisfy { range.contains($0) })
    }
}

@Suite("Inverse distance on longitudes and latitudes")
struct GeographicInverseDistanceTests {
    @Test("A degree of longitude at 60° counts half a degree of latitude")
    func chord() throws {
        // At 60° north one degree of longitude is about half as long as one of latitude: the
        // station one degree east weighs about four times the one a degree north.
        let stations = try PreparedStations(
            [station("east", 111, 60, 100), station("north", 110, 61, 0)], crs: geographic)
        let method = try InverseDistance()
        let value = method.estimate(from: stations, at: [Coordinate(x: 110, y: 60)])[0]
        // 55.8 km and 111.4 km on the ellipsoid: 1 / (1 + (55.8 / 111.4)²) = 0.7995.
        #expect(isClose(value, 79.95, relative: 1e-3))
    }

    @Test("A quarter of the equator is a chord of a√2")
    func chordLengths() throws {
        let equator = try PreparedStations(
            [station("A", 0, 0, 1), station("B", 90, 0, 3)], crs: geographic)
        let chord = 6_378_137 * 2.0.squareRoot()
        let beyond = Coordinate(x: -90, y: 0)
        let short = try InverseDistance(neighbours: .all, radiusInMetres: chord * (1 - 1e-12))
        let long = try InverseDistance(neighbours: .all, radiusInMetres: chord * (1 + 1e-12))
        #expect(short.estimate(from: equator, at: [beyond])[0].isNaN)
        #expect(long.estimate(from: equator, at: [beyond]) == [1])
    }

    @Test("The date line does not part neighbours")
    func dateLine() throws {
        let stations = try PreparedStations(
            [station("A", 179.9, 10, 5), station("B", 178, 10, 50)], crs: geographic)
        let value = try InverseDistance(neighbours: .nearest(1))
            .estimate(from: stations, at: [Coordinate(x: -179.9, y: 10)])
        #expect(value == [5])
    }

    @Test("Cells equal points and the plain sum; a cell on a station takes its value")
    func cells() throws {
        let raw =
            randomStations(120, seed: 14, x: 110...114, y: 34...40)
            + [station("on", 112.05, 36.95, 1234.5)]
        let stations = try PreparedStations(raw, crs: geographic)
        let geometry = grid(70, 50, cell: 0.1, x: 109.5, y: 41, crs: geographic)
        let centres = (0..<geometry.cellCount).map {
            geometry.centre(row: $0 / 50, column: $0 % 50)
        }
        for nearest in [1, 12, 200] {
            let method = try InverseDistance(neighbours: .nearest(nearest))
            let surface = try method.preciseEstimate(from: stations, on: geometry, threads: 2)
            if nearest < 200 {
                let same = method.estimate(from: stations, at: centres) == surface.values
                #expect(same)
            }
            for index in stride(from: 0, to: geometry.cellCount, by: 5) {
                let (value, centre) = (surface.values[index], centres[index])
                let expected = plainInverseDistance(
                    stations, at: centre, power: 2, nearest: nearest)
                guard isClose(value, expected, relative: 1e-11) else {
                    Issue.record("\(centre): \(value), not \(expected)")
                    return
                }
            }
        }
        let onStation = try PreparedStations(
            [station("on", centres[777].x, centres[777].y, 1234.5)] + raw.prefix(30),
            crs: geographic)
        let surface = try InverseDistance().preciseEstimate(from: onStation, on: geometry)
        #expect(surface.values[777] == 1234.5)
    }
}
