import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

private func prepare(_ stations: [StationValue]) throws -> PreparedStations {
    try PreparedStations(stations, crs: projected)
}

private func stationsOnALine() -> [StationValue] {
    (0..<12).map { index -> StationValue in
        let step = Double(index) * 5
        return station("L\(index)", step, 20 + step, Double(index % 5))
    }
}

/// Estimates and variances on a grid, row by row.
private func surface(
    _ kriging: Kriging, _ stations: PreparedStations, _ target: SurfaceTarget, threads: Int = 1,
    drift: KrigingDrift<KrigingDriftRows>? = nil
) throws -> (values: [Double], variances: [Double], report: KrigingReport) {
    var (values, variances): ([Double], [Double]) = ([], [])
    let report = try kriging.estimate(
        from: stations, on: target, drift: drift, includesVariances: true, threads: threads
    ) { band in
        values += band.values
        variances += band.variances ?? []
    }
    return (values, variances, report)
}

@Suite("Kriging by hand and by definition")
struct KrigingTests {
    @Test("One station: ordinary kriging gives its value, variance 2 γ(h) but at the station 0")
    func oneStation() throws {
        let model = try VariogramModel(.spherical, partialSill: 10, rangeInMetres: 100)
        let stations = try prepare([station("a", 0, 0, 7)])
        let result = try Kriging(model: model).estimate(
            from: stations,
            at: [Coordinate(x: 0, y: 0), Coordinate(x: 50, y: 0), Coordinate(x: 500, y: 0)],
            includesVariances: true)
        #expect(result.values == [7, 7, 7])
        #expect(result.variances[0] == 0)
        // γ(50) = 10 (1.5 · 0.5 − 0.5 · 0.125) = 6.875
        #expect(isClose(result.variances[1], 13.75))
        #expect(isClose(result.variances[2], 20))
        #expect(result.report.isClean && result.report.targetsWithEstimate == 3)
    }

    @Test("Two stations: weights of one half between them, whole weight on a station")
    func twoStations() throws {
        let model = try VariogramModel(.linear, partialSill: 2)
        let stations = try prepare([station("a", 0, 0, 1), station("b", 4, 0, 5)])
        let result = try Kriging(model: model).estimate(
            from: stations,
            at: [Coordinate(x: 2, y: 0), Coordinate(x: 1, y: 0), Coordinate(x: 4, y: 0)],
            includesVariances: true)
        // A linear variogram interpolates linearly between two stations; γ = 2 h:
        // σ² = 2 Σ λ γ₀ − Σ Σ λ λ γ; in the middle 2 · 4 − 2 · ¼ · 8 = 4.
        #expect(isClose(result.values[0], 3) && isClose(result.values[1], 2))
        #expect(result.values[2] == 5 && result.variances[2] == 0)
        #expect(isClose(result.variances[0], 4))
    }

    @Test("Pure nugget: the mean, variance c₀ (1 + 1 / n), values at the stations")
    func pureNugget() throws {
        let model = try VariogramModel(text: "nugget,psill=6")
        let stations = try prepare([
            station("a", 0, 0, 1), station("b", 4, 0, 5), station("c", 9, 3, 3),
        ])
        let points = [Coordinate(x: 2, y: 0), Coordinate(x: 4, y: 0)]
        let exact = try Kriging(model: model).estimate(
            from: stations, at: points, includesVariances: true)
        #expect(isClose(exact.values[0], 3) && isClose(exact.variances[0], 8))
        #expect(exact.values[1] == 5 && exact.variances[1] == 0)
        let filtered = try Kriging(model: model, nugget: .filtered).estimate(
            from: stations, at: points, includesVariances: true)
        #expect(filtered.values.allSatisfy { isClose($0, 3) })
        #expect(filtered.variances.allSatisfy { isClose($0, 2) })
    }

