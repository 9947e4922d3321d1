import Foundation
import Geometry
import TestSupport
import Testing

@testable import Interpolation

@Suite("Kriging of zones, hour by hour")
struct ZoneKrigingTests {
    private let places = randomStations(22, seed: 31, x: 0...100, y: 0...80)
    private let zones = [
        ZoneCells(
            centres: (0..<12).map {
                Coordinate(x: 10 + Double($0 % 4) * 3, y: 20 + Double($0 / 4) * 5)
            },
            weights: (0..<12).map { 0.25 + Double($0 % 3) * 0.375 }),
        ZoneCells(centres: [Coordinate(x: 90, y: 75)], weights: [0.5]),
        ZoneCells(centres: [], weights: []),
    ]
    private let planar = DistanceMeasure.planar(metresPerUnit: 1)

    private func values(silent: [Int]) -> [Double] {
        places.enumerated().map { silent.contains($0.offset) ? .nan : $0.element.value }
    }

    private func dense(_ trend: Kriging.Trend) -> DenseKriging {
        var result = DenseKriging(
            covariance: { 9 * exp(-distance($0, $1) / 20) }, nugget: 2, isExact: false)
        switch trend {
        case .constant: break
        case .mean(let mean):
            result.functions = { _ in [] }
            result.mean = mean
        case .linear: result.functions = { [1, $0.x / 50, $0.y / 50] }
        }
        return result
    }

    @Test(
        "Means and variances equal the dense solution with the stations that reported",
        arguments: [Kriging.Trend.constant, .mean(70), .linear],
        [[], [3], [0, 7, 21], Array(0..<15), Array(0..<21)])
    func dense(trend: Kriging.Trend, silent: [Int]) throws {
        let kriging = try ZoneKriging(
            model: VariogramModel(text: "exponential,nugget=2,psill=9,range=20"), trend: trend,
            stations: places.map(\.coordinate), measure: planar, zones: zones)
        let hour = kriging.estimate(values(silent: silent), scale: 2)
        let reported = places.indices.filter { !silent.contains($0) }.map { places[$0] }
        #expect(hour.stationCount == reported.count)
        // One station cannot tell a plane: ordinary kriging takes its place.
        let isShort = trend == .linear && reported.count < 3
        #expect(hour.isTrendConstant == isShort)
        let reference = dense(isShort ? .constant : trend)
        for zone in 0..<2 {
            let sum = zones[zone].weights.reduce(0, +)
            let cells = zip(zones[zone].centres, zones[zone].weights.map { $0 / sum })
            let expected = reference.estimate(reported, mean: cells.map { ($0, $1) })
            #expect(isClose(hour.means[zone], expected.value, absolute: 1e-7))
            #expect(isClose(hour.variances[zone], 2 * expected.variance, absolute: 1e-7))
        }
        #expect(hour.means[2].isNaN && hour.variances[2].isNaN)
    }

    @Test("The exceedance is the mean over the cells of the probability of point kriging")
    func exceedance() throws {
        let kriging = try ZoneKriging(
            model: VariogramModel(text: "exponential,nugget=2,psill=9,range=20"),
            stations: places.map(\.coordinate), measure: planar, zones: zones, keepsCells: true)
        for silent in [[], [2, 5], Array(0..<14)] {
            let hour = kriging.estimate(values(silent: silent), scale: 100, exceeding: 95)
            let reported = places.indices.filter { !silent.contains($0) }.map { places[$0] }
            var expected = 0.0
            for (centre, weight) in zip(zones[0].centres, zones[0].weights) {
                let point = dense(.constant).estimate(reported, mean: [(centre, 1)])
                expected +=
                    weight * 0.5
                    * erfc((95 - point.value) / (2 * 100 * point.variance).squareRoot())
            }
            expected /= zones[0].weights.reduce(0, +)
            let found = try #require(hour.exceedance)
            #expect(isClose(found[0], expected, absolute: 1e-9))
            #expect(found[2].isNaN)
        }
    }

