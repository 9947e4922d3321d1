import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

/// The samples of heavy metals along the Meuse, with results that gstat's authors print in its
/// regression outputs (tests/*.Rout.save, commit 2a57876).
enum Meuse {
    static let folder = TestFolders.realData?.appending(path: "meuse")
    static let canRead = folder != nil || mustRunEverything
    static let whySkipped: Comment = "needs ../shared/data"

    /// The columns of a table, by name.
    static func table(_ name: String) throws -> [String: [Double]] {
        let url = try #require(folder).appending(path: name)
        let lines = try String(contentsOf: url, encoding: .utf8)
            .split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        var columns: [String: [Double]] = [:]
        for (index, heading) in try #require(lines.first).enumerated() {
            columns[String(heading)] = lines.dropFirst().map { Double($0[index]) ?? .nan }
        }
        return columns
    }

    static func stations(
        _ column: String = "zinc", _ transform: (Double) -> Double = { log($0) }
    ) throws -> PreparedStations {
        let table = try table("meuse.csv")
        let (x, y) = (try #require(table["x"]), try #require(table["y"]))
        let values = try #require(table[column])
        return try PreparedStations(
            x.indices.map { station("S\($0)", x[$0], y[$0], transform(values[$0])) },
            crs: projected)
    }

    /// The grid of 78 × 104 cells and which of them have data.
    static func grid() throws -> (geometry: GridGeometry, mask: [Bool]) {
        let table = try table("meuse_grid.csv")
        let (x, y) = (try #require(table["x"]), try #require(table["y"]))
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 178440, columnStepX: 40, originY: 333760, rowStepY: -40),
            rows: 104, columns: 78, crs: projected)
        var mask = [Bool](repeating: false, count: geometry.cellCount)
        for index in x.indices {
            let (column, row) = (Int((x[index] - 178440) / 40), Int((333760 - y[index]) / 40))
            mask[row * 78 + column] = true
        }
        return (geometry, mask)
    }
}

