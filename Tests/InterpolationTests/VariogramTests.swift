import Foundation
import Geometry
import TestSupport
import Testing

@testable import Interpolation

@Suite("Variogram models and their texts")
struct VariogramModelTests {
    @Test(
        "A text is read and printed again",
        arguments: [
            ("spherical,nugget=4,psill=90,range=60000", "spherical,nugget=4,psill=90,range=60000"),
            (" Spherical , range=1.5e+3 ,psill=2", "spherical,psill=2,range=1500"),
            ("nugget,psill=4", "nugget,psill=4"), ("nugget,nugget=4", "nugget,psill=4"),
            ("nugget,psill=1+exponential,psill=2,range=3", "exponential,nugget=1,psill=2,range=3"),
            (
                "matern,psill=2,range=3,kappa=1.5,anisotropy=30:0.5+linear,psill=0.25",
                "matern,psill=2,range=3,kappa=1.5,anisotropy=30:0.5+linear,psill=0.25"
            ),
            ("gaussian,psill=2,range=3,anisotropy=30:1", "gaussian,psill=2,range=3"),
        ])
    func texts(text: String, printed: String) throws {
        let model = try VariogramModel(text: text)
        #expect(model.description == printed)
        #expect(try VariogramModel(text: printed).description == printed)
    }

    @Test(
        "A wrong text says what is wrong",
        arguments: [
            ("", VariogramFault.textEmpty), ("spherical,psill=1,range=2+", .textEmpty),
            ("sferical,psill=1", .modelUnknown("sferical")),
            ("spherical,sill=1,range=2", .keyUnknown(model: .spherical, key: "sill=1")),
            ("spherical,psill,range=2", .keyUnknown(model: .spherical, key: "psill")),
            ("nugget,psill=2,range=2", .keyUnknown(model: .nugget, key: "range=2")),
            ("spherical,psill=1,psill=2,range=2", .keyRepeated(model: .spherical, key: "psill")),
            ("spherical,psill=1", .keyMissing(model: .spherical, key: "range")),
            ("spherical,range=1", .keyMissing(model: .spherical, key: "psill")),
            ("spherical,psill=x,range=1", .numberUnreadable(key: "psill", text: "x")),
            ("spherical,psill=nan,range=1", .numberUnreadable(key: "psill", text: "nan")),
            ("spherical,psill=-1,range=1", .sillNegative(model: .spherical, value: -1)),
            ("spherical,psill=1,range=0", .rangeNotPositive(model: .spherical, value: 0)),
            ("matern,psill=1,range=1,kappa=0", .kappaOutOfRange(0, largest: 20)),
            ("spherical,psill=1,range=1,anisotropy=30", .anisotropyUnreadable("30")),
            (
                "spherical,psill=1,range=1,anisotropy=30:2",
                .anisotropyOutOfRange(angle: 30, ratio: 2)
            ),
        ])
    func faults(text: String, fault: VariogramFault) {
        #expect(throws: InterpolationError.variogram(fault)) { try VariogramModel(text: text) }
    }