    /// A model's text and its covariance without the nugget, written out.
    static let models: [(String, @Sendable (Double) -> Double)] = [
        (
            "spherical,nugget=2,psill=9,range=60",
            { $0 < 60 ? 9 - 9 * (1.5 * $0 / 60 - 0.5 * pow($0 / 60, 3)) : 0 }
        ),
        ("exponential,nugget=0.5,psill=9,range=20", { 9 * exp(-$0 / 20) }),
        ("gaussian,nugget=1,psill=9,range=20", { 9 * exp(-$0 * $0 / 400) }),
        ("matern,nugget=0.5,psill=9,range=10,kappa=1.5", { 9 * (1 + $0 / 10) * exp(-$0 / 10) }),
        (
            "matern,nugget=0.5,psill=9,range=10,kappa=2.5",
            {
                9 * (1 + $0 / 10 + $0 * $0 / 300) * exp(-$0 / 10)
            }
        ),
        ("matern,nugget=0.5,psill=9,range=20,kappa=0.5", { 9 * exp(-$0 / 20) }),
        (
            "spherical,nugget=2,psill=5,range=30+exponential,psill=4,range=50",
            {
                ($0 < 30 ? 5 - 5 * (1.5 * $0 / 30 - 0.5 * pow($0 / 30, 3)) : 0) + 4 * exp(-$0 / 50)
            }
        ),
    ]

    @Test(
        "Every model, trend and nugget equals the dense solution, all stations and nearest",
        arguments: 0..<7)
    func dense(model index: Int) throws {
        let (text, covariance) = Self.models[index]
        let model = try VariogramModel(text: text)
        let all = randomStations(25, seed: 5, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let points = [
            Coordinate(x: 13.5, y: 40), Coordinate(x: 99, y: -20), Coordinate(x: 400, y: 300),
            all[3].coordinate,
        ]
        let trends: [(Kriging.Trend, (Coordinate) -> [Double], Double)] = [
            (.constant, { _ in [1] }, 0), (.mean(80), { _ in [] }, 80),
            (.linear, { [1, $0.x / 100, $0.y / 100] }, 0),
        ]
        for (trend, functions, mean) in trends {
            for nugget in Kriging.Nugget.allCases {
                for neighbours in [Kriging.Neighbours.all, .nearest(9)] {
                    let kriging = try Kriging(
                        model: model, trend: trend, neighbours: neighbours, nugget: nugget)
                    let found = try kriging.estimate(
                        from: stations, at: points, includesVariances: true)
                    let only = try kriging.estimate(
                        from: stations, at: points, includesVariances: false)
                    #expect(only.variances.isEmpty)
                    for (place, point) in points.enumerated() {
                        let used =
                            neighbours == .all
                            ? all
                            : Array(
                                all.sorted {
                                    distance($0.coordinate, point) < distance($1.coordinate, point)
                                }.prefix(9))
                        let reference = DenseKriging(
                            covariance: { covariance(distance($0, $1)) }, nugget: model.nugget,
                            isExact: nugget == .exact, functions: functions, mean: mean
                        ).estimate(used, at: point)
                        #expect(isClose(found.values[place], reference.value, absolute: 1e-7))
                        #expect(
                            isClose(found.variances[place], reference.variance, absolute: 1e-7))
                        #expect(isClose(only.values[place], found.values[place], absolute: 1e-9))
                    }
                }
            }
        }
    }

