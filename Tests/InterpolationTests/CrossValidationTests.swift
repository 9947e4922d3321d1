import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

@Suite("Cross-validation")
struct CrossValidationTests {
    private typealias Prediction = CrossValidation.Prediction

    @Test("The figures of three stations, worked by hand")
    func figures() throws {
        let rows = [
            (10.0, Prediction(value: 8, variance: 4)), (20, Prediction(value: 24, variance: 1)),
            (30, Prediction(value: .nan)),
        ].map { observed, predicted in
            CrossValidation.Row(of: station("S", 0, 0, observed), predicted: predicted)
        }
        let validation = CrossValidation(rows: rows)
        #expect(rows.map(\.residual).prefix(2) == [2, -4])
        #expect(rows.map(\.zScore) == [1, -4, nil])
        #expect(validation.predictedCount == 2)
        #expect(validation.meanError == -1)
        #expect(validation.rootMeanSquareError == 10.0.squareRoot())
        #expect(validation.meanSquaredDeviationRatio == 8.5)
        let nothing = CrossValidation(rows: [])
        #expect(nothing.meanError.isNaN && nothing.rootMeanSquareError.isNaN)
        #expect(nothing.meanSquaredDeviationRatio == nil)
    }

    private static let lattice: [StationValue] = (0..<36).map { (index: Int) -> StationValue in
        let value = Double(index * 7 % 11)
        return station("\(index)", Double(index % 6) * 2, Double(index / 6) * 2, value)
    }

    private static let line: [StationValue] = (0..<9).map { (index: Int) -> StationValue in
        let x = Double(index)
        return station("\(index)", x, 2 * x, x * x)
    }

    private static let layouts: [[StationValue]] = [
        randomStations(60, seed: 1, x: 0...100, y: 0...100), lattice, line,
        [station("A", 0, 0, 1), station("B", 3, 0, 5)], [station("A", 0, 0, 1)],
    ]

    private func same(_ a: CrossValidation, _ b: CrossValidation) -> Bool {
        a.rows.count == b.rows.count
            && zip(a.rows, b.rows).allSatisfy {
                $0.id == $1.id && isClose($0.predicted, $1.predicted, relative: 1e-10)
            }
    }

