import Coverage
import Foundation
import Grids

@testable import ZonalStatistics

/// Every statistic by its definition, cell by cell: the reference that the kernel is held against.
struct PlainStatistics {
    struct Cell {
        var value: Double
        var coverage: Double
        var weight = Double.nan
        var row = 0
        var column = 0
    }

    /// The cells that have a value, row by row.
    let cells: [Cell]
    /// The same by value, equal ones by coverage.
    private let sorted: [Cell]
    let geometry: GridGeometry
    let zoneAreaInCells: Double
    let areaInSquareMetres: Double

    init(
        _ cells: [Cell], geometry: GridGeometry, zoneAreaInCells: Double = 1,
        areaInSquareMetres: Double = 1
    ) {
        self.cells = cells.filter { !$0.value.isNaN && $0.coverage > 0 }
            .sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        sorted = self.cells.sorted { ($0.value, $0.coverage) < ($1.value, $1.coverage) }
        self.geometry = geometry
        self.zoneAreaInCells = zoneAreaInCells
        self.areaInSquareMetres = areaInSquareMetres
    }

    /// The cells of `zone` in `grid`, each with its weight.
    init(
        _ zone: ZoneCoverage, in grid: Grid<Double>, weights: Grid<Double>? = nil,
        areaInSquareMetres: Double = 1
    ) {
        let cells = zone.runs.flatMap { run in
            run.columns.map { column in
                Cell(
                    value: grid[Int(run.row), column], coverage: run.fraction,
                    weight: weights?[Int(run.row), column] ?? .nan, row: Int(run.row),
                    column: column)
            }
        }
        self.init(
            cells, geometry: grid.geometry, zoneAreaInCells: zone.zoneAreaInCells,
            areaInSquareMetres: areaInSquareMetres)
    }

    var count: Double { total { $0.coverage } }
    var sum: Double { total { $0.coverage * $0.value } }
    var mean: Double { sum / count }
    var variance: Double {
        let mean = mean
        return total { $0.coverage * ($0.value - mean) * ($0.value - mean) } / count
    }
    var smallest: Double { sorted.first?.value ?? .nan }
    var largest: Double { sorted.last?.value ?? .nan }

    private func total(_ term: (Cell) -> Double) -> Double {
        var sum = 0.0
        for cell in cells { sum += term(cell) }
        return sum
    }

    /// Σ c of each value.
    var classes: [Double: Double] {
        Dictionary(cells.map { ($0.value + 0, $0.coverage) }, uniquingKeysWith: +)
    }

    func value(
        of statistic: Statistic, _ definition: QuantileDefinition = .inverseCDF
    ) -> Double {
        switch statistic {
        case .count: return count
        case .validShare: return zoneAreaInCells > 0 ? count / zoneAreaInCells : .nan
        case .areaKm2: return areaInSquareMetres > 0 ? areaInSquareMetres / 1e6 : .nan
        default: return cells.isEmpty ? .nan : valueOfCells(statistic, definition)
        }
    }

    private func valueOfCells(
        _ statistic: Statistic, _ definition: QuantileDefinition
    ) -> Double {
        switch statistic {
        case .sum: sum
        case .mean: mean
        case .min: smallest
        case .max: largest
        case .range: largest - smallest
        case .variance: variance
        case .stdev: variance.squareRoot()
        case .cv: mean == 0 ? .nan : variance.squareRoot() / mean
        case .median: quantile(0.5, definition)
        case .percentile(let number): quantile(number.value / 100, definition)
        case .mode: modes.last ?? .nan
        case .minority: minorities.first ?? .nan
        case .variety: Double(Set(cells.map { $0.value + 0 }).count)
        case .minX: centre(of: smallest).x
        case .minY: centre(of: smallest).y
        case .maxX: centre(of: largest).x
        case .maxY: centre(of: largest).y
        case .shareAbove(let limit): share { $0 > limit.value }
        case .circularMean: circularMean
        default: weightedValue(statistic)
        }
    }

    func share(_ isCounted: (Double) -> Bool) -> Double {
        total { isCounted($0.value) ? $0.coverage : 0 } / count
    }

    private var modes: [Double] {
        let most = classes.values.max()
        return classes.filter { $0.value == most }.keys.sorted()
    }

    private var minorities: [Double] {
        let least = classes.values.min()
        return classes.filter { $0.value == least }.keys.sorted()
    }

    private func centre(of value: Double) -> (x: Double, y: Double) {
        guard let cell = cells.first(where: { $0.value == value }) else { return (.nan, .nan) }
        let centre = geometry.centre(row: cell.row, column: cell.column)
        return (centre.x, centre.y)
    }

    private func quantile(_ quantile: Double, _ definition: QuantileDefinition) -> Double {
        switch definition {
        case .inverseCDF:
            let target = quantile * count - 1e-12 * count
            var passed = 0.0
            for (index, cell) in sorted.enumerated() {
                passed += cell.coverage
                // The cells of one value count together.
                let isLast = index + 1 == sorted.count || sorted[index + 1].value > cell.value
                if isLast, passed >= target { return cell.value }
            }
            return largest
        case .linear:
            let others = Double(sorted.count - 1)
            var before = 0.0
            var stands: [Double] = []
            for (index, cell) in sorted.enumerated() {
                stands.append(Double(index) * cell.coverage + others * before)
                before += cell.coverage
            }
            let target = quantile * others * before
            guard let right = stands.firstIndex(where: { $0 >= target }) else {
                return largest
            }
            if right == 0 { return sorted[0].value }
            let part = (target - stands[right - 1]) / (stands[right] - stands[right - 1])
            let (low, high) = (sorted[right - 1].value, sorted[right].value)
            return low + part * (high - low)
        }
    }

    /// Σ c·sin x, Σ c·cos x.
    var direction: (sine: Double, cosine: Double) {
        (
            total { $0.coverage * sin($0.value * .pi / 180) },
            total { $0.coverage * cos($0.value * .pi / 180) }
        )
    }

    private var circularMean: Double {
        let (sine, cosine) = direction
        guard (sine * sine + cosine * cosine).squareRoot() >= 1e-12 * count else { return .nan }
        let degrees = atan2(sine, cosine) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }

    private func weightedValue(_ statistic: Statistic) -> Double {
        let weighed = cells.filter { !$0.weight.isNaN }
        if weighed.isEmpty { return .nan }
        let weight = weighed.reduce(0) { $0 + $1.coverage * $1.weight }
        let sum = weighed.reduce(0) { $0 + $1.coverage * $1.weight * $1.value }
        if statistic == .weightedSum { return sum }
        if weight == 0 { return .nan }
        let mean = sum / weight
        if statistic == .weightedMean { return mean }
        let variance =
            weighed.reduce(0) {
                $0 + $1.coverage * $1.weight * ($1.value - mean) * ($1.value - mean)
            } / weight
        return statistic == .weightedVariance ? variance : variance.squareRoot()
    }
}