    @Test("Anisotropic distances: along the angle they are whole, across it divided by the ratio")
    func anisotropy() throws {
        let model = try VariogramModel(
            text:
                "spherical,nugget=1,psill=9,range=60,anisotropy=30:0.5+exponential,psill=2,range=9")
        let all = randomStations(20, seed: 8, x: 0...100, y: 0...80)
        let covariance: (Coordinate, Coordinate) -> Double = { a, b in
            let (dx, dy) = (a.x - b.x, a.y - b.y)
            let angle = Double.pi / 6
            let along = dx * sin(angle) + dy * cos(angle)
            let across = (dx * cos(angle) - dy * sin(angle)) / 0.5
            let q = (along * along + across * across).squareRoot() / 60
            let h = (dx * dx + dy * dy).squareRoot()
            return (q < 1 ? 9 * (1 - 1.5 * q + 0.5 * q * q * q) : 0) + 2 * exp(-h / 9)
        }
        let point = Coordinate(x: 30, y: 44)
        let found = try Kriging(model: model).estimate(
            from: prepare(all), at: [point], includesVariances: true)
        let reference = DenseKriging(covariance: covariance, nugget: 1).estimate(all, at: point)
        #expect(isClose(found.values[0], reference.value, absolute: 1e-8))
        #expect(isClose(found.variances[0], reference.variance, absolute: 1e-8))
    }

