import Foundation
import Geometry
import Interpolation
import TestSupport
import Testing

/// R's gstat on the stations, targets and cases that a test writes.
private enum Gstat {
    static let rscript = ["/usr/bin/Rscript", "/usr/local/bin/Rscript"].map {
        URL(fileURLWithPath: $0)
    }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    static let hasGstat =
        rscript.map {
            (try? run($0, ["-e", "library(gstat); library(sp)"]))?.status == 0
        } ?? false
    static let canRun = mustRunEverything || hasGstat
    static let whySkipped: Comment = "needs R with gstat (apt: r-cran-gstat)"

    /// The tables that `peers/kriging.R` writes, by name: rows of texts by heading.
    static func tables(in folder: URL) throws -> [String: [[String: String]]] {
        guard let rscript else { throw PeerFailure(description: "no Rscript") }
        let script = TestFolders.package
            .appending(path: "Tests/PeerComparisonTests/peers/kriging.R")
        let result = try run(rscript, [script.path, folder.path])
        guard result.status == 0 else {
            throw PeerFailure(description: "kriging.R failed:\n\(result.errors.suffix(2000))")
        }
        var tables: [String: [[String: String]]] = [:]
        for name in ["kriged", "variograms", "fits", "left_out"] {
            let text = try String(
                contentsOf: folder.appending(path: name + ".csv"), encoding: .utf8)
            let lines = text.split(whereSeparator: \.isNewline).map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let headings = lines.first ?? []
            tables[name] = lines.dropFirst().map {
                Dictionary(zip(headings, $0)) { first, _ in first }
            }
        }
        return tables
    }
}

/// One case of kriging, in gstat's words and in ours.
private struct KrigingCase {
    var name: String
    var formula = "z~1"
    var kind = "Sph"
    var nugget = 4.0
    var psill = 90.0
    var range = 60000.0
    var kappa = 0.5
    var angle = 0.0
    var ratio = 1.0
    var filtered = false
    var nmax = 0
    var maxdist = 0.0
    var block = 0.0
    var beta: Double?

    static let heading =
        "name,formula,kind,nugget,psill,range,kappa,angle,ratio,filtered,nmax,maxdist,block,beta"

    var line: String {
        "\(name),\(formula),\(kind),\(nugget),\(psill),\(range),\(kappa),\(angle),\(ratio),"
            + "\(filtered ? "TRUE" : "FALSE"),\(nmax),\(maxdist),\(block),"
            + (beta.map { "\($0)" } ?? "NA")
    }

    static let all = [
        KrigingCase(name: "ordinary"),
        KrigingCase(name: "filtered", filtered: true),
        KrigingCase(name: "simple", kind: "Exp", range: 20000, beta: 50),
        KrigingCase(name: "linear trend", formula: "z~x+y", kind: "Exp", range: 20000),
        KrigingCase(name: "external drift", formula: "z~d", kind: "Exp", range: 20000),
        KrigingCase(name: "Gaussian", kind: "Gau", range: 15000),
        KrigingCase(name: "Matern 1.5", kind: "Mat", range: 9000, kappa: 1.5),
        KrigingCase(name: "Matern 0.8", kind: "Mat", range: 9000, kappa: 0.8),
        KrigingCase(name: "anisotropic", angle: 30, ratio: 0.4),
        KrigingCase(name: "nearest", nmax: 12),
        KrigingCase(name: "nearest trend", formula: "z~x+y", kind: "Exp", range: 20000, nmax: 12),
        KrigingCase(name: "radius", nmax: 10, maxdist: 25000),
        KrigingCase(name: "block", block: 4000),
        KrigingCase(name: "slope", kind: "Lin", psill: 0.001, range: 0),
    ]

    func kriging() throws -> Kriging {
        let kinds: [String: VariogramModel.Kind] = [
            "Sph": .spherical, "Exp": .exponential, "Gau": .gaussian, "Mat": .matern,
            "Lin": .linear,
        ]
        var trend = formula == "z~x+y" ? Kriging.Trend.linear : .constant
        if let beta { trend = .mean(beta) }
        let kind = try #require(kinds[kind])
        let model = VariogramModel([
            try .init(.nugget, partialSill: nugget),
            try .init(
                kind, partialSill: psill, rangeInMetres: range, kappa: kappa,
                anisotropy: try .init(degreesClockwiseFromNorth: angle, ratio: ratio)),
        ])
        return try Kriging(
            model: model, trend: trend, neighbours: nmax == 0 ? .all : .nearest(nmax),
            radiusInMetres: maxdist == 0 ? nil : maxdist, nugget: filtered ? .filtered : .exact,
            support: block == 0 ? .point : .block(width: block, height: block, parts: .gauss))
    }
}

