import Foundation
import Geometry
import Grids
import HotSpots
import Interpolation
import Readings
import Reports

/// The values of hotspot cells in any period, by the method of a request.
struct HotSpotValues {
    let request: Job.HotSpotRequest
    let inputs: JobInputs
    let maker: SurfaceMaker
    let fishnet: Fishnet
    let cells: [FishnetCell]
    let threads: Int
    /// The surface that cells are means of, in the two periods that it is known for.
    let surface: Surface?
    /// Where a surface has no value, whatever the period.
    let mask: [Bool]

    /// The cells in one period.
    struct Field: Sendable {
        var means: [CellMean]
        /// Standard errors; `nil` for values that are no estimates.
        var errors: [Double]?
    }

    /// The stations of the request's networks that have a place.
    var stations: [Int] {
        inputs.stations.indices.filter {
            request.networks.contains(inputs.stations[$0].network)
                && inputs.stations[$0].coordinate.isFinite
        }
    }

    /// The stations' values in a period, NaN for none.
    func stationValues(in period: Period) -> [Double] {
        stations.map {
            maker.value(request.statistic, of: request.parameter, station: $0, in: period).double
                ?? .nan
        }
    }

    /// One field a period.
    ///
    /// - Parameter fitted: How many periods, from the first, a variogram is fitted to.
    func fields(
        of periods: [Period], fittedTo fitted: Int, _ notes: inout [ReportNote]
    ) throws -> [Field] {
        switch request.method {
        case .raster:
            return try periods.map { Field(means: try rasterMeans(in: $0, &notes)) }
        case .mean:
            let points = CellPoints(
                stations.map { inputs.stations[$0].coordinate }, in: cells, of: fishnet)
            return periods.map { Field(means: points.means(of: stationValues(in: $0))) }
        case .kriging:
            return kriged(periods, fittedTo: fitted, &notes)
        }
    }

    // MARK: - Raster

    private func rasterMeans(
        in period: Period, _ notes: inout [ReportNote]
    ) throws -> [CellMean] {
        guard let surface else { return cells.map { _ in .missing } }
        let grid: Grid<Float>?
        if period == surface.period {
            grid = surface.now
        } else if period == surface.before {
            grid = surface.past
        } else {
            let made = try maker.surface(
                surface.request, over: period, before: nil, on: surface.geometry, mask: mask,
                isBare: true)
            notes += made.notes.filter { $0.kind != .method }
            grid = made.now
        }
        return try grid.map { try fishnet.cellMeans(of: $0, in: cells, threads: threads) }
            ?? cells.map { _ in .missing }
    }

    // MARK: - Kriging

    /// Where kriging is not possible cells have no value, and a note says why.
    private func kriged(
        _ periods: [Period], fittedTo fitted: Int, _ notes: inout [ReportNote]
    ) -> [Field] {
        let title = LocalizedText(
            zh: "热点网格 \(request.name) \(words(periods.prefix(fitted)))",
            en: "hotspots \(request.name) \(words(periods.prefix(fitted)))")
        var lines: [LocalizedText] = []
        do {
            let estimates = try CellKriging(
                variogram: request.variogram,
                places: stations.map { inputs.stations[$0].coordinate },
                name: request.networks.map(\.rawValue).joined(separator: ", "), cells: cells,
                crs: inputs.crs, threads: threads
            ).estimates(of: periods.map(stationValues), fittedTo: fitted, &lines)
            notes.append(Self.note(.method, title, lines))
            return estimates.map { Field(means: $0.means, errors: $0.errors) }
        } catch {
            notes.append(Self.note(.missing, title, [Fault(error).text]))
            let missing = Field(
                means: cells.map { _ in .missing }, errors: cells.map { _ in .nan })
            return periods.map { _ in missing }
        }
    }

    private func words(_ periods: ArraySlice<Period>) -> String {
        let labels = periods.map(\.label)
        return labels.count < 2 ? labels.joined() : "\(labels[0])…\(labels[labels.count - 1])"
    }

    private static func note(
        _ kind: ReportNote.Kind, _ title: LocalizedText, _ lines: [LocalizedText]
    ) -> ReportNote {
        func joined(_ texts: [String], _ separator: String) -> String {
            texts.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: separator)
        }
        return ReportNote(
            kind,
            LocalizedText(
                zh: "\(title.zh)：" + joined(lines.map(\.zh), "；"),
                en: "\(title.en): " + joined(lines.map(\.en), "; ")))
    }
}