    @Test("External drift equals the dense solution, on points and on a grid")
    func externalDrift() throws {
        let model = try VariogramModel(text: "exponential,nugget=1,psill=9,range=20")
        let all = randomStations(18, seed: 3, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let height: @Sendable (Coordinate) -> Double = { sin($0.x / 20) * 50 + $0.y }
        let geometry = grid(9, 7, cell: 11, x: 3, y: 90)
        let atStations = [stations.stations.map { height($0.coordinate) }]
        let drift = KrigingDrift<KrigingDriftRows>(atStations: atStations) { rows in
            [
                rows.flatMap { row in
                    (0..<7).map { column in
                        row == 4 && column == 2
                            ? .nan : height(geometry.centre(row: row, column: column))
                    }
                }
            ]
        }
        let found = try surface(
            Kriging(model: model), stations, SurfaceTarget(geometry), drift: drift)
        let dense = DenseKriging(
            covariance: { 9 * exp(-distance($0, $1) / 20) }, nugget: 1,
            functions: { [1, height($0) / 50] })
        for row in 0..<9 {
            for column in 0..<7 {
                let index = row * 7 + column
                if row == 4 && column == 2 {
                    #expect(found.values[index] == -9999 && found.variances[index] == -9999)
                    continue
                }
                let reference = dense.estimate(all, at: geometry.centre(row: row, column: column))
                #expect(isClose(found.values[index], reference.value, absolute: 1e-8))
                #expect(isClose(found.variances[index], reference.variance, absolute: 1e-8))
            }
        }
        #expect(found.report.targetsWithoutEstimate == 1)
    }

    @Test("A block's estimate is the mean over its points, its variance the definition's")
    func blocks() throws {
        let model = try VariogramModel(text: "spherical,nugget=2,psill=9,range=60")
        let all = randomStations(15, seed: 21, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let kriging = try Kriging(
            model: model, support: .block(width: 12, height: 6, parts: .regular(3)))
        let centre = Coordinate(x: 47, y: 31)
        let places = [-4.0, 0, 4].flatMap { dx in
            [-2.0, 0, 2].map { (Coordinate(x: centre.x + dx, y: centre.y + $0), 1 / 9.0) }
        }
        let dense = DenseKriging(
            covariance: {
                let q = distance($0, $1) / 60
                return q < 1 ? 9 * (1 - 1.5 * q + 0.5 * q * q * q) : 0
            }, nugget: 2
        ).estimate(all, mean: places)
        let found = try kriging.estimate(from: stations, at: [centre], includesVariances: true)
        #expect(isClose(found.values[0], dense.value, absolute: 1e-9))
        #expect(isClose(found.variances[0], dense.variance, absolute: 1e-9))
        let point = try Kriging(model: model, nugget: .filtered).estimate(
            from: stations, at: places.map(\.0), includesVariances: false)
        #expect(isClose(point.values.reduce(0, +) / 9, found.values[0], absolute: 1e-9))
    }
}

@Suite("Kriging on grids")
struct KrigingSurfaceTests {
    private static let model = try? VariogramModel(text: "spherical,nugget=2,psill=9,range=60")

    @Test(
        "A grid's cells have the values of points, for any threads, windows and order of stations",
        arguments: [Kriging.Neighbours.all, .nearest(7)])
    func invariants(neighbours: Kriging.Neighbours) throws {
        let all = randomStations(60, seed: 2, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let kriging = try Kriging(model: #require(Self.model), neighbours: neighbours)
        let geometry = grid(83, 70, cell: 1.25, x: 2, y: 90)
        let whole = try surface(kriging, stations, SurfaceTarget(geometry))
        let points = geometry.fullWindow.rows.flatMap { row in
            (0..<70).map { geometry.centre(row: row, column: $0) }
        }
        let plain = try kriging.estimate(from: stations, at: points, includesVariances: true)
        for index in points.indices {
            #expect(isClose(whole.values[index], plain.values[index], absolute: 1e-9))
            #expect(isClose(whole.variances[index], plain.variances[index], absolute: 1e-9))
        }
        for threads in [2, 3, 7] {
            let again = try surface(kriging, stations, SurfaceTarget(geometry), threads: threads)
            #expect(again.values == whole.values && again.variances == whole.variances)
        }
        let shuffled = try surface(kriging, prepare(all.reversed()), SurfaceTarget(geometry))
        #expect(shuffled.values == whole.values && shuffled.variances == whole.variances)
        let window = GridWindow(rows: 13..<71, columns: 9..<44)
        let part = try surface(kriging, stations, SurfaceTarget(geometry, window: window))
        let mask = (0..<geometry.cellCount).map { $0 % 3 == 0 }
        let masked = try surface(kriging, stations, SurfaceTarget(geometry, mask: mask))
        for row in window.rows {
            for column in window.columns {
                let place = (row - 13) * 35 + column - 9
                #expect(part.values[place] == whole.values[row * 70 + column])
                #expect(part.variances[place] == whole.variances[row * 70 + column])
            }
        }
        for index in mask.indices {
            #expect(masked.values[index] == (mask[index] ? whole.values[index] : -9999))
        }
        #expect(masked.report.targetsWithEstimate == mask.filter { $0 }.count)
    }

    @Test("A cell on a station has its value and variance 0; filtered, it has not")
    func exact() throws {
        let all = (0..<30).map { index -> StationValue in
            let column = Double(index * 7 % 20)
            let value = Double(index * index % 17)
            return station("S\(index)", column + 0.5, Double(index) + 0.5, value)
        }
        let stations = try prepare(all)
        let geometry = grid(30, 20, x: 0, y: 30)
        for neighbours in [Kriging.Neighbours.all, .nearest(5)] {
            let model = try #require(Self.model)
            let exact = try surface(
                Kriging(model: model, neighbours: neighbours), stations, SurfaceTarget(geometry))
            let filtered = try surface(
                Kriging(model: model, neighbours: neighbours, nugget: .filtered), stations,
                SurfaceTarget(geometry))
            for item in all {
                let index = (29 - Int(item.coordinate.y)) * 20 + Int(item.coordinate.x)
                #expect(exact.values[index] == item.value && exact.variances[index] == 0)
                #expect(filtered.variances[index] > 0)
            }
        }
    }

    @Test("Fewer stations within the radius than the minimum give no estimate")
    func minimum() throws {
        let stations = try prepare([
            station("a", 0, 0, 1), station("b", 2, 0, 5), station("c", 100, 0, 3),
        ])
        let kriging = try Kriging(
            model: #require(Self.model), neighbours: .nearest(3), radiusInMetres: 5,
            minimumCount: 2)
        let geometry = grid(1, 100, x: 0, y: 0.5)
        let result = try surface(kriging, stations, SurfaceTarget(geometry))
        // Within 5 m of both a and b: centres 0.5 … 4.5.
        let expected = (0..<100).map { Double($0) + 0.5 <= 5 }
        #expect(result.values.map { $0 != -9999 } == expected)
        #expect(result.report.targetsWithEstimate == 5)
        #expect(result.report.targetsWithoutEstimate == 95)
    }

    @Test("Longitudes and latitudes: chords, on grids as at points; anisotropy is refused")
    func geographicGrid() throws {
        let stations = try PreparedStations(
            randomStations(40, seed: 4, x: 111...113, y: 37...39), crs: geographic)
        let kriging = try Kriging(
            model: VariogramModel(text: "exponential,nugget=1,psill=90,range=60000"),
            neighbours: .nearest(8))
        let geometry = grid(20, 20, cell: 0.1, x: 111, y: 39, crs: geographic)
        let whole = try surface(kriging, stations, SurfaceTarget(geometry), threads: 2)
        let point = geometry.centre(row: 7, column: 12)
        let plain = try kriging.estimate(from: stations, at: [point], includesVariances: true)
        #expect(isClose(whole.values[7 * 20 + 12], plain.values[0], absolute: 1e-9))
        #expect(isClose(whole.variances[7 * 20 + 12], plain.variances[0], absolute: 1e-9))
        let skewed = try Kriging(
            model: VariogramModel(
                text: "exponential,psill=90,range=60000,anisotropy=10:0.5"))
        #expect(throws: InterpolationError.kriging(.anisotropyNeedsPlane)) {
            try skewed.estimate(from: stations, at: [point], includesVariances: true)
        }
    }
}

@Suite("Kriging of awkward data")
struct AwkwardKrigingTests {
    private static let texts = [
        "spherical,nugget=2,psill=9,range=60", "gaussian,psill=9,range=500",
        "linear,psill=9,range=30", "linear,psill=0.1", "nugget,psill=0",
        "exponential,psill=5,range=1e7",
    ]

    /// Nothing fails, every estimate is finite, every variance not negative.
    private func check(
        _ stations: [StationValue], _ trend: Kriging.Trend, _ neighbours: Kriging.Neighbours,
        _ text: String
    ) throws -> KrigingReport {
        let prepared = try prepare(stations)
        let kriging = try Kriging(
            model: VariogramModel(text: text), trend: trend, neighbours: neighbours)
        let result = try surface(
            kriging, prepared, SurfaceTarget(grid(40, 40, cell: 3, x: -10, y: 100)))
        #expect(result.values.allSatisfy { $0.isFinite && $0 != -9999 }, "\(text)")
        #expect(result.variances.allSatisfy { $0.isFinite && $0 >= 0 }, "\(text)")
        return result.report
    }

    @Test("1, 2, 3, collinear, crowded and far stations all have an estimate", arguments: texts)
    func neverFails(text: String) throws {
        let line = stationsOnALine()
        var crowd = randomStations(25, seed: 9, x: 0...100, y: 0...80)
        for index in 0..<10 {
            let other = crowd[index].coordinate
            crowd.append(station("N\(index)", other.x + 1e-9, other.y, 3))
        }
        let far = randomStations(6, seed: 10, x: 1e6...1.1e6, y: 2e6...2.2e6)
        for stations in [
            Array(line.prefix(1)), Array(line.prefix(2)), Array(line.prefix(3)), line, crowd, far,
        ] {
            for trend in [Kriging.Trend.constant, .linear] {
                for neighbours in [Kriging.Neighbours.all, .nearest(6)] {
                    _ = try check(stations, trend, neighbours, text)
                }
            }
        }
    }

    @Test("A linear trend on a line of stations is ordinary kriging, counted and said")
    func collinear() throws {
        let line = stationsOnALine()
        let model = try VariogramModel(text: "spherical,nugget=2,psill=9,range=60")
        let target = SurfaceTarget(grid(5, 5, cell: 9, x: 0, y: 60))
        let linear = try surface(Kriging(model: model, trend: .linear), prepare(line), target)
        let ordinary = try surface(Kriging(model: model), prepare(line), target)
        #expect(linear.values == ordinary.values)
        #expect(linear.report.targetsWithConstantTrend == 25)
        #expect(
            linear.report.description
                == "25 of 25 estimates use a constant trend: their stations lie on a line or are too "
                + "few for the trend.")
        #expect(
            linear.report.descriptionInChinese
                == "25 个估计值中有 25 个改用常数趋势：站点共线或数量不足以确定趋势。")
    }

    @Test("A constant field is that constant, to the bit")
    func constantField() throws {
        let stations = randomStations(30, seed: 12, x: 0...100, y: 0...80).map {
            station($0.id, $0.coordinate.x, $0.coordinate.y, 12.7)
        }
        let prepared = try prepare(stations)
        let selection = VariogramSelection(of: try EmpiricalVariogram(of: prepared))
        #expect(selection.notes == [.constantField])
        for model in [selection.model, try VariogramModel(text: "spherical,psill=9,range=60")] {
            let result = try surface(
                Kriging(model: model), prepared, SurfaceTarget(grid(9, 9, cell: 9, x: 0, y: 80)))
            #expect(result.values.allSatisfy { $0 == 12.7 })
        }
        let zero = try surface(
            Kriging(model: selection.model), prepared,
            SurfaceTarget(grid(9, 9, cell: 9, x: 0, y: 80)))
        #expect(zero.variances.allSatisfy { $0 == 0 })
    }

    @Test("Singular covariances take the generalised inverse, counted")
    func generalised() throws {
        let report = try check(
            randomStations(40, seed: 6, x: 0...100, y: 0...80), .constant, .all,
            "gaussian,psill=9,range=5000")
        #expect(report.targetsWithGeneralisedInverse == 1600)
        #expect(!report.isClean && report.description.contains("generalised inverse"))
    }

    @Test("50 000 stations with local search; all in one system is refused")
    func many() throws {
        let prepared = try prepare(randomStations(50_000, seed: 1, x: 0...1e5, y: 0...1e5))
        let model = try VariogramModel(text: "spherical,nugget=2,psill=9,range=6000")
        let target = SurfaceTarget(grid(20, 20, cell: 5000, x: 0, y: 1e5))
        let result = try surface(
            Kriging(model: model, neighbours: .nearest(8)), prepared, target, threads: 2)
        #expect(result.report.targetsWithEstimate == 400 && result.report.isClean)
        #expect(
            throws: InterpolationError.kriging(.tooManyStations(count: 50_000, largest: 15_000))
        ) { try surface(Kriging(model: model), prepared, target) }
    }