    @Test("Many hours at once, on any threads, are the hours one by one")
    func batch() throws {
        let kriging = try ZoneKriging(
            model: VariogramModel(text: "exponential,nugget=2,psill=9,range=20"),
            stations: places.map(\.coordinate), measure: planar, zones: zones)
        var random = SeededRandom(seed: 7)
        let fields = (0..<200).map { hour in
            places.map { _ in
                Double.random(in: 0...1, using: &random) < (hour == 5 ? 1 : 0.1)
                    ? Double.nan : Double.random(in: 5...150, using: &random)
            }
        }
        let scales = (0..<200).map { Double($0 % 7) }
        let all = kriging.estimates(fields, scales: scales, threads: 1)
        #expect(all[5].means.allSatisfy(\.isNaN) && all[5].stationCount == 0)
        for threads in [2, 3] {
            let again = kriging.estimates(fields, scales: scales, threads: threads)
            #expect(
                zip(all, again).allSatisfy {
                    $0.means.map(\.bitPattern) == $1.means.map(\.bitPattern)
                        && $0.variances.map(\.bitPattern) == $1.variances.map(\.bitPattern)
                })
        }
        for hour in [0, 63, 64, 199] {
            let alone = kriging.estimate(fields[hour], scale: scales[hour])
            for zone in 0..<2 {
                #expect(isClose(alone.means[zone], all[hour].means[zone], relative: 1e-10))
                #expect(isClose(alone.variances[zone], all[hour].variances[zone], relative: 1e-9))
            }
        }
    }

    @Test(
        "Leaving one out equals the hour without it", arguments: [Kriging.Trend.constant, .linear])
    func leaveOneOut(trend: Kriging.Trend) throws {
        let model = try VariogramModel(text: "exponential,nugget=2,psill=9,range=20")
        let kriging = try ZoneKriging(
            model: model, trend: trend, stations: places.map(\.coordinate), measure: planar,
            zones: [])
        for silent in [[], [3, 9], Array(0..<13)] {
            let predictions = kriging.leaveOneOut(values(silent: silent), scale: 3)
            for index in places.indices {
                guard !silent.contains(index) else {
                    #expect(predictions[index] == nil)
                    continue
                }
                let others = places.indices.filter { $0 != index && !silent.contains($0) }
                let expected = dense(trend).estimate(
                    others.map { places[$0] }, at: places[index].coordinate)
                let found = try #require(predictions[index])
                #expect(isClose(found.value, expected.value, absolute: 1e-6))
                #expect(
                    isClose(
                        try #require(found.variance), 3 * (expected.variance + 2), absolute: 1e-6))
            }
        }
    }

    @Test("Stations on one place count as one; a constant hour is that constant")
    func duplicates() throws {
        let model = try VariogramModel(text: "spherical,psill=9,range=60")
        let twice = places.map(\.coordinate) + [places[4].coordinate]
        let kriging = try ZoneKriging(
            model: model, stations: twice, measure: planar, zones: zones)
        let once = try ZoneKriging(
            model: model, stations: places.map(\.coordinate), measure: planar, zones: zones)
        var hour = places.map(\.value)
        let mean = (hour[4] + 30) / 2
        let found = kriging.estimate(hour + [30])
        hour[4] = mean
        let expected = once.estimate(hour)
        #expect(found.stationCount == 23)
        #expect(isClose(found.means[0], expected.means[0]))
        #expect(kriging.estimate(twice.map { _ in 12.7 }).means[0] == 12.7)
    }

    @Test("A singular matrix is solved by the generalised inverse, and said")
    func generalised() throws {
        let kriging = try ZoneKriging(
            model: VariogramModel(text: "gaussian,psill=9,range=5000"),
            stations: places.map(\.coordinate), measure: planar, zones: zones)
        for silent in [[], [1, 2]] {
            let hour = kriging.estimate(values(silent: silent))
            #expect(hour.isGeneralised)
            #expect(hour.means[0].isFinite && hour.variances[0] >= 0)
        }
    }

    @Test("Normal probabilities: half at the limit, a step without variance")
    func probabilities() {
        #expect(probability(ofExceeding: 5, mean: 5, variance: 4) == 0.5)
        #expect(isClose(probability(ofExceeding: 5, mean: 7, variance: 4), 0.841_344_746_068_542_9))
        #expect(probability(ofExceeding: 5, mean: 5, variance: 0) == 0)
        #expect(probability(ofExceeding: 5, mean: 6, variance: 0) == 1)
        #expect(probability(ofExceeding: 5, mean: .nan, variance: 0).isNaN)
        let band = SurfaceBand(rows: 0..<1, values: [7, -9999], variances: [4, -9999])
        #expect(band.probabilities(ofExceeding: 7) == [0.5, -9999])
    }

    @Test("Places that are none are refused")
    func refused() throws {
        let model = try VariogramModel(text: "spherical,psill=9,range=60")
        #expect(throws: InterpolationError.noStations(dropped: 0)) {
            try ZoneKriging(model: model, stations: [], measure: planar, zones: zones)
        }
        #expect(throws: InterpolationError.self) {
            try ZoneKriging(
                model: model, stations: [Coordinate(x: .nan, y: 0)], measure: planar, zones: zones)
        }
    }
}