    @Test("Faults are said in two languages")
    func languages() {
        let error = InterpolationError.variogram(.modelUnknown("sferical"))
        #expect(
            error.description
                == "The variogram model \"sferical\" is unknown. Use one of nugget, spherical, "
                + "exponential, gaussian, matern, linear, or auto.")
        #expect(
            error.descriptionInChinese
                == "变异函数模型“sferical”未知。请用 nugget, spherical, exponential, gaussian, "
                + "matern, linear 之一，或用 auto。")
    }

    @Test("Semivariances worked by hand")
    func values() throws {
        let spherical = try VariogramModel(text: "spherical,nugget=1,psill=8,range=10")
        #expect(spherical.semivariance(atMetres: 0) == 0)
        #expect(isClose(spherical.semivariance(atMetres: 5), 1 + 8 * 0.6875))
        #expect(spherical.semivariance(atMetres: 10) == 9)
        #expect(spherical.sill == 9 && spherical.nugget == 1)
        let linear = try VariogramModel(text: "linear,psill=0.5")
        #expect(linear.semivariance(atMetres: 8) == 4 && linear.sill == nil)
        let skewed = try VariogramModel(text: "linear,psill=1,anisotropy=90:0.25")
        #expect(isClose(skewed.semivariance(east: 3, north: 0), 3))
        #expect(isClose(skewed.semivariance(east: 0, north: 3), 12))
    }

    // R: k <- c(0.3, 1, 3.7); q <- c(0.01, 0.5, 2, 9); outer(q, k, function(q, k)
    //    2^(1 - k) / gamma(k) * q^k * besselK(q, k))
    @Test(
        "Matérn's correlation has R's digits",
        arguments: [
            (0.3, 0.01, 0.93982645546963739),
            (0.3, 0.5, 0.43069885303990801),
            (0.3, 2, 0.077575997629132393),
            (0.3, 9, 5.3668087195220481e-05),
            (1, 0.01, 0.99973894118296247),
            (1, 0.5, 0.82822056000165056),
            (1, 2, 0.27973176363304492),
            (1, 9, 0.00048273314741506751),
            (3.7, 0.01, 0.99999074080882278),
            (3.7, 0.5, 0.97726618252607034),
            (3.7, 2, 0.71066707391598283),
            (3.7, 9, 0.013024442652472951),
        ])
    func matern(kappa: Double, q: Double, expected: Double) {
        #expect(isClose(maternCorrelation(q, kappa: kappa), expected, relative: 1e-12))
        let table = CorrelationTable(maternKappa: kappa)
        #expect(isClose(table.value(q * q), expected, absolute: 1e-13))
    }

    @Test("The vector exponential has the digits of exp")
    func exponentials() {
        var worst = 0.0
        var x = -700.0
        while x <= 0 {
            let found = exponential(Lanes(x, x / 7, x / 100, x / 1e5))
            for (lane, value) in [x, x / 7, x / 100, x / 1e5].enumerated() {
                worst = max(worst, abs(found[lane] / exp(value) - 1))
            }
            x += 0.37
        }
        #expect(worst < 1e-15)
        let ends = exponential(Lanes(0, -708, -709, -1e300))
        #expect(ends[0] == 1 && ends[2] == 0 && ends[3] == 0)
        #expect(isClose(ends[1], exp(-708), relative: 1e-15))
    }
}