    @Test("What cannot be is refused, in two languages")
    func refused() throws {
        let model = try VariogramModel(text: "linear,psill=2")
        #expect(throws: InterpolationError.kriging(.sillMissing(model))) {
            try Kriging(model: model, trend: .mean(3))
        }
        #expect(throws: InterpolationError.neighbourCountNotPositive(0)) {
            try Kriging(model: model, neighbours: .nearest(0))
        }
        #expect(throws: InterpolationError.kriging(.minimumAboveCount(minimum: 5, count: 4))) {
            try Kriging(model: model, neighbours: .nearest(4), minimumCount: 5)
        }
        #expect(throws: InterpolationError.kriging(.meanNotFinite(.infinity))) {
            try Kriging(model: model, trend: .mean(.infinity))
        }
        let fault = KrigingFault.sillMissing(model)
        #expect(
            InterpolationError.kriging(fault).description
                == "This kriging needs a variogram with a sill, and \"linear,psill=2\" has none. "
                + "Give the linear structure a range, use another model, or leave out a known "
                + "mean.")
        #expect(
            InterpolationError.kriging(fault).descriptionInChinese
                == "此种克里金需要有基台值的变异函数，而“linear,psill=2”没有。"
                + "请为线性结构给出变程、换用其他模型，或不指定已知均值。")
    }
}