    @Test("Leaving one out equals refitting without it", arguments: layouts.indices)
    func refitting(layout: Int) throws {
        let stations = try PreparedStations(Self.layouts[layout], crs: projected)
        func refitted(_ method: some SurfaceMethod) throws -> CrossValidation {
            try CrossValidation.leaveOneOut(stations, method.predictor)
        }
        for method in [
            try InverseDistance(), try InverseDistance(power: 3, neighbours: .all),
            try InverseDistance(neighbours: .nearest(1)),
            try InverseDistance(neighbours: .nearest(5), radiusInMetres: 9, minimumCount: 2),
        ] {
            #expect(same(method.leaveOneOut(stations), try refitted(method)))
        }
        for outside in OutsideHull.allCases {
            let natural = NaturalNeighbour(outside: outside)
            #expect(same(try natural.leaveOneOut(stations), try refitted(natural)))
            let linear = LinearTriangulation(outside: outside)
            #expect(same(try linear.leaveOneOut(stations), try refitted(linear)))
        }
        let nearest = try NearestStation()
        #expect(same(nearest.leaveOneOut(stations), try refitted(nearest)))
        #expect(
            try NaturalNeighbour().leaveOneOut(stations, threads: 3).rows.map(
                \.predicted.bitPattern)
                == NaturalNeighbour().leaveOneOut(stations).rows.map(\.predicted.bitPattern))
    }

    @Test("On longitudes and latitudes leaving one out is close to refitting in its own plane")
    func geographicLeaveOneOut() throws {
        let raw = randomStations(50, seed: 3, x: 110...114, y: 34...38)
        let stations = try PreparedStations(raw, crs: geographic)
        let natural = NaturalNeighbour()
        let refitted = try CrossValidation.leaveOneOut(stations, natural.predictor)
        for (a, b) in zip(try natural.leaveOneOut(stations).rows, refitted.rows) {
            #expect(isClose(a.predicted, b.predicted, relative: 1e-3))
        }
    }

    @Test("Blocks: near stations fall together, folds are alike in size, order leaves no trace")
    func folds() throws {
        var random = SeededRandom(seed: 4)
        let raw = randomStations(400, seed: 2, x: 0...1000, y: 0...1000)
        let stations = try PreparedStations(raw, crs: projected)
        let folds = try SpatialFolds(of: stations, count: 5)
        #expect(folds.count == 5 && folds.folds.count == 400)
        let sizes = (0..<5).map { fold in folds.folds.count { $0 == fold } }
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) < 30)
        let shuffled = try PreparedStations(raw.shuffled(using: &random), crs: projected)
        #expect(try SpatialFolds(of: shuffled, count: 5) == folds)
        // Blocks of 200: two stations in one of them share their fold.
        var byBlock: [[Int]: Set<Int>] = [:]
        for (station, fold) in zip(stations.stations, folds.folds) {
            let (dx, dy) = (
                station.coordinate.x - stations.stations[0].coordinate.x,
                station.coordinate.y - (raw.map(\.coordinate.y).min() ?? 0)
            )
            let side =
                max(
                    stations.stations[399].coordinate.x - stations.stations[0].coordinate.x,
                    (raw.map(\.coordinate.y).max() ?? 0) - (raw.map(\.coordinate.y).min() ?? 0)) / 5
            let block = [min(Int(dx / side), 4), min(Int(dy / side), 4)]
            byBlock[block, default: []].insert(fold)
        }
        #expect(byBlock.count == 25)
        #expect(byBlock.values.allSatisfy { $0.count == 1 })
    }

    @Test("Two clusters make two folds; one station makes one, without a prediction")
    func fewBlocks() throws {
        let raw =
            randomStations(20, seed: 1, x: 0...1, y: 0...1)
            + randomStations(20, seed: 2, x: 100...101, y: 100...101)
        let stations = try PreparedStations(raw, crs: projected)
        let folds = try SpatialFolds(of: stations, count: 4)
        #expect(folds.count == 2)
        #expect(folds.folds == Array(repeating: 0, count: 20) + Array(repeating: 1, count: 20))
        let one = try PreparedStations([station("A", 1, 1, 5)], crs: projected)
        let single = try SpatialFolds(of: one)
        #expect(single.count == 1)
        let validation = try CrossValidation.blocked(
            one, folds: single, InverseDistance().predictor)
        #expect(validation.rows.count == 1 && validation.predictedCount == 0)
        let error = InterpolationError.foldCountTooSmall(1)
        #expect(throws: error) { try SpatialFolds(of: one, count: 1) }
        #expect(
            error.description
                == "Cross-validation by blocks was asked for 1 fold(s), expected 2 or more.")
        #expect(error.descriptionInChinese == "空间分块交叉验证的折数为 1，应不小于 2。")
    }

    @Test("Each fold is predicted from all others and from nothing else")
    func blocked() throws {
        let stations = try PreparedStations(Self.layouts[0], crs: projected)
        let folds = try SpatialFolds(of: stations, count: 3)
        let validation = try CrossValidation.blocked(stations, folds: folds) { known, targets in
            // The number of stations that were known.
            targets.map { _ in Prediction(value: Double(known.stations.count), variance: 2) }
        }
        for (row, fold) in zip(validation.rows, folds.folds) {
            #expect(row.fold == fold)
            #expect(row.predicted == Double(60 - folds.folds.count { $0 == fold }))
            #expect(row.variance == 2)
        }
    }

    @Test("The comparison keeps every candidate, judges on common stations, says why one failed")
    func comparison() throws {
        let raw = Self.layouts[0].map {
            station($0.id, $0.coordinate.x, $0.coordinate.y, $0.coordinate.x + 2 * $0.coordinate.y)
        }
        let stations = try PreparedStations(raw, crs: projected)
        let folds = try SpatialFolds(of: stations, count: 5)
        let comparison = try MethodComparison(
            of: [
                ("nearest", try NearestStation().predictor),
                ("refuses", { _, _ in throw InterpolationError.noStations(dropped: 0) }),
                ("natural", NaturalNeighbour().predictor), ("idw", try InverseDistance().predictor),
            ], on: stations, folds: folds)
        // The field is linear: natural neighbour is exact where it predicts.
        #expect(comparison.best == 2)
        #expect(comparison.candidates[2].commonError < 1e-9)
        #expect(comparison.commonCount == comparison.candidates[2].validation?.predictedCount)
        #expect(comparison.commonCount < 60)
        #expect(comparison.candidates[0].validation?.predictedCount == 60)
        #expect(comparison.candidates[1].failure == .noStations(dropped: 0))
        let lines = comparison.description.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[2].hasPrefix("* natural: RMSE 0.0 (0.0 over"))
        #expect(lines[1].hasPrefix("  refuses: There is no station"))
        #expect(comparison.descriptionInChinese.contains("* natural：RMSE 0.0（各方法均有预测的站点为 0.0）"))
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try MethodComparison(
                of: [("stops", { _, _ in throw Stop() })], on: stations, folds: folds)
        }
    }
}

