import Foundation
import GeoFiles
import Grids
import Interpolation
import Reports

/// The rasters of one surface: its values, their variances, and the probabilities of exceeding
/// limits, written band by band.
struct SurfaceFiles {
    private let values: RasterWriter
    private let variance: RasterWriter?
    private let exceedances: [(limit: Double, writer: RasterWriter)]
    let paths: [String]

    init(
        _ request: InterpolationRequest, _ setup: InterpolationSetup, _ options: RunOptions
    ) throws {
        func writer(_ path: String, _ about: RasterDescription) throws -> RasterWriter {
            try RasterWriter(
                path: path, geometry: setup.grid.geometry, type: setup.type,
                nodata: SurfaceBand.nodata, about: about, overwrite: options.overwrite)
        }
        let about = setup.description
        let limits = try request.limits()
        values = try writer(setup.outputs[0], about)
        variance = try request.variance.map {
            try writer(
                $0,
                RasterDescription(
                    description: about.description + " kriging variance",
                    unit: about.unit.isEmpty ? "" : "(\(about.unit))²"))
        }
        exceedances = try limits.map { limit, path in
            let name = "\(about.description) P(> \(NumberText.shortest(limit)))"
            return (limit, try writer(path, RasterDescription(description: name, unit: "")))
        }
        paths = [setup.outputs[0]] + [request.variance].compactMap { $0 } + limits.map(\.path)
    }

    /// Computes and writes all of them in one pass.
    ///
    /// - Returns: What gave way.
    func write(
        _ chosen: ChosenMethod, _ setup: InterpolationSetup, _ options: RunOptions
    ) throws -> [LocalizedText] {
        let target = try setup.target(options)
        let rows = Double(setup.grid.geometry.rows)
        let notes = try chosen.estimate(
            from: setup.stations, on: target,
            includesVariances: variance != nil || !exceedances.isEmpty, threads: options.threads
        ) { band in
            try values.write(band.values)
            if let variances = band.variances { try variance?.write(variances) }
            for (limit, writer) in exceedances {
                try writer.write(band.probabilities(ofExceeding: limit))
            }
            options.progress(
                0.3 + 0.6 * Double(band.rows.upperBound) / rows,
                LocalizedText("插值", "interpolating"))
        }
        options.progress(0.9, LocalizedText("写出", "writing"))
        for writer in [values] + [variance].compactMap({ $0 }) + exceedances.map(\.writer) {
            try writer.finish { range in
                QMLStyle.raster(.sequential([range.lowerBound, range.upperBound]))
            }
        }
        return notes
    }
}
