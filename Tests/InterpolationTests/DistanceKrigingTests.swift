import Geometry
import TestSupport
import Testing

@testable import Interpolation

@Suite("Kriging by distances alone")
struct DistanceKrigingTests {
    private func model(_ text: String) throws -> VariogramModel { try VariogramModel(text: text) }

    private func kriging(
        _ values: [Double], _ places: [Coordinate], _ text: String
    ) throws -> DistanceKriging {
        try DistanceKriging(values, model: model(text), admitted: .all) {
            distance(places[$0], places[$1])
        }
    }

    @Test("Two stations, by hand: the mean halfway between them, with its variance")
    func halfway() throws {
        let places = [Coordinate(x: 0, y: 0), Coordinate(x: 100, y: 0)]
        let kriging = try kriging([2, 6], places, "exponential,psill=1,range=100")
        let found = try #require(kriging.estimate(distances: [50, 50]))
        // With a = e^(-1/2), b = e^(-1): 1 - 2a + (1 + b) / 2.
        #expect(isClose(found.value, 4, relative: 1e-14))
        #expect(isClose(found.variance, 0.470_878_401_160_454, absolute: 1e-14))
        #expect(found.stationCount == 2)
        let hit = try #require(kriging.estimate(distances: [0, 100]))
        #expect(hit.value == 2 && hit.variance == 0)
    }

    @Test(
        "With distances of a plane it is ordinary kriging, solved anew from its definition",
        arguments: ["exponential,psill=3,range=40", "exponential,nugget=0.5,psill=2,range=25"])
    func sameAsPlane(text: String) throws {
        var random = SeededRandom(seed: 7)
        func place() -> Coordinate {
            Coordinate(
                x: Double.random(in: 0...100, using: &random),
                y: Double.random(in: 0...100, using: &random))
        }
        let places = (0..<25).map { _ in place() }
        let values = places.map { $0.x / 10 + Double.random(in: -1...1, using: &random) }
        let model = try model(text)
        let sill = model.sill ?? 0
        let dense = DenseKriging(
            covariance: { a, b in
                let metres = distance(a, b)
                return metres == 0
                    ? sill - model.nugget : sill - model.semivariance(atMetres: metres)
            }, nugget: model.nugget)
        let stations = zip(places, values).map { StationValue(id: "", coordinate: $0, value: $1) }
        let kriging = try kriging(values, places, text)
        for target in (0..<20).map({ _ in place() }) + [places[3]] {
            let expected = dense.estimate(stations, at: target)
            let found = try #require(
                kriging.estimate(distances: places.map { distance($0, target) }))
            #expect(isClose(found.value, expected.value, absolute: 1e-10))
            #expect(isClose(found.variance, max(0, expected.variance), absolute: 1e-10))
        }
    }

    @Test("Stations that no way connects are fields of their own; a place beside none has no value")
    func groups() throws {
        func group(_ station: Int) -> Int { station < 2 ? 0 : 1 }
        let kriging = try DistanceKriging(
            [1, 3, 10, 10, 10], model: model("exponential,psill=1,range=50"),
            admitted: .exponential
        ) { a, b in group(a) == group(b) ? Double(abs(a - b)) * 30 : .infinity }
        let first = try #require(
            kriging.estimate(distances: [15, 15, .infinity, .infinity, .infinity]))
        #expect(isClose(first.value, 2, absolute: 1e-12) && first.stationCount == 2)
        let second = try #require(kriging.estimate(distances: [.infinity, .infinity, 5, 35, 65]))
        #expect(isClose(second.value, 10, absolute: 1e-12) && second.stationCount == 3)
        #expect(kriging.estimate(distances: [Double](repeating: .infinity, count: 5)) == nil)
    }

    @Test("Equal values and a model without variance give that value; stations on one place too")
    func degenerate() throws {
        let flat = try DistanceKriging(
            [7, 7, 7], model: VariogramModel([]), admitted: .exponential
        ) { Double(abs($0 - $1)) }
        #expect(
            flat.estimate(distances: [1, 2, 3])
                == DistanceKriging.Estimate(value: 7, variance: 0, stationCount: 3))
        let twice = try DistanceKriging(
            [2, 4], model: model("exponential,psill=1,range=10"), admitted: .exponential
        ) { _, _ in 0 }
        #expect(isClose(try #require(twice.estimate(distances: [5, 5])).value, 3, absolute: 1e-9))
        let none = try DistanceKriging([], model: VariogramModel([]), admitted: .all) { _, _ in 0 }
        #expect(none.estimate(distances: []) == nil)
    }

    @Test("Models that are not positive definite with the distances are refused, saying why")
    func refusals() throws {
        let spherical = try model("spherical,psill=1,range=10")
        let exponential = try model("exponential,nugget=1,psill=1,range=10")
        func fault(
            _ model: VariogramModel, _ admitted: AdmittedModels
        ) -> InterpolationError? {
            #expect(throws: InterpolationError.self) {
                try DistanceKriging([1], model: model, admitted: admitted) { _, _ in 0 }
            }
        }
        let refused = fault(spherical, .exponential)
        #expect(refused == .kriging(.modelNotAdmitted(spherical, .exponential)))
        #expect(
            refused?.description
                == "The variogram \"spherical,psill=1,range=10\" cannot be used here. With these "
                + "distances only exponential variogram models are positive definite.")
        #expect(
            refused?.descriptionInChinese
                == "变异函数“spherical,psill=1,range=10”不能用于此处。采用此类距离时，只有指数变异函数模型是正定的。")
        #expect(fault(exponential, .none) == .kriging(.modelNotAdmitted(exponential, .none)))
        let linear = try model("linear,psill=2")
        #expect(fault(linear, .all) == .kriging(.sillMissing(linear)))
    }

    @Test("The variogram of distances alone is that of the plane they are from")
    func variogram() throws {
        var random = SeededRandom(seed: 11)
        let places = (0..<40).map { _ in
            Coordinate(
                x: Double.random(in: 0...1000, using: &random),
                y: Double.random(in: 0...1000, using: &random))
        }
        let values = places.map { $0.x / 100 + Double.random(in: 0...2, using: &random) }
        let classes = EmpiricalVariogram.Classes(cutoffInMetres: 600, widthInMetres: 60)
        let found = try EmpiricalVariogram(of: values, classes: classes) {
            distance(places[$0], places[$1])
        }
        let stations = try PreparedStations(
            zip(places, values).map { StationValue(id: "", coordinate: $0, value: $1) },
            crs: projected)
        let plane = try EmpiricalVariogram(of: stations, classes: classes)
        #expect(found.classes.map(\.pairs) == plane.classes.map(\.pairs))
        for (a, b) in zip(found.classes, plane.classes) {
            #expect(isClose(a.semivariance, b.semivariance, relative: 1e-12))
            #expect(isClose(a.distanceInMetres, b.distanceInMetres, relative: 1e-12))
        }
        #expect(isClose(found.variance, plane.variance, relative: 1e-14))
        let apart = try EmpiricalVariogram(of: [1, 2]) { _, _ in .infinity }
        #expect(apart.classes.isEmpty)
    }
}