@Suite("Empirical variograms and fits")
struct EmpiricalVariogramTests {
    @Test("Four stations on a line, by hand: a class holds (k − 1) w < d ≤ k w")
    func line() throws {
        let stations = try PreparedStations(
            [
                station("a", 0, 0, 1), station("b", 1, 0, 3), station("c", 2, 0, 2),
                station("d", 4, 0, 6),
            ],
            crs: projected)
        let variogram = try EmpiricalVariogram(
            of: stations, classes: .init(cutoffInMetres: 3, widthInMetres: 1))
        // 1 m: ab 4, bc 1; 2 m: ac 1, cd 16; 3 m: bd 9; ad at 4 m lies beyond the cutoff.
        #expect(
            variogram.classes == [
                .init(pairs: 2, distanceInMetres: 1, semivariance: 1.25),
                .init(pairs: 2, distanceInMetres: 2, semivariance: 4.25),
                .init(pairs: 1, distanceInMetres: 3, semivariance: 4.5),
            ])
        #expect(variogram.variance == 3.5)
    }

    @Test("Feet are metres, order is nothing")
    func units() throws {
        let feet = CoordinateReferenceSystem(
            code: nil, name: "feet", wkt: "PROJCRS[\"feet\"]", isGeographic: false,
            metresPerUnit: 0.3048)
        let all = randomStations(40, seed: 3, x: 0...100, y: 0...100)
        let a = try EmpiricalVariogram(of: PreparedStations(all, crs: projected))
        let b = try EmpiricalVariogram(of: PreparedStations(all.reversed(), crs: feet))
        #expect(a.classes.map(\.pairs) == b.classes.map(\.pairs))
        for (one, other) in zip(a.classes, b.classes) {
            #expect(isClose(one.distanceInMetres * 0.3048, other.distanceInMetres))
            #expect(isClose(one.semivariance, other.semivariance))
        }
    }

    @Test("A plane has no variogram once its trend is taken off")
    func trend() throws {
        let plane = randomStations(40, seed: 3, x: 0...100, y: 0...100).map {
            station($0.id, $0.coordinate.x, $0.coordinate.y, 3 * $0.coordinate.x - $0.coordinate.y)
        }
        let stations = try PreparedStations(plane, crs: projected)
        let variogram = try EmpiricalVariogram(of: stations, trend: .linear)
        #expect(variogram.classes.allSatisfy { $0.semivariance < 1e-20 })
        let external = try EmpiricalVariogram(
            of: stations,
            trend: .external([stations.stations.map { 5 - 2 * $0.value }]))
        #expect(external.classes.allSatisfy { $0.semivariance < 1e-20 })
        #expect(
            throws: InterpolationError.kriging(.driftCountDiffers(field: 0, found: 1, expected: 40))
        ) { try EmpiricalVariogram(of: stations, trend: .external([[1]])) }
    }

    @Test("Pooled fields are standardised: scale and offset of a day leave no trace")
    func pooled() throws {
        let places = randomStations(12, seed: 5, x: 0...100, y: 0...100)
        let base = places.map(\.value)
        let fields = [
            base, base.map { 1000 + 7 * $0 }, base.map { _ in 4 },
            [1, 2] + base.dropFirst(2).map { _ in .nan },
        ]
        let (variogram, note) = try EmpiricalVariogram.pooled(
            fields, at: places.map(\.coordinate), measure: .planar(metresPerUnit: 1))
        #expect(note == PooledFields(used: 2, constant: 1, tooSmall: 1))
        #expect(variogram.variance == 1)
        let one = try EmpiricalVariogram(of: PreparedStations(places, crs: projected))
        #expect(variogram.classes.map(\.pairs) == one.classes.map { 2 * $0.pairs })
        for (a, b) in zip(variogram.classes, one.classes) {
            #expect(isClose(a.semivariance, b.semivariance / one.variance, relative: 1e-9))
        }
        #expect(note.description.hasPrefix("The variogram is pooled over 2 field(s)"))
        #expect(note.descriptionInChinese.hasPrefix("变异函数由 2 个时次合并得到"))
    }

    private func variogram(
        of model: VariogramModel, range: Double = 100
    ) -> EmpiricalVariogram {
        EmpiricalVariogram(
            classes: (1...15).map {
                let h = Double($0) * range / 15
                return .init(
                    pairs: 100, distanceInMetres: h, semivariance: model.semivariance(atMetres: h))
            }, cutoffInMetres: range, widthInMetres: range / 15, variance: model.sill ?? 1)
    }

    @Test(
        "A model's own semivariances give it back, and auto chooses its kind",
        arguments: [
            "spherical,nugget=2,psill=9,range=60", "exponential,nugget=2,psill=9,range=20",
            "gaussian,nugget=2,psill=9,range=30", "matern,nugget=2,psill=9,range=15,kappa=1.5",
        ])
    func recovers(text: String) throws {
        let model = try VariogramModel(text: text)
        let selection = VariogramSelection(of: variogram(of: model))
        #expect(selection.candidates.count == 4 && selection.notes.isEmpty)
        #expect(selection.model.structures.last?.kind == model.structures.last?.kind)
        #expect(isClose(selection.model.nugget, 2, relative: 1e-3))
        #expect(isClose(try #require(selection.model.sill), 11, relative: 1e-3))
        let range = try #require(model.structures.last).rangeInMetres
        #expect(
            isClose(
                try #require(selection.model.structures.last).rangeInMetres, range, relative: 1e-3))
        #expect(selection.description.contains(", chosen"))
        #expect(selection.descriptionInChinese.contains("，采用"))
    }

    @Test("A straight variogram has no range of its own: it is fixed at the cutoff, and said")
    func straight() {
        let straight = EmpiricalVariogram(
            classes: (1...15).map {
                .init(pairs: 100, distanceInMetres: Double($0), semivariance: Double($0 * $0 * $0))
            }, cutoffInMetres: 15, widthInMetres: 1, variance: 5)
        let selection = VariogramSelection(of: straight)
        #expect(
            selection.model.structures.allSatisfy { $0.partialSill >= 0 && $0.rangeInMetres <= 75 })
    }

    @Test("Too few classes: the variance is nugget, and said")
    func tooFew() throws {
        let stations = try PreparedStations(
            [station("a", 0, 0, 1), station("b", 1, 0, 3)], crs: projected)
        let selection = VariogramSelection(of: try EmpiricalVariogram(of: stations))
        #expect(selection.model.description == "nugget,psill=1")
        #expect(selection.notes == [.tooFewClasses(0)])
        #expect(
            selection.description.hasSuffix(
                "The stations give 0 class(es) of distance, too few for a model: their whole "
                    + "variance is taken as nugget, and estimates are the mean."))
    }

    @Test("Cutoffs, widths and counts that cannot be are refused")
    func refused() throws {
        let stations = try PreparedStations([station("a", 0, 0, 1)], crs: projected)
        #expect(throws: InterpolationError.variogram(.cutoffNotPositive(0))) {
            try EmpiricalVariogram(of: stations, classes: .init(cutoffInMetres: 0))
        }
        #expect(throws: InterpolationError.variogram(.classWidthNotPositive(-1))) {
            try EmpiricalVariogram(of: stations, classes: .init(widthInMetres: -1))
        }
        #expect(throws: InterpolationError.variogram(.classCountNotPositive(0))) {
            try EmpiricalVariogram(of: stations, classes: .init(count: 0))
        }
    }
}