/// Two fields: one made here, and the zinc of the Meuse where the shared data are.
private struct Field {
    var name: String
    var stations: [StationValue]
    /// An external field, everywhere.
    var drift: @Sendable (Coordinate) -> Double

    /// Stations of whole numbers, the same in any language.
    static let made = Field(
        name: "made",
        stations: (1...90).map { index in
            let x = Double(index * 7919 % 1000) * 100
            let y = Double(index * 104_729 % 997) * 100
            let value = 50 + Double(index * 31 % 17) / 4 + (x - y / 2) * (x - y / 2) * 1e-8
            return StationValue(id: "S\(index)", coordinate: Coordinate(x: x, y: y), value: value)
        }, drift: { $0.x / 1000 + $0.y * $0.y / 1e8 })

    /// The names of the fields that can be read here.
    static let names =
        TestFolders.realData != nil || mustRunEverything ? ["made", "meuse"] : ["made"]

    static func meuse() throws -> Field {
        let url = try #require(TestFolders.realData).appending(path: "meuse/meuse.csv")
        let text = try String(contentsOf: url, encoding: .utf8)
        let stations = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let numbers = line.split(separator: ",").map { Double($0) ?? .nan }
            // Stretched, so that the cases' ranges suit both fields.
            return StationValue(
                id: "", coordinate: Coordinate(x: numbers[0] * 20, y: numbers[1] * 20),
                value: log(numbers[5]))
        }
        return Field(name: "meuse", stations: stations) { $0.x / 1000 + $0.y * $0.y / 1e13 }
    }
}

@Suite("Kriging beside gstat", .enabled(if: Gstat.canRun, Gstat.whySkipped))
struct KrigingPeerTests {
    @Test("Estimates, variances, variograms and fits are gstat's", arguments: Field.names)
    func agrees(name: String) throws {
        let field = name == "made" ? Field.made : try Field.meuse()
        let stations = try PreparedStations(field.stations, crs: nil, assumesPlane: true)
        let targets = Self.targets(stations)
        try withTemporaryFolder { folder in
            try Self.write(stations, targets, field.drift, to: folder)
            let tables = try Gstat.tables(in: folder)
            try compareKriging(tables["kriged"] ?? [], stations, targets, field.drift)
            try compareVariograms(tables["variograms"] ?? [], stations, field.drift)
            try compareFits(tables["fits"] ?? [], stations)
            try compareLeftOut(tables["left_out"] ?? [], stations)
        }
    }

    /// A coarse grid around the stations, and two stations.
    private static func targets(_ stations: PreparedStations) -> [Coordinate] {
        let places = stations.stations.map(\.coordinate)
        let (x, y) = (places.map(\.x), places.map(\.y))
        let (low, high) = (x.min() ?? 0, x.max() ?? 0)
        let (bottom, top) = (y.min() ?? 0, y.max() ?? 0)
        let grid = (0..<9).flatMap { column in
            (0..<9).map { row in
                Coordinate(
                    x: (low + (high - low) * (Double(column) * 0.13 - 0.02)).rounded(),
                    y: (bottom + (top - bottom) * (Double(row) * 0.13 - 0.02)).rounded())
            }
        }
        return grid + [places[3], places[50]]
    }