/// R's summary(): quantiles by linear interpolation.
private func summary(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    func quantile(_ p: Double) -> Double {
        let place = p * Double(sorted.count - 1)
        let low = Int(place)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    return [
        quantile(0), quantile(0.25), quantile(0.5), values.reduce(0, +) / Double(values.count),
        quantile(0.75), quantile(1),
    ]
}

@Suite("Published results on the meuse data", .enabled(if: Meuse.canRead, Meuse.whySkipped))
struct MeuseTests {
    @Test("The variogram of log(zinc) has the classes that variogram.Rout.save prints")
    func empiricalVariogram() throws {
        let expected: [(Int, Double, Double)] = [
            (57, 79.29244, 0.1234479), (299, 163.97367, 0.2162185), (419, 267.36483, 0.3027859),
            (457, 372.73542, 0.4121448), (547, 478.47670, 0.4634128), (533, 585.34058, 0.5646933),
            (574, 693.14526, 0.5689683), (564, 796.18365, 0.6186769), (589, 903.14650, 0.6471479),
            (543, 1011.29177, 0.6915705), (500, 1117.86235, 0.7033984),
            (477, 1221.32810, 0.6038770),
            (452, 1329.16407, 0.6517158), (457, 1437.25620, 0.5665318),
            (415, 1543.20248, 0.5748227),
        ]
        let variogram = try EmpiricalVariogram(of: Meuse.stations())
        #expect(variogram.classes.map(\.pairs) == expected.map(\.0))
        for (found, line) in zip(variogram.classes, expected) {
            #expect(abs(found.distanceInMetres - line.1) <= 0.5e-5)
            #expect(abs(found.semivariance - line.2) <= 0.5e-7)
        }
    }

    @Test("The spherical fit is that of stars.Rout.save")
    func fit() throws {
        let variogram = try EmpiricalVariogram(of: Meuse.stations())
        let start = try VariogramModel(text: "spherical,nugget=1,psill=1,range=900")
        let fit = VariogramFit(start, to: variogram)
        #expect(fit.isConverged && !fit.isSingular && !fit.isFixedAtZero)
        #expect(abs(fit.model.nugget - 0.05066243) <= 0.5e-8)
        #expect(abs((fit.model.sill ?? 0) - fit.model.nugget - 0.59060780) <= 0.5e-8)
        #expect(abs((fit.model.structures.last?.rangeInMetres ?? 0) - 897.0209) <= 0.5e-4)
    }

    @Test("A nugget that falls below zero is fixed there, as in fit.Rout.save")
    func nuggetAtZero() throws {
        let classes = EmpiricalVariogram.Classes(cutoffInMetres: 500, widthInMetres: 100)
        let variogram = try EmpiricalVariogram(of: Meuse.stations(), classes: classes)
        let steep = EmpiricalVariogram(
            classes: zip(variogram.classes, [0.5, 1, 2, 3, 3]).map {
                EmpiricalVariogram.Class(
                    pairs: $0.pairs, distanceInMetres: $0.distanceInMetres, semivariance: $1)
            }, cutoffInMetres: 500, widthInMetres: 100, variance: 1)
        let start = VariogramModel([
            try .init(.nugget, partialSill: 0),
            try .init(.spherical, partialSill: 1, rangeInMetres: 300),
        ])
        let fit = VariogramFit(start, to: steep)
        #expect(fit.isFixedAtZero)
        #expect(fit.model.nugget == 0)
        #expect(abs((fit.model.sill ?? 0) - 7.878195) <= 0.5e-6)
        #expect(abs((fit.model.structures.last?.rangeInMetres ?? 0) - 1567.77) <= 0.5e-2)
    }

    @Test("Ordinary kriging of the whole grid is that of stars.Rout.save", arguments: [1, 3])
    func ordinaryKriging(threads: Int) throws {
        let stations = try Meuse.stations()
        let start = try VariogramModel(text: "spherical,nugget=1,psill=1,range=900")
        let model = VariogramFit(start, to: try EmpiricalVariogram(of: stations)).model
        let (geometry, mask) = try Meuse.grid()
        var (values, variances): ([Double], [Double]) = ([], [])
        let report = try Kriging(model: model).estimate(
            from: stations, on: SurfaceTarget(geometry, mask: mask), includesVariances: true,
            threads: threads
        ) { band in
            values += band.values.filter { $0 != SurfaceBand.nodata }
            variances += (band.variances ?? []).filter { $0 != SurfaceBand.nodata }
        }
        #expect(values.count == 3103 && variances.count == 3103)
        #expect(report.isClean && report.targetsWithEstimate == 3103)
        let expected = [4.7765547, 5.2376293, 5.5728839, 5.7072287, 6.1717619, 7.4399911]
        let expectedVariance = [
            0.0854949, 0.1372864, 0.1621838, 0.1853319, 0.2116152, 0.5002756,
        ]
        for (found, printed) in zip(summary(values), expected) {
            #expect(abs(found - printed) <= 0.6e-7)
        }
        for (found, printed) in zip(summary(variances), expectedVariance) {
            #expect(abs(found - printed) <= 0.6e-7)
        }
    }

    @Test("Block kriging is that of blockkr.Rout.save")
    func blockKriging() throws {
        let expected: [(Double, Double, Double, Double)] = [
            (181170, 333250, 268.7576, 19447.67), (180310, 332189, 663.4915, 16991.33),
            (180205, 331707, 251.4606, 21579.71), (178673, 330066, 532.5776, 73807.91),
            (178770, 330675, 664.4039, 23589.17), (178270, 331075, 565.5436, 155113.23),
        ]
        let model = try VariogramModel(text: "spherical,nugget=2.42e4,psill=1.34e5,range=800")
        let kriging = try Kriging(
            model: model, neighbours: .nearest(40),
            support: .block(width: 40, height: 40, parts: .gauss))
        let stations = try Meuse.stations("zinc") { $0 }
        let points = expected.map { Coordinate(x: $0.0, y: $0.1) }
        let result = try kriging.estimate(from: stations, at: points, includesVariances: true)
        for (index, line) in expected.enumerated() {
            #expect(abs(result.values[index] - line.2) <= 0.5e-4)
            #expect(abs(result.variances[index] - line.3) <= 0.5e-2)
        }
        let regular = try Kriging(
            model: model, neighbours: .nearest(40),
            support: .block(width: 40, height: 40, parts: .regular(4)))
        let first = try regular.estimate(from: stations, at: [points[0]], includesVariances: true)
        #expect(abs(first.values[0] - 268.7324) <= 0.5e-4)
        #expect(abs(first.variances[0] - 19568.76) <= 0.5e-2)
    }

    /// `krige(log(zinc)~1, meuse, lines, vgm(0.6, "Sph", 900, 0.06))`: 500 points stand for the
    /// line, shared out by the lengths of its parts to whole points, spaced regularly on each, the
    /// first half a step in.
    @Test(
        "Kriging along a line is that of line.Rout.save",
        arguments: [
            ([[(180_000, 331_000), (180_000, 332_000), (181_000, 333_500)]], 6.1618, 0.008025),
            (
                [
                    [(180_000, 331_000), (180_000, 332_000), (181_000, 333_500)],
                    [(181_000, 333_500), (181_000, 332_500)],
                ], 6.0424, 0.0053191
            ),
        ] as [([[(Double, Double)]], Double, Double)])
    func lineKriging(parts: [[(Double, Double)]], estimate: Double, variance: Double) throws {
        let stations = try Meuse.stations()
        let lines = parts.map { $0.map { Coordinate(x: $0.0, y: $0.1) } }
        let zones = try ZoneKriging(
            model: VariogramModel(text: "spherical,nugget=0.06,psill=0.6,range=900"),
            stations: stations.stations.map(\.coordinate), measure: stations.measure,
            zones: [
                ZoneCells(
                    centres: points(along: lines, count: 500),
                    weights: Array(repeating: 1, count: 500))
            ])
        let found = zones.estimate(stations.stations.map(\.value))
        #expect(abs(found.means[0] - estimate) < 5e-5, "\(found.means[0])")
        #expect(abs(found.variances[0] / variance - 1) < 1e-4, "\(found.variances[0])")
    }

    private func points(along parts: [[Coordinate]], count: Int) -> [Coordinate] {
        func lengths(_ part: [Coordinate]) -> [Double] {
            zip(part, part.dropFirst()).map { hypot($1.x - $0.x, $1.y - $0.y) }
        }
        let whole = parts.flatMap(lengths).reduce(0, +)
        return parts.flatMap { part -> [Coordinate] in
            let sides = lengths(part)
            let length = sides.reduce(0, +)
            let own = Int((Double(count) * length / whole).rounded())
            return (0..<own).map { index in
                var rest = (Double(index) + 0.5) / Double(own) * length
                var side = 0
                while side + 1 < sides.count, rest > sides[side] {
                    rest -= sides[side]
                    side += 1
                }
                let (from, to) = (part[side], part[side + 1])
                let share = rest / sides[side]
                return Coordinate(
                    x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y))
            }
        }
    }

    @Test("Anisotropic kriging of one cell is that of vdist.Rout.save")
    func anisotropicKriging() throws {
        let model = try VariogramModel(text: "exponential,psill=1,range=300,anisotropy=0:0.01")
        let kriging = try Kriging(
            model: model, neighbours: .nearest(9), radiusInMetres: 1000)
        let result = try kriging.estimate(
            from: Meuse.stations(), at: [Coordinate(x: 180260, y: 331300)], includesVariances: true)
        #expect(abs(result.values[0] - 5.024413) <= 0.5e-6)
        #expect(abs(result.variances[0] - 1.114475) <= 0.5e-6)
    }
}