@Suite("Cross-validation of kriging")
struct KrigingCrossValidationTests {
    @Test(
        "Leaving one out in closed form equals solving again without it",
        arguments: [Kriging.Trend.constant, .mean(90), .linear])
    func closedForm(trend: Kriging.Trend) throws {
        let all = randomStations(30, seed: 17, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let model = try VariogramModel(text: "exponential,nugget=1,psill=9,range=20")
        let kriging = try Kriging(model: model, trend: trend)
        let (result, report) = try kriging.leaveOneOut(of: stations)
        #expect(report.isClean && result.rows.count == 30)
        for (index, row) in result.rows.enumerated() {
            var others = stations.stations
            let left = others.remove(at: index)
            let again = try kriging.estimate(
                from: prepare(others), at: [left.coordinate], includesVariances: true)
            #expect(isClose(row.predicted, again.values[0], absolute: 1e-8))
            #expect(isClose(try #require(row.variance), again.variances[0], absolute: 1e-8))
        }
        // One fold a station is leaving one out.
        let folds = try kriging.crossValidate(stations, folds: Array(0..<30)).result
        for (a, b) in zip(folds.rows, result.rows) {
            #expect(isClose(a.predicted, b.predicted, absolute: 1e-8))
        }
    }

    @Test("With the nearest stations each is solved again; folds leave their own out")
    func local() throws {
        let all = randomStations(30, seed: 18, x: 0...100, y: 0...80)
        let stations = try prepare(all)
        let model = try VariogramModel(text: "exponential,nugget=1,psill=9,range=20")
        let kriging = try Kriging(model: model, neighbours: .nearest(6))
        let result = try kriging.leaveOneOut(of: stations).result
        let folds = (0..<30).map { $0 % 4 }
        let blocked = try kriging.crossValidate(stations, folds: folds).result
        for index in 0..<30 {
            var others = stations.stations
            let left = others.remove(at: index)
            let again = try kriging.estimate(
                from: prepare(others), at: [left.coordinate], includesVariances: true)
            #expect(isClose(result.rows[index].predicted, again.values[0], absolute: 1e-8))
            let rest = stations.stations.indices.filter { folds[$0] != folds[index] }
            let fold = try kriging.estimate(
                from: prepare(rest.map { stations.stations[$0] }), at: [left.coordinate],
                includesVariances: true)
            #expect(isClose(blocked.rows[index].predicted, fold.values[0], absolute: 1e-8))
            #expect(
                isClose(
                    try #require(blocked.rows[index].variance), fold.variances[0], absolute: 1e-8))
        }
    }

    @Test("One station alone has no prediction")
    func alone() throws {
        let model = try VariogramModel(text: "exponential,nugget=1,psill=9,range=20")
        let result = try Kriging(model: model).leaveOneOut(of: prepare([station("a", 1, 2, 3)]))
        #expect(result.result.rows[0].predicted.isNaN)
        #expect(result.report.targetsWithoutEstimate == 1)
    }

    @Test(
        "As a predictor over spatial folds it says what it says by itself; fitting is a candidate")
    func predictor() throws {
        let stations = try prepare(randomStations(40, seed: 19, x: 0...100, y: 0...80))
        let folds = try SpatialFolds(of: stations, count: 4)
        let model = try VariogramModel(text: "exponential,nugget=1,psill=9,range=20")
        let kriging = try Kriging(model: model, nugget: .filtered)
        let own = try kriging.crossValidate(stations, folds: folds).result
        let general = try CrossValidation.blocked(stations, folds: folds, kriging.predictor)
        for (a, b) in zip(own.rows, general.rows) {
            #expect(a.fold == b.fold)
            #expect(isClose(a.predicted, b.predicted, absolute: 1e-8))
            #expect(isClose(try #require(a.variance), try #require(b.variance), absolute: 1e-8))
        }
        let comparison = try MethodComparison(
            of: [("kriging", Kriging.fittingPredictor()), ("fixed", kriging.predictor)],
            on: stations, folds: folds)
        #expect(comparison.commonCount == 40 && comparison.best != nil)
        #expect(comparison.candidates.allSatisfy { $0.failure == nil && $0.commonError > 0 })
    }
}