@Suite("Limits of a surface")
struct SurfaceLimitsTests {
    private let triangle = [station("A", 1, -1, 1), station("B", 7, -1, 2), station("C", 1, -5, 3)]

    private func openCells(
        _ limits: SurfaceLimits, _ raw: [StationValue], _ geometry: GridGeometry
    ) throws -> [Bool] {
        let stations = try PreparedStations(raw, crs: geometry.crs)
        let target = try SurfaceTarget(geometry).limited(to: limits, of: stations)
        return try values(of: InverseDistance(), from: stations, on: target).map { $0 != -9999 }
    }

    @Test("Within the hull of three stations, cells on it included")
    func hull() throws {
        // Centres at 1, 2 … 8 and −1 … −6: the hypotenuse is 2 x − 3 y ≤ 17.
        let open = try openCells(
            SurfaceLimits(isWithinHull: true), triangle, grid(6, 8, x: 0.5, y: -0.5))
        for row in 0..<6 {
            for column in 0..<8 {
                let (x, y) = (column + 1, -(row + 1))
                #expect(open[row * 8 + column] == (2 * x - 3 * y <= 17), "\(x), \(y)")
            }
        }
    }

    @Test("The hull of random stations is what all triangles together hold")
    func hullAgainstTriangles() throws {
        let raw = randomStations(40, seed: 8, x: 5...55, y: -45 ... -5)
        let open = try openCells(SurfaceLimits(isWithinHull: true), raw, grid(50, 60))
        let linear = try LinearTriangulation().preciseEstimate(
            from: PreparedStations(raw, crs: projected), on: grid(50, 60))
        #expect(open == linear.values.map { $0 != -9999 })
        let line = [station("A", 0.5, -0.5, 1), station("B", 3.5, -3.5, 2)]
        let diagonal = try openCells(SurfaceLimits(isWithinHull: true), line, grid(5, 5))
        #expect(diagonal.indices.allSatisfy { diagonal[$0] == ($0 % 6 == 0 && $0 < 20) })
        let alone = try openCells(
            SurfaceLimits(isWithinHull: true), [station("A", 2.5, -2.5, 1)], grid(5, 5))
        #expect(alone.count { $0 } == 1 && alone[12])
    }

    @Test("Up to a distance from the nearest station, both limits together, in windows")
    func distance() throws {
        let raw = randomStations(12, seed: 3, x: 0...90, y: -80...0)
        let stations = try PreparedStations(raw, crs: projected)
        let geometry = grid(80, 90)
        let limits = try SurfaceLimits(isWithinHull: true, maxDistanceInMetres: 12)
        let open = try openCells(limits, raw, geometry)
        let hull = ConvexHull(raw.map(\.coordinate))
        for index in open.indices {
            let centre = geometry.centre(row: index / 90, column: index % 90)
            let isNear = raw.contains { $0.coordinate.planarDistance(to: centre) <= 12 }
            #expect(open[index] == (isNear && hull.contains(centre)))
        }
        let window = GridWindow(rows: 10..<79, columns: 33..<60)
        let part = try values(
            of: InverseDistance(), from: stations,
            on: SurfaceTarget(geometry, window: window).limited(to: limits, of: stations),
            threads: 3)
        let isSame = part.indices.allSatisfy {
            (part[$0] != -9999) == open[(10 + $0 / 27) * 90 + 33 + $0 % 27]
        }
        #expect(isSame)
    }

    @Test("On longitudes and latitudes the distance is in metres")
    func geographicDistance() throws {
        // A degree of latitude is about 111 km.
        let open = try openCells(
            SurfaceLimits(maxDistanceInMetres: 112_000), [station("A", 110.5, 30.5, 1)],
            grid(3, 1, x: 110, y: 33, crs: geographic))
        #expect(open == [false, true, true])
    }

    @Test("A distance that is no length is refused in both languages")
    func refused() throws {
        let error = InterpolationError.maxDistanceNotPositive(0)
        #expect(throws: error) { try SurfaceLimits(maxDistanceInMetres: 0) }
        #expect(
            error.description
                == "The largest distance to a station is 0.0 m, expected a number above 0. Leave it "
                + "out for no limit.")
        #expect(error.descriptionInChinese == "到最近站点的最大距离为 0.0 米，应为大于 0 的数。不限距离时请不要填写。")
    }
}
