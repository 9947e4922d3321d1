import Foundation
import Grids

/// What the cells of all bands have added up to in every zone: tables are read from it.
public struct ZonalOutcome: Sendable {
    /// What is known of a pass beside its states.
    struct PassFacts: Sendable, Hashable {
        var geometry: GridGeometry
        /// The number of its cells that make a cell of the values' raster.
        var cellsPerValueCell: Int
    }

    struct PassResult: Sendable {
        var facts: PassFacts
        /// Zone by zone, for each the bands of the pass.
        var states: [ZoneState]
        var figures: [ValueFigures?]
        var bandCount: Int
    }

    let question: ZonalQuestion
    let bands: [ZonalJob.Band]
    let results: [PassResult]
    /// Pass by pass.
    let zoneAreasInCells: [[Double]]

    /// The names of the bands, in the order of the tables.
    public var bandNames: [String] { bands.map(\.name) }

    /// How many zones have cells with a value but without a weight: these are left out of the
    /// weighted statistics.
    public var zonesWithoutSomeWeights: Int {
        let zones = zoneAreasInCells.first?.count ?? 0
        return (0..<zones).count { zone in
            results.contains { result in
                (0..<result.bandCount).contains {
                    result.states[zone * result.bandCount + $0].withoutWeight.value > 0
                }
            }
        }
    }

    /// The statistics, one table a band.
    ///
    /// - Parameter areasInSquareMetres: The ellipsoidal area of every zone, for `area_km2`.
    /// - Throws: `ZonalStatisticsError.tooManyClasses`.
    /// - Precondition: one area a zone.
    public func tables(
        areasInSquareMetres: [Double]
    ) throws(ZonalStatisticsError) -> [ZonalTable] {
        precondition(
            areasInSquareMetres.count == zoneAreasInCells[0].count, "one area a zone")
        var tables: [ZonalTable] = []
        for band in bands { tables.append(try table(of: band, areasInSquareMetres)) }
        return tables
    }

    private func table(
        of band: ZonalJob.Band, _ areas: [Double]
    ) throws(ZonalStatisticsError) -> ZonalTable {
        let plain = results[band.pass]
        let weighted = results[band.weightedPass ?? band.pass]
        let classes = try classes(plain, band.band)
        var columns: [ZonalTable.Column] = []
        for statistic in question.statistics {
            if statistic == .frac {
                columns += classes.map {
                    ZonalTable.Column(statistic: .frac, name: ZonalTable.className($0))
                }
            } else {
                columns.append(ZonalTable.Column(statistic: statistic, name: statistic.name))
            }
        }
        let needs = question.needs(.all)
        let rows = areas.indices.map { zone -> [Double] in
            let figures =
                plain.figures.isEmpty ? nil : plain.figures[zone * plain.bandCount + band.band]
            let row = ZoneRow(
                state: plain.states[zone * plain.bandCount + band.band], figures: figures,
                weighted: weighted.states[
                    zone * weighted.bandCount
                        + (band.weightedPass == nil ? band.band : band.weightedBand)],
                cellsPerValueCell: weighted.facts.cellsPerValueCell,
                geometry: plain.facts.geometry,
                zoneAreaInCells: zoneAreasInCells[band.pass][zone], areaInSquareMetres: areas[zone],
                needs: needs)
            return question.statistics.flatMap { row.values(of: $0, classes) }
        }
        return ZonalTable(columns: columns, values: rows)
    }

    /// The values that some zone has, ascending.
    private func classes(
        _ result: PassResult, _ band: Int
    ) throws(ZonalStatisticsError) -> [Double] {
        guard question.statistics.contains(.frac) else { return [] }
        var values: Set<Double> = []
        for index in stride(from: band, to: result.figures.count, by: result.bandCount) {
            for share in result.figures[index]?.classes ?? [] { values.insert(share.value) }
            guard values.count <= ValueFigures.mostClasses else {
                throw .tooManyClasses(limit: ValueFigures.mostClasses)
            }
        }
        return values.sorted()
    }
}

extension ZonalOutcome.PassResult {
    init(_ fold: ZoneFold, _ facts: ZonalOutcome.PassFacts) {
        self.init(
            facts: facts, states: fold.states, figures: fold.figures, bandCount: fold.bands)
    }
}