    private static func write(
        _ stations: PreparedStations, _ targets: [Coordinate],
        _ drift: (Coordinate) -> Double, to folder: URL
    ) throws {
        let rows = stations.stations.map { station -> String in
            let place = station.coordinate
            return "\(place.x),\(place.y),\(station.value),\(drift(place))"
        }
        let places = targets.map { "\($0.x),\($0.y),\(drift($0))" }
        let cases = KrigingCase.all.map(\.line)
        let files: [(name: String, lines: [String])] = [
            ("stations", ["x,y,z,d"] + rows), ("targets", ["x,y,d"] + places),
            ("cases", [KrigingCase.heading] + cases),
        ]
        for file in files {
            let text = file.lines.joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: folder.appending(path: file.name + ".csv"))
        }
    }

    private func spread(_ stations: PreparedStations) -> Double {
        let values = stations.stations.map(\.value)
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count)).squareRoot()
    }

    private func compareKriging(
        _ rows: [[String: String]], _ stations: PreparedStations, _ targets: [Coordinate],
        _ drift: (Coordinate) -> Double
    ) throws {
        let spread = spread(stations)
        for item in KrigingCase.all {
            let own = rows.filter { $0["case"] == item.name }
            #expect(own.count == targets.count, "\(item.name)")
            let fields =
                item.formula == "z~d"
                ? KrigingDrift(
                    atStations: [stations.stations.map { drift($0.coordinate) }],
                    atTargets: [targets.map(drift)]) : nil
            let found = try item.kriging().estimate(
                from: stations, at: targets, drift: fields, includesVariances: true)
            // gstat's weights of a block add up to 1 - 7.5e-9: krige(z~1, s, t, vgm(1, "Gau", 1e9),
            // beta = 0, block = c(4000, 4000)) of one station with z = 1 gives that, not 1.
            let limit = item.block > 0 ? 1e-7 : 1e-8
            for (index, row) in own.enumerated() {
                let estimate = Double(row["estimate"] ?? "") ?? .nan
                let variance = Double(row["variance"] ?? "") ?? .nan
                // Relative to the field's standard deviation; the variance to the sill's size.
                #expect(
                    isClose(found.values[index], estimate, absolute: limit * spread),
                    "\(item.name), target \(index)")
                #expect(
                    isClose(found.variances[index], variance, absolute: limit * 94),
                    "\(item.name), target \(index)")
            }
        }
    }

    private func compareVariograms(
        _ rows: [[String: String]], _ stations: PreparedStations,
        _ drift: (Coordinate) -> Double
    ) throws {
        let trends: [(String, EmpiricalVariogram.Trend)] = [
            ("constant", .constant), ("linear", .linear),
            ("external", .external([stations.stations.map { drift($0.coordinate) }])),
        ]
        for (name, trend) in trends {
            let own = rows.filter { $0["trend"] == name }
            let found = try EmpiricalVariogram(of: stations, trend: trend).classes
            #expect(found.map { "\($0.pairs)" } == own.map { $0["pairs"] ?? "" }, "\(name)")
            for (item, row) in zip(found, own) {
                let distance = Double(row["distance"] ?? "") ?? .nan
                let semivariance = Double(row["semivariance"] ?? "") ?? .nan
                #expect(isClose(item.distanceInMetres, distance, relative: 1e-12))
                #expect(isClose(item.semivariance, semivariance, relative: 1e-9))
            }
        }
    }

    private func compareFits(_ rows: [[String: String]], _ stations: PreparedStations) throws {
        let selection = VariogramSelection(of: try EmpiricalVariogram(of: stations))
        #expect(selection.candidates.count == rows.count)
        for (candidate, row) in zip(selection.candidates, rows) {
            func number(_ key: String) -> Double { Double(row[key] ?? "") ?? .nan }
            let last = try #require(candidate.fit.model.structures.last)
            let kind = row["kind"] ?? ""
            #expect(
                isClose(candidate.fit.model.nugget, number("nugget"), relative: 1e-7), "\(kind)")
            #expect(isClose(last.partialSill, number("psill"), relative: 1e-7), "\(kind)")
            #expect(isClose(last.rangeInMetres, number("range"), relative: 1e-7), "\(kind)")
            #expect(
                isClose(candidate.fit.sumOfSquares, number("squares"), relative: 1e-7), "\(kind)")
        }
    }

    private func compareLeftOut(_ rows: [[String: String]], _ stations: PreparedStations) throws {
        let found = try KrigingCase.all[0].kriging().leaveOneOut(of: stations).result
        #expect(found.rows.count == rows.count)
        for (item, row) in zip(found.rows, rows) {
            let estimate = Double(row["estimate"] ?? "") ?? .nan
            let variance = Double(row["variance"] ?? "") ?? .nan
            #expect(isClose(item.predicted, estimate, absolute: 1e-8 * spread(stations)))
            #expect(isClose(item.variance ?? .nan, variance, relative: 1e-8))
        }
    }
}