/// One zone and band, from which statistics are read.
private struct ZoneRow {
    let state: ZoneState
    let figures: ValueFigures?
    let weighted: ZoneState
    let cellsPerValueCell: Int
    let geometry: GridGeometry
    let zoneAreaInCells: Double
    let areaInSquareMetres: Double
    let needs: StateNeeds

    /// The value of `statistic`, for `frac` one a class; NaN where it is empty.
    func values(of statistic: Statistic, _ classes: [Double]) -> [Double] {
        if statistic == .frac { return shares(of: classes) }
        // Adding 0 makes a zero of each sign the same.
        return [value(of: statistic) + 0]
    }

    private func shares(of classes: [Double]) -> [Double] {
        guard let found = figures?.classes, !found.isEmpty else {
            return classes.map { _ in .nan }
        }
        let shares = Dictionary(
            found.map { ($0.value, $0.share) }, uniquingKeysWith: { first, _ in first })
        return classes.map { shares[$0] ?? 0 }
    }

    private func value(of statistic: Statistic) -> Double {
        switch statistic {
        case .count: return state.moments.count.value
        case .validShare: return validShare
        case .areaKm2: return areaInSquareMetres > 0 ? areaInSquareMetres / 1e6 : .nan
        case .weightedMean, .weightedSum, .weightedStdev, .weightedVariance:
            return weightedValue(of: statistic)
        default: return state.moments.isEmpty ? .nan : valueOfCells(statistic)
        }
    }

    private func weightedValue(of statistic: Statistic) -> Double {
        let moments = weighted.weighted
        switch statistic {
        case .weightedMean: return moments.weightedMean
        case .weightedVariance: return moments.variance
        case .weightedStdev: return moments.variance.squareRoot()
        default:
            // A zone with values whose weights are all 0 has the sum 0.
            guard !moments.isEmpty || weighted.hasZeroWeight else { return .nan }
            return moments.sum.value / Double(cellsPerValueCell)
        }
    }

    /// The value of a statistic of a zone with at least one valid cell.
    private func valueOfCells(_ statistic: Statistic) -> Double {
        let moments = state.moments
        switch statistic {
        case .sum: return moments.sum.value
        case .mean: return moments.weightedMean
        case .min: return moments.minimum
        case .max: return moments.maximum
        case .range: return moments.maximum - moments.minimum
        case .variance: return moments.variance
        case .stdev: return moments.variance.squareRoot()
        case .cv:
            let mean = moments.weightedMean
            return mean == 0 ? .nan : moments.variance.squareRoot() / mean
        case .median, .percentile:
            guard let quantile = statistic.quantile,
                let index = needs.wish.quantiles.firstIndex(of: quantile)
            else { return .nan }
            return figures?.quantiles[index] ?? .nan
        case .mode: return figures?.mode ?? .nan
        case .minority: return figures?.minority ?? .nan
        case .variety: return figures.map { Double($0.variety) } ?? .nan
        case .minX: return centre(state.minimumPlace)?.x ?? .nan
        case .minY: return centre(state.minimumPlace)?.y ?? .nan
        case .maxX: return centre(state.maximumPlace)?.x ?? .nan
        case .maxY: return centre(state.maximumPlace)?.y ?? .nan
        case .shareAbove(let limit):
            guard let index = needs.limits.firstIndex(of: limit.value) else { return .nan }
            return Self.withoutDust(state.above[index].value / moments.count.value)
        case .circularMean: return circularMean
        default: return .nan
        }
    }

    private func centre(_ place: ZoneState.CellPlace?) -> (x: Double, y: Double)? {
        guard let place else { return nil }
        let centre = geometry.centre(row: Int(place.row), column: Int(place.column))
        return (centre.x, centre.y)
    }

    private var circularMean: Double {
        let (sine, cosine) = (state.sine.value, state.cosine.value)
        let resultant = (sine * sine + cosine * cosine).squareRoot()
        guard resultant >= 1e-12 * state.moments.count.value else { return .nan }
        let degrees = atan2(sine, cosine) * (180 / .pi)
        let turned = degrees < 0 ? degrees + 360 : degrees
        return turned < 360 ? turned : 0
    }

    private var validShare: Double {
        guard zoneAreaInCells > 0 else { return .nan }
        return Self.withoutDust(state.moments.count.value / zoneAreaInCells)
    }

    /// The dust of running sums next to 1 is removed as it is for coverage fractions.
    private static func withoutDust(_ share: Double) -> Double {
        share > 1 - 1e-12 ? 1 : share
    }
}
